"""Reading the bytes of a source and of what lies beside it; runs only inside an asset worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from client.catalog.assets.jobs import WorkerLimits
from client.catalog.errors import SourceError
from client.catalog.importers.archive import SafeArchive
from client.catalog.importers.draft import ArchiveSource, PictureSource

Resolver = Callable[[str], bytes]


def open_source(source: PictureSource, limits: WorkerLimits) -> tuple[bytes, Resolver]:
    """The bytes of a source, and how to reach what lies beside it."""
    if isinstance(source, ArchiveSource):
        archive = SafeArchive(Path(source.path))
        return archive.read(source.member, limits.max_file_bytes), _quiet(archive.resolver(source.member))
    path, root = Path(source.path), Path(source.root).resolve()
    if path.is_symlink():
        raise SourceError("The file is a link; only real files are taken.")
    return _read_inside(path, root, limits), lambda reference: _read_inside(path.parent / reference, root, limits)


def _quiet(resolve: Resolver) -> Resolver:
    """Turns this package's errors into the lookup errors that model readers expect of a resolver."""

    def quiet(reference: str) -> bytes:
        try:
            return resolve(reference)
        except SourceError as problem:
            raise KeyError(str(problem)) from problem

    return quiet


def _read_inside(path: Path, root: Path, limits: WorkerLimits) -> bytes:
    """Reads a regular file in or under `root`."""
    real = path.resolve()
    if not real.is_relative_to(root):
        raise SourceError(f"It refers to {path.name!r}, which is outside its folder.")
    if not real.is_file():
        raise FileNotFoundError(f"{path.name} is missing")
    if real.stat().st_size > limits.max_file_bytes:
        raise SourceError(f"{path.name} is larger than {limits.max_file_bytes >> 20} MB.")
    return real.read_bytes()
