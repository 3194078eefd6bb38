"""Colours and finishes of sporting goods."""

from __future__ import annotations

from inference.families.materials import COLOURS, fabric, metal, plastic, rubber, wood
from inference.families.values import Look, Params
from inference.families.worn_kit import colour_looks, steps, tint

TONES = (
    "graphite",
    "sage",
    "sky",
    "coral",
    "navy",
    "mustard",
    "teal",
    "blush",
    "lilac",
    "terracotta",
    "forest",
    "fog",
)


def sport_looks(params: Params) -> tuple[Look, ...]:
    """Four coated colours."""
    ways = []
    for key in steps(TONES, params.choice("colour"), (1, 3, 5)):
        ways.append((COLOURS[key], [
            ("main", tint("coated", key, 0.55)), ("grip", metal(params.choice("metal"))), ("soft", rubber(key)),
            ("dark", plastic("graphite")), ("wood", wood("beech")),
            ("strap", fabric("canvas", "oatmeal" if key != "oatmeal" else "navy")),
        ]))  # fmt: skip
    return colour_looks(ways)
