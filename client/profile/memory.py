"""What is kept of a shopper between visits: what was done with which product on which day. Plain values."""

from __future__ import annotations

import datetime
from typing import Literal, Protocol

import msgspec

from client.domain.product import Sku
from client.domain.taste import MAX_PAST, Kept, Known, Steering, Taste, Touch, TouchKind

OLDEST_DAYS = 365
"""Older things are forgotten by themselves."""
Problem = Literal["wrong_key", "damaged", "no_key", "not_written"]
"""Why nothing could be used or kept: another key, no readable file, a keyring that does not open, a full disk."""


class Done(msgspec.Struct, frozen=True, omit_defaults=True):
    """The most that was done with a product, and the last day it was (YYYY-MM-DD); no hour is kept."""

    sku: Sku
    kind: TouchKind
    day: datetime.date
    variant: Sku | None = None


class Report(msgspec.Struct, frozen=True):
    """A drawn answer to the question of a period (see `sharing`); drawn once, whether or not it could be sent."""

    period: str
    department: str
    touched: bool
    sent: bool = False


class Profile(msgspec.Struct, frozen=True):
    """Everything that is kept. `report`: the last drawn answer, where the shopper shares counts at all."""

    format: Literal[1] = 1
    done: tuple[Done, ...] = ()
    refused: tuple[Sku, ...] = ()
    steering: Steering = Steering()
    report: Report | None = None


class Loaded(msgspec.Struct, frozen=True):
    """What was kept, how it is, and why it is empty where something went wrong."""

    profile: Profile
    kept: Kept
    problem: Problem | None = None


class Store(Protocol):
    """Where a profile is kept. May take its time: a disk and a keyring are asked."""

    def load(self) -> Loaded:
        """What was kept; an empty profile where there is none or it cannot be used. Never raises."""

    def save(self, profile: Profile) -> Problem | None:
        """Keeps it, whole or not at all; why not, where it could not be. Never raises."""

    def erase(self) -> None:
        """Removes everything that was ever kept, the key too. Never raises."""


def remembered(taste: Taste, before: Profile, today: datetime.date) -> Profile:
    """What is kept of a taste: this visit's things happened today, earlier ones so many days before."""
    known = taste.known
    done = [
        Done(one.sku, one.kind, today - datetime.timedelta(days=one.days or 0), one.variant)
        for one in (*known.past, *known.touches)
    ]
    young = [one for one in done if (today - one.day).days <= OLDEST_DAYS]
    return Profile(1, tuple(young[-MAX_PAST:]), known.refused, known.steering, before.report)


def recalled(profile: Profile, today: datetime.date) -> Known:
    """What was kept, as a visit of today knows it. A day in the future (a clock that was wrong) counts as today."""
    past = tuple(
        Touch(one.sku, one.kind, 0, max(0, (today - one.day).days), one.variant)
        for one in sorted(profile.done, key=lambda one: one.day)
        if (today - one.day).days <= OLDEST_DAYS
    )
    return Known((), past, profile.refused, profile.steering.within_bounds())


def readable(profile: Profile) -> bytes:
    """The profile as JSON that a person can read."""
    return msgspec.json.format(msgspec.json.encode(profile), indent=2) + b"\n"
