"""Sofas: two to four seats, many arms and legs, with chaise and throw pillows."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.joinery import UPHOLSTERY, frame_finish, looks_of, neighbours, upholstery
from inference.families.materials import COVER_COLOURS, WOODS, fabric
from inference.families.upholstery import ARMS, Body, upholstered
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from scenes.model.values import Model

_COLOURS = COVER_COLOURS
_LEGS = ("tapered", "round", "square", "turned", "rod", "plinth")
_ARM_TEXT = {
    "box": ("straight arms", "直扶手"),
    "round": ("round arms", "圆扶手"),
    "rolled": ("rolled arms", "卷扶手"),
    "slope": ("sloping arms", "斜扶手"),
    "slim": ("slim arms", "窄扶手"),
}


class Sofa(Family):
    """Sofas and corner sofas."""

    key = "sofa"
    category = ("Furniture", "Sofas")
    category_zh = ("家具", "沙发")
    hangs = "floor"
    typical_size_m = ((1.2, 3.1), (0.66, 1.02), (0.75, 1.75))
    parameters = (
        integer("seats", 2, 4),
        choice("arms", *ARMS),
        choice("legs", *_LEGS),
        choice("cover", *UPHOLSTERY),
        choice("colour", *_COLOURS),
        real("shade", -0.08, 0.1, ""),
        choice("frame", *WOODS, "black_steel", "brass", "chrome"),
        real("seat_width", 0.56, 0.74),
        real("depth", 0.8, 1.0),
        real("seat_height", 0.41, 0.47),
        real("back_height", 0.72, 0.94),
        real("back_thickness", 0.11, 0.2),
        real("back_lean", 0.04, 0.2, "rad"),
        real("arm_width", 0.06, 0.24),
        real("arm_height", 0.54, 0.66),
        real("leg_height", 0.05, 0.18),
        real("cushion", 0.11, 0.19),
        real("softness", 0.0, 1.0, ""),
        choice("piping", "none", "piped"),
        choice("tufting", "plain", "tufted"),
        choice("shape", "straight", "chaise_left", "chaise_right"),
        real("chaise", 0.5, 0.75),
        integer("pillows", 0, 3),
        choice("pillow_colour", *_COLOURS),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Slim arms are slim; four seats are narrow ones; short sofas have no chaise."""
        if drawn["arms"] == "slim":
            drawn["arm_width"] = float(rng.uniform(0.06, 0.1))
        elif drawn["arms"] in ("rolled", "round"):
            drawn["arm_width"] = float(rng.uniform(0.14, 0.22))
        if int(drawn["seats"]) == 4:
            drawn["seat_width"] = float(rng.uniform(0.56, 0.64))
        if int(drawn["seats"]) == 2 or rng.random() < 0.55:
            drawn["shape"] = "straight"
        if rng.random() < 0.7:
            drawn["tufting"] = "plain"
        if drawn["legs"] == "plinth":
            drawn["leg_height"] = float(rng.uniform(0.05, 0.09))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three colours of the cover."""
        kind, shade = params.choice("cover"), params.real("shade")
        covers = [upholstery(kind, c, shade) for c in neighbours(_COLOURS, params.choice("colour"), (6, 13))]
        pillow = fabric("linen" if kind != "linen" else "velvet", params.choice("pillow_colour"))
        return looks_of("fabric", covers, frame=frame_finish(params.choice("frame")), pillow=pillow)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        shape = params.choice("shape")
        upholstered(
            a,
            body_of(
                params,
                params.integer("seats"),
                params.real("chaise") if shape != "straight" else 0.0,
                -1.0 if shape == "chaise_left" else 1.0,
                params.integer("pillows"),
            ),
        )
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        cover, frame = look.finish("fabric"), look.finish("frame")
        seats, corner = params.integer("seats"), params.choice("shape") != "straight"
        noun = (
            f"{seats}-seat sofa" + (" with chaise" if corner else ""),
            "零一两三四"[seats] + "人沙发" + ("带贵妃榻" if corner else ""),
        )
        arms = _ARM_TEXT[params.choice("arms")]
        width = seats * params.real("seat_width") + 2 * params.real("arm_width")
        cost = (
            320
            + 330 * width
            + 240 * corner
            + 260 * ("leather" in params.choice("cover"))
            + 120 * (params.choice("tufting") == "tufted")
        )
        mass = 16 * width + 8 + 14 * corner + 20 * params.real("cushion")
        return Texts(
            *noun,
            cover.label_en,
            cover.label_zh,
            f"A sofa {width * 100:.0f} cm wide with {arms[0]}, covered in {cover.label_en}, on {frame.label_en} legs. "
            f"Seat height {params.real('seat_height') * 100:.0f} cm.",
            f"宽 {width * 100:.0f} 厘米的{arms[1]}沙发，{cover.label_zh}面料，{frame.label_zh}脚，"
            f"座高 {params.real('seat_height') * 100:.0f} 厘米。",
            tuple(dict.fromkeys((cover.material_en, frame.material_en))),
            ("classic",) if params.choice("arms") == "rolled" or params.choice("tufting") == "tufted" else ("modern",),
            cover.hex(),
            round(mass, 1),
            shop_price(cost),
        )


def body_of(params: Params, seats: int, chaise: float = 0.0, side: float = 1.0, pillows: int = 0) -> Body:
    """The upholstered body that a sofa's or club chair's parameters mean."""
    return Body(
        inner_width=seats * params.real("seat_width"),
        seats=seats,
        depth=params.real("depth"),
        seat_height=params.real("seat_height"),
        back_height=params.real("back_height"),
        back_thickness=params.real("back_thickness"),
        back_lean=params.real("back_lean"),
        arm_style=params.choice("arms"),
        arm_width=params.real("arm_width"),
        arm_height=params.real("arm_height"),
        leg_style=params.choice("legs"),
        leg_height=params.real("leg_height"),
        cushion=params.real("cushion"),
        softness=params.real("softness"),
        piping=0.004 if params.choice("piping") == "piped" else 0.0,
        tufted=params.choice("tufting") == "tufted",
        pillows=pillows,
        chaise=chaise,
        chaise_side=side,
    )
