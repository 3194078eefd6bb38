"""What the student learns from and what it is measured on, kept apart by meaning."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

from build_scripts.train.sentences import sources
from build_scripts.train.sentences.frames import Pair, compose, every_word, read_frames, read_lexicon
from inference.sentences.pieces import SPECIAL, is_chinese, words

FOLDER: Final = Path(__file__).parent
_HELD_OUT: Final = 12
"""One meaning in so many is never learnt from."""


@dataclass(frozen=True)
class Amounts:
    """How much of what can be made without end."""

    composed: int = 45_000
    members: int = 160
    definitions: int = 45_000
    carried: int = 30_000

    def share(self, part: float) -> Amounts:
        """A part of each."""
        return Amounts(*(max(1, round(part * amount)) for amount in astuple(self)))


SMOKE: Final = Amounts(300, 1, 200, 100)


@dataclass(frozen=True)
class Data:
    """pairs: to learn from. english: to learn from, without Chinese. held_out: source to pairs for measuring."""

    pairs: tuple[Pair, ...]
    english: tuple[str, ...]
    held_out: Mapping[str, tuple[Pair, ...]]


def gather(seed: int, amounts: Amounts) -> Data:
    """All sources, split. What no two pairs may share across the split is either side, whatever the source."""
    rng = random.Random(seed)  # noqa: S311 - data, not secrets
    lexicon = read_lexicon(FOLDER / "lexicon.txt")
    composed = compose(lexicon, read_frames(FOLDER / "frames.txt"), amounts.composed, rng)
    found = {
        "frames": composed,
        "products": sources.product_texts(seed, amounts.members),
        "guide words": sources.guide_words(),
        "shop texts": sources.shop_texts(),
        "furniture": sources.furniture_names(),
        "unicode": sources.unicode_names(),
    }
    own = [(line.split("|")[0], line.split("|")[1]) for line in _lines(FOLDER / "own_test.txt")]
    # The guide's words are synonyms of each other: which is whose counterpart cannot be asked of them.
    held_out = {n: _tidy(pair for pair in pairs if _away(pair[0])) for n, pairs in found.items() if n != "guide words"}
    held_out["own"] = _tidy(own)
    never = {side.lower() for pairs in held_out.values() for pair in pairs for side in pair}
    known = [pair for pairs in found.values() for pair in pairs] + every_word(lexicon)
    # Short lists are repeated: a frame's words come often, a furniture's name once.
    known += 2 * [pair for name in ("shop texts", "furniture", "unicode") for pair in found[name]]
    pairs = [pair for pair in known if not {pair[0].lower(), pair[1].lower()} & never]
    definitions, usual = sources.dictionary_texts()
    rng.shuffle(definitions)
    short = [text for text in definitions if len(text) <= 90][: amounts.definitions]
    english = [*short, *sources.carried(usual, amounts.carried, rng), *sources.guide_english()]
    return Data(tuple(pairs), tuple(text for text in english if text.lower() not in never), held_out)


def _away(english: str) -> bool:
    digest = hashlib.blake2b(english.lower().encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") % _HELD_OUT == 0


def _tidy(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Each meaning once: where one side comes with several of the other, the first stands."""
    left: set[str] = set()
    right: set[str] = set()
    kept = []
    for english, chinese in pairs:
        if english.lower() not in left and chinese not in right:
            left.add(english.lower())
            right.add(chinese)
            kept.append((english, chinese))
    return tuple(kept)


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def vocabulary(data: Data, teacher: Sequence[str], pieces: int) -> list[str]:
    """The special pieces, every Chinese character that is learnt, and the teacher's pieces that are used most.

    All single letters stay, so that no word is without pieces.
    """
    from inference.sentences.pieces import Pieces

    cutter = Pieces([*SPECIAL, *(piece for piece in teacher if piece not in SPECIAL)])
    names = [*SPECIAL, *(piece for piece in teacher if piece not in SPECIAL)]
    counts: Counter[str] = Counter()
    for text in (*(pair[0] for pair in data.pairs), *data.english):
        counts.update(names[number] for number in cutter.numbers(text, 64))
    chinese = Counter(word for pair in data.pairs for word in words(pair[1]) if len(word) == 1 and not word.isascii())
    taken = dict.fromkeys(SPECIAL)
    taken.update(dict.fromkeys(piece for piece in teacher if len(piece.removeprefix("##")) == 1 and piece.isascii()))
    taken.update(dict.fromkeys(sorted(chinese)))
    for piece, _ in counts.most_common():
        if len(taken) >= pieces:
            break
        if not any(is_chinese(letter) for letter in piece):
            taken[piece] = None
    return list(taken)
