"""Fewer triangles for whole primitives, keeping their texture coordinates, colours, normals and materials."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenes.model.collapse import Goal, collapse
from scenes.model.soup import corner_vertices, cut_out, make_soup, triangle_areas, wedges
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
