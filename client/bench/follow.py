"""`vitrine bench follow`: what a merchant publishes reaches a shop that is open, through a real nginx.

A catalogue is published; a shop without a display opens and follows it, with its process beside it. Then one price is
changed, one product added and one taken away, and published. Measured: how long until the open shop knows of it and
shows it, what that costs its longest frame, and whether the journal of the visit replays.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from client.bench.registry import Figures
from client.domain.errors import VitrineError

if TYPE_CHECKING:
    from client.app import OpenShop, ShopOptions
    from client.pilot import Pilot

ENVIRONMENT: Mapping[str, str] = {}
_PASSPHRASE: Final = "a passphrase for measuring"  # noqa: S105 - of keys that live as long as the measure
_LIMIT_S: Final = 240.0
_PRICE: Final = Decimal("1234.56")
_NEW: Final = "bench-new-product"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--catalog or --products."""
    parser.add_argument("--catalog", type=Path, help="publish a copy of this catalogue; default: made-up products")
    parser.add_argument("--products", type=int, default=100_000, help="how many made-up ones (default 100000)")


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    return ["--products", str(args.products), *(["--catalog", str(args.catalog)] if args.catalog else [])]


def measure(args: argparse.Namespace) -> Figures:
    """Publishes, opens, changes, waits; raises VitrineError when something does not come."""
    if os.name == "nt":
        raise VitrineError("This measure starts nginx and runs on Linux.")
    from client.bench.web import serving

    with tempfile.TemporaryDirectory(prefix="vitrine-bench-") as temporary:
        merchant = _Merchant(Path(temporary).resolve())
        merchant.prepare(args.catalog, args.products)
        with serving(merchant.repo, merchant.folder / "nginx") as web:
            return _visit(merchant, web.address)


