"""Which files the shop lacks here and now, the nearest first; which products can be shown better since some came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np

from client.catalog.schema import blobs_of
from client.domain.product import BlobRef, Product, Sku
from client.domain.session import Session
from client.headset.api import Vec3
from client.store.contents import StoreContents
from client.store.pinned import pinned

EVERY_S: Final = 0.5
_MOST: Final = 48
"""Files asked for at a time: enough to keep the line busy, few enough to change one's mind."""
_SHELF_WITHIN_M: Final = 12.0
_FOUND: Final = 12


@dataclass(frozen=True)
class _Missing:
    sku: Sku
    blob: BlobRef
    near_only: bool
    """Of use from near only."""
    place: Vec3


@dataclass(frozen=True, eq=False)
class _Survey:
    missing: tuple[_Missing, ...]
    in_use: tuple[str, ...]


class AssetWatch:
    """Looks every half second; the survey of a whole store is made on a thread. The other methods are for one thread.

    has: whether a file is here, whole; it is called from the thread as well.
    """

    def __init__(
        self,
        has: Callable[[BlobRef], bool],
        order: Callable[[tuple[BlobRef, ...]], None],
        keep: Callable[[tuple[str, ...]], None],
        product: Callable[[Sku], Product | None],
    ) -> None:
        self._has, self._order, self._keep, self._product = has, order, keep, product
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="assets")
        self._contents: StoreContents | None = None
        self._coming: Future[_Survey] | None = None
        self._store: _Survey = _Survey((), ())
        self._places = np.zeros((0, 3), dtype=np.float32)
        self._mine: tuple[tuple[Sku, BlobRef], ...] = ()
        self._mine_of: object = None
        self._came: set[str] = set()
        self._fresh: set[Sku] = set()
        self._ordered: tuple[BlobRef, ...] | None = None
        self._kept: tuple[str, ...] | None = None
        self._next = 0.0

    def update(self, session: Session, contents: StoreContents, eye: Vec3, now_s: float) -> None:
        """Called once a frame; works now and then."""
        if contents is not self._contents:
            self._contents, self._next = contents, 0.0
            self._coming = self._pool.submit(_survey, contents, self._has)
        if now_s < self._next:
            return
        self._next = now_s + EVERY_S
        if self._coming is not None and self._coming.done():
            self._store, self._coming = self._coming.result(), None
            self._places = np.array([m.place for m in self._store.missing], dtype=np.float32).reshape(-1, 3)
        self._take_in()
        self._look_at_mine(session)
        if self._coming is None:
            kept = (*self._store.in_use, *(blob.sha256 for _, blob in self._mine))
            if kept != self._kept:
                self._kept = kept
                self._keep(kept)
        wanted = tuple(dict.fromkeys((*self._mine_missing(), *self._nearest(eye))))[:_MOST]
        if wanted != self._ordered:
            self._ordered = wanted
            self._order(wanted)

    def came(self, sha256s: Iterable[str]) -> None:
        """These files are here now."""
        self._came.update(sha256s)

    def fresh(self) -> frozenset[Sku]:
        """Products that can be shown better than when this was last asked."""
        fresh = frozenset(self._fresh)
        self._fresh.clear()
        return fresh

    def _take_in(self) -> None:
        if not self._came:
            return
        came, self._came = self._came, set()
        self._fresh.update(sku for sku, blob in self._mine if blob.sha256 in came)
        left = [m.blob.sha256 not in came for m in self._store.missing]
        if not all(left):
            self._fresh.update(m.sku for m in self._store.missing if m.blob.sha256 in came)
            missing = tuple(m for m, stays in zip(self._store.missing, left, strict=True) if stays)
            self._places = self._places[np.array(left, dtype=bool)]
            self._store = _Survey(missing, self._store.in_use)

    def _look_at_mine(self, session: Session) -> None:
        """What is in the hand, on the panel, looked at, in the lists, and the first that a search found."""
        subject = (session.held, session.panel_item, session.looking_at, session.gathered, session.search.found)
        if subject == self._mine_of:
            return
        self._mine_of = subject
        held = session.held.item if session.held is not None else None
        close = [item.sku for item in (held, session.panel_item) if item is not None]
        close += [session.looking_at] if session.looking_at is not None else []
        listed = [*(item.sku for item in pinned(session)), *session.search.found[:_FOUND]]
        mine = [(sku, blob) for sku in dict.fromkeys(close) for blob in _all_of(self._product(sku))]
        mine += [(sku, blob) for sku in dict.fromkeys(listed) for blob in _small_of(self._product(sku))]
        self._mine = tuple(dict.fromkeys(mine))

    def _mine_missing(self) -> Iterator[BlobRef]:
        return (blob for _, blob in self._mine if not self._has(blob))

    def _nearest(self, eye: Vec3) -> Sequence[BlobRef]:
        if not self._store.missing:
            return ()
        away = np.linalg.norm(self._places - np.array(eye, dtype=np.float32), axis=1)
        near_only = np.array([m.near_only for m in self._store.missing], dtype=bool)
        # a coarse model of everything around comes before a fine one of what is two steps further
        rank = np.where(near_only, np.where(away < _SHELF_WITHIN_M, 3.0 + 1.5 * away, np.inf), away)
        order = np.argsort(rank, kind="stable")[:_MOST]
        return [self._store.missing[int(i)].blob for i in order if np.isfinite(rank[int(i)])]

    def close(self) -> None:
        """Ends the thread; idempotent."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _survey(contents: StoreContents, has: Callable[[BlobRef], bool]) -> _Survey:
    missing: list[_Missing] = []
    in_use: list[str] = []
    for placement in contents.plan.placements:
        product = contents.products.get(placement.item_id)
        if product is None:
            continue
        for blob, near_only in _standing(product):
            in_use.append(blob.sha256)
            if not has(blob):
                place = (placement.x_m, placement.y_m, placement.z_m)
                missing.append(_Missing(product.sku, blob, near_only, place))
    return _Survey(tuple(missing), tuple(dict.fromkeys(in_use)))


def _standing(product: Product) -> Iterator[tuple[BlobRef, bool]]:
    """What a product needs to stand in the store, and whether from near only."""
    if product.asset is not None:
        yield product.asset.far.blob, False
        yield product.asset.shelf.blob, True
    elif product.images:
        yield product.images[0].blob, False


def _all_of(product: Product | None) -> list[BlobRef]:
    """Everything of a product, what is seen first going first."""
    return [] if product is None else [*_small_of(product), *blobs_of(product)]


def _small_of(product: Product | None) -> list[BlobRef]:
    """What a list shows of a product."""
    if product is None:
        return []
    if product.images:
        return [product.images[0].blob]
    return [product.asset.far.blob] if product.asset is not None else []
