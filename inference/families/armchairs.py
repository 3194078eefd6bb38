"""Armchairs: clubs, wooden lounges, barrels and wing chairs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import ellipse, line, rounded_rectangle, smooth_path
from inference.families.geometry import both_sides
from inference.families.joinery import UPHOLSTERY, bent, four_legs, frame_finish, looks_of, neighbours, upholstery
from inference.families.materials import COVER_COLOURS, WOODS
from inference.families.sofas import body_of
from inference.families.soft import cushion, sheet
from inference.families.solids import box, slab, sweep, tube
from inference.families.upholstery import ARMS, upholstered
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from scenes.model.values import Model

F64 = NDArray[np.float64]
_COLOURS = COVER_COLOURS
_LEGS = ("tapered", "round", "square", "turned", "rod", "plinth")
_FORM_TEXT = {
    "club": ("club chair", "俱乐部单椅"),
    "lounge": ("lounge chair", "休闲椅"),
    "barrel": ("barrel chair", "桶形椅"),
    "wing": ("wing chair", "翼背椅"),
}


class Armchair(Family):
    """Easy chairs with arms."""

    key = "armchair"
    category = ("Furniture", "Armchairs")
    category_zh = ("家具", "扶手椅")
    hangs = "floor"
    typical_size_m = ((0.58, 1.2), (0.64, 1.15), (0.62, 1.02))
    parameters = (
        choice("form", "club", "lounge", "barrel", "wing"),
        choice("arms", *ARMS),
        choice("legs", *_LEGS),
        choice("cover", *UPHOLSTERY),
        choice("colour", *_COLOURS),
        real("shade", -0.08, 0.1, ""),
        choice("frame", *WOODS, "black_steel", "brass", "chrome"),
        real("seat_width", 0.52, 0.68),
        real("depth", 0.7, 0.9),
        real("seat_height", 0.38, 0.45),
        real("back_height", 0.7, 1.08),
        real("back_thickness", 0.09, 0.17),
        real("back_lean", 0.08, 0.28, "rad"),
        real("arm_width", 0.05, 0.2),
        real("arm_height", 0.54, 0.64),
        real("leg_height", 0.08, 0.2),
        real("cushion", 0.1, 0.17),
        real("softness", 0.0, 1.0, ""),
        real("wrap", 0.0, 1.0, ""),
        choice("piping", "none", "piped"),
        choice("tufting", "plain", "tufted"),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Wing chairs are tall, barrels low."""
        form = drawn["form"]
        if form == "wing":
            drawn["back_height"] = float(rng.uniform(0.98, 1.08))
            drawn["arms"] = "round" if rng.random() < 0.5 else "rolled"
            drawn["arm_width"] = float(rng.uniform(0.08, 0.12))
        elif form == "barrel":
            drawn["back_height"] = float(rng.uniform(0.7, 0.8))
        else:
            drawn["back_height"] = float(rng.uniform(0.74, 0.92))
        if drawn["arms"] in ("rolled", "round") and form == "club":
            drawn["arm_width"] = float(rng.uniform(0.12, 0.2))
        if form == "lounge" and drawn["frame"] not in WOODS and rng.random() < 0.6:
            drawn["frame"] = "walnut"
        if drawn["legs"] == "plinth":
            drawn["leg_height"] = 0.08
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three colours of the cover."""
        kind, shade = params.choice("cover"), params.real("shade")
        covers = [upholstery(kind, c, shade) for c in neighbours(_COLOURS, params.choice("colour"), (8, 19))]
        return looks_of("fabric", covers, frame=frame_finish(params.choice("frame")))

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        form = params.choice("form")
        if form == "lounge":
            _lounge(a, params)
        elif form == "barrel":
            _barrel(a, params)
        else:
            upholstered(a, body_of(params, 1))
            if form == "wing":
                _wings(a, params)
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        cover, frame = look.finish("fabric"), look.finish("frame")
        noun = _FORM_TEXT[params.choice("form")]
        cost = (
            260
            + 260 * params.real("seat_width")
            + 150 * ("leather" in params.choice("cover"))
            + 140 * (params.real("back_height") - 0.6)
        )
        mass = 12 + 12 * params.real("depth") + 14 * params.real("arm_width") + 6 * params.real("back_height")
        height = params.real("seat_height") * 100
        return Texts(
            *noun,
            cover.label_en,
            cover.label_zh,
            f"A {noun[0]} in {cover.label_en} with {frame.label_en} details, seat height {height:.0f} cm.",
            f"{cover.label_zh}{noun[1]}，配{frame.label_zh}，座高 {height:.0f} 厘米。",
            tuple(dict.fromkeys((cover.material_en, frame.material_en))),
            ("mid-century",)
            if params.choice("form") == "lounge"
            else ("classic",)
            if params.choice("form") == "wing"
            else ("modern",),
            cover.hex(),
            round(mass, 1),
            shop_price(cost),
        )


def _lounge(a: Assembly, params: Params) -> None:
    """A wooden or tubular frame with armrests that carries two loose cushions."""
    w, d, seat = params.real("seat_width") + 0.02, params.real("depth"), params.real("seat_height")
    pad, arm_h, lean = params.real("cushion"), params.real("arm_height"), params.real("back_lean") + 0.12
    x, thick = w / 2 + 0.03, 0.034 + 0.04 * (params.real("arm_width") - 0.05)
    front, back = d / 2 - 0.06, -d / 2 + 0.16
    outline = rounded_rectangle(thick, thick * 1.25, thick * 0.32, 3)
    top = params.real("back_height")
    foot_front, head_front = np.array([x, 0, front + 0.04]), np.array([x, arm_h, front])
    a.add(
        "legs",
        "frame",
        both_sides(
            tube(line(foot_front, head_front, 4), thick / 2 * np.array([0.65, 0.85, 1, 0.85]), a.segments(14, 6))
        ),
    )
    foot_back = np.array([x, 0, back - 0.12])
    a.add(
        "legs",
        "frame",
        both_sides(
            tube(
                line(foot_back, (x, arm_h, back + 0.02), 4),
                thick / 2 * np.array([0.65, 0.9, 1, 0.9]),
                a.segments(14, 6),
            )
        ),
    )
    arm = smooth_path(
        [[x, arm_h + 0.012, front + 0.07], [x, arm_h + 0.022, (front + back) / 2], [x, arm_h - 0.012, back - 0.06]],
        a.segments(10, 4),
    )
    flat = rounded_rectangle(thick * 1.7, thick * 0.75, thick * 0.3, 3)
    a.add("arms", "frame", both_sides(sweep(arm, flat, np.linspace(1.0, 0.72, len(arm)), up=(0, 1, 0), round_ends=2)))
    rail_y = seat - pad - 0.01
    for z, drop in ((front + 0.01, 0.0), (back, 0.055)):
        a.add("frame", "frame", sweep(line([-x, rail_y - drop, z], [x, rail_y - drop, z], 2), outline, up=(0, 1, 0)))
    a.add(
        "frame",
        "frame",
        both_sides(sweep(line([x, rail_y, front], [x, rail_y - 0.055, back - 0.02], 2), outline * 0.8, up=(0, 1, 0))),
    )
    tip = np.array([0.0, top, back - np.tan(lean) * (top - rail_y)])
    base = np.array([0.0, rail_y - 0.05, back])
    for u in np.linspace(-0.8, 0.8, 6):
        a.add(
            "back",
            "frame",
            tube(line(base + (u * w / 2, 0, 0), tip + (u * w / 2, -0.03, 0), 3), 0.009, a.segments(8, 5)),
        )
    crest = line(tip + (-w / 2, -0.03, 0), tip + (w / 2, -0.03, 0), 2)
    a.add("back", "frame", sweep(crest, rounded_rectangle(thick * 0.8, 0.05, 0.01, 3), up=(0, 1, 0), round_ends=2))
    soft = params.real("softness")
    piping = 0.004 if params.choice("piping") == "piped" else 0.0
    tilt = np.arctan2(0.055, front - back)
    seat_pad = cushion(w - 0.02, pad, front - back + 0.1, pad * 0.4, 0.012 + 0.02 * soft, 0.01 * soft, piping, a.detail)
    a.add("seat", "fabric", seat_pad.turned("x", -tilt).moved(y=rail_y - 0.014, z=(front + back) / 2 + 0.04))
    rise = (top - seat) / np.cos(lean) + 0.03
    back_pad = cushion(w - 0.02, pad * 0.85, rise, pad * 0.36, 0.02 + 0.02 * soft, 0.0, piping, a.detail)
    middle = base + (tip - base) * ((seat - base[1] + rise * 0.5 * np.cos(lean)) / (tip[1] - base[1]))
    a.add("back cushion", "fabric", back_pad.turned("x", np.pi / 2 - lean).at(middle + (0, 0.0, 0.012)))


def _barrel(a: Assembly, params: Params) -> None:
    """A back that wraps around into the arms."""
    w, d, seat = params.real("seat_width") + 0.1, params.real("depth") - 0.05, params.real("seat_height")
    thick, leg_h, pad = params.real("back_thickness") * 0.8, params.real("leg_height"), params.real("cushion")
    wrap = 0.62 + 0.2 * params.real("wrap")
    n, rows = a.segments(34, 12), a.segments(8, 3)
    angle = np.linspace(-np.pi * wrap, np.pi * wrap, n)
    h = np.linspace(0, 1, rows)
    dip = params.real("back_height") - params.real("arm_height")
    top = (
        params.real("back_height")
        - dip * (0.5 - 0.5 * np.cos(np.clip(np.abs(angle) / (np.pi * wrap), 0, 1) * np.pi)) ** 0.9
    )
    low = leg_h + thick * 0.45
    y = low + (top[None, :] - low) * h[:, None]
    flare = 1 + params.real("back_lean") * 0.35 * h[:, None]
    px = np.sin(angle)[None, :] * (w / 2 + thick * 0.2) * flare
    pz = -np.cos(angle)[None, :] * (d / 2 - thick * 0.3) * (1 + 0.6 * (flare - 1))
    grid = np.stack([px, y, pz], axis=2)[:, ::-1]
    wall = sheet(grid, thick)
    a.add("back", "fabric", wall)
    rim = grid[-1]
    a.add("back", "fabric", tube(rim, thick / 2 * 1.02, a.segments(12, 6), round_ends=3))
    for end in (0, -1):
        a.add("arms", "fabric", tube(grid[:, end], thick / 2 * 1.02, a.segments(12, 6), round_ends=2))
    if params.choice("tufting") == "tufted":
        for k in range(2, n - 2, max(2, round(2 * a.detail))):
            groove = grid[:, k] * (0.93, 1, 0.93)
            a.add("back", "fabric", tube(groove, 0.022, a.segments(8, 5), round_ends=2))
    inner = ellipse(w - thick * 0.6, d - thick * 0.9, a.segments(40, 14))
    a.add("base", "fabric", slab(inner, seat - pad - leg_h, 0.01, 2).moved(y=leg_h))
    soft = slab(inner, pad, pad * 0.4, a.segments(5, 2))
    crown = 0.01 + 0.025 * params.real("softness")
    a.add(
        "seat",
        "fabric",
        bent(soft, lambda x, yy, z: (x, yy + crown * yy / pad * (1 - (2 * x / w) ** 2), z)).moved(y=seat - pad, z=0.02),
    )
    if params.choice("piping") == "piped":
        loop = np.column_stack([inner[:, 0], np.full(len(inner), seat - pad * 0.12), -inner[:, 1] + 0.02])
        a.add("seat", "fabric", tube(loop, 0.004, 6, closed=True))
    if params.choice("legs") == "plinth":
        a.add("legs", "frame", slab(ellipse(w * 0.75, d * 0.75, 32), leg_h + 0.005, 0.003, 1))
    else:
        style = params.choice("legs")
        a.add("legs", "frame", four_legs(a, style, w * 0.29, d * 0.29, leg_h + 0.01, 0.036, 0.12))


def _wings(a: Assembly, params: Params) -> None:
    """Ears beside the head."""
    x = params.real("seat_width") / 2 + params.real("arm_width") * 0.35
    low, high = params.real("arm_height") - 0.06, params.real("back_height") - 0.01
    d, reach = params.real("depth"), 0.12 + 0.14 * params.real("wrap")
    wing = box(0.06, high - low, reach + 0.1, 0.028, a.segments(4, 2), cuts=(1, 6, 4))
    height = high - low
    back_z = -d / 2 + params.real("back_thickness") * 0.4

    def eared(px: F64, y: F64, z: F64) -> tuple[F64, F64, F64]:
        t = y / height
        fullness = 0.45 + 0.55 * np.sin(np.pi * np.clip(t * 0.85 + 0.12, 0, 1))
        back_edge = -(reach + 0.1) / 2
        lean = np.tan(params.real("back_lean")) * (y + low - params.real("leg_height") - 0.2) * 0.6
        return px + 0.05 * np.clip((z - back_edge) / reach, 0, 1), y, back_edge + (z - back_edge) * fullness - lean

    a.add("wings", "fabric", both_sides(bent(wing, eared).moved(x, low, back_z + (reach + 0.1) / 2)))
