"""Models of very many small parts, like plants: fewer but larger parts instead of many vanishing ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from scenes.model.soup import Soup

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]

FLOOR = 6
"""Parts with no more triangles than this are not simplified further, so that none vanishes."""
LEAF_SHARE = 0.6
"""Of a target, how much the least triangles of all parts may take up before parts are left out."""


def parts(soup: Soup) -> I64:
    """(p,) which connected part each place belongs to."""
    at = soup.place[soup.triangles]
    ends = np.concatenate([at[:, [0, 1]], at[:, [1, 2]]])
    count = len(soup.points)
    graph = coo_matrix((np.ones(len(ends), np.int8), (ends[:, 0], ends[:, 1])), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def least_triangles(soup: Soup) -> int:
    """How many triangles stay when every part is simplified as far as it may be."""
    sizes = np.bincount(parts(soup)[soup.place[soup.triangles[:, 0]]])
    return int(np.minimum(sizes, FLOOR).sum())


def thinned(soup: Soup, areas: F64, target: int) -> tuple[Soup, NDArray[np.bool_]]:
    """Of very many small parts (leaves, books' pages) only some, grown so that together they cover as much.

    After Cook, Halstead, Planck and Ryu, Stochastic Simplification of Aggregate Detail (2007).
    """
    part = parts(soup)
    of_triangle = part[soup.place[soup.triangles[:, 0]]]
    sizes = np.bincount(of_triangle)
    area = np.bincount(of_triangle, areas)
    cost = np.minimum(sizes, FLOOR)
    everything = np.ones(len(soup.triangles), bool)
    if cost.sum() <= LEAF_SHARE * target:
        return soup, everything
    small = area < 0.01 * area.sum()
    small[sizes == 0] = False
    room = max(LEAF_SHARE * target - cost[~small].sum(), 0.2 * target)
    # Larger parts first in a lottery, so that what stays is also what one would miss.
    lots = np.random.default_rng(0).random(len(area)) ** (1.0 / np.maximum(area / max(area.max(), 1e-30), 1e-9))
    ranked = np.flatnonzero(small)[np.argsort(-lots[small], kind="stable")]
    chosen = ranked[np.cumsum(cost[ranked]) <= room]
    keep = ~small & (sizes > 0)
    keep[chosen] = True
    grow = np.sqrt(area[small].sum() / max(area[chosen].sum(), 1e-30)) if len(chosen) else 1.0
    kept = keep[of_triangle]
    points = _grown(soup.points, part, small & keep, float(np.clip(grow, 1.0, 2.5)))
    positions = points[soup.place].astype(np.float32)
    return replace(soup, positions=positions, points=points, triangles=soup.triangles[kept]), kept


def _grown(points: F64, part: I64, which: NDArray[np.bool_], factor: float) -> F64:
    if factor <= 1.0:
        return points
    count = np.maximum(np.bincount(part, minlength=len(which)), 1)
    centre = np.stack([np.bincount(part, points[:, k], len(which)) for k in range(3)], axis=1) / count[:, None]
    around = centre[part]
    grown = np.where(which[part][:, None], around + (points - around) * factor, points)
    # Nothing may grow out of the model's own bounds.
    return np.clip(grown, points.min(axis=0), points.max(axis=0))
