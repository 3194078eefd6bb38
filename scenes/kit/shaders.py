"""Shader programs: files of this package behind a header of constants."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from panda3d.core import Camera, NodePath, PreparedGraphicsObjects, RenderState, Shader

_FOLDER = Path(__file__).parent / "shaders"
PROGRAMS = (
    ("static", "static"), ("static", "pane"), ("static", "decal"), ("product", "floor"), ("product", "card"),
    ("product", "product"), ("product", "product", "BLENDED"), ("flat", "screen"), ("flat", "line"),
)  # fmt: skip
"""What a store and all in front of it wears."""
_UNLIT = ("screen", "line", "decal", "mirror", "depths")
"""Programs that take no part in the light."""


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


@dataclass(frozen=True, eq=False)
class _Program:
    """A program for a plain view, its twin for two eyes, the state that wears the twin, the tag that leads to it."""

    tag: str
    plain: Shader
    twin: Shader
    both_eyes: RenderState


class Programs:
    """All programs of one renderer, made on first use.

    What is drawn wears the program of a plain view, and a tag by which a camera of two eyes finds its own: see `watch`.
    """

    TAG = "program"

    def __init__(self, lighting: Lighting) -> None:
        self._lighting = lighting
        self._made: dict[tuple[str, ...], _Program] = {}
        self._watching: list[Camera] = []

    def dress(self, path: NodePath, vertex: str, fragment: str, *defines: str) -> None:
        """Draws what is at `path` with the program of `vertex`.vert and `fragment`.frag with these switches defined."""
        made = self._made.get((vertex, fragment, *defines)) or self._add(vertex, fragment, *defines)
        path.set_shader(made.plain)
        path.set_tag(self.TAG, made.tag)

    def _add(self, vertex: str, fragment: str, *defines: str) -> _Program:
        both = NodePath("both eyes")
        twin = self._make(vertex, fragment, *defines, "TWO_EYES")
        both.set_shader(twin)
        # Looked up for each node in each frame: a short word needs no memory of its own.
        made = _Program(str(len(self._made)), self._make(vertex, fragment, *defines), twin, both.get_state())
        self._made[vertex, fragment, *defines] = made
        for camera in self._watching:
            camera.set_tag_state(made.tag, made.both_eyes)
        return made

    def _make(self, vertex: str, fragment: str, *defines: str) -> Shader:
        head = header(self._lighting, *defines)
        vert = head + _read("views.glsl") + _read(f"{vertex}.vert")
        frag = head + ("" if fragment in _UNLIT else _read("lighting.glsl")) + _read(f"{fragment}.frag")
        return Shader.make(Shader.SL_GLSL, vert, frag)

    def prepare(self, objects: PreparedGraphicsObjects) -> None:
        """Has every program for two eyes compiled before the next frame: later it would be a frame that comes late."""
        for words in PROGRAMS:
            made = self._made.get(words) or self._add(*words)
            made.twin.prepare(objects)

    def made(self) -> frozenset[tuple[str, ...]]:
        """Vertex and fragment program and switches of all that were made."""
        return frozenset(self._made)

    def watch(self, camera: Camera) -> None:
        """From now on this camera sees with two eyes (views.glsl), whatever programs are made later."""
        camera.set_tag_state_key(self.TAG)
        for made in self._made.values():
            camera.set_tag_state(made.tag, made.both_eyes)
        self._watching.append(camera)

    def forget(self, camera: Camera) -> None:
        """The camera is gone; idempotent."""
        if camera in self._watching:
            self._watching.remove(camera)


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
