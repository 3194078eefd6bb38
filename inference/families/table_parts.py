"""Tops and bases of tables."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import ellipse, fillet, rounded_rectangle, smooth_path, superellipse
from inference.families.geometry import around, both_sides, join
from inference.families.joinery import bent, four_legs, handle, is_metal, leg
from inference.families.solids import box, lathe, slab, sweep, tube
from inference.families.values import Params

F64 = NDArray[np.float64]
BASES = ("legs", "sled", "panel", "trestle", "cross", "pedestal", "drum")


def _outline(a: Assembly, params: Params, shrink: float = 0.0) -> F64:
    shape, w = params.choice("shape"), params.real("width") - shrink
    d = w if shape == "round" else params.real("depth") - shrink
    count = a.segments(56, 16)
    if shape in ("oval", "round"):
        return ellipse(w, d, count)
    if shape == "boat":
        return superellipse(w, d, 3.4, count)
    return rounded_rectangle(w, d, 0.09 if shape == "rounded" else 0.006, a.segments(7, 2))


def table_top(a: Assembly, params: Params) -> None:
    """The board, and the drawers of a desk."""
    thick, height = params.real("thickness"), params.real("height")
    bevel = 0.0015 + params.real("bevel") * thick * 0.42
    segments = a.segments(4, 1) if bevel > 0.006 else 2
    a.add("top", "top", slab(_outline(a, params), thick, bevel, segments, 40).moved(y=height - thick))
    if "drawers" in params and params.choice("drawers") != "none":
        _drawers(a, params, height - thick)
    if "drawers" in params and params.real("shelf") > 0.6:
        x, z = _inner(params)
        screen = box(2 * x, 0.18 + 0.3 * (params.real("shelf") - 0.6), 0.016, 0.002, 1)
        a.add("modesty panel", _board_slot(params), screen.moved(y=height - thick - screen.high()[1], z=-z * 0.8))


def _size(params: Params) -> tuple[float, float]:
    round_ = params.choice("shape") == "round"
    return params.real("width"), params.real("width") if round_ else params.real("depth")


def _inner(params: Params) -> tuple[float, float]:
    """Half distances of the leg heads."""
    w, d = _size(params)
    curved = {"round": 0.66, "oval": 0.7, "boat": 0.86}.get(params.choice("shape"), 1.0)
    inset = 0.012 + params.real("leg_thickness") * 0.6 + 0.1 * params.real("inset") * min(w, d)
    return max(w / 2 * curved - inset, 0.06), max(d / 2 * curved - inset, 0.06)


def table_base(a: Assembly, params: Params) -> None:
    """What carries the top."""
    top = params.real("height") - params.real("thickness") + 0.001
    {
        "legs": _legs,
        "sled": _sled,
        "panel": _panels,
        "trestle": _trestle,
        "cross": _cross,
        "pedestal": _pedestal,
        "drum": _drum,
        "tripod": _tripod,
    }[params.choice("base")](a, params, top)


def _legs(a: Assembly, params: Params, top: float) -> None:
    x, z = _inner(params)
    thick, splay, style = params.real("leg_thickness"), params.real("splay"), params.choice("legs")
    slim = style in ("hairpin", "rod")
    a.add("legs", "frame", four_legs(a, style, x, z, top, thick, splay))
    apron = params.real("apron")
    if apron > 0.03 and not slim:
        board = min(0.02, thick * 0.6)
        long = box(2 * x, apron, board, 0.002, 1).moved(y=top - apron, z=z)
        side = box(board, apron, 2 * z, 0.002, 1).moved(x=x, y=top - apron)
        a.add("apron", "frame", long, long.mirrored("z"), side, side.mirrored("x"))
    elif not slim or is_metal(params.choice("frame")):
        rail = box(2 * x, 0.018, 0.024, 0.002, 1).moved(y=top - 0.018, z=z)
        side = box(0.024, 0.018, 2 * z, 0.002, 1).moved(x=x, y=top - 0.018)
        a.add("apron", "frame", rail, rail.mirrored("z"), side, side.mirrored("x"))
    if params.real("shelf") > 0.62 and params.real("height") < 0.66:
        y = top * (0.2 + 0.25 * (params.real("shelf") - 0.6))
        drift = np.tan(splay) * (top - y)
        slot = "basket" if params.real("shelf") > 0.84 else "frame"
        plate = slab(rounded_rectangle(2 * (x + drift), 2 * (z + drift), 0.01, 3), 0.014, 0.003, 2).moved(y=y)
        a.add("shelf", slot, plate)


def _bar(a: Assembly, params: Params, path: F64) -> None:
    thick = min(params.real("leg_thickness"), 0.05)
    outline = rounded_rectangle(thick * 0.55, thick, 0.003, 2)
    a.add("legs", "frame", sweep(path, outline, up=(1, 0, 0), crease_deg=40))


def _sled(a: Assembly, params: Params, top: float) -> None:
    x, z = _inner(params)
    thick = min(params.real("leg_thickness"), 0.05, 0.06 * min(_size(params)))
    lean = np.tan(params.real("splay")) * top
    half = thick * 0.28
    loop = np.array([[x + lean, half, -z], [x, top - half, -z], [x, top - half, z], [x + lean, half, z]])
    outline = rounded_rectangle(thick * 0.55, thick, 0.003, 2)
    closed = np.concatenate([[(loop[0] + loop[3]) / 2], loop, [(loop[0] + loop[3]) / 2]])
    path = fillet(closed, 0.03, a.segments(4, 2))
    bar = sweep(path[:-1], outline, closed=True, up=(1, 0, 0), crease_deg=40)
    a.add("legs", "frame", both_sides(bar))
    rail = box(2 * x, 0.02, 0.03, 0.002, 1).moved(y=top - 0.021)
    a.add("apron", "frame", rail)


def _panels(a: Assembly, params: Params, top: float) -> None:
    x, z = _inner(params)
    thick = 0.018 + params.real("leg_thickness") * 0.5
    lean = np.tan(params.real("splay") * 0.6)
    side = box(thick, top, 2 * z, min(0.004, thick * 0.2), 2)
    side = bent(side, lambda px, y, pz: (px + lean * (top - y), y, pz))
    a.add("legs", "frame", both_sides(side.moved(x=x)))
    depth = max(0.05, params.real("apron") + 0.05)
    a.add("apron", "frame", box(2 * x - thick * 0.5, depth, 0.02, 0.002, 1).moved(y=top - depth, z=-z * 0.5))
    if params.real("shelf") > 0.6 and params.real("height") < 0.66:
        a.add("shelf", "frame", box(2 * x, 0.018, 2 * z * 0.94, 0.002, 1).moved(y=top * 0.3))


def _trestle(a: Assembly, params: Params, top: float) -> None:
    x, z = _inner(params)
    thick = min(params.real("leg_thickness"), 0.06)
    inner = x * 0.82
    for sign in (-1.0, 1.0):
        foot, head = np.array([inner, 0.0, sign * z]), np.array([inner, top - 0.02, sign * z * 0.28])
        style = "round" if params.choice("legs") in ("round", "tapered", "turned", "rod") else "square"
        a.add("legs", "frame", both_sides(leg(a, style, foot, head, thick)))
    a.add("legs", "frame", both_sides(box(thick, 0.035, 2 * z * 0.9, 0.004, 1).moved(x=inner, y=top - 0.035)))
    a.add("legs", "frame", both_sides(box(thick * 0.6, 0.03, 2 * z * 0.68, 0.004, 1).moved(x=inner, y=top * 0.4)))
    a.add("stretcher", "frame", box(2 * inner, thick, thick * 0.5, 0.004, 1).moved(y=top * 0.4 - thick * 0.1))


def _cross(a: Assembly, params: Params, top: float) -> None:
    x, z = _inner(params)
    for side in (-1.0, 1.0):
        for s, shift in ((-1.0, 0.0), (1.0, 0.0)):
            path = np.array([[side * (x + shift), 0.0, s * z], [side * (x + shift), top, -s * z]])
            thick = min(params.real("leg_thickness"), 0.045)
            outline = rounded_rectangle(thick * (0.6 if s > 0 else 0.5), thick, 0.003, 2)
            bar = sweep(path, outline, up=(1, 0, 0))
            a.add(
                "legs",
                "frame",
                bar.scaled(y=top / max(float(bar.high()[1] - bar.low()[1]), 1e-6)).moved(
                    y=-float(bar.low()[1]) * top / max(float(bar.high()[1] - bar.low()[1]), 1e-6)
                ),
            )
    a.add("apron", "frame", box(2 * x, 0.02, 0.04, 0.002, 1).moved(y=top - 0.02))
    a.add("stretcher", "frame", tube(np.array([[-x, top / 2, 0.0], [x, top / 2, 0.0]]), 0.011, a.segments(10, 5)))


def _pedestal(a: Assembly, params: Params, top: float) -> None:
    w, d = _size(params)
    r = min(w, d) * (0.24 + 0.06 * params.real("inset"))
    neck = 0.02 + params.real("leg_thickness") * 0.5
    flare = 0.25 + 2.5 * params.real("splay")
    knots = [
        [r, 0.012],
        [r * 0.86, 0.02],
        [r * 0.42 * (1 + flare * 0.3), 0.05 + 0.02 * flare],
        [neck * 1.25, top * 0.3],
        [neck, top * 0.55],
        [neck * 1.3, top * 0.85],
        [r * 0.55, top - 0.004],
    ]
    curve = smooth_path(knots, a.segments(26, 10))
    profile = np.concatenate([[[0, 0], [r - 0.003, 0], [r, 0.004]], curve, [[r * 0.55, top], [0, top]]])
    a.add("base", "frame", lathe(profile, a.segments(44, 14), 50))


def _drum(a: Assembly, params: Params, top: float) -> None:
    w, d = _size(params)
    r = min(w, d) * (0.26 + 0.1 * (1 - params.real("inset")))
    if params.real("shelf") < 0.5:
        profile = fillet(
            [[0.0, 0.0], [r, 0.0], [r * (1 - params.real("splay") * 0.8), top], [0.0, top]], [0.0, 0.012, 0.004, 0.0], 3
        )
        a.add("base", "frame", lathe(profile, a.segments(48, 16), 40))
        return
    count = a.segments(26, 10)
    slat = tube(np.array([[0, 0, r], [0, top, r]]), np.pi * r / count * 0.86, a.segments(8, 5))
    a.add("base", "frame", around(slat, count))
    a.add("base", "frame", lathe([[0, 0.01], [r, 0.01], [r, top - 0.002], [0, top - 0.002]], a.segments(32, 12)))


def _tripod(a: Assembly, params: Params, top: float) -> None:
    w, d = _size(params)
    r = min(w, d) * 0.44
    column = tube(
        np.array([[0, top * 0.3, 0], [0, top * 0.6, 0], [0, top, 0]]), [0.018, 0.015, 0.02], a.segments(14, 6)
    )
    foot = smooth_path([[0, top * 0.36, 0], [r * 0.45, top * 0.27, 0], [r, 0.012, 0]], a.segments(10, 4))
    arm = tube(foot, np.linspace(0.015, 0.011, len(foot)), a.segments(10, 5), round_ends=2)
    low = float(arm.low()[1])
    a.add("legs", "frame", around(arm.moved(y=-low), 3), column)
    a.add(
        "legs", "frame", lathe([[0, top - 0.012], [r * 0.4, top - 0.012], [r * 0.4, top], [0, top]], a.segments(28, 10))
    )


def _board_slot(params: Params) -> str:
    return "frame" if params.choice("top") == "glass" else "top"


def _drawers(a: Assembly, params: Params, top: float) -> None:
    _, d = _size(params)
    place = params.choice("drawers")
    x, _ = _inner(params)
    inner = 2 * x - params.real("leg_thickness") - 0.02
    if place == "under":
        count, height = (2 if inner > 1.0 else 1), 0.1
        each = inner / count
        body = box(inner, height, d * 0.7, 0.002, 1).moved(y=top - height - 0.001, z=0.02)
        a.add("drawers", _board_slot(params), body)
        front = 0.02 + d * 0.35
        for i in range(count):
            _drawer(a, params, -inner / 2 + each * (i + 0.5), top - height / 2, front, each - 0.006, height - 0.008)
        return
    sign = -1.0 if place == "left" else 1.0
    width, height = min(0.4, inner * 0.36), min(0.42, top * 0.62)
    centre = sign * (inner / 2 - width / 2)
    a.add(
        "drawers", _board_slot(params), box(width, height, d * 0.8, 0.002, 1).moved(centre, top - height - 0.001, 0.0)
    )
    for i in range(3):
        _drawer(a, params, centre, top - height * (i + 0.5) / 3, d * 0.4, width - 0.006, height / 3 - 0.006)


def _drawer(a: Assembly, params: Params, x: float, y: float, z: float, width: float, height: float) -> None:
    front = box(width, height, 0.018, 0.002, 1).moved(x, y - height / 2, z + 0.009)
    pull = handle(a, params.choice("handles"), width * 0.4)
    a.add("drawers", _board_slot(params), front)
    if pull is not None:
        a.add("handles", "frame", join([pull]).moved(x, y, z + 0.018))
