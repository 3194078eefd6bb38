"""The benches by name. To add one: write its module, list it here."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Mapping
from typing import Protocol, cast

Figures = Mapping[str, float | int | str | bool]
"""What a bench measured: a flat object of numbers, words and truths."""

BENCHES: dict[str, str] = {
    "guide": "how well the guide understands, how soon it answers, what it costs a frame, whether it tells the truth",
    "pinyin": "how often the Chinese word one means is offered first, and the time of a key",
    "recommend": "how often the next thing a person wanted is among the ten best",
    "search": "the vectors nearest to one among a million: time, how many are right, memory, beside an exact search",
    "taste": "how soon offers answer what a shopper just did, and what that costs the frames beside it",
    "search_words": "how much of what is meant is among the first ten: words alone, with spelling, facets, meaning",
    "panels": "what opening a panel and pointing at it costs the frame that does it",
    "reconstruct": "how near products made from photos are to the true models, beside three baselines, time, memory",
    "runtime": "what busy local models cost the frames beside them, and how fast jobs come and go",
    "frame": "CPU cost of a frame of a 1,000-product store for both eyes, the driver's drawing switched off",
    "sync": "publishing and following a large catalogue: bytes, times, memory, beside curl and rsync",
    "follow": "what is published reaches a shop that is open: seconds, longest frames, whether the journal replays",
    "xr": "CPU cost of a frame in a headset and of our part of it; needs a display and an OpenXR runtime",
    "start": "time from the start of the process to the first picture of the store, in fresh processes",
}
"""Name to what it measures; each is a module of `client.bench`."""


class Bench(Protocol):
    """A module of `client.bench`. It imports what is heavy only when it measures."""

    ENVIRONMENT: Mapping[str, str]
    """Variables that must be set before the process starts; the command starts itself again with them."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds the bench's own arguments."""

    def arguments(self, args: argparse.Namespace) -> list[str]:
        """The same arguments as words, for starting again."""

    def measure(self, args: argparse.Namespace) -> Figures:
        """Measures; raises VitrineError in words when it cannot."""


def bench_module(name: str) -> Bench:
    """The module of a bench."""
    return cast(Bench, importlib.import_module(f"client.bench.{name}"))
