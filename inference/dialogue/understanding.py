"""Rules and the trained model together: what each is better at is measured (docs/models/dialogue.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from inference.dialogue.acts import Act, Heard
from inference.dialogue.lexicon import Lexicon
from inference.dialogue.model import Complete, DialogueModel, Read
from inference.dialogue.rules import Evidence
from inference.errors import InferenceError

_NEVER: Final = 0.0


class ByRules(Protocol):
    """The rules (`inference.dialogue.rules.Rules`)."""

    lexicon: Lexicon

    def parse_with_evidence(self, utterance: str, heard: Heard | None = None) -> Evidence:
        """The act by the rules, the words as they read them, and how sure they are."""
        ...


@dataclass(frozen=True)
class Trust:
    """When the model counts. Its doubt is a mean log-probability: the nearer to 0 the surer."""

    doubt: float = 0.35
    """Rules less confident than this, or the same, let a model speak that is `sure`."""
    sure: float = -0.1
    against: float = _NEVER
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
        return decided(told, read, self._trust)


def decided(told: Evidence, read: Read | None, trust: Trust) -> Act:
    """Which of the two counts. Where both mean the same act, the rules' slots stand: a model may miss one."""
    if read is None or read.act.act == told.act.act:
        return told.act
    if told.confidence <= trust.doubt and read.sure >= trust.sure:
        return read.act
    return read.act if trust.against < 0 and read.sure >= trust.against else told.act
