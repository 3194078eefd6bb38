"""Made-up products without pictures and their vectors, any number of them, the same each time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from client.catalog.reader import open_current
from client.catalog.writer import VersionWriter
from client.domain.money import Money
from client.domain.product import Product, Size
from client.domain.text import LocalText

DIM: Final = 64
_GOODS: Final = (
    ("Chair", "椅子", ("Furniture", "Chairs")), ("Table", "桌子", ("Furniture", "Tables")),
    ("Lamp", "台灯", ("Lighting", "Lamps")), ("Mug", "杯子", ("Kitchen", "Mugs")),
    ("Pan", "平底锅", ("Kitchen", "Pans")),
    ("Jacket", "夹克", ("Clothing", "Jackets")), ("Shirt", "衬衫", ("Clothing", "Shirts")),
    ("Speaker", "音箱", ("Electronics", "Speakers")), ("Clock", "时钟", ("Home", "Clocks")),
    ("Rug", "地毯", ("Home", "Rugs")),
)  # fmt: skip
_KINDS: Final = ("oak", "steel", "linen", "walnut", "glass", "wool", "brass", "cotton", "ash", "clay", "cork", "slate")
_WORDS: Final = (
    "made", "by", "hand", "from", "fine", "light", "heavy", "round", "soft", "bright", "quiet", "narrow", "deep",
    "everyday", "kitchen", "garden", "evening", "morning", "family", "guest", "travel", "small", "large", "folding",
    "washable", "lasting", "repaired", "local", "northern", "southern", "simple", "classic", "modern", "warm",
    "cool", "matte", "polished", "woven", "carved", "painted", "natural", "recycled", "certified",
)  # fmt: skip


def product(number: int, edition: int = 0) -> Product:
    """The product of this number; another edition has another price and words of its own."""
    chance = random.Random(number * 1009 + edition)  # noqa: S311 - made-up goods
    kind, zh, category = _GOODS[number % len(_GOODS)]
    material = chance.choice(_KINDS)
    words = " ".join(chance.choice(_WORDS) for _ in range(22))
    side = chance.randrange(10, 200) / 100
    return Product(
        sku=f"{kind[:2].upper()}-{number:07d}",
        title=LocalText(f"{kind} {chance.choice(_WORDS)} {material} {number}", f"{zh} {number}"),
        description=LocalText(f"A {kind.lower()}, {words}."),
        brand=f"House {chance.randrange(400)}",
        category=category,
        price=Money(Decimal(chance.randrange(100, 90_000)) / 100, "EUR"),
        size=Size(side, side * 0.7, side * 0.5),
        materials=(material,),
    )


def make_catalog(root: Path, count: int) -> None:
    """Writes a catalogue of `count` products."""
    with VersionWriter(root) as writer:
        writer.add_all(product(number) for number in range(count))
        writer.publish(LocalText("Made-up shop"), "https://shop.example/cart", "2026-01-01T00:00:00Z")


def change_catalog(root: Path, count: int, every: int, edition: int) -> None:
    """A new version in which every `every`-th product is of another edition."""

    def products() -> Iterator[Product]:
        with open_current(root) as old:
            for before in old.products():
                number = int(before.sku.split("-")[1])
                yield product(number, edition) if number % every == 0 else before

    with VersionWriter(root) as writer:
        writer.add_all(products())
        writer.publish(LocalText("Made-up shop"), "https://shop.example/cart", f"2026-01-{edition + 1:02d}T00:00:00Z")


def make_vectors(count: int, edition: int = 0) -> npt.NDArray[np.int8]:
    """Vectors of all products: count x DIM, int8, spread as the quantised output of an encoder is."""
    spread = np.random.default_rng(edition).normal(0.0, 36.0, (count, DIM))
    return np.clip(np.rint(spread), -127, 127).astype(np.int8)


def write_vectors(path: Path, vectors: npt.NDArray[np.int8]) -> None:
    """Writes them and the SKUs as `vitrine-server publish --vectors` takes them."""
    np.save(path, vectors)
    skus = (f"{_GOODS[n % len(_GOODS)][0][:2].upper()}-{n:07d}" for n in range(len(vectors)))
    path.with_suffix(".skus").write_text("\n".join(skus) + "\n", "utf-8")
