"""`vitrine bench pinyin`: how often the word one means is offered first or among the first five, and how fast.

Words are typed one letter at a time by their full sounds. Of a catalogue: the words of its titles, versions,
departments and materials, also by first letters. Of the language: common words drawn with a fixed seed from the word
list, as likely as they are common, typed with the same catalogue's words in front, as a shopper would.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from client.bench.registry import Figures
from client.commands.measure import percentile
from client.commands.options import add_store_arguments, catalog_root, settings_of
from client.pinyin.lexicon import Lexicon

ENVIRONMENT: Mapping[str, str] = {}
_FEW = 5
_COMMON = 20_000
"""How many of the commonest words of two characters or more are drawn from."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--words, --seed, and which catalogue."""
    parser.add_argument("--words", type=int, default=500, help="common words to type (default 500)")
    parser.add_argument("--seed", type=int, default=1, help="which common words")
    add_store_arguments(parser)


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    words = []
    for name in ("words", "seed", "catalog", "lang"):
        value = getattr(args, name)
        if value is not None:
            words += [f"--{name}", str(value)]
    return [*words, "--size", f"{args.size[0]}x{args.size[1]}"] if args.size else words


@dataclass(frozen=True)
class Hits:
    """Shares of typed words that came first, and among the first five; milliseconds of every key."""

    top1: float
    top5: float
    key_ms: tuple[float, ...]


def measure(args: argparse.Namespace) -> Figures:
    """Types; the indexes are made first where they are missing."""
    from client.catalog.reader import open_current
    from client.pinyin.building import build_missing
    from client.pinyin.lexicon import SqliteLexicon
    from client.pinyin.shop import shop_texts
    from client.pinyin.source import sounds

    settings, folders = settings_of(args)
    with open_current(catalog_root(settings, folders)) as catalog:
        texts = shop_texts(catalog)
    paths = build_missing(folders.cache, texts)
    started = time.perf_counter()
    lexicon = SqliteLexicon(*paths)
    open_ms = (time.perf_counter() - started) * 1e3
    common, own = common_words(args.words, args.seed), own_words(texts)
    typed = {word: sounds(word) for word in {*common, *own}}
    full = {word: "".join(syllables) for word, syllables in typed.items() if syllables}
    firsts = {word: "".join(one[0] for one in syllables) for word, syllables in typed.items() if syllables}
    shop, short, language = (
        hits(lexicon, words, letters) for words, letters in ((own, full), (own, firsts), (common, full))
    )
    lexicon.close()
    key_ms = (*shop.key_ms, *short.key_ms, *language.key_ms)
    return {
        "top1": language.top1, "top5": language.top5, "ms_p99": percentile(key_ms, 0.99),
        "ms_p50": percentile(key_ms, 0.5), "open_ms": open_ms, "common_words": len(common), "shop_words": len(own),
        "shop_top1": shop.top1, "shop_top5": shop.top5, "shop_initials_top1": short.top1,
        "shop_initials_top5": short.top5, "index_mb": sum(path.stat().st_size for path in paths) / 1e6,
    }  # fmt: skip


def common_words(count: int, seed: int) -> list[str]:
    """Different words of the language."""
    from client.pinyin.source import counted_words

    counted = [(word, number) for word, number in counted_words() if len(word) > 1]
    usual = sorted(counted, key=lambda one: (-one[1], one[0]))[:_COMMON]
    chance = random.Random(seed)  # noqa: S311 - a fixed draw, no secret
    # A weighted draw without putting back (Efraimidis and Spirakis, 2006): the largest u ** (1 / weight).
    drawn = sorted(usual, key=lambda one: chance.random() ** (1.0 / one[1]), reverse=True)
    return [word for word, _ in drawn[:count]]


def own_words(texts: Sequence[str]) -> list[str]:
    """Different words of a catalogue's texts, cut by the word list alone, as somebody who reads them would."""
    from client.pinyin.building import segment
    from client.pinyin.source import chinese_runs, log_shares

    weights = log_shares()
    runs = (run for text in texts for run in chinese_runs(text))
    return sorted({word for run in runs for word in segment(run, weights.get) if len(word) > 1})


def hits(lexicon: Lexicon, words: Sequence[str], letters: Mapping[str, str]) -> Hits:
    """Types every word and looks where it is offered; a word without letters counts as missed."""
    from client.pinyin.input import PinyinInput

    first = few = 0
    key_ms: list[float] = []
    for word in words:
        typed = PinyinInput(lexicon)
        for letter in letters.get(word, ""):
            started = time.perf_counter()
            typed.type(letter)
            key_ms.append((time.perf_counter() - started) * 1e3)
        first += word in typed.offered[:1]
        few += word in typed.offered[:_FEW]
    return Hits(first / max(1, len(words)), few / max(1, len(words)), tuple(key_ms))
