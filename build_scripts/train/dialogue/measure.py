"""What a model file understands: of what was kept from training, and of what people wrote; alone and with the rules."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from build_scripts.train.dialogue.telling import Sample
from inference.dialogue.acts import Act, Heard, encode
from inference.dialogue.model import Complete, Completed, DialogueModel, Read
from inference.dialogue.model_prompt import prompt
from inference.llama.engine import make
from inference.llama.values import GenerateJob, TextPart
from inference.runtime.values import Arrays, Option

MOST_TOKENS: Final = 96
Parse = Callable[[str, Heard], Act]
_CONTEXT: Final = 512


class _Nobody:
    """Hears the parts of an answer and does nothing with them."""

    def part(self, part: TextPart, arrays: Arrays | None = None) -> None:
        """Nothing."""

    def checkpoint(self) -> None:
        """Nothing."""


def asked(path: Path, threads: int = 1, adapter: Path | None = None) -> Complete:
    """A model file, opened in this process: our own, and only while measuring."""
    options: dict[str, Option] = {"context": _CONTEXT, "threads": threads}
    for name, file in (("", path), ("adapter", adapter)):
        if file is not None:
            content = file.read_bytes()
            before = f"{name}_" if name else ""
            options |= {name or "path": str(file), f"{before}size": len(content)}
            options[f"{before}sha256"] = hashlib.sha256(content).hexdigest()
    engine = make(options)
    engine.load()

    def complete(prompt: str, grammar: str) -> Completed:
        job = GenerateJob(prompt, grammar, MOST_TOKENS, weighed=True)
        done, _ = engine.run(job, {}, _Nobody())
        return Completed(done.text, done.mean_logprob)

    return complete


@dataclass(frozen=True)
class Said:
    """An utterance and what it may come to: the first is meant, the others are as good."""

    text: str
    heard: Heard
    acts: tuple[Act, ...]
    language: str
    kind: str


@dataclass
class Score:
    """How many are right of how many."""

    right: int = 0
    all: int = 0

    def __str__(self) -> str:
        return f"{self.right / max(1, self.all):.3f}"


def people(file: Path) -> list[Said]:
    """Utterances that people wrote, a JSON object a line."""
    found = []
    for line in file.read_text("utf-8").splitlines():
        told = json.loads(line)
        acts = [msgspec.convert(act, Act) for act in (told["act"], *told["alternatives"])]
        language = file.name.split("_")[0].split("-")[0]
        found.append(
            Said(told["text"], msgspec.convert(told["state"], Heard), tuple(acts), language, told["act"]["act"])
        )
    return found


def of_samples(samples: Iterable[Sample]) -> list[Said]:
    """The grammar's own utterances as such."""
    return [Said(one.said, one.heard, (one.act,), one.language, one.act.act) for one in samples]


def same(a: Act, b: Act) -> bool:
    """Whether two acts are equal; free text is not compared, lengths by value."""
    plain = [json.loads(encode(msgspec.structs.replace(act, text=None, size=_size(act.size)))) for act in (a, b)]
    return bool(plain[0] == plain[1])


def _size(size: str | None) -> str | None:
    number, _, unit = (size or "").partition(" ")
    metres = {"m": 1.0, "cm": 0.01, "mm": 0.001}
    return f"{float(number) * metres[unit]:.3f}" if unit in metres else size


def score(said: Sequence[Said], parse: Parse) -> dict[str, Score]:
    """By language, by act, and `all`."""
    scores: dict[str, Score] = {}
    for one in said:
        act = parse(one.text, one.heard)
        right = any(same(act, meant) for meant in one.acts)
        for name in ("all", one.language, one.kind):
            entry = scores.setdefault(name, Score())
            entry.right, entry.all = entry.right + right, entry.all + 1
    return scores


def wrong(said: Sequence[Said], parse: Parse) -> Counter[tuple[str, str]]:
    """Which acts were taken for which."""
    return Counter((one.kind, parse(one.text, one.heard).act) for one in said)


class Remembered:
    """A model asked once for each utterance, however many ways its answers are then weighed."""

    def __init__(self, model: DialogueModel) -> None:
        self._model, self._known = model, dict[tuple[str, Heard], Read | None]()

    def read(self, text: str, heard: Heard) -> Read | None:
        """The model's reading."""
        if (text, heard) not in self._known:
            self._known[text, heard] = self._model.read(text, heard)
        return self._known[text, heard]

    def alone(self, text: str, heard: Heard) -> Act:
        """The model's act; `chat` for nothing."""
        read = self.read(text, heard)
        return read.act if read is not None else Act("chat")


def exact_answers(samples: Sequence[Sample], complete: Complete) -> float:
    """Share of answers equal letter by letter, without a grammar: what the network itself has learnt."""
    right = sum(complete(prompt(one.words, one.heard), "").text == one.answer for one in samples)
    return right / max(1, len(samples))
