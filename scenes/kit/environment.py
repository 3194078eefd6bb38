"""A shop interior as light: a cube map prefiltered by roughness, irradiance as spherical harmonics. Pure numpy."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from scenes.kit.arrays import f32

F32 = NDArray[np.float32]
FACE_PX = 128
LEVELS = 6
_SAMPLES = 96
_VERSION = 10


@dataclass(frozen=True, eq=False)
class Environment:
    """Light from all around, in a Z-up world.

    levels: radiance per roughness i / (len - 1), each (6, n, n, 3) float32 in OpenGL's face and row order.
    sh: (9, 3) factors of 1, y, z, x, xy, yz, 3z^2-1, xz, x^2-y^2 that give irradiance over pi.
    """

    levels: tuple[F32, ...]
    sh: F32


def face_directions(n: int) -> F32:
    """Unit directions of all texels of a cube map, (6, n, n, 3), by the OpenGL specification's face table."""
    axis = ((np.arange(n) + 0.5) / n * 2.0 - 1.0).astype(np.float32)
    s, t = np.meshgrid(axis, axis)
    one = np.ones_like(s)
    faces = [(one, -t, -s), (-one, -t, s), (s, one, t), (s, -one, -t), (s, -t, one), (-s, -t, -one)]
    directions = np.stack([np.stack(face, axis=-1) for face in faces])
    unit: F32 = directions / np.linalg.norm(directions, axis=-1, keepdims=True)
    return unit


def shop_radiance(d: F32) -> F32:
    """Radiance of an ideal shop towards directions (..., 3): soft panels overhead, washed walls, wood floor."""
    half, up, down = np.array([9.0, 11.0], dtype=np.float32), 2.4, 1.5
    with np.errstate(divide="ignore"):
        tx = half[0] / np.abs(d[..., 0])
        ty = half[1] / np.abs(d[..., 1])
        tz = np.where(d[..., 2] > 0, up, down) / np.abs(d[..., 2])
    t = np.minimum(np.minimum(tx, ty), tz)
    x, y, z = (d[..., i] * t for i in range(3))
    on_plane = tz <= np.minimum(tx, ty)
    colour = np.empty((*d.shape[:-1], 3), dtype=np.float32)
    colour[...] = _walls(x, y, z, tx <= ty)
    ceiling = np.where(_bars(x, y)[..., None], f32([7.5, 7.0, 6.3]), f32([0.52, 0.47, 0.41]))
    shade = 0.8 + 0.2 * np.exp(-((np.hypot(x, y) / 9.0) ** 2))
    floor = f32([0.46, 0.40, 0.335]) * shade[..., None]
    colour[on_plane & (d[..., 2] > 0)] = ceiling[on_plane & (d[..., 2] > 0)]
    colour[on_plane & (d[..., 2] <= 0)] = floor[on_plane & (d[..., 2] <= 0)]
    return colour


def _bars(x: F32, y: F32) -> NDArray[np.bool_]:
    """Large soft panels in the ceiling."""
    across = np.abs(np.mod(x + 2.25, 4.5) - 2.25) < 0.62
    along = np.abs(np.mod(y + 2.3, 4.6) - 2.3) < 1.1
    bars: NDArray[np.bool_] = across & along
    return bars


def _walls(x: F32, y: F32, z: F32, on_side: NDArray[np.bool_]) -> F32:
    wall = f32([1.12, 1.09, 1.04]) * (0.85 + 0.12 * np.clip(z, -1.5, 2.4))[..., None]
    goods = (z < 0.5) & (np.sin(np.where(on_side, y, x) * 2.6) > -0.35)
    colour = np.where(goods[..., None], wall * f32([0.66, 0.63, 0.59]), wall)
    front = (~on_side) & (y < 0) & (z < 1.6) & (np.abs(x) < 6.5)
    mullion = np.abs(np.mod(x + 1.0, 2.0) - 1.0) < 0.05
    daylight = np.where(mullion[..., None], f32([0.3, 0.3, 0.3]), f32([2.6, 2.8, 3.1]))
    result: F32 = np.where(front[..., None], daylight, colour).astype(np.float32)
    return result


