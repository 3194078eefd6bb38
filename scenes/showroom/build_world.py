"""The store without its products: room, fixtures, zones, plants, floor light. Made once from the plan."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from panda3d.core import NodePath
from scipy import ndimage

from scenes.kit.batch import by_cell, cell_size
from scenes.kit.geometry import Mesh
from scenes.kit.lightmap import fill_rects, floor_light, spot_pools
from scenes.kit.renderer import light_map_texture
from scenes.kit.surfaces import Surfaces
from scenes.showroom.build_ceiling import ceiling_mesh, lamp_grid
from scenes.showroom.build_fixtures import fixture_mesh
from scenes.showroom.build_room import (
    blockers,
    floor_mesh,
    front_mesh,
    glass_mesh,
    wall_meshes,
)
from scenes.showroom.build_street import attach_street
from scenes.showroom.build_zones import plant_mesh, zone_mesh
from scenes.showroom.values import Rect, StorePlan

PLANT_GAP_M = 0.35
GROUND_INSET_M = 0.12
GROUNDS: tuple[int | None, ...] = (0, None, 1)
"""Department floors in turn: carpet, the store's oak, stone."""


def build_world(parent: NodePath, surfaces: Surfaces, plan: StorePlan) -> NodePath:
    """Everything that stands still, under one node."""
    root = parent.attach_new_node("world")
    _floor(root, surfaces, plan)
    surfaces.solid(root, ceiling_mesh(plan), "ceiling")
    for mesh in wall_meshes(plan):
        surfaces.solid(root, mesh, "wall")
    surfaces.solid(root, front_mesh(plan), "front")
    attach_street(root, surfaces, plan.floor)
    surfaces.glass(root, glass_mesh(plan))
    size = cell_size(plan.floor.x1 - plan.floor.x0, plan.floor.y1 - plan.floor.y0)
    placed: list[tuple[float, float, Mesh]] = [(f.x_m, f.y_m, fixture_mesh(f)) for f in plan.fixtures]
    for zone in plan.zones:
        furniture = zone_mesh(zone, plan.ceiling_m)
        if furniture is not None:
            r = zone.footprint
            placed.append(((r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2, furniture))
    kinds = [plant_mesh(0.0, 0.0, 1.25 + 0.1 * i, i) for i in range(4)]
    placed += [(x, y, kinds[i % 4].moved(x, y, 0.0, 1.3 * i)) for i, (x, y) in enumerate(plant_spots(plan))]
    for cell, mesh in by_cell(placed, size).items():
        surfaces.solid(root, mesh, f"fixtures {cell}")
    return root


def _floor(root: NodePath, surfaces: Surfaces, plan: StorePlan) -> None:
    """The floor, and the light map that every surface of the scene reads."""
    f = plan.floor
    scene = surfaces.renderer.scene
    scene.set_shader_input("light_map", light_map_texture(light_map(plan)))
    scene.set_shader_input("floor_rect", (f.x0, f.y0, 1.0 / (f.x1 - f.x0), 1.0 / (f.y1 - f.y0)))
    surfaces.floor(root, floor_mesh(f))


def light_map(plan: StorePlan) -> NDArray[np.uint8]:
    """Lamp light and shadow, carpet, stone and spotlights seen from above, (rows, columns, 4), row 0 at low y."""
    f = plan.floor
    rect = (f.x0, f.y0, f.x1, f.y1)
    light = floor_light(rect, lamp_grid(plan), blockers(plan))
    grounds = [np.zeros_like(light), np.zeros_like(light)]
    for i, department in enumerate(sorted(plan.departments, key=lambda d: (d.area.y0, d.area.x0))):
        if GROUNDS[i % len(GROUNDS)] is not None:
            a = department.area
            inner = (a.x0 + GROUND_INSET_M, a.y0 + GROUND_INSET_M, a.x1 - GROUND_INSET_M, a.y1 - GROUND_INSET_M)
            fill_rects(grounds[GROUNDS[i % len(GROUNDS)] or 0], rect, [inner], 1.0)
    goods = [(r.x0, r.y0, r.x1, r.y1) for r in (x.footprint for x in plan.fixtures)]
    goods += [(r.x0, r.y0, r.x1, r.y1) for r in (z.footprint for z in plan.zones if z.kind != "entrance")]
    soft = [ndimage.gaussian_filter(g, 0.7) for g in grounds]
    channels = np.stack([light, *soft, spot_pools(rect, goods)], axis=-1)
    pixels: NDArray[np.uint8] = np.round(np.clip(channels, 0.0, 1.0) * 255.0).astype(np.uint8)
    return pixels


def plant_spots(plan: StorePlan) -> list[tuple[float, float]]:
    """Free corners of the room, both sides of the door, and gaps along the side walls."""
    f = plan.floor
    inset = 0.55
    wanted = [(plan.entrance_x_m + s * 1.95, f.y0 + inset) for s in (-1, 1)]
    wanted += [(x, y) for x in (f.x0 + inset, f.x1 - inset) for y in (f.y0 + inset, f.y1 - inset)]
    wanted += [(plan.entrance_x_m + s * 4.2, f.y1 - inset) for s in (-1, 1)]
    wanted += [(x, float(y)) for y in np.arange(f.y0 + 4.0, f.y1 - 3.0, 1.5) for x in (f.x0 + inset, f.x1 - inset)]
    taken = [x.footprint for x in plan.fixtures] + [z.footprint for z in plan.zones if z.kind != "entrance"]
    spots: list[tuple[float, float]] = []
    for x, y in wanted:
        area = Rect(x - PLANT_GAP_M, y - PLANT_GAP_M, x + PLANT_GAP_M, y + PLANT_GAP_M)
        inside = f.contains(area.x0, area.y0) and f.contains(area.x1, area.y1)
        apart = 1.2 if y - f.y0 < 1.0 or f.y1 - y < 1.0 else 4.5
        clear = all(math.hypot(x - sx, y - sy) > apart for sx, sy in spots)
        if inside and clear and not any(area.overlaps(r) for r in taken):
            spots.append((x, y))
    return spots
