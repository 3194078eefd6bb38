"""The trained model as the guide asks it: words and state in, an act and how sure it is out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from inference.dialogue.acts import Act, Heard
from inference.dialogue.lexicon import Lexicon
from inference.dialogue.model_answer import Resolver, written
from inference.dialogue.model_grammar import Choices, grammar
from inference.dialogue.model_prompt import prompt, words_of

MOST_TOKENS: Final = 96
"""An answer is about fifteen; a long order number or a long name needs more."""
ATTRIBUTES: Final = (
    "price", "weight", "size", "material", "color", "stock", "warranty", "delivery", "care", "brand", "rating",
    "origin",
)  # fmt: skip
TOPICS: Final = (
    "returns", "refund", "delivery", "warranty", "payment", "order_status", "cancel_order", "change_order", "invoice",
    "account", "address", "complaint", "care",
)  # fmt: skip


@dataclass(frozen=True)
class Completed:
    """What was written, and the mean over its tokens of their log-probability (natural; the grammar left out)."""

    text: str
    mean_logprob: float


class Complete(Protocol):
    """Goes on with a prompt under a grammar (GBNF). Raises InferenceError when it cannot."""

    def __call__(self, prompt: str, grammar: str) -> Completed:
        """The whole answer."""
        ...


@dataclass(frozen=True)
class Read:
    """What the model took the words for. `sure`: as in `Completed.mean_logprob`, 0 is certain."""

    act: Act
    sure: float


class DialogueModel:
    """The model for one shop. It is best given words as the rules have them, slips mended and in one script."""

    def __init__(self, complete: Complete, lexicon: Lexicon) -> None:
        self._complete, self._resolver = complete, Resolver(lexicon)
        self._choices = Choices(ATTRIBUTES, TOPICS)

    def read(self, utterance: str, heard: Heard) -> Read | None:
        """The act; None for no words, or where the answer ended before it was whole. Raises what `complete` raises."""
        words = words_of(utterance)
        if not words:
            return None
        done = self._complete(prompt(words, heard), grammar(words, self._choices))
        answer = written(done.text) if done.text.endswith("\n") else None
        return Read(self._resolver.act(answer), done.mean_logprob) if answer is not None else None
