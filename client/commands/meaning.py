"""Meanings for commands: worked out while the command waits, where a model for sentences is there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from client.catalog.meanings import Meanings

if TYPE_CHECKING:
    from client.features.search.finder import Near
    from client.local_models import LocalModels

_NAP_S = 0.002


@contextmanager
def meanings_of(
    models: LocalModels, root: Path, version: str, cache: Path, progress: Callable[[int, int], None] = lambda *_: None
) -> Iterator[Near | None]:
    """How to ask a version of the catalogue in `root` by meaning, all of it; None without a model."""
    from client.catalog.reader import SqliteCatalog

    encoder = models.sentences()
    if encoder is None:
        yield None
        return
    space = models.known("sentences")[0].entry.sha256
    meanings = Meanings(cache, lambda one: SqliteCatalog(root, one), lambda: (space, encoder))
    try:
        work = meanings.start(version)
        while work is not None and not work.done():
            models.pump()
            progress(*meanings.progress(version))
            time.sleep(_NAP_S)
        yield meanings.near(version)
    finally:
        meanings.close()
