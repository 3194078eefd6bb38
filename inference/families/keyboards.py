"""Desk keyboards."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.computer_kit import SHELLS, Parts, key_rows
from inference.families.curves import rounded_rectangle
from inference.families.geometry import Mesh, join
from inference.families.materials import COLOURS, plastic, rubber, wood
from inference.families.solids import box, slab, tube
from inference.families.values import F64, Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from inference.families.worn_kit import Way, anodised, colour_looks, steps
from scenes.model.values import Model


class Keyboard(Family):
    """Desk keyboards: slim, mechanical, retro with round caps."""

    key = "keyboard"
    category = ("Electronics", "Keyboards")
    category_zh = ("数码", "键盘")
    typical_size_m = ((0.26, 0.48), (0.01, 0.06), (0.1, 0.2))
    parameters = (
        choice("style", "slim", "mechanical", "wooden"),
        choice("layout", "compact", "full"),
        real("width", 0.28, 0.33),
        real("depth", 0.105, 0.135),
        real("case", 0.005, 0.02),
        real("cap", 0.0015, 0.009),
        real("corner", 0.003, 0.016),
        real("rim", 0.004, 0.010),
        real("tilt", 0.02, 0.12, "rad"),
        choice("cable", "none", "coiled"),
        choice("colour", *SHELLS),
        choice("caps", "snow", "graphite", "ivory", "navy", "sage", "blush", "mustard"),
        choice("accent", "coral", "mustard", "teal", "terracotta", "sky"),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Mechanical ones have deep cases and tall caps."""
        slim = drawn["style"] == "slim"
        drawn["case"] = float(rng.uniform(0.005, 0.008) if slim else rng.uniform(0.013, 0.02))
        drawn["cap"] = float(rng.uniform(0.0015, 0.0025) if slim else rng.uniform(0.006, 0.009))
        if slim:
            drawn["cable"] = "none"
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three cases."""
        ways: list[Way] = []
        for key in steps(SHELLS, params.choice("colour"), (1, 4)):
            case = (
                wood("walnut")
                if params.choice("style") == "wooden"
                else anodised(key)
                if params.choice("style") == "slim"
                else plastic(key)
            )
            if params.choice("style") == "wooden" and key != params.choice("colour"):
                case = wood({"fog": "ash", "snow": "ash"}.get(key, "oak") if len(ways) == 1 else "smoked_oak")
            ways.append(
                (
                    COLOURS[key],
                    [
                        ("case", case),
                        ("caps", plastic(params.choice("caps"))),
                        ("accent", plastic(params.choice("accent"))),
                        ("plate", plastic("graphite")),
                        ("rubber", rubber()),
                    ],
                )
            )
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, d = params.real("width") * (1.3 if params.choice("layout") == "full" else 1.0), params.real("depth")
        t, rim, tilt = params.real("case"), params.real("rim"), params.real("tilt")
        parts: Parts = [
            (
                "case",
                "case",
                slab(rounded_rectangle(w, d, params.real("corner"), a.segments(6, 3)), t, min(0.003, t * 0.4), 3),
            )
        ]
        kw, kd = w - 2 * rim, d - 2 * rim
        parts.append(
            ("plate", "plate", slab(rounded_rectangle(kw, kd, 0.002, 2), 0.0008, 0.0002, 1).moved(y=t - 0.0002))
        )
        y = t + 0.0008
        main = kw * (0.76 if params.choice("layout") == "full" else 0.93)
        caps = _caps(main, kd - 0.003, params.real("cap"), params.choice("style") != "slim")
        parts.append(("keys", "caps", caps.moved(x=-(kw - main) / 2 + 0.0015, y=y)))
        columns = 1 if params.choice("layout") == "compact" else 4
        parts.append(
            (
                "side keys",
                "accent",
                _side_keys(kw - main - 0.006, kd - 0.003, params.real("cap"), columns).moved(
                    x=main - kw / 2 + 0.004, y=y
                ),
            )
        )
        for part, slot, mesh in parts:
            a.add(part, slot, mesh.turned("x", tilt).moved(y=d / 2 * np.sin(tilt)))
        rise = d * np.sin(tilt)
        foot = box(0.03, max(rise * 0.86, 0.002), 0.008, 0.001, 1)
        a.add("feet", "rubber", foot.moved(x=w * 0.38, z=-d * 0.42), foot.moved(x=-w * 0.38, z=-d * 0.42))
        if params.choice("cable") == "coiled":
            turns = np.linspace(0, 16 * np.pi, a.segments(150, 40))
            x = -w * 0.3 + turns / turns[-1] * w * 0.28
            coil = np.stack([x, rise + 0.006 + 0.007 * np.cos(turns), -d / 2 - 0.018 + 0.007 * np.sin(turns)], axis=1)
            a.add("cable", "accent", tube(coil, 0.0021, 6, round_ends=1))
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        case, caps = look.finish("case"), look.finish("caps")
        noun = {
            "slim": ("slim keyboard", "超薄键盘"),
            "mechanical": ("mechanical keyboard", "机械键盘"),
            "wooden": ("wooden keyboard", "木壳键盘"),
        }[params.choice("style")]
        full = params.choice("layout") == "full"
        return Texts(
            *noun, case.label_en, case.label_zh,
            f"A {'full-size' if full else 'compact'} {noun[0]}: {case.label_en} case, {caps.label_en} caps, wireless "
            "and by cable.",
            f"{'全尺寸' if full else '紧凑'}{noun[1]}，{case.label_zh}外壳，{caps.label_zh}键帽，无线与有线双模。",
            (case.material_en, "plastic"), ("modern",), case.hex(), round(0.3 + 30 * params.real("case"), 2),
            shop_price(35 + 3000 * params.real("case") + (40 if params.choice("style") == "wooden" else 0) + (15
                if full else 0)),
        )  # fmt: skip


def _caps(width: float, depth: float, tall: float, tapered: bool) -> Mesh:
    rows = key_rows(width, depth, tall, 5, 0.0022 if not tapered else 0.0012)
    if not tapered:
        return rows
    centres = _cell_centres(rows)
    p = rows.positions.copy()
    f = np.clip(p[:, 1] / tall, 0, 1)[:, None]
    p[:, [0, 2]] = p[:, [0, 2]] * (1 - 0.24 * f) + centres * 0.24 * f
    from dataclasses import replace

    return replace(rows, positions=p)


def _cell_centres(mesh: Mesh) -> F64:
    """The middle (x, z) of each box in a join of equal boxes, repeated for its vertices."""
    size = len(box(0.01, 0.005, 0.01, 0.0006, 1).positions)
    blocks = mesh.positions.reshape(-1, size, 3)
    middle = (blocks.min(axis=1) + blocks.max(axis=1)) / 2
    return np.repeat(middle[:, [0, 2]], size, axis=0)


def _side_keys(width: float, depth: float, tall: float, columns: int) -> Mesh:
    step_x, step_z = width / columns, depth / 5
    key = box(step_x - 0.002, tall, step_z - 0.002, min(0.0008, tall * 0.4), 1)
    keys = [
        key.moved(x=(c + 0.5) * step_x, z=-depth / 2 + (r + 0.5) * step_z) for c in range(columns) for r in range(5)
    ]
    return join(keys)
