"""One visit: the session, what the hands were doing, the actions on their way. The only caller of `reduce`."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

from client.domain.actions import Action
from client.domain.reduce import reduce
from client.domain.session import Change, Session
from client.headset.api import Sample
from client.interaction.fit import FitState, fit, lifted
from client.interaction.hands import HandsState, interact
from client.interaction.values import Intents, World
from client.journal.recorder import Recorder
from client.journal.records import Happened, Source

Dispatch = Callable[[Action], None]

_MAX_ROUNDS = 8
"""Features may answer an answer; this many times in one frame, the rest waits for the next."""


class Feature(Protocol):
    """One thing a shopper can do. It sees every change and speaks through the dispatch it was given."""

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Called once a frame, and again whenever an answer changed something. `changes` may be empty."""

    def close(self) -> None:
        """Gives back what it holds; idempotent."""


WorldOf = Callable[[Session, Sample], World]
"""Tells what the hands can meet now."""


class Visit:
    """The state of a visit and its one way forward: `step`. Single-threaded."""

    def __init__(self, session: Session, recorder: Recorder | None = None) -> None:
        self.session = session
        self.features: Sequence[Feature] = ()
        self.world_of: WorldOf | None = None
        self._recorder = recorder
        self.leaving = False
        """A panel said that the shopper wants to leave."""
        self._hands = HandsState()
        self._fit = FitState()
        self._raw: Sample | None = None
        self._fitted: Sample | None = None
        self._coming: deque[Happened] = deque()
        self._replaying = False
        self._first = True

    @property
    def fitting(self) -> FitState:
        """How the shop is fitted to this person now."""
        return self._fit

    def shown(self, sample: Sample) -> Sample:
        """A sample as this person means it: the last frame's, or another one seen from the same height."""
        if self._fitted is not None and (sample is self._raw or sample == self._raw):
            return self._fitted
        return lifted(sample, self._fit.lift.now_m)

    def leave(self) -> None:
        """The visit ends with this frame."""
        self.leaving = True

    def dispatcher(self, source: Source) -> Dispatch:
        """A way to speak for a panel or for the shop. In a replay it is deaf: the journal speaks."""

        def dispatch(action: Action) -> None:
            if not self._replaying:
                self._coming.append(Happened(source, action))

        return dispatch

    def step(self, sample: Sample, on_intents: Callable[[Intents], None], swapped: bool = False) -> Intents:
        """One frame: hands to intents, intents to actions, actions to the next session, features after it.

        `on_intents` hands pointer and key events to the panels, which may dispatch actions at once.
        """
        self._replaying = False
        early = self._drain()
        changes = self._apply(early) | self._first_changes()
        fitted, intents = self._interact(sample)
        self._coming.extend(Happened("hands", action) for action in intents.actions)
        on_intents(intents)
        happened = early + self._settle(fitted, changes)
        if self._recorder is not None:
            self._recorder.frame(sample, happened, self.session, early=len(early), swapped=swapped)
        return intents

    def step_replayed(
        self, sample: Sample, happened: tuple[Happened, ...], early: int, on_intents: Callable[[Intents], None]
    ) -> tuple[Intents, bool]:
        """One frame of a journal; the first `early` actions came before the hands were asked.

        Returns the intents and whether the hands meant what they meant back then.
        """
        self._replaying = True
        changes = self._apply(happened[:early]) | self._first_changes()
        fitted, intents = self._interact(sample)
        on_intents(intents)
        changes |= self._apply(happened[early:])
        for feature in self.features:
            feature.update(self.session, changes, fitted)
        return intents, intents.actions == tuple(h.action for h in happened if h.source == "hands")

    def _interact(self, sample: Sample) -> tuple[Sample, Intents]:
        """The sample as this person means it (the journal keeps it as it was), and what their hands mean by it."""
        if self.world_of is None:
            raise RuntimeError("the visit was not given a world before its first frame")
        world = self.world_of(self.session, sample)
        self._fit, fitted = fit(self._fit, sample, self.session, world)
        self._raw, self._fitted = sample, fitted
        self._hands, intents = interact(self._hands, fitted, self.session, world)
        return fitted, intents

    def _first_changes(self) -> frozenset[Change]:
        """Everything is new to the features in the first frame."""
        first, self._first = self._first, False
        return frozenset(Change) if first else frozenset()

    def _apply(self, happened: Sequence[Happened]) -> frozenset[Change]:
        changes: frozenset[Change] = frozenset()
        for one in happened:
            self.session, changed = reduce(self.session, one.action)
            changes |= changed
        return changes

    def _drain(self) -> tuple[Happened, ...]:
        batch = tuple(self._coming)
        self._coming.clear()
        return batch

    def _settle(self, sample: Sample, changes: frozenset[Change]) -> tuple[Happened, ...]:
        all_happened: list[Happened] = []
        for round_number in range(_MAX_ROUNDS):
            batch = self._drain()
            if round_number and not batch:
                break
            changes = self._apply(batch) | (changes if round_number == 0 else frozenset())
            all_happened.extend(batch)
            for feature in self.features:
                feature.update(self.session, changes, sample)
        return tuple(all_happened)
