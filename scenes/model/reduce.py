"""Fewer triangles for whole primitives, keeping their texture coordinates, colours, normals and materials."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenes.model.collapse import Goal, collapse
from scenes.model.normals import face_normals
from scenes.model.soup import compacted, corner_vertices, cut_out, make_soup, triangle_areas, wedges
from scenes.model.thin import FLOOR, parts, thinned
from scenes.model.values import Primitive


def reduce_triangles(primitives: Sequence[Primitive], target: int) -> list[Primitive]:
    """The primitives with together about `target` triangles; unchanged when they have no more than that."""
    if sum(len(p.triangles) for p in primitives) <= target:
        return list(primitives)
    soup = make_soup(primitives)
    wedge = wedges(soup, primitives)
    place = np.zeros(int(wedge.max()) + 1, np.int64)
    place[wedge] = soup.place
    soup, _ = thinned(soup, triangle_areas(soup), target)
    triangles, _ = collapse(soup.points, place, wedge[soup.triangles], [Goal(target)], parts(soup), FLOOR)
    if len(triangles) > 1.2 * target:
        triangles, _ = collapse(soup.points, place, triangles, [Goal(target)])
    if not len(triangles):
        return list(primitives)
    return cut_out(primitives, soup, corner_vertices(soup, wedge, triangles))


def largest_triangles(primitives: Sequence[Primitive], most: int) -> list[Primitive]:
    """The primitives with at most `most` triangles, the largest of all; for what cannot be simplified any further."""
    counts = [len(p.triangles) for p in primitives]
    if sum(counts) <= most:
        return list(primitives)
    areas = np.concatenate([np.linalg.norm(face_normals(p.positions, p.triangles), axis=1) for p in primitives])
    kept = np.zeros(len(areas), bool)
    kept[np.argsort(-areas, kind="stable")[:most]] = True
    shares = np.split(kept, np.cumsum(counts)[:-1])
    pairs = zip(primitives, shares, strict=True)
    return [compacted(p, p.triangles[share].astype(np.int64)) for p, share in pairs if share.any()]
