"""Upholstered bodies: bases, arms, backs and loose cushions of sofas and armchairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import arc, rounded_rectangle
from inference.families.geometry import Mesh, both_sides, join, rotation
from inference.families.joinery import bent, four_legs
from inference.families.soft import cushion, pillow
from inference.families.solids import box, extrude, tube

F64 = NDArray[np.float64]
ARMS = ("box", "round", "rolled", "slope", "slim")


@dataclass(frozen=True)
class Body:
    """Measures of an upholstered seat, metres."""

    inner_width: float
    seats: int
    depth: float
    seat_height: float
    back_height: float
    back_thickness: float
    back_lean: float
    arm_style: str
    arm_width: float
    arm_height: float
    leg_style: str
    leg_height: float
    cushion: float
    softness: float
    piping: float
    tufted: bool = False
    pillows: int = 0
    chaise: float = 0.0
    chaise_side: float = 1.0

    @property
    def width(self) -> float:
        """Over the arms."""
        return self.inner_width + 2 * self.arm_width


def upholstered(a: Assembly, b: Body) -> None:
    """The whole body, standing on its legs; front to +z."""
    base_top = b.seat_height - b.cushion
    base = box(b.inner_width + b.arm_width, base_top - b.leg_height, b.depth * 0.97, 0.012, 2)
    a.add("base", "fabric", base.moved(y=b.leg_height))
    _arms(a, b)
    _back(a, b, base_top)
    _seat_cushions(a, b, base_top)
    _legs(a, b)
    if b.chaise > 0.05:
        _chaise(a, b, base_top)
    _pillows(a, b)


def _arms(a: Assembly, b: Body) -> None:
    low, height, depth = b.leg_height, b.arm_height - b.leg_height, b.depth
    if b.arm_style == "rolled":
        arm = _rolled_arm(a, b)
    else:
        radius = {"box": 0.015, "round": b.arm_width * 0.48, "slope": 0.03, "slim": 0.01}[b.arm_style]
        arm = box(b.arm_width, height, depth, radius, a.segments(5, 2), cuts=(2, 3, 6))
        if b.arm_style == "slope":
            arm = bent(arm, lambda x, y, z: (x, y * (1 - 0.16 * (0.5 + z / depth) * y / height), z))
        else:
            bulge = 0.008 + 0.012 * b.softness
            arm = bent(arm, lambda x, y, z: (x * (1 + bulge / b.arm_width * np.sin(np.pi * y / height)), y, z))
        arm = arm.moved(y=low)
        if b.piping > 0 and b.arm_style in ("box", "slim"):
            loop = rounded_rectangle(b.arm_width - 0.006, height - 0.006, 0.014, 3)
            cord = np.column_stack([loop[:, 0], loop[:, 1] + low + height / 2, np.full(len(loop), depth / 2 - 0.003)])
            arm = join([arm, tube(cord, 0.004, 6, closed=True)])
    a.add("arms", "fabric", both_sides(arm.moved(x=b.inner_width / 2 + b.arm_width / 2)))


def _rolled_arm(a: Assembly, b: Body) -> Mesh:
    """A panel with a scroll on top, extruded front to back."""
    roll = b.arm_width * 0.62
    half = b.arm_width * 0.38
    top = b.arm_height - b.leg_height
    scroll = arc(roll, -0.65, np.pi + 0.65, a.segments(20, 8), (0.02, top - roll))
    outline = np.concatenate([[[half, 0.0]], scroll, [[-half, 0.0]]])
    return extrude(outline, b.depth, 0.02, a.segments(3, 1), (), 50).moved(y=b.leg_height)


def _back(a: Assembly, b: Body, base_top: float) -> None:
    height = b.back_height - b.leg_height
    thick = b.back_thickness
    frame_h = height - (0.04 if not b.tufted else 0.0)
    shell = box(
        b.width - 2 * b.arm_width * 0.5, frame_h, thick, min(0.05, thick * 0.4), a.segments(4, 2), cuts=(6, 5, 1)
    )
    lean = np.tan(b.back_lean)
    back_z = -b.depth / 2 + thick / 2

    def leaning(x: F64, y: F64, z: F64) -> tuple[F64, F64, F64]:
        return x, y, z - lean * np.clip(y - 0.2, 0, None) * 0.7

    a.add("back", "fabric", bent(shell, leaning).moved(y=b.leg_height, z=back_z))
    count = b.seats
    gap = 0.004
    each = (b.inner_width - gap * (count + 1)) / count
    rise = b.back_height - b.seat_height + 0.015
    puff = 0.12 + 0.07 * b.softness
    for i in range(count):
        x = -b.inner_width / 2 + gap + each / 2 + i * (each + gap)
        pad = cushion(each, puff, rise, min(0.05, puff * 0.42), 0.03 + 0.03 * b.softness, 0.0, b.piping, a.detail)
        if b.tufted:
            pad = _tufted(pad, each, rise, puff)
        stood = pad.turned("x", np.pi / 2 - b.back_lean * 1.3)
        z = -b.depth / 2 + thick * 0.92
        a.add("back cushions", "fabric", stood.moved(x, b.seat_height + rise / 2 - 0.012, z - lean * 0.1))


def _tufted(pad: Mesh, width: float, depth: float, puff: float) -> Mesh:
    """Buttons pulled into the cushion's top."""
    columns = max(2, round(width / 0.19))
    xs = (np.arange(columns) + 0.5) / columns * width - width / 2
    points = [(x, z) for z in (-depth * 0.2, depth * 0.2) for x in xs]

    def pulled(x: F64, y: F64, z: F64) -> tuple[F64, F64, F64]:
        dent = sum(np.exp(-((x - px) ** 2 + (z - pz) ** 2) / 0.0016) for px, pz in points)
        return x, y - 0.03 * dent * np.clip(y / puff, 0, 1), z

    return bent(pad, pulled)


