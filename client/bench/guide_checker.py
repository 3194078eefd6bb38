"""Whether an answer of the guide goes beyond the catalogue. Knows nothing of the guide: products and a text, no more.

It looks for what can be wrong (numbers, money, colours, materials, brands, names) where the verifier asks what may be
said; two ways that have no line of code in common.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from importlib import resources
from typing import Final

from client.domain.product import Product

_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MONEY: Final = re.compile(r"(?:[$€£¥₩₹]|\b(?:usd|eur|gbp|cny)\b)\s*(\d[\d,]*(?:\.\d+)?)")
_SHORTEST_NAME: Final = 4


class Checker:
    """Of one catalogue."""

    def __init__(self, catalogue: Sequence[Product]) -> None:
        self._names = {
            self._plain(title): p.sku for p in catalogue for title in (p.title.get("en"), p.title.get("zh-CN"))
        }
        self._brands = {self._plain(p.brand) for p in catalogue if len(p.brand) >= _SHORTEST_NAME}
        table = tomllib.loads(resources.files("inference.dialogue").joinpath("words.toml").read_text("utf-8"))
        self._words = {
            self._plain(word): (kind, name)
            for kind in ("color", "material")
            for name, words in table[kind].items()
            for word in (*words["en"], *(w for w in words["zh"] if len(w) > 1))
        }

    def unsupported(self, text: str, products: Sequence[Product], counted: Iterable[int] = ()) -> list[str]:
        """What the text says that no field of these products says. `counted`: numbers of things shown."""
        plain = self._plain(text)
        record = self._plain(" | ".join(_record(product) for product in products))
        wrong = [f"name {name}" for name in self._foreign(plain, self._names, record)]
        wrong += [f"brand {brand}" for brand in self._foreign(plain, self._brands, record)]
        for product in products:
            for title in (product.title.get("en"), product.title.get("zh-CN")):
                plain = plain.replace(self._plain(title), " ") if title else plain
        known = {_value(n) for n in _NUMBER.findall(record)} | {Decimal(n) for n in counted}
        prices = {_value(n) for product in products for n in _prices(product)}
        prices |= {abs(one - other) for one in prices for other in prices}  # "costs 290 less"
        wrong += [f"price {n}" for n in _MONEY.findall(plain) if _value(n) not in prices]
        wrong += [f"number {n}" for n in _NUMBER.findall(plain) if _value(n) not in known | prices]
        held = {self._words[word] for word in self._in(record, self._words)}
        wrong += [f"word {word}" for word in self._in(plain, self._words) if self._words[word] not in held]
        return wrong

    def _foreign(self, plain: str, names: Iterable[str], record: str) -> list[str]:
        return [n for n in names if len(n) >= _SHORTEST_NAME and _has(plain, n) and n not in record]

    @staticmethod
    def _in(plain: str, words: Iterable[str]) -> list[str]:
        """The words in it, none of them inside a longer one that is in it too."""
        found = []
        for word in sorted(words, key=len, reverse=True):
            if _has(plain, word):
                found.append(word)
                plain = plain.replace(word, " ")
        return found

    @staticmethod
    def _plain(text: str) -> str:
        return unicodedata.normalize("NFKC", text).lower().strip()


def _has(plain: str, word: str) -> bool:
    if not word or word not in plain:
        return False
    return not word.isascii() or re.search(rf"(?<![a-z]){re.escape(word)}(?:s|es)?(?![a-z])", plain) is not None


def _value(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _prices(product: Product) -> list[str]:
    return [str(m.amount) for m in (product.price, *(v.price for v in product.variants)) if m is not None]


def _record(product: Product) -> str:
    """Every field as text, sizes in centimetres, millimetres, metres, inches and feet."""
    from client.texts import Texts

    size = product.true_size()
    sides = (size.width_m, size.depth_m, size.height_m) if size is not None else ()
    lengths = [
        f"{side * scale:.{digits}f}"
        for side in sides
        for scale, digits in ((100, 0), (100, 1), (1000, 0), (1, 2), (1, 1), (39.3701, 0), (39.3701, 1), (3.28084, 1))
    ]
    mass = [f"{product.mass_kg:.3g}", f"{product.mass_kg * 1000:.0f}"] if product.mass_kg else []
    named = [Texts(language).materials(product.materials) for language in ("en", "zh-CN")]
    labels = [text.all() for text in (*product.category_label, *(v.label for v in product.variants))]
    options = [value for variant in product.variants for _, value in variant.options]
    attributes = [f"{name} {value}" for name, value in product.attributes]
    return " | ".join((
        product.title.all(), product.description.all(), product.brand, *product.category, *labels, *options,
        *attributes, *product.materials, *named, *_prices(product), *lengths, *mass,
    ))  # fmt: skip
