"""Colours of hats and scarves."""

from __future__ import annotations

TONES = (
    "navy",
    "camel",
    "graphite",
    "sage",
    "burgundy",
    "oatmeal",
    "mustard",
    "terracotta",
    "forest",
    "sky",
    "blush",
    "ivory",
    "charcoal",
    "rust",
    "teal",
    "plum",
)
