"""Arrays in memory that two processes share. Only the name crosses between them; nothing is copied on the way back.

Linux: files in /dev/shm, which the receiver unlinks as soon as it has them mapped; what a killed process left behind is
found by its prefix. Windows: named mappings, which vanish with their last handle.
"""

from __future__ import annotations

import math
import mmap
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.errors import InferenceError

MOST_BYTES: Final = 2 << 30
"""No array is larger."""
_NAME: Final = re.compile(r"vitrine-[0-9]+-[0-9a-z]+-[0-9]+")
_KINDS: Final = frozenset("biufc")
_SHARED: Final = Path("/dev/shm")  # noqa: S108 - files are made exclusively and for this user alone


class SharedArray(msgspec.Struct, frozen=True, array_like=True):
    """Where an array lies: `dtype` as numpy writes it (numbers only), `segment` the memory's name."""

    segment: str
    dtype: str
    shape: tuple[int, ...]


class SegmentError(InferenceError):
    """An array that cannot be shared, or a description that does not fit its memory."""


class Segments:
    """Makes shared arrays under a prefix of its own and remembers them. `prefix`: "vitrine-PID-WORD"."""

    def __init__(self, prefix: str) -> None:
        self._prefix, self._count = prefix, 0
        self._kept: list[tuple[str, mmap.mmap]] = []

    def share(self, array: NDArray[np.generic]) -> SharedArray:
        """Copies an array into shared memory. Raises SegmentError when it is too large or not of numbers."""
        if array.dtype.kind not in _KINDS:
            raise SegmentError(f"Arrays of {array.dtype} cannot be shared.")
        if array.nbytes > MOST_BYTES:
            raise SegmentError("The array is too large to be shared.")
        self._count += 1
        name = f"{self._prefix}-{self._count}"
        memory = _make(name, max(1, array.nbytes))
        np.frombuffer(memory, array.dtype, array.size).reshape(array.shape)[...] = array
        self._kept.append((name, memory))
        return SharedArray(name, array.dtype.str, array.shape)

    def release(self) -> None:
        """Lets go of what was shared so far: the receiver has it, or nobody wants it. Idempotent."""
        for name, _ in self._kept:
            remove(name)
        self._kept.clear()


def make_page(name: str, numbers: int) -> NDArray[np.int64]:
    """A page of numbers that another process may `take` by name. Raises SegmentError."""
    return np.frombuffer(_make(name, numbers * 8), np.int64, numbers)


def take(shared: SharedArray) -> NDArray[np.generic]:
    """The array itself, without copying; its name is gone afterwards. It lives as long as anyone refers to it.

    Raises SegmentError when the memory is not there or the description does not fit it.
    """
    try:
        dtype = np.dtype(shared.dtype)
    except TypeError as error:
        raise SegmentError(f"{shared.dtype!r} is no kind of number.") from error
    if dtype.kind not in _KINDS or any(side < 0 for side in shared.shape):
        raise SegmentError("The description of a shared array is wrong.")
    count = math.prod(shared.shape)
    if count * dtype.itemsize > MOST_BYTES:
        raise SegmentError("The shared array is too large.")
    memory = _open(shared.segment, max(1, count * dtype.itemsize))
    remove(shared.segment)
    return np.frombuffer(memory, dtype, count).reshape(shared.shape)


def remove(name: str) -> None:
    """Takes the name away; whoever has it mapped keeps it."""
    if sys.platform != "win32" and _NAME.fullmatch(name):
        (_folder() / name).unlink(missing_ok=True)


def sweep(prefix: str) -> int:
    """Removes what a process that is gone left under its prefix; how many there were."""
    if sys.platform == "win32":
        return 0
    left = [path for path in _folder().glob(f"{prefix}-*") if _NAME.fullmatch(path.name)]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def sweep_dead() -> int:
    """Removes what shops that were killed left behind; how many there were. Call once at the start."""
    if sys.platform == "win32":
        return 0
    import psutil

    owners = {path.name.split("-")[1] for path in _folder().glob("vitrine-*") if _NAME.fullmatch(path.name)}
    return sum(sweep(f"vitrine-{pid}") for pid in owners if not psutil.pid_exists(int(pid)))


def _folder() -> Path:
    return _SHARED if _SHARED.is_dir() else Path(tempfile.gettempdir())


def _make(name: str, size: int) -> mmap.mmap:
    if sys.platform == "win32":
        return mmap.mmap(-1, size, tagname=name)
    path = _folder() / name
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        # Without this a full memory would show only when the array is written, as a signal that ends the process.
        os.posix_fallocate(descriptor, 0, size)
        return mmap.mmap(descriptor, size)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise SegmentError("There is not enough shared memory for the array.") from error
    finally:
        os.close(descriptor)


def _open(name: str, size: int) -> mmap.mmap:
    if not _NAME.fullmatch(name):
        raise SegmentError("That is no shared array of this program.")
    try:
        if sys.platform == "win32":
            return mmap.mmap(-1, size, tagname=name)
        descriptor = os.open(_folder() / name, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            if os.fstat(descriptor).st_size < size:
                raise SegmentError("The shared array is shorter than its description.")
            return mmap.mmap(descriptor, size)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise SegmentError("The shared array is gone.") from error
