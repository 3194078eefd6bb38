"""Sandals: slides, buckled bands, strappy ones, flip-flops, wedges. Pairs."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.geometry import Mesh
from inference.families.geometry_skin import F64, curve, shell, skin, strap
from inference.families.materials import COLOURS, Finish, fabric, leather, metal, rubber
from inference.families.shoe_form import Last
from inference.families.shoe_kit import LEATHERS, Parts, shoe_looks, stand
from inference.families.shoe_parts import sole
from inference.families.solids import tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from inference.families.worn_kit import colour_looks, steps
from scenes.model.values import Model


class Sandal(Family):
    """Open shoes of five styles."""

    key = "sandal"
    category = ("Shoes", "Sandals")
    category_zh = ("鞋履", "凉鞋")
    typical_size_m = ((0.18, 0.42), (0.04, 0.2), (0.18, 0.42))
    parameters = (
        choice("style", "slide", "two_band", "strappy", "flip_flop", "wedge"),
        real("length", 0.24, 0.30),
        real("width", 0.35, 0.40, ""),
        real("sole", 0.014, 0.034),
        real("heel", 0.002, 0.06),
        real("instep", 0.055, 0.072),
        real("band", 0.008, 0.085),
        real("skew", -0.015, 0.02),
        real("cup", 0.0, 0.006),
        choice("bed", "cork", "leather", "rubber"),
        choice("sole_colour", "espresso", "graphite", "snow", "sand"),
        choice("hide", "smooth", "suede", "patent"),
        choice("colour", *LEATHERS),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Slides have one broad band; wedges rise."""
        style = str(drawn["style"])
        band = {
            "slide": (0.062, 0.085),
            "two_band": (0.032, 0.042),
            "strappy": (0.009, 0.014),
            "flip_flop": (0.008, 0.012),
            "wedge": (0.018, 0.028),
        }
        drawn["band"] = float(rng.uniform(*band[style]))
        drawn["heel"] = float(rng.uniform(0.045, 0.06) if style == "wedge" else rng.uniform(0.002, 0.008))
        drawn["bed"] = (
            "rubber"
            if style == "flip_flop"
            else "cork"
            if style == "two_band"
            else str(rng.choice(["cork", "leather"]))
        )
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        ways = []
        bed = {"cork": fabric("felt", "sand", -0.04), "leather": shoe_bed(), "rubber": rubber("graphite")}[
            params.choice("bed")
        ]
        for look, key in zip(
            shoe_looks(params, params.choice("sole_colour")),
            steps(LEATHERS, params.choice("colour"), (1, 3, 6)),
            strict=True,
        ):
            ways.append(
                (
                    COLOURS[key],
                    [
                        ("upper", look.finish("upper")),
                        ("bed", bed),
                        ("sole", look.finish("sole")),
                        ("metal", metal("polished_brass")),
                    ],
                )
            )
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        stand(a, self._shoe(params, a), params)
        return a.model(self.key, self.looks(params))

    def _shoe(self, params: Params, a: Assembly) -> Parts:
        length = params.real("length")
        last = Last(
            length, length * params.real("width") / 2, 0.0, 0.1, params.real("heel"), 0.006, params.real("sole")
        )
        around = a.segments(56, 20)
        low = sole(last, [(0.0, -0.005), (0.0, -0.001), (0.08, 0.001), (0.42, 0.0005), (0.45, -0.0002)], around)
        high = sole(last, [(0.44, 0.0), (0.5, 0.001), (0.94, 0.0012), (1.0, 0.0)], around, False)
        flat = last.outline(around, 0.0)
        rim = np.stack([flat[:, 0], last.base(flat[:, 1]), flat[:, 1]], axis=1)
        cup = params.real("cup")
        rows = []
        for t in (0.0, 0.06, 0.2, 0.5, 1.0):
            ring = (
                rim * (1 - t)
                + np.stack([0 * flat[:, 0], last.base(flat[:, 1]), flat[:, 1] * 0.9 + 0.05 * length], axis=1) * t
            )
            ring[:, 1] = last.base(ring[:, 2]) - cup * min(1.0, t * 4) + (0.0015 if t > 0 else 0.0)
            rows.append(ring)
        out: Parts = [
            ("outsole", "sole", low),
            ("midsole", "bed" if params.choice("bed") == "cork" else "sole", high),
            ("footbed", "bed", skin(np.stack(rows))),
        ]
        return out + self._bands(params, a, last)

    def _bands(self, params: Params, a: Assembly, last: Last) -> Parts:
        style, width, skew, tall = (
            params.choice("style"),
            params.real("band"),
            params.real("skew"),
            params.real("instep"),
        )
        out: Parts = []
        if style == "slide":
            return [("band", "upper", _cover(last, 0.50, 0.50 + width / last.length * 1.4, tall, a))]
        if style == "flip_flop":
            toe = np.array([last.half_width * -0.14, last.base(np.array([last.length * 0.83]))[0], last.length * 0.83])
            for side in (1.0, -1.0):
                end = _arc(last, 0.46, 0.0, tall * 0.7, 9)[0 if side > 0 else -1]
                path = curve(
                    np.stack(
                        [
                            toe + (0, 0.001, 0),
                            toe + (side * 0.004, 0.020, -0.004),
                            (toe + end) / 2 + (side * 0.012, 0.030, -0.012),
                            end,
                        ]
                    ),
                    a.segments(18, 8),
                )
                out.append(
                    (
                        "straps",
                        "upper",
                        strap(path, (0.4 * side, 1, 0.25), width * np.linspace(0.8, 1.25, len(path)), 0.0045),
                    )
                )
            out.append(
                (
                    "post",
                    "upper",
                    tube(np.stack([toe - (0, 0.004, 0), toe + (0, 0.02, -0.002)]), 0.004, 8, round_ends=2),
                )
            )
            return out
        places = {"two_band": (0.47, 0.68), "strappy": (0.42, 0.53, 0.64, 0.75), "wedge": (0.62, 0.72)}[style]
        for i, place in enumerate(places):
            path = _arc(
                last,
                place,
                skew * (1 if i % 2 else -1) if style == "strappy" else 0.0,
                tall * (1.15 - 0.55 * (place - 0.42)),
                a.segments(22, 10),
            )
            middle = np.array([0.0, float(path[0, 1]), float(path[:, 2].mean())])
            out.append(("bands", "upper", strap(path, path - middle, width, 0.0030)))
            if style == "two_band":
                p = path[len(path) // 3]
                frame = (
                    np.array([(0.010, 0.012, 0), (0.010, -0.012, 0), (-0.010, -0.012, 0), (-0.010, 0.012, 0)])
                    @ _up(p - middle).T
                )
                out.append(("buckles", "metal", tube(frame + p + _unit(p - middle) * 0.004, 0.0014, 6, closed=True)))
        if style in ("strappy", "wedge"):
            out += self._ankle(last, width, a)
        return out

    @staticmethod
    def _ankle(last: Last, width: float, a: Assembly) -> Parts:
        k = last.length / 0.28
        t = np.linspace(0, 2 * np.pi, a.segments(36, 14))[:-1]
        y = float(last.base(np.array([0.05]))[0]) + 0.082 * k
        ring = np.stack([0.034 * k * np.sin(t), y + 0.008 * np.cos(t), 0.068 * k + 0.044 * k * np.cos(t)], axis=1)
        outward = (ring - ring.mean(axis=0)) * (1, 0, 1)
        closed = np.concatenate([ring, ring[:1]])
        out: Parts = [
            ("ankle strap", "upper", strap(closed, np.concatenate([outward, outward[:1]]), min(width, 0.013), 0.0026))
        ]
        for side in (1.0, -1.0):
            foot = _arc(last, 0.16, 0.0, 0.05, 9)[0 if side > 0 else -1]
            path = curve(np.stack([foot, foot + (side * 0.003, 0.035 * k, 0.0), (side * 0.033 * k, y, 0.062 * k)]), 8)
            out.append(("side straps", "upper", strap(path, (side, 0, 0), min(width, 0.012), 0.0026)))
        return out

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        hide = self.looks(params)[0].finish("upper")
        noun = {"slide": ("slides", "拖鞋"), "two_band": ("two-band sandals", "双带凉鞋"),
            "strappy": ("strappy sandals", "绑带凉鞋"),
                "flip_flop": ("flip-flops", "人字拖"),
                "wedge": ("wedge sandals", "坡跟凉鞋")}[params.choice("style")]  # fmt: skip
        eu = round((params.real("length") * 100 + 1.0) * 1.5 - 3)
        rise = (params.real("sole") + params.real("heel")) * 1000
        bed = {"cork": ("cork", "软木"), "leather": ("leather", "皮革"), "rubber": ("rubber", "橡胶")}[
            params.choice("bed")
        ]
        return Texts(
            *noun, hide.label_en, hide.label_zh,
            f"A pair of {noun[0]} in {hide.label_en} on a {bed[0]} footbed, {rise:.0f} mm under the heel. EU size "
            f"{eu}.",
            f"{hide.label_zh}{noun[1]}，{bed[1]}鞋床，后跟 {rise:.0f} 毫米，欧码 {eu}。",
            (hide.material_en, bed[0]), ("summer",), hide.hex(), round(0.25 + 8 * params.real("sole"), 2),
            shop_price({"slide": 38, "two_band": 72, "strappy": 64, "flip_flop": 18,
                "wedge": 78}[params.choice("style")] + 300 * params.real("sole")),
        )  # fmt: skip


def shoe_bed() -> Finish:
    """The leather of a footbed."""
    return leather("camel")


def _half_widths(last: Last, z: F64) -> tuple[F64, F64]:
    """Outer and inner edge of the footbed at places z (metres)."""
    flat = last.outline(160, -0.001)
    outer, inner = flat[flat[:, 0] > 0], flat[flat[:, 0] <= 0]
    outer, inner = outer[np.argsort(outer[:, 1])], inner[np.argsort(inner[:, 1])]
    return np.interp(z, outer[:, 1], outer[:, 0]), np.interp(z, inner[:, 1], inner[:, 0])


def _arc(last: Last, place: float, skew: float, tall: float, count: int) -> F64:
    """A path over the foot from the outer to the inner edge at a place along it."""
    t = np.linspace(0, np.pi, count)
    z = place * last.length + skew * np.cos(t)
    outer, inner = _half_widths(last, z)
    x = (outer + inner) / 2 + (outer - inner) / 2 * np.sign(np.cos(t)) * np.abs(np.cos(t)) ** 0.75
    return np.stack([x, last.base(z) - 0.003 + tall * np.sin(t) ** 0.8, z - 0.10 * tall * np.sin(t)], axis=1)


def _cover(last: Last, start: float, end: float, tall: float, a: Assembly) -> Mesh:
    """A broad band over the foot, higher towards the instep."""
    rows = [
        _arc(last, p, 0.0, tall * (1.12 - 1.1 * (p - start)), a.segments(26, 12))
        for p in np.linspace(end, start, a.segments(9, 5))
    ]
    return shell(np.stack(rows), 0.004, closed=False)


def _unit(v: F64) -> F64:
    return np.asarray(v / np.linalg.norm(v))


def _up(normal: F64) -> F64:
    """(3, 3) whose columns are side, along and outward for a small flat thing on a strap."""
    n = _unit(normal)
    side = _unit(np.cross((0.0, 0.0, 1.0), n))
    return np.stack([side, np.cross(n, side), n], axis=1)
