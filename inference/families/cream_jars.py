"""Jars of cream with screw lids."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.cosmetic_kit import HOUSES_ZH, METALS, glossy, house_of
from inference.families.geometry import Mesh
from inference.families.geometry_skin import curve
from inference.families.materials import COLOURS, glass, metal, plain, plastic
from inference.families.pictures import label
from inference.families.solids import lathe
from inference.families.values import Family, Look, Params, Texts, choice, real, shop_price
from inference.families.worn_kit import contrast, pictured, steps, tint
from scenes.model.values import Model


class CreamJar(Family):
    """Jars of cream with screw lids and printed labels."""

    key = "cream_jar"
    category = ("Cosmetics", "Skin care")
    category_zh = ("美妆", "护肤")
    typical_size_m = ((0.04, 0.09), (0.032, 0.085), (0.04, 0.09))
    parameters = (
        choice("style", "straight", "round_shoulder", "domed"),
        choice("wall", "frosted", "opal", "amber", "plastic"),
        real("diameter", 0.046, 0.085),
        real("height", 0.024, 0.05),
        real("lid_height", 0.010, 0.024),
        real("lid_round", 0.0015, 0.006),
        real("foot", 0.9, 1.0, ""),
        choice("lid", "gold", "chrome", "copper", "graphite", "snow", "blush"),
        choice("colour", "ivory", "blush", "sage", "sky", "sand", "lilac", "graphite", "mint"),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three lines of the same care."""
        out: list[Look] = []
        for key in steps(
            ("ivory", "blush", "sage", "sky", "sand", "lilac", "graphite", "mint"), params.choice("colour"), (1, 3)
        ):
            c = COLOURS[key]
            wall = {"frosted": tint("frosted", key, 0.45, clearcoat=0.3),
                "opal": tint("opal", key, 0.12, clearcoat=1.0),
                    "amber": glass(("cognac", "forest", "cobalt")[len(out)]),
                    "plastic": plastic(key)}[params.choice("wall")]  # fmt: skip
            lid = params.choice("lid")
            out.append(Look(key, c.en, c.zh, (
                ("jar", wall), ("lid", metal(lid) if lid in METALS else glossy(lid)),
                ("cream", plain("cream", (0.95, 0.93, 0.88), 0.4)),
            )))  # fmt: skip
        return tuple(out)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        r, h, n = params.real("diameter") / 2, params.real("height"), a.segments(52, 16)
        foot = r * params.real("foot")
        style = params.choice("style")
        wall: list[tuple[float, float]]
        if style == "straight":
            wall = [(0, 0), (foot - 0.002, 0), (foot, 0.002), (r, h - 0.003), (r - 0.001, h - 0.0008), (r - 0.004, h)]
        elif style == "round_shoulder":
            wall = [
                (0, 0),
                (foot - 0.005, 0),
                (foot - 0.0015, 0.0015),
                (foot, 0.005),
                (r, h * 0.5),
                (r * 0.985, h * 0.75),
                (r * 0.93, h * 0.92),
                (r * 0.86, h),
            ]
        else:
            wall = [
                (0, 0),
                (r * 0.62, 0),
                (r * 0.75, 0.0015),
                (r * 0.92, h * 0.22),
                (r, h * 0.5),
                (r * 0.97, h * 0.8),
                (r * 0.88, h),
            ]
        if style != "straight":
            wall = [(0.0, 0.0), *((float(x), float(y)) for x, y in curve(wall[1:], a.segments(20, 8)))]
        top = wall[-1][0]
        a.add("jar", "jar", lathe([*wall, (top * 0.9, h), (0, h)], n, 25))
        c, k, lr = params.real("lid_height"), params.real("lid_round"), max(top, r * 0.94) if style != "straight" else r
        y = h + 0.0012
        a.add("neck", "jar", lathe([(0, h - 0.001), (top * 0.9, h - 0.001), (top * 0.9, y + 0.001), (0, y + 0.001)], n))
        lid = [(0, y), (lr - 0.001, y), (lr, y + 0.001), (lr, y + c - k), (lr - 0.3 * k, y + c - 0.3 * k),
            (lr - k, y + c),
               *((lr * f, y + c + (0.005 if style == "domed" else 0.0008) * (1 - f * f)) for f in (0.75, 0.5, 0.25,
                   0.0))]  # fmt: skip
        a.add("lid", "lid", lathe(lid, n, 40))
        a.add("label", "jar", _wrap(r, wall, h, n, 0.9 if style != "domed" else 0.75))
        model = a.model(self.key, self.looks(params))
        house = house_of(params)
        paper = (0.96, 0.95, 0.92) if params.choice("wall") in ("amber",) else COLOURS[params.choice("colour")].rgb
        art = label(512, 144, house, "hydrating cream", f"{_volume(r, h)} ml", paper, contrast(paper), False)
        return pictured(model, "label", art, roughness=0.5)

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        house, ml = house_of(params), _volume(params.real("diameter") / 2, params.real("height"))
        jar, lid = look.finish("jar"), look.finish("lid")
        material = {"frosted": ("frosted glass", "磨砂玻璃"), "opal": ("opal glass", "乳白玻璃"),
            "amber": ("amber glass", "琥珀玻璃"),
                    "plastic": ("plastic", "塑料")}[params.choice("wall")]  # fmt: skip
        return Texts(
            "face cream", "面霜", look.label_en, look.label_zh,
            f"{house} hydrating face cream, {ml} ml, in a {material[0]} jar with a {lid.label_en} screw lid.",
            f"{HOUSES_ZH[house]}保湿面霜，{ml} 毫升，{material[1]}瓶身，{lid.label_zh}旋盖。",
            (material[0], lid.material_en), ("care",), jar.hex(), round(0.05 + ml * 0.0028, 2),
            shop_price(16 + ml * 0.5),
        )  # fmt: skip


def _volume(radius: float, height: float) -> int:
    return max(15, round(np.pi * radius**2 * height * 0.55 * 1e6 / 5) * 5)


def _wrap(r: float, wall: list[tuple[float, float]], h: float, n: int, half_turn: float) -> Mesh:
    """A label around the front of a jar, following its wall."""
    from inference.families.geometry import grid_mesh

    ys = np.linspace(h * 0.25, h * 0.72, 14)
    radii = np.interp(ys, [p[1] for p in wall[1:]], [p[0] for p in wall[1:]]) + 0.0006
    t = np.linspace(-half_turn, half_turn, max(8, n // 2))
    grid = np.stack(
        [radii[:, None] * np.sin(t), np.broadcast_to(ys[:, None], (len(ys), len(t))), radii[:, None] * np.cos(t)],
        axis=2,
    )
    return grid_mesh(grid, uv=np.stack([t * r + 0 * ys[:, None], -ys[:, None] + 0 * t], axis=2))
