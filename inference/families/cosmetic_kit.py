"""What cosmetics share: shades, houses, bottle shapes, labels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inference.families.geometry import Mesh
from inference.families.geometry_skin import oval
from inference.families.materials import Colour, Finish, plain, plastic, rgb
from inference.families.soft import loft
from inference.families.values import F64, Params
from inference.families.worn_kit import seeded

SHADES: dict[str, Colour] = {
    key: Colour(key, en, zh, rgb(code)) for key, en, zh, code in (
        ("ruby", "ruby", "宝石红", "#a5122a"), ("brick", "brick", "砖红", "#8e3427"),
        ("rosewood", "rosewood", "玫瑰木", "#8f4a4a"),
        ("nude", "nude", "裸色", "#c08a76"), ("peony", "peony", "牡丹粉", "#c94f78"),
        ("berry", "berry", "浆果", "#6d1c42"),
        ("poppy", "poppy", "罂粟红", "#d6382c"), ("cocoa", "cocoa", "可可", "#5f3327"),
        ("petal", "petal", "花瓣粉", "#df9aa0"),
        ("fig", "fig", "无花果紫", "#5a2b4b"), ("apricot", "apricot", "杏色", "#e39a6d"),
        ("cherry", "cherry", "樱桃红", "#7d0f1f"),
    )
}  # fmt: skip


METALS = ("gold", "chrome", "copper", "black_steel")


HOUSES = ("Solene", "Nerine", "Ombrelle", "Yunhe", "Veraine", "Calisto")


HOUSES_ZH = {
    "Solene": "索莲",
    "Nerine": "娜琳",
    "Ombrelle": "昂贝",
    "Yunhe": "云禾",
    "Veraine": "薇然",
    "Calisto": "卡莉",
}


def house_of(params: Params) -> str:
    """The fictive house that makes this member."""
    return str(seeded(params, "house").choice(list(HOUSES)))


def glossy(colour: str) -> Finish:
    """Glossy plastic."""
    return plastic(colour, glossy=True)


def shade_finish(key: str, roughness: float, clearcoat: float = 0.0) -> Finish:
    """Pigment in a named shade."""
    c = SHADES[key]
    made = plain(f"shade_{key}", c.rgb, roughness, clearcoat=clearcoat)
    return replace(made, label_en=c.en, label_zh=c.zh, material_en="pigment")


def stacked(sections: list[tuple[float, F64]]) -> Mesh:
    """A closed body through level outlines ((n, 2) in x and z), from the bottom up."""
    return loft(np.stack([np.stack([o[:, 0], np.full(len(o), y), o[:, 1]], axis=1) for y, o in sections]))


def plan_of(form: str, width: float, depth: float, count: int) -> F64:
    """The plan outline of a bottle or case, counter-clockwise seen from the top's underside as loft wants it."""
    if form == "round":
        return oval(width, width, count)
    if form == "oval":
        return oval(width, depth, count, 2.4)
    if form == "square":
        return oval(width, depth, count, 7.0)
    if form == "facet":
        sides = 8
        corner = np.arange(sides) * 2 * np.pi / sides + np.pi / 8
        points = np.stack([np.sin(corner) * width / 2, np.cos(corner) * depth / 2], axis=1) / np.cos(np.pi / 8)
        t = np.linspace(0, sides, count, endpoint=False)
        i = t.astype(int)
        f = (t - i)[:, None]
        return np.asarray(points[i % sides] * (1 - f) + points[(i + 1) % sides] * f)
    return oval(width, depth, count, 3.2)


def house_name(params: Params) -> tuple[str, str]:
    """The fictive house that makes this member, in English and Chinese."""
    house = house_of(params)
    return house, HOUSES_ZH[house]


def label_around(
    form: str, width: float, depth: float, low: float, high: float, half_turn: float, columns: int
) -> Mesh:
    """A label on the front of a straight bottle; UVs flat."""
    plan = plan_of(form, width, depth, 240)
    angle = np.unwrap(np.arctan2(plan[:, 0], plan[:, 1]))
    t = np.linspace(-half_turn, half_turn, columns)
    order = np.argsort((angle + np.pi) % (2 * np.pi) - np.pi)
    around = ((angle + np.pi) % (2 * np.pi) - np.pi)[order]
    x, z = np.interp(t, around, plan[order, 0]), np.interp(t, around, plan[order, 1])
    if form == "square":
        x, z = np.linspace(-width * 0.42, width * 0.42, columns), np.full(columns, depth / 2)
    y = np.linspace(low, high, 6)[:, None]
    grid = np.stack([x * 1.004 + 0 * y, y + 0 * x, z + 0.0005 + 0 * y], axis=2)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(z)))])
    from inference.families.geometry import grid_mesh

    return grid_mesh(grid, uv=np.stack([along + 0 * y, -y + 0 * along], axis=2))
