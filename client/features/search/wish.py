"""What somebody who searches says: facets, a price, a width, and the words that are left to look for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from client.domain.text import LocalText
from inference.dialogue.lexicon import Found
from inference.dialogue.normal import normalised
from inference.dialogue.rules import Rules
from inference.dialogue.slots import read
from inference.dialogue.wishes import search_text

FACETS = ("category", "color", "material")
_MOST_FACETS = 12
METRES = {"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254, "ft": 0.3048}
_WIDTH = re.compile(r"(\d+(?:\.\d+)?) (m|cm|mm|in|ft)")
_NUMBERS = re.compile(
    r"(?:(?:under|below|less than|cheaper than|up to|no more than|not more than|at most|max(?:imum)?|within|"
    r"budget(?: of)?|over|above|more than|at least|from|between|around|about|wide|"
    r"不超过|低于|最多|少于|预算|高于|超过|至少|大约|大概|宽) ?)*"
    r"[$€£¥]? ?\d+(?:\.\d+)? ?(?:usd|dollars?|bucks?|euros?|eur|pounds?|yuan|rmb|元|块钱|块|"
    r"cm|mm|m\b|inch(?:es)?|in\b|ft|feet|foot|meters?|metres?|厘米|公分|毫米|米)?"
    r"(?: ?(?:or less|or under|or more|wide|long|以内|以下|之内|之下|以上|左右|宽|长|到|至|-|to|and(?= ?\d)))*"
)
_NOT = re.compile(r"\b(?:not|no|without|but|anything|except|non)\b|不要|不是|别|除了|非")
_IN_STOCK = re.compile(r"\b(?:in stock|available now|available)\b|有货|现货")


@dataclass(frozen=True)
class Wish:
    """A search in the lexicon's words. `rest`: what is looked for as words; `bare`: no word beyond the facets."""

    typed: str
    rest: str
    facets: tuple[tuple[str, str], ...] = ()
    price_min: float | None = None
    price_max: float | None = None
    width_m: float | None = None
    in_stock: bool = False
    bare: bool = False
    refused: tuple[tuple[str, str], ...] = ()
    """What it must not be."""


def _without(text: str, unwanted: Sequence[Found]) -> str:
    for one in sorted(unwanted, key=lambda one: -one.start):
        text = f"{text[: one.start]} {text[one.end :]}"
    return _NUMBERS.sub(" ", text)


def understood(query: str, rules: Rules) -> Wish:
    """What a query says. Never raises; words that say nothing special are left as they are."""
    text = normalised(query, rules.speller)
    slots = read(text, rules.lexicon)
    facets = tuple((kind, slots.facets[kind]) for kind in FACETS if kind in slots.facets)
    more = tuple((one.kind, one.name) for one in slots.more if one.kind in ("color", "material"))
    match = _WIDTH.fullmatch(slots.size or "")
    width = float(match[1]) * METRES[match[2]] if match else None
    in_stock = _IN_STOCK.search(text) is not None
    priced = slots.price_min is not None or slots.price_max is not None
    plain = query
    if slots.refused:  # the words of what is not wanted must not be looked for
        plain = _NOT.sub(" ", _without(text, slots.refused))
    elif priced or width is not None or in_stock:
        plain = _IN_STOCK.sub(" ", _NUMBERS.sub(" ", text) if priced or width is not None else text)
    rest = search_text(plain.lower(), slots) or ("" if plain is not query else query.strip())
    left = rest.lower()
    for one in sorted(slots.found, key=lambda one: one.start - one.end):
        left = left.replace(text[one.start : one.end], " ")
    bare = bool(facets) and not re.search(r"[^\W_]", left)
    said = tuple(dict.fromkeys(facets + more))[:_MOST_FACETS]
    refused = tuple(dict.fromkeys((one.kind, one.name) for one in slots.refused if one.kind in FACETS))
    return Wish(query, rest, said, slots.price_min, slots.price_max, width, in_stock, bare, refused[:_MOST_FACETS])


@lru_cache(maxsize=1)
def _names() -> dict[str, dict[str, LocalText]]:
    raw = resources.files("inference.dialogue").joinpath("words.toml").read_text("utf-8")
    tables = tomllib.loads(raw)
    return {
        kind: {name: LocalText(name, _usual(words["zh"])) for name, words in tables[kind].items()} for kind in FACETS
    }


def _usual(words: list[str]) -> str:
    """What a facet is called in Chinese: a whole word of the usual length, a colour with its sign for colour."""
    plain = [word for word in words if word.endswith("色") and word[:-1] in words]
    whole = [word for word in words if len(word) > 1 and not word.endswith(("的", "色"))]
    return min(plain, key=len) if plain else (whole or words)[0]


def facet_name(kind: str, name: str) -> LocalText:
    """A facet in both languages; brands and unknown ones as they are."""
    return _names().get(kind, {}).get(name, LocalText(name, name))
