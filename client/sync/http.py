"""Published files over HTTP: one kept connection a thread, every limit our own."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import suppress
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from client.sync.errors import NotThere, RangeIgnored, Refused, SyncError, Tampered, Unreachable
from client.sync.source import PIECE, Limits

_HEADERS: Final = {"Accept-Encoding": "identity", "User-Agent": "vitrine"}
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_BROKEN: Final = (OSError, http.client.HTTPException, ValueError, AttributeError)
"""What reading raises when a connection breaks, or is cut by the watchdog in the middle of a read."""


class HttpSource:
    """Reads below one address. Answers that lead to another host, are web pages, or take too long are refused."""

    def __init__(self, address: str, limits: Limits) -> None:
        self._base = urlsplit(address if address.endswith("/") else address + "/")
        self._limits = limits
        self._tls = ssl.create_default_context() if self._base.scheme == "https" else None
        self._mine, self._lock = threading.local(), threading.Lock()
        # weakly: a thread that ends takes its connection along, however many come and go
        self._all: weakref.WeakSet[http.client.HTTPConnection] = weakref.WeakSet()
        self._watchdog = _Watchdog()
        self._bucket = _Bucket(limits.bytes_per_s)

    @property
    def name(self) -> str:
        """How it is called in sentences."""
        return f"{self._base.scheme}://{self._base.netloc}"

    def read(self, path: str, offset: int, most: int) -> Iterator[bytes]:
        """See `Source.read`."""
        connection = self._connection()
        ends = time.monotonic() + self._limits.deadline_s(most)
        clean = False
        try:
            with self._watchdog.until(ends, connection) as watched:
                answer = self._ask(connection, watched, path, offset)
                yield from self._body(answer, path, offset, most, ends)
            clean = True
        except SyncError:
            raise
        except _BROKEN as cause:
            if time.monotonic() >= ends - 0.05:
                raise Unreachable(f"{self.name} is too slow: {path} did not come in time.") from cause
            raise Unreachable(
                f"{self.name} cannot be reached or broke off: {cause or type(cause).__name__}."
            ) from cause
        finally:
            if not clean:  # whatever is left on this connection is not the next answer
                connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        connection: http.client.HTTPConnection | None = getattr(self._mine, "connection", None)
        if connection is None:
            host, port = self._base.hostname or "", self._base.port
            if self._tls is not None:
                connection = http.client.HTTPSConnection(host, port, timeout=self._limits.connect_s, context=self._tls)
            else:
                connection = http.client.HTTPConnection(host, port, timeout=self._limits.connect_s)
            self._mine.connection = connection
            with self._lock:
                self._all.add(connection)
        return connection

    def _ask(
        self, connection: http.client.HTTPConnection, watched: _Watched, path: str, offset: int
    ) -> http.client.HTTPResponse:
        url = self._base._replace(path=self._base.path + quote(path), query="", fragment="")
        headers = dict(_HEADERS) | ({"Range": f"bytes={offset}-"} if offset else {})
        for _ in range(self._limits.redirects + 1):
            answer = self._send(connection, watched, url, headers)
            if answer.status not in _REDIRECTS:
                self._check(answer, path, offset)
                return answer
            url = self._redirected(url, answer.headers.get("Location", ""))
            answer.read(PIECE)
            connection.close()
        raise Refused(f"{self.name} sends in circles; it is not followed.")

    def _send(
        self, connection: http.client.HTTPConnection, watched: _Watched, url: SplitResult, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        wanted = url.path + (f"?{url.query}" if url.query else "")
        for fresh in (connection.sock is None, True):
            try:
                if connection.sock is None:
                    connection.timeout = self._limits.connect_s
                    connection.connect()
                    watched.connected(self._limits.idle_s)
                connection.request("GET", wanted, headers=headers)
                return connection.getresponse()
            except ConnectionError:
                connection.close()
                if fresh:  # a kept connection may have been ended by the other side; a new one may not
                    raise
        raise AssertionError("a fresh connection answers or raises")

    def _redirected(self, url: SplitResult, location: str) -> SplitResult:
        target = urlsplit(urljoin(url.geturl(), location))
        if (target.scheme, target.netloc) != (self._base.scheme, self._base.netloc):
            raise Refused(
                f"{self.name} sends on to {target.netloc or 'nowhere'}; it is not followed. "
                "Does this network ask to sign in first?"
            )
        return target

    def _check(self, answer: http.client.HTTPResponse, path: str, offset: int) -> None:
        if answer.status in (403, 404, 410):
            raise NotThere(f"{self.name} has no {path}.")
        if offset and answer.status in (200, 416):
            raise RangeIgnored(f"{self.name} does not continue files.")
        if answer.status != (206 if offset else 200):
            raise Unreachable(f"{self.name} answers {answer.status} {answer.reason or ''}".rstrip() + ".")
        if offset:
            found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
            if found is None or int(found[1]) != offset:
                raise RangeIgnored(f"{self.name} continues at another place.")
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            raise Refused(f"{self.name} answers with a web page. Does this network ask to sign in first?")
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise Refused(f"{self.name} encodes its answers though it was asked not to.")

    def _body(
        self, answer: http.client.HTTPResponse, path: str, offset: int, most: int, ends: float
    ) -> Iterator[bytes]:
        said = answer.headers.get("Content-Length")
        got = 0
        while piece := answer.read1(PIECE):
            got += len(piece)
            if got > most:
                raise Tampered(f"{self.name} gives more of {path} than was signed; it was thrown away.")
            if time.monotonic() > ends:
                raise Unreachable(f"{self.name} is too slow: {path} did not come in time.")
            self._bucket.take(len(piece))
            yield piece
        if time.monotonic() > ends:  # cut by the watchdog, which looks like an end
            raise Unreachable(f"{self.name} is too slow: {path} did not come in time.")
        if said is not None and said.isdigit() and got < int(said):
            raise Unreachable(f"{self.name} broke off in the middle of {path}.")
        answer.close()  # `read1` leaves it open at its end, and the connection then takes no further request

    def close(self) -> None:
        """Ends connections; idempotent."""
        self._watchdog.close()
        with self._lock:
            connections = list(self._all)
        for connection in connections:
            connection.close()


class _Watched:
    """A connection with an end. `sock` outlives the connection's own, which it hands to the last answer."""

    def __init__(self, dog: _Watchdog, ends: float, connection: http.client.HTTPConnection) -> None:
        self.ends = ends
        self.sock: socket.socket | None = connection.sock
        self._dog, self._connection = dog, connection

    def connected(self, idle_s: float) -> None:
        """A new socket was made, which may be silent for so long."""
        self.sock = self._connection.sock
        if self.sock is not None:
            self.sock.settimeout(idle_s)

    def cut(self) -> None:
        """Ends whatever waits on it."""
        for sock in (self.sock, self._connection.sock):
            if sock is not None:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> _Watched:
        self._dog.watch(self)
        return self

    def __exit__(self, *error: object) -> None:
        self._dog.leave(self)


