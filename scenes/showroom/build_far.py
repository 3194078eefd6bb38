"""The far level: all products of a cell as one Geom, made in a thread, with their contact shadows and cards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.kit.arrays import f32
from scenes.kit.fonts import FontFiles
from scenes.kit.footprint import footprint_shadow, margin_m, tile_atlas
from scenes.kit.geometry import VERTEX, Mesh, empty_mesh, joined
from scenes.kit.labels import CardPose, CardText, card_atlas, card_mesh
from scenes.kit.prepare import far_mesh
from scenes.kit.shapes import BLACK, PAPER, STEEL, WALNUT, box, cylinder
from scenes.kit.surfaces import TRACES
from scenes.model.errors import ModelError
from scenes.model.gltf_read import read_gltf
from scenes.showroom.build_cards import card_pose
from scenes.showroom.build_photos import (
    THUMB_PX,
    frame_mesh,
    photo_atlas,
    photo_quads,
    print_pose,
    print_size,
    read_photo,
)
from scenes.showroom.content import ItemContent
from scenes.showroom.values import Fixture, Placement

U8 = NDArray[np.uint8]


@dataclass(frozen=True)
class Shown:
    """One product in the store: its slot in the batches, place, fixture and content."""

    slot: int
    place: Placement
    fixture: Fixture
    content: ItemContent

    @property
    def reach_m(self) -> float:
        """Its longest side."""
        return max(self.content.size_m)


@dataclass(frozen=True, eq=False)
class FarCell:
    """What one cell shows from afar: meshes in the store's coordinates and the pictures on them."""

    solid: Mesh
    shadows: Mesh
    shadow_picture: U8 | None
    photos: Mesh | None
    photo_picture: U8 | None
    failed: tuple[tuple[str, str], ...]


def load_far(shown: Sequence[Shown], ceiling_m: float) -> FarCell:
    """Reads all products of a cell; what cannot be read is named in `failed` and left out. Runs in any thread."""
    solids, failed = [], []
    prints: list[tuple[Shown, U8]] = []
    casters: list[tuple[Shown, Mesh]] = []
    for item in shown:
        if not item.content.has_model and item.content.coming and item.content.photo is None:
            solids.append(_wrapped(item))
            continue
        if not item.content.has_model:
            prints.append((item, read_photo(item.content.photo, THUMB_PX)))
            continue
        path = item.content.far or item.content.shelf or item.content.hero
        try:
            if path is not None:
                mesh = far_mesh(read_gltf(path.read_bytes()), 0.0 if item.place.hangs else 0.3)
                if _leaves_shadow(item):
                    casters.append((item, mesh))
                place = item.place
                solids.append(mesh.moved(place.x_m, place.y_m, place.z_m, place.heading_rad).with_slot(item.slot))
        except (OSError, ModelError) as error:
            failed.append((item.place.item_id, str(error)))
        if item.place.hangs:
            solids.append(_cord(item, ceiling_m))
        if item.fixture.kind == "rack":
            solids.append(_hanger(item))
    for item, photo in prints:
        size = print_size(item.content.size_m, photo)
        solids.append(frame_mesh(item.place, size).with_slot(item.slot))
    shadows, shadow_picture = _shadows(casters)
    photos, picture = _prints(prints)
    return FarCell(joined(solids), shadows, shadow_picture, photos, picture, tuple(failed))


def _wrapped(item: Shown) -> Mesh:
    """A product whose model has not come yet: plain paper around its true size."""
    (width, height, depth), place = item.content.size_m, item.place
    parcel = box(
        (-width / 2, -depth / 2, 0.0), (width / 2, depth / 2, height), PAPER, min(0.01, width, depth, height) / 4
    )
    return parcel.moved(place.x_m, place.y_m, place.z_m, place.heading_rad).with_slot(item.slot)


def _prints(prints: Sequence[tuple[Shown, U8]]) -> tuple[Mesh | None, U8 | None]:
    if not prints:
        return None, None
    picture, boxes = photo_atlas([photo for _, photo in prints])
    poses = [print_pose(item.place, print_size(item.content.size_m, photo)) for item, photo in prints]
    return photo_quads(poses, boxes, [item.slot for item, _ in prints]), picture


