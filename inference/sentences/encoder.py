"""The encoder as a thread of the shop asks it: the work is done in a worker of the runtime."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from inference.runtime.desk import Desk
from inference.sentences.api import FloatArray
from inference.sentences.values import MOST_TEXTS, EncodeJob, SentencesSpec

USUAL_S = 60.0


class WorkerEncoder:
    """A `SentenceEncoder`. Its calls wait: not for the frame's thread.

    space: changes with the model; vectors of two spaces cannot be compared. within_s: how long a call waits at most.
    """

    def __init__(self, desk: Desk, spec: SentencesSpec, model_sha256: str, within_s: float = USUAL_S) -> None:
        self._desk, self.spec, self._within_s = desk, spec, within_s
        self.space = f"sentences-{model_sha256[:16]}"

    @cached_property
    def dim(self) -> int:
        """Numbers in a vector; the model is asked once. Raises InferenceError."""
        return int(self._asked(("",)).shape[1])

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors (n, dim) of texts. Raises InferenceError."""
        parts = [np.zeros((0, self.dim), np.float32)]
        for start in range(0, len(texts), MOST_TEXTS):
            parts.append(self._asked(tuple(texts[start : start + MOST_TEXTS])))
        return np.concatenate(parts)

    def _asked(self, texts: tuple[str, ...]) -> FloatArray:
        _, found = self._desk.ask(self.spec, EncodeJob(texts), within_s=self._within_s)
        return np.array(found["vectors"], np.float32)
