"""What a pilot comes for in a shop that nobody has described to it."""

from __future__ import annotations

import re

from client.domain.product import Product
from client.pilot.visit import Errand
from client.store.contents import StoreContents

_LETTERS = re.compile(r"[a-z]{3,}")
_NOUN = 2
"""Chinese names end with the thing itself, mostly in two characters."""


def errand_of(contents: StoreContents, sku: str) -> Errand:
    """To take this product, in its first version, and to search for it in both languages by its own name."""
    product = contents.products[sku]
    variant = next((v.sku for v in product.variants if v.availability != "out_of_stock"), None)
    return Errand(sku, _english(product), variant=variant, pinyin=_pinyin(product))


def _english(product: Product) -> str:
    words = _LETTERS.findall((product.title.en or product.sku).lower().split(",")[0])
    return words[-1] if words else "a"


def _pinyin(product: Product) -> str:
    """Empty where there is no Chinese name, or no way to tell how it sounds."""
    from client.pinyin.source import chinese_runs, sounds

    longest = max(chinese_runs(product.title.get("zh-CN")), key=len, default="")
    return "".join(sounds(longest[-_NOUN:]))
