"""Named places in a store from which one sees what it is like."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.showroom.floor_map import FloorMap
from scenes.showroom.values import Fixture, FixtureKind, Placement, Rect, StorePlan

EYE_M = 1.62
FEWEST_STOPS = 10
CLOSE_M = 1.2
FAR_M = 1.9
CLEAR_M, _CLEAR_ABOVE_M = 1.2, 0.95
"""How far ahead of the eye nothing of that height stands."""
_SIGHT_M = 1.5
"""What is lower than this does not hide what is behind it."""


@dataclass(frozen=True)
class TourStop:
    """A place to look from. `name` is unique in a tour and can be part of a file name."""

    name: str
    x_m: float
    y_m: float
    heading_rad: float
    pitch_rad: float = 0.0
    eye_m: float = EYE_M
    department: str | None = None


@dataclass(frozen=True)
class _Wish:
    """Where one would like to stand and what to look at (x, y, z)."""

    name: str
    x_m: float
    y_m: float
    at: tuple[float, float, float]
    eye_m: float = EYE_M
    department: str | None = None
    far: bool = True
    """A view over the store, no close-up: the place matters less than that nothing is in the way."""


def named_stops(plan: StorePlan, walk: FloorMap) -> tuple[TourStop, ...]:
    """Entrance first, then an overview, the zones, close-ups, every department, and more until there are ten."""
    reached = walk.reached()
    stops: list[TourStop] = []
    names: set[str] = set()
    tall = _tall(plan)
    for wish in _wishes(plan):
        if wish.name.startswith("corner") and len(stops) >= FEWEST_STOPS:
            continue
        stop = _stand(wish, walk, reached, tall)
        name, copy = stop.name, 2
        while name in names:
            name, copy = f"{stop.name}-{copy}", copy + 1
        names.add(name)
        stops.append(TourStop(name, stop.x_m, stop.y_m, stop.heading_rad, stop.pitch_rad, stop.eye_m, stop.department))
    return tuple(stops)


def _tall(plan: StorePlan) -> list[Rect]:
    """What would cut a view from near by."""
    zones = [z.footprint for z in plan.zones if z.kind != "entrance"]
    return [f.footprint for f in plan.fixtures if f.height_m > _CLEAR_ABOVE_M] + zones


def _is_clear(tall: Sequence[Rect], x: float, y: float, at: tuple[float, float, float]) -> bool:
    """Whether nothing tall stands just before the eye, straight ahead or half a picture to the sides."""
    ahead = math.atan2(-(at[0] - x), at[1] - y)
    for turned in (-0.4, -0.2, 0.0, 0.2, 0.4):
        dx, dy = -math.sin(ahead + turned), math.cos(ahead + turned)
        for far in (0.3, 0.6, 0.9, CLEAR_M):
            if any(r.contains(x + dx * far, y + dy * far) for r in tall):
                return False
    return True


def _clear_place(wish: _Wish, walk: FloorMap, reached: NDArray[np.bool_], tall: Sequence[Rect]) -> tuple[float, float]:
    """The wished place, or the nearest of a few around it from which the view is clear; else the nearest free one."""
    x, y = wish.x_m, wish.y_m
    if wish.far:
        for radius in (0.0, 0.5, 1.0, 1.6):
            for turn in range(8 if radius else 1):
                px, py = x + radius * math.sin(turn * math.pi / 4), y - radius * math.cos(turn * math.pi / 4)
                free = walk.is_free(px, py) and bool(reached[walk.cell_of(px, py)])
                if free and _is_clear(tall, px, py, wish.at):
                    return px, py
    if walk.is_free(x, y) and reached[walk.cell_of(x, y)]:
        return x, y
    return walk.nearest_free(x, y, among=reached)


def _stand(wish: _Wish, walk: FloorMap, reached: NDArray[np.bool_], tall: Sequence[Rect]) -> TourStop:
    x, y = _clear_place(wish, walk, reached, tall)
    tx, ty, tz = wish.at
    flat = math.hypot(tx - x, ty - y)
    pitch = math.atan2(tz - wish.eye_m, flat) if flat > 0.05 else 0.0
    return TourStop(
        wish.name, x, y, math.atan2(-(tx - x), ty - y), max(-0.9, min(0.6, pitch)), wish.eye_m, wish.department
    )


def _wishes(plan: StorePlan) -> Iterator[_Wish]:
    f = plan.floor
    middle, depth = (f.x0 + f.x1) / 2, f.y1 - f.y0
    ex, ey = plan.entrance_x_m, plan.entrance_y_m
    yield _Wish("entrance", ex, ey + 0.9, (ex, ey + 6.0, 1.0))
    yield _Wish("overview", f.x0 + 1.2, f.y0 + 1.2, (middle + 1.5, f.y0 + min(depth, 18.0) * 0.55, 1.0), 2.1)
    yield _Wish("main-aisle", middle, f.y0 + depth * 0.4, (middle, f.y0 + depth * 0.4 + 6.0, 1.0))
    yield from _close_ups(plan)
    for zone in plan.zones:
        if zone.kind != "entrance":
            r = zone.footprint
            # A step back from where one stands to use it, so that it is seen whole.
            sx, sy = zone.stand_x_m, zone.stand_y_m
            cx, cy = (r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2
            away = math.hypot(sx - cx, sy - cy) or 1.0
            x, y = sx + (sx - cx) / away * 0.9 + 0.5, sy + (sy - cy) / away * 0.9
            yield _Wish(zone.kind.replace("_", "-"), x, y, (cx, cy, 1.2))
    yield _Wish("looking-back", middle + 0.4, f.y1 - 3.5, (middle, f.y1 - 9.5, 1.0))
    for area in plan.departments:
        h = area.view_heading_rad
        at = (area.view_x_m - math.sin(h) * 5.0, area.view_y_m + math.cos(h) * 5.0, 1.1)
        yield _Wish(
            f"department-{_slug(area.department)}", area.view_x_m, area.view_y_m, at, department=area.department
        )
    for name, x, y in (
        ("corner-front-right", f.x1 - 1.0, f.y0 + 1.0),
        ("corner-back-left", f.x0 + 1.0, f.y1 - 1.0),
        ("corner-back-right", f.x1 - 1.0, f.y1 - 1.0),
        ("corner-front-left", f.x0 + 1.0, f.y0 + 2.5),
    ):
        yield _Wish(name, x, y, (middle, f.y0 + depth / 2, 1.2))


def _slug(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split()) or "other"


def _close_ups(plan: StorePlan) -> Iterator[_Wish]:
    """A product at one metre, a shelf, a room set, clothes, a wall: whatever of it the store has."""
    by_fixture: dict[int, list[Placement]] = {}
    for placement in plan.placements:
        by_fixture.setdefault(placement.fixture_id, []).append(placement)
    kinds: tuple[tuple[str, tuple[FixtureKind, ...], float], ...] = (
        ("product", ("plinth", "table", "photo_stand", "shelf", "wall_shelf", "room_set"), CLOSE_M),
        ("shelf", ("wall_shelf", "shelf", "table"), 1.3),
        ("room-set", ("room_set",), FAR_M),
        ("rack", ("rack",), FAR_M),
        ("wall", ("wall_panel",), FAR_M),
    )
    for name, wanted, distance in kinds:
        fixture = _best(plan.fixtures, by_fixture, wanted, fullest=name == "shelf")
        if fixture is not None:
            yield _close_up(name, fixture, by_fixture[fixture.fixture_id], distance)


def _best(
    fixtures: Iterable[Fixture], by_fixture: dict[int, list[Placement]], wanted: tuple[FixtureKind, ...], fullest: bool
) -> Fixture | None:
    """The fixture that carries most: of all these kinds, or of the first of them that the store has."""
    mine = [f for f in fixtures if f.kind in wanted and by_fixture.get(f.fixture_id)]
    if not mine:
        return None

    def rank(f: Fixture) -> tuple[int, int, float, int]:
        return (0 if fullest else wanted.index(f.kind)), -len(by_fixture[f.fixture_id]), f.y_m, f.fixture_id

    return min(mine, key=rank)


def _close_up(name: str, fixture: Fixture, places: list[Placement], distance: float) -> _Wish:
    if name == "product":
        first = min(places, key=lambda p: p.item_id)
        at = (first.x_m, first.y_m, first.z_m + 0.2)
        heading = fixture.heading_rad + math.radians(25)
        edge = fixture.depth_m / 2 if fixture.kind == "plinth" else abs(fixture.depth_m) / 2
    else:
        z = sum(p.z_m for p in places) / len(places) + 0.3
        at = (fixture.x_m, fixture.y_m, min(z, _SIGHT_M))
        heading, edge = fixture.heading_rad + math.radians(12), fixture.depth_m / 2
    reach = distance if name == "product" else edge + distance
    reach = max(reach, edge + 0.35)
    x, y = at[0] + math.sin(heading) * reach, at[1] - math.cos(heading) * reach
    return _Wish(name, x, y, at, department=fixture.department, far=False)
