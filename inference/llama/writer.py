"""A language model as a thread of the shop asks it: one call, words back as they come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from inference.llama.values import Generated, GenerateJob, LlamaSpec, TextPart
from inference.runtime.desk import Desk

USUAL_S: Final = 20.0


class Writer:
    """One listed model. Its calls wait, so they belong on a thread beside the frame."""

    def __init__(self, desk: Desk, spec: LlamaSpec) -> None:
        self._desk, self.spec = desk, spec

    def write(
        self,
        job: GenerateJob,
        within_s: float = USUAL_S,
        on_text: Callable[[str], None] | None = None,
        wanted_still: Callable[[], bool] | None = None,
    ) -> Generated:
        """Goes on with a prompt; `on_text` hears letters as they come. Raises LateError, InferenceError."""

        def part(said: TextPart) -> None:
            if on_text is not None:
                on_text(said.text)

        return self._desk.ask(self.spec, job, within_s=within_s, on_part=part, urgent=True, wanted_still=wanted_still)[
            0
        ]

    def warm(self) -> None:
        """Loads it before the first question, and again at once when it dies."""
        self._desk.warm(self.spec)

    def state(self) -> str:
        """The engine in a word or a sentence."""
        return self._desk.state(self.spec)
