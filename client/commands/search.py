"""`vitrine search TEXT`: what the shop's search finds, and why each product was found."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from client.catalog.api import Catalog
from client.commands.options import add_store_arguments, catalog_root, settings_of
from client.domain.errors import VitrineError
from client.domain.finding import Told, Why
from client.domain.product import Product, Sku
from client.domain.text import Language
from client.settings import Folders
from client.texts import Texts

if TYPE_CHECKING:
    from client.local_models import LocalModels

_WAIT_S = 600.0


class SearchError(VitrineError):
    """What was asked for cannot be looked for."""


class Hit(msgspec.Struct, frozen=True):
    """One product that was found."""

    sku: Sku
    title: str
    price: str
    why: tuple[Why, ...]


class Result(msgspec.Struct, frozen=True):
    """What `--json` prints."""

    query: str
    hits: tuple[Hit, ...]
    told: Told


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `vitrine search`."""
    parser.add_argument("text", nargs="?", default="", metavar="TEXT", help="words, English or Chinese")
    parser.add_argument("--image", metavar="FILE", type=Path, help="a picture of what is looked for")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="how many products (default 20)")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    add_store_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Prints what was found, best first; 0, and 1 when nothing was."""
    from client.catalog.reader import open_current
    from client.commands.meaning import meanings_of
    from client.features.search.finder import Finder
    from client.features.search.grounds import Grounds
    from client.features.search.known import Known
    from client.local_models import LocalModels, model_lists

    if not args.text.strip() and args.image is None:
        raise SearchError("Say what to look for: words, or --image with a picture.")
    settings, folders = settings_of(args)
    root = catalog_root(settings, folders)
    grounds = Grounds(folders.cache, root)
    with ExitStack() as stack:
        stack.callback(grounds.close)
        catalog = stack.enter_context(open_current(root))
        models = stack.enter_context(LocalModels(model_lists(folders)))
        version = catalog.info.version
        path = grounds.wait(version, _WAIT_S)
        known = Known(path) if path is not None else None
        if known is not None:
            stack.callback(known.close)
        near = stack.enter_context(meanings_of(models, root, version, folders.cache))
        pictured = by_picture(args.image, catalog, models, folders) if args.image is not None else ()
        finder = Finder(catalog, known, near if args.text.strip() else None)
        answer = finder.find(args.text, by_picture=pictured, limit=max(1, args.limit))
        products = [product for sku in answer.found if (product := catalog.product(sku)) is not None]
    language: Language = settings.language
    hits = tuple(_hit(p, why, language) for p, why in zip(products, answer.told.why, strict=True))
    if args.json:
        sys.stdout.write(msgspec.json.encode(Result(args.text, hits, answer.told)).decode() + "\n")
    else:
        _print(hits, answer.told, Texts(language))
    return 0 if hits else 1


def by_picture(image: Path, catalog: Catalog, models: LocalModels, folders: Folders) -> Sequence[tuple[Sku, float]]:
    """Products that look like a picture, best first, with how alike they are.

    The first time every product is looked at, some tenths of a second each. Raises SearchError without a model for
    pictures, InferenceError for a file that is no picture.
    """
    from client.picture_search import PictureSearch

    def told(count: int, of: int) -> None:
        if count % 10 == 0 and sys.stderr.isatty():
            sys.stderr.write(f"\rLooking at the products: {count} of {of} ")

    if not image.is_file():
        raise SearchError(f"There is no file {image}." if not image.exists() else f"{image} is no file.")
    looker = models.pictures()
    if looker is None:
        raise SearchError("There is no model here that looks for products by a picture.")
    with PictureSearch(catalog, looker, folders.cache) as search:
        photo = search.seen(image.resolve())
        search.look(progress=told)
        return search.by_seen(photo)


def _hit(product: Product, why: tuple[Why, ...], language: Language) -> Hit:
    price = product.price.text() if product.price is not None else ""
    return Hit(product.sku, product.title.get(language) or product.sku, price, why)


def _print(hits: Sequence[Hit], told: Told, texts: Texts) -> None:
    for line in said_of(told, texts):
        print(line)
    for hit in hits:
        why = texts.say("search.why_separator").join(texts.say(f"search.why_{one}") for one in hit.why)
        print(f"{hit.title}  {hit.price}  [{hit.sku}]  {why}")


def said_of(told: Told, texts: Texts) -> list[str]:
    """What is said above the products."""
    say, language = texts.say, texts.language
    between = say("search.separator")
    lines = [say("search.found", count=told.total) if told.total else say("search.nothing")]
    if told.corrected:
        lines.append(say("search.corrected", words=told.corrected))
    if told.understood:
        lines.append(say("search.understood", facets=between.join(one.get(language) for one in told.understood)))
    if told.given_up:
        lines.append(say("search.given_up", facets=between.join(one.get(language) for one in told.given_up)))
    if told.suggested:
        lines.append(say("search.suggested", words=between.join(one.get(language) for one in told.suggested)))
    return lines
