"""`vitrine bench search_words`: how much of what somebody means is among the first ten products found.

The queries and which products each means stand in a file; the products are told by facts of the catalogue (category,
name, material, price, width), never by the search. Recall at ten: of the products meant (ten at most) how many are
among the first ten. The same queries are asked with words alone and with one list after the other added.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from client.bench.registry import Figures
from client.domain.errors import VitrineError
from client.domain.finding import Why
from client.domain.product import Product

if TYPE_CHECKING:
    from client.features.search.finder import Finder

ENVIRONMENT: Mapping[str, str] = {}
_FIRST = 10
_FACT = re.compile(
    r"(leaf|title|colour|material|price|width)(=|~|<=)(.*?)(?= (?:leaf|title|colour|material|price|width)[=~<]|$)"
)
_LEFT_OUT: dict[str, frozenset[Why]] = {
    "spelling": frozenset({"facets", "meaning"}), "facets": frozenset({"meaning"}), "all": frozenset(),
}  # fmt: skip


class QueriesError(VitrineError):
    """The file of queries cannot be read."""


@dataclass(frozen=True)
class Query:
    """One line of the file."""

    catalogue: str
    kind: str
    text: str
    facts: str

    def means(self, product: Product) -> bool:
        """Whether a product is meant, by its facts alone."""
        found = _FACT.findall(self.facts)
        if not found:
            raise QueriesError(f"No facts can be read from {self.facts!r}.")
        return all(_holds(product, *fact) for fact in found)


def _holds(product: Product, name: str, how: str, value: str) -> bool:
    size, price = product.true_size(), product.price
    if name == "leaf":
        return bool(product.category) and product.category[-1] in value.split("|")
    if name == "material":
        return value in product.materials
    if name == "price":
        return price is not None and float(price.amount) <= float(value)
    if name == "width":
        return size is not None and size.width_m <= float(value)
    texts = [product.title.en, *(variant.label.en for variant in product.variants if name == "colour")]
    return how == "~" and any(re.search(value, text, re.IGNORECASE) for text in texts)


def read_queries() -> list[Query]:
    """The queries that come with the bench."""
    text = resources.files("client.bench").joinpath("search_queries.txt").read_text("utf-8")
    lines = [line.split(" | ", 3) for line in text.splitlines() if line and not line.startswith("#")]
    return [Query(*map(str.strip, line)) for line in lines]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--demo, --sh3f."""
    parser.add_argument("--demo", type=Path, metavar="DIR", help="the demo catalogue (300 products, seed 7)")
    parser.add_argument("--sh3f", type=Path, metavar="DIR", help="a catalogue of the Sweet Home 3D furniture")
    parser.add_argument("--misses", action="store_true", help="name the queries that did not find all, on the way")


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    paths = [
        word for name in ("demo", "sh3f") if getattr(args, name) for word in (f"--{name}", str(getattr(args, name)))
    ]
    return [*paths, *(["--misses"] if args.misses else [])]


def measure(args: argparse.Namespace) -> Figures:
    """Asks every query of the catalogues that were given, in each of the ways."""
    roots = {name: getattr(args, name) for name in ("demo", "sh3f") if getattr(args, name) is not None}
    if not roots:
        raise QueriesError("Say which catalogues to ask: --demo DIR, --sh3f DIR or both.")
    found: dict[str, list[tuple[Query, float]]] = {}
    for name, root in roots.items():
        queries = [query for query in read_queries() if query.catalogue == name]
        for way, one in _asked(root, queries, args.misses).items():
            found.setdefault(way, []).extend(one)
    figures: dict[str, float | int | str | bool] = {"queries": len(found["words"])}
    for way, recalls in found.items():
        figures[f"recall10_{way}"] = _mean(recalls)
        for kind in dict.fromkeys(query.kind for query, _ in recalls):
            figures[f"{kind}_{way}"] = _mean([one for one in recalls if one[0].kind == kind])
    return figures


def _mean(recalls: list[tuple[Query, float]]) -> float:
    return round(sum(recall for _, recall in recalls) / max(1, len(recalls)), 3)


def _asked(root: Path, queries: list[Query], misses: bool) -> dict[str, list[tuple[Query, float]]]:
    from client.catalog.reader import open_current
    from client.commands.meaning import meanings_of
    from client.features.search.finder import Finder
    from client.features.search.ground import build_ground
    from client.features.search.known import Known
    from client.local_models import LocalModels, model_lists
    from client.settings import find_folders

    folders = find_folders(os.environ)
    with (
        open_current(root) as catalog,
        tempfile.TemporaryDirectory() as folder,
        LocalModels(model_lists(folders)) as models,
        meanings_of(models, root, catalog.info.version, folders.cache) as near,
    ):
        products = list(catalog.products())
        path = Path(folder) / "ground.sqlite"
        build_ground(path, products)
        known = Known(path)
        ways = {"words": Finder(catalog, None)}
        ways |= {
            way: Finder(catalog, known, near, without) for way, without in _LEFT_OUT.items() if way != "all" or near
        }
        found = {way: [(query, _recall(finder, query, products)) for query in queries] for way, finder in ways.items()}
        known.close()
    if misses:
        for query, recall in list(found.values())[-1]:
            if recall < 1.0:
                print(f"{recall:.2f}  {query.catalogue}  {query.kind}  {query.text}")  # noqa: T201 - asked for
    return found


def _recall(finder: Finder, query: Query, products: list[Product]) -> float:
    meant = {product.sku for product in products if query.means(product)}
    if not meant:
        raise QueriesError(f"Nothing in the catalogue is {query.facts!r}.")
    first = finder.find(query.text).found[:_FIRST]
    return len(meant & set(first)) / min(_FIRST, len(meant))
