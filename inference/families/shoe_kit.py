"""What boots, loafers, heels and sandals share: leathers, heels, undersides, how a pair stands."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.geometry import Mesh, join
from inference.families.geometry_skin import F64, lid, skin, through
from inference.families.materials import COLOURS, Finish, fabric, leather, metal, plastic, rubber
from inference.families.shoe_form import Last
from inference.families.shoe_parts import pair
from inference.families.values import Look, Params
from inference.families.worn_kit import SHOE_TURN_RAD, colour_looks, named, steps

LEATHERS = (
    "cognac", "graphite", "espresso", "chestnut", "navy", "burgundy", "camel", "forest", "sand", "red", "ivory",
    "blush",
    "olive", "plum", "teal",
)  # fmt: skip
Parts = list[tuple[str, str, Mesh]]


def hide(kind: str, colour: str) -> Finish:
    """Smooth leather, suede or patent leather."""
    c = COLOURS[colour]
    if kind == "suede":
        return named(fabric("felt", colour), f"{c.en} suede", f"{c.zh}麂皮")
    if kind == "patent":
        return named(plastic(colour, glossy=True), f"{c.en} patent leather", f"{c.zh}漆皮")
    return leather(colour)


def shoe_looks(params: Params, sole_colour: str) -> tuple[Look, ...]:
    """Four colours of leather."""
    ways = []
    for key in steps(LEATHERS, params.choice("colour"), (1, 3, 6)):
        ways.append((COLOURS[key], [
            ("upper", hide(params.choice("hide"), key)), ("lining", leather("sand")), ("sole", rubber(sole_colour)),
            ("welt", leather("camel") if sole_colour != "sand" else leather("cognac")),
            ("metal", metal("polished_brass")),
            ("elastic", fabric("knit", "graphite" if key != "graphite" else "charcoal")),
            ("laces", fabric("canvas", "espresso")),
        ]))  # fmt: skip
    return colour_looks(ways)


def stand(a: Assembly, parts: Parts, params: Params) -> None:
    """Adds the pair made from the left shoe's parts."""
    gap = params.real("length") * params.real("width") / 2 + 0.014
    for part, slot, mesh in parts:
        a.add(part, slot, pair(mesh, gap).turned("y", SHOE_TURN_RAD))


def last_of(params: Params, platform: float, rise: float, spring: float = 0.008) -> Last:
    """The last that the parameters say."""
    length = params.real("length")
    return Last(
        length,
        length * params.real("width") / 2,
        params.real("toe_height"),
        params.real("pointed"),
        rise,
        spring,
        platform,
    )


def block_heel(last: Last, low: float, grow: float, slim: float, count: int) -> Mesh:
    """A heel from the heel seat down to the ground; `slim` 0 keeps its plan, 1 is a stiletto."""
    end = 0.27 + 0.02 * (1 - slim)
    flat = last.outline(count * 2, grow)
    keep = flat[flat[:, 1] < last.length * end]
    keep = keep[np.argsort(-np.arctan2(keep[:, 0], keep[:, 1] - last.length * end * 0.999))]
    front = np.linspace(keep[-1], keep[0], max(4, count // 5))[1:-1]
    front = front - np.stack([0 * front[:, 0], 0.012 * np.sin(np.linspace(0, np.pi, len(front)))], axis=1)
    plan = np.concatenate([keep, front])
    middle = np.array([0.0, last.length * 0.085])
    rings = []
    for t in (0.0, 0.04, 0.3, 0.6, 0.85, 1.0):
        f = 1 - t
        size = 1 - slim * 0.80 * min(1.0, (f / 0.8) ** 0.55) if f > 0 else 1.0
        xz = middle * (1 - size) * 0.9 + plan * size
        top = last.base(plan[:, 1]) - 0.001
        rings.append(np.stack([xz[:, 0], low + (top - low) * t, xz[:, 1]], axis=1))
    grid = through(rings, 12)
    mesh = join([skin(grid), lid(grid[0], up=False, rows=1)])
    return mesh if mesh.volume() > 0 else mesh.flipped()


def forefoot(last: Last, count: int) -> Mesh:
    """The sole's own underside where a heel lifts it: from the outline down to the ground under the ball."""
    top = last.outline(count, 0.001)
    height = last.base(top[:, 1])
    ground = height - last.platform
    low = np.stack([top[:, 0] * 0.97, ground, top[:, 1] * 0.985 + 0.002], axis=1)
    high = np.stack([top[:, 0], ground + (height - ground) * 0.8, top[:, 1]], axis=1)
    return join([skin(np.stack([low, high])), _bottom(low)])


def _bottom(low: F64) -> Mesh:
    """A lid that follows an uneven ring: straight across from side to side."""
    n = len(low)
    half = n // 2
    right, left = low[: half + 1], np.concatenate([low[:1], low[: half - 1 : -1]])
    m = min(len(right), len(left))
    from inference.families.geometry import grid_mesh

    rows = np.stack([right[:m] * (1 - f) + left[:m] * f for f in (0.0, 0.5, 1.0)])
    mesh = grid_mesh(rows)
    return mesh if mesh.normals[:, 1].mean() < 0 else mesh.flipped()


def edge(last: Last, count: int, layers: list[tuple[float, float]]) -> Mesh:
    """A thin rim along the feather line: each layer is metres over it, and how far out."""
    rings = []
    for rise, grow in layers:
        flat = last.outline(count, grow)
        rings.append(np.stack([flat[:, 0], last.base(flat[:, 1]) + rise, flat[:, 1]], axis=1))
    return skin(np.stack(rings))
