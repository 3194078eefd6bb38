"""The guide's models: the part of the composition root that lays them behind what the guide is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from client.features.guide.free_words import FreeWords
from client.local_models import LocalModels
from inference.dialogue.acts import Act, Heard
from inference.dialogue.model import MOST_TOKENS, Complete, Completed
from inference.dialogue.rules import Rules
from inference.dialogue.understanding import Understanding
from inference.llama.values import GenerateJob
from inference.llama.writer import Writer

LONGEST_S: Final = 12.0
"""For free words; what was heard until then must do."""
IN_TALK_S: Final = 1.5
"""For understanding while somebody waits; then the rules answer alone."""
PASSAGES_S: Final = 2.0
"""For finding a merchant's passage by meaning; then shared words find it."""
_MOST_TOKENS: Final = 160
_ENDS: Final = ("\n\n", "\nThe shopper", "\nFacts:")


def understanding(models: LocalModels, within_s: float = IN_TALK_S) -> Callable[[Rules], Callable[[str, Heard], Act]]:
    """Rules, with the model for acts behind them where there is one; it is loaded once the shop is open."""
    writer = models.acts()
    if writer is None:
        return lambda rules: rules.parse
    models.warm_soon(writer.spec)
    complete = completing(writer, within_s)
    return lambda rules: Understanding(rules, complete).parse


def completing(writer: Writer, within_s: float) -> Complete:
    """A model as `Understanding` asks it; raises InferenceError when it is late, missing or killed."""

    def complete(prompt: str, grammar: str) -> Completed:
        done = writer.write(GenerateJob(prompt, grammar, MOST_TOKENS, weighed=True), within_s)
        return Completed(done.text, done.mean_logprob)

    return complete


def free_words(models: LocalModels) -> FreeWords | None:
    """Free words by the large model that somebody added; None without one."""
    writer = models.dialogue()
    if writer is None:
        return None
    models.warm_soon(writer.spec)
    return FreeWords(writing(writer), longest_s=LONGEST_S)


def writing(writer: Writer) -> Callable[[str, Callable[[str], None], Callable[[], bool]], str]:
    """A model as `FreeWords` asks it: the likeliest words, and an end where it begins to speak for others."""

    def write(prompt: str, on_text: Callable[[str], None], wanted: Callable[[], bool]) -> str:
        job = GenerateJob(prompt, most_tokens=_MOST_TOKENS, stop=_ENDS)
        return writer.write(job, LONGEST_S, on_text, wanted).text

    return write
