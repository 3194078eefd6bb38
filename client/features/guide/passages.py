"""What the merchant says about returns, delivery and the like: Markdown files split at their headings, and the passage
that answers a question, by meaning where sentences can be measured, else by shared words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inference.errors import InferenceError

if TYPE_CHECKING:
    from inference.sentences.api import FloatArray, SentenceEncoder

_LONGEST_BYTES: Final = 100_000
_MOST_FILES: Final = 50
_LONGEST: Final = 900
_TOPIC: Final = re.compile(r"[a-z_]{1,40}")
_OF: Final = {
    "refund": "returns", "order_status": "orders", "cancel_order": "orders", "change_order": "orders",
    "complaint": "contact", "address": "orders", "invoice": "payment",
}  # fmt: skip
"""Topics answered by another topic's file where they have none of their own."""
_OWN_TOPIC: Final = 0.5
"""What a file of the very topic counts beside the likeness of words, which is at most 1."""
_FIRST: Final = 0.05
"""What a file begins with is what is asked for most."""
_NEAR_ENOUGH: Final = 0.3
"""A passage of no topic file must be this near to be an answer."""
_MARKS: Final = re.compile(r"[*_`]|!?\[([^\]]*)\]\([^)]*\)")
_COMMON: Final = frozenset({
    "a", "an", "the", "is", "are", "do", "does", "did", "can", "could", "i", "it", "its", "my", "me", "you", "your",
    "of", "for", "to", "in", "on", "at", "and", "or", "if", "how", "what", "when", "be", "with", "this", "that",
    "will", "would", "have", "has", "not", "no",
})  # fmt: skip


@dataclass(frozen=True)
class Passage:
    """Some lines of a merchant's file under their heading."""

    file: str
    heading: str
    text: str

    @property
    def source(self) -> str:
        """Where it stands, for the shopper to see."""
        return f"{self.file}: {self.heading}" if self.heading else self.file


class Policies:
    """The policies of a folder, `returns.zh-CN.md` before `returns.md`. Belongs to one thread."""

    def __init__(self, folder: Path, encoder: SentenceEncoder | None = None) -> None:
        self._folder, self._encoder = folder, encoder
        self._vectors: tuple[tuple[str, ...], FloatArray] | None = None

    def passages(self, language: str) -> tuple[Passage, ...]:
        """All passages in a language as the files are now, those of other languages where a topic has none in it."""
        return tuple(_of_folder(self._folder, language))

    def answer(self, question: str, topic: str, language: str) -> Passage | None:
        """The passage that answers; None when the merchant says nothing about it."""
        passages = self.passages(language)
        if not passages or not _TOPIC.fullmatch(topic):
            return None
        near = self._nearness(question, passages)
        own = [_stem(one.file) in (topic, _OF.get(topic, "")) for one in passages]
        first = [at == 0 or passages[at - 1].file != one.file for at, one in enumerate(passages)]
        scores = [
            n + (_OWN_TOPIC if mine else 0.0) + (_FIRST if begins else 0.0)
            for n, mine, begins in zip(near, own, first, strict=True)
        ]
        best = max(range(len(passages)), key=lambda index: (scores[index], -index))
        return passages[best] if own[best] or near[best] >= _NEAR_ENOUGH else None

    def _nearness(self, question: str, passages: Sequence[Passage]) -> list[float]:
        texts = tuple(f"{one.heading}. {one.text}" for one in passages)
        with suppress(InferenceError):  # the model is late, or its worker died: words still serve
            if self._encoder is not None:
                return self._by_meaning(self._encoder, question, texts)
        return _overlap(question, texts)

    def _by_meaning(self, encoder: SentenceEncoder, question: str, texts: tuple[str, ...]) -> list[float]:
        if self._vectors is None or self._vectors[0] != texts:
            self._vectors = (texts, encoder.encode(texts))
        return [float(near) for near in self._vectors[1] @ encoder.encode([question])[0]]


def _overlap(question: str, texts: Sequence[str]) -> list[float]:
    """How much of what is asked each text says, rare words counting more: 0 to 1."""
    asked, told = _words(question), [_words(text) for text in texts]
    spread = Counter(word for words in told for word in words)
    worth = {word: math.log(1 + len(texts) / (1 + spread[word])) for word in asked}
    whole = sum(worth.values()) or 1.0
    return [sum(worth[word] for word in asked & words) / whole for words in told]


def _words(text: str) -> frozenset[str]:
    """English words without their endings, Chinese by pairs of characters."""
    lower = text.lower()
    english = (re.sub(r"(?:ing|ed|es|s|e|y)$", "", word) for word in re.findall(r"[a-z]{2,}|\d+", lower)
               if word not in _COMMON)  # fmt: skip
    chinese = re.findall(r"[\u4e00-\u9fff]+", lower)
    pairs = (run[at : at + 2] for run in chinese for at in range(max(1, len(run) - 1)))
    return frozenset((*english, *pairs))


def _stem(file: str) -> str:
    return file.split(".", 1)[0]


def _of_folder(folder: Path, language: str) -> list[Passage]:
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".md" and path.is_file())[:_MOST_FILES]
    except OSError:
        return []
    names = {path.name for path in files}
    found: list[Passage] = []
    for path in files:
        stem = _stem(path.name)
        mine, plain = f"{stem}.{language}.md", f"{stem}.md"
        if path.name == mine or (mine not in names and path.name == (plain if plain in names else path.name)):
            found += _split(path)
    return found


def _split(path: Path) -> list[Passage]:
    """A file at its headings; a section that is too long to be said at once is cut at a line."""
    try:
        if path.stat().st_size > _LONGEST_BYTES:
            return []
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return []
    found: list[Passage] = []
    title, heading, lines = "", "", list[str]()
    for line in [*text.splitlines(), "#"]:
        match = re.match(r"(#{1,6})\s*(.*?)\s*#*$", line)
        if match is None:
            lines.append(line)
            continue
        said = _MARKS.sub(lambda m: m[1] or "", "\n".join(lines)).strip()
        if said:
            found.append(Passage(path.name, heading or title, _short(said)))
        heading, lines = _MARKS.sub(lambda m: m[1] or "", match[2]), []
        title = title or heading
    return found


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit("\n", 1)[0].rstrip() + " …"
