"""The shop without its headset: steps the visit, keeps store and panels in step, tells the views. Builds nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from client.domain.product import Product, Sku
from client.domain.session import Change, Session
from client.domain.text import Language
from client.features.cards.feature import CardsFeature
from client.features.comfort.motion import Motion, moved
from client.features.product.facts import needs_choice
from client.headset.api import Sample
from client.interaction import keys
from client.interaction.values import HeldThing, Intents, World
from client.journal.records import FrameRecord
from client.moment import Moment, View
from client.store.calm import Calm
from client.store.contents import StoreContents
from client.store.keeper import StoreKeeper
from client.visit import Feature, Visit

FADE_OUT_S, FADE_IN_S = 0.25, 0.45
_IDLE_S = 0.05


class Picture(Protocol):
    """What draws a frame, and what was drawn."""

    def draw(self, moment: Moment) -> None:
        """Draws the eyes."""


class Shop:
    """`loop.Stage` over a visit. `close` ends features and views, in reverse order."""

    def __init__(
        self,
        visit: Visit,
        keeper: StoreKeeper,
        cards: CardsFeature,
        features: Sequence[Feature],
        views: Sequence[View],
        picture: Picture | None,
        pumps: Sequence[Callable[[], None]] = (),
        arrivals: Callable[[], frozenset[Sku]] = frozenset,
    ) -> None:
        self.visit, self.keeper, self.cards = visit, keeper, cards
        self._features, self._views, self._picture, self._pumps = features, views, picture, pumps
        self._changes: frozenset[Change] = frozenset(Change)
        self._calm, self._arrivals = Calm(), arrivals
        self.intents = Intents()
        self.fade = 0.0
        self.motion = Motion()
        self.on_mark: Callable[[Sample], None] | None = None
        self.on_step: Callable[[Session, Intents], None] | None = None
        """Told of every live frame once it is done: what the hands did, and what came of it."""
        visit.features = (*features, keeper, cards, _Collector(self))
        for view in views:
            view.enter(keeper.current)

    @property
    def session(self) -> Session:
        """The visit's state now."""
        return self.visit.session

    def pump(self) -> None:
        """Lets panels and loaders work a little."""
        for pump in self._pumps:
            pump()

    def idle(self) -> None:
        """Rests."""
        time.sleep(_IDLE_S)

    def step(self, sample: Sample) -> bool:
        """One frame of the visit; False when the shopper wants to leave."""
        swapped = self._fade_for(sample)
        if swapped:
            self._enter()
        self.intents = self.visit.step(sample, self.cards.deliver, swapped)
        self.motion = moved(self.motion, self.session, self.visit.shown(sample))
        if self.on_step is not None:
            self.on_step(self.session, self.intents)
        if self.intents.mark and self.on_mark is not None:
            self.on_mark(sample)
        return not (self.intents.leave or self.visit.leaving)

    def step_replayed(self, sample: Sample, record: FrameRecord, swap_timeout_s: float = 60.0) -> bool:
        """One frame of a journal; False when the hands did not mean what they meant back then."""
        if record.swapped:
            self._enter(swap_timeout_s)
        self.intents, same = self.visit.step_replayed(sample, record.happened, record.early, self.cards.deliver)
        self.motion = moved(self.motion, self.session, self.visit.shown(sample))
        return same

    def draw(self, sample: Sample) -> None:
        """Draws the visit as it is now."""
        moment = replace(self.moment(sample), arrived=self._arrivals())
        self._changes = frozenset()
        for view in self._views:
            view.refresh(moment)
        if self._picture is not None:
            self._picture.draw(moment)

    def moment(self, sample: Sample) -> Moment:
        """What there is to draw."""
        fitting = self.visit.fitting
        return Moment(
            self.session,
            self._changes,
            self.visit.shown(sample),
            self.intents,
            self.keeper.current,
            self.cards.places(),
            max(self.fade, self.motion.blink),
            dwell=fitting.gaze.share if self.session.comfort.pointing == "gaze" else None,
            resting=fitting.gaze.resting,
            vignette=self.motion.vignette,
        )

    def changed(self, changes: frozenset[Change]) -> None:
        """Remembers changes until the next picture."""
        self._changes |= changes

    def _fade_for(self, sample: Sample) -> bool:
        """Darkens while another store is on its way; whether it may be entered now.

        This store anew (another version of the catalogue) waits for a calm moment, unless all stands where it stands.
        """
        dt = min(0.1, max(0.0, sample.frame.dt_s))
        calm = self._calm.update(self.session, sample)
        if self.keeper.renewing:
            ready = self.keeper.ready()
            if ready and self.keeper.in_place():
                return True
            calm = calm and ready
        if not self.keeper.busy or (self.keeper.renewing and not calm):
            self.fade = max(0.0, self.fade - dt / FADE_IN_S)
            return False
        self.fade = min(1.0, self.fade + dt / FADE_OUT_S)
        return self.keeper.ready() and self.fade >= 1.0

    def _enter(self, timeout_s: float = 0.0) -> None:
        if not self.keeper.swap(timeout_s):
            self.changed(frozenset({Change.CATALOGUE}))
            return
        self._changes = frozenset(Change)
        for view in self._views:
            view.enter(self.keeper.current)

    def close(self) -> None:
        """Closes views, then features; idempotent."""
        for view in reversed(self._views):
            view.close()
        for feature in reversed((*self._features, self.keeper, self.cards)):
            feature.close()


class _Collector:
    """A feature that only listens."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        self._shop.changed(changes)

    def close(self) -> None:
        pass


def world_of(keeper: Callable[[], StoreContents], cards: CardsFeature) -> Callable[[Session, Sample], World]:
    """What the hands can meet, from the store and the open panel."""

    def world(session: Session, sample: Sample) -> World:
        contents = keeper()
        thing: HeldThing | None = None
        if session.held is not None:
            thing = contents.held_thing(session.held.item.sku)
        subject = keys.subject(session)
        product = contents.product(subject.sku) if subject is not None else None
        return World(
            boxes=contents.boxes,
            walk=contents.walk,
            can_stand=contents.can_stand,
            panels=cards.places(),
            held=thing,
            variants=tuple(v.sku for v in product.variants) if product is not None else (),
            subject=product.sku if product is not None else None,
            must_choose=product is not None and needs_choice(product, session.chosen_variant(product.sku)),
            title_of=lambda sku: _title(contents.product(sku), session.language),
            button_at=cards.button_at,
            entrance=contents.entrance(),
        )

    return world


def _title(product: Product | None, language: Language) -> str:
    return product.title.get(language) or product.sku if product is not None else ""
