"""The far level: some hundred triangles in one opaque material, colours in the vertices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from scenes.model.bake import Baker, opaque
from scenes.model.collapse import collapse
from scenes.model.normals import face_normals
from scenes.model.soup import Soup, corner_vertices, make_soup, mixed
from scenes.model.values import F32, Material, Model, Primitive

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]

_FLOOR = 6
_LEAF_SHARE = 0.6


def make_far(model: Model, target: int, most: int) -> Model:
    """About `target` and never more than `most` triangles, looking from afar like the model in its default variant."""
    baker = Baker(model)
    shown = [p for p in model.primitives if len(p.triangles)]
    colours = np.concatenate([baker.triangle_colours(p) for p in shown])
    soup = make_soup(shown)
    areas = np.linalg.norm(face_normals(soup.points, soup.place[soup.triangles]), axis=1) / 2
    seen = colours[:, 3] > 0.08
    if areas[seen].sum() < 0.02 * areas.sum():
        seen[:] = True
    tint = opaque(colours)[:, :3]
    # Cut-outs lose the empty part of their area instead of turning grey.
    owner = soup.primitive[soup.triangles[:, 0]]
    masked = np.array([model.materials[p.material].alpha_mode == "MASK" for p in shown])[owner]
    tint[masked] = colours[masked, :3]
    soup = replace(soup, triangles=soup.triangles[seen])
    tint, areas = tint[seen], areas[seen]
    soup, kept = _thinned(soup, areas, target)
    far = _simplified(soup, tint[kept], areas[kept], target, most)
    material = _material(model, shown)
    return Model((far,), (material,), (), (), model.name)


def _parts(soup: Soup) -> I64:
    """(p,) which connected part each place belongs to."""
    at = soup.place[soup.triangles]
    ends = np.concatenate([at[:, [0, 1]], at[:, [1, 2]]])
    count = len(soup.points)
    graph = coo_matrix((np.ones(len(ends), np.int8), (ends[:, 0], ends[:, 1])), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def _thinned(soup: Soup, areas: F64, target: int) -> tuple[Soup, NDArray[np.bool_]]:
    """Of very many small parts (leaves, books' pages) only some, grown so that together they cover as much.

    After Cook, Halstead, Planck and Ryu, Stochastic Simplification of Aggregate Detail (2007).
    """
    part = _parts(soup)
    of_triangle = part[soup.place[soup.triangles[:, 0]]]
    sizes = np.bincount(of_triangle)
    area = np.bincount(of_triangle, areas)
    cost = np.minimum(sizes, _FLOOR)
    everything = np.ones(len(soup.triangles), bool)
    if cost.sum() <= _LEAF_SHARE * target:
        return soup, everything
    small = area < 0.01 * area.sum()
    small[sizes == 0] = False
    room = max(_LEAF_SHARE * target - cost[~small].sum(), 0.2 * target)
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


def _simplified(soup: Soup, tint: F32, areas: F64, target: int, most: int) -> Primitive:
    owner = soup.primitive[soup.triangles[:, 0]]
    wedge = _colour_wedges(soup, tint, owner)
    for attempt in range(6):
        # Seams may stand in the way of a target; then colours count less, at last nothing but the count does.
        wedge = wedge if attempt < 2 else soup.place.copy()
        place = np.zeros(int(wedge.max()) + 1, np.int64)
        place[wedge] = soup.place
        group = _parts(soup)
        wanted = max(int(target * 0.75**attempt), 8)
        triangles, moved = collapse(
            soup.points, place, wedge[soup.triangles], wanted, group, _FLOOR if attempt < 4 else 0
        )
        if 0 < len(triangles) <= most:
            break
    if len(triangles) > most:
        largest = np.argsort(-np.linalg.norm(face_normals(soup.points, place[triangles]), axis=1), kind="stable")
        triangles = triangles[np.sort(largest[:most])]
    if not len(triangles):
        triangles = wedge[soup.triangles][np.argsort(-areas, kind="stable")[:most]]
    colour = _wedge_colours(soup, wedge, moved, tint, areas)
    corners = corner_vertices(soup, wedge, triangles)
    return _primitive(soup, corners, colour[triangles])


def _colour_wedges(soup: Soup, tint: F32, owner: I64) -> I64:
    """(n,) wedges that keep primitives of clearly different colour apart."""
    count = int(owner.max()) + 1
    number = np.maximum(np.bincount(owner, minlength=count), 1)
    mean = np.stack([np.bincount(owner, tint[:, k], count) / number for k in range(3)], axis=1)
    look = np.round(np.sqrt(np.clip(mean, 0, 1)) * 12).astype(np.int64)
    kind = mixed([look[:, 0], look[:, 1], look[:, 2]])
    of_vertex = (kind[np.minimum(soup.primitive, count - 1)] >> np.uint64(2)).astype(np.int64)
    return np.asarray(np.unique(mixed([soup.place, of_vertex]), return_inverse=True)[1], np.int64).reshape(-1)


def _wedge_colours(soup: Soup, wedge: I64, moved: I64, tint: F32, areas: F64) -> F64:
    """(w, 3) mean colour over all that was drawn together into each wedge, by area."""
    ends = moved[wedge[soup.triangles]].reshape(-1)
    weight = np.repeat(np.maximum(areas, 1e-12), 3)
    total = np.maximum(np.bincount(ends, weight, len(moved)), 1e-30)
    return np.stack(
        [np.bincount(ends, weight * np.repeat(tint[:, k], 3), len(moved)) / total for k in range(3)], axis=1
    )


def _primitive(soup: Soup, corners: I64, colours: F64) -> Primitive:
    flat = corners.reshape(-1)
    paint = np.round(np.clip(colours.reshape(-1, 3), 0, 1) * 65535).astype(np.int64)
    key = mixed([flat, paint[:, 0], paint[:, 1], paint[:, 2]])
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    rgba = np.ones((len(first), 4), np.float32)
    rgba[:, :3] = paint[first] / np.float32(65535)
    return Primitive(
        positions=soup.positions[flat[first]],
        normals=soup.normals[flat[first]],
        triangles=inverse.reshape(-1, 3).astype(np.uint32),
        material=0,
        colors=rgba,
    )


def _material(model: Model, shown: list[Primitive]) -> Material:
    """One opaque material with the area-weighted mean of roughness and metalness."""
    weight = np.array([float(np.linalg.norm(face_normals(p.positions, p.triangles), axis=1).sum()) for p in shown])
    weight = weight / max(float(weight.sum()), 1e-30)
    worn = [model.materials[p.material] for p in shown]
    thin = sum(w for w, m in zip(weight, worn, strict=True) if m.double_sided)
    return Material(
        name="far",
        roughness=float(np.clip(sum(w * m.roughness for w, m in zip(weight, worn, strict=True)), 0.3, 1.0)),
        metallic=float(0.6 * sum(w * m.metallic for w, m in zip(weight, worn, strict=True) if not m.textures)),
        double_sided=bool(thin > 0.02),
    )
