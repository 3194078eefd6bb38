"""Free words under a verifier: a sentence passes when all it claims stands in the facts that were looked up.

The other way round from a list of lies: a word passes when it claims nothing (`free_words.toml`) or stands in a fact of
the product that is spoken of; a number when value, unit and what it measures do. Whatever else a model makes up, known
or unheard of, is not among them. A sentence that fails is dropped whole.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from typing import Final

from inference.dialogue.claims import Number, numbers_in, plain_text

_SENTENCE: Final = re.compile(r"(?<=[!?。！？\n])\s*|(?<=\.)\s+")
_CLAUSE: Final = re.compile(r"[,;:()\n]|\s-\s|\b(?:and|but|while|whereas|or)\b|而且|但是|而|但|和|与|、")
_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)*")
_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_NEGATION: Final = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nothing|without|hardly|cannot|non|free|zero|lacks?)\b|n't\b|[不没無无非未免否勿]"
)
_ARTICLE: Final = re.compile(r"\b(?:the|an?|both|this|that|our)\b|这款|那款|这|那")
_LONGEST_HAN: Final = 12
_STOCK: Final = (
    ("out", re.compile(r"\b(?:out of stock|sold out|unavailable)\b|缺货|无货|售罄|没货")),
    ("order", re.compile(r"\b(?:pre-?order|back-?order|on request|made to order)\b|预订|预售|订做|定制")),
    ("in", re.compile(r"\b(?:in stock|available)\b|有货|现货")),
)


@dataclass(frozen=True)
class Subject:
    """A thing that facts are known of: how it may be called, and the facts, each a short text."""

    names: tuple[str, ...]
    facts: tuple[str, ...]

    @cached_property
    def known(self) -> _Known:
        """The facts taken apart."""
        return _Known.of((*self.facts, *self.names))


@dataclass(frozen=True)
class _Known:
    words: frozenset[str] = frozenset()
    han: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()
    stock: frozenset[str] = frozenset()
    negated: tuple[str, ...] = ()

    @staticmethod
    def of(facts: Sequence[str]) -> _Known:
        words: set[str] = set()
        han: list[str] = []
        numbers: list[Number] = []
        stock: set[str] = set()
        negated: list[str] = []
        for fact in facts:
            plain = plain_text(fact)
            stock |= _stock(plain)
            for clause in _clauses(plain):
                counted, bare = numbers_in(clause)
                numbers += counted
                if _NEGATION.search(bare) and not _stock(clause):
                    negated.append(_squeezed(clause))
                    continue
                words.update(_WORD.findall(bare))
                han += _HAN.findall(bare)
        return _Known(frozenset(words), tuple(han), tuple(numbers), frozenset(stock), tuple(negated))

    def __and__(self, other: _Known) -> _Known:
        """What is known of both."""
        return _Known(
            self.words & other.words,
            tuple(piece for piece in self.han if piece in other.han),
            tuple(number for number in self.numbers if number in other.numbers),
            self.stock & other.stock,
            tuple(clause for clause in self.negated if clause in other.negated),
        )

    def __or__(self, other: _Known) -> _Known:
        return _Known(
            self.words | other.words, self.han + other.han, self.numbers + other.numbers, self.stock | other.stock,
            self.negated + other.negated,
        )  # fmt: skip


@dataclass
class Verifier:
    """Verifies one answer, sentence after sentence: "it" is what was spoken of last. `common`: facts of no product."""

    subjects: Sequence[Subject]
    common: Sequence[str] = ()
    _last: tuple[Subject, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        if len(self.subjects) == 1:
            self._last = tuple(self.subjects)
        self._shared = _Known.of(self.common)
        self._neutral = _neutral()

    def supports(self, sentence: str) -> bool:
        """Whether nothing in it goes beyond the facts. An unsupported one changes nothing of what "it" is."""
        plain = plain_text(sentence)
        if not any(c.isalnum() for c in plain):
            return False
        spoken_of = self._last or self._first_named(plain)
        waiting: tuple[Subject, ...] = ()
        for clause in _clauses(plain, [name for subject in self.subjects for name in _names(subject)]):
            named, bare = self._named(clause)
            if named:
                spoken_of = (*waiting, *named)
            bare = _ARTICLE.sub(" ", bare) if named else bare
            waiting = spoken_of if named and not bare.strip() else ()
            if bare.strip() and not self._clause(bare, spoken_of):
                return False
        self._last = spoken_of
        return True

    def _first_named(self, plain: str) -> tuple[Subject, ...]:
        named, _ = self._named(plain)
        return named if len(named) == 1 else ()

    def _named(self, clause: str) -> tuple[tuple[Subject, ...], str]:
        """The subjects a clause names, and the clause without their names."""
        named: list[Subject] = []
        every = sorted(((name, s) for s in self.subjects for name in _names(s)), key=lambda pair: -len(pair[0]))
        for name, subject in every:
            if _has(clause, name):
                clause = clause.replace(name, " ")
                if subject not in named:
                    named.append(subject)
        return tuple(named), clause

    def _clause(self, clause: str, spoken_of: Sequence[Subject]) -> bool:
        known = self._shared
        if spoken_of:
            every = spoken_of[0].known
            for other in spoken_of[1:]:
                every &= other.known
            known |= every
        numbers, bare = numbers_in(clause)
        if not all(any(number.supported_by(fact) for fact in known.numbers) for number in numbers):
            return False
        if not _stock(clause) <= known.stock:
            return False
        for _, pattern in _STOCK:
            bare = pattern.sub(" ", bare)
        if _NEGATION.search(bare):
            verbatim = next((fact for fact in known.negated if fact in bare), None)
            bare = bare.replace(verbatim, " ", 1) if verbatim else bare
            if _NEGATION.search(bare):
                return False
        return _is_covered(bare, known, self._neutral)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, in English and Chinese."""
    for piece in _SENTENCE.split(text):
        if piece.strip():
            yield piece.strip()


