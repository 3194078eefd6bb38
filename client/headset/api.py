"""What a headset is to the shop, made so that an OpenXR runtime, a window and a script all fit.

Poses are in stage space: metres, Z up, +Y forward, the floor at z = 0, the origin where the play space is centred.
`interaction.rig` carries them into the store by the shopper's `Standing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Literal, Protocol

import msgspec

Vec3 = tuple[float, float, float]
Quat = tuple[float, float, float, float]
"""w, x, y, z; unit length."""

NO_TURN: Quat = (1.0, 0.0, 0.0, 0.0)


class Presence(StrEnum):
    """What the runtime says of the visitor; OpenXR's session states fall into these six."""

    ABSENT = "absent"
    IDLE = "idle"
    RUNNING = "running"
    FOCUSED = "focused"
    LEAVING = "leaving"
    LOST = "lost"


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """One tick of the headset's clock: when it will be shown and how long after the frame before, in seconds."""

    index: int
    time_s: float
    dt_s: float


class Pose(msgspec.Struct, frozen=True, array_like=True):
    """A place and a turn. At no turn a pose looks along +Y with Z up."""

    position: Vec3 = (0.0, 0.0, 0.0)
    turn: Quat = NO_TURN


class Fov(msgspec.Struct, frozen=True, array_like=True):
    """Half angles of a view in radians, as OpenXR gives them: left and down are negative."""

    left: float
    right: float
    up: float
    down: float


class Eye(msgspec.Struct, frozen=True, array_like=True):
    """Where an eye is and what it sees."""

    pose: Pose
    fov: Fov


class Hand(msgspec.Struct, frozen=True, omit_defaults=True):
    """A bare hand or one that holds a controller. `aim` points along its +Y. Trigger and squeeze are 0 to 1, sticks -1
    to 1.

    `tracked`: a bare hand seen by cameras; its trigger is the pinch of thumb and index, its squeeze the fist.
    `poke`: what touches (stage space): the tip of the index finger, or the front end of the controller.
    `joints`: where a bare hand's 26 joints are (stage space), in the order of XrHandJointEXT, to be drawn; empty for a
    controller, and where the runtime does not tell.
    """

    side: Literal["left", "right"]
    grip: Pose
    aim: Pose
    trigger: float = 0.0
    squeeze: float = 0.0
    stick: tuple[float, float] = (0.0, 0.0)
    buttons: tuple[str, ...] = ()
    tracked: bool = False
    poke: Vec3 | None = None
    joints: tuple[Vec3, ...] = ()


class Mouse(msgspec.Struct, frozen=True, omit_defaults=True):
    """A mouse over the window.

    x, y: -1 to 1, right and up. dx, dy: how far it moved since the last frame as fractions of the window's height,
    right and up. `down`, `pressed`, `released`: of "left", "middle", "right". `wheel`: notches, away is positive.
    `captured`: the pointer is hidden and the mouse only looks around; the middle of the view points then.
    """

    x: float = 0.0
    y: float = 0.0
    dx: float = 0.0
    dy: float = 0.0
    down: tuple[str, ...] = ()
    pressed: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    wheel: float = 0.0
    captured: bool = False


class Pad(msgspec.Struct, frozen=True, omit_defaults=True):
    """A gamepad: sticks -1 to 1 (right and up), names of the buttons that went down in this frame."""

    move: tuple[float, float] = (0.0, 0.0)
    look: tuple[float, float] = (0.0, 0.0)
    down: tuple[str, ...] = ()
    pressed: tuple[str, ...] = ()


class Sample(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything the shopper's body did in one frame, frozen.

    eyes: one (a window) or two (a headset, left first). `keys` are held down, sorted; `pressed` went down in this
    frame, in order, with modifiers in front ("ctrl+z"); `repeated` did so because they are held for long, which matters
    to text fields only. `text` is what was typed.
    """

    frame: Frame
    eyes: tuple[Eye, ...]
    head: Pose
    hands: tuple[Hand, ...] = ()
    mouse: Mouse | None = None
    pad: Pad | None = None
    keys: tuple[str, ...] = ()
    pressed: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    text: str = ""


Part = tuple[int, int, int, int]
"""Left, bottom, width, height of a part of a picture, in pixels."""


class EyePictures(Protocol):
    """Where a headset gets its picture from: whoever draws opens one with a part an eye when a headset comes."""

    def open(self, sizes: Sequence[tuple[int, int]], depth_bits: int = 0) -> None:
        """From now on the eyes (left first, width and height in pixels) are drawn, not the window's own view.

        `depth_bits`: 24 (GL_DEPTH_COMPONENT24) or 32 (GL_DEPTH_COMPONENT32F) for a texture of depths too, 0 for none.
        """

    def texture(self) -> int:
        """OpenGL name of the texture with both eyes' colours as drawn last."""

    def depth_texture(self) -> int | None:
        """OpenGL name of the texture of depths, 0 near to 1 far, with the same parts; None unless asked for."""

    @property
    def reach_m(self) -> tuple[float, float]:
        """The distances that depths 0 and 1 stand for."""

    def parts(self) -> Sequence[Part]:
        """Where in the texture each eye is, left first."""

    def close(self) -> None:
        """The window shows its own view again; idempotent."""


class Headset(Protocol):
    """A source of frames. Single-threaded: poll, wait, sample, then submit, each frame."""

    def poll(self) -> Presence:
        """Handles the runtime's events; says how present the visitor is."""

    def wait(self) -> Frame | None:
        """Waits for the next frame; None while nothing is to be drawn (the caller keeps the shell alive)."""

    def sample(self, frame: Frame) -> Sample:
        """What the shopper does in this frame."""

    def submit(self, frame: Frame) -> None:
        """The pictures of this frame are drawn: show them."""

    def close(self) -> None:
        """Gives everything back; idempotent."""
