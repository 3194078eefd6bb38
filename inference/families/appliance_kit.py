"""Colours and finishes of kitchen machines."""

from __future__ import annotations

from inference.families.materials import COLOURS, glass, metal, plain, plastic, rubber, wood
from inference.families.values import Look, Params
from inference.families.worn_kit import colour_looks, steps, tint

TONES = ("snow", "graphite", "sage", "red", "butter", "sky", "ivory", "navy", "blush", "terracotta", "mint", "teal")


def enamel_looks(params: Params) -> tuple[Look, ...]:
    """Enamelled or steel bodies with their trims."""
    ways = []
    for key in steps(TONES, params.choice("colour"), (1, 3, 5)):
        body = tint("enamel", key, 0.22, clearcoat=0.8)
        if params.choice("body") == "steel":
            body = metal("steel") if key == params.choice("colour") else body
        trim = params.choice("trim")
        ways.append((COLOURS[key], [
            ("body", body), ("trim", wood(trim) if trim in ("oak", "walnut") else metal(trim)),
            ("dark", plastic("graphite")), ("glass", glass()),
            ("toast", plain("toast", (0.72, 0.48, 0.25), 0.9)),
            ("liquid", plain("coffee", (0.16, 0.08, 0.04), 0.1, clearcoat=1.0)), ("rubber", rubber()),
            ("steel", metal("chrome")),
            ("light", plain("status_light", (1.0, 0.5, 0.2), 0.4, emission=2.0)),
        ]))  # fmt: skip
    return colour_looks(ways)
