"""A shop that follows a publisher while it is open: the part of the composition root that is about following."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from client.catalog.blobs import BlobStore
from client.catalog.errors import UnreadableVersion
from client.catalog.layout import Layout
from client.catalog.live import LiveCatalog
from client.catalog.reader import SqliteCatalog, open_current
from client.domain import actions as a
from client.domain.product import Sku
from client.domain.session import Change, Session
from client.features.follow.feature import FollowFeature
from client.headset.api import Sample
from client.interaction.rig import head_in_store
from client.settings import Settings
from client.store.assets import AssetWatch
from client.store.contents import StoreContents
from client.sync.background import BackgroundSync
from client.sync.messages import Came, FollowOptions, News
from client.sync.state import SyncState


def follow_options(settings: Settings, root: Path, models: Path) -> FollowOptions | None:
    """How the catalogue in `root` is followed, and where models come to; None when it is not.

    Without it nothing ever uses the network.
    """
    if not settings.sync_from or not SyncState(root).trust.exists():
        return None
    return FollowOptions(
        root=str(root),
        source=settings.sync_from,
        fingerprint=settings.sync_fingerprint,
        interval_s=settings.sync_minutes * 60.0,
        bytes_per_s=settings.sync_limit_kb * 1000.0,
        cache_bytes=round(settings.cache_gb * 1e9),
        grace_days=settings.sync_grace_days,
        models=str(models) if settings.sync_models else "",
    )


def open_live(root: Path, version: str) -> LiveCatalog:
    """The catalogue at a version; at the one in use when that is not here any more. Raises CatalogError."""
    try:
        return LiveCatalog(root, version or None)
    except UnreadableVersion:
        return LiveCatalog(root)


def open_version(root: Path, version: str) -> SqliteCatalog:
    """A handle of one's own (for another thread), at a version; see `open_live`."""
    try:
        return SqliteCatalog(root, version) if version else open_current(root)
    except UnreadableVersion:
        return open_current(root)


class Following:
    """What an open shop has of following: a feature that takes versions over, and, where a publisher is followed, a
    process and a watch over the files that are missing.
    """

    def __init__(
        self,
        catalog: LiveCatalog,
        root: Path,
        options: FollowOptions | None,
        contents: Callable[[], StoreContents],
        dispatch: Callable[[a.Action], None],
    ) -> None:
        self._contents = contents
        self.background: BackgroundSync | None = None
        self._watch: AssetWatch | None = None
        self._takes_over = FollowFeature(dispatch, catalog, self._news)
        if options is not None:
            self.background = background = BackgroundSync(options)
            has = BlobStore(Layout(root).blobs).has
            self._watch = AssetWatch(has, background.order, background.keep, catalog.product)

    def _news(self) -> Sequence[News]:
        heard = self.background.news() if self.background is not None else ()
        for one in heard:
            if isinstance(one, Came) and self._watch is not None:
                self._watch.came(one.sha256s)
        return heard

    def arrived(self) -> frozenset[Sku]:
        """Products of which files came."""
        return self._watch.fresh() if self._watch is not None else frozenset()

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """As a feature, the first of all."""
        self._takes_over.update(session, changes, sample)
        if self._watch is not None:
            eye = head_in_store(session.standing, sample).position
            self._watch.update(session, self._contents(), eye, sample.frame.time_s)

    def close(self) -> None:
        """Ends the process and the threads; idempotent."""
        if self.background is not None:
            self.background.close()
        if self._watch is not None:
            self._watch.close()
