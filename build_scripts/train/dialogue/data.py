"""Samples of both languages, and the token rows made of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from build_scripts.train.dialogue.phrases import load
from build_scripts.train.dialogue.talk import Talk
from build_scripts.train.dialogue.telling import Sample
from build_scripts.train.dialogue.vocabulary import Vocabulary, lexicon_tables
from inference.dialogue.lexicon import Lexicon
from inference.dialogue.model_answer import Resolver
from inference.dialogue.model_prompt import END, prompt

LANGUAGES: Final = ("en", "zh")
_SPOKEN_WEIGHT: Final = 0.1
"""What the shopper says is learnt too, a little: it teaches the words."""
_CHUNK: Final = 4096


@dataclass(frozen=True)
class Batch:
    """`ids` (rows, length), 0 beyond the end; `weights` the same: how much each token counts as an answer."""

    ids: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float32]


def talks() -> tuple[Talk, ...]:
    """One for each language."""
    tables, resolver = lexicon_tables(), Resolver(Lexicon())
    return tuple(Talk(load(language), Vocabulary(language, tables), resolver) for language in LANGUAGES)


def samples(seed: int) -> Iterator[Sample]:
    """Training samples without end, both languages alike often."""
    rng, both = random.Random(seed), talks()  # noqa: S311
    while True:
        yield rng.choice(both).sample(rng)


def measured(seed: int, count: int) -> list[Sample]:
    """Samples that use a line or a word kept from training, each said once."""
    rng, both, found = random.Random(seed), talks(), dict[str, Sample]()  # noqa: S311
    while len(found) < count:
        sample = both[len(found) % len(both)].sample(rng, measuring=True)
        found.setdefault(sample.words, sample)
    return list(found.values())


def encoded(sample: Sample, tokenizer: Tokenizer) -> tuple[list[int], list[int]]:
    """The ids of the prompt and of the answer with its end."""
    asked: list[int] = tokenizer.encode(prompt(sample.words, sample.heard)).ids
    answer: list[int] = tokenizer.encode(sample.answer).ids
    end: int | None = tokenizer.token_to_id(END)
    assert end is not None, "the vocabulary was made with it"
    return asked, [*answer, end]


def batches(source: Iterator[Sample], tokenizer: Tokenizer, tokens: int, seed: int) -> Iterator[Batch]:
    """Batches of about `tokens` tokens, rows of like length together."""
    rng = random.Random(seed)  # noqa: S311
    while True:
        rows = [encoded(next(source), tokenizer) for _ in range(_CHUNK)]
        rows.sort(key=lambda row: len(row[0]) + len(row[1]) + rng.random() * 3)
        made, start = [], 0
        while start < len(rows):
            length = len(rows[start][0]) + len(rows[start][1])
            count = max(1, tokens // (length + 4))
            made.append(rows[start : start + count])
            start += count
        rng.shuffle(made)
        yield from map(padded, made)


def padded(rows: Sequence[tuple[list[int], list[int]]]) -> Batch:
    """Rows side by side."""
    length = max(len(asked) + len(answer) for asked, answer in rows)
    ids = np.zeros((len(rows), length), np.int64)
    weights = np.zeros((len(rows), length), np.float32)
    for i, (asked, answer) in enumerate(rows):
        end = len(asked) + len(answer)
        ids[i, :end] = asked + answer
        weights[i, 1 : len(asked)] = _SPOKEN_WEIGHT
        weights[i, len(asked) : end] = 1
    return Batch(ids, weights)
