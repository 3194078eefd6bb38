"""What answers a shopper: the part of the composition root that lays search, guide, offers and pictures side by side.

All of it works on threads of its own. In a replay the journal answers, and nobody need work it out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from client.catalog.api import Catalog
from client.catalog.live import LiveCatalog
from client.catalog.meanings import Meanings
from client.catalog.vectors import open_vectors
from client.domain.actions import Action
from client.domain.product import Sku
from client.domain.session import Standing
from client.features.for_you.feature import ForYouFeature
from client.features.for_you.gazing import GazeFeature
from client.features.for_you.remembering import RememberFeature, Share
from client.features.guide.feature import GuideFeature
from client.features.guide.service import Counter
from client.features.product.facts import needs_choice
from client.features.search.alike import AlikeFeature
from client.features.search.feature import SearchFeature
from client.features.search.grounds import Grounds
from client.features.search.picking import Picker
from client.following import open_version
from client.guide_models import PASSAGES_S, free_words, understanding
from client.local_models import LocalModels
from client.picture_search import open_search
from client.profile.memory import Store
from client.settings import Folders, Settings
from client.store.keeper import StoreKeeper
from client.visit import Feature

Say = Callable[[Action], None]


def answering(
    root: Path, folders: Folders, catalog: LiveCatalog, keeper: StoreKeeper, say: Say, models: LocalModels,
    picker: Picker,
) -> list[Feature]:  # fmt: skip
    """The features that answer; each opens handles of its own of the version that is in use."""

    def opened() -> Catalog:
        return open_version(root, catalog.version)

    def spot_of(sku: Sku) -> Standing | None:
        return keeper.current.spot_of(sku)

    counter = Counter(
        root / "policies",
        root,
        folders.data / "tickets",
        now=lambda: datetime.now().astimezone(),
        encoder=models.sentences(PASSAGES_S),
    )
    return [
        SearchFeature(opened, say, Grounds(folders.cache, root), _meanings(models, folders, root)),
        GuideFeature(
            opened,
            say,
            spot_of,
            needs_choice,
            counter,
            lambda: keeper.current.spots,
            understanding=understanding(models),
            free=free_words(models),
        ),
        ForYouFeature(opened, say, lambda: open_vectors(root, catalog.version), models.sentences),
        GazeFeature(say),
        AlikeFeature(partial(open_search, opened, models.pictures(), folders.cache), say, picker.came, picker.leave),
    ]


def remembered(
    store: Store | None, say: Say, folders: Folders, settings: Settings, share: Share | None
) -> list[Feature]:
    """The taste from visit to visit, where there is a store; on a kiosk nothing is kept, and a new visit erases
    whatever was."""
    if store is None:
        return []
    keep = not settings.kiosk
    return [RememberFeature(store, say, folders.exports, keep=keep, share=share if keep else None)]


def _meanings(models: LocalModels, folders: Folders, root: Path) -> Meanings | None:
    """Search by meaning, where a model for sentences is there."""
    encoder = models.sentences()
    if encoder is None:
        return None
    space = models.known("sentences")[0].entry.sha256
    return Meanings(folders.cache, lambda version: open_version(root, version), lambda: (space, encoder))
