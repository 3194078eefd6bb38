"""Whether the guide says anything that the catalogue does not: answers by the thousand, every one looked at.

Half are asked of the guide as it ships; half are told by a stand-in for a large model that mixes true sentences with
lies, in the words it would use, and go through the verifier. A checker that shares no code with either counts.
`lies_told` is how many lies the stand-in mixed in, `lies_seen` how many of the answers the checker would have caught
without the verifier: proof that it can see.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from client.bench.registry import Figures
from client.commands.options import catalog_root, settings_of

if TYPE_CHECKING:
    from client.catalog.api import Catalog
    from client.domain.product import Product
    from client.domain.talk import Line
    from client.domain.text import Language

ENVIRONMENT: Mapping[str, str] = {}
QUESTIONS: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("how much is this", "how big is it", "how heavy is this", "what is it made of", "who makes this",
           "is it in stock", "what colours does it come in", "what is its warranty", "do you have something like this",
           "compare the first and the second"),
    "zh-CN": ("这个多少钱", "它多大", "这个多重", "它是什么材质", "什么牌子的", "有货吗", "有哪些颜色", "保修多久",
              "有没有类似的", "比较第一个和第二个"),
}  # fmt: skip
_LIES: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("It costs ${n}.", "It is {n} cm wide.", "It is made of {word}.", "It comes in {word}.", "It weighs {n} kg.",
           "{other} costs {price}.", "It is like {other}.", "It is by {brand}.", "Only {n} are left.",
           "It is not {word}.", "You save {n} %.", "The cover is {word} and {word}."),
    "zh-CN": ("它的价格是 ${n}。", "它宽 {n} 厘米。", "它是{word}的。", "它重 {n} 公斤。", "{other}的价格是 {price}。",
              "它是{brand}的。", "只有 {n} 件。", "它不是{word}的。", "现在打 {n} 折。"),
}  # fmt: skip
_WORDS: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("leather", "crimson", "marble", "teak", "velvet", "purple", "titanium", "bamboo", "gold", "linen"),
    "zh-CN": ("真皮", "大理石", "柚木", "丝绒", "紫色", "金色", "亚麻", "竹子"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--answers."""
    parser.add_argument("--answers", type=int, default=1000, help="answers that are looked at (default 1000)")


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    return ["--answers", str(args.answers)]


def measure(args: argparse.Namespace) -> Figures:
    """`unsupported_facts`: of so many answers, and what the first of them were."""
    from client.catalog.reader import open_current

    settings, folders = settings_of(args)
    with open_current(catalog_root(settings, folders)) as catalog:
        products = list(catalog.products())
        return Truth(products, random.Random(5)).measured(asking(catalog, folders.data), args.answers)  # noqa: S311


Ask = Callable[[str, "Language", Sequence["Product"]], "Line"]


def asking(catalog: Catalog, data: Path) -> Ask:
    """The guide as it ships: the words go through rules, stock and texts. Nothing it would do is done."""
    from datetime import datetime

    from msgspec import structs

    from client.domain.cart import ItemRef
    from client.domain.session import Session
    from client.features.guide.reply import Replies
    from client.features.guide.service import Counter
    from client.features.guide.stock import Stock
    from inference.dialogue.rules import Rules

    rules = Rules(sorted({product.brand for product in catalog.products() if product.brand}))
    nowhere = data / "bench-guide"
    counter = Counter(nowhere, nowhere, nowhere, lambda: datetime.now().astimezone())
    replies = Replies(Stock(catalog, rules.lexicon), rules.parse, counter)

    def ask(words: str, language: Language, about: Sequence[Product]) -> Line:
        session = Session(language=language, panel="product", panel_item=ItemRef(about[0].sku))
        talk = structs.replace(session.talk, waiting=words, number=1, shown=tuple(p.sku for p in about))
        return replies.reply(structs.replace(session, talk=talk), {}, lambda product, sku: False).line

    return ask


class Truth:
    """Asks about two products at a time, drawn by chance."""

    def __init__(self, products: Sequence[Product], random_: random.Random) -> None:
        from client.bench.guide_checker import Checker

        self._products, self._random = products, random_
        self._by_sku = {product.sku: product for product in products}
        self._checker = Checker(products)
        self._told = 0

    def measured(self, ask: Ask, answers: int) -> Figures:
        """So many answers, in both languages; every other pair of them in free words."""
        wrong: list[str] = []
        seen = changed = 0
        for number in range(answers):
            language: Language = "en" if number % 2 else "zh-CN"
            about = self._random.sample(list(self._products), 2)
            words = self._random.choice(QUESTIONS[language])
            line = ask(words, language, about)
            if number % 4 >= 2:
                line, raw = self._freely(words, line, about, language)
                seen += bool(self._wrong(replace_text(line, raw), about))
                changed += 1
            wrong += self._wrong(line, about)
        figures: dict[str, float | int | str | bool] = {
            "answers": answers, "unsupported_facts": len(wrong), "answers_in_free_words": changed,
            "lies_told": self._told, "lies_seen": seen,
        }  # fmt: skip
        return figures | ({"first_unsupported": " / ".join(wrong[:3])} if wrong else {})

    def _wrong(self, line: Line, about: Sequence[Product]) -> list[str]:
        skus = dict.fromkeys((*line.products, *(source.sku for source in line.sources), *(p.sku for p in about)))
        counted = (*range(1, len(skus) + 1), len(line.products))
        products = [self._by_sku[sku] for sku in skus if sku in self._by_sku]
        return [f"{what}: {line.text}" for what in self._checker.unsupported(line.text, products, counted)]

    def _freely(self, words: str, line: Line, about: Sequence[Product], language: Language) -> tuple[Line, str]:
        """The answer as a lying model would tell it, after the verifier; and what it said."""
        from client.features.guide.free_words import FreeWords, subject
        from client.texts import Texts

        texts = Texts(language)
        skus = dict.fromkeys((*(source.sku for source in line.sources), *line.products))
        products = [self._by_sku[sku] for sku in skus if sku in self._by_sku][:4] or [about[0]]
        true = [f"{subject(products[0], texts).names[0]}: {fact}." for fact in subject(products[0], texts).facts]
        lies = [self._lie(language) for _ in range(4)]
        self._told += len(lies)
        said = [*self._random.sample(true, min(3, len(true))), *lies]
        self._random.shuffle(said)
        raw = " ".join(said)

        def write(prompt: str, on_text: Callable[[str], None], wanted: Callable[[], bool]) -> str:
            on_text(raw)
            return raw

        told = FreeWords(write).tell(words, line, products, texts, lambda text: None, lambda: True)
        return told, raw

    def _lie(self, language: Language) -> str:
        other = self._random.choice(list(self._products))
        word = self._random.choice(_WORDS[language])
        brands = [product.brand for product in self._products if product.brand] or ["Acme"]
        price = other.price.text() if other.price is not None else "$1"
        form = self._random.choice(_LIES[language])
        return form.format(
            n=self._random.randint(2, 4000), word=word, other=other.title.get(language), price=price,
            brand=self._random.choice(brands),
        )  # fmt: skip


def replace_text(line: Line, text: str) -> Line:
    """The same line with other words."""
    from msgspec import structs

    return structs.replace(line, text=text)
