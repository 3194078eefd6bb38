"""`vitrine catalog`: import products, and look at what a catalogue holds."""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from client.catalog.importing import ImportPlan
    from client.catalog.reader import SqliteCatalog
    from client.domain.product import Product

_BAR = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `vitrine catalog` and its subcommands."""
    commands = parser.add_subparsers(dest="catalog_command", required=True, metavar="ACTION")
    take = commands.add_parser("import", help="bring products into a catalogue")
    take.add_argument("sources", nargs="+", metavar="SOURCE", help="a folder, file, feed, or demo:COUNT")
    take.add_argument("--into", required=True, type=Path, metavar="DIR", help="the catalogue; made when missing")
    take.add_argument("--map", type=Path, metavar="FILE", dest="mapping", help="mapping.toml: what a CSV's columns are")
    take.add_argument("--report", type=Path, metavar="FILE", help="write what became of every product as JSON")
    take.add_argument("--title", help="name of the shop")
    take.add_argument("--checkout-url", metavar="TEMPLATE", help="e.g. https://shop.example/cart/{sku}:{qty},...")
    take.add_argument("--currency", metavar="CODE", help="ISO 4217, for prices that name none")
    take.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 2), help="processes that read 3D files")
    for name, summary in (
        ("list", "all products by department"),
        ("show", "everything about one product"),
        ("search", "products by words, English or Chinese"),
        ("verify", "whether every file is there and unchanged"),
    ):
        command = commands.add_parser(name, help=summary)
        command.add_argument("--catalog", type=Path, metavar="DIR", help="default: the demo catalogue")
        if name == "show":
            command.add_argument("sku")
        if name == "search":
            command.add_argument("words", nargs="+")
            command.add_argument("--limit", type=int, default=20)


def run(args: argparse.Namespace) -> int:
    """Does it; 0 when all is well, 1 when nothing came in, was found or a file is damaged."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that cannot show Chinese shows question marks instead
            stream.reconfigure(errors="replace")
    if args.catalog_command == "import":
        return _import(args)
    actions: dict[str, Callable[[SqliteCatalog, argparse.Namespace], int]] = {
        "list": _list,
        "show": _show,
        "search": _search,
        "verify": _verify,
    }
    from client.catalog.reader import open_current

    with open_current(_folder(args)) as catalog:
        return actions[args.catalog_command](catalog, args)


def _folder(args: argparse.Namespace) -> Path:
    if args.catalog is not None:
        return Path(args.catalog)
    from client.commands.options import catalog_root
    from client.settings import find_folders, load_settings

    folders = find_folders(os.environ)
    return catalog_root(load_settings(folders.settings_file, os.environ, {}), folders)


def _import(args: argparse.Namespace) -> int:
    return run_import(_plan(args), args.report)


def run_import(plan: ImportPlan, report_file: Path | None = None) -> int:
    """Imports with a bar, then says what became of the products; the exit status."""
    from client.catalog.importing import import_sources

    bar = ProgressBar(sys.stderr, time.monotonic)
    try:
        report = import_sources(plan, lambda: datetime.now(UTC).isoformat(timespec="seconds"), bar)
    except KeyboardInterrupt:
        bar.end()
        sys.stderr.write("Stopped. The catalogue is as it was; the same command goes on where this one stopped.\n")
        return 130
    finally:
        bar.end()
    if report_file is not None:
        report.write(report_file)
    print(report.summary())
    if report.version is None:
        sys.stderr.write("Nothing came in; the catalogue is as it was.\n")
        return 1
    print(f"The catalogue in {plan.root} is at version {report.version}.")
    return 0


def _plan(args: argparse.Namespace) -> ImportPlan:
    from client.catalog.importers.words import local
    from client.catalog.importing import ImportPlan

    return ImportPlan(
        sources=tuple(args.sources),
        root=args.into,
        mapping=args.mapping,
        title=local(args.title) if args.title else None,
        checkout_url=args.checkout_url,
        currency=args.currency.upper() if args.currency else None,
        workers=max(1, args.workers),
    )


class ProgressBar:
    """A bar on a terminal; elsewhere a line every ten seconds."""

    def __init__(self, stream: TextIO, monotonic: Callable[[], float]) -> None:
        self._stream = stream
        self._monotonic = monotonic
        self._live = stream.isatty()
        self._started = monotonic()
        self._shown = self._started
        self._open = False

    def step(self, done: int, total: int, what: str) -> None:
        """Shows how far it is, at most ten times a second."""
        now = self._monotonic()
        if now - self._shown < (0.1 if self._live else 10.0) and not (self._live and done == total):
            return
        self._shown = now
        rate = done / max(now - self._started, 1e-6)
        left = (total - done) / rate if rate else 0.0
        text = f"{done}/{total}  {rate:.1f}/s  {left:.0f} s left"
        if self._live:
            full = _BAR * done // max(total, 1)
            self._stream.write(f"\r[{'#' * full}{'.' * (_BAR - full)}] {text}  {what[:30]:<30}\x1b[K")
            self._open = True
        else:
            self._stream.write(text + "\n")
        self._stream.flush()

    def end(self) -> None:
        """Leaves the line; idempotent."""
        if self._open:
            self._stream.write("\n")
            self._open = False


def _list(catalog: SqliteCatalog, args: argparse.Namespace) -> int:
    info = catalog.info
    print(f"{info.title.get('en')}  version {info.version}  {info.products} products  made {info.made_at}")
    for department in catalog.departments():
        print(f"\n{department.label.all()} ({department.products})")
        for product in catalog.products(department.key):
            print("  " + _line(product))
    return 0


def _line(product: Product) -> str:
    size = product.true_size()
    parts = [
        product.sku,
        product.title.all(),
        product.price.text() if product.price else "",
        size.text() if size else "",
        "3D" if product.asset else "photo" if product.images else "card",
    ]
    return "  ".join(part for part in parts if part)


def _show(catalog: SqliteCatalog, args: argparse.Namespace) -> int:
    import msgspec

    product = catalog.product(args.sku)
    if product is None:
        sys.stderr.write(f"There is no product {args.sku}.\n")
        return 1
    print(msgspec.json.format(msgspec.json.encode(product), indent=2).decode())
    return 0


def _search(catalog: SqliteCatalog, args: argparse.Namespace) -> int:
    found = catalog.search(" ".join(args.words), args.limit)
    for sku in found:
        product = catalog.product(sku)
        if product is not None:
            print(_line(product))
    if not found:
        sys.stderr.write("Nothing was found.\n")
    return 0 if found else 1


def _verify(catalog: SqliteCatalog, args: argparse.Namespace) -> int:
    from client.catalog.verify import verify

    problems = verify(catalog)
    for problem in problems:
        print(problem)
    print(f"{catalog.info.products} products: {'all is well' if not problems else f'{len(problems)} problems'}.")
    return 1 if problems else 0
