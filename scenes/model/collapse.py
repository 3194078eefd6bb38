"""Fewer triangles for the same shape: collapsing edges, many at once.

The error measure is that of Garland and Heckbert, Surface Simplification Using Quadric Error Metrics (1997), with
planes standing upright on open borders and on seams. A vertex always moves onto a neighbour, so that what belongs to
vertices (texture coordinates, colours) stays exact. In each round vertices go of which no two are neighbours; this
needs no queue and runs in numpy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.model.normals import face_normals
from scenes.model.quadrics import evaluate, surface_quadrics

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]

_MOST_ROUNDS = 120
_MOST_IDLE = 5
_CHEAPEST_SHARE = 0.5


@dataclass
class _State:
    """points: (p, 3) of places. place: (w,) place of each wedge. triangles: (m, 3) wedges. quadrics: (p, 11)."""

    points: F64
    place: I64
    triangles: I64
    quadrics: F64
    group: I64
    floor: int
    blocked: I64
    """(p,) the last place to which this one could not move without turning a triangle over."""
    chance: np.random.Generator
    moved: I64
    """(w,) onto which wedge each wedge has moved so far."""


@dataclass(frozen=True)
class Goal:
    """Collapse until `triangles` are left or going on would move the surface by more than `error` (the mesh's unit)."""

    triangles: int
    error: float = math.inf


def collapse(
    points: F64, place: I64, triangles: I64, goals: Sequence[Goal], group: I64 | None = None, floor: int = 0
) -> tuple[I64, I64]:
    """Pursues the goals one after another (nothing can be promised where everything is a seam).

    points: (p, 3) places. place: (w,) the place of each wedge; wedges are the copies of a place that differ in texture
    coordinates or colour. triangles: (m, 3) wedges. group: (p,) which part a place belongs to; parts with no more than
    `floor` triangles are left alone. Returns (k, 3) triangles over the same wedges, and (w,) onto which wedge
    each wedge was moved in the end.
    """
    group = np.zeros(len(points), np.int64) if group is None else group
    triangles = _without_flat(triangles, place)
    fewest = min(goal.triangles for goal in goals)
    if len(triangles) <= fewest:
        return triangles, np.arange(len(place))
    state = _State(
        points,
        place,
        triangles,
        np.zeros((len(points), 11)),
        group,
        floor,
        np.full(len(points), -1),
        np.random.default_rng(0),
        np.arange(len(place)),
    )
    state.quadrics = surface_quadrics(points, place, triangles)
    for goal in goals:
        _pursue(state, goal)
    return state.triangles, state.moved


def _pursue(state: _State, goal: Goal) -> None:
    idle = 0
    for _ in range(_MOST_ROUNDS):
        if len(state.triangles) <= goal.triangles or idle > _MOST_IDLE:
            break
        idle = 0 if _round(state, goal) else idle + 1


def _without_flat(triangles: I64, place: I64) -> I64:
    at: I64 = place[triangles]
    flat = (at[:, 0] == at[:, 1]) | (at[:, 1] == at[:, 2]) | (at[:, 2] == at[:, 0])
    kept: I64 = triangles[~flat]
    return kept


def _round(state: _State, aim: Goal) -> bool:
    """Collapses what can be collapsed at once; False when nothing could."""
    best, goal, wedge_goal = _candidates(state)
    if math.isfinite(aim.error):
        best[best > aim.error**2 * state.quadrics[:, 10]] = np.inf
    ready = np.flatnonzero(np.isfinite(best))
    if not len(ready):
        return False
    # Among the cheapest, chance decides who goes first: costs rise and fall smoothly over a surface, so by cost only
    # few vertices would be cheaper than all their neighbours.
    limit = min(max(int(len(ready) * _CHEAPEST_SHARE), 16), len(ready))
    cheapest = ready[np.argpartition(best[ready], limit - 1)[:limit]]
    rank = np.full(len(state.points), 2.0, np.float32)
    rank[cheapest] = state.chance.random(limit, np.float32)
    at = state.place[state.triangles]
    nearest = np.full(len(rank), 2.0, np.float32)
    ranks = rank[at]
    for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        np.minimum.at(nearest, at[:, i], np.minimum(ranks[:, j], ranks[:, k]))
    chosen = np.flatnonzero(rank < nearest)
    keeps = _keeps_facing(state, at, goal, chosen)
    turned = chosen[~keeps]
    state.blocked[turned] = goal[turned]
    chosen = chosen[keeps]
    # Each collapse takes about two triangles away.
    most = max((len(state.triangles) - aim.triangles + 1) // 2, 1)
    if len(chosen) > most:
        chosen = chosen[np.argpartition(best[chosen], most - 1)[:most]]
    if not len(chosen):
        return False
    _apply(state, chosen, goal, wedge_goal)
    return True


def _candidates(state: _State) -> tuple[F64, I64, I64]:
    """For each place the cheapest place to move to: cost (inf where none), place, and for each wedge its new wedge."""
    triangles, place = state.triangles, state.place
    wedges, count = len(place), len(state.points)
    after, before = np.roll(triangles, -1, axis=1).reshape(-1), np.roll(triangles, 1, axis=1).reshape(-1)
    own = triangles.reshape(-1)
    ends = _fan_ends(own, after, before, wedges)
    used = np.bincount(own, minlength=wedges) > 0
    copies = np.bincount(place[used], minlength=count)
    error_here = evaluate(state.quadrics, state.points)
    free = (ends[0] == -1) & (copies[place] == 1)
    best = np.full(count, np.inf)
    goal = np.full(count, -1, np.int64)
    wedge_goal = np.full(wedges, -1, np.int64)
    # Inside a surface every neighbour will do.
    inner = np.flatnonzero(free[own])
    u, w = place[own[inner]], after[inner]
    cost = _cost(state, error_here, u, place[w])
    cost[place[w] == state.blocked[u]] = np.inf
    np.minimum.at(best, u, cost)
    won = np.isfinite(cost) & (cost <= best[u])
    goal[u[won]], wedge_goal[own[inner[won]]] = place[w[won]], w[won]
    # On borders and seams only along them, all copies of the place together.
    edge = np.flatnonzero(used & (ends[0] >= 0))
    for side in (0, 1):
        _along_seam(state, edge, ends, side, copies, error_here, best, goal, wedge_goal)
    sizes = np.bincount(state.group[place[triangles[:, 0]]], minlength=int(state.group.max()) + 1)
    best[sizes[state.group] <= state.floor] = np.inf
    return best, goal, wedge_goal


def _cost(state: _State, error_here: F64, u: I64, v: I64) -> F64:
    points = state.points
    step = points[v] - points[u]
    # A little for length keeps flat regions from degenerating into slivers.
    short = 1e-7 * np.einsum("ij,ij->i", step, step) ** 2
    total: F64 = np.maximum(evaluate(state.quadrics[u], points[v]) + error_here[v], 0.0) + short
    return total


def _fan_ends(own: I64, after: I64, before: I64, count: int) -> tuple[I64, I64]:
    """For each wedge the two neighbours at the open ends of its fan; (-1, -1) for closed fans, (-2, -2) for others.

    Around a closed fan every neighbour comes once after and once before the wedge, so sums over both cancel out. What
    is left of the sums of numbers and of squares gives the two ends of a fan with one gap.
    """
    a, b = after.astype(np.float64), before.astype(np.float64)
    first = np.bincount(own, a - b, count)
    second = np.bincount(own, a * a - b * b, count)
    # A fixed scramble of the numbers tells a single gap from several that happen to sum alike.
    mixed = np.sin(np.arange(count) * 12.9898) * 43.758
    third = np.bincount(own, mixed[after] - mixed[before], count)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = np.where(first != 0, second / first, 0.0)
    x, y = np.rint((total + first) / 2), np.rint((total - first) / 2)
    inside = (x >= 0) & (x < count) & (y >= 0) & (y < count)
    x, y = np.where(inside, x, 0).astype(np.int64), np.where(inside, y, 0).astype(np.int64)
    one_gap = inside & (first != 0) & (np.abs(mixed[x] - mixed[y] - third) < 1e-6)
    closed = (first == 0) & (np.abs(third) < 1e-6)
    other = np.where(closed, -1, -2)
    return np.where(one_gap, x, other), np.where(one_gap, y, other)


def _along_seam(
    state: _State,
    edge: I64,
    ends: tuple[I64, I64],
    side: int,
    copies: I64,
    error_here: F64,
    best: F64,
    goal: I64,
    wedge_goal: I64,
) -> None:
    place, count = state.place, len(state.points)
    u = place[edge]
    # One copy of each place proposes where to go; the move counts if every copy has an edge that leads there.
    proposed = np.full(count, -1, np.int64)
    proposed[u] = place[ends[side][edge]]
    to = proposed[u]
    by_x, by_y = place[ends[0][edge]] == to, place[ends[1][edge]] == to
    agreeing = np.bincount(u, by_x | by_y, count)
    fits = np.flatnonzero((agreeing == copies) & (copies > 0) & (copies <= 2) & (proposed >= 0))
    fits = fits[(proposed[fits] != fits) & (proposed[fits] != state.blocked[fits])]
    cost = np.full(count, np.inf)
    cost[fits] = _cost(state, error_here, fits, proposed[fits])
    better = cost < best
    best[better], goal[better] = cost[better], proposed[better]
    moves = better[u]
    wedge_goal[edge[moves]] = np.where(by_x, ends[0][edge], ends[1][edge])[moves]


def _keeps_facing(state: _State, at: I64, goal: I64, chosen: I64) -> NDArray[np.bool_]:
    """(c,) whether moving each chosen place to its goal leaves its triangles facing the way they do."""
    moving = np.zeros(len(state.points), bool)
    moving[chosen] = True
    touched = np.flatnonzero(moving[at].any(axis=1))
    old = at[touched]
    new = np.where(moving[old], goal[old], old)
    stays = (new[:, 0] != new[:, 1]) & (new[:, 1] != new[:, 2]) & (new[:, 2] != new[:, 0])
    old, new = old[stays], new[stays]
    was, will = face_normals(state.points, old), face_normals(state.points, new)
    dots = np.einsum("ij,ij->i", was, will)
    sizes = np.linalg.norm(was, axis=1) * np.linalg.norm(will, axis=1)
    turned = dots < 0.2 * sizes
    bad = np.zeros(len(state.points), bool)
    mover = np.where(moving[old[turned]], old[turned], -1).max(axis=1)
    bad[mover] = True
    result: NDArray[np.bool_] = ~bad[chosen]
    return result


def _apply(state: _State, chosen: I64, goal: I64, wedge_goal: I64) -> None:
    moving = np.zeros(len(state.points), bool)
    moving[chosen] = True
    to = np.arange(len(state.place))
    moved = moving[state.place] & (wedge_goal >= 0)
    to[moved] = wedge_goal[moved]
    for column in range(11):
        np.add.at(state.quadrics[:, column], goal[chosen], state.quadrics[chosen, column])
    state.moved = to[state.moved]
    state.triangles = _without_flat(to[state.triangles], state.place)
