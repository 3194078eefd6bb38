"""Wheeled suitcases and duffel bags."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.bag_kit import d_ring
from inference.families.curves import rounded_rectangle, superellipse
from inference.families.geometry import Mesh, both_sides, four_corners, join
from inference.families.geometry_skin import curve, strap
from inference.families.materials import COLOURS, fabric, leather, metal, plastic, rubber
from inference.families.soft import loft
from inference.families.solids import box, extrude, lathe, sweep, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import anodised, colour_looks, steps
from scenes.model.values import Model


class Suitcase(Family):
    """Wheeled suitcases, hard shells with ribs or soft, and duffel bags."""

    key = "suitcase"
    category = ("Bags", "Luggage")
    category_zh = ("箱包", "行李箱")
    typical_size_m = ((0.3, 0.62), (0.24, 1.15), (0.2, 0.4))
    parameters = (
        choice("style", "ribbed", "grooved", "plain", "duffel"),
        real("width", 0.34, 0.54),
        real("height", 0.46, 0.72),
        real("depth", 0.2, 0.3),
        real("corner", 0.035, 0.08),
        integer("ribs", 5, 13),
        real("relief", 0.003, 0.006),
        real("handle", 0.0, 0.34),
        choice("shell", "matte", "gloss", "metal", "canvas"),
        choice("trim", "graphite", "cognac", "espresso", "fog"),
        choice(
            "colour",
            "graphite",
            "navy",
            "sage",
            "burgundy",
            "sand",
            "sky",
            "teal",
            "mustard",
            "fog",
            "blush",
            "forest",
            "coral",
        ),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Cabin to large; duffels are of cloth."""
        height = float(rng.choice([rng.uniform(0.46, 0.5), rng.uniform(0.58, 0.63), rng.uniform(0.67, 0.72)]))
        drawn["height"], drawn["width"] = height, height * float(rng.uniform(0.68, 0.74))
        drawn["depth"] = height * float(rng.uniform(0.38, 0.43))
        if drawn["style"] == "duffel":
            drawn["shell"] = "canvas"
            drawn.update(
                width=float(rng.uniform(0.44, 0.54)),
                trim=str(rng.choice(["cognac", "espresso", "graphite"])),
            )
        elif drawn["shell"] == "canvas":
            drawn["style"] = "plain"
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        keys = (
            "graphite",
            "navy",
            "sage",
            "burgundy",
            "sand",
            "sky",
            "teal",
            "mustard",
            "fog",
            "blush",
            "forest",
            "coral",
        )
        ways = []
        for key in steps(keys, params.choice("colour"), (1, 4, 6)):
            kind = params.choice("shell")
            body = {
                "matte": plastic(key),
                "gloss": plastic(key, glossy=True),
                "metal": anodised(key),
                "canvas": fabric("canvas", key),
            }[kind]
            ways.append(
                (
                    COLOURS[key],
                    [
                        ("shell", body),
                        (
                            "trim",
                            leather(params.choice("trim")) if kind == "canvas" else plastic(params.choice("trim")),
                        ),
                        ("metal", metal("aluminium")),
                        ("rubber", rubber()),
                        ("zip", metal("black_steel")),
                    ],
                )
            )
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        if params.choice("style") == "duffel":
            _duffel(params, a)
        else:
            _trolley(params, a)
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        body = look.finish("shell")
        duffel = params.choice("style") == "duffel"
        w, h, d = params.real("width"), params.real("height"), params.real("depth")
        litres = round(w * w * 0.62 * w * 0.58 * 1000 * 0.8) if duffel else round(w * h * d * 880)
        noun = (
            ("duffel bag", "旅行袋") if duffel else ("cabin suitcase", "登机箱") if h < 0.54 else ("suitcase", "行李箱")
        )
        return Texts(
            *noun, body.label_en, body.label_zh,
            f"A {litres}-litre {noun[0]} in {body.label_en}" + (", with leather handles." if duffel
                else ", four double wheels, telescopic handle, number lock."),
            f"{litres} 升{body.label_zh}{noun[1]}，" + ("皮革提手。" if duffel else "四组双轮，伸缩拉杆，密码锁。"),
            (body.material_en, look.finish("trim").material_en), ("travel",), body.hex(),
            round(1.0 + litres * 0.032, 1),
            shop_price((55 if duffel else 70) + litres * 1.4 + (90 if params.choice("shell") == "metal" else 0)),
        )  # fmt: skip


