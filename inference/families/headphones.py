"""Over-ear and on-ear headphones: cushions, cups, yokes, a padded band."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle, superellipse
from inference.families.geometry import Mesh, join
from inference.families.materials import COLOURS, Finish, fabric, leather, metal, plastic, wood
from inference.families.soft import loft
from inference.families.solids import box, lathe, sweep
from inference.families.values import F64, Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from inference.families.worn_kit import anodised, colour_looks, steps, tint
from scenes.model.values import Model

_COLOURS = (
    "graphite", "snow", "navy", "sand", "forest", "burgundy", "fog", "teal", "blush", "charcoal", "ivory", "sky",
    "terracotta", "sage",
)  # fmt: skip
_SHELLS = ("matte", "gloss", "metal", "wood")


class Headphones(Family):
    """Headphones with round, oval or squared cups, standing on their cushions as on a shop's table."""

    key = "headphones"
    category = ("Electronics", "Headphones")
    category_zh = ("数码", "头戴耳机")
    typical_size_m = ((0.18, 0.26), (0.14, 0.235), (0.06, 0.115))
    parameters = (
        choice("style", "studio", "travel", "retro", "sculpted"),
        real("cup_width", 0.062, 0.088),
        real("cup_height", 0.072, 0.1),
        real("cup_depth", 0.022, 0.036),
        real("cushion", 0.014, 0.026),
        real("squareness", 2.0, 3.6, ""),
        real("taper", 0.55, 0.9, ""),
        real("band_width", 0.022, 0.042),
        real("band_thickness", 0.006, 0.016),
        real("span", 0.145, 0.172),
        real("rise", 0.165, 0.2),
        real("arch", 2.1, 2.9, ""),
        real("splay", 0.0, 0.16, "rad"),
        choice("shell", *_SHELLS),
        choice("pads", "leather", "velvet"),
        choice("trim", "chrome", "black_steel", "brass", "copper", "aluminium"),
        choice("colour", *_COLOURS),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Retro ones are small, round and thin-banded."""
        if drawn["style"] == "retro":
            size = float(rng.uniform(0.064, 0.076))
            drawn.update(cup_width=size, cup_height=size * 1.02, squareness=2.0, cushion=0.014)
            drawn["shell"] = str(rng.choice(["wood", "metal", "matte"]))
        else:
            drawn["cup_height"] = float(drawn["cup_width"]) * float(rng.uniform(1.1, 1.24))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three or four colours."""
        ways = []
        pads = params.choice("pads")
        for key in steps(_COLOURS, params.choice("colour"), (1, 4, 9)):
            dark = "graphite" if key not in ("snow", "ivory", "fog", "sand", "blush", "sky") else "pebble"
            shell = _shell(params.choice("shell"), key)
            pad = (
                leather(dark if key not in ("sand", "ivory") else "cognac")
                if pads == "leather"
                else fabric("velvet", dark)
            )
            ways.append((COLOURS[key], [
                ("shell", shell), ("pads", pad), ("trim", metal(params.choice("trim"))),
                ("frame", plastic(key) if params.choice("shell") != "wood" else metal("black_steel")),
                ("mesh", fabric("weave", "graphite")),
            ]))  # fmt: skip
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        span, rise = params.real("span"), params.real("rise")
        height = params.real("cup_height")
        middle = height * 0.5
        for part, slot, mesh in _cup(params, a):
            turned = mesh.turned("z", params.real("splay")).moved(x=span / 2 - 0.004, y=middle)
            a.add(part, slot, turned, turned.mirrored("x"))
        for part, slot, mesh in _band(params, a, middle, rise):
            a.add(part, slot, mesh)
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        shell, pad = look.finish("shell"), look.finish("pads")
        over = params.real("cup_height") > 0.08
        noun = ("over-ear headphones", "头戴式耳机") if over else ("on-ear headphones", "贴耳式耳机")
        mass = 0.17 + 0.6 * params.real("cup_height") + (0.06 if params.choice("shell") in ("metal", "wood") else 0)
        cost = (
            70
            + 1500 * params.real("cup_depth")
            + {"matte": 0, "gloss": 25, "metal": 110, "wood": 140}[params.choice("shell")]
        )
        hours = 20 + round(params.real("cup_depth") * 900)
        return Texts(
            *noun, shell.label_en, shell.label_zh,
            f"Wireless {noun[0]} with {shell.label_en} cups and {pad.label_en} cushions, "
            f"{params.real('cushion') * 1000:.0f} mm deep. "
            f"Up to {hours} hours of music, folding yokes, a cable in the box.",
            f"无线{noun[1]}，{shell.label_zh}耳罩配{pad.label_zh}耳垫，厚 {params.real('cushion') * 1000:.0f} 毫米，续"
            f"航约 {hours} 小时，支架可折叠，附音频线。",
            tuple(dict.fromkeys((shell.material_en, pad.material_en, look.finish("trim").material_en))),
            ("retro",) if params.choice("style") == "retro" else ("modern",),
            shell.hex(), round(mass, 2), shop_price(cost),
        )  # fmt: skip


def _shell(kind: str, colour: str) -> Finish:
    if kind == "metal":
        return anodised(colour)
    if kind == "gloss":
        return plastic(colour, glossy=True)
    if kind == "wood":
        return wood("walnut" if colour in ("graphite", "navy", "forest", "burgundy", "charcoal") else "oak")
    return tint("soft_touch", colour, 0.62)


def _outline(params: Params, count: int, grow: float) -> F64:
    w, h = params.real("cup_width") + 2 * grow, params.real("cup_height") + 2 * grow
    return superellipse(w, h, params.real("squareness"), count)


def _layers(outline_at: list[tuple[float, F64]]) -> F64:
    """Sections stacked along +X from outlines in the (z, y) plane."""
    return np.stack([np.stack([np.full(len(o), x), o[:, 1], -o[:, 0]], axis=1) for x, o in outline_at])


def _cup(params: Params, a: Assembly) -> list[tuple[str, str, Mesh]]:
    """The right cup; its middle at the origin, the ear towards -X."""
    n = a.segments(44, 14)
    depth, taper, soft = params.real("cup_depth"), params.real("taper"), params.real("cushion")
    full = _outline(params, n, 0.0)
    style = params.choice("style")
    dome = [(0.0, full * 0.97), (0.002, full)]
    for t in np.linspace(0.1, 1.0, a.segments(7, 4)):
        swell = 1 - (1 - taper) * t**2.2 if style != "sculpted" else 1 - (1 - taper) * (1 - np.cos(np.pi * t)) / 2
        dome.append((0.002 + depth * 0.9 * t, full * swell))
    rim = full * taper
    dome += [(depth * 0.9 + 0.004, rim * 0.985), (depth * 0.9 + 0.005, rim * 0.95)]
    out = [("cups", "shell", loft(_layers(dome)))]
    face = depth * 0.9 + 0.005
    out.append(
        (
            "cup plates",
            "trim",
            loft(_layers([(face - 0.001, rim * 0.80), (face + 0.0012, rim * 0.80), (face + 0.0016, rim * 0.775)])),
        )
    )
    out.append(
        (
            "cup plates",
            "shell",
            loft(_layers([(face, rim * 0.74), (face + 0.0022, rim * 0.74), (face + 0.0026, rim * 0.715)])),
        )
    )
    angle = np.linspace(0, 2 * np.pi, a.segments(14, 8) + 1)
    grow = params.real("cup_width") * 0.17
    puff = []
    for t in angle:
        puff.append(
            (
                -soft / 2 + soft / 2 * np.cos(t) * 1.02,
                full * (1 - 2 * grow / params.real("cup_width") * (0.5 - 0.5 * np.sin(t) * 0.98 - 0.03)),
            )
        )
    ring = _layers(puff)
    out.append(("cushions", "pads", loft(ring, False, False).flipped()))
    inner = full * 0.66
    out.append(("drivers", "mesh", loft(_layers([(-soft * 0.35, inner), (-soft * 0.3, inner)])).flipped()))
    out += _controls(params, a, depth)
    return out


def _controls(params: Params, a: Assembly, depth: float) -> list[tuple[str, str, Mesh]]:
    h = params.real("cup_height") / 2
    buttons = [
        box(0.006, 0.002, 0.004, 0.0009, 1).moved(x=depth * 0.3, y=-h * 0.97 - 0.0006).turned("x", angle)
        for angle in (2.6, 2.75, 2.9)
    ]
    return [("buttons", "trim", join([b.turned("x", -2.6 + 0.25 * i) for i, b in enumerate(buttons)]))]


def _band(params: Params, a: Assembly, middle: float, rise: float) -> list[tuple[str, str, Mesh]]:
    """Yokes, arms and the padded band over the head."""
    span, power = params.real("span"), params.real("arch")
    style, width, thick = params.choice("style"), params.real("band_width"), params.real("band_thickness")
    out_x = span / 2 + params.real("cup_depth") * 0.42
    top = max(rise, middle * 2 + 0.075)
    start = middle + params.real("cup_height") * 0.62
    t = np.linspace(0, np.pi, a.segments(40, 14))
    x = np.sign(np.cos(t)) * np.abs(np.cos(t)) ** (2 / power) * (out_x - 0.002)
    y = start + np.abs(np.sin(t)) ** (2 / power) * (top - start)
    path = np.stack([x, y, 0 * x], axis=1)
    keep = slice(2, -2)
    flat = rounded_rectangle(width, thick * 0.45, thick * 0.22, 3)
    parts = [
        (
            "headband",
            "shell" if style != "retro" else "trim",
            sweep(path[keep], flat if style != "retro" else flat * (0.45, 0.6), up=(1, 0, 0)),
        )
    ]
    inner = np.stack([x * 0.965, start + (y - start) * 0.965 - thick * 0.1, 0 * x], axis=1)
    n = len(t)
    pad = slice(round(n * 0.2), n - round(n * 0.2))
    swell = np.sin(np.linspace(0.25, np.pi - 0.25, len(inner[pad])))
    section = superellipse(width * 0.98, thick * 1.15, 2.8, a.segments(16, 8))
    parts.append(("headband pad", "pads", sweep(inner[pad], section, 0.72 + 0.28 * swell, up=(1, 0, 0), round_ends=2)))
    for side in (1.0, -1.0):
        parts.append(
            (
                "arms",
                "trim",
                sweep(
                    np.array(
                        [
                            (side * out_x, middle + params.real("cup_height") * 0.52, 0.0),
                            (side * out_x, start + 0.004, 0.0),
                            (side * (out_x - 0.003), start + 0.03, 0.0),
                        ]
                    ),
                    rounded_rectangle(0.012, 0.0045, 0.002, 2),
                    up=(1, 0, 0),
                ),
            )
        )
    parts.append(("yokes", "frame", _yokes(params, a, middle, out_x)))
    return parts


def _yokes(params: Params, a: Assembly, middle: float, out_x: float) -> Mesh:
    half_z, half_y = params.real("cup_width") / 2 + 0.0035, params.real("cup_height") / 2 + 0.0045
    t = np.linspace(np.pi, 0, a.segments(20, 8))
    arc = np.stack([np.full(len(t), out_x), middle + half_y * np.sin(t) ** 0.9, half_z * np.cos(t)], axis=1)
    yoke = sweep(arc, rounded_rectangle(0.004, 0.008, 0.0016, 2), up=(1, 0, 0))
    pins = [lathe([(0, -0.004), (0.0042, -0.004), (0.0048, -0.002), (0.0048, 0.002), (0.0042, 0.004), (0, 0.004)], 12)
            .turned("x", np.pi / 2).moved(x=out_x, y=middle, z=s * half_z) for s in (1, -1)]  # fmt: skip
    right = join([yoke, *pins])
    return join([right, right.mirrored("x")])
