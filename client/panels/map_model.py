"""The store's floor as the map panel draws it: plain values, made by whoever knows the plan.

Metres on the floor: x right, y into the store, as the plan has them. Headings as a shopper looks: 0 is +y, growing
counter-clockwise seen from above.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FloorRect = tuple[float, float, float, float]
"""x0, y0, x1, y1 in metres."""


@dataclass(frozen=True)
class MapArea:
    """A department's floor, and where to stand to see it: x, y, heading."""

    department: str
    rect: FloorRect
    view: tuple[float, float, float]


@dataclass(frozen=True)
class MapZone:
    """A place with a purpose, and where a visitor stands to use it: x, y, heading."""

    kind: Literal["entrance", "guide_desk", "fitting_room", "checkout"]
    rect: FloorRect
    stand: tuple[float, float, float]


@dataclass(frozen=True)
class MapModel:
    """The floor, the fixtures' footprints, departments that stand there now, and zones."""

    floor: FloorRect
    footprints: tuple[FloorRect, ...] = ()
    areas: tuple[MapArea, ...] = ()
    zones: tuple[MapZone, ...] = ()
    page: int = 0
    pages: int = 1
    """Which page of the catalogue (or of the department) stands there, of how many."""
