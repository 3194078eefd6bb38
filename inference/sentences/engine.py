"""The engine: sentences to vectors with an ONNX model that carries its vocabulary. In its own process only."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from inference.models.onnx_check import check_onnx
from inference.models.onnx_session import open_session
from inference.runtime.engine import Engine, Outlet, refuse
from inference.runtime.values import Arrays, NoParts, Option
from inference.sentences.api import FloatArray
from inference.sentences.pieces import Pieces, padded
from inference.sentences.values import MOST_PIECES, MOST_TEXTS, Encoded, EncodeJob

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_AT_ONCE: Final = 32
VOCABULARY: Final = "vocabulary"
"""Where the model's file keeps its pieces, one a line: one file, one hash."""


def make(options: Mapping[str, Option]) -> SentencesEngine:
    """The engine's factory; see `values.sentences_spec` for the options."""
    return SentencesEngine(
        Path(str(options["path"])), str(options["sha256"]), int(options["size"]), int(options["threads"])
    )


class SentencesEngine(Engine[EncodeJob, NoParts, Encoded]):
    """One encoder. Its model takes numbers and mask (n, pieces) int64 and gives (n, dim)."""

    job = EncodeJob

    def __init__(self, path: Path, sha256: str, size: int, threads: int) -> None:
        self._path, self._sha256, self._size, self._threads = path, sha256, size, threads
        self._network: Network | None = None

    def load(self) -> str:
        """Size and hash, then the file's structure, then the model. Refuses in a sentence."""
        try:
            data = self._path.read_bytes() if self._path.stat().st_size == self._size else b""
        except OSError as error:
            raise refuse(f"{self._path.name} cannot be read: {error.strerror}.") from error
        if hashlib.sha256(data).hexdigest() != self._sha256:
            raise refuse(f"{self._path.name} is not the file on the list.")
        check_onnx(data)
        session, says = open_session(data, self._threads, wanted="cpu")
        self._network = Network(session)
        return says

    def run(self, job: EncodeJob, arrays: Arrays, out: Outlet[NoParts]) -> tuple[Encoded, Arrays]:
        """Vectors of a job's texts."""
        if self._network is None:
            raise refuse("The sentence model is not loaded.")
        if len(job.texts) > MOST_TEXTS:
            raise refuse(f"At most {MOST_TEXTS} texts may be asked at once.")
        found = np.zeros((len(job.texts), self._network.dim), np.float32)
        # Texts of like length together: a batch is as slow as its longest text.
        order = sorted(range(len(job.texts)), key=lambda at: len(job.texts[at]))
        for start in range(0, len(order), _AT_ONCE):
            some = order[start : start + _AT_ONCE]
            found[some] = self._network.vectors([job.texts[at] for at in some])
            out.checkpoint()
        return Encoded(*found.shape), {"vectors": found}

    def close(self) -> None:
        """Lets go of the model."""
        self._network = None


class Network:
    """An opened model with its vocabulary. Raises InferenceError when it is no sentence model."""

    def __init__(self, session: InferenceSession) -> None:
        self._session = session
        listed = session.get_modelmeta().custom_metadata_map.get(VOCABULARY, "")
        names = sorted(one.name for one in session.get_inputs())
        shape = session.get_outputs()[0].shape
        if names != ["mask", "numbers"] or len(shape) != 2 or not isinstance(shape[1], int):
            raise refuse("That is no sentence model: it takes or gives something else.")
        self.dim = int(shape[1])
        try:
            self._pieces = Pieces(listed.split("\n"))
        except ValueError as error:
            raise refuse("The sentence model carries no vocabulary.") from error

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """(n, dim) float32; zeros where there is no word."""
        rows = [self._pieces.numbers(text, MOST_PIECES) for text in texts]
        numbers, mask = padded(rows)
        found = np.asarray(self._session.run(None, {"numbers": numbers, "mask": mask})[0], np.float32)
        if found.shape != (len(rows), self.dim) or not np.isfinite(found).all():
            raise refuse("The sentence model gave no sensible answer.")
        found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-6)
        found[[len(row) <= 2 for row in rows]] = 0.0
        return found
