"""Rules and the trained model together: what each is better at was measured (docs/models/dialogue.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from inference.dialogue.acts import Act, Heard
from inference.dialogue.lexicon import Lexicon
from inference.dialogue.model import Complete, DialogueModel, Read
from inference.errors import InferenceError

_NEVER: Final = 0.0


class ByRules(Protocol):
    """The rules (`inference.dialogue.rules.Rules`)."""

    lexicon: Lexicon

    def parse(self, utterance: str, heard: Heard | None = None) -> Act:
        """The act by the rules; `chat` with the words as `text` where no rule knew them."""


@dataclass(frozen=True)
class Trust:
    """How sure the model must be to be believed (mean log-probability at least): the nearer to 0 the surer."""

    lost: float = -0.25
    """Where no rule knew the words."""
    against: float = _NEVER
    """Where a rule took them for another act; 0 and above is never."""


class Understanding:
    """Stands in for the rules wherever they are asked. Without a model, or when it fails, it is the rules."""

    def __init__(
        self, rules: ByRules, complete: Complete | None = None, normal: Callable[[str], str] | None = None,
        trust: Trust | None = None,
    ) -> None:  # fmt: skip
        self._rules, self._trust = rules, trust or Trust()
        self.lexicon = rules.lexicon
        self._model = DialogueModel(complete, rules.lexicon, normal) if complete is not None else None

    def parse(self, utterance: str, heard: Heard | None = None) -> Act:
        """The act of an utterance. Never raises."""
        heard = heard or Heard()
        by_rules = self._rules.parse(utterance, heard)
        read = self._read(utterance, heard)
        return by_rules if read is None else decided(by_rules, read, self._trust)

    def _read(self, utterance: str, heard: Heard) -> Read | None:
        if self._model is None:
            return None
        try:
            return self._model.read(utterance, heard)
        except InferenceError:
            return None


def decided(by_rules: Act, read: Read, trust: Trust) -> Act:
    """Which of the two counts."""
    if read.act.act == by_rules.act:
        return by_rules
    if by_rules.act == "chat" and by_rules.text is not None:
        return read.act if read.sure >= trust.lost else by_rules
    return read.act if trust.against < 0 and read.sure >= trust.against else by_rules
