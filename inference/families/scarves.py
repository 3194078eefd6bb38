"""Folded, rolled and looped scarves."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.geometry import Mesh
from inference.families.geometry_skin import F64, curve, oval, skin, strap
from inference.families.hat_kit import TONES
from inference.families.materials import COLOURS, fabric
from inference.families.soft import sheet
from inference.families.solids import tube
from inference.families.values import Family, Look, Params, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import colour_looks, steps
from scenes.model.values import Model


class Scarf(Family):
    """Scarves, folded into a stack or draped as a loop."""

    key = "scarf"
    category = ("Clothes", "Scarves")
    category_zh = ("服装", "围巾")
    typical_size_m = ((0.16, 0.5), (0.02, 0.5), (0.04, 0.45))
    parameters = (
        choice("style", "folded", "loop", "rolled"),
        real("width", 0.2, 0.32),
        real("depth", 0.15, 0.24),
        real("thickness", 0.005, 0.011),
        integer("layers", 4, 8),
        real("fringe", 0.0, 0.07),
        integer("seed", 0, 999),
        choice("cloth", "knit", "felt", "boucle", "linen", "weave"),
        choice("accent", *TONES),
        choice("colour", *TONES),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        ways = []
        for key in steps(TONES, params.choice("colour"), (1, 4, 7)):
            accent = (
                params.choice("accent") if params.choice("accent") != key else "ivory" if key != "ivory" else "navy"
            )
            ways.append(
                (COLOURS[key], [("cloth", fabric(params.choice("cloth"), key)), ("fringe", fabric("knit", accent))])
            )
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        rng = np.random.default_rng(params.integer("seed"))
        {"folded": self._folded, "loop": self._loop, "rolled": self._rolled}[params.choice("style")](params, a, rng)
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _cloth(a: Assembly, profile: F64, width: float, thick: float, rng: np.random.Generator) -> None:
        """A cloth whose side view (y, z) is a path, as wide as `width`."""
        x = np.linspace(-width / 2, width / 2, a.segments(14, 6))
        wave = 0.002 * np.sin(x[None] * 40 + rng.uniform(0, 6) + np.linspace(0, 4, len(profile))[:, None])
        grid = np.stack([np.broadcast_to(x, wave.shape), profile[:, :1] + wave, profile[:, 1:] + 0 * wave], axis=2)
        a.add("cloth", "cloth", sheet(grid, thick))

    def _folded(self, params: Params, a: Assembly, rng: np.random.Generator) -> None:
        w, d, t = params.real("width"), params.real("depth"), params.real("thickness")
        pitch = t * 1.25
        points: list[tuple[float, float]] = []
        for i in range(params.integer("layers")):
            y = t * 0.5 + i * pitch
            inset = float(rng.uniform(0, 0.006))
            zs = np.linspace(-d / 2 + pitch / 2 + inset, d / 2 - pitch / 2 - inset, 7)
            zs = zs if i % 2 == 0 else zs[::-1]
            points += [(y + 0.0006 * float(rng.normal()), float(z)) for z in zs]
            if i < params.integer("layers") - 1:
                side = 1 if i % 2 == 0 else -1
                points.append((y + pitch / 2, side * (d / 2 + 0.002)))
        profile = np.array(points)
        fine = curve(profile, a.segments(len(points) * 2, 30))
        self._cloth(a, fine, w, t, rng)
        self._fringe(params, a, fine[-1], 1.0 if params.integer("layers") % 2 else -1.0, rng)

    def _rolled(self, params: Params, a: Assembly, rng: np.random.Generator) -> None:
        w, t = params.real("width"), params.real("thickness")
        turns = params.integer("layers") * 0.6 + params.real("depth") * 4
        angle = np.linspace(0.4, 2 * np.pi * turns, a.segments(24 * turns, 40))
        r = 0.006 + t * 1.12 * angle / (2 * np.pi)
        profile = np.stack([r * np.cos(angle) + r[-1] + t, r * np.sin(angle)], axis=1)
        self._cloth(a, profile, w, t, rng)
        self._fringe(params, a, profile[-1], 1.0, rng)

    @staticmethod
    def _fringe(params: Params, a: Assembly, end: F64, side: float, rng: np.random.Generator) -> None:
        long = params.real("fringe")
        if long < 0.015:
            return
        count = a.segments(26, 10)
        for x in np.linspace(-0.48, 0.48, count):
            z = end[1] + side * 0.004
            path = np.array(
                [
                    (x * params.real("width"), end[0], end[1]),
                    (x * params.real("width") + rng.normal(0, 0.002), end[0] - 0.004, z + side * long * 0.4),
                    (
                        x * params.real("width") + rng.normal(0, 0.003),
                        max(0.003, end[0] - long * 0.5),
                        z + side * long * 0.75,
                    ),
                ]
            )
            a.add("fringe", "fringe", tube(curve(path, 5), 0.0021, 5, round_ends=1))

    @staticmethod
    def _loop(params: Params, a: Assembly, rng: np.random.Generator) -> None:
        w, d, t = params.real("width"), params.real("depth"), params.real("thickness")
        n = a.segments(48, 20)
        angle = np.linspace(0, 2 * np.pi, n, endpoint=False)
        for layer in range(2):
            across = w * (0.42 - 0.05 * layer)
            middle = np.stack(
                [
                    across * np.sin(angle),
                    0.05 + layer * 0.055 - 0.03 * np.cos(angle + 0.4 * layer),
                    d * 0.55 * np.cos(angle),
                ],
                axis=1,
            )
            section = oval(0.052 + t, 0.07 + t * 2, a.segments(14, 8), 2.4)
            outward = middle * (1, 0, 1) / np.linalg.norm(middle * (1, 0, 1), axis=1, keepdims=True)
            bumps = (
                1
                + 0.10 * np.sin(angle[:, None] * 5 + np.arange(len(section)) * 1.3 + params.integer("seed"))
                + 0.04 * rng.normal(size=(n, 1))
            )
            rings = (
                middle[:, None]
                + outward[:, None] * (section[:, 0] * bumps)[..., None]
                + np.array([0, 1.0, 0]) * (section[:, 1] * bumps)[..., None]
            )
            closed = np.concatenate([rings, rings[:1]])
            mesh = skin(closed)
            inside = (
                (mesh.positions - np.repeat(middle.mean(axis=0)[None], len(mesh.positions), 0)) * mesh.normals
            ).sum() < 0
            a.add("cloth", "cloth", mesh.flipped() if inside else mesh)
        tail: Mesh = strap(
            curve([(w * 0.16, 0.08, d * 0.56), (w * 0.19, 0.05, d * 0.70), (w * 0.2, 0.004 + t, d * 0.85)], 10),
            (0, 0.4, 1),
            0.09,
            t + 0.002 * params.integer("layers"),
        )
        a.add("tail", "fringe" if params.real("fringe") > 0.03 else "cloth", tail)

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        cloth = self.looks(params)[0].finish("cloth")
        long = round(params.real("depth") * params.integer("layers") * 150 / 10) * 10
        return Texts(
            "scarf", "围巾", cloth.label_en, cloth.label_zh,
            f"A scarf in {cloth.label_en}, {params.real('width') * 100:.0f} × {long} "
            f"cm{', with fringes' if params.real('fringe') >= 0.015 else ''}. Soft and warm.",
            f"{cloth.label_zh}围巾，{params.real('width') * 100:.0f} × {long} 厘米"
            f"{'，带流苏' if params.real('fringe') >= 0.015 else ''}，柔软保暖。",
            ("wool",) if cloth.pattern != "linen" else ("linen",), ("casual",), cloth.hex(),
            round(0.1 + params.real("thickness") * 20, 2),
            shop_price(18 + 1400 * params.real("thickness") + 40 * params.real("width")),
        )  # fmt: skip
