"""Brings a foreign model into the shop's form: metres, Y up, +Z front, standing on the origin."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scenes.model.errors import ModelError
from scenes.model.transform import transformed
from scenes.model.values import Model

F64 = NDArray[np.float64]
Axis = Literal["+x", "-x", "+y", "-y", "+z", "-z"]
Size = tuple[float | None, float | None, float | None]
"""Width (x), height (y), depth (z) in metres; None where unknown."""

_UNITS_M = (1.0, 0.01, 0.001, 0.0254, 0.3048, 0.1)


def axis_rotation(up: Axis, front: Axis) -> F64:
    """(3, 3) rotation that brings the file's up axis to +Y and its front axis to +Z.

    Raises:
        ModelError: both name the same line.
    """
    y, z = _direction(up), _direction(front)
    if abs(float(y @ z)) > 0.5:
        raise ModelError("A model's up and front cannot be the same axis.")
    return np.stack([np.cross(y, z), y, z]).astype(np.float64)


def normalise(
    model: Model,
    unit_m: float = 1.0,
    rotation: F64 | None = None,
    fit_m: Size | None = None,
    per_axis: bool = False,
) -> Model:
    """The model in metres, turned by `rotation` (3, 3), its bottom centre at the origin.

    With `fit_m` it is scaled to the stated size as well: by one factor (the geometric mean over the stated axes), or
    with `per_axis` each stated axis by its own and the others by that mean.

    Raises:
        ModelError: the unit, rotation or stated size is impossible, or the model is a single point.
    """
    if not (math.isfinite(unit_m) and 0 < unit_m < 1e6):
        raise ModelError("A model's unit must be a positive length.")
    matrix = np.eye(3) if rotation is None else np.asarray(rotation, np.float64)
    if matrix.shape != (3, 3) or not np.isfinite(matrix).all() or abs(float(np.linalg.det(matrix))) < 1e-9:
        raise ModelError("A model's rotation makes no sense.")
    matrix = matrix * unit_m
    low, high = _bounds(model, matrix)
    if fit_m is not None:
        factors = _fit_factors(high - low, fit_m, per_axis)
        matrix = factors[:, None] * matrix
        low, high = low * factors, high * factors
    x, y, z = (-(low[0] + high[0]) / 2, -low[1], -(low[2] + high[2]) / 2)
    if not np.isfinite([x, y, z]).all() or float((high - low).max()) <= 0:
        raise ModelError("The model has no size.")
    return transformed(model, matrix, (float(x), float(y), float(z)))


def size_difference(measured_m: tuple[float, float, float], stated_m: Size) -> float | None:
    """Largest relative difference |measured - stated| / stated over the stated axes; None when none is stated."""
    pairs = [(m, s) for m, s in zip(measured_m, stated_m, strict=True) if s is not None and s > 0]
    return max((abs(m - s) / s for m, s in pairs), default=None)


def likely_unit_m(measured: tuple[float, float, float], stated_m: Size) -> float:
    """Which common unit (m, cm, mm, inch, foot, dm) brings the measured size nearest to the stated one; 1 if none."""
    ratios = [s / m for m, s in zip(measured, stated_m, strict=True) if s is not None and s > 0 and m > 0]
    if not ratios:
        return 1.0
    wanted = sum(math.log(r) for r in ratios) / len(ratios)
    return min(_UNITS_M, key=lambda unit: abs(math.log(unit) - wanted))


def _direction(axis: Axis) -> F64:
    result = np.zeros(3)
    result["xyz".index(axis[1])] = -1.0 if axis[0] == "-" else 1.0
    return result


def _bounds(model: Model, matrix: F64) -> tuple[F64, F64]:
    used = [p.positions.astype(np.float64) @ matrix.T for p in model.primitives if len(p.positions)]
    if not used:
        raise ModelError("The model is empty.")
    low = np.min([points.min(axis=0) for points in used], axis=0)
    high = np.max([points.max(axis=0) for points in used], axis=0)
    return low, high


def _fit_factors(size: F64, fit_m: Size, per_axis: bool) -> F64:
    flat = max(float(size.max()), 1e-12) * 1e-4
    factors = {
        axis: stated / float(size[axis])
        for axis, stated in enumerate(fit_m)
        if stated is not None and math.isfinite(stated) and stated > 0 and float(size[axis]) > flat
    }
    if not factors:
        return np.ones(3)
    mean = math.exp(sum(math.log(f) for f in factors.values()) / len(factors))
    return np.array([factors.get(axis, mean) if per_axis else mean for axis in range(3)])
