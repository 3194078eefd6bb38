"""From verified rows to a version of the catalogue in use: built beside the old one, tried out, swapped."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from client.catalog.errors import CatalogError
from client.catalog.layout import Layout, write_atomically
from client.catalog.patching import VersionPatch
from client.catalog.reader import SqliteCatalog
from client.catalog.schema import decode_product, encode_product
from client.catalog.writer import VersionWriter
from client.domain.product import Product, Sku
from client.sync.errors import BadVersion, Tampered
from client.sync.packs import read_rows
from client.sync.state import SyncState
from client.sync.wire import (
    Delta,
    Gone,
    Index,
    Pack,
    RowsSum,
    Shard,
    Table,
    bucket_digest,
    bucket_of,
    delta_chain,
    total_bytes,
)

_SAMPLE: Final = 10
_MOST_PATCHED: Final = 0.3
"""With a larger share of the rows changed, writing all anew is no slower and leaves a smaller file."""


@dataclass(frozen=True)
class Route:
    """What to fetch to get from what is here to the new version. Shards replace their whole bucket."""

    deltas: tuple[Delta, ...] = ()
    shards: tuple[Shard, ...] = ()
    replaced: frozenset[int] = frozenset()
    """Buckets of which no old product is taken over; some may be empty now."""
    everything: bool = False
    """No old product is taken over."""

    @property
    def packs(self) -> Sequence[Pack]:
        """The files to fetch, in the order to apply them."""
        return self.deltas or self.shards

    @property
    def how(self) -> str:
        """For the report."""
        return "deltas" if self.deltas else "all shards" if self.everything else "changed shards"


def choose(
    old: Table | None, new: Table, shards: Callable[[], tuple[Shard, ...]], here: Callable[[int], Mapping[int, str]]
) -> Route:
    """The cheapest way from the old version to the new one: deltas when they lead there, without any list of shards.

    shards: fetches the list. here: given the bits, the digest of each bucket of the old version.
    """
    chain = delta_chain(new, old.content) if old is not None else None
    if chain and total_bytes(chain) <= new.shards.packs_bytes:
        return Route(deltas=chain)
    listed = shards()
    if old is None:
        return Route(shards=listed, everything=True)
    known, wanted = here(new.bits), {shard.bucket: shard.digest for shard in listed}
    replaced = frozenset(b for b in known.keys() | wanted.keys() if known.get(b) != wanted.get(b))
    return Route(shards=tuple(s for s in listed if s.bucket in replaced), replaced=replaced)


def digests_here(state: SyncState, bits: int) -> dict[int, str]:
    """The digest of each bucket of the version in use."""
    digests: dict[int, list[bytes]] = {}
    for product in _old_products(state):
        digests.setdefault(bucket_of(product.sku, bits), []).append(hashlib.sha256(encode_product(product)).digest())
    return {bucket: bucket_digest(found) for bucket, found in digests.items()}


def new_products(route: Route, where: Callable[[Pack], Path]) -> Iterator[list[Product]]:
    """The products of each pack, as they will be read again when building."""
    for pack in route.packs:
        yield [item for item in _items(where(pack), pack) if isinstance(item, Product)]


def _items(path: Path, pack: Pack) -> Iterator[Product | Gone]:
    for row in read_rows(path, pack):
        try:
            yield msgspec.json.decode(row, type=Gone) if row.startswith(b'{"gone":') else decode_product(row)
        except (msgspec.MsgspecError, ValueError, RecursionError) as cause:
            raise BadVersion(f"The publisher signed a product that this Vitrine cannot read ({cause}).") from cause


def build(
    state: SyncState,
    route: Route,
    index: Index,
    where: Callable[[Pack], Path],
    with_files: bool,
    beside: Callable[[str], None] = lambda _: None,
) -> str:
    """Builds and swaps; returns the version in use. Raises BadVersion and leaves the old one when it does not work.

    beside: makes what belongs to a version, before that is tried out and comes into use.
    """
    _drop_orphans(state.layout)

    def check(version: str) -> None:
        beside(version)
        try_out(state.root, version, index, with_files)
        state.remember(version, index)

    version = _patched(state, route, index, where, check) or _written(state, route, index, where, check)
    if state.index_of(version) != index:
        state.remember(version, index)  # the products did not change, only what is said about them
    return version


def _patched(
    state: SyncState, route: Route, index: Index, where: Callable[[Pack], Path], check: Callable[[str], None]
) -> str | None:
    """The new version as a copy of the old one with some rows replaced; None when that is not all that changed."""
    current = state.layout.current()
    if not route.deltas or current is None:
        return None
    changed: dict[Sku, Product] = {}
    for delta in route.deltas:
        for item in _items(where(delta), delta):
            if isinstance(item, Gone):
                return None
            changed[item.sku] = item
    if len(changed) > index.products * _MOST_PATCHED:
        return None
    rows = RowsSum()
    try:
        with VersionPatch(state.root, current) as patch:
            if not patch.replace_all(changed.values()):
                return None
            patch.scan(index.title, index.checkout_url, rows.add)
            if rows.hexdigest() != index.rows_sum or rows.rows != index.products:
                return None  # the old one was not what it should have been; the long way looks at every row
            return patch.publish(index.title, index.checkout_url, index.made_at, check)
    except sqlite3.Error:
        return None


def _written(
    state: SyncState, route: Route, index: Index, where: Callable[[Pack], Path], check: Callable[[str], None]
) -> str:
    """The new version, written anew."""
    rows = RowsSum()
    with VersionWriter(state.root) as writer:
        for product in _products(state, route, index, where):
            rows.add(encode_product(product))
            writer.add(product)
        if rows.hexdigest() != index.rows_sum or rows.rows != index.products:
            raise Tampered("The parts do not add up to the version that was signed; nothing was changed.")
        return writer.publish(index.title, index.checkout_url, index.made_at, check=check)


def _products(state: SyncState, route: Route, index: Index, where: Callable[[Pack], Path]) -> Iterator[Product]:
    changed: dict[Sku, Product | None] = {}
    for delta in route.deltas:
        for item in _items(where(delta), delta):
            if isinstance(item, Gone):
                changed[item.gone] = None
            else:
                changed[item.sku] = item
    if not route.everything:
        for product in _old_products(state):
            if product.sku not in changed and bucket_of(product.sku, index.bits) not in route.replaced:
                yield product
    for shard in route.shards:
        yield from _of_bucket(_items(where(shard), shard), shard, index.bits)
    yield from (product for product in changed.values() if product is not None)


def _of_bucket(items: Iterable[Product | Gone], shard: Shard, bits: int) -> Iterator[Product]:
    for item in items:
        if isinstance(item, Gone) or bucket_of(item.sku, bits) != shard.bucket:
            raise Tampered("A shard holds what does not belong there; nothing was changed.")
        yield item


def _old_products(state: SyncState) -> Iterator[Product]:
    version = state.layout.current()
    if version is not None:
        with SqliteCatalog(state.root, version) as old:
            yield from old.products()


def _drop_orphans(layout: Layout) -> None:
    """Removes versions newer than the one in use: finished by a process that ended before it could swap."""
    current = layout.current() or ""
    for version in layout.kept_versions():
        if version > current:
            layout.database(version).unlink(missing_ok=True)


def try_out(root: Path, version: str, index: Index, with_files: bool) -> None:
    """Opens a version, counts, and loads ten products with their files; raises BadVersion when something is amiss."""
    try:
        with SqliteCatalog(root, version) as catalog:
            if catalog.info.products != index.products:
                raise BadVersion(f"The new version holds {catalog.info.products} products, not {index.products}.")
            step = max(1, index.products // _SAMPLE)
            for place in range(0, index.products, step):
                product = next(catalog.products(offset=place, limit=1))
                if catalog.product(product.sku) != product:
                    raise BadVersion(f"The new version does not find its product {product.sku}.")
            if with_files and (missing := next((b for b in catalog.blobs() if not _there(catalog, b)), None)):
                raise BadVersion(f"The new version lacks a file ({missing.sha256[:12]}).")
    except (CatalogError, sqlite3.Error, StopIteration, msgspec.MsgspecError) as cause:
        raise BadVersion(f"The new version cannot be opened ({cause}); the old one stays.") from cause


def _there(catalog: SqliteCatalog, blob: object) -> bool:
    from client.domain.product import BlobRef

    if not isinstance(blob, BlobRef):
        return False
    path = catalog.blob_path(blob)
    return path.is_file() and path.stat().st_size == blob.bytes


def roll_back(state: SyncState) -> str | None:
    """Puts the newest kept version that works in use when the one in use does not; the version, or None."""
    for version in reversed(state.layout.kept_versions()):
        index = state.index_of(version)
        if index is None:
            continue
        try:
            try_out(state.root, version, index, with_files=False)
        except BadVersion:
            continue
        write_atomically(state.layout.pointer, f"{version}\n".encode())
        return version
    return None