def _seat_cushions(a: Assembly, b: Body, base_top: float) -> None:
    gap = 0.004
    each = (b.inner_width - gap * (b.seats + 1)) / b.seats
    front = b.depth / 2 + 0.012
    back = -b.depth / 2 + b.back_thickness * 0.9
    for i in range(b.seats):
        x = -b.inner_width / 2 + gap + each / 2 + i * (each + gap)
        on_chaise = b.chaise > 0.05 and (i == (b.seats - 1 if b.chaise_side > 0 else 0))
        far = front + (b.chaise if on_chaise else 0.0)
        pad = cushion(
            each,
            b.cushion,
            far - back,
            min(0.045, b.cushion * 0.42),
            0.012 + 0.025 * b.softness,
            0.012 * b.softness,
            b.piping,
            a.detail,
        )
        a.add("seat", "fabric", pad.moved(x, base_top, (far + back) / 2))


def _legs(a: Assembly, b: Body) -> None:
    style = b.leg_style
    inset = 0.05
    if style == "plinth":
        plinth = box(b.width - 0.1, b.leg_height + 0.005, b.depth - 0.1, 0.004, 1)
        a.add("legs", "frame", plinth)
        return
    x, z = b.width / 2 - inset, b.depth / 2 - inset
    splay = 0.0 if style in ("square", "rod") else 0.12
    a.add(
        "legs",
        "frame",
        four_legs(a, style, x - splay * b.leg_height, z - splay * b.leg_height, b.leg_height + 0.01, 0.042, splay),
    )
    if b.width > 1.7:
        for s in (-1.0, 1.0):
            post = tube(
                np.array([[0, 0, s * (z - 0.05)], [0, b.leg_height + 0.01, s * (z - 0.05)]]), 0.018, a.segments(12, 6)
            )
            a.add("legs", "frame", post)


def _chaise(a: Assembly, b: Body, base_top: float) -> None:
    each = b.inner_width / b.seats
    x = b.chaise_side * (b.inner_width / 2 - each / 2)
    block = box(each, base_top - b.leg_height, b.chaise + 0.05, 0.012, 2)
    a.add("base", "fabric", block.moved(x, b.leg_height, b.depth / 2 + b.chaise / 2 - 0.03))
    for s in (-1.0, 1.0):
        foot = tube(
            np.array([[0, 0, 0], [0, b.leg_height + 0.01, 0]])
            + (x + s * (each / 2 - 0.06), 0, b.depth / 2 + b.chaise - 0.06),
            0.02,
            a.segments(12, 6),
        )
        a.add("legs", "frame", foot)


def _pillows(a: Assembly, b: Body) -> None:
    places = ((-1.0, 0.16, 0.0), (1.0, 0.18, 0.25), (-1.0, 0.42, -0.2))[: b.pillows]
    side = 0.42
    for sign, offset, roll in places:
        soft = pillow(side, side, 0.15, 0.07, a.detail).turned_by(rotation("z", roll * 0.4))
        tilt = rotation("y", -sign * 0.35) @ rotation("x", -0.32)
        x = sign * (b.inner_width / 2 - offset - 0.06)
        z = -b.depth / 2 + b.back_thickness + 0.3 + offset * 0.08
        a.add("pillows", "pillow", soft.turned_by(tilt).moved(x, b.seat_height + side / 2 - 0.01, z))
