"""How well a shipped encoder finds: held-out models of the furniture library among all of it.

The index holds what a shop's index holds (`inference.pictures.views`): twelve drawings of each piece in studio light.
A query is a view that the index does not hold, in other light, on another ground. Nothing of a held-out piece was seen
in training; the ground's clutter is of training products.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from build_scripts.train.pictures.compose import Composer
from build_scripts.train.pictures.learn import Drawings, to_tensor
from build_scripts.train.pictures.network import SIDE
from inference.pictures.views import VIEWS, product_pictures

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]
Encode = Callable[[F32], F32]
"""Pictures (n, 3, s, s) in 0..1 to directions (n, dim)."""
_QUERIES = 4


@dataclass(frozen=True, eq=False)
class Shelf:
    """The index under test: pictures (pieces * views, side, side, 3), the pieces' names in order."""

    pictures: U8
    names: tuple[str, ...]


def draw_piece(glb: str) -> U8 | None:
    """A piece as the index sees it; None when it cannot be drawn."""
    from scenes.model.gltf_read import read_gltf

    try:
        return np.stack(product_pictures(read_gltf(Path(glb).read_bytes()))[0])
    except ValueError:
        return None


def planar(pictures: U8) -> F32:
    """(n, 3, s, s) in 0..1."""
    return np.ascontiguousarray(pictures.transpose(0, 3, 1, 2), np.float32) / np.float32(255)


def queries(drawings: Drawings, clutter: float, seed: int) -> tuple[F32, list[str]]:
    """Pictures of the held-out pieces, `_QUERIES` each, and whose they are."""
    tested, known = drawings.rows_of("test"), drawings.rows_of("train")
    rng = np.random.default_rng(seed)
    composer = Composer(SIDE, seed, clutter=clutter)
    pictures, whose = [], []
    for some in np.array_split(tested, max(1, len(tested) // 16)):
        rows = np.concatenate(
            [drawings.first[n] + rng.choice(drawings.count[n], _QUERIES, replace=False) for n in some]
        )
        mess = drawings.first[rng.choice(known, 32)]
        made = composer(to_tensor(drawings.views, rows), to_tensor(drawings.views, mess))
        pictures.append(made.numpy())
        whose += [drawings.names[n] for n in some for _ in range(_QUERIES)]
    return np.concatenate(pictures), whose


def ranks(shelf: Shelf, shelf_vectors: F32, vectors: F32, whose: Sequence[str]) -> NDArray[np.int64]:
    """The place (0 is first) of each query's own piece among all."""
    scores = (vectors @ shelf_vectors.T).reshape(len(vectors), len(shelf.names), -1)
    near = np.sort(scores, axis=2)[:, :, -3:]
    each = 0.8 * near[:, :, -1] + 0.2 * near.mean(axis=2)
    place = {name: n for n, name in enumerate(shelf.names)}
    own = each[np.arange(len(whose)), [place[name] for name in whose]]
    return np.asarray((each > own[:, None]).sum(axis=1))


def recall(found: NDArray[np.int64], top: int) -> float:
    """The share of queries whose own piece is among the first `top`."""
    return float((found < top).mean())


def measure(encode: Encode, shelf: Shelf, drawings: Drawings, seed: int = 5) -> dict[str, float]:
    """Recall on plain and on cluttered grounds."""
    vectors = encode(planar(shelf.pictures))
    if len(vectors) != len(shelf.names) * len(VIEWS):
        raise ValueError("the shelf has not all views of each piece")
    told: dict[str, float] = {"pieces": float(len(shelf.names))}
    for name, clutter in (("plain", 0.0), ("cluttered", 1.0)):
        torch.manual_seed(seed)
        pictures, whose = queries(drawings, clutter, seed)
        kept = [n for n, one in enumerate(whose) if one in shelf.names]
        found = ranks(shelf, vectors, encode(pictures[kept]), [whose[n] for n in kept])
        told[f"{name}_queries"] = float(len(found))
        told[f"{name}_recall_1"] = recall(found, 1)
        told[f"{name}_recall_10"] = recall(found, 10)
    return told