def whole_sentences(text: str) -> tuple[list[str], str]:
    """The sentences of a text that is still being written, as far as they are whole, and the rest."""
    pieces = _SENTENCE.split(text)
    return [piece.strip() for piece in pieces[:-1] if piece.strip()], pieces[-1]


def _clauses(plain: str, names: Sequence[str] = ()) -> list[str]:
    """Clauses of a plain text; a name that holds a comma or an "and" is not cut."""
    kept = {chr(0xE000 + n): name for n, name in enumerate(sorted(set(names), key=len, reverse=True)) if n < 0x1000}
    for mark, name in kept.items():
        if _has(plain, name):
            plain = plain.replace(name, mark)
    pieces = _CLAUSE.split(plain)
    for mark, name in kept.items():
        pieces = [piece.replace(mark, name) for piece in pieces]
    return [piece for piece in pieces if piece and piece.strip()]


def _names(subject: Subject) -> list[str]:
    return [plain_text(name) for name in subject.names if name.strip()]


def _has(text: str, name: str) -> bool:
    if _HAN.search(name):
        return name in text
    return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text) is not None


def _stock(clause: str) -> frozenset[str]:
    return frozenset(kind for kind, pattern in _STOCK if pattern.search(clause))


def _squeezed(text: str) -> str:
    return re.sub(r"[\s.!?。！？]+", " ", text).strip()


def _is_covered(bare: str, known: _Known, neutral: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether every word is free or known, and nothing but words and their punctuation is there."""
    free, free_han = neutral
    for word in _WORD.findall(bare):
        if word not in free and not ({word, word.removesuffix("'s"), f"{word}s", word.removesuffix("s")} & known.words):
            return False
    if not all(_han_covered(run, known.han, free_han) for run in _HAN.findall(bare)):
        return False
    rest = _HAN.sub(" ", _WORD.sub(" ", bare))
    return all(c.isspace() or unicodedata.category(c)[0] == "P" for c in rest)


def _han_covered(run: str, facts: Sequence[str], free: frozenset[str]) -> bool:
    """Whether a run of characters is made of free words and of pieces (two and more characters) of facts."""
    reached = [True] + [False] * len(run)
    for end in range(1, len(run) + 1):
        for start in range(max(0, end - _LONGEST_HAN), end):
            piece = run[start:end]
            if reached[start] and (piece in free or (len(piece) > 1 and any(piece in fact for fact in facts))):
                reached[end] = True
                break
    return reached[-1]


def _neutral() -> tuple[frozenset[str], frozenset[str]]:
    table = tomllib.loads(resources.files(__package__).joinpath("free_words.toml").read_text("utf-8"))
    return frozenset(table["en"].split()), frozenset(table["zh"].split())