class _Merchant:
    """A catalogue, keys, and what is published."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.catalog, self.repo = folder, folder / "catalog", folder / "repo"
        self.fingerprint = ""
        self.products = 0

    def prepare(self, given: Path | None, products: int) -> None:
        """The first publish."""
        import shutil

        from client.catalog.reader import open_current

        if given is None:
            from client.bench.made_rows import make_catalog

            make_catalog(self.catalog, products)
        else:
            shutil.copytree(given, self.catalog)
        with open_current(self.catalog) as catalog:
            self.products = catalog.info.products
        (self.folder / "passphrase").write_text(_PASSPHRASE, "utf-8")
        found = re.search(r"--fingerprint ([0-9a-f]{64})", self._server("init"))
        if found is None:
            raise VitrineError("vitrine-server init printed no fingerprint.")
        self.fingerprint = found[1]
        self.publish()

    def publish(self) -> float:
        """How long it took, in seconds."""
        began = time.monotonic()
        self._server("publish", str(self.catalog))
        return time.monotonic() - began

    def change(self, dearer: str, gone: str) -> None:
        """One price, one product more, one less."""
        from msgspec import structs

        from client.catalog.reader import open_current
        from client.catalog.writer import VersionWriter
        from client.domain.money import Money

        with open_current(self.catalog) as old, VersionWriter(self.catalog) as writer:
            for product in old.products():
                if product.sku == dearer:
                    writer.add(structs.replace(product, price=Money(_PRICE, "EUR")))
                    writer.add(structs.replace(product, sku=_NEW, variants=()))
                elif product.sku != gone:
                    writer.add(product)
            writer.publish(old.info.title, old.info.checkout_url, "2026-01-02T00:00:00Z")

    def _server(self, command: str, *words: str) -> str:
        folders = ["--repo", str(self.repo), "--keys", str(self.folder / "keys")]
        done = subprocess.run(
            [sys.executable, "-m", "server", command, *words, *folders, "--passphrase-file",
             str(self.folder / "passphrase")],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise VitrineError(f"vitrine-server {command} failed: {done.stderr[-500:]}")
        return done.stdout + done.stderr


def _visit(merchant: _Merchant, address: str) -> Figures:
    from client.app import ShopOptions, headless_output, open_shop
    from client.commands.options import followed_root
    from client.headset.scripted import ScriptedHeadset
    from client.pilot import Pilot
    from client.settings import Settings, find_folders

    folders = find_folders({"VITRINE_HOME": str(merchant.folder / "home")})
    settings = Settings(
        width=320, height=180, samples=0, sync_from=address, sync_fingerprint=merchant.fingerprint, sync_minutes=0.02
    )
    began = time.monotonic()
    root = followed_root(settings, folders)
    figures: dict[str, float | int | str | bool] = {
        "products": merchant.products,
        "first_rows_s": time.monotonic() - began,
    }
    journal = merchant.folder / "visit.journal"
    options = ShopOptions(settings, folders, root, record=journal, following=True)
    with open_shop(options, lambda: headless_output(settings)) as opened:
        watch = _Watch(Pilot(opened.shop, ScriptedHeadset(320, 180)), opened)
        figures["around_s"] = watch.until("what stands near has its files", lambda: not watch.waiting())
        watch.run(200)
        figures["longest_frame_before_ms"] = watch.longest()
        dearer, gone = watch.standing()
        merchant.change(dearer, gone)
        figures["publish_s"] = merchant.publish()
        figures |= _arrivals(watch, opened, dearer, gone)
    figures["replays"] = _replays(options, journal)
    return figures


def _arrivals(watch: _Watch, opened: OpenShop, dearer: str, gone: str) -> dict[str, float | int | str | bool]:
    """Seconds after the publish, and the longest frame on the way."""
    first = watch.pilot.session.catalogue

    def price() -> bool:
        product = opened.catalog.product(dearer)
        return product is not None and product.price is not None and product.price.amount == _PRICE

    def renewed() -> bool:
        spots = opened.shop.keeper.current.spots
        return gone not in spots and opened.shop.keeper.current.wanted.version == watch.pilot.session.catalogue

    figures: dict[str, float | int | str | bool] = {
        "known_s": watch.until("the shop knows of the new version", lambda: watch.pilot.session.catalogue != first)
    }
    watch.run(3)
    if not price() or opened.catalog.product(_NEW) is None:
        raise VitrineError("The new version does not hold what was published.")
    figures["longest_frame_at_switch_ms"] = watch.longest()
    figures["stands_after_s"] = watch.until("the store is renewed", renewed)
    figures["new_stands"] = _NEW in opened.shop.keeper.current.spots
    figures["longest_frame_at_renewal_ms"] = watch.longest()
    return figures


@dataclass
class _Watch:
    """Frames go by, without drawing; the longest is remembered."""

    pilot: Pilot
    opened: OpenShop
    _longest_s: float = field(default=0.0)

    def run(self, frames: int) -> None:
        for _ in range(frames):
            began = time.perf_counter()
            self.pilot.run(1)
            self._longest_s = max(self._longest_s, time.perf_counter() - began)

    def longest(self) -> float:
        """In milliseconds, since this was last asked."""
        longest, self._longest_s = self._longest_s * 1e3, 0.0
        return longest

    def until(self, what: str, done: Callable[[], bool]) -> float:
        began = time.monotonic()
        while not done():
            self.run(1)
            time.sleep(0.005)
            if time.monotonic() - began > _LIMIT_S:
                raise VitrineError(f"In {_LIMIT_S:.0f} seconds it did not happen: {what}.")
        return time.monotonic() - began

    def waiting(self) -> bool:
        """Whether something that stands here has none of its files yet."""
        contents, catalog = self.opened.shop.keeper.current, self.opened.catalog
        return any(
            product.asset is not None and not catalog.blob_path(product.asset.far.blob).is_file()
            for product in contents.products.values()
        )

    def standing(self) -> tuple[str, str]:
        """Two products that stand in the store."""
        skus = [place.item_id for place in self.opened.shop.keeper.current.plan.placements]
        return skus[0], skus[-1]


def _replays(options: ShopOptions, journal: Path) -> bool:
    """Whether the journal alone, without a publisher, leads to the same end."""
    from client.app import headless_output, open_shop
    from client.commands.replay import replay
    from client.journal.reader import read_journal

    read = read_journal(journal)
    alone = replace(options, start=read.header.session, record=None, following=False, replaying=True)
    with open_shop(alone, lambda: headless_output(options.settings)) as opened:
        outcome = replay(opened, read)
    return outcome.ended and not outcome.differences