def _cord(item: Shown, ceiling_m: float) -> Mesh:
    """What a pendant lamp hangs on."""
    top = item.place.z_m + item.content.size_m[1]
    low = (item.place.x_m - 0.004, item.place.y_m - 0.004, min(top - 0.01, ceiling_m - 0.02))
    cord = box(low, (item.place.x_m + 0.004, item.place.y_m + 0.004, ceiling_m), BLACK, 0.001)
    return cord.with_slot(item.slot + TRACES)


def _hanger(item: Shown) -> Mesh:
    """A wooden hanger on a wire hook, its shoulders just under the garment's top."""
    width, height, _ = item.content.size_m
    bar, top = item.fixture.height_m, item.place.z_m + height
    reach = min(0.19, width * 0.36)
    parts = [cylinder(0.0025, top - 0.03, max(bar + 0.012, top), STEEL, 6)]
    for side in (-1.0, 1.0):
        start, end = (0.0, top - 0.025), (side * reach, top - 0.075)
        parts.append(_slanted(start, end))
    hanger = joined(parts).moved(item.place.x_m, item.place.y_m, 0.0, item.place.heading_rad)
    return hanger.with_slot(item.slot + TRACES)


def _slanted(start: tuple[float, float], end: tuple[float, float]) -> Mesh:
    """A rounded wooden arm in the x-z plane."""
    length = math.dist(start, end)
    arm = box((0.0, -0.007, -0.011), (length, 0.007, 0.011), WALNUT, 0.005)
    c, s = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    vertices = arm.vertices.copy()
    for name in ("position", "normal"):
        old = arm.vertices[name]
        vertices[name] = np.stack([old[:, 0] * c - old[:, 2] * s, old[:, 1], old[:, 0] * s + old[:, 2] * c], axis=1)
    vertices["position"] += f32([start[0], 0.0, start[1]])
    return Mesh(vertices, arm.triangles)


def _leaves_shadow(item: Shown) -> bool:
    return not item.place.hangs and item.fixture.kind not in ("rack", "wall_panel", "screen", "photo_stand")


def _shadows(casters: Sequence[tuple[Shown, Mesh]]) -> tuple[Mesh, U8 | None]:
    """A quad under each product, a little above what it stands on, and the picture of all their footprints."""
    if not casters:
        return empty_mesh(), None
    picture, boxes = tile_atlas([footprint_shadow(mesh, item.content.size_m) for item, mesh in casters])
    quads = [_shadow_quad(item, uv) for (item, _), uv in zip(casters, boxes, strict=True)]
    return joined(quads), picture


def _shadow_quad(item: Shown, uv: tuple[float, float, float, float]) -> Mesh:
    width, _, depth = item.content.size_m
    margin = margin_m(item.content.size_m)
    x, y = width / 2 + margin, depth / 2 + margin
    out = np.zeros(4, dtype=VERTEX)
    out["position"] = [(-x, -y, 0), (x, -y, 0), (x, y, 0), (-x, y, 0)]
    out["normal"] = (0.0, 0.0, 1.0)
    out["uv"] = [(uv[0], uv[1]), (uv[2], uv[1]), (uv[2], uv[3]), (uv[0], uv[3])]
    out["color"] = 255
    mesh = Mesh(out, np.array([[0, 1, 2], [0, 2, 3]], dtype=np.uint32))
    place = item.place
    return mesh.moved(place.x_m, place.y_m, place.z_m + 0.003, place.heading_rad).with_slot(item.slot + TRACES)


def load_cards(shown: Sequence[Shown], fonts: FontFiles) -> tuple[Mesh, U8] | None:
    """The price cards of a cell, as a mesh and its grey picture; None when nothing there has a text."""
    named = [item for item in shown if item.content.title or item.content.price]
    if not named:
        return None
    poses: list[CardPose] = [card_pose(item.place, item.fixture, item.content.size_m) for item in named]
    atlas, columns = card_atlas([CardText(i.content.title, i.content.price) for i in named], fonts)
    return card_mesh(poses, columns), atlas


def distance_to(item: Shown, x_m: float, y_m: float, z_m: float) -> float:
    """From an eye to the product's middle, metres."""
    p = item.place
    return math.dist((p.x_m, p.y_m, p.z_m + item.content.size_m[1] / 2), (x_m, y_m, z_m))
