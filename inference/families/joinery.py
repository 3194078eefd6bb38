"""What furniture has in common: finishes of frames and seats, legs, plates, doors, drawers and handles."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import line, rounded_rectangle
from inference.families.geometry import Mesh, four_corners, join
from inference.families.materials import LACQUERS, METALS, WOODS, Finish, fabric, leather, metal, wood
from inference.families.solids import box, lathe, sweep, tube
from inference.families.values import Look

F64 = NDArray[np.float64]
LEG_STYLES = ("round", "tapered", "turned", "square", "square_tapered", "rod", "hairpin")
UPHOLSTERY = ("weave", "linen", "boucle", "velvet", "felt", "canvas", "leather", "worn_leather")
HANDLES = ("knob", "bar", "edge", "ring", "none")


def frame_finish(key: str) -> Finish:
    """A wood, lacquer or metal by key."""
    return wood(key) if key in WOODS or key in LACQUERS or key.startswith("lacquer_") else metal(key)


def is_metal(key: str) -> bool:
    """Whether a frame key is a metal."""
    return key in METALS


def upholstery(kind: str, colour: str, shade: float = 0.0) -> Finish:
    """A fabric or leather in a palette colour."""
    if kind in ("leather", "worn_leather"):
        return leather(colour, kind == "worn_leather", shade)
    return fabric(kind, colour, shade)


def looks_of(slot: str, finishes: Sequence[Finish], **fixed: Finish) -> tuple[Look, ...]:
    """One look per different finish of a slot; the other slots stay. A fixed slot named "same_as_..." does not exist:
    slots that should follow the varied one are given the same name in the parts."""
    unique = {f.key: f for f in finishes}
    rest = tuple(fixed.items())
    return tuple(Look(f.key, f.label_en, f.label_zh, ((slot, f), *rest)) for f in unique.values())


def neighbours(all_of: Sequence[str], chosen: str, steps: Sequence[int]) -> list[str]:
    """The chosen word and others at fixed distances in the list: deterministic alternatives."""
    start = list(all_of).index(chosen)
    return [chosen, *(all_of[(start + step) % len(all_of)] for step in steps)]


def wood_looks(slot: str, chosen: str, **fixed: Finish) -> tuple[Look, ...]:
    """The chosen frame and two other popular ones."""
    others = ("oak", "walnut", "black_ash") if not is_metal(chosen) else ("black_steel", "brass", "chrome")
    return looks_of(slot, [frame_finish(chosen), *(frame_finish(o) for o in others if o != chosen)][:3], **fixed)


def rounded_plate(
    width: float, thickness: float, depth: float, roundness: float, bevel: float, cuts: int, dish: float = 0.0
) -> Mesh:
    """A lying board between a rectangle (roundness 0) and an ellipse (1), bottom at y = 0; dish hollows the top."""
    plate = box(width, thickness, depth, bevel, 2, cuts=(cuts, 0, cuts))
    return plate.deformed(lambda p: _rounded_off(p, width, thickness, depth, roundness, dish))


def _rounded_off(p: F64, width: float, thickness: float, depth: float, roundness: float, dish: float) -> F64:
    """Blends to the elliptical grid mapping of a square to a disc."""
    u = np.clip(p[:, 0] / (width / 2), -1, 1)
    w = np.clip(p[:, 2] / (depth / 2), -1, 1)
    x = p[:, 0] * (1 - roundness + roundness * np.sqrt(1 - w**2 / 2))
    z = p[:, 2] * (1 - roundness + roundness * np.sqrt(1 - u**2 / 2))
    y = p[:, 1] - dish * np.clip(p[:, 1] / thickness, 0, 1) * (1 - u**2) * (1 - w**2)
    return np.stack([x, y, z], axis=1)


def leg(a: Assembly, style: str, foot: F64, head: F64, thick: float) -> Mesh:
    """One leg from the floor to its head, both (3,)."""
    sides = a.segments(14, 6)
    if style == "hairpin":
        return _hairpin(a, foot, head)
    if style == "rod":
        return tube(line(foot, head, 2), min(thick, 0.024) / 2, sides)
    if style in ("square", "square_tapered"):
        scale = [1.0, 1.0, 1.0] if style == "square" else [0.58, 0.8, 1.0]
        return sweep(
            line(foot, head, 3), rounded_rectangle(thick, thick, min(0.004, thick * 0.15), 2), scale, up=(0, 0, 1)
        )
    if style == "turned":
        places = np.array([0, 0.03, 0.08, 0.3, 0.55, 0.72, 0.74, 0.78, 0.8, 0.84, 0.86, 1.0])
        radii = np.array([0.52, 0.6, 0.58, 0.78, 1.0, 0.86, 0.72, 0.72, 1.04, 1.04, 0.9, 0.98])
        path = np.asarray(foot) + (np.asarray(head) - foot) * places[:, None]
        return tube(path, radii * thick / 2, sides)
    radii = np.array([0.55, 0.72, 0.86, 1.0]) if style == "tapered" else np.array([0.82, 1.0, 1.04, 0.96])
    return tube(line(foot, head, 4), radii * thick / 2, sides)


def _hairpin(a: Assembly, foot: F64, head: F64) -> Mesh:
    wire, sides = 0.006, a.segments(8, 5)
    reach = np.array([-np.sign(head[0]) * 0.055, 0.0, -np.sign(head[2]) * 0.055])
    left, right = head + reach * (1, 0, 0), head + reach * (0, 0, 1)
    toe = foot + (0.0, wire, 0.0)
    bend = toe
    first = tube(np.stack([left, bend]), wire, sides, round_ends=2)
    plate = box(0.07, 0.003, 0.07, 0.001, 1).at(head + reach / 2 - (0, 0.003, 0))
    return join([first, tube(np.stack([right, bend]), wire, sides, round_ends=2), plate])


def four_legs(
    a: Assembly, style: str, half_x: float, half_z: float, top: float, thick: float, splay: float = 0.0
) -> Mesh:
    """Four legs whose heads stand at (+-half_x, top, +-half_z); they lean outwards by `splay` radians."""
    drift = np.tan(splay) * top
    head = np.array([half_x, top, half_z])
    return four_corners(leg(a, style, np.array([half_x + drift, 0.0, half_z + drift]), head, thick))


def handle(a: Assembly, style: str, length: float, upright: bool = False) -> Mesh | None:
    """A handle at the origin that stands out to +z; None for handleless fronts."""
    sides = a.segments(12, 6)
    if style == "knob":
        profile = [
            [0, -0.002],
            [0.006, -0.002],
            [0.006, 0.01],
            [0.013, 0.016],
            [0.0145, 0.022],
            [0.011, 0.027],
            [0, 0.028],
        ]
        made = lathe(profile, a.segments(18, 8), 50).turned("x", np.pi / 2)
    elif style == "bar":
        half = min(length, 0.2) / 2
        rail = tube(line([-half, 0, 0.028], [half, 0, 0.028], 2), 0.0055, sides, round_ends=2)
        posts = [tube(line([s * half * 0.8, 0, -0.002], [s * half * 0.8, 0, 0.028], 2), 0.0045, sides) for s in (-1, 1)]
        made = join([rail, *posts])
    elif style == "edge":
        made = box(min(length, 0.16), 0.018, 0.022, 0.003, 2).moved(y=-0.009, z=0.009)
    elif style == "ring":
        angle = np.linspace(0, 2 * np.pi, a.segments(20, 8), endpoint=False)
        loop = np.stack([0.019 * np.sin(angle), -0.016 - 0.019 * np.cos(angle), np.full(len(angle), 0.012)], axis=1)
        boss = lathe([[0, -0.002], [0.011, -0.002], [0.011, 0.004], [0.005, 0.014], [0, 0.015]], sides).turned(
            "x", np.pi / 2
        )
        return join([tube(loop, 0.0028, 6, closed=True), boss])
    else:
        return None
    return made.turned("z", np.pi / 2) if upright else made


def bent(mesh: Mesh, change: Callable[[F64, F64, F64], tuple[F64, F64, F64]]) -> Mesh:
    """A deformation written per coordinate: (x, y, z) arrays to new ones."""

    def moved(p: F64) -> F64:
        x, y, z = change(p[:, 0], p[:, 1], p[:, 2])
        return np.stack(np.broadcast_arrays(x, y, z), axis=1)

    return mesh.deformed(moved)
