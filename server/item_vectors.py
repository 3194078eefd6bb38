"""Item vectors and neighbour lists from interactions and content, counted on from day to day.

The counts (which two products were wanted in one person's sequence, how near, in which order) are added up in a state
folder. A day's events change the rows of the products in them; lists and vectors of those are made anew, the others
stay. Vectors are the leading singular vectors of the matrix of scores; rows that change later are folded into the
same basis, so that a shop's old and new vectors can be compared until everything is trained again.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

from inference.retrieval.neighbours import Neighbours
from inference.retrieval.rows import DIM, LISTED, SPACE, pack
from inference.retrieval.together import Measure, Recipe, lists, scored, together
from server.errors import ServerError
from server.interactions import I32, Sequences

F32 = NDArray[np.float32]
RECIPE: Final = Recipe(kept=LISTED)
TAIL: Final = RECIPE.window
"""So many last items of each person are remembered: what comes next is counted against them."""
_SEED: Final = 1
_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Counts:
    """What is counted so far. together: items x items; popularity: events an item."""

    together: sparse.csr_matrix
    popularity: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Trained:
    """What is published: vectors (n, DIM) and lists of n products, and the basis later rows are folded into."""

    vectors: F32
    lists: Neighbours
    basis: F32
    strengths: F32
    measure: Measure


def counted(people: Sequence[I32], items: int, seen: Sequence[int] | None = None) -> Counts:
    """Counts of these sequences; `seen`: how many of each were counted before."""
    fresh = [one[start:] for one, start in zip(people, seen or [0] * len(people), strict=True)]
    popularity = np.bincount(np.concatenate([*fresh, np.empty(0, np.int32)]), minlength=items).astype(np.float64)
    return Counts(together(people, items, RECIPE, seen), popularity)


def added(before: Counts, more: Counts) -> Counts:
    """Both together; `more` may know more items."""
    items = len(more.popularity)
    old = before.together.copy()
    old.resize((items, items))
    popularity = more.popularity.copy()
    popularity[: len(before.popularity)] += before.popularity
    return Counts((old + more.together).tocsr(), popularity)


def train(counts: Counts, facts: Mapping[int, Sequence[int]]) -> Trained:
    """Everything anew. Deterministic."""
    made = scored(counts.together, counts.popularity, facts, RECIPE)
    basis, strengths = _basis(made.scores)
    vectors = _folded(made.scores, basis, strengths)
    return Trained(vectors, lists(made.scores, made.measure, RECIPE), basis, strengths, made.measure)


def trained_on(
    before: Trained, counts: Counts, facts: Mapping[int, Sequence[int]], changed: NDArray[np.int64]
) -> Trained:
    """Lists and vectors of the changed items anew, in the same basis; those of the others as they were."""
    items = len(counts.popularity)
    made = scored(counts.together, counts.popularity, facts, RECIPE, changed, before.measure)
    fresh = lists(made.scores, made.measure, RECIPE)
    ids, weights = _longer(before.lists.ids, items, -1), _longer(before.lists.weights, items)
    ids[changed], weights[changed] = fresh.ids, fresh.weights
    basis, vectors = _longer(before.basis, items), _longer(before.vectors, items)
    vectors[changed] = _folded(made.scores, basis, before.strengths)
    return Trained(vectors, Neighbours(ids, weights), basis, before.strengths, before.measure)


def _longer(rows: NDArray[_Number], items: int, filled: int = 0) -> NDArray[_Number]:
    """The same rows and more of them."""
    longer = np.full((items, rows.shape[1]), filled, rows.dtype)
    longer[: len(rows)] = rows
    return longer


def _basis(scores: sparse.csr_matrix) -> tuple[F32, F32]:
    """Right singular vectors of the largest singular values, (n, DIM), and these; zeros where there are fewer."""
    items = scores.shape[0]
    wanted = min(DIM, items - 1)
    basis, strengths = np.zeros((items, DIM), np.float32), np.zeros(DIM, np.float32)
    if wanted < 1 or not scores.nnz:
        return basis, strengths
    start = np.random.default_rng(_SEED).normal(size=items)
    _, values, vectors = svds(scores.astype(np.float64), k=wanted, v0=start)
    strongest = np.argsort(-values)
    basis[:, :wanted], strengths[:wanted] = vectors[strongest].T, np.maximum(values[strongest], 0.0)
    signs = np.sign(basis[np.abs(basis).argmax(axis=0), np.arange(DIM)])
    return basis * np.where(signs == 0, 1, signs).astype(np.float32), strengths


def _folded(rows: sparse.csr_matrix, basis: F32, strengths: F32) -> F32:
    """Rows of scores as vectors of the basis, each direction as strong as the root of its singular value."""
    known = strengths > 1e-9
    scale = np.where(known, 1.0 / np.sqrt(np.where(known, strengths, 1.0)), 0.0)
    return np.asarray((rows @ basis) * scale, dtype=np.float32)


class StateFolder:
    """What is kept between two days: counts, the last items of each person (hashed), what was trained."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def exists(self) -> bool:
        """Whether anything was kept."""
        return (self._folder / "state.json").is_file()

    def skus(self) -> list[str]:
        """The products known, in the order of all arrays."""
        return [str(sku) for sku in self._head()["skus"]]

    def has_read(self, digest: str) -> bool:
        """Whether a file of this content was counted before."""
        return digest in self._head()["read"]

    def tails(self) -> dict[bytes, I32]:
        """The last items of each person."""
        with self._arrays() as held:
            people, flat, ends = held["people"], held["tails"], held["ends"]
            starts = np.concatenate([[0], ends[:-1]]).astype(np.int64)
            return {bytes(p): flat[a:b] for p, a, b in zip(people, starts, ends, strict=True)}

    def counts(self) -> Counts:
        """The counts so far."""
        with self._arrays() as held:
            items = len(held["popularity"])
            csr = (held["data"], held["indices"], held["indptr"])
            return Counts(sparse.csr_matrix(csr, shape=(items, items)), held["popularity"])

    def trained(self) -> Trained:
        """What was trained last."""
        with self._arrays() as held:
            made = Neighbours(held["ids"], held["weights"])
            usual, largest = (float(one) for one in held["measure"])
            return Trained(held["vectors"], made, held["basis"], held["strengths"], Measure(usual, largest))

    def keep(
        self, skus: Sequence[str], read: Sequence[str], counts: Counts, tails: Mapping[bytes, I32], trained: Trained
    ) -> None:
        """Writes the state; what it says stays true if the process is killed in the middle."""
        from client.catalog.layout import replacing, write_atomically

        self._folder.mkdir(parents=True, exist_ok=True)
        people = sorted(tails)
        name = f"arrays-{len(self._read_before()) + 1}.npz"
        with replacing(self._folder / name) as temporary, temporary.open("wb") as file:
            np.savez(
                file,
                people=np.frombuffer(b"".join(people), "V8") if people else np.empty(0, "V8"),
                tails=np.concatenate([*(tails[one] for one in people), np.empty(0, np.int32)]).astype(np.int32),
                ends=np.cumsum([len(tails[one]) for one in people], dtype=np.int64),
                data=counts.together.data, indices=counts.together.indices, indptr=counts.together.indptr,
                popularity=counts.popularity, ids=trained.lists.ids, weights=trained.lists.weights,
                vectors=trained.vectors, basis=trained.basis, strengths=trained.strengths,
                measure=np.array([trained.measure.usual, trained.measure.largest]),
            )  # fmt: skip
        head = {"format": 1, "arrays": name, "skus": list(skus), "read": [*self._read_before(), *read]}
        write_atomically(self._folder / "state.json", json.dumps(head).encode())
        for old in self._folder.glob("arrays-*.npz"):
            if old.name != name:
                old.unlink(missing_ok=True)

    def _read_before(self) -> list[str]:
        return [str(one) for one in self._head()["read"]] if self.exists else []

    def _head(self) -> dict[str, list[str]]:
        try:
            head = json.loads((self._folder / "state.json").read_bytes())
            if head["format"] != 1 or not {"arrays", "skus", "read"} <= set(head):
                raise ServerError(f"The state in {self._folder} is of another version of Vitrine; start a new folder.")
        except (OSError, ValueError, KeyError, TypeError) as cause:
            raise ServerError(f"The state in {self._folder} cannot be read: {cause}.") from cause
        return dict(head)

    @contextmanager
    def _arrays(self) -> Iterator[Mapping[str, NDArray[Any]]]:
        path = self._folder / str(self._head()["arrays"])
        try:
            with np.load(path, allow_pickle=False) as held:
                yield held
        # A cut file may be told only when an array of it is read.
        except (OSError, ValueError, LookupError, EOFError, zipfile.BadZipFile, zlib.error) as cause:
            raise ServerError(f"The state in {self._folder} cannot be read: {cause}.") from cause


