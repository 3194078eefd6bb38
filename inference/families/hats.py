"""Caps, beanies, bucket hats, fedoras and sun hats."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.garment_form import wrinkled
from inference.families.geometry_skin import F64, grid_normals, lid, oval, push, shell, skin, strap, through
from inference.families.hat_kit import TONES
from inference.families.materials import COLOURS, fabric, metal
from inference.families.soft import sheet
from inference.families.solids import tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import colour_looks, ellipsoid, named, steps
from scenes.model.values import Model


class Hat(Family):
    """Baseball caps, beanies, bucket hats, fedoras and sun hats."""

    key = "hat"
    category = ("Clothes", "Hats & caps")
    category_zh = ("服装", "帽子")
    typical_size_m = ((0.16, 0.56), (0.09, 0.32), (0.18, 0.58))
    parameters = (
        choice("style", "cap", "beanie", "bucket", "fedora", "sun"),
        real("width", 0.165, 0.185),
        real("height", 0.10, 0.15),
        real("brim", 0.035, 0.15),
        real("droop", 0.0, 0.5, ""),
        real("crease", 0.0, 0.03),
        real("turnup", 0.04, 0.075),
        integer("seed", 0, 999),
        choice("top", "button", "pompom", "none"),
        choice("cloth", "canvas", "felt", "knit", "denim", "linen"),
        choice("band", "espresso", "navy", "ivory", "burgundy", "graphite"),
        choice("colour", *TONES),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Each style has its cloth and its brim."""
        style = str(drawn["style"])
        brim = {
            "cap": (0.065, 0.08),
            "beanie": (0.035, 0.04),
            "bucket": (0.05, 0.065),
            "fedora": (0.05, 0.075),
            "sun": (0.10, 0.15),
        }[style]
        drawn["brim"] = float(rng.uniform(*brim))
        cloth = {
            "cap": ("canvas", "denim", "felt"),
            "beanie": ("knit",),
            "bucket": ("canvas", "denim", "linen"),
            "fedora": ("felt",),
            "sun": ("linen",),
        }[style]
        drawn["cloth"] = str(rng.choice(list(cloth)))
        drawn["top"] = (
            str(rng.choice(["pompom", "none"])) if style == "beanie" else "button" if style == "cap" else "none"
        )
        drawn["droop"] = float(rng.uniform(0.3, 0.5) if style == "bucket" else rng.uniform(0.02, 0.2))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        ways = []
        for key in steps(TONES, params.choice("colour"), (1, 4, 7)):
            cloth = fabric(params.choice("cloth"), key)
            if params.choice("cloth") == "felt":
                cloth = named(cloth, f"{COLOURS[key].en} wool felt", f"{COLOURS[key].zh}羊毛毡")
            ways.append((COLOURS[key], [
                ("cloth", cloth), ("band", fabric("canvas", params.choice("band") if params.choice("band") != key
                    else "sand")), ("lining", fabric("linen", "oatmeal")),
                ("fur", fabric("boucle", "ivory" if key != "ivory" else "fog")), ("metal", metal("brass")),
            ]))  # fmt: skip
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        style = params.choice("style")
        crown = _crown(params, a)
        a.add("crown", "cloth", shell(crown[:-1], 0.0022))
        a.add("crown", "cloth", skin(crown[-2:]), lid(crown[-1]))
        if style == "cap":
            self._cap(params, a, crown)
        elif style == "beanie":
            self._beanie(params, a, crown)
        else:
            self._brimmed(params, a, crown)
        if params.choice("top") != "none":
            peak = crown[-1].mean(axis=0)
            r = 0.007 if params.choice("top") == "button" else 0.032
            flat = 0.45 if params.choice("top") == "button" else 1.0
            a.add(
                "top",
                "cloth" if flat < 1 else "fur",
                ellipsoid(r, r * flat, r, a.segments(22, 10)).at(peak + np.array([0, r * flat * 0.6, 0])),
            )
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _cap(params: Params, a: Assembly, crown: F64) -> None:
        reach, droop = params.real("brim"), params.real("droop")
        n = a.segments(28, 10)
        t = np.linspace(-1.15, 1.15, n)
        count = crown.shape[1]
        place = (t / (2 * np.pi)) % 1.0 * count
        base = np.stack(
            [np.interp(place, np.arange(count + 1), np.append(crown[0, :, k], crown[0, 0, k])) for k in range(3)],
            axis=1,
        )
        rows = []
        for f in np.linspace(0, 1, a.segments(8, 4)):
            span = np.sqrt(np.clip(1 - (t / 1.151) ** 2, 0.0001, 1)) ** 0.9
            out = base + np.stack([np.sin(t) * 0.10, 0 * t, np.cos(t)], axis=1) * (reach * f * span)[:, None]
            out[:, 1] += 0.006 - droop * reach * f * 0.8 - 0.020 * (t / 1.15) ** 2 * (0.4 + 0.6 * f)
            rows.append(out)
        grid = np.stack(rows)[:, ::-1]
        a.add("peak", "cloth", sheet(grid, 0.004))
        for k in range(6):
            line = (
                crown[:-1, round(k * count / 6) % count]
                + grid_normals(crown)[:-1, round(k * count / 6) % count] * 0.0006
            )
            a.add("seams", "cloth", tube(line, 0.0012, 5))
        dots = [
            ellipsoid(0.0028, 0.0028, 0.0014, 10).at(
                crown[round(len(crown) * 0.62), round((k + 0.5) * count / 6) % count]
            )
            for k in range(6)
        ]
        a.add("eyelets", "band", *dots)

    @staticmethod
    def _beanie(params: Params, a: Assembly, crown: F64) -> None:
        tall = params.real("turnup")
        low = crown[0]
        middle = low.mean(axis=0)
        out = (low - middle) * (1, 0, 1) / np.linalg.norm((low - middle) * (1, 0, 1), axis=1, keepdims=True)
        cuff = through(
            [
                low + out * 0.002,
                low + out * 0.009 + (0, 0.008, 0),
                low + out * 0.009 + (0, tall * 0.6, 0),
                low + out * 0.004 + (0, tall, 0),
            ],
            9,
        )
        ribs = 0.0012 * np.cos(np.linspace(0, 2 * np.pi * 28, cuff.shape[1], endpoint=False))
        a.add("cuff", "cloth", shell(push(cuff, np.broadcast_to(ribs, cuff.shape[:2])), 0.003))
        tag = strap(
            np.array([[0, tall * 0.3, low[0, 2] + 0.012], [0, tall * 0.62, low[0, 2] + 0.0125]]),
            (0, 0, 1),
            0.035,
            0.0015,
        )
        a.add("label", "band", tag)

    @staticmethod
    def _brimmed(params: Params, a: Assembly, crown: F64) -> None:
        reach, droop = params.real("brim"), params.real("droop")
        low = crown[0]
        out = low * (1, 0, 1) / np.linalg.norm(low * (1, 0, 1), axis=1, keepdims=True)
        fedora = params.choice("style") == "fedora"
        rows = []
        for f in np.linspace(0, 1, a.segments(9, 5)):
            ring = low + out * reach * f
            ring[:, 1] += -droop * reach * 1.5 * f**1.3
            if fedora:
                ring[:, 1] += reach * f**2 * (0.42 * (1 - np.cos(2 * np.arctan2(out[:, 0], out[:, 2]))) * 0.5 - 0.12)
            else:
                wave = np.sin(3 * np.arctan2(out[:, 0], out[:, 2]) + params.integer("seed")) * 0.03
                ring[:, 1] += reach * f**2 * wave
            rows.append(ring)
        grid = np.stack(rows[::-1])
        a.add("brim", "cloth", shell(grid, 0.0025))
        if params.choice("style") != "bucket":
            lift = (out * 0.0018)[None] + np.array([[[0, 0.001, 0]], [[0, 0.026, 0]]])
            k = 1 - 0.026 * 0.25
            ring = np.stack([low, low * (k, 1, k)]) + lift
            a.add("ribbon", "band", shell(ring, 0.0014))
            bow = ellipsoid(0.016, 0.010, 0.004, 14).moved(
                x=float(ring[0, :, 0].max()) * 0.999, y=float(low[0, 1]) + 0.014
            )
            a.add("ribbon", "band", bow.turned("y", 0.0) if fedora else bow)
        else:
            for i, f in enumerate((0.25, 0.5, 0.75)):
                row = rows[min(round(f * (len(rows) - 1)), len(rows) - 1)] + np.array([0, 0.0008, 0])
                a.add("stitching", "cloth", tube(row, 0.0008 + 0.0001 * i, 4, closed=True))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        cloth = look.finish("cloth")
        noun = {
            "cap": ("baseball cap", "棒球帽"),
            "beanie": ("beanie", "针织帽"),
            "bucket": ("bucket hat", "渔夫帽"),
            "fedora": ("fedora", "费多拉帽"),
            "sun": ("sun hat", "遮阳帽"),
        }[params.choice("style")]
        around = params.real("width") * 1.1 * np.pi * 100
        brim = params.real("brim") * 100
        more = (
            f"brim {brim:.0f} cm"
            if params.choice("style") != "beanie"
            else f"turn-up {params.real('turnup') * 100:.0f} cm"
        )
        return Texts(
            *noun, cloth.label_en, cloth.label_zh,
            f"A {noun[0]} in {cloth.label_en}, head size {around:.0f} cm, {more}, {params.real('height') * 100:.0f} "
            "cm high.",
            f"{cloth.label_zh}{noun[1]}，头围 {around:.0f} 厘米，帽高 {params.real('height') * 100:.0f} 厘米。",
            ("wool",) if cloth.pattern in ("felt", "knit") else ("linen",) if cloth.pattern == "linen" else ("cotton",
                ), ("casual",), cloth.hex(),
            round(0.07 + 0.4 * params.real("brim"), 2),
            shop_price({"cap": 22, "beanie": 24, "bucket": 27, "fedora": 58,
                "sun": 39}[params.choice("style")] + 60 * params.real("height")),
        )  # fmt: skip


