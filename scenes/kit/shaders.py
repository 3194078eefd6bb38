"""Shader programs: files of this package behind a header of constants."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from panda3d.core import Shader

_FOLDER = Path(__file__).parent / "shaders"


@dataclass(frozen=True, eq=False)
class Lighting:
    """What every surface is lit by. Radiance is linear; `key_direction` points to the light, in world axes.

    sh: (9, 3), see `environment.Environment`. Constants are baked into the programs: they cost nothing per Geom.
    """

    sh: NDArray[np.float32]
    last_mip: int
    key_direction: tuple[float, float, float] = (-0.32, -0.55, 0.77)
    key_color: tuple[float, float, float] = (0.38, 0.355, 0.32)
    exposure: float = 1.1


def _vec3(values: object) -> str:
    return "vec3({:.7g}, {:.7g}, {:.7g})".format(*np.asarray(values, dtype=np.float64))


def header(lighting: Lighting, *defines: str) -> str:
    """The lines before every program: version, switches, constants."""
    rows = ", ".join(_vec3(row) for row in lighting.sh)
    key = np.asarray(lighting.key_direction) / np.linalg.norm(lighting.key_direction)
    lines = ["#version 330", *(f"#define {name}" for name in defines)]
    lines += [f"const vec3 ENV_SH[9] = vec3[9]({rows});", f"const float ENV_LAST_MIP = {lighting.last_mip:.1f};"]
    lines += [f"const vec3 KEY_DIRECTION = {_vec3(key)};", f"const vec3 KEY_COLOR = {_vec3(lighting.key_color)};"]
    lines += [f"const float EXPOSURE = {lighting.exposure:.6g};"]
    return "\n".join(lines) + "\n"


class Programs:
    """All programs of one renderer, made on first use."""

    def __init__(self, lighting: Lighting) -> None:
        self._lighting = lighting
        self._made: dict[tuple[str, str, tuple[str, ...]], Shader] = {}

    def get(self, vertex: str, fragment: str, *defines: str) -> Shader:
        """The program of `vertex`.vert and `fragment`.frag with these switches defined."""
        key = (vertex, fragment, defines)
        if key not in self._made:
            head = header(self._lighting, *defines)
            common = (_FOLDER / "lighting.glsl").read_text(encoding="utf-8")
            vert = head + (_FOLDER / f"{vertex}.vert").read_text(encoding="utf-8")
            frag = head + common + (_FOLDER / f"{fragment}.frag").read_text(encoding="utf-8")
            if fragment in ("screen", "line", "decal"):
                frag = head + (_FOLDER / f"{fragment}.frag").read_text(encoding="utf-8")
            self._made[key] = Shader.make(Shader.SL_GLSL, vert, frag)
        return self._made[key]
