"""Plants: blades, leaves on stems, fronds, trailers, cacti, small trees. All leaves are thin closed shells."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import bezier
from inference.families.geometry import Mesh, aligned, grid_mesh, join, rotation
from inference.families.solids import tube

F64 = NDArray[np.float64]
SPECIES = ("snake_plant", "monstera", "rubber_tree", "palm", "fern", "cactus", "succulent", "pothos", "olive_tree")


def leaf(length: float, width: float, shape: str, droop: float, fold: float, rows: int, columns: int) -> Mesh:
    """A leaf that starts at the origin and grows along +z; its upper face looks to +y. Both faces are there."""
    t = np.linspace(0, 1, rows)
    outline = {
        "oval": np.sin(np.pi * t**0.85) ** 0.75,
        "blade": np.clip(np.sin(np.pi * np.clip(0.18 + 0.82 * t, 0, 1)), 0, 1) ** 0.6,
        "heart": np.sin(np.pi * t**0.6) ** 0.7,
        "strap": np.clip(np.minimum(1.0, (1 - t) * 3.2), 0, 1) ** 0.7 * (0.75 + 0.25 * np.sin(np.pi * t)),
    }[shape]
    u = np.linspace(-1, 1, columns)
    x = u[None, :] * outline[:, None] * width / 2
    y = -droop * length * t[:, None] ** 2 + fold * np.abs(x)
    z = np.broadcast_to(length * (t - 0.25 * droop * t**2)[:, None], x.shape)
    points = np.stack([x, y, z], axis=2)
    uv = np.stack(np.broadcast_arrays(t[:, None], 0.5 - 0.5 * u[None, :]), axis=2)
    under = points - (0.0, 0.0006, 0.0)
    front = grid_mesh(points[:, ::-1], uv=uv[:, ::-1])
    return join([front, grid_mesh(under, uv=uv)])


def _placed(made: Mesh, at: F64, heading: float, lift: float) -> Mesh:
    return made.turned_by(rotation("y", heading) @ rotation("x", -lift)).at(at)


def plant(a: Assembly, species: str, height: float, fullness: float, seed: int, base: F64) -> None:
    """Adds a plant of about `height` metres that grows from `base`."""
    rng = np.random.default_rng(seed)
    {
        "snake_plant": _snake,
        "monstera": _monstera,
        "rubber_tree": _rubber,
        "palm": _palm,
        "fern": _fern,
        "cactus": _cactus,
        "succulent": _succulent,
        "pothos": _pothos,
        "olive_tree": _olive,
    }[species](a, height, fullness, rng, base)


def _snake(a: Assembly, height: float, fullness: float, rng: np.random.Generator, base: F64) -> None:
    count = 6 + round(8 * fullness)
    for i in range(count):
        angle, r = 2.4 * i, 0.012 + 0.035 * np.sqrt(i / count) * (0.5 + height)
        tall = height * (1 - 0.5 * rng.random() * (i / count))
        blade = leaf(tall, 0.03 + 0.05 * height, "blade", 0.02, 0.35, a.segments(9, 4), 4)
        twist = blade.deformed(partial(_twisted, amount=float(rng.uniform(-2, 2))))
        a.add(
            "leaves",
            "leaf",
            _placed(
                twist, base + (r * np.sin(angle), -0.01, r * np.cos(angle)), angle, np.pi / 2 - rng.uniform(0.02, 0.16)
            ),
        )


def _twisted(p: F64, amount: float) -> F64:
    angle = amount * p[:, 2]
    c, s = np.cos(angle), np.sin(angle)
    return np.stack([p[:, 0] * c - p[:, 1] * s, p[:, 0] * s + p[:, 1] * c, p[:, 2]], axis=1)


def _feathered(p: F64, length: float) -> F64:
    """Leaflets along a frond's edge."""
    return np.stack([p[:, 0] * (0.72 + 0.28 * np.sin(60 * p[:, 2] / length)), p[:, 1], p[:, 2]], axis=1)


def _slit(p: F64, size: float) -> F64:
    """The cut edge of a monstera leaf."""
    edge = np.clip(np.abs(p[:, 0]) / size, 0, 0.4) * (1 + np.sin(46 * p[:, 2] / size))
    return np.stack([p[:, 0] * (1 - 0.22 * edge), p[:, 1], p[:, 2]], axis=1)


