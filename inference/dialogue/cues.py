"""Turns of phrase that tell an act, read from cues.toml: compiled once, looked for in normalised text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Cues:
    """One pattern a kind of act or phrase, both languages together."""

    human: re.Pattern[str]
    undo: re.Pattern[str]
    checkout: re.Pattern[str]
    cart: re.Pattern[str]
    remove: re.Pattern[str]
    add: re.Pattern[str]
    compare: re.Pattern[str]
    try_on: re.Pattern[str]
    room: re.Pattern[str]
    room_verb: re.Pattern[str]
    navigate: re.Pattern[str]
    recommend: re.Pattern[str]
    variant: re.Pattern[str]
    question: re.Pattern[str]
    only: re.Pattern[str]
    terse: re.Pattern[str]
    """What only changes a wish, even where none is known: "cheaper?", "not that dark"."""
    search: re.Pattern[str]
    select: re.Pattern[str]
    help: re.Pattern[str]
    chat: re.Pattern[str]
    polite: re.Pattern[str]
    refuse: re.Pattern[str]
    refuse_after: re.Pattern[str]
    elsewhere: re.Pattern[str]
    foreign: re.Pattern[str]
    """What belongs to other machines (a bank, a car, a diary), even where it names goods or a topic of service."""
    late: re.Pattern[str]
    gift: re.Pattern[str]
    topics: Mapping[str, re.Pattern[str]]
    """What asks customer service for something, by its topic."""
    asks: Mapping[str, re.Pattern[str]]
    """What asks for an attribute, by its name."""


@cache
def cues() -> Cues:
    """The cues; read at the first call."""
    tables = tomllib.loads(resources.files(__package__).joinpath("cues.toml").read_text("utf-8"))
    patterns = {name: re.compile("|".join((*table["en"], *table["zh"]))) for name, table in tables.items()}
    asks = {name.removeprefix("asks_"): patterns.pop(name) for name in list(patterns) if name.startswith("asks_")}
    topics = {name.removeprefix("topic_"): patterns.pop(name) for name in list(patterns) if name.startswith("topic_")}
    return Cues(**patterns, topics=topics, asks=asks)
