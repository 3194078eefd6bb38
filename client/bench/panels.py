"""`vitrine bench panels`: what opening a panel, pointing at it and drawing it costs the frame that has to do it.

Panels are opened as a visit opens them, one after the other in several rounds: the first opening of each builds it, the
later ones are what a shopper meets all day. CPU time of the whole process, no picture of the store.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from client.bench.registry import Figures
from client.commands.measure import percentile
from client.commands.options import add_store_arguments, catalog_root, settings_of

if TYPE_CHECKING:
    from client.domain.comfort import Comfort
    from client.domain.session import PanelName, Session
    from client.panels.host import PanelHost

ENVIRONMENT: Mapping[str, str] = {}
_PANELS: tuple[PanelName, ...] = (
    "product", "cart", "search", "map", "help", "checkout", "compare", "wishes", "settings",
)  # fmt: skip
_HOVERS = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--rounds, and which catalogue."""
    parser.add_argument("--rounds", type=int, default=8, help="how often each panel is opened (default 8)")
    add_store_arguments(parser)


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    words = ["--rounds", str(args.rounds)]
    for name in ("catalog", "lang"):
        if getattr(args, name) is not None:
            words += [f"--{name}", str(getattr(args, name))]
    return words


def measure(args: argparse.Namespace) -> Figures:
    """Opens, hovers, redraws."""
    settings, folders = settings_of(args)
    from client.catalog.reader import open_current
    from client.panels.host import PanelHost
    from client.shell.panels import all_panels

    with open_current(catalog_root(settings, folders)) as catalog:
        host = PanelHost(catalog, lambda action: None, all_panels())
        sessions = _sessions(
            [product.sku for product in catalog.products(limit=max(4, args.rounds))], settings.comfort()
        )
        try:
            host.prepare("panel")
            return _walk_through(host, sessions, args.rounds)
        finally:
            host.close()


def _sessions(skus: list[str], comfort: Comfort) -> Callable[[PanelName, int], Session]:
    """A visit with a few things in cart and lists; in each round another product is looked at."""
    from client.domain import actions as a
    from client.domain.cart import ItemRef
    from client.domain.reduce import reduce
    from client.domain.session import Session

    base = Session(comfort=comfort)
    for sku in skus[:4]:
        for action in (a.AddToCart(ItemRef(sku)), a.ToggleWish(ItemRef(sku)), a.ToggleCompare(ItemRef(sku))):
            base, _ = reduce(base, action)

    def session(panel: PanelName, turn: int) -> Session:
        item = ItemRef(skus[turn % len(skus)]) if panel == "product" else None
        return replace(base, panel=panel, panel_item=item)

    return session


def _walk_through(host: PanelHost, sessions: Callable[[PanelName, int], Session], rounds: int) -> Figures:
    first: list[float] = []
    again: list[float] = []
    hover: list[float] = []
    redraw: list[float] = []
    slowest, slowest_ms = "", 0.0
    for turn in range(rounds):
        for panel in _PANELS:
            session = sessions(panel, turn)
            opened = _cpu_ms(lambda session=session: _open(host, session))  # type: ignore[misc]
            (again if turn else first).append(opened)
            if turn and opened > slowest_ms:
                slowest, slowest_ms = panel, opened
            host.settle()
            hover += _hover(host)
            host.show(replace(session, panel=None))
            redraw.append(_cpu_ms(lambda session=session: _open(host, session)))  # type: ignore[misc]
            host.show(replace(session, panel=None))
    return {
        "first_ms_p50": percentile(first, 0.5), "first_ms_max": max(first), "open_ms_p50": percentile(again, 0.5),
        "open_ms_p99": percentile(again, 0.99), "same_again_ms_p50": percentile(redraw, 0.5),
        "hover_ms_p50": percentile(hover, 0.5), "hover_ms_p99": percentile(hover, 0.99), "slowest": slowest,
        "panels": len(_PANELS), "rounds": rounds,
    }  # fmt: skip


def _open(host: PanelHost, session: Session) -> None:
    host.show(session)
    host.pump()
    surface = host.open()
    if surface is not None:
        surface.picture()


def _hover(host: PanelHost) -> list[float]:
    """Over the panel from corner to corner, as a pointer goes, with a picture after each step."""
    surface = host.open()
    if surface is None:
        return []
    width, height = surface.size_px
    spent = []
    for step in range(_HOVERS):
        share = (step + 0.5) / _HOVERS

        def move(x: float = width * share, y: float = height * share) -> None:
            surface.pointer("move", x, y)
            host.pump()
            surface.picture()

        spent.append(_cpu_ms(move))
    surface.pointer("leave")
    return spent


def _cpu_ms(work: Callable[[], None]) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1e3
