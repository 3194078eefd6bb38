"""Finding by a picture or by a shape in a whole catalogue: looks at what nobody looked at yet, then ranks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from client.catalog.api import Catalog
from client.catalog.pictures import F32, Looker, PictureIndex, SeenFiles, look_at, read_index, seen_file
from client.domain.product import Sku

LIMIT = 50
Progress = Callable[[int, int], None]
"""Told how many products of how many were looked at."""


class PictureSearch:
    """One catalogue on one thread. `cache`: the folder of this machine's caches. `close` it."""

    def __init__(
        self, catalog: Catalog, looker: Looker, cache: Path, on_close: Callable[[], None] = lambda: None
    ) -> None:
        self._catalog, self._looker, self._on_close = catalog, looker, on_close
        self._seen = SeenFiles(seen_file(cache, looker.space))
        self._index: PictureIndex | None = None

    def look(self, going: Callable[[], bool] = lambda: True, progress: Progress | None = None) -> bool:
        """Looks at everything that nobody looked at yet, the first time some tenths of a second a product.

        Ends early when `going` says no; whether it got to the end.
        """
        products = list(self._catalog.products())
        self._index = None
        for count, _ in enumerate(look_at(self._catalog, products, self._looker, self._seen, _pass_over), start=1):
            if progress is not None:
                progress(count, len(products))
            if not going():
                return count == len(products)
        return True

    def by_picture(self, photo: Path | bytes, limit: int = LIMIT) -> Sequence[tuple[Sku, float]]:
        """Products that look like a photo, best first. Raises InferenceError for what is no picture."""
        return self.by_seen(self.seen(photo), limit)

    def seen(self, photo: Path | bytes) -> F32:
        """A photo's vectors: to know whether it is one before everything else is looked at. Raises InferenceError."""
        return self._looker.of_photo(photo)

    def by_seen(self, photo: F32, limit: int = LIMIT) -> Sequence[tuple[Sku, float]]:
        """Products that look like a photo that was seen before."""
        return self._known().by_picture(photo, limit)

    def like(self, sku: Sku, limit: int = LIMIT) -> Sequence[tuple[Sku, float]]:
        """Products of the shape of this one, best first."""
        return self._known().like(sku, limit)

    def _known(self) -> PictureIndex:
        if self._index is None:
            self._index = read_index(self._catalog.products(), self._seen)
        return self._index

    def close(self) -> None:
        """Lets go of the file of vectors; idempotent."""
        self._seen.close()
        self._on_close()

    def __enter__(self) -> PictureSearch:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _pass_over(sku: Sku, reason: str) -> None:
    """A product that cannot be looked at is found by words only."""
    import logging

    logging.getLogger("vitrine").info("not looked at: %s: %s", sku, reason)


def open_search(open_catalog: Callable[[], Catalog], looker: Looker | None, cache: Path) -> PictureSearch | None:
    """For a thread of its own: with a catalogue that it closes; None where no model looks at pictures."""
    if looker is None:
        return None
    catalog = open_catalog()
    try:
        return PictureSearch(catalog, looker, cache, catalog.close)
    except BaseException:
        catalog.close()
        raise
