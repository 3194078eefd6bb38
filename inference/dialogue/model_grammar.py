"""The grammar that the model's answer must keep to (GBNF): what it copies stands in the words, the rest in the shop.

The words become a chain: a span begins at any word (any letter of Chinese) and goes on as far as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from inference.dialogue.model_answer import COPIED, LIKE

_UNIT = re.compile(r"\s?(?:[a-z\u00c0-\u024f]+(?:['&-][a-z\u00c0-\u024f]+)*|\d+(?:\.\d+)?|\S)")
"""A word, a number, or one letter of Chinese, with the space before it: "2m" is two of them, "300-500" three."""
_MOST_UNITS: Final = 160

_FACETS = "category? color? material? style? room? brand? min? max? about? size?"
_ACTS: Final = {
    "search": _FACETS, "refine": _FACETS, "select": "ref", "ask": "size? ref attribute?",
    "compare": "ref ref attribute?",
    "add": "ref ref? qty?", "remove": "ref ref? qty?", "variant": "color? material? size? ref",
    "show_in_room": "room? ref", "try_on": "size? ref", "navigate": "(category | place | ref)",
    "recommend": _FACETS + " ref?", "cart": "", "checkout": "",
    "service": "topic order?", "undo": "", "help": "", "chat": "", "human": "",
}  # fmt: skip


@dataclass(frozen=True)
class Choices:
    """What a shop has: the names that may be written as they are."""

    attributes: Sequence[str]
    topics: Sequence[str]


def grammar(words: str, choices: Choices) -> str:
    """The grammar for these words (see `model_prompt.words_of`)."""
    units = _units(words)[:_MOST_UNITS]
    rules = ["root ::= " + " | ".join(f"act-{name.replace('_', '-')}" for name in _ACTS)]
    rules += [f'act-{name.replace("_", "-")} ::= "{name}\\n" {slots}'.rstrip() for name, slots in _ACTS.items()]
    rules += [f'{name} ::= "{name} " span "\\n"' for name in (*COPIED, "qty", "place", "order")]
    rules += [f'like-{name} ::= ".{name} " span "\\n"' for name in LIKE]
    rules.append('ref ::= "ref " (ref-name "\\n" | "like\\n" like)')
    rules.append("like ::= " + " ".join(f"like-{name}?" for name in LIKE))
    rules.append('ref-name ::= "this" | "lowest" | "highest" | ordinal | "beside " ("this" | ordinal)')
    rules.append('ordinal ::= "-1" | "10" | [1-9]')
    rules.append(f'attribute ::= "attribute " ({_any(choices.attributes)}) "\\n"')
    rules.append(f'topic ::= "topic " ({_any(choices.topics)}) "\\n"')
    rules.append("span ::= " + (" | ".join(f"u{i}" for i in range(len(units))) or '"-"'))
    for i, unit in enumerate(units):
        more = f" c{i + 1}?" if i + 1 < len(units) else ""
        rules.append(f"u{i} ::= {_quoted(unit.lstrip())}{more}")
        if i:
            rules.append(f"c{i} ::= {_quoted(unit)}{more}")
    return "\n".join(rules) + "\n"


def copied(span: str, words: str) -> bool:
    """Whether a span can be written under the grammar of these words."""
    units = _units(words)
    starts = range(len(units))
    return any(_from(units, i, span) for i in starts)


def _units(words: str) -> list[str]:
    return [match[0] for match in _UNIT.finditer(words)]


def _from(units: Sequence[str], start: int, span: str) -> bool:
    text = units[start].lstrip()
    for unit in units[start + 1 :]:
        if text == span:
            return True
        text += unit
    return text == span


def _any(names: Sequence[str]) -> str:
    return " | ".join(_quoted(name) for name in names)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
