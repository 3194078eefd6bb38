"""`vitrine-server vectors`: from interactions and a catalogue to the file that `publish --vectors` takes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from server.errors import ServerError
from server.fairness import Fairness, Gate, fairness
from server.interactions import Sequences, read_interactions
from server.item_vectors import TAIL, StateFolder, Trained, counted, counted_on, train, trained_on, write_rows

if TYPE_CHECKING:
    from client.domain.product import Product
    from server.interactions import I32
    from server.item_vectors import Counts


@dataclass(frozen=True)
class VectorOptions:
    """state: where counts are kept between days. gate: thresholds that stop the writing. master: of a Spark cluster."""

    interactions: Path
    catalog: Path
    out: Path
    engine: Literal["local", "spark"] = "local"
    state: Path | None = None
    gate: Gate | None = None
    master: str = "local[2]"
    again: bool = False
    """Train everything anew from the counts, instead of what changed."""


@dataclass(frozen=True, eq=False)
class Made:
    """What came of it. changed: products whose rows were made anew; left_out: lines that could not be read."""

    written: int
    changed: int
    left_out: int
    fairness: Fairness


@dataclass(frozen=True, eq=False)
class _Sold:
    """The products that are sold: their brands and facts, by SKU."""

    brands: dict[str, str] = field(default_factory=dict)
    facts: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class _Learnt:
    counts: Counts
    skus: list[str]
    histories: list[I32]
    tails: dict[bytes, I32]
    trained: Trained
    changed: int
    left_out: int = 0


def make_vectors(options: VectorOptions, say: Callable[[str], None]) -> Made:
    """Counts, trains, looks at fairness, writes. Raises ServerError with a sentence; nothing is written then."""
    if options.engine == "spark" and options.state is not None:
        raise ServerError("--state goes with the engine `local`: Spark counts everything each time.")
    sold = _sold(options.catalog)
    if not sold.brands:
        raise ServerError(f"The catalogue in {options.catalog} holds no products.")
    state = StateFolder(options.state) if options.state is not None else None
    digest = _digest(options.interactions)
    if state is not None and state.exists and state.has_read(digest):
        raise ServerError(f"{options.interactions.name} was counted before; give the events since then.")
    learnt = _spark(options, sold, say) if options.engine == "spark" else _local(options, state, sold, say)
    brands = {place: sold.brands[sku] for place, sku in enumerate(learnt.skus) if sku in sold.brands}
    popularity = dict(enumerate(learnt.counts.popularity.tolist()))
    looked = fairness(learnt.trained.lists, learnt.histories, popularity, brands)
    failures = looked.failures(options.gate) if options.gate is not None else []
    if failures:
        raise ServerError("Nothing was written: " + " ".join(failures))
    known = {sku: place for place, sku in enumerate(learnt.skus) if sku in sold.brands}
    written = write_rows(options.out, learnt.skus, learnt.trained, known)
    if state is not None:
        state.keep(learnt.skus, [digest], learnt.counts, learnt.tails, learnt.trained)
    return Made(written, learnt.changed, learnt.left_out, looked)


def _local(options: VectorOptions, state: StateFolder | None, sold: _Sold, say: Callable[[str], None]) -> _Learnt:
    goes_on = state is not None and state.exists
    before = state.skus() if state is not None and goes_on else []
    places = {sku: place for place, sku in enumerate(before)}
    for sku in sold.brands:  # products that nobody touched yet have content
        places.setdefault(sku, len(places))
    said = read_interactions(options.interactions, places)
    say(f"Read what {len(said.people)} people did with {len(said.skus)} products.")
    facts = _facts_by_place(said.skus, sold)
    if state is None or not goes_on:
        counts = counted(said.items, len(said.skus))
        tails = {one: items[-TAIL:] for one, items in zip(said.people, said.items, strict=True)}
        say("Training everything.")
        return _learnt(said, counts, tails, train(counts, facts), len(said.skus))
    counts, tails, changed = counted_on(state, said)
    if options.again:
        say("Training everything anew.")
        return _learnt(said, counts, tails, train(counts, facts), len(said.skus))
    say(f"Training the {len(changed)} products that changed.")
    return _learnt(said, counts, tails, trained_on(state.trained(), counts, facts, changed), len(changed))


def _learnt(said: Sequences, counts: Counts, tails: dict[bytes, I32], trained: Trained, changed: int) -> _Learnt:
    return _Learnt(counts, said.skus, list(tails.values()), tails, trained, changed, said.left_out)


def _spark(options: VectorOptions, sold: _Sold, say: Callable[[str], None]) -> _Learnt:
    from server.spark import counted_on_spark, wider

    say(f"Counting on Spark ({options.master}).")
    counts, skus, histories = counted_on_spark(str(options.interactions), options.master)
    known = set(skus)
    skus = [*skus, *(sku for sku in sold.brands if sku not in known)]
    counts = wider(counts, len(skus))
    say(f"Training {len(skus)} products.")
    trained = train(counts, _facts_by_place(skus, sold))
    return _Learnt(counts, skus, histories, {}, trained, len(skus))


def _sold(catalog: Path) -> _Sold:
    from client.catalog.reader import open_current

    sold = _Sold()
    with open_current(catalog) as reader:
        for product in reader.products():
            sold.brands[product.sku] = product.brand
            sold.facts[product.sku] = _facts(product)
    return sold


def _facts(product: Product) -> list[str]:
    """What two products can have in common. Never a price or a stock: those lift nothing."""
    named = [("category", part) for part in product.category] + [("material", part) for part in product.materials]
    named += [(name, part.strip()) for name, value in product.attributes for part in value.split(",")]
    named += [("brand", product.brand)] if product.brand else []
    return [f"{name}={part}".lower() for name, part in named if part]


def _facts_by_place(skus: list[str], sold: _Sold) -> Mapping[int, list[int]]:
    numbers: dict[str, int] = {}
    return {
        place: [numbers.setdefault(fact, len(numbers)) for fact in sold.facts[sku]]
        for place, sku in enumerate(skus)
        if sku in sold.facts
    }


def _digest(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