def _crown(params: Params, a: Assembly) -> F64:
    style, w, h = params.choice("style"), params.real("width"), params.real("height")
    n, rng = a.segments(60, 24), np.random.default_rng(params.integer("seed"))
    d = w * 1.18
    shape = {"cap": ((0, 1.0), (0.3, 1.0), (0.6, 0.92), (0.85, 0.66), (0.96, 0.36), (1.0, 0.06)),
        "beanie": ((0, 0.97), (0.3, 1.02), (0.6, 0.98), (0.84, 0.74), (0.96, 0.4), (1.0, 0.06)),
             "bucket": ((0, 1.02), (0.35, 0.98), (0.8, 0.90), (0.93, 0.86), (0.985, 0.62), (1.0, 0.06)),
             "fedora": ((0, 1.0), (0.35, 0.96), (0.75, 0.86), (0.93, 0.76), (0.99, 0.5), (1.0, 0.06)),
             "sun": ((0, 1.0), (0.35, 0.98), (0.72, 0.88), (0.92, 0.64), (0.985, 0.34),
                 (1.0, 0.06))}[style]  # fmt: skip
    tall = h * (1.35 if style == "beanie" else 1.0)
    rings = []
    for y, k in shape:
        flat = oval(w * k, d * k, n, 2.1)
        rings.append(np.stack([flat[:, 0], np.full(n, y * tall), flat[:, 1]], axis=1))
    grid = through(rings, a.segments(20, 9))
    t = np.clip(grid[..., 1] / tall, 0, 1)
    if style == "fedora":
        ridge = np.exp(-((grid[..., 0] / 0.022) ** 2)) * np.clip((t - 0.82) / 0.15, 0, 1)
        grid[..., 1] -= params.real("crease") * 1.2 * ridge
        pinch = np.exp(-(((grid[..., 2] - d * 0.30) / 0.03) ** 2)) * np.clip((t - 0.45) / 0.4, 0, 1)
        grid[..., 0] *= 1 - params.real("crease") * 9 * pinch
        return grid
    soft = {"beanie": 0.004, "bucket": 0.0025, "cap": 0.0012, "sun": 0.001}[style] * (0.7 + 20 * params.real("crease"))
    moved = wrinkled(grid[:-1], rng, 8, soft, 1.2, 1.0)
    return np.concatenate([moved, grid[-1:]])
