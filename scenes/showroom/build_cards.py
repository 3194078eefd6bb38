"""Price cards: where each stands, and the cards of a cell as one picture and one Geom."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scenes.kit.labels import CardPose
from scenes.showroom.values import Fixture, Placement

ASPECT = 256 / 144
_LEAN = math.radians(28.0)


def card_pose(place: Placement, fixture: Fixture, size_m: tuple[float, float, float]) -> CardPose:
    """The card of one product; `size_m` is its width, height and depth."""
    if fixture.kind in ("shelf", "wall_shelf"):
        return _on_edge(place, fixture)
    if fixture.kind == "wall_panel":
        return _beside(place, 0.085, place.z_m - 0.07, -size_m[2] / 2 + 0.004)
    if fixture.kind == "photo_stand":
        return _beside(place, 0.12, place.z_m - 0.085, 0.043)
    if fixture.kind == "rack":
        return _beside(place, 0.085, fixture.height_m + 0.022, 0.0)
    return _before(place, fixture, size_m)


def _on_edge(place: Placement, fixture: Fixture) -> CardPose:
    """On the front edge of the board the product stands on; low ones are tilted up to a standing reader."""
    x, _ = _local(place, fixture)
    below = max((level for level in fixture.levels_m if level <= place.z_m + 0.01), default=place.z_m)
    width = 0.094
    height = width / ASPECT
    lean = max(0.0, min(0.7, (1.45 - below) * 0.9))
    wx, wy = _world(fixture, x, -fixture.depth_m / 2 - 0.003 - height * math.sin(lean))
    foot = below - height * math.cos(lean) + 0.001
    return CardPose(wx, wy, foot, fixture.heading_rad, lean, width, height)


def _beside(place: Placement, width: float, z: float, forward: float) -> CardPose:
    """Upright, `forward` metres before the product's middle, at a height of its own."""
    s, c = math.sin(place.heading_rad), math.cos(place.heading_rad)
    x, y = place.x_m + s * forward, place.y_m - c * forward
    return CardPose(x, y, max(0.03, z), place.heading_rad, 0.0, width, width / ASPECT)


def _before(place: Placement, fixture: Fixture, size_m: tuple[float, float, float]) -> CardPose:
    """Leaning on the surface before the product, kept on the fixture's top."""
    width = 0.17 if fixture.kind == "room_set" else 0.12
    x, y = _local(place, fixture)
    turn = place.heading_rad - fixture.heading_rad
    ahead = size_m[2] / 2 + 0.05 if not place.hangs else 0.1
    lx, ly = x + math.sin(turn) * ahead, y - math.cos(turn) * ahead
    reach_x = max(0.0, fixture.width_m / 2 - width / 2 - 0.01)
    reach_y = max(0.0, fixture.depth_m / 2 - 0.05)
    lx, ly = max(-reach_x, min(reach_x, lx)), max(-reach_y, min(reach_y, ly))
    wx, wy = _world(fixture, lx, ly)
    z = fixture.height_m if place.hangs else place.z_m
    top = max((level for level in fixture.levels_m if level <= z + 0.01), default=z)
    facing = fixture.heading_rad + round(turn / (math.pi / 2)) * (math.pi / 2)
    return CardPose(wx, wy, top + 0.002, facing, _LEAN, width, width / ASPECT)


def _local(place: Placement, fixture: Fixture) -> tuple[float, float]:
    dx, dy = place.x_m - fixture.x_m, place.y_m - fixture.y_m
    c, s = math.cos(fixture.heading_rad), math.sin(fixture.heading_rad)
    return dx * c + dy * s, -dx * s + dy * c


def _world(fixture: Fixture, x: float, y: float) -> tuple[float, float]:
    c, s = math.cos(fixture.heading_rad), math.sin(fixture.heading_rad)
    return fixture.x_m + x * c - y * s, fixture.y_m + x * s + y * c


def centre(poses: Sequence[CardPose]) -> tuple[float, float]:
    """The middle of some cards."""
    return sum(p.x_m for p in poses) / len(poses), sum(p.y_m for p in poses) / len(poses)
