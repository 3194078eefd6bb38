"""Following beside a running shop: a process of its own, watched from a thread that never blocks a frame."""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Protocol

import msgspec

from client.catalog.errors import CatalogError
from client.catalog.layout import Layout
from client.catalog.live import can_be_opened
from client.domain.product import BlobRef
from client.sync.messages import (
    Age,
    FollowOptions,
    InUse,
    News,
    Order,
    Orders,
    Rested,
    RoundNow,
    VersionThere,
    report_from,
    to_bytes,
)
from client.sync.state import SyncState, freshness

_log = logging.getLogger("vitrine.sync")
_TICK_S: Final = 0.1
_POINTER_S: Final = 0.5
_AGE_S: Final = 60.0
_LONGEST_REST_S: Final = 60.0
_LONG_LIFE_S: Final = 120.0
"""A process that lived so long is started again at once; one that dies young, after ever longer rests."""


class Child(Protocol):
    """A process, as `multiprocessing` has them."""

    def is_alive(self) -> bool:
        """Whether it runs."""

    def terminate(self) -> None:
        """Asks it to end."""

    def kill(self) -> None:
        """Ends it."""

    def join(self, timeout: float | None = None) -> None:
        """Waits for its end."""


Start = Callable[[FollowOptions], tuple[Child, Connection]]


def start_process(options: FollowOptions) -> tuple[Child, Connection]:
    """Starts the process that follows, with a connection to it."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, to_bytes(options)), daemon=True, name="vitrine-sync")
    process.start()
    theirs.close()
    return process, ours


def _serve(connection: Connection, options: bytes) -> None:
    # by name: what verifies signatures is loaded in that process only
    import_module("client.sync.worker").serve(connection, options)
    # whatever is being fetched goes on next time; Python would wait for the threads that fetch
    os._exit(0)


@dataclass(frozen=True)
class _Wishes:
    orders: Orders | None = None
    in_use: InUse | None = None


class BackgroundSync:
    """`news` and `order` are for the drawing thread and never wait; `close` when done."""

    def __init__(
        self,
        options: FollowOptions,
        start: Start = start_process,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._options, self._start, self._now, self._monotonic = options, start, now, monotonic
        self._root = Path(options.root)
        self._news: deque[News] = deque()
        self._wishes = _Wishes()
        self._hurry = False
        self._stop = threading.Event()
        self._child: Child | None = None
        self._connection: Connection | None = None
        self._started_at = self._rest_until = 0.0
        self._rest_s = 1.0
        self._told: str | None = None
        self._refused: str | None = None
        self._age: Age | None = None
        self.deaths = 0
        self._thread = threading.Thread(target=self._run, name="sync-watch", daemon=True)
        self._thread.start()

    def news(self) -> Sequence[News]:
        """What was heard since the last call."""
        heard: list[News] = []
        while self._news:
            heard.append(self._news.popleft())
        return heard

    def order(self, wanted: tuple[BlobRef, ...]) -> None:
        """Says which files are wanted now, the most urgent first; it replaces what was wanted before."""
        self._wishes = replace(self._wishes, orders=Orders(wanted))

    def keep(self, sha256s: tuple[str, ...]) -> None:
        """Says which files must not be thrown away; it replaces what was said before."""
        self._wishes = replace(self._wishes, in_use=InUse(sha256s))

    def round_now(self) -> None:
        """Asks for a look at the publisher at once."""
        self._hurry = True

    @property
    def pid(self) -> int | None:
        """The process's number, while it runs."""
        number = getattr(self._child, "pid", None)
        return number if isinstance(number, int) else None

    def _run(self) -> None:
        said = _Wishes()
        pointer_at = age_at = -1e9
        while not self._stop.is_set():
            try:
                if self._alive():
                    if self._wishes is not said or self._hurry:
                        said = self._send(said)
                    rested = self._receive()
                else:
                    said, rested = _Wishes(), False
                    self._stop.wait(_TICK_S)
                now = self._monotonic()
                if rested or now - pointer_at >= _POINTER_S:
                    pointer_at = now
                    self._look_at_pointer()
                if rested or now - age_at >= _AGE_S:
                    age_at = now
                    self._look_at_age()
            except Exception:  # noqa: BLE001 - the edge of a thread that must go on
                _log.exception("watching the process that follows the publisher went wrong")
                self._stop.wait(1.0)

    def _alive(self) -> bool:
        """Whether the process runs; starts it again when it is time to."""
        now = self._monotonic()
        if self._child is not None and self._child.is_alive():
            return True
        if self._child is not None:
            self._died(now)
        if now < self._rest_until:
            return False
        try:
            self._child, self._connection = self._start(self._options)
        except OSError as error:
            _log.warning("the process that follows the publisher could not be started: %s", error)
            self._rest(now)
            return False
        self._started_at = now
        return True

    def _died(self, now: float) -> None:
        self.deaths += 1
        _log.warning("the process that follows the publisher ended; the shop goes on and starts it again")
        said = "The process that follows the publisher ended; it is started again."
        self._news.append(Rested(False, said, "Died"))
        SyncState(self._root).say(self._now(), False, said)
        self._let_go()
        if now - self._started_at > _LONG_LIFE_S:
            self._rest_s = 1.0
        self._rest(now)

    def _rest(self, now: float) -> None:
        self._rest_until = now + self._rest_s
        self._rest_s = min(_LONGEST_REST_S, self._rest_s * 2.0)

    def _send(self, said: _Wishes) -> _Wishes:
        now = self._wishes
        messages: list[Order] = [now.in_use] if now.in_use is not None and now.in_use is not said.in_use else []
        messages += [now.orders] if now.orders is not None and now.orders is not said.orders else []
        if self._hurry:
            self._hurry = False
            messages.append(RoundNow())
        try:
            for message in messages:
                if self._connection is not None:
                    self._connection.send_bytes(to_bytes(message))
        except OSError:  # it is just ending
            return said
        return now

    def _receive(self) -> bool:
        """Takes in what was said within a tick; whether a round came to its end."""
        rested = False
        try:
            while self._connection is not None and self._connection.poll(0.0 if rested else _TICK_S):
                report = report_from(self._connection.recv_bytes())
                self._news.append(report)
                rested = rested or isinstance(report, Rested)
        except (OSError, EOFError):
            self._stop.wait(_TICK_S)
        except msgspec.MsgspecError:
            _log.warning("the process that follows the publisher said something that makes no sense")
        return rested

    def _look_at_pointer(self) -> None:
        try:
            version = Layout(self._root).current()
        except CatalogError:
            return
        if version is None or version in (self._told, self._refused):
            return
        if can_be_opened(self._root, version):
            self._told, self._refused = version, None
            self._news.append(VersionThere(version))
        else:
            self._refused = version
            _log.warning("version %s of the catalogue does not open; the shop stays with the one it has", version)

    def _look_at_age(self) -> None:
        found = freshness(self._root, self._now(), timedelta(days=self._options.grace_days))
        age = Age(found.state, max(0, found.age.days))
        if age != self._age:
            self._age = age
            self._news.append(age)

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._child is not None:
            self._child.join(0.5)
            if self._child.is_alive():
                self._child.terminate()
                self._child.join(2.0)
            if self._child.is_alive():
                self._child.kill()
                self._child.join(2.0)
        self._child = self._connection = None

    def close(self) -> None:
        """Ends the process (what it was fetching goes on next time) and the thread; idempotent."""
        self._stop.set()
        self._thread.join()
        self._let_go()
