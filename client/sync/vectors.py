"""Following item vectors: by deltas or shards, laid in the order of the catalogue's products, checked as a sum."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from client.catalog.layout import replacing
from client.catalog.vectors import FOLDER, ItemVectors, VectorFacts, facts_file, open_vectors, put_in_use, read_facts
from client.domain.product import Sku
from client.sync.build import Route, choose
from client.sync.errors import Tampered
from client.sync.packs import VectorHeader, read_vectors, vector_digest
from client.sync.state import SyncState
from client.sync.wire import Pack, RowsSum, Shard, VectorIndex, bucket_digest, bucket_of

_PAGE: Final = 8192


@dataclass
class VectorRound:
    """One round for the vectors. `version`: of the catalogue in use before it; `where`: verified packs."""

    state: SyncState
    index: VectorIndex
    version: str | None
    where: Callable[[Pack], Path]
    route: Route = field(default_factory=Route)

    def plan(
        self, shards: Callable[[], tuple[Shard, ...]], unfolded: Callable[[VectorIndex | None], VectorIndex]
    ) -> Route:
        """What to fetch; remembers it for `build`.

        shards: fetches the list of shards. unfolded: the index with the steps that lead from an old one.
        """
        if self._has(self.version):
            return self.route
        old = self._old()
        remembered = self.state.vectors_of(self.version)
        if remembered is not None and (
            old is None
            or remembered.content != old.content
            or (remembered.dtype, remembered.dim) != (self.index.dtype, self.index.dim)
        ):
            remembered = None
        if remembered is None or remembered.content != self.index.content:
            self.route = choose(remembered, unfolded(remembered), shards, self._digests)
        return self.route

    def build(self, version: str) -> None:
        """Writes and names the vectors of a version unless they are there. Raises Tampered when they do not add up."""
        if self._has(version):
            return
        index = self.index
        name = f"{version}-{index.content[:12]}.npy"
        with _Products(self.state.layout.database(version)) as products:
            with replacing(self.state.root / FOLDER / name) as temporary:
                shape = (products.count, index.dim)
                matrix = np.lib.format.open_memmap(temporary, "w+", dtype=np.dtype(index.dtype), shape=shape)
                self._copy(matrix, products)
                self._apply(matrix, products)
                self._check(matrix, products)
                matrix.flush()
                del matrix  # a mapped file cannot be moved on Windows
            facts = VectorFacts(
                file=name, content=index.content, space=index.space, dtype=index.dtype, dim=index.dim,
                scale=index.scale, products=products.count,
            )  # fmt: skip
        self.state.remember_vectors(version, index)
        put_in_use(self.state.root, version, facts)

    def _has(self, version: str | None) -> bool:
        if version is None:
            return False
        facts = read_facts(self.state.root, version)
        return (
            facts is not None
            and facts.content == self.index.content
            and (open_vectors(self.state.root, version) is not None)
        )

    def _old(self) -> ItemVectors | None:
        return open_vectors(self.state.root, self.version) if self.version is not None else None

    def _digests(self, bits: int) -> dict[int, str]:
        digests: dict[int, list[bytes]] = {}
        old = self._old()
        if old is None or self.version is None:
            return {}
        with _Products(self.state.layout.database(self.version)) as products:
            for sku, vector in _present(old.matrix, products):
                digests.setdefault(bucket_of(sku, bits), []).append(vector_digest(sku, vector))
        return {bucket: bucket_digest(found) for bucket, found in digests.items()}

    def _copy(self, matrix: npt.NDArray[np.generic], products: _Products) -> None:
        """Takes over the vectors of the version before, wherever its products stand now."""
        old = self._old()
        if self.route.everything or old is None or self.version is None:
            return
        replaced = self.route.replaced
        for page in products.beside(self.state.layout.database(self.version)):
            kept = [(n, o) for n, o, sku in page if not replaced or bucket_of(sku, self.index.bits) not in replaced]
            if kept:
                new_places, old_places = np.array(kept).T
                matrix[new_places - 1] = old.matrix[old_places - 1]

    def _apply(self, matrix: npt.NDArray[np.generic], products: _Products) -> None:
        for pack in self.route.packs:
            header, vectors = read_vectors(self.where(pack), pack, self.index.row_bytes)
            if isinstance(pack, Shard):
                _check_bucket(header, pack, self.index.bits)
            fresh = np.frombuffer(vectors, matrix.dtype).reshape(len(header.skus), matrix.shape[1])
            places = [products.place(sku) for sku in header.skus]
            here = np.array([place is not None for place in places], bool)
            matrix[[place - 1 for place in places if place is not None]] = fresh[here]
            matrix[[place - 1 for sku in header.gone if (place := products.place(sku)) is not None]] = 0

    def _check(self, matrix: npt.NDArray[np.generic], products: _Products) -> None:
        total = RowsSum()
        for sku, vector in _present(matrix, products):
            total.add_digest(vector_digest(sku, vector))
        if (total.rows, total.hexdigest()) != (self.index.rows, self.index.rows_sum):
            if self.version is not None:  # the old ones may be damaged: the next time all are fetched
                facts_file(self.state.root, self.version).unlink(missing_ok=True)
            raise Tampered("The vectors do not add up to what was signed; the shop goes on without new ones.")


def _check_bucket(header: VectorHeader, shard: Shard, bits: int) -> None:
    if header.gone or any(bucket_of(sku, bits) != shard.bucket for sku in header.skus):
        raise Tampered("A shard of vectors holds what does not belong there; nothing was changed.")


def _present(matrix: npt.NDArray[np.generic], products: _Products) -> Iterator[tuple[Sku, bytes]]:
    for first, skus in products.pages():
        page = np.ascontiguousarray(matrix[first : first + len(skus)])
        data, width = page.tobytes(), page.itemsize * page.shape[1]
        some: list[bool] = np.any(page != 0, axis=1).tolist()
        for place, sku in enumerate(skus):
            if some[place]:
                yield sku, data[place * width : (place + 1) * width]


class _Products:
    """SKUs and places of a version's database, which count from 1 without a gap."""

    def __init__(self, database: Path) -> None:
        self._db = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        self.count: int = self._db.execute("SELECT COUNT(*) FROM products").fetchone()[0]

    def place(self, sku: Sku) -> int | None:
        row = self._db.execute("SELECT place FROM products WHERE sku = ?", (sku,)).fetchone()
        return int(row[0]) if row else None

    def pages(self) -> Iterator[tuple[int, list[Sku]]]:
        """The first row and the SKUs of each page."""
        rows = self._db.execute("SELECT sku FROM products ORDER BY place")
        first = 0
        while page := rows.fetchmany(_PAGE):
            yield first, [sku for (sku,) in page]
            first += len(page)

    def beside(self, other: Path) -> Iterator[list[tuple[int, int, Sku]]]:
        """Place here, place in another version, SKU: of the products of both."""
        self._db.execute("ATTACH ? AS other", (f"{other.resolve().as_uri()}?mode=ro&immutable=1",))
        rows = self._db.execute(
            "SELECT n.place, o.place, n.sku FROM main.products n JOIN other.products o USING (sku) ORDER BY n.place"
        )
        while page := rows.fetchmany(_PAGE):
            yield page
        self._db.execute("DETACH other")

    def __enter__(self) -> _Products:
        return self

    def __exit__(self, *error: object) -> None:
        self._db.close()
