"""The guide's models: the part of the composition root that lays them behind what the guide is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from client.features.guide.free_words import FreeWords
from client.local_models import LocalModels
from inference.llama.values import GenerateJob
from inference.llama.writer import Writer

LONGEST_S: Final = 12.0
"""For free words; what was heard until then must do."""
_MOST_TOKENS: Final = 160
_ENDS: Final = ("\n\n", "\nThe shopper", "\nFacts:")


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
