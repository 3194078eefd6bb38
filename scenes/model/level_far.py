"""The far level: some hundred triangles in one opaque material, colours in the vertices."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scenes.model.bake import Baker, opaque
from scenes.model.collapse import Goal, collapse
from scenes.model.normals import face_normals
from scenes.model.soup import Soup, corner_vertices, make_soup, mixed, triangle_areas
from scenes.model.thin import FLOOR, LEAF_SHARE, least_triangles, parts, thinned
from scenes.model.values import F32, Material, Model, Primitive

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]


_FEWEST = 150
"""Simplification that costs nothing stops here."""


def make_far(model: Model, target: int, most: int) -> Model:
    """About `target` and never more than `most` triangles, looking from afar like the model in its default variant."""
    baker = Baker(model)
    shown = [p for p in model.primitives if len(p.triangles)]
    colours = np.concatenate([baker.triangle_colours(p) for p in shown])
    soup = make_soup(shown)
    areas = triangle_areas(soup)
    seen = colours[:, 3] > 0.08
    if areas[seen].sum() < 0.02 * areas.sum():
        seen[:] = True
    tint = opaque(colours)[:, :3]
    # Leaves, lace and wicker keep their colour; what shows through them is not theirs.
    owner = soup.primitive[soup.triangles[:, 0]]
    masked = np.array([_is_cut_out(model.materials[p.material]) for p in shown])[owner]
    tint[masked] = colours[masked, :3]
    soup = replace(soup, triangles=soup.triangles[seen])
    tint, areas = tint[seen], areas[seen]
    if least_triangles(soup) > LEAF_SHARE * target:
        # Of many parts (a chandelier, a plant) as much as is allowed.
        target = max(target, int(0.9 * most))
    soup, kept = thinned(soup, areas, target)
    far = _simplified(soup, tint[kept], areas[kept], target, most)
    material = _material(model, shown)
    return Model((far,), (material,), (), (), model.name)


def _is_cut_out(material: Material) -> bool:
    return material.alpha_mode == "MASK" or (
        material.alpha_mode == "BLEND" and material.texture("base_color") is not None
    )


def _simplified(soup: Soup, tint: F32, areas: F64, target: int, most: int) -> Primitive:
    size = float(np.linalg.norm(soup.points.max(axis=0) - soup.points.min(axis=0)))
    # What costs nothing first; then visible loss down to the target, and beyond that only as far as it must.
    gentle = [Goal(min(_FEWEST, target), 0.0015 * size), Goal(target, 0.012 * size), Goal(most, math.inf)]
    wedge = _colour_wedges(soup, tint)
    triangles, moved = _collapsed(soup, wedge, soup.triangles, gentle, FLOOR)
    if len(triangles) > most:
        # Seams between colours stand in the way; the shape counts more.
        wedge = soup.place
        triangles, moved = _collapsed(soup, wedge, soup.triangles, gentle, FLOOR)
    if len(triangles) > most:
        triangles, moved = _collapsed(soup, wedge, soup.triangles, [Goal(most)], 0)
    if not len(triangles):
        triangles, moved = wedge[soup.triangles], np.arange(int(wedge.max()) + 1)
    corners = corner_vertices(soup, wedge, triangles)
    if len(triangles) > most:
        sizes = np.linalg.norm(face_normals(soup.points, soup.place[corners]), axis=1)
        largest = np.sort(np.argsort(-sizes, kind="stable")[:most])
        triangles, corners = triangles[largest], corners[largest]
    return _primitive(soup, corners, _wedge_colours(soup, wedge, moved, tint, areas)[triangles])


def _collapsed(soup: Soup, wedge: I64, triangles: I64, goals: list[Goal], floor: int) -> tuple[I64, I64]:
    place = np.zeros(int(wedge.max()) + 1, np.int64)
    place[wedge] = soup.place
    return collapse(soup.points, place, wedge[triangles], goals, parts(soup), floor)


def _colour_wedges(soup: Soup, tint: F32) -> I64:
    """(n,) wedges that keep primitives of clearly different colour apart."""
    owner = soup.primitive[soup.triangles[:, 0]]
    count = int(owner.max()) + 1
    number = np.maximum(np.bincount(owner, minlength=count), 1)
    mean = np.stack([np.bincount(owner, tint[:, k], count) / number for k in range(3)], axis=1)
    look = np.round(np.sqrt(np.clip(mean, 0, 1)) * 6).astype(np.int64)
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
