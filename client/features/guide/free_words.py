"""Free words over bound facts: a large model tells what the catalogue says, and only what the verifier lets through.

The texts' answer is heard at once, for a large model takes seconds to its first word. Sentence by sentence what passes
follows, what fails is never heard; where free words say all of the answer, they take its place.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from client.domain.product import Product, Size
from client.domain.talk import Line
from client.features.guide.answers import price
from client.texts import Texts
from inference.dialogue.claims import numbers_in, plain_text
from inference.dialogue.verifier import Subject, Verifier, whole_sentences

Write = Callable[[str, Callable[[str], None], Callable[[], bool]], str]
"""A prompt, who hears the letters as they come, whether they are still wanted; to the whole. May raise anything."""

MOST_PRODUCTS: Final = 4
_LONGEST_FACT: Final = 160
_MOST_FACTS: Final = 24
_MOST_SENTENCES: Final = 6
_PROMPT: Final = (
    "You are the guide of a shop. Answer the shopper in {language}, in one to three short sentences. Use only the "
    "facts below, and nothing else: no other number, material, colour, brand or promise.\n\nFacts:\n{facts}\n\n"
    "The shopper says: {asked}\n\nThe guide says:"
)
_LANGUAGES: Final = {"en": "English", "zh-CN": "Chinese"}


class FreeWords:
    """Belongs to the guide's thread. `clock` in seconds; `longest_s`: then what was heard so far must do."""

    def __init__(self, write: Write, clock: Callable[[], float] = time.monotonic, longest_s: float = 12.0) -> None:
        self._write, self._clock, self._longest_s = write, clock, longest_s

    def tell(
        self,
        asked: str,
        line: Line,
        products: Sequence[Product],
        texts: Texts,
        on_text: Callable[[str], None],
        wanted: Callable[[], bool],
    ) -> Line:
        """The answer in free words; the line itself where they add nothing. `on_text` hears what was said so far."""
        # Of several products a fact in the line is one product's, and must not become another's.
        common = (line.text,) if len(products) < 2 or not line.sources else ()
        on_text(line.text)
        verifier = Verifier([subject(product, texts) for product in products], common)
        speaking = _Speaking(verifier, lambda said: on_text(f"{line.text}\n{said}"))
        end = self._clock() + self._longest_s

        def still() -> bool:
            return wanted() and not speaking.full and self._clock() < end

        try:
            self._write(_prompt(asked, line, products, texts), speaking.hear, still)
            speaking.end()
        except Exception:  # noqa: BLE001 - whatever a model does, what was verified so far may stand
            speaking.cut()
        return speaking.over(line)


class _Speaking:
    """One answer as it comes."""

    def __init__(self, verifier: Verifier, on_text: Callable[[str], None]) -> None:
        self._verifier, self._on_text = verifier, on_text
        self._rest, self._said = "", list[str]()

    @property
    def full(self) -> bool:
        return len(self._said) >= _MOST_SENTENCES

    def hear(self, letters: str) -> None:
        whole, self._rest = whole_sentences(self._rest + letters)
        for sentence in whole:
            self._take(sentence)

    def end(self) -> None:
        if self._rest.strip():
            self._take(self._rest.strip())
        self._rest = ""

    def cut(self) -> None:
        self._rest = ""

    def _take(self, sentence: str) -> None:
        if not self.full and sentence not in self._said and self._verifier.supports(sentence):
            self._said.append(sentence)
            self._on_text(_joined(self._said))

    def over(self, line: Line) -> Line:
        """Free words alone where they say every number of the line; else after it, or not at all."""
        said = _joined(self._said)
        if not said:
            return line
        wanted, told = self._numbers(line.text), self._numbers(said)
        whole = bool(wanted) and wanted <= told
        return Line(line.who, said if whole else f"{line.text}\n{said}", line.products, line.sources)

    def _numbers(self, text: str) -> set[tuple[float, str]]:
        """Without those in names: a three-seat sofa."""
        plain = plain_text(text)
        for about in self._verifier.subjects:
            for name in about.names:
                plain = plain.replace(plain_text(name), " ")
        return {(number.value, number.kind) for number in numbers_in(plain)[0]}


def _joined(sentences: Sequence[str]) -> str:
    text = ""
    for sentence in sentences:
        text += ("" if not text or text[-1] in "。！？" else " ") + sentence
    return text


def _prompt(asked: str, line: Line, products: Sequence[Product], texts: Texts) -> str:
    facts = [f"- {fact}" for fact in line.text.splitlines()]
    for product in products:
        about = subject(product, texts)
        facts += [f"- {about.names[0]}: {fact}" for fact in about.facts]
    language = _LANGUAGES.get(texts.language, "English")
    return _PROMPT.format(language=language, facts="\n".join(facts), asked=asked.replace("<|", "").replace("\n", " "))


def subject(product: Product, texts: Texts) -> Subject:
    """What the catalogue says of a product, each fact in words of its own."""
    names = tuple(dict.fromkeys(name for name in (product.title.get(texts.language), *_both(product)) if name))
    facts: list[str] = []
    money = price(product, None, texts)
    if money is not None:
        facts += [f"{label} {money}" for label in ("price", "价格")]
    for variant in product.variants:
        label = variant.label.get(texts.language)
        facts.append(f"{label} {variant.price.text()}" if variant.price is not None else label)
    size = product.true_size()
    if size is not None:
        facts += [size.text(), *_sides(size)]
    if product.mass_kg:
        facts += [f"{label} {product.mass_kg:.3g} kg" for label in ("weight", "重")]
    facts += [texts.materials(product.materials), product.brand, texts.say(f"availability.{product.availability}")]
    facts += [label.get(texts.language) for label in product.category_label]
    facts += [f"{name}: {value}" for name, value in product.attributes]
    kept = [fact for fact in dict.fromkeys(facts) if fact and len(fact) <= _LONGEST_FACT]
    return Subject(names or (product.sku,), tuple(kept[:_MOST_FACTS]))


def _both(product: Product) -> tuple[str, str]:
    return product.title.get("en"), product.title.get("zh-CN")


def _sides(size: Size) -> list[str]:
    sides = (("width", "宽", size.width_m), ("depth", "深", size.depth_m), ("height", "高", size.height_m))
    return [f"{label} {metres * 100:.0f} cm" for en, zh, metres in sides for label in (en, zh)]
