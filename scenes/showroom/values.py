"""The floor plan of a store as plain values.

Metres; x right, y into the store, z up; the entrance is at low y and a shopper enters looking along +y. Headings are
in radians, counter-clockwise from above; a thing with heading h shows its front to direction (sin h, -cos h), so
heading 0 faces the entrance (towards -y).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FixtureKind = Literal[
    "plinth", "table", "shelf", "rack", "wall_shelf", "room_set", "photo_stand", "wall_panel", "screen"
]  # fmt: skip
"""What a fixture is. A `room_set` is a low platform. A `rack` has one level: the height of its bar. A `wall_panel` has
no levels: a thin board along its back, things hang on its front; it stands at a wall or, back to back with another, in
the room. A `screen` of slats carries nothing: it ends a department."""
ZoneKind = Literal["entrance", "guide_desk", "fitting_room", "checkout"]


@dataclass(frozen=True)
class ItemToShow:
    """A product to place. Sizes in metres as seen from its front; a thing without a 3D model stands as a photo."""

    item_id: str
    width_m: float
    height_m: float
    depth_m: float
    department: str
    category: tuple[str, ...]
    has_model: bool
    wearable: bool = False
    """Hangs on a rack (clothes)."""
    hangs: Literal["floor", "ceiling", "wall", "surface"] = "floor"
    """How it is used: stands on the floor, hangs from the ceiling, on a wall, or stands on a surface."""


@dataclass(frozen=True)
class Rect:
    """An axis-aligned rectangle on the floor, metres."""

    x0: float
    y0: float
    x1: float
    y1: float

    def overlaps(self, other: Rect, gap: float = 0.0) -> bool:
        """Whether they come nearer than `gap`."""
        return (
            self.x0 < other.x1 + gap
            and other.x0 < self.x1 + gap
            and self.y0 < other.y1 + gap
            and other.y0 < self.y1 + gap
        )

    def contains(self, x: float, y: float) -> bool:
        """Whether the point lies inside or on the edge."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


@dataclass(frozen=True)
class Fixture:
    """A piece of shop furniture: centre on the floor, size before turning (width, depth, height), heading.

    `levels_m` are the heights of its surfaces above the floor, lowest first.
    """

    fixture_id: int
    kind: FixtureKind
    x_m: float
    y_m: float
    heading_rad: float
    width_m: float
    depth_m: float
    height_m: float
    levels_m: tuple[float, ...]
    department: str
    footprint: Rect


@dataclass(frozen=True)
class Placement:
    """Where a product stands: bottom centre, heading, on which fixture."""

    item_id: str
    x_m: float
    y_m: float
    z_m: float
    heading_rad: float
    fixture_id: int
    hangs: bool = False
    """Hangs on a cord from the ceiling, above its fixture (pendant lamps)."""


@dataclass(frozen=True)
class Sign:
    """A sign in the world, `text_key` is a department key or a message key; bottom centre of the sign board."""

    text_key: str
    is_department: bool
    x_m: float
    y_m: float
    z_m: float
    heading_rad: float
    width_m: float
    height_m: float


@dataclass(frozen=True)
class Zone:
    """A place with a purpose; `footprint` is what it blocks, `stand_x/y` is where a visitor stands to use it."""

    kind: ZoneKind
    footprint: Rect
    stand_x_m: float
    stand_y_m: float
    heading_rad: float


@dataclass(frozen=True)
class DepartmentArea:
    """The floor a department takes up, and a good place to look at it from (heading as a *shopper* looks: 0 = +y)."""

    department: str
    area: Rect
    view_x_m: float
    view_y_m: float
    view_heading_rad: float


@dataclass(frozen=True)
class PlanOptions:
    """What a merchant may choose about a plan."""

    max_items: int = 2000
    """Products that stand at once; the rest is in `StorePlan.not_placed`."""


@dataclass(frozen=True)
class StorePlan:
    """A whole store: room, fixtures, products, signs, zones. Walls stand on the edge of `floor`."""

    floor: Rect
    ceiling_m: float
    entrance_x_m: float
    entrance_y_m: float
    fixtures: tuple[Fixture, ...]
    placements: tuple[Placement, ...]
    signs: tuple[Sign, ...]
    zones: tuple[Zone, ...]
    departments: tuple[DepartmentArea, ...]
    not_placed: tuple[str, ...] = ()
    """Items beyond what fits at once; they come with another page."""
