"""Flat things of the front layer: a card that shows a picture as it is, and coloured triangles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    CullFaceAttrib,
    DepthTestAttrib,
    Geom,
    GeomNode,
    GeomTriangles,
    GeomVertexData,
    GeomVertexFormat,
    GeomVertexWriter,
    NodePath,
    RenderAttrib,
    SamplerState,
    Texture,
    TransparencyAttrib,
)

from scenes.kit.renderer import Renderer

Point = tuple[float, float, float]
Colour = tuple[float, float, float, float]
U8 = NDArray[np.uint8]


def triangles_node(
    name: str, points: Sequence[Point], faces: Sequence[tuple[int, int, int]], colour: Colour
) -> GeomNode:
    """Coloured triangles. The first four points carry the corners of a picture, in the order of `corners`."""
    data = GeomVertexData(name, GeomVertexFormat.get_v3c4t2(), Geom.UH_dynamic)
    data.set_num_rows(len(points))
    vertex, paint, uv = (GeomVertexWriter(data, column) for column in ("vertex", "color", "texcoord"))
    for index, point in enumerate(points):
        vertex.set_data3(*point)
        paint.set_data4(*colour)
        uv.set_data2(float(index in (1, 2)), float(index in (2, 3)))
    primitive = GeomTriangles(Geom.UH_dynamic)
    for face in faces:
        primitive.add_vertices(*face)
    geom = Geom(data)
    geom.add_primitive(primitive)
    node = GeomNode(name)
    node.add_geom(geom)
    return node


class FlatCard:
    """A card of `size_m` facing -Y of its own space, with a picture of `size_px`. Shows it unlit, as it is."""

    def __init__(
        self, renderer: Renderer, parent: NodePath, size_m: tuple[float, float], size_px: tuple[int, int],
        *, on_top: bool = False,
    ) -> None:  # fmt: skip
        self.size_px = size_px
        w, h = size_m[0] / 2, size_m[1] / 2
        corners: list[Point] = [(-w, 0.0, -h), (w, 0.0, -h), (w, 0.0, h), (-w, 0.0, h)]
        self.path: NodePath = parent.attach_new_node(
            triangles_node("card", corners, [(0, 1, 2), (0, 2, 3)], (1.0, 1.0, 1.0, 1.0))
        )
        self._texture = Texture("card")
        self._texture.setup_2d_texture(*size_px, Texture.T_unsigned_byte, Texture.F_rgba)
        self._texture.set_minfilter(SamplerState.FT_linear_mipmap_linear)
        self._texture.set_magfilter(SamplerState.FT_linear)
        self._texture.set_anisotropic_degree(renderer.anisotropy)
        self._texture.set_wrap_u(SamplerState.WM_clamp)
        self._texture.set_wrap_v(SamplerState.WM_clamp)
        renderer.programs.dress(self.path, "flat", "screen")
        self.path.set_shader_inputs(picture=self._texture, panel=(*size_m, 0.0, 0.0))
        self.path.set_transparency(TransparencyAttrib.M_alpha)
        self.path.set_attrib(CullFaceAttrib.make(CullFaceAttrib.M_cull_none))
        if on_top:
            self.path.set_attrib(DepthTestAttrib.make(RenderAttrib.M_always))
            self.path.set_bin("overlay", 20)

    def upload(self, bgra: memoryview | bytes) -> None:
        """Blue, green, red, alpha bytes of `size_px`, bottom row first."""
        memoryview(self._texture.modify_ram_image()).cast("B")[:] = memoryview(bgra).cast("B")

    def upload_rgba(self, pixels: U8) -> None:
        """(height, width, 4) RGBA, row 0 on top."""
        self.upload(np.ascontiguousarray(pixels[::-1][..., [2, 1, 0, 3]]).reshape(-1).data)

    def close(self) -> None:
        """Removes it and lets its texture go; idempotent."""
        if not self.path.is_empty():
            self.path.remove_node()
            self._texture.release_all()


def flat_shape(
    renderer: Renderer, parent: NodePath, points: Sequence[Point], faces: Sequence[tuple[int, int, int]],
    colour: Colour, *, on_top: bool = False,
) -> NodePath:  # fmt: skip
    """Unlit triangles in one colour (sRGB and alpha as they are shown)."""
    path: NodePath = parent.attach_new_node(triangles_node("shape", points, faces, colour))
    renderer.programs.dress(path, "flat", "line")
    path.set_attrib(CullFaceAttrib.make(CullFaceAttrib.M_cull_none))
    path.set_transparency(TransparencyAttrib.M_alpha)
    if on_top:
        path.set_attrib(DepthTestAttrib.make(RenderAttrib.M_always))
        path.set_bin("overlay", 10)
    return path
