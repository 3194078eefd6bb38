"""Backs of chairs and moulded shells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle, smooth_path
from inference.families.geometry import Mesh, both_sides
from inference.families.joinery import bent, is_metal
from inference.families.soft import sheet
from inference.families.solids import box, sweep, tube
from inference.families.values import Params

F64 = NDArray[np.float64]


class Back:
    """The surface of a back: u from -1 (left post) to 1, h from 0 (seat) to 1 (top)."""

    def __init__(self, post: F64, curve: float) -> None:
        self.post = post
        self.curve = curve
        self.half = float(post[0, 0])
        self.height = float(post[-1, 1] - post[0, 1])

    def point(self, u: F64, h: F64) -> tuple[F64, F64, F64]:
        """Points of the surface."""
        places = np.linspace(0, 1, len(self.post))
        z = np.interp(h, places, self.post[:, 2])
        y = self.post[0, 1] + h * self.height
        return u * self.half, y, z - self.curve * (1 - u**2)

    def board(
        self, low: float, high: float, thick: float, a: Assembly, half: float = 1.0, bevel: float = 0.004
    ) -> Mesh:
        """A board across the back between two heights (0..1), half its width in units of u."""
        flat = box(
            2 * half * self.half,
            (high - low) * self.height,
            thick,
            min(bevel, thick * 0.45),
            2,
            cuts=(a.segments(10, 4), a.segments(3, 1), 0),
        )

        def onto(x: F64, y: F64, z: F64) -> tuple[F64, F64, F64]:
            px, py, pz = self.point(x / self.half, low + y / self.height)
            return px, py, pz + z

        return bent(flat, onto)

    def stick(self, u0: float, u1: float, h0: float, h1: float, radius: float, a: Assembly) -> Mesh:
        """A round bar over the surface."""
        t = np.linspace(0, 1, 5)
        return tube(np.stack(self.point(u0 + (u1 - u0) * t, h0 + (h1 - h0) * t), axis=1), radius, a.segments(9, 5))


def back_parts(a: Assembly, params: Params, post: F64) -> None:
    """Posts and what is between them."""
    style, thick = params.choice("back"), params.real("leg_thickness")
    back = Back(post, params.real("back_curve"))
    board = min(0.02, thick * 0.6)
    if style == "panel":
        _panel(a, params, back)
        return
    smooth = smooth_path(np.concatenate([post[:1] - (0, 0.03, 0), post]), a.segments(10, 4))
    metal = is_metal(params.choice("frame"))
    if metal or params.choice("legs") in ("round", "tapered", "turned", "rod"):
        girth = min(thick, 0.024) / 2 if metal else thick / 2
        radii = girth * np.linspace(1.0, 0.8, len(smooth))
        posts = tube(smooth, radii, a.segments(12, 6), round_ends=3)
    else:
        posts = sweep(
            smooth, rounded_rectangle(thick, thick, 0.004, 2), np.linspace(1, 0.75, len(smooth)), up=(0, 0, 1)
        )
    a.add("back", "frame", both_sides(posts))
    _between(a, params, back, style, board)


def _between(a: Assembly, params: Params, back: Back, style: str, board: float) -> None:
    amount = params.real("slats")
    crest = min(0.16, 0.06 / back.height + 0.04)
    if style == "rail":
        a.add("back", "frame", back.board(0.55, 0.98, board * 1.1, a))
        return
    if style == "upholstered":
        padded = back.board(0.22, 1.0, 0.03 + params.real("softness") * 0.5, a, 0.98, 0.02)
        a.add("back", "seat", padded)
        return
    a.add("back", "frame", back.board(1 - crest, 1.0, board * 1.15, a))
    if style == "ladder":
        count = 2 + int(amount * 2.99)
        gap = (0.82 - 0.14) / count
        for i in range(count):
            low = 0.16 + i * gap
            a.add("back", "frame", back.board(low, low + gap * 0.48, board * 0.8, a))
        return
    a.add("back", "frame", back.board(0.14, 0.14 + crest * 0.6, board, a))
    if style == "spindle":
        count = 4 + int(amount * 6.99)
        for u in np.linspace(-0.8, 0.8, count):
            a.add("back", "frame", back.stick(u * 0.92, u, 0.16, 0.97, 0.0045 + 0.012 / count, a))
    elif style == "cross":
        for s in (-1.0, 1.0):
            a.add("back", "frame", back.stick(-0.94 * s, 0.94 * s, 0.18, 0.97 - crest / 2, 0.009, a))
    else:
        a.add("back", "cane", back.board(0.14 + crest * 0.5, 1 - crest * 0.9, 0.006, a, 0.97, 0.002))


def _panel(a: Assembly, params: Params, back: Back) -> None:
    """A bent plywood back on two short posts, its corners rounded off."""
    low = 0.38
    plate = back.board(low, 1.0, 0.011, a, 1.12, 0.004)
    centre = float(plate.positions[:, 1].mean())
    half_height = float(np.ptp(plate.positions[:, 1])) / 2
    k = 0.25 + 0.6 * params.real("roundness")

    def rounded(x: F64, y: F64, z: F64) -> tuple[F64, F64, F64]:
        u, w = np.clip(x / (back.half * 1.12), -1, 1), np.clip((y - centre) / half_height, -1, 1)
        return x * (1 - k + k * np.sqrt(1 - w**2 / 2)), centre + (y - centre) * (1 - k + k * np.sqrt(1 - u**2 / 2)), z

    soft = params.choice("seat")
    a.add("back", "frame", bent(plate, rounded))
    thick = min(params.real("leg_thickness"), 0.03)
    for s in (-1.0, 1.0):
        t = np.linspace(0, 1, 6)
        x, y, z = back.point(s * (0.55 - 0.05 * t), -0.03 + 0.62 * t)
        a.add("back", "frame", tube(np.stack([x, y, z - 0.012], axis=1), thick * 0.42, a.segments(10, 5), round_ends=2))
    if soft not in ("wood", "cord", "cane"):
        pad = bent(back.board(low + 0.06, 0.94, 0.022, a, 1.0, 0.01).moved(z=0.013), rounded)
        a.add("back", "seat", pad)


def shell_parts(a: Assembly, params: Params) -> None:
    """A moulded shell: seat and back in one sheet, its edges turned up."""
    top, half, z = params.real("seat_height"), params.real("seat_width") / 2, params.real("seat_depth") / 2
    height, lean = params.real("back_height"), np.tan(params.real("back_lean"))
    line = np.array(
        [
            [z + 0.03, -0.035],
            [z + 0.012, -0.004],
            [z * 0.55, 0.004],
            [-z * 0.1, -0.018 - params.real("dish")],
            [-z * 0.72, -0.004],
            [-z * 1.0, 0.06],
            [-z - 0.05, 0.17],
            [-z - 0.05 - lean * height * 0.5, 0.08 + height * 0.5],
            [-z - 0.05 - lean * height, height],
        ]
    )
    rows, columns = a.segments(26, 9), a.segments(18, 7)
    t = (1 - np.cos(np.pi * np.linspace(0, 1, rows))) / 2
    spine = smooth_path(line, 241)[np.rint(t * 240).astype(int)]
    u = np.linspace(-1, 1, columns)
    ends = np.clip(np.minimum(t / 0.16, (1 - t) / (0.1 + 0.25 * params.real("roundness"))), 0, 1)
    width = (
        half
        * (1.0 + 0.06 * np.sin(np.pi * t * 1.4))
        * (1 - params.real("taper") * t)
        * (0.62 + 0.38 * np.sqrt(1 - (1 - ends) ** 2))
    )
    tangent = np.gradient(spine, t, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    inward = np.stack([tangent[:, 1], -tangent[:, 0]], axis=1)
    rise = (0.02 + params.real("back_curve") * 0.9) * np.clip(np.sin(np.pi * np.clip(t * 1.1, 0, 1)), 0, 1) ** 0.7
    lift = np.abs(u[None, :]) ** 2.4 * rise[:, None]
    x = np.broadcast_to(u[None, :] * width[:, None], (rows, columns))
    zz = spine[:, :1] + inward[:, :1] * lift
    y = top + spine[:, 1:] + inward[:, 1:] * lift
    soft = params.choice("seat") in ("weave", "linen", "boucle", "velvet", "felt", "canvas", "leather", "worn_leather")
    a.add("seat", "seat", sheet(np.stack([x, y, zz], axis=2), 0.026 if soft else 0.007))