def _trolley(params: Params, a: Assembly) -> None:
    w, h, d, corner = (params.real(k) for k in ("width", "height", "depth", "corner"))
    lift = 0.045
    n = a.segments(9, 4)
    half = d / 2 - 0.004
    plan = rounded_rectangle(w, h, corner, n)
    for side in (1.0, -1.0):
        rows = []
        for t in (0.0, 0.5, 0.78, 0.92, 0.985, 1.0):
            size = 1 - 0.085 * max(0.0, (t - 0.5) / 0.5) ** 3.2
            rows.append(
                np.column_stack([plan * (size, 1 - (1 - size) * w / h), np.full(len(plan), 0.004 + (half - 0.004) * t)])
            )
        shell_half = loft(np.stack(rows), cap_start=False)
        a.add("shell", "shell", (shell_half if side > 0 else shell_half.mirrored("z")).moved(y=lift + h / 2))
    a.add("zip", "zip", extrude(plan * 0.995, 0.010, 0.002, 1).moved(y=lift + h / 2))
    a.add(
        "zip",
        "trim",
        tube(np.column_stack([plan * 1.001, np.full(len(plan), 0.0)]), 0.0026, 6, closed=True).moved(y=lift + h / 2),
    )
    style, count = params.choice("style"), params.integer("ribs")
    relief = params.real("relief")
    if style != "plain":
        span = w * 0.80
        for i in range(count):
            x = (i - (count - 1) / 2) * span / count
            rib = box(
                span / count * (0.62 if style == "ribbed" else 0.28), h * 0.84, relief * 2, relief * 0.95, 2
            ).moved(x=x, y=lift + h * 0.08, z=half + relief * 0.25)
            a.add("ribs", "shell", rib, rib.mirrored("z"))
    elif params.choice("shell") == "canvas":
        pouch = extrude(rounded_rectangle(w * 0.82, h * 0.5, 0.03, n), 0.03, 0.012, 3).moved(
            y=lift + h * 0.34, z=half + 0.006
        )
        a.add("front pocket", "shell", pouch)
        line = rounded_rectangle(w * 0.76, h * 0.44, 0.02, n)
        a.add(
            "zip",
            "zip",
            tube(np.column_stack([line, np.full(len(line), half + 0.021)]), 0.003, 6, closed=True).moved(
                y=lift + h * 0.34
            ),
        )
    _wheels(a, w, d, lift)
    _trolley_handles(params, a, w, h, d, lift)


def _wheels(a: Assembly, w: float, d: float, lift: float) -> None:
    wheel = lathe(
        [(0, -0.009), (0.017, -0.009), (0.0215, -0.006), (0.0215, 0.006), (0.017, 0.009), (0, 0.009)],
        a.segments(24, 10),
    ).turned("z", np.pi / 2)
    x, z = w * 0.42, d * 0.36
    pair = join([wheel.moved(x=-0.0115), wheel.moved(x=0.0115)]).moved(x=x, y=0.0215, z=z)
    a.add("wheels", "rubber", four_corners(pair))
    fork = join(
        [
            box(0.012, 0.030, 0.018, 0.004, 2).moved(x=x, y=0.020, z=z),
            box(0.048, 0.016, 0.05, 0.006, 2).moved(x=x, y=lift - 0.012, z=z),
        ]
    )
    a.add("wheel housings", "trim", four_corners(fork))


