"""The string table: one TOML file per language, the same keys in each, read once and checked by tests."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

from client.domain.errors import VitrineError
from client.domain.product import TrustNote
from client.domain.session import Notice
from client.domain.text import Language, LocalText

Forms = Mapping[str, str]
"""Plural form to sentence; a sentence without a number has the form `other` only."""

_LONGEST_PHRASE = 2
"""Words of the longest material phrase in the table, such as `forest green`."""

PluralForm = Literal["one", "other"]


class TextError(VitrineError):
    """A sentence is asked for that the table does not hold, or without the values it needs."""


class Texts:
    """The shop's sentences in one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._table = load_table(language)

    def say(self, key: str, **values: str | int) -> str:
        """The sentence of this key with its `{placeholders}` filled; `count` picks the plural form.

        Raises TextError for an unknown key or a missing value.
        """
        forms = self._table.get(key)
        if forms is None:
            raise TextError(f"the string table has no text {key!r}")
        count = values.get("count")
        form = plural_form(self.language, count) if isinstance(count, int) else "other"
        sentence = forms.get(form, forms["other"])
        try:
            return sentence.format(**values)
        except (KeyError, IndexError) as cause:
            raise TextError(f"the text {key!r} needs a value for {cause}") from cause

    def has(self, key: str) -> bool:
        """Whether the table holds this key."""
        return key in self._table

    def notice(self, notice: Notice) -> str:
        """A notice in words; an unknown one (an older journal) becomes a general sentence instead of an error."""
        key = f"notice.{notice.key}"
        try:
            return self.say(key, **dict(notice.values))
        except TextError:
            return self.say("notice.other")

    def trust_note(self, note: TrustNote) -> str:
        """A note of a trust card in words; empty for one that another version of the shop wrote."""
        try:
            return self.say(f"trust.note.{note.key}", **dict(note.values))
        except TextError:
            return ""

    def sign(self, key: str) -> str:
        """What a sign of the store says, e.g. `checkout`; raises TextError for an unknown sign."""
        return self.say(f"sign.{key}")

    def department(self, key: str, label: LocalText | None = None) -> str:
        """A department's name: as the catalogue names it, else from the table, else its key as it is."""
        own = label or LocalText()
        exact = own.zh_cn if self.language == "zh-CN" else own.en
        if exact:
            return exact
        known = "department." + "_".join(key.lower().replace("&", "and").split())
        if self.has(known):
            return self.say(known)
        return own.get(self.language) or key

    def material(self, name: str) -> str:
        """A material in the shop's language, put together from known words; as it is when a word is not known."""
        if self.language == "en":
            return name
        words, found = name.lower().split(), []
        while words:
            for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
                key = f"material.{'_'.join(words[:length])}"
                if self.has(key):
                    found.append(self.say(key))
                    del words[:length]
                    break
            else:
                return name
        return "".join(found)

    def materials(self, names: Iterable[str]) -> str:
        """Materials in one line."""
        return self.say("product.list_separator").join(self.material(name) for name in names)

    def styles(self, value: str) -> str:
        """A line of usual words, `modern, classic`, in the shop's language, where the table has all of them."""
        if self.language == "en":
            return value
        keys = [f"style.{part.lower().replace(' ', '-')}" for part in value.split(", ")]
        return self.say("product.list_separator").join(map(self.say, keys)) if all(map(self.has, keys)) else value

    def fact(self, name: str) -> str:
        """The name of a product's fact (`Style`, `Pattern`) in the shop's language, where the table has it."""
        key = f"fact.{name.lower().replace(' ', '_')}"
        return self.say(key) if self.has(key) else name


def plural_form(language: Language, count: int) -> PluralForm:
    """CLDR's cardinal plural of the two languages: English `one` for 1, Chinese always `other`."""
    return "one" if language == "en" and count == 1 else "other"


@lru_cache(maxsize=4)
def load_table(language: Language) -> Mapping[str, Forms]:
    """Key to plural forms of one language; nested tables become dotted keys. Immutable, so shared safely."""
    text = resources.files("client.texts").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    flat: dict[str, Forms] = {}
    _flatten("", tomllib.loads(text), flat)
    return MappingProxyType(flat)


def _flatten(prefix: str, node: Mapping[str, object], into: dict[str, Forms]) -> None:
    if "other" in node and all(isinstance(value, str) and form in ("one", "other") for form, value in node.items()):
        into[prefix] = {form: str(value) for form, value in node.items()}
        return
    for name, value in node.items():
        key = f"{prefix}.{name}" if prefix else name
        if isinstance(value, str):
            into[key] = {"other": value}
        elif isinstance(value, dict):
            _flatten(key, value, into)
        else:
            raise TextError(f"the text {key!r} is not a string")
