"""What the trained model writes, and what it comes to.

A line each: the act, then its slots. A slot that somebody said is copied from the words, letter by letter; the word
list and the numbers turn it into a value of the shop. So a shop's own words need not be known to the model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

import msgspec

from inference.dialogue.acts import Act, ActName, Described, Ref
from inference.dialogue.lexicon import Lexicon
from inference.dialogue.slots import read

COPIED: Final = ("category", "color", "material", "style", "room", "brand", "min", "max", "about", "size")
"""The slots of a wish, in the order in which they are written."""
LIKE: Final = ("category", "color", "material", "style", "brand")
"""What a described thing is told by."""
ABOUT_SHARE: Final = 0.2
"""Around 100 means 80 to 120."""
_DEAREST: Final = 1e12
_MOST_QUANTITY: Final = 999
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COUNTS = {
    "a couple": 2, "couple": 2, "both": 2, "俩": 2, "一对": 2, "仨": 3, "a dozen": 12, "dozen": 12, "a pair": 1,
    "another": 1, "one": 1, "one more": 1,
}  # fmt: skip
_KIND: Final = re.compile(r"[a-z_]+")


@dataclass
class Meant:
    """A thing meant: "this", an ordinal, the cheapest or dearest, a neighbour, or by what it is like."""

    kind: str
    """`this`, `lowest`, `highest`, `like`, `beside this`, `beside 2` or a number."""
    like: dict[str, str] = field(default_factory=dict)


@dataclass
class Written:
    """An answer taken apart. `slots`: name to the words copied, or to a name of the shop for the closed ones."""

    act: ActName
    slots: dict[str, str] = field(default_factory=dict)
    refs: list[Meant] = field(default_factory=list)

    def text(self) -> str:
        """As the model writes it."""
        lines: list[str] = [self.act]
        lines += [f"{name} {self.slots[name]}" for name in COPIED if name in self.slots]
        for ref in self.refs:
            lines.append(f"ref {ref.kind}")
            lines += [f".{name} {ref.like[name]}" for name in LIKE if name in ref.like]
        lines += [f"{n} {self.slots[n]}" for n in ("qty", "attribute", "place", "topic", "order") if n in self.slots]
        return "\n".join(lines) + "\n"


def written(text: str) -> Written | None:
    """Takes an answer apart; None when it is none."""
    lines = text.strip().split("\n")
    if lines[0] not in get_args(ActName):
        return None
    answer = Written(lines[0])  # type: ignore[arg-type]
    for line in lines[1:]:
        name, _, value = line.partition(" ")
        value = value.strip()
        if name == "ref":
            answer.refs.append(Meant(value))
        elif name.startswith(".") and answer.refs:
            answer.refs[-1].like.setdefault(name[1:], value)
        elif value:
            answer.slots.setdefault(name, value)
    return answer


class Resolver:
    """Words to values, for one shop; immutable."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def act(self, answer: Written) -> Act:
        """The act that an answer comes to. Words that name nothing known are left out; a thing unknown is searched."""
        slots = answer.slots
        facets = {kind: self.name(kind, slots[kind]) for kind in (*LIKE, "room") if kind in slots}
        unknown = slots.get("category") if "category" in facets and facets["category"] is None else None
        low, high = _prices(slots)
        refs = tuple(self._ref(ref) for ref in answer.refs)
        size = _size(slots["size"], self._lexicon) if "size" in slots else None
        act = Act(
            answer.act, facets.get("category"), facets.get("color"), facets.get("material"), facets.get("style"),
            facets.get("room"), facets.get("brand"), low, high, size,
            ref=refs[0] if len(refs) == 1 and answer.act != "compare" else None,
            refs=refs if len(refs) > 1 or answer.act == "compare" else (),
            qty=_quantity(slots.get("qty")), attribute=slots.get("attribute"), topic=slots.get("topic"),
            order_id=slots["order"].upper() if "order" in slots else None,
        )  # fmt: skip
        if answer.act == "navigate" and not refs:
            return self._way(slots.get("place") or slots.get("category") or "")
        if unknown is not None and answer.act in ("search", "recommend", "refine"):
            return msgspec.structs.replace(act, text=unknown)
        return act

    def name(self, kind: str, words: str) -> str | None:
        """The canonical name for words of a kind: of several the longest."""
        found = self._lexicon.find(words, kind)
        return max(found, key=lambda one: one.end - one.start).name if found else None

    def _way(self, words: str) -> Act:
        place = self.name("place", words)
        if place is not None:
            return Act("navigate", place=place)
        category = self.name("category", words)
        return Act("navigate", category=category, text=None if category else words)

    def _ref(self, meant: Meant) -> Ref:
        if meant.kind in ("lowest", "highest"):
            price: Literal["lowest", "highest"] = "lowest" if meant.kind == "lowest" else "highest"
            return Described(price=price)
        if meant.kind.startswith("beside "):
            near = meant.kind.removeprefix("beside ")
            return Described(next_to="this" if near == "this" else int(near))
        if meant.kind == "like":
            named = {kind: self.name(kind, words) for kind, words in meant.like.items()}
            known = {kind: name for kind, name in named.items() if name is not None}
            return Described(**known) if known else "this"  # type: ignore[arg-type]
        return int(meant.kind) if meant.kind.lstrip("-").isdigit() else "this"


def _prices(slots: dict[str, str]) -> tuple[float | None, float | None]:
    low, high, about = (_amount(slots.get(name)) for name in ("min", "max", "about"))
    if about is not None and low is None and high is None:
        return round(about * (1 - ABOUT_SHARE), 2), round(about * (1 + ABOUT_SHARE), 2)
    return low, high


def _amount(words: str | None) -> float | None:
    match = _NUMBER.search(words or "")
    return min(float(match[0]), _DEAREST) if match else None


def _quantity(words: str | None) -> int | None:
    if words is None:
        return None
    match = _NUMBER.search(words)
    if match:
        return max(1, min(int(float(match[0])), _MOST_QUANTITY))
    return _COUNTS.get(words, 1 if words.startswith("一") else None)


def _size(words: str, lexicon: Lexicon) -> str | None:
    read_size = read(words, lexicon).size or read(f"size {words}", lexicon).size
    return read_size or (words.upper() if re.fullmatch(r"\d{1,3}(?:\.5)?|[smlx]{1,4}|\d{1,2}xl", words) else None)
