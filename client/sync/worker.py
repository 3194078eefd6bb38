"""The process that follows beside a running shop: rounds now and then, files as the shop asks for them."""

from __future__ import annotations

import os
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import msgspec

from client.sync.asked import AskedFiles
from client.sync.errors import Busy, SyncError
from client.sync.follow import Style, Surroundings, follow
from client.sync.messages import FollowOptions, InUse, Orders, Report, Rested, RoundNow, order_from, to_bytes
from client.sync.source import Limits, Source, open_source
from client.sync.state import SyncState
from client.sync.trust import utc_now

_FIRST_PAUSE_S: Final = 15.0
_BUSY_PAUSE_S: Final = 5.0
_BELOW_NORMAL: Final = 0x4000
"""BELOW_NORMAL_PRIORITY_CLASS of Windows."""


def serve(connection: Connection, data: bytes) -> None:
    """Follows until the shop hangs up."""
    step_back()
    options = msgspec.msgpack.decode(data, type=FollowOptions)
    try:
        source = open_source(options.source, Limits(bytes_per_s=options.bytes_per_s))
    except SyncError as error:  # the address is none: say so, and do nothing but listen
        connection.send_bytes(to_bytes(Rested(False, str(error), type(error).__name__)))
        _listen(connection, None, None)
        return
    service = Service(connection, options, source)
    try:
        service.run()
    finally:
        service.close()
        source.close()


def step_back() -> None:
    """Lets everything else on this computer go first."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(10)


def _listen(connection: Connection, asked: AskedFiles | None, hurry: threading.Event | None) -> None:
    """Takes orders until the other end is gone."""
    while True:
        try:
            order = order_from(connection.recv_bytes())
        except (EOFError, OSError):
            return
        except msgspec.MsgspecError:
            continue
        match order:
            case Orders() if asked is not None:
                asked.order(order)
            case InUse() if asked is not None:
                asked.keep(order)
            case RoundNow() if hurry is not None:
                hurry.set()


class Service:
    """Rounds on one thread, files on others, orders on the main one."""

    def __init__(self, connection: Connection, options: FollowOptions, source: Source) -> None:
        self._connection, self._options, self._source = connection, options, source
        self._state = SyncState(Path(options.root))
        self._sending = threading.Lock()
        self._hurry = threading.Event()
        self._stop = threading.Event()
        limits = Limits(bytes_per_s=options.bytes_per_s)
        self._asked = AskedFiles(self._state, source, limits, self._say, options.cache_bytes, options.workers)
        self._limits = limits
        self._models = Path(options.models) if options.models else None

    def run(self) -> None:
        """Until the shop hangs up."""
        self._asked.start()
        threading.Thread(target=self._rounds, name="rounds", daemon=True).start()
        _listen(self._connection, self._asked, self._hurry)

    def _say(self, report: Report) -> None:
        with self._sending:
            try:
                self._connection.send_bytes(to_bytes(report))
            except OSError:  # nobody listens any more; the main thread hears of it too
                self._stop.set()

    def _rounds(self) -> None:
        pause = _FIRST_PAUSE_S
        while not self._stop.is_set():
            rested = self._round()
            self._say(rested)
            if rested.ok:
                pause, wait = _FIRST_PAUSE_S, self._options.interval_s
            elif rested.kind == Busy.__name__:
                wait = _BUSY_PAUSE_S
            else:
                wait = min(pause, self._options.interval_s)
                pause *= 2.0
            self._hurry.wait(wait)
            self._hurry.clear()

    def _round(self) -> Rested:
        options = self._options
        outside = Surroundings(utc_now, time.monotonic)
        trusted = self._state.trust.exists()
        fingerprint = None if trusted else options.fingerprint or None
        try:
            style = Style(lazy=True, insist=False, in_use=lambda: self._asked.in_use, models=self._models)
            root, workers = self._state.root, options.workers
            done = follow(root, self._source, outside, self._limits, fingerprint, workers, style)
        except SyncError as error:
            rested = Rested(False, str(error), type(error).__name__)
        except Exception as error:  # noqa: BLE001 - the worker's edge: whatever it is, the shop hears a sentence
            rested = Rested(False, f"Following went wrong ({type(error).__name__}: {error}).", "Unexpected")
        else:
            rested = Rested(True, f"Version {done.serial}, {done.products} products.")
            self._asked.count_again()
        if rested.kind != Busy.__name__:
            self._state.say(utc_now(), rested.ok, rested.says)
        return rested

    def close(self) -> None:
        """Stops asking; what runs is cut by the end of the process."""
        self._stop.set()
        self._hurry.set()
        self._asked.close()
