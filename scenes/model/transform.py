"""Moving whole models: one linear map and an offset for all vertices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scenes.model.normals import unit
from scenes.model.values import Model, Primitive

F64 = NDArray[np.float64]


def cofactors(matrix: F64) -> F64:
    """(3, 3) turns normals as `matrix` turns surfaces; unlike the inverse transpose it exists for flattened things."""
    a, b, c = matrix
    result: F64 = np.stack([np.cross(b, c), np.cross(c, a), np.cross(a, b)]).astype(np.float64)
    return -result if np.linalg.det(matrix) < 0 else result


def transformed(model: Model, matrix: F64, offset_m: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Model:
    """The model with p -> matrix @ p + offset; mirroring maps turn triangles round so that outsides stay outside."""
    turn = cofactors(matrix)
    mirrored = bool(np.linalg.det(matrix) < 0)

    def moved(primitive: Primitive) -> Primitive:
        positions = primitive.positions.astype(np.float64) @ matrix.T + np.array(offset_m)
        normals = unit(primitive.normals.astype(np.float64) @ turn.T)
        triangles = primitive.triangles[:, ::-1] if mirrored else primitive.triangles
        return replace(
            primitive,
            positions=positions.astype(np.float32),
            normals=normals.astype(np.float32),
            triangles=np.ascontiguousarray(triangles),
        )

    return replace(model, primitives=tuple(moved(p) for p in model.primitives))
