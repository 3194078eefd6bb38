"""A talk with the guide without a store: a session, its guide, and everything the guide does reduced at once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from client.domain import actions as a
from client.domain.reduce import reduce
from client.domain.session import NO_CHANGES, Change, Session, Standing
from client.domain.talk import Line
from client.features.guide.feature import GuideFeature
from client.features.guide.free_words import FreeWords
from client.features.guide.service import Counter
from client.features.product.facts import needs_choice
from client.headset.api import Eye, Fov, Frame, Pose, Sample
from scenes.showroom.values import Placement
from tests.client.panels.shop import MemoryCatalog

SAMPLE = Sample(Frame(0, 0.0, 0.01), (Eye(Pose(), Fov(-0.5, 0.5, 0.5, -0.5)),), Pose())


NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


class Talking:
    """A session, its guide, and everything the guide does reduced at once."""

    def __init__(self, folder: Path) -> None:
        self.session = Session()
        self.policies = folder / "policies"
        self.places: dict[str, Placement] = {}
        self.opened = 0
        self.spot: Standing | None = Standing(1.0, 2.0)
        self._changes: frozenset[Change] = NO_CHANGES
        self.folder = folder
        self.feature = self.guide()

    def guide(self, free: FreeWords | None = None) -> GuideFeature:
        """A guide of this talk's shop."""
        counter = Counter(self.policies, self.folder, self.folder / "tickets", lambda: NOW)
        return GuideFeature(
            lambda: self._open(self.folder), self.do, lambda sku: self.spot, needs_choice, counter,
            lambda: self.places, free=free,
        )  # fmt: skip

    def _open(self, folder: Path) -> MemoryCatalog:
        self.opened += 1
        return MemoryCatalog(folder)

    def do(self, action: a.Action) -> None:
        self.session, changed = reduce(self.session, action)
        self._changes |= changed

    def say(self, text: str) -> Line:
        """Says it and waits for the answer, which is the last line."""
        self.do(a.Say(text))
        for _ in range(20_000):
            changes, self._changes = self._changes, NO_CHANGES
            self.feature.update(self.session, changes, SAMPLE)
            if not self.session.talk.waiting:
                return self.session.talk.lines[-1]
            if self.feature._running is not None:
                self.feature._running[1].exception(10)
        raise AssertionError("the guide never answered")

    def cart(self) -> dict[str, int]:
        return {line.item.sku: line.quantity for line in self.session.gathered.cart.lines}
