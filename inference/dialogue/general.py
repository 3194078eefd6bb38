"""Which words of the lexicon are special cases of which: whoever asks for a lamp means a floor lamp too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SPECIALS: Final[Mapping[str, tuple[str, ...]]] = {
    "lamp": ("floor lamp", "table lamp", "pendant lamp"),
    "table": ("dining table", "coffee table", "side table", "desk"),
    "chair": ("armchair", "stool"),
    "shoes": ("boots", "sneakers", "sandals", "heels", "loafers"),
    "bag": ("backpack", "handbag", "tote", "suitcase"),
    "toy": ("plush toy", "figure", "wooden toy"),
    "wood": ("oak", "walnut", "ash", "beech", "teak", "mahogany", "bamboo"),
    "metal": ("steel", "iron", "brass", "copper", "aluminium"),
    "fabric": ("linen", "cotton", "wool", "velvet", "bouclé", "canvas"),
    "green": ("sage", "olive"), "blue": ("navy", "teal"), "red": ("burgundy",), "brown": ("tan",),
    "purple": ("lilac",), "pink": ("coral",), "orange": ("terracotta",), "grey": ("silver",),
}  # fmt: skip
"""By general word, what it means as well."""
GENERAL: Final[Mapping[str, str]] = {special: general for general, specials in SPECIALS.items() for special in specials}
"""By special word, the general one."""
