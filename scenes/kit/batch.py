"""Cells: parts of the store flattened into one Geom each, so that a thousand things cost a handful of draw calls."""

from __future__ import annotations

import math
from collections.abc import Iterable

from scenes.kit.geometry import Mesh, joined

Cell = tuple[int, int]


def cell_size(width_m: float, depth_m: float, most_cells: int = 16, smallest_m: float = 6.0) -> float:
    """Edge of square cells, so that a hall of this size has about `most_cells` of them."""
    return max(smallest_m, math.sqrt(width_m * depth_m / most_cells))


def cell_of(x_m: float, y_m: float, size_m: float) -> Cell:
    """The cell a point lies in."""
    return math.floor(x_m / size_m), math.floor(y_m / size_m)


def by_cell(placed: Iterable[tuple[float, float, Mesh]], size_m: float) -> dict[Cell, Mesh]:
    """Joins meshes by the cell of the point given with each."""
    groups: dict[Cell, list[Mesh]] = {}
    for x, y, mesh in placed:
        groups.setdefault(cell_of(x, y, size_m), []).append(mesh)
    return {cell: joined(meshes) for cell, meshes in sorted(groups.items())}
