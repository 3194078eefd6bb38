"""Zip archives from strangers: looked through before anything is unpacked, unpacked only up to a limit."""

from __future__ import annotations

import hashlib
import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from client.catalog.errors import SourceError

MAX_MEMBERS = 200_000
MAX_MEMBER_BYTES = 512 * 2**20
MAX_TOTAL_BYTES = 16 * 2**30
MAX_RATIO = 200
_DAMAGE = (
    OSError,
    zipfile.BadZipFile,
    RuntimeError,
    EOFError,
    NotImplementedError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
)
_RATIO_COUNTS_FROM = 16 * 2**20
_NESTED = (".zip", ".sh3f", ".jar", ".7z", ".rar", ".gz", ".xz", ".bz2", ".tar")


class SafeArchive:
    """A zip whose directory has been checked. Use as a context manager.

    Raises SourceError with one sentence for a broken archive, absolute or `..` paths, links, nested archives, and
    anything that would unpack to far more than it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as cause:
            raise SourceError(f"{path.name} is not a sound zip archive: {cause}.") from cause
        self._folders: dict[str, list[str]] | None = None
        try:
            self._members = self._checked()
        except SourceError:
            self._zip.close()
            raise

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        members, total = {}, 0
        infos = self._zip.infolist()
        if len(infos) > MAX_MEMBERS:
            raise SourceError(f"{self.path.name} holds more than {MAX_MEMBERS:,} files.")
        for info in infos:
            if problem := _problem(info):
                raise SourceError(f"{self.path.name} is refused: {problem}.")
            total += info.file_size
            if total > MAX_TOTAL_BYTES:
                raise SourceError(f"{self.path.name} is refused: it would unpack to more than 16 GB.")
            if not info.is_dir():
                members[info.filename] = info
        return members

    @property
    def names(self) -> tuple[str, ...]:
        """All files in it."""
        return tuple(self._members)

    def has(self, name: str) -> bool:
        """Whether a file of exactly this name is in it."""
        return name in self._members

    def read(self, name: str, limit: int = MAX_MEMBER_BYTES) -> bytes:
        """Unpacks one file; raises SourceError when it is missing, damaged or larger than `limit` bytes."""
        info = self._members.get(name)
        if info is None:
            raise SourceError(f"{name} is missing in {self.path.name}.")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(limit + 1)  # the stated size may lie
        except _DAMAGE as cause:
            raise SourceError(f"{name} in {self.path.name} is damaged: {cause}.") from cause
        if len(data) > limit:
            raise SourceError(f"{name} in {self.path.name} is larger than {limit // 2**20} MB.")
        return data

    def resolver(self, base: str) -> Callable[[str], bytes]:
        """Reads files named relative to the member `base`; only within the archive, letter case forgiven."""
        folder = PurePosixPath(base).parent
        folded = {name.lower(): name for name in self._members}

        def resolve(reference: str) -> bytes:
            relative = PurePosixPath(reference.replace("\\", "/"))
            if relative.is_absolute() or ".." in relative.parts or ":" in reference:
                raise SourceError(f"it refers to {reference[:80]!r}, which is outside its package")
            wanted = str(folder / relative)
            return self.read(wanted if wanted in self._members else folded.get(wanted.lower(), wanted))

        return resolve

    def fingerprint(self, member: str) -> str:
        """A hash that changes when the member or a file in its folder does (name, length, CRC-32)."""
        folder = str(PurePosixPath(member).parent)
        digest = hashlib.sha256(member.encode("utf-8", "replace"))
        if self._folders is None:
            self._folders = {}
            for name in sorted(self._members):
                self._folders.setdefault(str(PurePosixPath(name).parent), []).append(name)
        for name in self._folders.get(folder, []):
            if name == member or (folder != "."):
                info = self._members[name]
                digest.update(f"{name}\0{info.file_size}\0{info.CRC}\0".encode("utf-8", "replace"))
        return digest.hexdigest()

    def close(self) -> None:
        """Closes the file; idempotent."""
        self._zip.close()

    def __enter__(self) -> SafeArchive:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _problem(info: zipfile.ZipInfo) -> str | None:
    name = info.filename
    shown = name[:80].encode("ascii", "backslashreplace").decode()
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":"):
        return f"the path {shown!r} leads out of the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return f"{shown!r} is a link"
    if name.lower().endswith(_NESTED):
        return f"it holds another archive ({shown!r})"
    if info.flag_bits & 0x1:
        return f"{shown!r} is encrypted"
    if info.file_size > MAX_MEMBER_BYTES:
        return f"{shown!r} would unpack to more than {MAX_MEMBER_BYTES // 2**20} MB"
    if info.file_size > _RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
        return f"{shown!r} would unpack to {info.file_size // max(1, info.compress_size)} times its size"
    return None
