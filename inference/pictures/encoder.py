"""The encoder as a thread of the shop asks it: the work is done in a worker of the runtime."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from inference.pictures.api import FloatArray, UInt8Array
from inference.pictures.values import MOST_PICTURES, LookJob, PicturesSpec
from inference.pictures.views import LOOKING, VIEWS
from inference.runtime.desk import Desk

USUAL_S = 60.0


class WorkerEncoder:
    """A `PictureEncoder` that also looks at files it never opens itself. Its calls wait: not for the frame's thread.

    space: changes with the model and with how products are looked at; vectors of two spaces cannot be compared.
    """

    def __init__(self, desk: Desk, spec: PicturesSpec, model_sha256: str) -> None:
        self._desk, self.spec = desk, spec
        self.space = f"pictures-{model_sha256[:16]}-{len(VIEWS)}-{LOOKING}"

    @cached_property
    def dim(self) -> int:
        """Numbers in a vector; the model is asked once."""
        return int(self._asked(LookJob("pictures"), {"0": np.zeros((8, 8, 3), np.uint8)}).shape[1])

    def encode(self, pictures: Sequence[UInt8Array]) -> FloatArray:
        """Vectors (n, dim) of pictures (h, w, 3). Raises InferenceError."""
        parts = [np.zeros((0, self.dim), np.float32)]
        for start in range(0, len(pictures), MOST_PICTURES):
            some = pictures[start : start + MOST_PICTURES]
            parts.append(self._asked(LookJob("pictures"), {str(n): np.asarray(one) for n, one in enumerate(some)}))
        return np.concatenate(parts)

    def of_photo(self, photo: Path | bytes) -> FloatArray:
        """Vectors (ways of cropping, dim) of a picture file or its bytes. Raises InferenceError."""
        if isinstance(photo, bytes):
            return self._asked(LookJob("photo"), {"data": np.frombuffer(photo, np.uint8)})
        return self._asked(LookJob("photo", str(photo)), {})

    def of_model(self, glb: Path) -> tuple[FloatArray, FloatArray]:
        """Vectors (views, dim) of a model in its colours, and as clay. Raises InferenceError."""
        vectors = self._asked(LookJob("model", str(glb)), {})
        return vectors[: len(VIEWS)], vectors[len(VIEWS) :]

    def _asked(self, job: LookJob, arrays: dict[str, UInt8Array]) -> FloatArray:
        _, found = self._desk.ask(self.spec, job, dict(arrays), within_s=USUAL_S)
        return np.array(found["vectors"], np.float32)