def _trolley_handles(params: Params, a: Assembly, w: float, h: float, d: float, lift: float) -> None:
    top = lift + h
    rise = params.real("handle")
    z = -d * 0.36
    bars = [
        tube(np.array([(s * w * 0.2, top - 0.02, z), (s * w * 0.2, top + rise + 0.012, z)]), 0.006, a.segments(12, 8))
        for s in (1, -1)
    ]
    a.add("telescopic handle", "metal", *bars)
    a.add("telescopic handle", "trim", box(w * 0.4 + 0.03, 0.022, 0.026, 0.009, 3).moved(y=top + rise + 0.004, z=z))
    a.add("handle base", "trim", box(w * 0.48, 0.012, 0.05, 0.005, 2).moved(y=top - 0.006, z=z))
    grip = curve(
        [
            (-0.07, top - 0.003, 0.02),
            (-0.065, top + 0.018, 0.02),
            (0, top + 0.023, 0.02),
            (0.065, top + 0.018, 0.02),
            (0.07, top - 0.003, 0.02),
        ],
        a.segments(20, 8),
    )
    a.add("handles", "trim", sweep(grip, rounded_rectangle(0.022, 0.009, 0.004, 2), up=(0, 1, 0)))
    side = curve(
        [
            (w / 2 - 0.003, -0.08, 0),
            (w / 2 + 0.018, -0.07, 0),
            (w / 2 + 0.023, 0, 0),
            (w / 2 + 0.018, 0.07, 0),
            (w / 2 - 0.003, 0.08, 0),
        ],
        a.segments(20, 8),
    )
    a.add(
        "handles", "trim", sweep(side, rounded_rectangle(0.022, 0.009, 0.004, 2), up=(1, 0, 0)).moved(y=lift + h * 0.55)
    )
    a.add("lock", "metal", box(0.008, 0.05, 0.03, 0.003, 2).moved(x=w / 2, y=lift + h * 0.75))


def _duffel(params: Params, a: Assembly) -> None:
    w = params.real("width")
    tall, deep = w * 0.60, w * 0.54
    n = a.segments(48, 18)
    flat = superellipse(deep, tall, 2.6, n)
    rows = []
    for t in np.linspace(-1, 1, a.segments(17, 9)):
        size = 1 - 0.05 * t**2 - 0.10 * np.abs(t) ** 9
        sag = -0.015 * (1 - t * t) * np.clip(flat[:, 1] / tall * 2, 0, 1)
        y = np.maximum(flat[:, 1] * size + sag, -tall * 0.46)
        rows.append(np.column_stack([np.full(n, t * w / 2), y + tall * 0.46, -flat[:, 0] * size]))
    body = np.stack(rows)
    a.add("body", "shell", loft(body))
    for row in (1, -2):
        a.add("piping", "trim", tube(body[row] * (1.0, 1.002, 1.004), 0.004, 6, closed=True))
    crest = body[2:-2, int(np.argmax(flat[:, 1]))] + np.array([0, 0.0015, 0])
    a.add("zip", "zip", strap(crest, (0, 1, 0), 0.024, 0.003))
    for x in (w * 0.22, -w * 0.22):
        k = int(np.argmin(np.abs(body[:, 0, 0] - x)))
        ring = body[k].copy()
        ring[:, 0] = x
        ring = (ring - ring.mean(axis=0)) * (1, 1.006, 1.006) + ring.mean(axis=0)
        outward = ring - ring.mean(axis=0)
        closed = np.concatenate([ring, ring[:1]])
        a.add("straps", "trim", strap(closed, np.concatenate([outward, outward[:1]]), 0.03, 0.003))
    for z in (1.0, -1.0):
        path = curve(
            [
                (-w * 0.22, tall * 0.62, z * deep * 0.50),
                (-w * 0.215, tall * 0.98, z * deep * 0.36),
                (-w * 0.12, tall * 1.22, z * deep * 0.14),
                (0, tall * 1.26, z * deep * 0.1),
                (w * 0.12, tall * 1.22, z * deep * 0.14),
                (w * 0.215, tall * 0.98, z * deep * 0.36),
                (w * 0.22, tall * 0.62, z * deep * 0.50),
            ],
            a.segments(36, 14),
        )
        a.add("handles", "trim", strap(path, (0, 0.15, z), 0.026, 0.005))
    a.add(
        "rings",
        "metal",
        both_sides(d_ring(0.016, 0.002, 6).turned("y", np.pi / 2).moved(x=w / 2 + 0.004, y=tall * 0.62)),
    )
    tab: Mesh = box(0.004, 0.03, 0.03, 0.0015, 1).moved(x=w / 2 - 0.001, y=tall * 0.6)
    a.add("tabs", "trim", both_sides(tab))
