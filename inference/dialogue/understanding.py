"""Rules and the trained model together: what each is better at is measured (docs/models/dialogue.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from inference.dialogue.acts import Act, Heard
from inference.dialogue.lexicon import Lexicon
from inference.dialogue.model import Complete, DialogueModel, Read
from inference.dialogue.model_slots import with_words
from inference.dialogue.rules import Evidence
from inference.errors import InferenceError


class ByRules(Protocol):
    """The rules (`inference.dialogue.rules.Rules`)."""

    lexicon: Lexicon

    def parse_with_evidence(self, utterance: str, heard: Heard | None = None) -> Evidence:
        """The act by the rules, the words as they read them, and how sure they are."""
        ...


@dataclass(frozen=True)
class Trust:
    """When the model counts. Its doubt is a mean log-probability: the nearer to 0 the surer."""

    doubt: float = 0.65
    """Rules that heard a wish but are no more confident than this let a model speak that is `sure`."""
    sure: float = -0.02
    against: float = -0.002
    """A model surer than this counts against rules of any confidence; 0 is never."""


class Understanding:
    """Stands in for the rules wherever they are asked. Without a model, or when it fails, it is the rules."""

    def __init__(self, rules: ByRules, complete: Complete | None = None, trust: Trust | None = None) -> None:
        self._rules, self._trust = rules, trust or Trust()
        self.lexicon = rules.lexicon
        self._model = DialogueModel(complete, rules.lexicon) if complete is not None else None

    def parse(self, utterance: str, heard: Heard | None = None) -> Act:
        """The act of an utterance. Never raises."""
        heard = heard or Heard()
        told = self._rules.parse_with_evidence(utterance, heard)
        if self._model is None or (self._trust.against >= 0 and told.confidence > self._trust.doubt):
            return told.act
        try:
            read = self._model.read(told.text, heard)
        except InferenceError:
            return told.act
        return decided(told, read, self._trust, self.lexicon)


def decided(told: Evidence, read: Read | None, trust: Trust, lexicon: Lexicon) -> Act:
    """Which of the two counts. Where both mean the same act, the rules' slots stand: a model may miss one."""
    if read is None or read.act.act == told.act.act:
        return told.act
    # Where the rules heard no wish at all, doing what nobody asked for is worse than asking back.
    doubted = told.confidence <= trust.doubt and told.act.act != "chat" and read.sure >= trust.sure
    overruled = trust.against < 0 and read.sure >= trust.against
    return with_words(read.act, told.text, lexicon) if doubted or overruled else told.act
