"""Item vectors beside a version of the catalogue, in the order of its products, mapped and not read.

vectors/<version>.json           which file, and what the numbers are
vectors/<version>-<content>.npy  products x dim, int8 or float16, little endian; zeros: this product has no vector

Why so stands in docs/adr/0011-signed-index.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from client.catalog.layout import write_atomically

FOLDER: Final = "vectors"


class VectorFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is said about a file of vectors. int8 numbers count steps of `scale`."""

    file: str
    content: str
    space: str
    dtype: str
    dim: int
    scale: float
    products: int


@dataclass(frozen=True)
class ItemVectors:
    """The vectors of a version. `matrix`: products x dim, read-only; row i belongs to the i-th of `products()`.

    space: what made them; vectors of different spaces cannot be compared. A row times `scale` is the vector.
    """

    matrix: npt.NDArray[np.int8] | npt.NDArray[np.float16]
    space: str
    scale: float
    content: str


def facts_file(root: Path, version: str) -> Path:
    """Where it is said which file belongs to a version."""
    return root / FOLDER / f"{version}.json"


def read_facts(root: Path, version: str) -> VectorFacts | None:
    """What is said about the vectors of a version; None when it has none or it cannot be read."""
    try:
        return msgspec.json.decode(facts_file(root, version).read_bytes(), type=VectorFacts)
    except (OSError, msgspec.MsgspecError, ValueError):
        return None


def open_vectors(root: Path, version: str) -> ItemVectors | None:
    """Maps the vectors of a version; None when it has none, or the file is not what is said about it."""
    facts = read_facts(root, version)
    if facts is None or Path(facts.file).name != facts.file:
        return None
    try:
        matrix = np.load(root / FOLDER / facts.file, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError):
        return None
    if matrix.dtype != np.dtype(facts.dtype) or matrix.shape != (facts.products, facts.dim):
        return None
    return ItemVectors(matrix, facts.space, facts.scale, facts.content)


def put_in_use(root: Path, version: str, facts: VectorFacts) -> None:
    """Names a finished file as the vectors of a version."""
    write_atomically(facts_file(root, version), msgspec.json.encode(facts))


def prune_vectors(root: Path, versions: list[str]) -> None:
    """Removes what belongs to no version that is kept; what is mapped on Windows goes the next time."""
    wanted = {f"{version}.json" for version in versions}
    wanted |= {facts.file for version in versions if (facts := read_facts(root, version)) is not None}
    for path in (root / FOLDER).glob("*"):
        if path.name not in wanted:
            try:
                path.unlink()
            except OSError:
                continue
