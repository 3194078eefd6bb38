"""Pictures as whole chains of levels, as the driver stores them, kept in a cache folder.

A driver that draws in software takes half a second to make the levels of the shop's pictures at every start.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from panda3d.core import Texture

U8 = NDArray[np.uint8]

_SRGB = np.arange(256, dtype=np.float32) / np.float32(255.0)
_LINEAR = np.where(_SRGB <= 0.04045, _SRGB / 12.92, ((_SRGB + 0.055) / 1.055) ** 2.4).astype(np.float32)
_STEPS = 4096


def levels_of(pictures: U8) -> list[U8]:
    """All levels down to one texel of (k, n, n, 4) sRGB bytes with n a power of two; the fourth channel is linear.

    Colours are averaged as light, as the OpenGL specification asks of sRGB textures (section 8.14.4 of 4.6).
    """
    if pictures.ndim != 4 or pictures.shape[1] != pictures.shape[2] or pictures.shape[1] & (pictures.shape[1] - 1):
        raise ValueError(f"pictures of {pictures.shape} have no whole chain of halves")
    back = np.arange(_STEPS, dtype=np.float32) / np.float32(_STEPS - 1)
    encoded = np.where(back <= 0.0031308, back * 12.92, 1.055 * back ** (1 / 2.4) - 0.055)
    to_byte = np.round(encoded * 255.0).astype(np.uint8)
    light = _LINEAR[pictures]
    light[..., 3] = _SRGB[pictures[..., 3]]
    levels = [pictures]
    while light.shape[1] > 1:
        k, n = light.shape[0], light.shape[1] // 2
        light = light.reshape(k, n, 2, n, 2, 4).mean(axis=(2, 4), dtype=np.float32)
        level = to_byte[np.round(light * (_STEPS - 1)).astype(np.int32)]
        level[..., 3] = np.round(light[..., 3] * 255.0).astype(np.uint8)
        levels.append(level)
    return levels


def packed(levels: list[U8]) -> U8:
    """All levels one after another, bottom row first and blue first, as Panda3D keeps them in memory: (bytes,)."""
    return np.concatenate([level[:, ::-1][..., [2, 1, 0, 3]].reshape(-1) for level in levels])


def chain_length(pictures: int, size_px: int) -> int:
    """How many bytes a packed chain of so many square pictures has."""
    total = 0
    while size_px:
        total += pictures * size_px * size_px * 4
        size_px //= 2
    return total


def stored_chain(cache: Path | None, name: str, pictures: int, size_px: int, make: Callable[[], U8]) -> U8:
    """A packed chain from the cache folder; made, and kept there, when it is missing or is not what it should be.

    A folder one cannot write to only costs the time again.
    """
    length = chain_length(pictures, size_px)
    path = None if cache is None else cache / f"{name}.npy"
    if path is not None:
        try:
            loaded: U8 = np.load(path, allow_pickle=False, mmap_mode="r")
            if loaded.shape == (length,) and loaded.dtype == np.uint8:
                return loaded
        except (OSError, ValueError, EOFError):
            pass
    chain = packed(levels_of(make()))
    if path is not None:
        keep_array(path, chain)
    return chain


def keep_array(path: Path, array: U8) -> None:
    """Writes an array whole or not at all; a cache that cannot be written to is no failure."""
    partial = path.with_suffix(".part.npy")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(partial, array)
        partial.replace(path)
    except OSError:
        with suppress(OSError):
            partial.unlink()


def fill(texture: Texture, chain: U8, pictures: int, size_px: int) -> None:
    """Puts a packed chain into a texture that was set up for it."""
    begin, level = 0, 0
    while size_px:
        length = pictures * size_px * size_px * 4
        target = texture.modify_ram_mipmap_image(level) if level else texture.modify_ram_image()
        memoryview(target).cast("B")[:] = chain[begin : begin + length].data
        begin, level, size_px = begin + length, level + 1, size_px // 2