def _stalk(a: Assembly, start: F64, angle: float, reach: float, rise: float, radius: float) -> F64:
    out = np.array([np.sin(angle), 0.0, np.cos(angle)])
    path = bezier(
        [start, start + out * reach * 0.2 + (0, rise * 0.7, 0), start + out * reach + (0, rise, 0)], a.segments(7, 4)
    )
    a.add("stems", "stem", tube(path, radius * np.linspace(1.2, 0.8, len(path)), a.segments(6, 4)))
    return np.asarray(path[-1])


def _monstera(a: Assembly, height: float, fullness: float, rng: np.random.Generator, base: F64) -> None:
    for i in range(7 + round(9 * fullness)):
        angle = 2.4 * i + rng.uniform(-0.3, 0.3)
        rise = height * rng.uniform(0.45, 0.88)
        tip = _stalk(a, base - (0, 0.01, 0), angle, height * rng.uniform(0.15, 0.4), rise, 0.0045)
        size = height * rng.uniform(0.26, 0.36)
        made = leaf(size, size * 0.85, "heart", 0.3, 0.12, a.segments(11, 5), a.segments(8, 4))
        made = made.deformed(partial(_slit, size=float(size)))
        a.add("leaves", "leaf", _placed(made, tip, angle, rng.uniform(-0.5, 0.15)))


def _rubber(a: Assembly, height: float, fullness: float, rng: np.random.Generator, base: F64) -> None:
    lean = rng.uniform(-0.04, 0.04, 2) * height
    top = base + (lean[0], height * 0.92, lean[1])
    trunk = bezier([base - (0, 0.01, 0), base + (0, height * 0.5, 0), top], 8)
    a.add("stems", "bark", tube(trunk, np.linspace(0.010, 0.004, 8) * (0.6 + height), a.segments(8, 5), round_ends=2))
    count = 10 + round(16 * fullness)
    for i in range(count):
        t = 0.25 + 0.75 * i / count
        at = base + (top - base) * t
        size = height * rng.uniform(0.17, 0.24) * (1.1 - 0.35 * t)
        made = leaf(size, size * 0.46, "oval", 0.2, 0.22, a.segments(8, 4), 5)
        a.add("leaves", "leaf", _placed(made, at, 2.4 * i, 0.25 + 0.8 * t * rng.uniform(0.6, 1.0)))


def _palm(a: Assembly, height: float, fullness: float, rng: np.random.Generator, base: F64) -> None:
    unit = leaf(1.0, 0.13, "blade", 0.35, 0.3, a.segments(5, 3), 3)
    for i in range(6 + round(7 * fullness)):
        angle = 2.4 * i
        out = np.array([np.sin(angle), 0.0, np.cos(angle)])
        reach, rise = height * rng.uniform(0.3, 0.55), height * rng.uniform(0.7, 1.0)
        path = bezier(
            [
                base - (0, 0.01, 0),
                base + (0, rise * 0.85, 0) + out * reach * 0.15,
                base + out * reach + (0, rise * 0.8, 0),
            ],
            14,
        )
        a.add("stems", "stem", tube(path, np.linspace(0.005, 0.0015, 14) * (0.6 + height), 5))
        for k in range(4, 14):
            way = path[k] - path[k - 1]
            heading = float(np.arctan2(way[0], way[2]))
            size = height * 0.26 * np.sin(np.pi * (k - 2) / 13)
            for side in (-1.0, 1.0):
                blade = unit.scaled(size, size, size)
                a.add(
                    "leaves",
                    "leaf",
                    _placed(
                        blade,
                        path[k],
                        heading + side * 0.85,
                        float(way[1]) / max(float(np.linalg.norm(way)), 1e-9) * 0.5 + 0.15,
                    ),
                )


def _fern(a: Assembly, height: float, fullness: float, rng: np.random.Generator, base: F64) -> None:
    for i in range(16 + round(18 * fullness)):
        angle, length = 2.4 * i, height * rng.uniform(0.8, 1.25)
        frond = leaf(length, length * 0.2, "blade", rng.uniform(0.5, 0.9), -0.25, a.segments(12, 5), 5)
        frond = frond.deformed(partial(_feathered, length=float(length)))
        a.add("leaves", "leaf", _placed(frond, base - (0, 0.006, 0), angle, rng.uniform(0.75, 1.35)))


