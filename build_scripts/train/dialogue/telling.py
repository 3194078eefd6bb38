"""An utterance in the making, and what it comes to: the state it is said in, what the model shall write, the act."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import msgspec

from build_scripts.train.dialogue.phrases import Line, Section
from inference.dialogue.acts import Act, Heard
from inference.dialogue.model_answer import ABOUT_SHARE, LIKE, Meant, Resolver, Written
from inference.dialogue.model_grammar import copied
from inference.dialogue.model_prompt import words_of


@dataclass(frozen=True)
class Sample:
    """An utterance, what it comes to, and what the model shall write."""

    said: str
    words: str
    heard: Heard
    answer: str
    act: Act
    language: str
    topic: str
    """The act, with its attribute or topic: what figures are told by."""


@dataclass
class Piece:
    """A few words; `key` and `group` tell which slot of which thing they are."""

    text: str
    key: str | None = None
    group: str = ""


@dataclass
class Telling:
    """One utterance in the making."""

    rng: random.Random
    measuring: bool
    held: bool = False
    unknown: bool = False
    pieces: list[Piece] = field(default_factory=list)
    names: dict[tuple[str, str], str | float | None] = field(default_factory=dict)
    refs: dict[str, Meant] = field(default_factory=dict)
    low: int | None = None
    group: str = ""


def state(section: Section, line: Line, rng: random.Random) -> Heard:
    """What is before the shopper's eyes when this is said."""
    kind = section.state
    if section.act == "variant" and "<ref" not in line.text:
        kind = "focusonly"
    many = rng.choice((0, 1, 2, 3, 4, 5, 8, 12))
    if kind == "focus":
        return Heard(many if rng.random() < 0.6 else 0, rng.random() < 0.85, rng.random() < 0.4)
    if kind == "focusonly":
        return Heard(many if rng.random() < 0.4 else 0, True, False)
    if kind == "shown":
        return Heard(rng.choice((0, 2, 2, 3, 4, 5, 6, 8)), rng.random() < 0.3, rng.random() < 0.6)
    if kind == "two":
        return Heard(rng.choice((2, 2, 2, 3, 0)), rng.random() < 0.3, rng.random() < 0.5)
    if kind == "searched":
        return Heard(rng.choice((0, 1, 2, 3, 5, 8, 12)), rng.random() < 0.07, True)
    searched = rng.random() < 0.35
    return Heard(many if searched or rng.random() < 0.2 else 0, rng.random() < 0.3, searched)


def finished(
    said: str, section: Section, telling: Telling, heard: Heard, resolver: Resolver, language: str
) -> Sample | None:
    """The sample; None where what is copied does not stand in the words, or two prices contradict."""
    words = words_of(said)
    answer = _answer(section, telling, words)
    prices = {key for key, _ in telling.names if key in ("min", "max", "about")}
    if answer is None or not words or prices >= {"about", "max"} or prices >= {"about", "min"}:
        return None
    if (
        answer.act in ("search", "refine")
        and heard.searched
        and "category" not in answer.slots
        and section.act == "search"
    ):
        heard = msgspec.structs.replace(heard, searched=False)
    act = _truth(resolver, section, telling, answer)
    about = act.attribute or act.topic
    return Sample(said, words, heard, answer.text(), act, language, f"{section.act}:{about}" if about else section.act)


def _answer(section: Section, telling: Telling, words: str) -> Written | None:
    """What the model shall write; None where what is copied does not stand in the words."""
    answer = Written(section.act)  # type: ignore[arg-type]
    for piece in telling.pieces:
        if piece.key is None:
            continue
        span = words_of(piece.text)
        if not span or not copied(span, words):
            return None
        if piece.group in ("r", "a", "b"):
            if piece.group in telling.refs:
                telling.refs[piece.group].like[piece.key] = span
        elif not piece.group:
            answer.slots[piece.key] = span
    answer.slots.update({name: value for name, value in section.slots if value and name != "refs"})
    fixed = dict(section.slots).get("refs")
    groups = [group for group in ("r", "a", "b") if group in telling.refs]
    answer.refs = [Meant(kind) for kind in fixed.split(",")] if fixed else [telling.refs[group] for group in groups]
    if not answer.refs and any(name.startswith("ref") for name, _ in section.slots):
        answer.refs = [Meant("this")]
    for ref in answer.refs:
        if ref.kind == "like" and not ref.like:
            return None
    if dict(section.slots).get("refs2") is not None and len(answer.refs) != 2:
        return None
    return answer


def _truth(resolver: Resolver, section: Section, telling: Telling, answer: Written) -> Act:
    """The act by what was meant, not by what the words are resolved to: so figures show where resolving fails."""
    act = resolver.act(answer)
    changes: dict[str, object] = {}
    for (key, group), name in telling.names.items():
        if not group and key in (*LIKE, "room") and name is not None and section.act != "navigate":
            changes[key] = name
    prices = {
        key: float(value) for (key, _), value in telling.names.items() if key in ("min", "max", "about") and value
    }
    if "about" in prices:
        about = prices["about"]
        changes |= {
            "price_min": round(about * (1 - ABOUT_SHARE), 2),
            "price_max": round(about * (1 + ABOUT_SHARE), 2),
        }
    changes |= {f"price_{key}": value for key, value in prices.items() if key != "about"}
    kept = {key: value for key, value in changes.items() if section.act not in ("ask", "add", "remove")}
    return msgspec.structs.replace(act, **kept) if kept else act
