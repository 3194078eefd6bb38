"""Numpy arrays to Panda3D geometry by whole-buffer copies."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    Geom,
    GeomEnums,
    GeomTriangles,
    GeomVertexArrayFormat,
    GeomVertexData,
    GeomVertexFormat,
    InternalName,
)

from scenes.kit.arrays import f32

VERTEX = np.dtype(
    [
        ("position", "<f4", 3),
        ("normal", "<f4", 3),
        ("uv", "<f4", 2),
        ("color", "u1", 4),
        ("surface", "u1", 4),
        ("slot", "<f4"),
    ]
)
"""One vertex of anything drawn: colour is the square root of linear base colour (dark tones keep apart in a byte) and
alpha; surface is roughness, metallic, occlusion, layer."""


@dataclass(frozen=True, eq=False)
class Mesh:
    """Triangles in the shop's axes. vertices: (n,) of VERTEX; triangles: (m, 3) uint32, counter-clockwise."""

    vertices: NDArray[np.void]
    triangles: NDArray[np.uint32]

    def moved(self, x_m: float, y_m: float, z_m: float, heading_rad: float = 0.0) -> Mesh:
        """A copy turned about z and then shifted."""
        c, s = f32(np.cos(heading_rad)), f32(np.sin(heading_rad))
        vertices = self.vertices.copy()
        p, n = self.vertices["position"], self.vertices["normal"]
        vertices["position"][:, 0] = p[:, 0] * c - p[:, 1] * s + x_m
        vertices["position"][:, 1] = p[:, 0] * s + p[:, 1] * c + y_m
        vertices["position"][:, 2] = p[:, 2] + z_m
        vertices["normal"][:, 0] = n[:, 0] * c - n[:, 1] * s
        vertices["normal"][:, 1] = n[:, 0] * s + n[:, 1] * c
        return replace(self, vertices=vertices)

    def with_slot(self, slot: int) -> Mesh:
        """A copy whose vertices all belong to one slot (1 and up; 0 is always shown)."""
        vertices = self.vertices.copy()
        vertices["slot"] = slot
        return replace(self, vertices=vertices)


def empty_mesh() -> Mesh:
    """No triangles."""
    return Mesh(np.zeros(0, dtype=VERTEX), np.zeros((0, 3), dtype=np.uint32))


def joined(meshes: list[Mesh]) -> Mesh:
    """All triangles in one mesh."""
    if not meshes:
        return empty_mesh()
    starts = np.cumsum([0] + [len(mesh.vertices) for mesh in meshes[:-1]])
    triangles = [mesh.triangles + np.uint32(start) for mesh, start in zip(meshes, starts, strict=True)]
    return Mesh(np.concatenate([mesh.vertices for mesh in meshes]), np.concatenate(triangles).astype(np.uint32))


def vertex_format() -> GeomVertexFormat:
    """Panda3D's description of VERTEX."""
    array = GeomVertexArrayFormat()
    array.add_column(InternalName.get_vertex(), 3, GeomEnums.NT_float32, GeomEnums.C_point)
    array.add_column(InternalName.get_normal(), 3, GeomEnums.NT_float32, GeomEnums.C_normal)
    array.add_column(InternalName.get_texcoord(), 2, GeomEnums.NT_float32, GeomEnums.C_texcoord)
    array.add_column(InternalName.get_color(), 4, GeomEnums.NT_uint8, GeomEnums.C_color)
    array.add_column(InternalName.make("surface"), 4, GeomEnums.NT_uint8, GeomEnums.C_color)
    array.add_column(InternalName.make("slot"), 1, GeomEnums.NT_float32, GeomEnums.C_other)
    made = GeomVertexFormat()
    made.add_array(array)
    return GeomVertexFormat.register_format(made)


def to_geom(mesh: Mesh) -> Geom:
    """A static Geom of the mesh; two memory copies, whatever its size."""
    data = GeomVertexData("mesh", vertex_format(), Geom.UH_static)
    data.unclean_set_num_rows(len(mesh.vertices))
    memoryview(data.modify_array(0)).cast("B")[:] = np.ascontiguousarray(mesh.vertices).view(np.uint8).data
    primitive = GeomTriangles(Geom.UH_static)
    primitive.set_index_type(GeomEnums.NT_uint32)
    indices = primitive.modify_vertices(mesh.triangles.size)
    indices.unclean_set_num_rows(mesh.triangles.size)
    memoryview(indices).cast("B")[:] = (
        np.ascontiguousarray(mesh.triangles, dtype=np.uint32).view(np.uint8).reshape(-1).data
    )
    geom = Geom(data)
    geom.add_primitive(primitive)
    return geom
