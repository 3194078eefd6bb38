"""A publisher to be followed, and a web server between it and the shop that misbehaves by script."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

import msgspec

from client.catalog.layout import Layout
from client.catalog.reader import open_current
from client.catalog.writer import VersionWriter
from client.domain.product import Product
from client.sync.follow import Outcome, Style, Surroundings, follow
from client.sync.source import Limits, open_source
from server.ceremony import fingerprint, initialise, rotate
from server.keys import KeyFolder
from server.publish import Extras, Published, publish
from server.repository import Repository, refresh
from server.serve import FileHandler
from tests.simulators.made_catalog import make_catalog

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
QUICK = Limits(connect_s=2.0, idle_s=1.0, base_s=1.5, slowest_bytes_per_s=1e6, attempts=2, pause_s=0.01)


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)


class Publisher:
    """A merchant: a catalogue, keys and a published folder."""

    def __init__(self, folder: Path, clock: Clock, *, root_threshold: int = 2, targets_threshold: int = 1) -> None:
        self.clock = clock
        self.catalog = make_catalog(folder / "catalog")
        self.keys = KeyFolder(folder / "keys", b"correct horse battery staple")
        self.repository = Repository(folder / "repo", clock)
        self.fingerprint = initialise(self.repository, self.keys, 3, root_threshold, targets_threshold)
        assert self.fingerprint == fingerprint(self.repository)

    @property
    def folder(self) -> Path:
        return self.repository.folder

    def publish(self, extras: Extras = Extras()) -> Published:  # noqa: B008 - a frozen value
        return publish(self.catalog, self.repository, self.keys, extras)

    def refresh(self) -> None:
        refresh(self.repository, self.keys)

    def rotate(self, role: str) -> None:
        rotate(self.repository, self.keys, role)

    def change(self, edit: Callable[[Product], Product | None], *more: Product) -> None:
        """A new version of the catalogue: each product as `edit` leaves it (None: gone), and more of them."""
        with open_current(self.catalog) as old, VersionWriter(self.catalog) as writer:
            writer.add_all(new for p in old.products() if (new := edit(p)) is not None)
            writer.add_all(more)
            writer.publish(old.info.title, old.info.checkout_url, self.clock().isoformat())

    def rename(self, sku: str, title: str) -> None:
        self.change(lambda p: msgspec.structs.replace(p, title=p.title.__class__(title)) if p.sku == sku else p)


Behaviour = Callable[["MirrorHandler", str], bool]
"""Told a request before it is answered; True when it has dealt with it."""


def behave(handler: MirrorHandler, path: str) -> bool:
    return False


@dataclass
class Mirror:
    """Serves a folder; `script` may answer otherwise."""

    folder: Path
    script: Behaviour = behave
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Path and Range of each request."""
    sent: dict[str, int] = field(default_factory=dict)
    """Bytes of bodies by path."""
    slow_s: float = 0.0
    """A pause before each 16 KB."""

    def __post_init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(MirrorHandler, self))
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/"

    def paths(self, begin: str) -> list[str]:
        return [path for path, _ in self.asked if path.startswith(begin)]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()


class MirrorHandler(FileHandler):
    """Knows its mirror."""

    def __init__(self, mirror: Mirror, *args: object) -> None:
        self.mirror = mirror
        super().__init__(mirror.folder, lambda _: None, *args)

    def do_GET(self) -> None:
        path = self.path.lstrip("/")
        self.mirror.asked.append((path, self.headers.get("Range", "")))
        with suppress(BrokenPipeError, ConnectionResetError):
            if not self.mirror.script(self, path):
                super().do_GET()

    def send_file(self, stream: BinaryIO, size: int, tag: str) -> None:
        handler, path = self, self.path.lstrip("/")

        class Counting:
            def seek(self, place: int) -> int:
                return stream.seek(place)

            def read(self, most: int) -> bytes:
                if handler.mirror.slow_s:
                    time.sleep(handler.mirror.slow_s)
                piece = stream.read(1 << 14)
                handler.mirror.sent[path] = handler.mirror.sent.get(path, 0) + len(piece)
                return piece

        super().send_file(Counting(), size, tag)  # type: ignore[arg-type]

    def answer(self, body: bytes, status: int = 200, said: int | None = None, **headers: str) -> bool:
        """An answer of one's own; `said` is a Content-Length that may be a lie."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if said is None else said))
        self.end_headers()
        self.wfile.write(body)
        if said is not None:
            self.close_connection = True
        return True


@dataclass
class Follower:
    """A shop that follows, with everything handed in."""

    root: Path
    address: str
    fingerprint: str
    clock: Clock
    limits: Limits = QUICK
    free: int = 10**12
    said: list[str] = field(default_factory=list)

    def sync(self, *, trust: str | None = None, style: Style = Style()) -> Outcome:  # noqa: B008 - a frozen value
        source = open_source(self.address, self.limits)
        outside = Surroundings(self.clock, free_bytes=lambda _: self.free, say=self.said.append)
        try:
            return follow(self.root, source, outside, self.limits, trust or self.fingerprint, style=style)
        finally:
            source.close()

    def titles(self) -> dict[str, str]:
        with open_current(self.root) as catalog:
            return {p.sku: p.title.en for p in catalog.products()}

    @property
    def version(self) -> str | None:
        return Layout(self.root).current()
