"""sRGB as stored in pictures, linear light as computed with (IEC 61966-2-1)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenes.model.values import U8

F32 = NDArray[np.float32]


def _table() -> F32:
    s = np.arange(256, dtype=np.float64) / 255.0
    return np.where(s <= 0.04045, s / 12.92, ((s + 0.055) / 1.055) ** 2.4).astype(np.float32)


_LINEAR = _table()


def srgb_to_linear(values: U8) -> F32:
    """Linear 0..1 of sRGB bytes, same shape."""
    return _LINEAR[values]


def linear_to_srgb(values: NDArray[np.floating]) -> U8:
    """sRGB bytes of linear 0..1 (clipped), same shape."""
    light = np.clip(values, 0.0, 1.0)
    s = np.where(light <= 0.0031308, light * 12.92, 1.055 * np.power(light, 1.0 / 2.4) - 0.055)
    whole: U8 = (s * 255.0 + 0.5).astype(np.uint8)
    return whole
