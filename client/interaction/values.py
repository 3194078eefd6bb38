"""What interaction knows of the world and what it says the hands mean, as frozen values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from client.domain.actions import Action
from client.domain.comfort import Side
from client.domain.session import Standing
from client.headset.api import Pose, Vec3

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Ray:
    """A half line in the store: origin in metres, unit direction."""

    origin: Vec3
    direction: Vec3

    def at(self, distance_m: float) -> Vec3:
        """The point this far along."""
        (x, y, z), (dx, dy, dz) = self.origin, self.direction
        return (x + dx * distance_m, y + dy * distance_m, z + dz * distance_m)


@dataclass(frozen=True, eq=False)
class Boxes:
    """Oriented boxes standing upright. names: n. centres, halves: (n, 3) metres. headings: (n,) radians.

    A name of "" is a thing that only hides what is behind it.
    """

    names: tuple[str, ...]
    centres: F64
    halves: F64
    headings: F64


@dataclass(frozen=True)
class PanelPlace:
    """An open panel in the store: pose of its middle (it faces along -Y of the pose), size in metres and pixels."""

    name: str
    pose: Pose
    size_m: tuple[float, float]
    size_px: tuple[int, int]
    wants_keyboard: bool = False


@dataclass(frozen=True)
class HeldThing:
    """The product in the hand: its name, the size (width, depth, height) in metres it is shown at.

    `size_known` is False for a photo of something whose size nobody stated: it is shown at a picture's usual size.
    """

    sku: str
    size_m: Vec3
    size_known: bool = True


Walk = Callable[[tuple[float, float], tuple[float, float]], tuple[float, float]]
"""From where to where (metres on the floor): where the step really ends, blocked by walls and fixtures."""

CanStand = Callable[[float, float], bool]


@dataclass(frozen=True)
class World:
    """What the hands can meet in this frame."""

    boxes: Boxes
    walk: Walk
    can_stand: CanStand
    panels: tuple[PanelPlace, ...] = ()
    held: HeldThing | None = None
    variants: tuple[str, ...] = ()
    """Variant SKUs of the product that is held or looked at, in their order."""
    subject: str | None = None
    """The product that `variants` belongs to."""
    must_choose: bool = False
    """Whether that product is sold in versions only and none is chosen yet."""
    title_of: Callable[[str], str] = lambda sku: sku
    """A product's name in the shopper's language."""
    entrance: Standing | None = None
    """Where a shopper came in: a calm place to go back to."""
    button_at: Callable[[str, float, float], str] = lambda panel, x_px, y_px: ""
    """What a click on a panel at a pixel would press: a button's name, "scroll:up" or "scroll:down" at the edge of a
    list that can be scrolled, "" for nothing."""


@dataclass(frozen=True)
class PanelPointer:
    """A pointer event for a panel, in its pixels. kind: "move", "press", "release", "wheel" or "leave"."""

    panel: str
    kind: str
    x_px: float
    y_px: float
    wheel: float = 0.0


@dataclass(frozen=True)
class PanelKey:
    """A key (named as `Sample.pressed` names it) or typed text for the panel that wants the keyboard."""

    key: str = ""
    text: str = ""


Target = Literal["panel", "held", "product", "nothing"]


@dataclass(frozen=True)
class Pointed:
    """What is pointed at or touched: a panel (with its pixel), the held product, a product, or nothing.

    `at` is where the surface is met, in the store, and `normal` what it faces; None where nothing is met.
    """

    target: Target = "nothing"
    name: str = ""
    distance_m: float | None = None
    px: tuple[float, float] = (0.0, 0.0)
    at: Vec3 | None = None
    normal: Vec3 = (0.0, 0.0, 1.0)


@dataclass(frozen=True)
class Arc:
    """A teleport arc to show: points in the store, and whether one can stand where it ends."""

    points: tuple[Vec3, ...]
    allowed: bool
    heading_rad: float = 0.0
    """Where one will look, standing there."""


@dataclass(frozen=True)
class Intents:
    """What the hands meant in one frame: actions, panel events, and what to show of the pointing itself."""

    actions: tuple[Action, ...] = ()
    pointers: tuple[PanelPointer, ...] = ()
    keys: tuple[PanelKey, ...] = ()
    arc: Arc | None = None
    ray: Ray | None = None
    pointed: Pointed = Pointed()
    hand: Side | None = None
    """The hand that points, touches or acts; None without hands."""
    touch_m: float | None = None
    """How far before a panel that hand's tip is while it touches it, metres; 0 at a product; None while it points."""
    controls: tuple[PanelPlace, ...] = ()
    """Buttons of the hands' own that stand in the store now."""
    leave: bool = False
    """The shopper wants to leave the shop."""
    mark: bool = False
    """The shopper wants this frame's picture remembered in the journal."""
    steps: tuple[str, ...] = field(default=())
    """Wishes that need more than the hands know, by name: "checkout"."""
