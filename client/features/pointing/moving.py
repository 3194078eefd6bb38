"""A shape whose points move every frame: triangles that stay, places and colours written as whole arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    CullFaceAttrib,
    DepthTestAttrib,
    Geom,
    GeomEnums,
    GeomNode,
    GeomTriangles,
    GeomVertexData,
    GeomVertexFormat,
    NodePath,
    OmniBoundingVolume,
    RenderAttrib,
    TransparencyAttrib,
)

from scenes.kit.renderer import Renderer

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]
Faces = NDArray[np.uint16]

_ROW = np.dtype([("place", "<f4", 3), ("colour", "u1", 4), ("uv", "<f4", 2)])


class MovingShape:
    """`count` points and (n, 3) faces. One Geom, unlit; colours are sRGB and alpha as they are shown.

    order: what is drawn over everything, the higher the later; None is solid, and hidden by what is before it.
    """

    def __init__(
        self, renderer: Renderer, parent: NodePath, name: str, count: int, faces: Faces, order: int | None
    ) -> None:
        self._rows = np.zeros(count, _ROW)
        self._data = GeomVertexData(name, GeomVertexFormat.get_v3c4t2(), Geom.UH_dynamic)
        self._data.unclean_set_num_rows(count)
        triangles = GeomTriangles(Geom.UH_static)
        triangles.set_index_type(GeomEnums.NT_uint16)
        indices = triangles.modify_vertices()
        indices.unclean_set_num_rows(faces.size)
        memoryview(indices).cast("B")[:] = np.ascontiguousarray(faces, np.uint16).tobytes()
        geom = Geom(self._data)
        geom.add_primitive(triangles)
        node = GeomNode(name)
        node.add_geom(geom)
        # Its points move by themselves: worked-out bounds would always be those of some frame before.
        node.set_bounds(OmniBoundingVolume())
        node.set_final(True)
        self._node = node
        self.path: NodePath = parent.attach_new_node(node)
        renderer.programs.dress(self.path, "flat", "line")
        self.path.set_attrib(CullFaceAttrib.make(CullFaceAttrib.M_cull_none))
        if order is not None:
            self.path.set_transparency(TransparencyAttrib.M_alpha)
            self.path.set_attrib(DepthTestAttrib.make(RenderAttrib.M_always))
            self.path.set_bin("overlay", order)

    def lie_in_the_store(self, root: NodePath) -> None:
        """Goes to a node of the store itself: what stands before it hides it, and floors do not fight with it."""
        self.path.reparent_to(root)
        self.path.set_attrib(DepthTestAttrib.make(RenderAttrib.M_less_equal))
        self.path.set_depth_write(False)
        self.path.set_depth_offset(2)
        self.path.set_bin("transparent", 0)

    def write(self, places: NDArray[np.floating], colours: U8 | None = None) -> None:
        """(count, 3) metres and (count, 4) RGBA; without colours those of before stay."""
        self._rows["place"] = places
        if colours is not None:
            self._rows["colour"] = colours
        data = self._node.modify_geom(0).modify_vertex_data()
        memoryview(data.modify_array(0)).cast("B")[:] = self._rows.tobytes()

    def show(self, on: bool) -> None:
        """Shows or hides it."""
        if on == self.path.is_stashed():
            (self.path.unstash if on else self.path.stash)()
