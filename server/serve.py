"""A web server for development: files with ranges and entity tags, on this computer only. Use nginx for real."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import unquote, urlsplit

_PUBLIC: Final = ("metadata", "targets", "packs", "blobs")
_PIECE: Final = 1 << 16


class FileHandler(BaseHTTPRequestHandler):
    """Answers GET below one folder."""

    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, note: Callable[[str], None], *args: object) -> None:
        self.folder = folder.resolve()
        self._note = note
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Sends a file, or the part of it that was asked for."""
        path = unquote(urlsplit(self.path).path).lstrip("/")
        target = (self.folder / path).resolve()
        if path.split("/")[0] not in _PUBLIC or not target.is_relative_to(self.folder) or not target.is_file():
            self.send_error(404)
            return
        with target.open("rb") as stream:
            self.send_file(stream, target.stat().st_size, target.name)

    def send_file(self, stream: BinaryIO, size: int, tag: str) -> None:
        """Status, headers and body; the part that Range asks for."""
        begin = 0
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if asked is not None:
            begin = int(asked[1])
            if begin >= size:
                self.send_error(416)
                return
        self.send_response(206 if asked else 200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(size - begin))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", f'"{tag}"')
        if asked:
            self.send_header("Content-Range", f"bytes {begin}-{size - 1}/{size}")
        self.end_headers()
        stream.seek(begin)
        while piece := stream.read(_PIECE):
            self.wfile.write(piece)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Notes one line a request."""
        self._note(format % args)


def make_server(folder: Path, port: int, note: Callable[[str], None]) -> ThreadingHTTPServer:
    """A server on 127.0.0.1; port 0 takes a free one. The caller runs and closes it."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(FileHandler, folder, note))
