"""Tote bags."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.bag_kit import TONES, TRIMS, rivet, trimmed_looks
from inference.families.garment_form import draped, wrinkled
from inference.families.geometry import Mesh
from inference.families.geometry_skin import F64, curve, lid, ring, shell, strap, through
from inference.families.materials import COLOURS
from inference.families.pictures import shirt_print
from inference.families.shoe_parts import overlay
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import U8, pictured, seeded
from scenes.model.values import Model


class Tote(Family):
    """Open totes with two handles: canvas with a print, or leather."""

    key = "tote"
    category = ("Bags", "Totes")
    category_zh = ("箱包", "托特包")
    typical_size_m = ((0.26, 0.56), (0.36, 0.78), (0.06, 0.26))
    parameters = (
        choice("style", "market", "structured", "slouchy"),
        real("width", 0.3, 0.46),
        real("height", 0.26, 0.4),
        real("depth", 0.08, 0.18),
        real("flare", 0.92, 1.15, ""),
        real("pinch", 0.35, 0.95, ""),
        real("handle_drop", 0.12, 0.3),
        real("handle_width", 0.018, 0.034),
        real("handle_apart", 0.26, 0.42, ""),
        real("base", 0.0, 0.4, ""),
        real("slump", 0.0, 0.008),
        integer("seed", 0, 9999),
        choice("motif", "print", "plain", "pocket"),
        choice("cloth", "canvas", "leather", "linen", "felt", "denim"),
        choice("trim", *TRIMS),
        choice("metal", "brass", "steel", "black_steel"),
        choice("colour", *TONES),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Structured ones are leather and stand straight."""
        if drawn["style"] == "structured":
            drawn.update(cloth="leather", slump=0.0008, motif="plain", pinch=float(rng.uniform(0.6, 0.95)))
        elif drawn["cloth"] == "leather" and drawn["motif"] == "print":
            drawn["motif"] = "pocket"
        if drawn["trim"] == drawn["colour"]:
            drawn["trim"] = "espresso" if drawn["colour"] != "espresso" else "cognac"
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours with their trims."""
        return trimmed_looks(params)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        width, height = params.real("width"), params.real("height")
        rng = np.random.default_rng(params.integer("seed"))
        grid = _tote_body(params, a, rng)
        a.add("body", "cloth", shell(grid, 0.0028))
        a.add("base", "trim" if params.real("base") > 0.12 else "cloth", lid(grid[0], up=False))
        a.add("lining", "lining", lid(grid[0] * (0.99, 1, 0.99) + (0, 0.004, 0), up=True))
        base = params.real("base")
        around = grid.shape[1]
        if base > 0.12:
            a.add("base", "trim", overlay(grid, 0, 1, lambda s: 0 * s, lambda s: base + 0 * s, 0.0014, around + 1, 5))
        a.add(
            "rim", "trim", overlay(grid, 0, 1, lambda s: 0.93 + 0 * s, lambda s: 0.995 + 0 * s, 0.0012, around + 1, 3)
        )
        _tote_handles(params, a, grid)
        if params.choice("motif") == "print":
            size = 0.62 * min(width, height)
            a.add("print", "cloth", _front_patch(grid, size, height * 0.5, 0.0018, a.segments(14, 6)))
        elif params.choice("motif") == "pocket":
            from inference.families.tops import pocket

            a.add("pocket", "cloth", pocket(grid, -0.11, 0.11, 0.22, 0.66, a.segments(12, 5), a.segments(10, 5)))
        model = a.model(self.key, self.looks(params))
        return (
            pictured(model, "print", _tote_print(params), roughness=0.9) if params.choice("motif") == "print" else model
        )

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        cloth, trim = look.finish("cloth"), look.finish("trim")
        w, h, d = (params.real(k) for k in ("width", "height", "depth"))
        litres = w * h * d * 1000 * 0.85
        mass = (2 * h * (w + d) + w * d) * (1.6 if cloth.material_en == "leather" else 0.75) + 0.1
        cost = (95 if cloth.material_en == "leather" else 22) * (0.6 + w * h * 6)
        return Texts(
            "tote bag", "托特包", cloth.label_en, cloth.label_zh,
            f"A {params.choice('style')} tote in {cloth.label_en} with {trim.label_en} handles, {litres:.0f} litres. "
            f"The handles are {params.real('handle_drop') * 100:.0f} cm high and go over the shoulder.",
            f"{cloth.label_zh}托特包，{trim.label_zh}提手，容量约 {litres:.0f} 升，"
            f"提手高 {params.real('handle_drop') * 100:.0f} 厘米，可肩背。",
            tuple(dict.fromkeys((cloth.material_en, trim.material_en))), ("casual",), cloth.hex(), round(mass, 2),
            shop_price(cost),
        )  # fmt: skip


def _tote_body(params: Params, a: Assembly, rng: np.random.Generator) -> F64:
    width, height, depth = params.real("width"), params.real("height"), params.real("depth")
    n = a.segments(72, 24)
    flare, pinch = params.real("flare"), params.real("pinch")

    def level(y: float, w: float, d: float, power: float) -> F64:
        return ring(w, d, y, n, power)

    base = width / max(flare, 1.0)
    rings = [
        level(0.0, base, depth, 6.0), level(height * 0.06, base * 1.005, depth * 1.01, 5.5),
        level(height * 0.5, base * (1 + flare) / 2, depth * (0.45 + 0.55 * pinch), 4.2),
        level(height, base * flare, depth * pinch * 0.82, 3.2),
    ]  # fmt: skip
    grid = through(rings, a.segments(18, 7))
    grid = draped(grid[::-1], rng, 6, params.real("slump") * 0.8, 1.0)[::-1]
    return wrinkled(grid, rng, 10, params.real("slump") * 0.8, 1.2)


def _front_patch(grid: F64, size: float, y: float, lift: float, n: int) -> Mesh:
    """A square patch on the front of a body, by projecting a flat square onto its skin."""
    from inference.families.geometry import grid_mesh

    rows, around = grid.shape[:2]
    half = around // 4
    front = np.concatenate([grid[:, -half:], grid[:, : half + 1]], axis=1)
    x, height = np.meshgrid(np.linspace(-size / 2, size / 2, n), np.linspace(y - size / 2, y + size / 2, n))
    z = np.empty_like(x)
    ys = front[:, front.shape[1] // 2, 1]
    for j in range(n):
        t = np.interp(height[j, 0], ys, np.linspace(0, rows - 1, rows))
        i = min(int(t), rows - 2)
        line = front[i] * (1 - (t - i)) + front[i + 1] * (t - i)
        z[j] = np.interp(x[j], line[:, 0], line[:, 2])
    points = np.stack([x, height, z + lift], axis=2)
    return grid_mesh(points, uv=np.stack([x, -height], axis=2))


def _tote_print(params: Params) -> U8:
    rng = seeded(params, "tote")
    light = sum(COLOURS[params.choice("colour")].rgb) > 1.5
    inks = (
        ("navy", "burgundy", "forest", "terracotta", "charcoal")
        if light
        else ("ivory", "butter", "coral", "sky", "mint")
    )
    rgb = [COLOURS[str(k)].rgb for k in rng.choice(list(inks), 3, replace=False)]
    art = shirt_print(
        384,
        int(rng.integers(1000)),
        (1.0, 0.0, 1.0),
        (rgb[0], rgb[1], rgb[2]),
        str(rng.choice(["garden", "market", "atelier", "sunday"])),
    )
    alpha = np.where(np.abs(art.astype(int) - (255, 0, 255)).sum(axis=2) > 130, 255, 0).astype(np.uint8)
    return np.ascontiguousarray(np.dstack([np.where(alpha[..., None] > 0, art, 128).astype(np.uint8), alpha]))


def _tote_handles(params: Params, a: Assembly, grid: F64) -> None:
    width, height = params.real("width"), params.real("height")
    half = width * params.real("handle_apart") / 2 + 0.01
    drop, wide = params.real("handle_drop"), params.real("handle_width")
    rows = grid.shape[0]
    front = grid[rows - 1, 0, 2]
    low = grid[round((rows - 1) * 0.72), 0]
    path = curve(
        [(-half, low[1], low[2] + 0.004), (-half, height * 0.97, front + 0.005),
            (-half * 0.95, height + drop * 0.5, front * 0.7 + 0.004),
         (-half * 0.55, height + drop * 0.93, front * 0.5), (0, height + drop, front * 0.45),
         (half * 0.55, height + drop * 0.93, front * 0.5),
         (half * 0.95, height + drop * 0.5, front * 0.7 + 0.004), (half, height * 0.97, front + 0.005),
         (half, low[1], low[2] + 0.004)],
        a.segments(44, 14),
    )  # fmt: skip
    made = strap(path, (0, 0, 1), wide, 0.0042)
    studs = [rivet(0.004, a.segments(10, 6)).moved(x=s * half, y=low[1] + 0.012, z=low[2] + 0.0065) for s in (1, -1)]
    a.add("handles", "trim", made, made.turned("y", np.pi))
    a.add("studs", "metal", *studs, *(m.turned("y", np.pi) for m in studs))