def make_environment(radiance: Callable[[F32], F32] = shop_radiance, white_up: float = 0.76) -> Environment:
    """Prefilters `radiance`; scaled so that a white upward surface sees irradiance over pi of `white_up`."""
    chain = [radiance(face_directions(FACE_PX * 2))]
    while chain[-1].shape[1] > 2:
        big = chain[-1]
        chain.append(big.reshape(6, big.shape[1] // 2, 2, big.shape[1] // 2, 2, 3).mean(axis=(2, 4)))
    sh = _harmonics(chain[2])
    up = sh[0] + sh[2] + 2.0 * sh[6]
    scale = f32(white_up / float(up.mean()))
    levels = [chain[1]]
    levels += [_prefiltered(chain[1:], FACE_PX >> i, i / (LEVELS - 1)) for i in range(1, LEVELS)]
    return Environment(tuple((level * scale).astype(np.float32) for level in levels), (sh * scale).astype(np.float32))


def cached_environment(cache: Path | None) -> Environment:
    """The shop's environment, from `cache` (a folder) when it was made before; computed in about a second otherwise."""
    if cache is None:
        return make_environment()
    path = cache / f"environment-{_VERSION}.npz"
    try:
        with np.load(path, allow_pickle=False) as stored:
            return Environment(tuple(stored[f"level{i}"] for i in range(LEVELS)), stored["sh"])
    except (OSError, EOFError, KeyError, ValueError, BadZipFile):
        made = make_environment()
    arrays: dict[str, F32] = {"sh": made.sh, **{f"level{i}": level for i, level in enumerate(made.levels)}}
    partial = path.with_suffix(".part.npz")
    try:
        cache.mkdir(parents=True, exist_ok=True)
        np.savez(partial, allow_pickle=False, **arrays)
        partial.replace(path)
    except OSError:  # a cache that cannot be written to costs the time again, no more
        with suppress(OSError):
            partial.unlink()
    return made


def _harmonics(faces: F32) -> F32:
    n = faces.shape[1]
    d = face_directions(n)
    axis = (np.arange(n) + 0.5) / n * 2.0 - 1.0
    weight = (1.0 + axis[:, None] ** 2 + axis[None, :] ** 2) ** -1.5
    weight = np.broadcast_to(weight / (weight.sum() * 6.0) * 4.0 * np.pi, faces.shape[:3])
    x, y, z = d[..., 0], d[..., 1], d[..., 2]
    one = np.ones_like(x)
    bases = [one, y, z, x, x * y, y * z, 3 * z * z - 1, x * z, x * x - y * y]
    norms = [0.282095] + [0.488603] * 3 + [1.092548, 1.092548, 0.315392, 1.092548, 0.546274]
    cosine = [1.0] + [2.0 / 3.0] * 3 + [0.25] * 5
    rows = []
    for basis, norm, lobe in zip(bases, norms, cosine, strict=True):
        projected = np.einsum("fij,fij,fijc->c", weight, basis * norm, faces)
        rows.append(projected * norm * lobe)
    return np.asarray(rows, dtype=np.float32)


def _prefiltered(chain: list[F32], n: int, roughness: float) -> F32:
    """GGX importance sampling with view = normal = mirror direction, reading smaller levels for rarer samples."""
    normals = face_directions(n).reshape(-1, 3)
    helper = np.where(np.abs(normals[:, 2:]) < 0.99, f32([0, 0, 1]), f32([1, 0, 0]))
    tangent = np.cross(helper, normals)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    bitangent = np.cross(normals, tangent)
    alpha2 = f32(roughness**4)
    u = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    phi = np.arange(_SAMPLES) * (np.pi * (3.0 - 5.0**0.5))
    cos_h = np.sqrt((1.0 - u) / (1.0 + (alpha2 - 1.0) * u))
    sin_h = np.sqrt(1.0 - cos_h**2)
    density = alpha2 / (np.pi * (cos_h**2 * (alpha2 - 1.0) + 1.0) ** 2) / 4.0
    texel = 4.0 * np.pi / (6.0 * chain[0].shape[1] ** 2)
    lods = np.clip(0.5 * np.log2(1.0 / (_SAMPLES * density * texel)) + 1.0, 0, len(chain) - 1)
    total = np.zeros((len(normals), 3), dtype=np.float32)
    weights = 0.0
    for i in range(_SAMPLES):
        local = np.array([sin_h[i] * np.cos(phi[i]), sin_h[i] * np.sin(phi[i]), cos_h[i]], dtype=np.float32)
        light = 2.0 * cos_h[i] * local - f32([0, 0, 1])
        if light[2] <= 0.0:
            continue
        d = tangent * light[0] + bitangent * light[1] + normals * light[2]
        total += lookup(chain[round(float(lods[i]))], d) * light[2]
        weights += float(light[2])
    return (total / f32(weights)).reshape(6, n, n, 3)


def lookup(faces: F32, d: F32) -> F32:
    """Bilinear samples of a cube map (6, n, n, 3) in directions (k, 3); edges are clamped to their face."""
    n = faces.shape[1]
    magnitude = np.abs(d)
    axis = magnitude.argmax(axis=1)
    major = np.take_along_axis(d, axis[:, None], axis=1)[:, 0]
    face = axis * 2 + (major < 0)
    x, y, z = d[:, 0], d[:, 1], d[:, 2]
    s = np.choose(face, [-z, z, x, x, x, -x]) / np.abs(major)
    t = np.choose(face, [-y, -y, z, -z, -y, -y]) / np.abs(major)
    px = np.clip((s + 1.0) * 0.5 * n - 0.5, 0.0, n - 1.0)
    py = np.clip((t + 1.0) * 0.5 * n - 0.5, 0.0, n - 1.0)
    x0, y0 = px.astype(np.int32), py.astype(np.int32)
    x1, y1 = np.minimum(x0 + 1, n - 1), np.minimum(y0 + 1, n - 1)
    fx, fy = (px - x0)[:, None].astype(np.float32), (py - y0)[:, None].astype(np.float32)
    top = faces[face, y0, x0] * (1 - fx) + faces[face, y0, x1] * fx
    bottom = faces[face, y1, x0] * (1 - fx) + faces[face, y1, x1] * fx
    mixed: F32 = top * (1 - fy) + bottom * fy
    return mixed
