"""Small helpers shared by the families of electronics, bags, shoes, clothes, cosmetics and toys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from inference.families.geometry import Mesh
from inference.families.materials import COLOURS, Colour, Finish, Rgb, plain
from inference.families.values import Look, Params
from scenes.model.values import Material, Model, Texture, TextureUse

F64 = NDArray[np.float64]
U8 = NDArray[np.uint8]
SHOE_TURN_RAD = -0.95
"""Pairs of shoes stand turned this far from the front, so that their side is seen."""


Way = tuple[Colour, Sequence[tuple[str, Finish]]]
"""A colour and the finishes of its look."""


def steps(keys: Sequence[str], start: str, jumps: Sequence[int]) -> list[str]:
    """`start` and the keys so many places further on, without repeats."""
    first = list(keys).index(start)
    out = [keys[(first + jump) % len(keys)] for jump in (0, *jumps)]
    return list(dict.fromkeys(out))


def colour_looks(ways: Sequence[Way]) -> tuple[Look, ...]:
    """Looks named by their main colour."""
    return tuple(Look(colour.key, colour.en, colour.zh, tuple(finishes)) for colour, finishes in ways)


def named(finish: Finish, en: str, zh: str) -> Finish:
    """The finish under another name; the colour in front of it is not part of the material."""
    first = next((c.en for c in COLOURS.values() if en.startswith(f"{c.en} ")), "")
    return replace(finish, label_en=en, label_zh=zh, material_en=en.removeprefix(first).strip())


def tint(key: str, colour: str, roughness: float, metallic: float = 0.0, shade: float = 0.0, **more: float) -> Finish:
    """An untextured finish in a palette colour: anodised or lacquered shells, gloss, satin."""
    from inference.families.materials import shaded

    c = COLOURS[colour]
    made = plain(f"{key}_{colour}", shaded(c.rgb, shade), roughness, metallic, **more)
    return replace(made, label_en=c.en, label_zh=c.zh)


def anodised(colour: str, shade: float = 0.0) -> Finish:
    """Bead-blasted aluminium in a colour."""
    made = tint("anodised", colour, 0.36, 0.85, shade)
    return replace(made, material_en="aluminium", label_en=f"{made.label_en} aluminium", label_zh=f"{made.label_zh}铝")


def black_glass() -> Finish:
    """The dark front of a screen or a lens."""
    made = plain("black_glass", (0.025, 0.027, 0.032), 0.08, clearcoat=1.0)
    return replace(made, label_en="glass", label_zh="玻璃", material_en="glass")


def pictured(
    model: Model,
    part: str,
    pixels: U8,
    emission: float = 0.0,
    roughness: float = 0.5,
    clearcoat: float = 0.0,
    metallic: float = 0.0,
) -> Model:
    """The model with a picture on a part: its UVs' extent becomes the whole picture. Four channels cut out by alpha.

    emission: above 0 the part glows with the picture, as a screen does.
    """
    masked = pixels.shape[2] == 4
    texture = len(model.textures)
    use = TextureUse(texture)
    glow = emission > 0
    material = Material(
        name=f"picture_{part}",
        base_color=(0.02, 0.02, 0.02, 1.0) if glow else (1.0, 1.0, 1.0, 1.0),
        roughness=roughness,
        metallic=metallic,
        clearcoat=clearcoat,
        clearcoat_roughness=0.05 if clearcoat else 0.0,
        emissive=(emission, emission, emission),
        alpha_mode="MASK" if masked else "OPAQUE",
        textures=(("emissive", use),) if glow else (("base_color", use),),
    )
    index = len(model.materials)
    primitives = []
    for p in model.primitives:
        if p.part != part or p.uv0 is None:
            primitives.append(p)
            continue
        low, high = p.uv0.min(axis=0), p.uv0.max(axis=0)
        uv = (p.uv0 - low) / np.maximum(high - low, 1e-9)
        primitives.append(replace(p, material=index, uv0=uv.astype(np.float32), variant_materials=()))
    return replace(
        model,
        primitives=tuple(primitives),
        materials=(*model.materials, material),
        textures=(*model.textures, Texture(pixels, "clamp")),
    )


def facing(mesh: Mesh, axis: Literal["x", "y", "z"]) -> Mesh:
    """UVs laid flat across an axis: seen along z (from the front), y (from above) or x (from the right)."""
    p = mesh.positions
    uv = {"z": (p[:, 0], -p[:, 1]), "y": (p[:, 0], p[:, 2]), "x": (-p[:, 2], -p[:, 1])}[axis]
    return replace(mesh, uv=np.stack(uv, axis=1))


def plate(width: float, height: float, columns: int = 1, rows: int = 1) -> Mesh:
    """A flat rectangle that faces +Z, centred at the origin, for pictures."""
    from inference.families.geometry import grid_mesh

    x, y = np.meshgrid(np.linspace(-width / 2, width / 2, columns + 1), np.linspace(-height / 2, height / 2, rows + 1))
    grid = np.stack([x, y, 0 * x], axis=2)
    return grid_mesh(grid, uv=np.stack([x, -y], axis=2))


def seeded(params: Params, salt: str) -> np.random.Generator:
    """Random numbers that depend on the member alone (its discrete choices and rounded numbers)."""
    import zlib

    text = salt + "|" + "|".join(f"{k}={v}" for k, v in params.items() if isinstance(v, str | int))
    return np.random.default_rng(zlib.crc32(text.encode()))


def contrast(colour: Rgb) -> Rgb:
    """Near-white on dark colours, near-black on light ones."""
    light = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
    return (0.1, 0.1, 0.11) if light > 0.5 else (0.95, 0.94, 0.91)


def ellipsoid(rx: float, ry: float, rz: float, segments: int = 24, rings: int = 0) -> Mesh:
    """An ellipsoid centred at the origin."""
    from inference.families.solids import lathe

    t = np.linspace(-np.pi / 2, np.pi / 2, rings or max(6, segments // 2))
    ball = lathe(np.stack([np.maximum(np.cos(t), 0.0) * (np.abs(t) < 1.5707), np.sin(t)], axis=1), segments, 180)
    scaled = ball.scaled(rx, ry, rz)
    return replace(scaled, uv=ball.uv * max(rx, rz))


def shifted(point: F64, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> F64:
    """A point, or points, moved."""
    return np.asarray(point + np.array([x, y, z]), dtype=np.float64)
