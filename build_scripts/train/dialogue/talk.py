"""Makes utterances with their acts out of the phrases and the words."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from build_scripts.train.dialogue import noise, numbers
from build_scripts.train.dialogue.phrases import Line, Node, Phrases, Section
from build_scripts.train.dialogue.telling import Piece, Sample, Telling, finished, state
from build_scripts.train.dialogue.vocabulary import Vocabulary, Word, plural
from inference.dialogue.model_answer import Meant, Resolver

_MAYBE: Final = 0.45
_REF_KINDS: Final = (("this", 36), ("ordinal", 30), ("like", 26), ("lowest", 5), ("highest", 3))
_OTHERS: Final = {
    "noise": "category",
    "noises": "category",
    "noisecats": "category",
    "noisematerial": "material",
    "noisecolor": "color",
    "noisebrand": "brand",
    "not": "color",
}
_KEYS: Final = {
    "categories": "category",
    "enthing": "category",
    "section": "place",
    "wear": "size",
    "seats": "size",
    "seatnumber": "size",
    "one": "qty",
    "qtycl": "qty",
    "onecl": "qty",
}


class Talk:
    """Makes samples of one language. The same random generator makes the same samples."""

    def __init__(self, phrases: Phrases, vocabulary: Vocabulary, resolver: Resolver) -> None:
        self._phrases, self._vocabulary, self._resolver = phrases, vocabulary, resolver
        self.language = phrases.language
        self._weights = [section.weight for section in phrases.sections]

    def sample(self, rng: random.Random, measuring: bool = False) -> Sample:
        """One utterance. Measuring ones use a line or a word that training never uses."""
        while True:
            section = rng.choices(self._phrases.sections, self._weights)[0]
            made = self._tell(section, rng, measuring)
            if made is not None:
                return made

    def _tell(self, section: Section, rng: random.Random, measuring: bool) -> Sample | None:
        telling = Telling(rng, measuring)
        line = self._line(section.lines, telling)
        if line is None:
            return None
        self._expand(line.node, telling)
        if measuring and not telling.held:
            return None
        if not measuring:
            self._after(telling, rng)
        heard = state(section, line, rng)
        said = noise.joined([piece.text for piece in telling.pieces], self.language, rng)
        return finished(said, section, telling, heard, self._resolver, self.language)

    def _line(self, lines: Sequence[Line], telling: Telling) -> Line | None:
        """A line; a kept one only when measuring, and then often."""
        kept = [line for line in lines if line.held]
        if telling.measuring and kept and telling.rng.random() < 0.35:
            telling.held = True
            return telling.rng.choice(kept)
        free = [line for line in lines if not line.held]
        return telling.rng.choice(free) if free else None

    def _expand(self, node: Node, telling: Telling) -> None:
        rng = telling.rng
        if node.kind == "text":
            telling.pieces.append(Piece(node.text))
        elif node.kind == "all":
            for part in node.parts:
                self._expand(part, telling)
        elif node.kind == "one":
            self._expand(rng.choice(node.parts), telling)
        elif node.kind == "maybe":
            if rng.random() < _MAYBE:
                self._expand(node.parts[0], telling)
        elif node.kind == "set":
            group, _, value = node.text.partition("=")
            telling.refs[telling.group or group] = Meant(value)
        elif node.kind == "slot":
            self._slot(node.text, telling)
        else:
            self._list(node.text, telling)

    def _list(self, name: str, telling: Telling) -> None:
        if name in ("np", "nps"):
            self._thing(name == "nps", telling)
        elif name in ("ref", "refone", "refthis", "refother", "refa", "refb"):
            self._ref(name, telling)
        elif name in ("ref2", "refor"):
            self._named("pair" if name == "ref2" else "choice", telling)
        else:
            self._named(name, telling)

    def _named(self, name: str, telling: Telling) -> None:
        line = self._line(self._phrases.lists[name], telling)
        if line is None:
            raise ValueError(f"the list {name} has no line that may be used")
        self._expand(line.node, telling)

    def _ref(self, name: str, telling: Telling) -> None:
        """One thing meant. `refthis` only by "this"; `refother` is what is not meant."""
        group = {"refa": "a", "refb": "b", "refother": "x"}.get(name, "r")
        outer, telling.group = telling.group, group
        if name == "refthis":
            kind = "refthis"
        else:
            kinds = _REF_KINDS[1:] if name in ("refother", "refb") else _REF_KINDS
            kind = telling.rng.choices([k for k, _ in kinds], [w for _, w in kinds])[0]
        telling.refs[group] = Meant({"refthis": "this", "ordinal": "1"}.get(kind, kind))
        self._named(kind, telling)
        telling.group = outer

    def _thing(self, several: bool, telling: Telling) -> None:
        """A thing wanted with what is said of it, before and after."""
        rng = telling.rng
        count = rng.choices((0, 1, 2, 3), (26, 40, 25, 9))[0]
        before = sum(rng.random() < 0.6 for _ in range(count))
        english = self.language == "en"
        several = several or (english and rng.random() < 0.45)
        if english and not several:
            telling.pieces.append(Piece(rng.choice(("a ", "a ", "a ", "", "some ", "a nice ", "a new ", "one "))))
        elif english:
            telling.pieces.append(Piece(rng.choice(("", "", "", "", "some ", "any ", "the "))))
        for _ in range(before):
            self._named("pre", telling)
            telling.pieces.append(Piece(" "))
        self._slot("categories" if several else "category", telling)
        for _ in range(count - before):
            telling.pieces.append(Piece(" "))
            self._named("post", telling)

    def _slot(self, text: str, telling: Telling) -> None:
        name, _, group = text.partition(".")
        rng, group = telling.rng, group or telling.group
        key = _KEYS.get(name, name)
        if name in ("nth", "n", "zn"):
            self._ordinal(name, group, telling)
        elif name == "last":
            telling.pieces.append(Piece(rng.choice(("last", "last", "final", "very last"))))
            telling.refs[group or "r"] = Meant("-1")
        elif name == "beside":
            telling.pieces.append(Piece(rng.choice(self._vocabulary.other["near"])))
            telling.refs["r"] = Meant("beside this")
        elif name in ("max", "min", "about"):
            self._amount(name, telling)
        elif name in _OTHERS:
            word = self._vocabulary.word(_OTHERS[name], rng, False).said
            telling.pieces.append(
                Piece(plural(word) if name in ("noises", "noisecats") and self.language == "en" else word)
            )
        elif name == "noiseperson":
            telling.pieces.append(Piece(rng.choice(self._vocabulary.other["person"])))
        elif name == "noisesize":
            telling.pieces.append(Piece(numbers.size(self.language, rng)))
        elif name == "number":
            telling.pieces.append(Piece(str(rng.randint(2, 999))))
        else:
            self._copied(name, key, group, telling)

    def _copied(self, name: str, key: str, group: str, telling: Telling) -> None:
        rng, language = telling.rng, self.language
        if key == "size":
            if name == "seatnumber":
                said = rng.choice(("2", "3", "4", "six", "four", "two"))
            else:
                said = {"wear": numbers.worn, "seats": numbers.seats}.get(name, numbers.size)(language, rng)
            word = Word(said, None)
        elif key == "qty":
            word = Word(rng.choice(self._vocabulary.other[name]), None)
        elif key == "order":
            word = Word(numbers.order(rng), None)
        elif name == "enthing":
            word = self._vocabulary.thing(rng)
        elif name == "section":
            word = self._section(rng, telling.measuring)
        else:
            word = self._vocabulary.word(key, rng, telling.measuring)
        telling.held |= word.held
        said = plural(word.said) if name == "categories" and language == "en" else word.said
        if (key, group) in telling.names:  # said twice: the first counts
            telling.pieces.append(Piece(said))
            return
        telling.names[key, group] = word.name
        telling.unknown |= word.name is None and bool(group)
        telling.pieces.append(Piece(said, key, group))
        if group in ("a", "b") and group not in telling.refs:
            telling.refs[group] = Meant("like")

    def _section(self, rng: random.Random, measuring: bool) -> Word:
        word = self._vocabulary.word("category", rng, measuring)
        return Word(f"{word.said} {rng.choice(('section', 'department', 'area', 'aisle', 'corner'))}", None, word.held)

    def _ordinal(self, name: str, group: str, telling: Telling) -> None:
        rng, group = telling.rng, group or "r"
        other = telling.refs.get("a")
        taken = int(other.kind) if group == "b" and other is not None and other.kind.lstrip("-").isdigit() else None
        said, value = numbers.nth(rng, taken)
        if name == "n":
            said = str(value) if self.language == "zh" or rng.random() < 0.6 else numbers.spelled(value)
        elif name == "zn":
            said = numbers.chinese(value) if rng.random() < 0.75 else str(value)
        telling.pieces.append(Piece(said))
        telling.refs[group] = Meant(str(value))

    def _amount(self, name: str, telling: Telling) -> None:
        if (name, "") in telling.names:
            value = int(telling.names[name, ""] or 0)
        else:
            value = numbers.amount(telling.rng, telling.low or 5)
        before, number, after = numbers.say_amount(value, self.language, telling.rng)
        if name == "min":
            telling.low = value
        known = (name, "") in telling.names
        telling.names[name, ""] = value
        telling.pieces += [Piece(before), Piece(number, None if known else name), Piece(after)]

    def _after(self, telling: Telling, rng: random.Random) -> None:
        """Slips of the finger, words left out, manners: only in training, what is measured is told as written."""
        for at, piece in enumerate(telling.pieces):
            telling.pieces[at].text = noise.worn(piece.text, self.language, rng, copied=piece.key is not None)
        before, after = noise.manners(self.language, rng)
        telling.pieces = [Piece(before), *telling.pieces, Piece(after)]
