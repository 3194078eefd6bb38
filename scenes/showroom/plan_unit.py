"""Units: a fixture, or a few that belong together, with what stands on them, in coordinates of their own.

A unit's origin is the centre of its rectangle on the floor; x to the right and y to the back as seen by a shopper
standing before it, so its front faces -y. Headings as in `scenes.showroom.values`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from scenes.showroom.values import Fixture, FixtureKind, ItemToShow, Placement, Rect

PHOTO_DEPTH_M = 0.04
"""Depth of a product that is shown as its photo."""
FACING_BACK = math.pi


@dataclass(frozen=True)
class LocalFixture:
    """A fixture inside its unit: centre, heading (0 or pi), size before turning, heights of its surfaces."""

    kind: FixtureKind
    x_m: float
    y_m: float
    width_m: float
    depth_m: float
    height_m: float
    levels_m: tuple[float, ...] = ()
    heading_rad: float = 0.0


@dataclass(frozen=True)
class LocalPlace:
    """A product inside its unit: bottom centre, heading, and the index of its fixture in the unit."""

    item_id: str
    x_m: float
    y_m: float
    z_m: float
    heading_rad: float = 0.0
    fixture: int = 0
    hangs: bool = False


@dataclass(frozen=True)
class Unit:
    """What is put on the floor plan in one piece. `rank` orders units in a department, low ones in front."""

    width_m: float
    depth_m: float
    rank: int
    fixtures: tuple[LocalFixture, ...]
    places: tuple[LocalPlace, ...]

    @cached_property
    def two_sided(self) -> bool:
        """Whether something shows its front to the back."""
        headings = [*(f.heading_rad for f in self.fixtures), *(p.heading_rad for p in self.places)]
        return any(abs(heading) > 3.0 for heading in headings)


def shown_depth(item: ItemToShow) -> float:
    """How deep the item is as it stands in the store: a photo is flat."""
    return item.depth_m if item.has_model else PHOTO_DEPTH_M


def turned_size(width_m: float, depth_m: float, heading_rad: float) -> tuple[float, float]:
    """Width and depth of the axis-aligned rectangle around a rectangle turned by a heading."""
    c, s = abs(math.cos(heading_rad)), abs(math.sin(heading_rad))
    return width_m * c + depth_m * s, width_m * s + depth_m * c


def turn(x: float, y: float, heading_rad: float) -> tuple[float, float]:
    """A point turned counter-clockwise about the origin; exact for quarter turns, so that edges stay edges."""
    c, s = math.cos(heading_rad), math.sin(heading_rad)
    quarter = heading_rad / (math.pi / 2)
    if abs(quarter - round(quarter)) < 1e-9:
        c, s = float(round(c)), float(round(s))
    return x * c - y * s, x * s + y * c


def back_to_back(front: Unit, back: Unit, rank: int, gap_m: float = 0.02) -> Unit:
    """Two units as one: the second stands behind the first and faces the other way."""
    depth = front.depth_m + gap_m + back.depth_m
    first = _moved(front, 0.0, -depth / 2 + front.depth_m / 2, 0.0, 0)
    second = _moved(back, 0.0, depth / 2 - back.depth_m / 2, FACING_BACK, len(front.fixtures))
    return Unit(
        max(front.width_m, back.width_m),
        depth,
        rank,
        (*first.fixtures, *second.fixtures),
        (*first.places, *second.places),
    )


def in_pairs(units: Sequence[Unit], rank: int) -> list[Unit]:
    """Stands units back to back, two by two; a last odd one stands alone."""
    pairs = [back_to_back(units[i], units[i + 1], rank) for i in range(0, len(units) - 1, 2)]
    if len(units) % 2:
        pairs.append(replace(units[-1], rank=rank))
    return pairs


def _moved(unit: Unit, dx: float, dy: float, heading_rad: float, first_fixture: int) -> Unit:
    fixtures = []
    for f in unit.fixtures:
        x, y = turn(f.x_m, f.y_m, heading_rad)
        fixtures.append(replace(f, x_m=x + dx, y_m=y + dy, heading_rad=f.heading_rad + heading_rad))
    places = []
    for p in unit.places:
        x, y = turn(p.x_m, p.y_m, heading_rad)
        places.append(
            replace(
                p,
                x_m=x + dx,
                y_m=y + dy,
                heading_rad=p.heading_rad + heading_rad,
                fixture=p.fixture + first_fixture,
            )
        )
    return replace(unit, fixtures=tuple(fixtures), places=tuple(places))


@dataclass(frozen=True)
class PlacedUnit:
    """A unit at its place on the floor: the centre of its rectangle and its heading (a multiple of a quarter turn)."""

    unit: Unit
    x_m: float
    y_m: float
    heading_rad: float = 0.0

    def rect(self) -> Rect:
        """The floor it takes up."""
        width, depth = turn(self.unit.width_m, self.unit.depth_m, self.heading_rad)
        half_w, half_d = abs(width) / 2, abs(depth) / 2
        return Rect(self.x_m - half_w, self.y_m - half_d, self.x_m + half_w, self.y_m + half_d)

    def shifted(self, dx: float, dy: float) -> PlacedUnit:
        """The same unit elsewhere."""
        return replace(self, x_m=self.x_m + dx, y_m=self.y_m + dy)


def wrap(angle_rad: float) -> float:
    """The same angle in (-pi, pi]."""
    turned = math.remainder(angle_rad, 2 * math.pi)
    return math.pi if turned == -math.pi else turned


def to_plan(placed: PlacedUnit, department: str, first_id: int) -> tuple[list[Fixture], list[Placement]]:
    """The unit's fixtures and products in the store's coordinates; fixtures are numbered from `first_id`."""
    fixtures, places = [], []
    for i, f in enumerate(placed.unit.fixtures):
        dx, dy = turn(f.x_m, f.y_m, placed.heading_rad)
        x, y, heading = placed.x_m + dx, placed.y_m + dy, wrap(placed.heading_rad + f.heading_rad)
        ex, ey = turn(f.width_m / 2, f.depth_m / 2, heading)
        footprint = Rect(x - abs(ex), y - abs(ey), x + abs(ex), y + abs(ey))
        fixtures.append(
            Fixture(
                first_id + i, f.kind, x, y, heading, f.width_m, f.depth_m, f.height_m, f.levels_m, department, footprint
            )
        )
    for p in placed.unit.places:
        dx, dy = turn(p.x_m, p.y_m, placed.heading_rad)
        heading = wrap(placed.heading_rad + p.heading_rad)
        places.append(
            Placement(p.item_id, placed.x_m + dx, placed.y_m + dy, p.z_m, heading, first_id + p.fixture, p.hangs)
        )
    return fixtures, places


def spread_evenly(widths: Sequence[float], inside_m: float, gap_max_m: float) -> list[float]:
    """Centres (around 0) of things in a row of this inner width: equal gaps, none above the largest, in the middle."""
    free = inside_m - sum(widths)
    gap = max(0.0, min(gap_max_m, free / (len(widths) + 1)))
    x = -(sum(widths) + gap * (len(widths) - 1)) / 2
    centres = []
    for width in widths:
        centres.append(x + width / 2)
        x += width + gap
    return centres


def even_chunks(count: int, largest: int) -> Iterable[tuple[int, int]]:
    """Start and end of as few chunks as are needed, none above `largest`, all nearly equal (so 5 + 5, not 7 + 3)."""
    chunks = max(1, -(-count // largest)) if count else 0
    for i in range(chunks):
        yield i * count // chunks, (i + 1) * count // chunks
