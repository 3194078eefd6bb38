"""The student: a small BERT whose first weights are the teacher's own.

Six layers become three, 30,000 pieces about 11,000 with Chinese characters among them, and the table of pieces is cut
into two thin matrices. Sources: V. Sanh et al., "DistilBERT" (2019), for layers taken over; Z. Lan et al., "ALBERT"
(2019), for the factorised table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH: Final = 384
_HEADS: Final = 12
_INNER: Final = 1536
_EPS: Final = 1e-12


class Layer(nn.Module):
    """One layer of BERT: attention, then two matrices, each added to what came in and normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mix = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, _INNER), nn.Linear(_INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=_EPS), nn.LayerNorm(WIDTH, eps=_EPS)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x: (n, pieces, WIDTH). bias: (n, 1, 1, pieces), hugely negative where there is no piece."""
        shape = (x.shape[0], x.shape[1], _HEADS, WIDTH // _HEADS)
        q, k, v = (part(x).view(shape).transpose(1, 2) for part in (self.query, self.key, self.value))
        seen = (
            functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
            .transpose(1, 2)
            .reshape(x.shape[0], x.shape[1], WIDTH)
        )
        x = self.norm1(x + self.mix(seen))
        found: Tensor = self.norm2(x + self.down(functional.gelu(self.up(x))))
        return found


class Student(nn.Module):
    """Numbers and mask (n, pieces) to directions (n, dim)."""

    def __init__(self, pieces: int, most: int, dim: int, thin: int, layers: int) -> None:
        super().__init__()
        self.table = nn.Embedding(pieces, thin)
        self.widen = nn.Linear(thin, WIDTH, bias=False)
        self.places = nn.Parameter(torch.zeros(most, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=_EPS)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.out = nn.Linear(WIDTH, dim)

    def forward(self, numbers: Tensor, mask: Tensor) -> Tensor:
        """Rows of length 1."""
        return self.directions(self.table(numbers), mask)

    def directions(self, thin: Tensor, mask: Tensor) -> Tensor:
        """`forward` from the thin vectors (n, pieces, thin) of the pieces on."""
        there = mask.to(thin.dtype)
        bias = (1.0 - there)[:, None, None, :] * -30000.0
        x = self.norm(self.widen(thin) + self.places[: thin.shape[1]])
        for layer in self.layers:
            x = layer(x, bias)
        mean = (x * there[:, :, None]).sum(1) / there.sum(1, keepdim=True).clamp(min=1.0)
        return functional.normalize(self.out(mean).float(), dim=1)


def student_of(
    weights: Mapping[str, Tensor],
    vocabulary: Mapping[str, int],
    pieces: Sequence[str],
    projection: tuple[Tensor, Tensor],
    shape: tuple[int, int, Sequence[int]],
) -> Student:
    """A student that begins as the teacher cut down. `weights`, `vocabulary`: the teacher's.

    `projection`: (dim, WIDTH) and (dim,), from the teacher's mean to the student's directions. `shape`: most pieces,
    thin, which layers. A piece that the teacher does not know begins with noise of the others' size.
    """
    most, thin, taken = shape
    matrix, shift = projection
    student = Student(len(pieces), most, len(matrix), thin, len(taken))
    table = weights["embeddings.word_embeddings.weight"].float()
    known = [at for at, piece in enumerate(pieces) if piece in vocabulary]
    rows = table[[vocabulary[pieces[at]] for at in known]]
    middle = rows.mean(0)
    _, basis = torch.linalg.eigh((rows - middle).T @ (rows - middle))
    basis = basis.flip(1)[:, :thin]
    kept = (rows - middle) @ basis
    with torch.no_grad():
        student.table.weight.normal_(0.0, float(kept.std()))
        student.table.weight[known] = kept
        student.widen.weight.copy_(basis)
        kinds = weights["embeddings.token_type_embeddings.weight"][0].float()
        student.places.copy_(weights["embeddings.position_embeddings.weight"][:most].float() + kinds + middle)
        _take(student.norm, weights, "embeddings.LayerNorm")
        for number, layer in zip(taken, student.layers, strict=True):
            for mine, theirs in _NAMES.items():
                _take(layer.get_submodule(mine), weights, f"encoder.layer.{number}.{theirs}")
        student.out.weight.copy_(matrix)
        student.out.bias.copy_(shift)
    return student


_NAMES: Final = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mix": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
}


def _take(module: nn.Module, weights: Mapping[str, Tensor], name: str) -> None:
    module.load_state_dict({"weight": weights[f"{name}.weight"].float(), "bias": weights[f"{name}.bias"].float()})
