"""The store without its products: room, fixtures, zones, plants, floor light. Made once from the plan."""

from __future__ import annotations

import math

from panda3d.core import NodePath, SamplerState, Texture

from scenes.kit.batch import by_cell, cell_size
from scenes.kit.geometry import Mesh
from scenes.kit.lightmap import floor_light
from scenes.kit.surfaces import Surfaces
from scenes.showroom.build_fixtures import fixture_mesh
from scenes.showroom.build_room import (
    blockers,
    ceiling_mesh,
    floor_mesh,
    front_mesh,
    glass_mesh,
    lamp_grid,
    wall_meshes,
)
from scenes.showroom.build_street import street_mesh
from scenes.showroom.build_zones import plant_mesh, zone_mesh
from scenes.showroom.values import Rect, StorePlan

PLANT_GAP_M = 0.35


def build_world(parent: NodePath, surfaces: Surfaces, plan: StorePlan) -> NodePath:
    """Everything that stands still, under one node."""
    root = parent.attach_new_node("world")
    _floor(root, surfaces, plan)
    surfaces.solid(root, ceiling_mesh(plan), "ceiling")
    for mesh in wall_meshes(plan):
        surfaces.solid(root, mesh, "wall")
    surfaces.solid(root, front_mesh(plan), "front")
    surfaces.solid(root, street_mesh(plan.floor), "street")
    surfaces.glass(root, glass_mesh(plan))
    size = cell_size(plan.floor.x1 - plan.floor.x0, plan.floor.y1 - plan.floor.y0)
    placed: list[tuple[float, float, Mesh]] = [(f.x_m, f.y_m, fixture_mesh(f)) for f in plan.fixtures]
    for zone in plan.zones:
        furniture = zone_mesh(zone, plan.ceiling_m)
        if furniture is not None:
            r = zone.footprint
            placed.append(((r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2, furniture))
    placed += [(x, y, plant_mesh(x, y, 1.25 + 0.1 * (i % 4), i)) for i, (x, y) in enumerate(plant_spots(plan))]
    for cell, mesh in by_cell(placed, size).items():
        surfaces.solid(root, mesh, f"fixtures {cell}")
    return root


def _floor(root: NodePath, surfaces: Surfaces, plan: StorePlan) -> None:
    f, lamps = plan.floor, lamp_grid(plan)
    light = floor_light((f.x0, f.y0, f.x1, f.y1), lamps, blockers(plan))
    texture = Texture("floor light")
    texture.setup_2d_texture(light.shape[1], light.shape[0], Texture.T_unsigned_byte, Texture.F_luminance)
    memoryview(texture.modify_ram_image()).cast("B")[:] = (light * 255.0).round().astype("u1").reshape(-1).data
    texture.set_minfilter(SamplerState.FT_linear)
    texture.set_magfilter(SamplerState.FT_linear)
    texture.set_wrap_u(SamplerState.WM_clamp)
    texture.set_wrap_v(SamplerState.WM_clamp)
    floor = surfaces.floor(root, floor_mesh(f), texture)
    floor.set_shader_inputs(
        floor_rect=(f.x0, f.y0, 1.0 / (f.x1 - f.x0), 1.0 / (f.y1 - f.y0)),
        lamps=(lamps.period_x_m, lamps.period_y_m, lamps.half_width_m, lamps.half_length_m),
        lamp_plane=(lamps.first_x_m, lamps.first_y_m, plan.ceiling_m, lamps.radiance),
    )


def plant_spots(plan: StorePlan) -> list[tuple[float, float]]:
    """Free corners of the room, and both sides of the door."""
    f = plan.floor
    inset = 0.55
    wanted = [(plan.entrance_x_m + s * 1.95, f.y0 + inset) for s in (-1, 1)]
    wanted += [(x, y) for x in (f.x0 + inset, f.x1 - inset) for y in (f.y0 + inset, f.y1 - inset)]
    wanted += [(plan.entrance_x_m + s * 4.2, f.y1 - inset) for s in (-1, 1)]
    taken = [x.footprint for x in plan.fixtures] + [z.footprint for z in plan.zones if z.kind != "entrance"]
    spots: list[tuple[float, float]] = []
    for x, y in wanted:
        area = Rect(x - PLANT_GAP_M, y - PLANT_GAP_M, x + PLANT_GAP_M, y + PLANT_GAP_M)
        inside = f.contains(area.x0, area.y0) and f.contains(area.x1, area.y1)
        clear = all(math.hypot(x - sx, y - sy) > 1.2 for sx, sy in spots)
        if inside and clear and not any(area.overlaps(r) for r in taken):
            spots.append((x, y))
    return spots
