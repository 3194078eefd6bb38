"""Where published files come from: a web address or a folder, under the same limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from client.sync.errors import NotThere, Refused, Tampered, Unreachable

PIECE: Final = 1 << 17


@dataclass(frozen=True)
class Limits:
    """What one answer may cost. Seconds, bytes a second."""

    connect_s: float = 10.0
    idle_s: float = 20.0
    """The longest silence."""
    base_s: float = 30.0
    """A file may take this long and a second more for every `slowest_bytes_per_s`."""
    slowest_bytes_per_s: float = 8_000.0
    attempts: int = 4
    pause_s: float = 0.5
    """Before the second attempt; doubled for each further one."""
    redirects: int = 3
    bytes_per_s: float = 0.0
    """All downloads together stay below this; 0 means as fast as it goes."""

    def deadline_s(self, size: int) -> float:
        """How long a file of this size may take."""
        return self.base_s + size / self.slowest_bytes_per_s


class Source(Protocol):
    """Reads published files. Safe to use from several threads."""

    @property
    def name(self) -> str:
        """How it is called in sentences."""

    def read(self, path: str, offset: int, most: int) -> Iterator[bytes]:
        """The bytes of a file from `offset` on; at most `most` of them, else Tampered.

        Raises NotThere, Unreachable, RangeIgnored or Refused.
        """

    def close(self) -> None:
        """Ends connections; idempotent."""


class FolderSource:
    """Published files in a folder: a USB stick, a network share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    @property
    def name(self) -> str:
        """How it is called in sentences."""
        return str(self._folder)

    def read(self, path: str, offset: int, most: int) -> Iterator[bytes]:
        """See `Source.read`."""
        target = (self._folder / path).resolve()
        if not target.is_relative_to(self._folder):
            raise Refused(f"{self.name} leads out of its folder ({path}); it is not followed.")
        got = 0
        try:
            if not self._folder.is_dir():
                raise Unreachable(f"There is no folder {self._folder}. Is the drive plugged in?")
            with target.open("rb") as stream:
                stream.seek(offset)
                while piece := stream.read(PIECE):
                    got += len(piece)
                    if got > most:
                        raise Tampered(f"{self.name} gives more of {path} than was signed; it was thrown away.")
                    yield piece
        except FileNotFoundError as cause:
            raise NotThere(f"{self.name} has no {path}.") from cause
        except OSError as cause:
            raise Unreachable(f"{self.name} cannot be read: {cause.strerror or cause}.") from cause

    def close(self) -> None:
        """Nothing is kept open."""


def open_source(address: str, limits: Limits) -> Source:
    """A source for http://, https:// or file:// addresses; raises Refused for others."""
    parts = urlsplit(address)
    if parts.scheme == "file":
        from urllib.request import url2pathname

        shared = parts.netloc not in ("", "localhost")  # file://server/share of a Windows network
        return FolderSource(Path(url2pathname(f"//{parts.netloc}{parts.path}" if shared else parts.path)))
    if parts.scheme in ("http", "https") and parts.hostname:
        from client.sync.http import HttpSource

        return HttpSource(address, limits)
    raise Refused(f"{unquote(address)} is no address to follow; it starts with https://, http:// or file:///.")
