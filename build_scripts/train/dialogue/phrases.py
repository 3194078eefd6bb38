"""Reads the phrase files: lists and what people say for each act, line by line; some lines are kept for measuring.

`(a|b)` is one of them, `[a]` may be left out, `{slot}` a word, `<list>` a line of a list, `[#a=this]` sets a reference.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "phrases"
FILES: Final = {
    "en": ("en_goods.txt", "en_acts.txt", "en_service.txt", "en_else.txt"),
    "zh": ("zh_goods.txt", "zh_acts.txt", "zh_service.txt", "zh_else.txt"),
}
HELD_SHARE: Final = 0.08
_LEAST_TO_HOLD: Final = 8
"""Of shorter lists no line is kept: what is left would be no list."""
_TOKEN = re.compile(r"\[#(\w+)=([\w-]+)\]|[()\[\]|]|\{[^}]+\}|<[^>]+>|[^()\[\]|{}<]+|<")


@dataclass(frozen=True)
class Node:
    """Part of a line. `kind`: text, slot, list, set, all (one after another), one (of them), maybe."""

    kind: str
    text: str = ""
    parts: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line: where it stands, and whether it is kept for measuring."""

    node: Node
    text: str
    held: bool


@dataclass(frozen=True)
class Section:
    """What people say for an act."""

    act: str
    slots: tuple[tuple[str, str], ...]
    state: str
    weight: float
    lines: tuple[Line, ...]


@dataclass
class Phrases:
    """All of one language."""

    language: str
    lists: dict[str, tuple[Line, ...]] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)


def held(text: str, salt: str) -> bool:
    """Whether a line or word is kept for measuring: always the same answer for the same text."""
    digest = hashlib.sha256(f"{salt}:{text}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32 < HELD_SHARE


def load(language: str) -> Phrases:
    """The phrases of a language."""
    phrases = Phrases(language)
    for name in FILES[language]:
        _read((FOLDER / name).read_text("utf-8").splitlines(), phrases, name)
    return phrases


def _read(rows: Sequence[str], phrases: Phrases, where: str) -> None:
    heading, lines = "", list[str]()
    for row in [*rows, "@"]:
        row = row.strip()
        if row.startswith(("@", "= ")):
            if heading:
                _finish(heading, lines, phrases, where)
            heading, lines = row, []
        elif row and not row.startswith("# "):
            lines.append(row)


def _finish(heading: str, rows: Sequence[str], phrases: Phrases, where: str) -> None:
    enough = len(set(rows)) >= _LEAST_TO_HOLD
    lines = tuple(Line(parse(row), row, enough and held(row, heading)) for row in rows)
    if heading.startswith("@"):
        phrases.lists[heading[1:]] = lines
        return
    head, state, weight = (part.strip() for part in heading[2:].split(";"))
    act, *rest = head.split()
    slots = tuple((name, value) for name, _, value in (word.partition("=") for word in rest))
    phrases.sections.append(Section(act, slots, state, float(weight), lines))


def parse(text: str) -> Node:
    """A line as a tree. Raises ValueError for brackets that do not match."""
    tokens = [match[0] for match in _TOKEN.finditer(text)]
    node, at = _alternatives(tokens, 0)
    if at != len(tokens):
        raise ValueError(f"brackets do not match: {text}")
    return node


def _alternatives(tokens: Sequence[str], at: int) -> tuple[Node, int]:
    options: list[Node] = []
    parts: list[Node] = []
    while at < len(tokens) and tokens[at] not in (")", "]"):
        word = tokens[at]
        at += 1
        if word == "|":
            options.append(Node("all", parts=tuple(parts)))
            parts = []
        elif word in ("(", "["):
            inner, at = _alternatives(tokens, at)
            if at >= len(tokens) or tokens[at] != {"(": ")", "[": "]"}[word]:
                raise ValueError(f"brackets do not match: {''.join(tokens)}")
            at += 1
            parts.append(inner if word == "(" else Node("maybe", parts=(inner,)))
        else:
            parts.append(_leaf(word))
    options.append(Node("all", parts=tuple(parts)))
    return (options[0] if len(options) == 1 else Node("one", parts=tuple(options))), at


def _leaf(token: str) -> Node:
    if token.startswith("[#"):
        return Node("set", token[2:-1])
    if token.startswith("{"):
        return Node("slot", token[1:-1])
    if token.startswith("<") and len(token) > 1:
        return Node("list", token[1:-1])
    return Node("text", token)
