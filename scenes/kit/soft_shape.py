"""Flat shapes whose colour runs from one point to the next."""

from __future__ import annotations

from collections.abc import Sequence

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
    TransparencyAttrib,
)

from scenes.kit.flat_card import Colour, Point
from scenes.kit.renderer import Renderer


def soft_shape(
    renderer: Renderer, parent: NodePath, points: Sequence[tuple[Point, Colour]],
    faces: Sequence[tuple[int, int, int]], order: int,
) -> NodePath:  # fmt: skip
    """Unlit triangles over everything; colours are sRGB and alpha as they are shown. The higher `order` hides."""
    data = GeomVertexData("soft", GeomVertexFormat.get_v3c4t2(), Geom.UH_static)
    data.set_num_rows(len(points))
    vertex, paint = GeomVertexWriter(data, "vertex"), GeomVertexWriter(data, "color")
    for point, colour in points:
        vertex.set_data3(*point)
        paint.set_data4(*colour)
    primitive = GeomTriangles(Geom.UH_static)
    for face in faces:
        primitive.add_vertices(*face)
    geom = Geom(data)
    geom.add_primitive(primitive)
    node = GeomNode("soft")
    node.add_geom(geom)
    path: NodePath = parent.attach_new_node(node)
    renderer.programs.dress(path, "flat", "line")
    path.set_attrib(CullFaceAttrib.make(CullFaceAttrib.M_cull_none))
    path.set_transparency(TransparencyAttrib.M_alpha)
    path.set_attrib(DepthTestAttrib.make(RenderAttrib.M_always))
    path.set_bin("overlay", order)
    path.set_depth_write(False)  # a runtime that is told of depths must not take a veil for a wall
    return path
