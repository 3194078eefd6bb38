"""Asks the file a search stands on: which products are like that, how words are spelt, how Chinese sounds."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from client.catalog.words import is_cjk, query_terms
from client.features.search.ground import FORMAT, GroundError
from client.features.search.wish import Wish
from client.pinyin.splitting import Split, Splitter
from inference.dialogue.rules import Rules

_LONG, _SHORT = 8, 4
_MOST_SOUNDS = 80
_AT_A_TIME = 200
_FUZZY_ALL = 40_000
"""Of a larger vocabulary the words with the same first letter are compared."""


@dataclass(frozen=True)
class Goods:
    """One product: its row in the file, what a price filter and a shelf need."""

    place: int
    sku: str
    price: float | None
    width_m: float | None
    in_stock: bool


class Known:
    """One version's file. Belongs to one thread; `close` is idempotent. Raises GroundError where it is damaged.

    `pause` is called every fraction of a millisecond of work, so that a thread that draws need not wait for it.
    """

    def __init__(self, path: Path, pause: Callable[[], None] = lambda: None) -> None:
        self.pause = pause
        try:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        except sqlite3.Error as cause:
            raise GroundError(f"What the search knows of the products cannot be opened: {cause}.") from cause
        try:
            self._read()
        except sqlite3.Error as cause:
            self._db.close()
            raise GroundError(f"What the search knows of the products is damaged: {cause}.") from cause
        except GroundError:
            self._db.close()
            raise
        self._splitter = Splitter(frozenset(self._readings.values()))

    def _read(self) -> None:
        if self._db.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            raise GroundError("What the search knows was written by another version of Vitrine.")
        self._words: dict[str, int] = dict(self._db.execute("SELECT word, products FROM vocabulary"))
        self._readings: dict[str, str] = dict(self._db.execute("SELECT sign, sound FROM readings"))
        self.rules = Rules([brand for (brand,) in self._db.execute("SELECT brand FROM brands ORDER BY brand")])
        self.currency = self._usual_currency()

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()

    def _usual_currency(self) -> str:
        query = "SELECT currency FROM goods WHERE price IS NOT NULL GROUP BY currency ORDER BY count(*) DESC LIMIT 1"
        row = self._db.execute(query).fetchone()
        return str(row[0]) if row else ""

    def goods(self, skus: Collection[str]) -> dict[str, Goods]:
        """The rows of these products."""
        found: dict[str, Goods] = {}
        wanted = list(skus)
        for start in range(0, len(wanted), _AT_A_TIME):
            some = wanted[start : start + _AT_A_TIME]
            self.pause()
            marks = ",".join("?" * len(some))
            query = f"SELECT place, sku, price, width_m, in_stock FROM goods WHERE sku IN ({marks})"  # noqa: S608
            rows = self._db.execute(query, some)
            found |= {row[1]: Goods(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows}
        return found

    def facets(self, places: Collection[int]) -> dict[int, dict[tuple[str, str], bool]]:
        """Facets of these products: kind and name, and whether it is the product's own or what it also comes in."""
        found: dict[int, dict[tuple[str, str], bool]] = {place: {} for place in places}
        wanted = list(places)
        for start in range(0, len(wanted), _AT_A_TIME):
            some = wanted[start : start + _AT_A_TIME]
            self.pause()
            marks = ",".join("?" * len(some))
            query = f"SELECT place, kind, name, own FROM facets WHERE place IN ({marks})"  # noqa: S608 - question marks
            for place, kind, name, own in self._db.execute(query, some):
                found[place][(kind, name)] = bool(own)
        return found

    def like(self, facets: Sequence[tuple[str, str]], limit: int, of: Sequence[str] = ()) -> list[tuple[str, int, int]]:
        """Products that are some of these: SKU, how many of them, how many of its own; the most first.

        `of`: only products of these categories.
        """
        if not facets:
            return []
        marks = "(" + " OR ".join("(kind = ? AND name = ?)" for _ in facets) + ")"
        if of:
            names = ",".join("?" * len(of))
            marks += f" AND place IN (SELECT place FROM facets WHERE kind = 'category' AND name IN ({names}))"  # noqa: S608
        query = (
            f"SELECT sku, count(*) AS n, sum(own) AS o FROM facets JOIN goods USING (place) WHERE {marks} "  # noqa: S608
            "GROUP BY place ORDER BY n DESC, o DESC, in_stock DESC, place LIMIT ?"
        )
        words = [part for facet in facets for part in facet] + list(of)
        return [(sku, n, own) for sku, n, own in self._db.execute(query, (*words, limit))]

    def within(self, wish: Wish, limit: int) -> list[str]:
        """Products by price and width alone, the cheapest first."""
        low, high, width = wish.price_min or 0.0, wish.price_max or 1e12, wish.width_m or 1e9
        tests = ["price BETWEEN ? AND ?"] if wish.price_min is not None or wish.price_max is not None else []
        numbers: list[float] = [low, high] if tests else []
        if wish.width_m is not None:
            tests, numbers = [*tests, "width_m <= ?"], [*numbers, width]
        if not tests:
            return []
        query = f"SELECT sku FROM goods WHERE {' AND '.join(tests)} ORDER BY price, place LIMIT ?"  # noqa: S608
        return [sku for (sku,) in self._db.execute(query, (*numbers, limit))]

    def spelt(self, query: str) -> str:
        """The query with words that the shop does not know in place of which a near one of its own; "" for none."""
        terms, changed = query_terms(query), False
        for at, term in enumerate(terms):
            word = term.lower()
            if is_cjk(term) or not word.isalpha() or self.knows(word, last=at == len(terms) - 1):
                continue
            near = self._nearest(word)
            if near is not None:
                terms[at], changed = near, True
        return " ".join(terms) if changed else ""

    def knows_all(self, query: str) -> bool:
        """Whether every English word of a query is one of the shop's."""
        terms = [term.lower() for term in query_terms(query) if not is_cjk(term)]
        return all(self.knows(term) for term in terms)

    def knows(self, word: str, *, last: bool = False) -> bool:
        """Whether a word is one of the shop's, in one or several; the last one may be unfinished."""
        forms = (word, word.removesuffix("s"), word.removesuffix("es"), word + "s")
        if any(form in self._words for form in forms) or self.rules.lexicon.find(word, "category", "color", "material"):
            return True
        return last and len(word) >= 2 and any(known.startswith(word) for known in self._words)

    def _nearest(self, word: str) -> str | None:
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        if len(word) < _SHORT:
            return None
        most = 2 if len(word) >= _LONG else 1
        words = list(self._words)
        if len(words) > _FUZZY_ALL:
            words = [known for known in words if known[0] == word[0]]
        # A whole word first; else the beginning of one, for a word that is still being typed.
        found = extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=12)
        if not found and len(word) >= _SHORT + 1:
            heads = {known[: len(word)]: known for known in words if len(known) > len(word) and known[0] == word[0]}
            found = [
                (heads[h], d, i)
                for h, d, i in extract(word, list(heads), scorer=OSA.distance, score_cutoff=1, limit=12)
            ]
        if not found:
            return None
        return str(min(found, key=lambda one: (one[1], one[0][0] != word[0], -self._words[one[0]], one[0]))[0])

    def names(self, query: str, facets: Sequence[tuple[str, str]]) -> bool:
        """Whether the words as they were typed name one of these facets."""
        found = self.rules.lexicon.find(query.lower(), "category", "color", "material")
        return any((one.kind, one.name) in facets for one in found)

    def sounding(self, query: str) -> tuple[list[str], bool]:
        """Products whose Chinese sounds so: pinyin typed without converting it, or signs that sound the same.

        And whether all of it was whole syllables, so that it can hardly be anything else.
        """
        terms = query_terms(query)
        cjk = [term for term in terms if is_cjk(term)]
        if cjk and len(cjk) == len(terms):
            sounds = [self._readings.get(sign, "") for sign in "".join(cjk)]
            found = self._matches("syllables", f'"{" ".join(sounds)}"') if len(sounds) > 1 and all(sounds) else []
            return found, False
        letters = [re.sub(r"[^a-zv]", "", term.lower().replace("ü", "v")) for term in terms if not is_cjk(term)]
        skus: dict[str, None] = {}
        splits = self._splitter.splits("'".join(letters)) if any(letters) else ()
        for split in splits:
            skus |= dict.fromkeys(self._by_split(split))
        spoken = bool(skus) and len(splits[0].pieces) > 1 and not any(splits[0].shortened)
        if not skus and len(letters) > 1:
            each = [self._by_split(ways[0]) for one in letters if (ways := self._splitter.splits(one))]
            skus |= dict.fromkeys(sku for sku in each[0] if all(sku in other for other in each)) if each else {}
        return list(skus)[:_MOST_SOUNDS], spoken

    def _by_split(self, split: Split) -> list[str]:
        if not any(split.shortened):
            whole = self._matches("syllables", f'"{" ".join(split.pieces)}"')
            # "sha" is whole and may still become "shan"
            return whole or self._matches("syllables", f'"{" ".join(split.pieces)}" *')
        if not any(split.shortened[:-1]) and len(split.pieces) > 1:
            return self._matches("syllables", f'"{" ".join(split.pieces)}" *')
        if all(split.shortened) and len(split.pieces) > 1:
            return self._matches("initials", f'"{" ".join(piece[0] for piece in split.pieces)}"')
        return []

    def _matches(self, column: str, phrase: str) -> list[str]:
        query = (
            "SELECT sku FROM sounds JOIN goods ON goods.place = sounds.rowid WHERE sounds MATCH ? "
            "ORDER BY rank, place LIMIT ?"
        )
        return [sku for (sku,) in self._db.execute(query, (f"{column} : {phrase}", _MOST_SOUNDS))]

    def kinds(self, count: int) -> list[tuple[str, str]]:
        """What there is most of, as the merchant calls it in both languages: words to try."""
        return list(self._db.execute("SELECT en, zh FROM kinds ORDER BY products DESC, en LIMIT ?", (count,)))
