"""Trains neighbour lists: what is wanted together, in order, and what is alike by its facts.

Items near each other in one person's sequence count more the nearer they are, and the later one after the earlier one
more than the other way round (as in Sarwar et al., "Item-based collaborative filtering", 2001, with order and distance
added). Popular items are held down, less as a recommendation than as a reason. Facts (brand, categories) weighted by
how rare they are help the items that few have touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from inference.retrieval.neighbours import Neighbours


@dataclass(frozen=True)
class Recipe:
    """How the lists are made. The defaults were chosen on the validation items of two public data sets."""

    window: int = 20
    nearer: float = 0.5
    """A pair d steps apart counts d ** -nearer."""
    backwards: float = 0.4
    reason_power: float = 0.5
    wanted_power: float = 0.2
    """Counts are divided by popularity ** these, as the reason and as the recommendation."""
    facts: float = 0.15
    facts_popularity: float = 0.3
    facts_kept: int = 50
    kept: int = 60


def train(
    sequences: Sequence[NDArray[np.int32]], items: int, facts: Mapping[int, Sequence[int]], recipe: Recipe | None = None
) -> Neighbours:
    """Lists for `items` items from sequences of items (a person each, oldest first) and facts by item.

    An item's facts are any numbers; what two items share makes them alike. Deterministic.
    """
    recipe = recipe or Recipe()
    popularity = np.bincount(np.concatenate([*sequences, np.empty(0, np.int32)]), minlength=items)
    made = scored(together(sequences, items, recipe), popularity, facts, recipe)
    return lists(made.scores, made.measure, recipe)


@dataclass(frozen=True)
class Measure:
    """What sizes are told in: the usual best count of an item, and the largest score there is."""

    usual: float
    largest: float


@dataclass(frozen=True, eq=False)
class Scores:
    """scores: rows x items, how much the column is wanted after the row."""

    scores: sparse.csr_matrix
    measure: Measure


def scored(
    together: sparse.csr_matrix, popularity: NDArray[np.floating | np.integer], facts: Mapping[int, Sequence[int]],
    recipe: Recipe, rows: NDArray[np.int64] | None = None, measure: Measure | None = None,
) -> Scores:  # fmt: skip
    """Scores of these rows (all without), from counts of events. measure: of the training that these rows join."""
    items, popularity = together.shape[0], popularity + 1e-9
    rows = np.arange(items) if rows is None else rows
    reason = sparse.diags(popularity[rows] ** -recipe.reason_power)
    wanted = sparse.diags(popularity**-recipe.wanted_power)
    scores = (reason @ together[rows] @ wanted).tocsr()
    best = scores.max(axis=1).toarray() if scores.nnz else np.zeros(1)
    usual = measure.usual if measure is not None else float(np.median(best)) or 1.0
    alike = _alike(facts, items, recipe.facts_kept, rows)
    if alike.nnz:
        scores = (scores + (alike @ sparse.diags(popularity**recipe.facts_popularity)) * (recipe.facts * usual)).tocsr()
    own = sparse.csr_matrix((np.ones(len(rows)), (np.arange(len(rows)), rows)), shape=scores.shape)
    scores = (scores - scores.multiply(own)).tocsr()
    scores.eliminate_zeros()
    return Scores(scores, measure or Measure(usual, float(scores.data.max()) if scores.nnz else 1.0))


def together(
    sequences: Sequence[NDArray[np.int32]], items: int, recipe: Recipe, seen: Sequence[int] | None = None
) -> sparse.csr_matrix:
    """How often, how near and in which order two items stand in one sequence.

    seen: how many items of each sequence were counted before; pairs of those are left out.
    """
    flat = np.concatenate([*sequences, np.empty(0, np.int32)])
    lengths = np.array([len(one) for one in sequences], dtype=np.int64)
    owner = np.repeat(np.arange(len(sequences)), lengths)
    place = np.arange(len(flat)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    fresh = place >= np.repeat(np.zeros_like(lengths) if seen is None else np.asarray(seen), lengths)
    total = sparse.csr_matrix((items, items), dtype=np.float32)
    for step in range(1, recipe.window + 1):
        same = owner[:-step] == owner[step:]
        if not same.any():
            break
        same &= fresh[step:]
        before, after = flat[:-step][same], flat[step:][same]
        weight = np.full(len(before), step**-recipe.nearer, dtype=np.float32)
        rows, columns = np.concatenate([before, after]), np.concatenate([after, before])
        values = np.concatenate([weight, weight * np.float32(recipe.backwards)])
        total = total + sparse.csr_matrix((values, (rows, columns)), shape=(items, items))
    return total


def _alike(facts: Mapping[int, Sequence[int]], items: int, kept: int, rows: NDArray[np.int64]) -> sparse.csr_matrix:
    """Cosine of facts weighted by their rarity (inverse document frequency), the nearest of each item."""
    known = [(item, fact) for item, its in facts.items() if 0 <= item < items for fact in its]
    if not known:
        return sparse.csr_matrix((len(rows), items), dtype=np.float32)
    whose, columns = np.array(known).T
    _, columns = np.unique(columns, return_inverse=True)
    table = sparse.csr_matrix((np.ones(len(whose), np.float32), (whose, columns)))
    table.resize((items, table.shape[1]))
    frequency = np.asarray((table > 0).sum(axis=0)).ravel()
    table = table @ sparse.diags(np.log((len(facts) + 1) / (frequency + 1)))
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel()) + 1e-9
    table = (sparse.diags(1 / length) @ table).tocsr()
    parts = []
    for start in range(0, len(rows), _ROWS):
        part = (table[rows[start : start + _ROWS]] @ table.T).tocsr()
        parts.append(_largest(part, kept + 1))
    return sparse.vstack(parts).tocsr() if parts else sparse.csr_matrix((0, items), dtype=np.float32)


_ROWS = 2000
_MOST_WEIGHT = 8.0
"""Of rows that join a training later: larger than its largest, yet not endless."""


def _largest(rows: sparse.csr_matrix, kept: int) -> sparse.csr_matrix:
    """The largest entries of each row."""
    data, indices, lengths = [], [], []
    for start, end in zip(rows.indptr[:-1], rows.indptr[1:], strict=True):
        values = rows.data[start:end]
        chosen = np.argpartition(-values, kept)[:kept] if len(values) > kept else np.arange(len(values))
        data.append(values[chosen])
        indices.append(rows.indices[start:end][chosen])
        lengths.append(len(chosen))
    pointer = np.concatenate([[0], np.cumsum(lengths)])
    return sparse.csr_matrix((np.concatenate(data), np.concatenate(indices), pointer), shape=rows.shape)


def lists(scores: sparse.csr_matrix, measure: Measure, recipe: Recipe) -> Neighbours:
    """The best of each row, the best first; scaled to a largest weight of 1 so that half precision holds them."""
    items, kept, scale = scores.shape[0], recipe.kept, measure.largest
    ids = np.full((items, kept), -1, dtype=np.int32)
    weights = np.zeros((items, kept), dtype=np.float16)
    for item, (start, end) in enumerate(zip(scores.indptr[:-1], scores.indptr[1:], strict=True)):
        values, columns = scores.data[start:end], scores.indices[start:end]
        order = np.lexsort((columns, -values))[:kept]
        ids[item, : len(order)] = columns[order]
        weights[item, : len(order)] = np.minimum(values[order] / scale, _MOST_WEIGHT)
    return Neighbours(ids, weights)
