"""One version of a catalogue as arrays: facts, prices, what can be had, in which sizes. Never changed once read."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from client.domain.product import Product, Sku
from client.profile.facts import facts_of, log_price
from client.profile.knowledge import Facts

F32 = NDArray[np.float32]
MOST_COMPARED = 50_000
"""Products that are compared; of a larger catalogue the first so many."""
_PAUSE_EVERY = 100


@dataclass(frozen=True, eq=False)
class Goods:
    """Products by number, 0 to n.

    `table`: n x facts, rows of length 1; `numbers`: of its columns. `prices`: n logarithms, NaN where unknown.
    `dearness`: how far above its kind's middle a price is, in steps of the kind's spread, -2 to 2, 0 where unknown.
    `ties`: an order that is nobody's wish, for products with the same points.
    """

    skus: tuple[Sku, ...]
    kinds: tuple[str, ...]
    departments: NDArray[np.str_]
    sold: NDArray[np.bool_]
    sizes: tuple[frozenset[str], ...]
    variant_sizes: dict[Sku, str]
    numbers: dict[str, int]
    table: sparse.csr_matrix
    prices: F32
    currencies: NDArray[np.str_]
    dearness: F32
    ties: NDArray[np.uint64]
    place: dict[Sku, int]

    def within(self, department: str, currency: str) -> NDArray[np.bool_]:
        """Which products are of this department and priced in this currency."""
        names, currencies = self.departments, self.currencies
        return np.asarray((names == department) & (currencies == currency), bool)

    def has_fact(self, fact: str) -> NDArray[np.bool_]:
        """Which products have it; all False for a fact that none has."""
        if fact not in self.numbers:
            return np.zeros(len(self.skus), bool)
        return np.asarray(self.table[:, [self.numbers[fact]]].toarray()).ravel() > 0


def read_goods(products: Iterable[Product], known: Facts, breathe: Callable[[], None] = lambda: None) -> Goods:
    """Reads products into arrays. `breathe` is called every so often: reading must not hold up those who draw."""
    reading = _Reading(known)
    for number, product in enumerate(products):
        reading.add(product)
        if number % _PAUSE_EVERY == 0:
            breathe()
    return reading.goods(breathe)


class _Reading:
    """What was read so far."""

    def __init__(self, known: Facts) -> None:
        self._known = known
        self._numbers: dict[str, int] = {}
        self._rows, self._columns = array("i"), array("i")
        self._skus: list[Sku] = []
        self._kinds: list[str] = []
        self._departments: list[str] = []
        self._sold: list[bool] = []
        self._sizes: list[frozenset[str]] = []
        self._variant_sizes: dict[Sku, str] = {}
        self._prices: list[float] = []
        self._currencies: list[str] = []

    def add(self, product: Product) -> None:
        """One product more."""
        item = len(self._skus)
        for fact in set(facts_of(product, self._known)):
            self._rows.append(item)
            self._columns.append(self._numbers.setdefault(fact, len(self._numbers)))
        price = log_price(product)
        self._skus.append(product.sku)
        self._kinds.append("/".join(product.category))
        self._departments.append(product.category[0] if product.category else "")
        self._sold.append(can_be_had(product))
        self._sizes.append(sizes_of(product))
        self._variant_sizes |= {v.sku: value for v in product.variants for axis, value in v.options if _is_size(axis)}
        self._prices.append(float("nan") if price is None else price)
        self._currencies.append(product.price.currency if product.price is not None else "")

    def goods(self, breathe: Callable[[], None]) -> Goods:
        """All of them. Each part takes some milliseconds that nobody else may use: one breathes between them."""
        prices = np.array(self._prices, np.float32)
        departments = np.array(self._departments, np.str_)
        breathe()
        currencies = np.array(self._currencies, np.str_)
        breathe()
        ties = np.array([_tie(sku) for sku in self._skus], np.uint64)
        breathe()
        dearness = _dearness(prices, self._kinds, self._currencies)
        breathe()
        return Goods(
            tuple(self._skus), tuple(self._kinds), departments, np.array(self._sold, bool), tuple(self._sizes),
            self._variant_sizes, self._numbers, self._table(breathe), prices, currencies, dearness, ties,
            {sku: item for item, sku in enumerate(self._skus)},
        )  # fmt: skip

    def _table(self, breathe: Callable[[], None]) -> sparse.csr_matrix:
        """Facts weighted by family and by how rare they are (inverse document frequency), rows of length 1."""
        items, facts = len(self._skus), len(self._numbers)
        rows, columns = np.frombuffer(self._rows, np.int32), np.frombuffer(self._columns, np.int32)
        frequency = np.bincount(columns, minlength=facts)
        families = np.array([self._known.weights.get(fact.split(" ")[0], 0.0) for fact in self._numbers], np.float32)
        weights = (families * np.log((items + 1) / (frequency + 0.5))).astype(np.float32)[columns]
        length = np.sqrt(np.bincount(rows, weights=weights * weights, minlength=items)) + 1e-9
        breathe()
        table = sparse.csr_matrix((weights / length[rows], (rows, columns)), shape=(items, facts), dtype=np.float32)
        breathe()
        return table


def can_be_had(product: Product) -> bool:
    """Whether any version of it can be ordered."""
    states = [variant.availability for variant in product.variants] or [product.availability]
    return any(state not in ("out_of_stock", "discontinued") for state in states)


def sizes_of(product: Product) -> frozenset[str]:
    """The sizes in which it can be had; empty where it has none to choose."""
    return frozenset(
        value
        for variant in product.variants
        if variant.availability not in ("out_of_stock", "discontinued")
        for axis, value in variant.options
        if _is_size(axis)
    )


def _is_size(axis: str) -> bool:
    return axis.lower() == "size"


def _tie(sku: Sku) -> int:
    return int.from_bytes(hashlib.blake2b(sku.encode(), digest_size=8).digest())


def _dearness(prices: F32, kinds: list[str], currencies: list[str]) -> F32:
    groups: dict[tuple[str, str], list[int]] = {}
    for item, key in enumerate(zip(kinds, currencies, strict=True)):
        if np.isfinite(prices[item]):
            groups.setdefault(key, []).append(item)
    found = np.zeros(len(prices), np.float32)
    for items in groups.values():
        of_kind = prices[items]
        spread = max(float(np.std(of_kind)), 0.05)
        found[items] = np.clip((of_kind - np.median(of_kind)) / spread, -2.0, 2.0)
    return found
