"""What a search tells about its answer: why each product is there, what was given up, how it can be narrowed."""

from __future__ import annotations

from typing import Literal

import msgspec

from client.domain.text import LocalText

FacetKind = Literal["category", "color", "material", "price", "width", "stock"]
Why = Literal["words", "spelling", "sounds", "facets", "meaning", "picture", "versions"]
"""By what a product was found: its words, words spelt otherwise, how Chinese sounds, what it is like, its meaning, what
it looks like. `versions`: it is not so itself, but comes so too."""

MOST_RECENT = 6


class Chip(msgspec.Struct, frozen=True):
    """One way to narrow a search: its kind and value, what it is called, how many products it leaves."""

    kind: FacetKind
    value: str
    label: LocalText
    count: int


class Told(msgspec.Struct, frozen=True):
    """What a search says of its answer. `why` stands in the order of what was found, best reasons first."""

    why: tuple[tuple[Why, ...], ...] = ()
    corrected: str = ""
    """The words that were looked for instead of those typed; empty when they were taken as they are."""
    given_up: tuple[LocalText, ...] = ()
    """What nothing was, so that it was not insisted on."""
    understood: tuple[LocalText, ...] = ()
    """What was read out of the words."""
    chips: tuple[Chip, ...] = ()
    total: int = 0
    """How many there are in all; those found are the best of them."""
    suggested: tuple[LocalText, ...] = ()
    """Words to try where nothing was found."""


def toggled(chosen: tuple[tuple[str, str], ...], kind: str, value: str) -> tuple[tuple[str, str], ...]:
    """The chosen ones with this one put in or taken out; of prices and widths one at a time."""
    one = (kind, value)
    if one in chosen:
        return tuple(other for other in chosen if other != one)
    kept = tuple(other for other in chosen if kind not in ("price", "width") or other[0] != kind)
    return (*kept, one)


def remembered(recent: tuple[str, ...], query: str) -> tuple[str, ...]:
    """The last searches that led to something, the newest first."""
    words = query.strip()
    if not words:
        return recent
    return (words, *(one for one in recent if one != words))[:MOST_RECENT]