def counted_on(state: StateFolder, said: Sequences) -> tuple[Counts, dict[bytes, I32], NDArray[np.int64]]:
    """The state's counts and these: the new counts, the new tails, and which items' rows changed."""
    tails = state.tails()
    none = np.empty(0, np.int32)
    joined = [np.concatenate([tails.get(one, none), new]) for one, new in zip(said.people, said.items, strict=True)]
    seen = [len(tails.get(one, none)) for one in said.people]
    fresh = counted(joined, len(said.skus), seen)
    tails.update({one: all_of[-TAIL:] for one, all_of in zip(said.people, joined, strict=True)})
    touched = np.unique(np.concatenate([fresh.together.nonzero()[0], np.nonzero(fresh.popularity)[0]]))
    known = len(state.counts().popularity)
    changed = np.unique(np.concatenate([touched, np.arange(known, len(said.skus))])).astype(np.int64)
    return added(state.counts(), fresh), tails, changed


def write_rows(path: Path, skus: Sequence[str], trained: Trained, sold: Mapping[str, int]) -> int:
    """Writes the rows of the products that are sold as `publish --vectors` reads them; how many."""
    from client.catalog.layout import replacing

    places = [place for place, sku in enumerate(skus) if sku in sold]
    names = [skus[place] for place in places]
    at = np.full(len(skus) + 1, -1, np.int32)
    at[places] = np.arange(len(places), dtype=np.int32)
    ids = at[trained.lists.ids[places]]  # -1 takes the last, which is -1 as well
    weights = np.where(ids < 0, 0, trained.lists.weights[places]).astype(np.float16)
    rows = pack(trained.vectors[places], Neighbours(ids, weights), names)
    with replacing(path) as temporary, temporary.open("wb") as file:
        np.savez(file, vectors=rows, skus=np.array(names, dtype=np.str_), space=np.array(SPACE))
    return len(names)
