"""Builds an index in a process of its own, with less claim on the processor than the shop has."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.retrieval.index import build_index, put_in_place
from inference.retrieval.index_file import IndexFileError

_LOOK_S = 0.05
_KINDER = 10
_MADE = "made.index"


def build_beside(
    path: Path, ids: NDArray[np.int64], vectors: NDArray[np.float32], space: str = "",
    leaving: Callable[[], bool] = lambda: False, exact_up_to: int | None = None,
) -> bool:  # fmt: skip
    """`build_index` elsewhere; waits for it (call it on a thread). False when `leaving` said to stop.

    Raises IndexFileError when it could not be built.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".index-", dir=path.parent, ignore_cleanup_errors=True) as folder:
        np.save(Path(folder) / "ids.npy", ids)
        np.save(Path(folder) / "vectors.npy", vectors)
        context = multiprocessing.get_context("spawn")
        words = (Path(folder), space, exact_up_to)
        process = context.Process(target=_build, args=words, name="index", daemon=True)
        process.start()
        while process.is_alive() and not leaving():
            process.join(_LOOK_S)
        if process.is_alive():
            process.terminate()
            process.join()
            return False
        if process.exitcode != 0:
            raise IndexFileError("The index of vectors could not be built.")
        put_in_place(Path(folder) / _MADE, path)
    return True


def _build(folder: Path, space: str, exact_up_to: int | None) -> None:
    if hasattr(os, "nice"):
        os.nice(_KINDER)
    ids = np.load(folder / "ids.npy", allow_pickle=False)
    vectors = np.load(folder / "vectors.npy", mmap_mode="r", allow_pickle=False)
    limits = {} if exact_up_to is None else {"exact_up_to": exact_up_to}
    build_index(folder / _MADE, ids, np.asarray(vectors), space=space, **limits)
