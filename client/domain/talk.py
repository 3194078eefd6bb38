"""What shopper and guide have said to each other. Pure values."""

from __future__ import annotations

from typing import Literal

import msgspec

from client.domain.product import Sku

MAX_LINES = 100
MAX_LETTERS = 500


class Source(msgspec.Struct, frozen=True):
    """Where a fact of an answer comes from: a field of a product of the catalogue."""

    sku: Sku
    field: str


class Compared(msgspec.Struct, frozen=True):
    """One fact of several products side by side; "" where the catalogue does not tell it."""

    field: str
    values: tuple[str, ...]

    def differs(self) -> bool:
        """Whether it is a difference between them."""
        return len(set(self.values)) > 1


class Line(msgspec.Struct, frozen=True):
    """One thing said, the products shown with it, and the sources of its facts.

    `table` compares the products, a value for each; `cited` is the merchant's file and heading that the words are from.
    """

    who: Literal["shopper", "guide"]
    text: str
    products: tuple[Sku, ...] = ()
    sources: tuple[Source, ...] = ()
    table: tuple[Compared, ...] = ()
    cited: str = ""


class Talk(msgspec.Struct, frozen=True):
    """The talk so far. `waiting` is said and not answered yet; `number` counts what the shopper said.

    `shown` are the products that "the second" refers to; `wish` is the last search as the guide keeps it; `misses`
    counts how often in a row the guide did not understand. `saying` is what the guide has said of an answer so far.
    `asked` are the products it asks which is meant, numbered from 1; `pending` is the act that waits for that, or for a
    yes; `about` is the product it spoke of last.
    """

    lines: tuple[Line, ...] = ()
    number: int = 0
    waiting: str = ""
    shown: tuple[Sku, ...] = ()
    wish: str = ""
    misses: int = 0
    asked: tuple[Sku, ...] = ()
    pending: str = ""
    about: Sku | None = None
    saying: str = ""

    @property
    def heard(self) -> tuple[Line, ...]:
        """All lines, and what the guide is just saying as the last."""
        return (*self.lines, Line("guide", self.saying)) if self.saying else self.lines

    def said(self, text: str) -> Talk:
        """The shopper has said something; nothing changes for an empty text."""
        words = text.strip()[:MAX_LETTERS]
        if not words:
            return self
        lines = (*self.lines, Line("shopper", words))[-MAX_LINES:]
        return msgspec.structs.replace(self, lines=lines, number=self.number + 1, waiting=words, saying="")

    def spoken(self, number: int, text: str) -> Talk:
        """The answer to that utterance as far as it has been said; it grows until the whole comes."""
        return msgspec.structs.replace(self, saying=text) if number == self.number and self.waiting else self

    def answered(
        self, number: int, line: Line, shown: tuple[Sku, ...] | None, wish: str | None, understood: bool,
        asked: tuple[Sku, ...] = (), pending: str = "", about: Sku | None = None,
    ) -> Talk:  # fmt: skip
        """The guide's answer to that utterance; a late one, to an utterance before, is dropped."""
        if number != self.number or not self.waiting:
            return self
        return msgspec.structs.replace(
            self,
            lines=(*self.lines, line)[-MAX_LINES:],
            waiting="",
            saying="",
            shown=self.shown if shown is None else shown,
            wish=self.wish if wish is None else wish,
            misses=0 if understood else self.misses + 1,
            asked=asked,
            pending=pending,
            about=about or self.about,
        )
