"""What the search knows beforehand of every product: its facets, its words and how its Chinese sounds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from client.domain.product import Product
from client.features.search.wish import FACETS
from client.pinyin.source import chinese_runs, sounds
from inference.dialogue.general import GENERAL
from inference.dialogue.lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]{3,}")
_LONGEST_TAG = 200
_HUES = (
    ("red", 0), ("orange", 28), ("yellow", 52), ("green", 120), ("blue", 220), ("purple", 285), ("pink", 330),
    ("red", 360),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One product. `facets`: kind and name, its own, and wider words for them; `also`: what it comes in too."""

    sku: str
    department: str
    facets: tuple[tuple[str, str], ...]
    also: tuple[tuple[str, str], ...]
    price: float | None
    currency: str
    width_m: float | None
    in_stock: bool
    words: frozenset[str]
    syllables: str
    initials: str
    brand: str


def row_of(product: Product, lexicon: Lexicon) -> Row:
    """What the search knows of a product; every text of a merchant is taken as a text and nothing else."""
    labels = [label.all() for label in product.category_label] or list(product.category)
    versions = " | ".join(variant.label.all() for variant in product.variants)
    tags = " | ".join(value for _, value in product.attributes if len(value) < _LONGEST_TAG)
    title = product.title.all()
    texts = {
        "category": f"{labels[-1] if labels else ''} | {title}",
        "color": title,
        "material": f"{title} | {' | '.join(product.materials)}",
    }
    facets = {(kind, one.name) for kind in FACETS for one in lexicon.find(texts[kind].lower(), kind)}
    if "category" not in {kind for kind, _ in facets}:
        facets |= {("category", one.name) for one in lexicon.find(tags.lower(), "category")}
    if "color" not in {kind for kind, _ in facets} and (word := colour_word(product.colour or "")):
        facets.add(("color", word))
    offered = {(kind, one.name) for kind in ("color", "material") for one in lexicon.find(versions.lower(), kind)}
    facets |= {(kind, GENERAL[name]) for kind, name in facets if name in GENERAL}
    also = (offered | {(kind, GENERAL[name]) for kind, name in offered if name in GENERAL}) - facets
    prices = [m for m in (product.price, *(v.price for v in product.variants)) if m is not None]
    cheapest = min(prices, key=lambda money: money.amount, default=None)
    size = product.true_size()
    english = " ".join((product.title.en, product.brand, versions, tags, *labels, *product.materials))
    spoken = [sounds(run) for run in chinese_runs(f"{product.title.zh_cn} {' '.join(labels)}")]
    return Row(
        product.sku,
        product.category[0] if product.category else "",
        tuple(sorted(facets)),
        tuple(sorted(also)),
        float(cheapest.amount) if cheapest else None,
        cheapest.currency if cheapest else "",
        size.width_m if size else None,
        product.availability not in ("out_of_stock", "discontinued"),
        frozenset(word for word in _WORD.findall(english.lower()) if word.isascii()),
        " . ".join(" ".join(one) for one in spoken),
        " . ".join(" ".join(syllable[0] for syllable in one) for one in spoken),
        product.brand,
    )


def colour_word(colour: str) -> str:
    """The plain word for `#rrggbb` (sRGB) by its hue, for products whose texts name none; "" for what is no colour."""
    match = re.fullmatch(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})", colour)
    if match is None:
        return ""
    r, g, b = (int(part, 16) / 255 for part in match.groups())
    high, low = max(r, g, b), min(r, g, b)
    if high - low < 0.12:
        return "black" if high < 0.25 else "white" if low > 0.88 else "grey"
    span = high - low
    hue = 60 * ((g - b) / span % 6 if high == r else (b - r) / span + 2 if high == g else (r - g) / span + 4)
    if 15 <= hue <= 50 and (high < 0.65 or span / high < 0.55):
        return "beige" if high > 0.75 and span / high < 0.4 else "brown"
    return min(_HUES, key=lambda one: abs(one[1] - hue))[0]