def _cactus(a: Assembly, height: float, fullness: float, rng: np.random.Generator, base: F64) -> None:
    def column(start: F64, tall: float, radius: float, bend: float, angle: float) -> Mesh:
        out = np.array([np.sin(angle), 0.0, np.cos(angle)]) * bend
        path = bezier(
            [start, start + out, start + out + (0, tall * 0.4, 0), start + out + (0, tall, 0)], a.segments(12, 5)
        )
        body = tube(path, radius, a.segments(44, 11), round_ends=a.segments(5, 3))
        middle = path[len(path) // 2]

        def ribbed(p: F64) -> F64:
            q = p - middle
            k = 1 + 0.07 * np.cos(11 * np.arctan2(q[:, 0], q[:, 2]))
            return np.stack([middle[0] + q[:, 0] * k, p[:, 1], middle[2] + q[:, 2] * k], axis=1)

        return body.deformed(ribbed) if bend == 0 else body

    radius = 0.02 + 0.09 * height
    a.add("body", "leaf", column(base - (0, 0.005, 0), height - radius, radius, 0.0, 0.0))
    for i in range(round(3 * fullness)):
        start = base + (0, height * rng.uniform(0.3, 0.5), 0)
        a.add("body", "leaf", column(start, height * rng.uniform(0.2, 0.38), radius * 0.6, radius * 2.4, 2.1 * i + 1.2))


def _succulent(a: Assembly, height: float, fullness: float, rng: np.random.Generator, base: F64) -> None:
    count = 22 + round(26 * fullness)
    size = height * 0.75
    for i in range(count):
        t = i / count
        made = leaf(size * (1.0 - 0.62 * t), size * 0.42 * (1 - 0.5 * t), "oval", -0.25, 0.4, a.segments(6, 4), 5)
        a.add("leaves", "leaf", _placed(made, base + (0, height * 0.3 * t - 0.004, 0), 2.4 * i, 0.1 + 1.25 * t))


def _pothos(a: Assembly, height: float, fullness: float, rng: np.random.Generator, base: F64) -> None:
    for i in range(8 + round(8 * fullness)):
        angle = 2.4 * i
        out = np.array([np.sin(angle), 0.0, np.cos(angle)])
        reach, rise = height * rng.uniform(0.35, 0.7), height * rng.uniform(0.35, 0.75)
        path = bezier(
            [
                base - (0, 0.008, 0),
                base + (0, rise * 1.3, 0) + out * reach * 0.3,
                base + out * reach + (0, rise * 0.35, 0),
            ],
            9,
        )
        a.add("stems", "stem", tube(path, 0.0022, 5))
        for k in range(2, 9):
            size = height * rng.uniform(0.16, 0.24)
            made = leaf(size, size * 0.8, "heart", 0.35, 0.15, a.segments(6, 4), 5)
            a.add("leaves", "leaf", _placed(made, path[k], angle + (-1) ** k * 0.9, rng.uniform(-0.2, 0.6)))


def _olive(a: Assembly, height: float, fullness: float, rng: np.random.Generator, base: F64) -> None:
    top = base + (0.0, height * 0.55, 0.0)
    trunk = bezier([base - (0, 0.01, 0), base + (0.03 * height, height * 0.3, 0.02), top], 8)
    a.add("stems", "bark", tube(trunk, np.linspace(0.016, 0.008, 8) * (0.5 + height), a.segments(9, 5)))
    unit = leaf(1.0, 0.3, "blade", 0.1, 0.2, 4, 3)
    for i in range(9 + round(7 * fullness)):
        way = np.array([np.sin(2.4 * i), rng.uniform(0.3, 1.5), np.cos(2.4 * i)])
        way /= np.linalg.norm(way)
        length = height * rng.uniform(0.26, 0.42)
        path = bezier([top - (0, 0.01, 0), top + way * length * 0.6 + (0, 0.05 * height, 0), top + way * length], 8)
        a.add("stems", "bark", tube(path, np.linspace(0.004, 0.0015, 8) * (0.5 + height), 5))
        for k in range(2, 8):
            for _ in range(4):
                size = height * rng.uniform(0.07, 0.1)
                made = unit.scaled(size, size, size)
                turn = aligned(way + rng.normal(0, 0.7, 3)) @ rotation("x", -np.pi / 2)
                a.add("leaves", "leaf", made.turned_by(turn).at(path[k]))