class _Watchdog:
    """Cuts connections whose time is up: a server that sends a byte now and then never lets a read time out."""

    def __init__(self) -> None:
        self._running: set[_Watched] = set()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def until(self, ends: float, connection: http.client.HTTPConnection) -> _Watched:
        """A context in which the connection is cut at `ends` (monotonic seconds)."""
        return _Watched(self, ends, connection)

    def watch(self, watched: _Watched) -> None:
        """Begins to watch."""
        with self._lock:
            self._running.add(watched)
            if self._thread is None and not self._stop.is_set():
                self._thread = threading.Thread(target=self._watch, name="sync-watchdog", daemon=True)
                self._thread.start()

    def leave(self, watched: _Watched) -> None:
        """Ends watching."""
        with self._lock:
            self._running.discard(watched)

    def _watch(self) -> None:
        while not self._stop.wait(0.1):
            with self._lock:
                late = [watched for watched in self._running if time.monotonic() > watched.ends]
            for watched in late:
                watched.cut()

    def close(self) -> None:
        """Ends the thread; idempotent."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()


class _Bucket:
    """Keeps all threads together below a rate."""

    def __init__(self, bytes_per_s: float) -> None:
        self._rate = bytes_per_s
        self._lock = threading.Lock()
        self._free_at = 0.0

    def take(self, size: int) -> None:
        """Waits until this many bytes fit."""
        if self._rate <= 0.0:
            return
        with self._lock:
            self._free_at = max(self._free_at, time.monotonic()) + size / self._rate
            pause = self._free_at - time.monotonic()
        if pause > 0.0:
            time.sleep(pause)
