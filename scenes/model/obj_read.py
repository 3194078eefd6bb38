"""Reads Wavefront OBJ with MTL into a `Model`."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from scenes.model.beside import Resolve, checked_path
from scenes.model.errors import ModelError
from scenes.model.limits import Limits, Meter
from scenes.model.normals import shade, unit
from scenes.model.notes import Note, Notes
from scenes.model.obj.mtl import MtlEntry, as_material, built_in, read_mtl
from scenes.model.obj.pictures import MtlPictures
from scenes.model.obj.polygons import triangulate
from scenes.model.obj.text import ObjText, read_text
from scenes.model.values import F32, Material, Model, Primitive

I64 = NDArray[np.int64]


def read_obj(
    data: bytes, limits: Limits | None = None, resolve: Resolve | None = None, double_sided: bool = False
) -> Model:
    """The model in an OBJ file, in the file's unit and axes; one primitive for each material.

    `resolve` gives the MTL file and pictures by the path written in the file; what it cannot give is left out with a
    note. Polygons are cut into triangles; missing normals are computed. A material that no library describes gets the
    look that its name has in Java3D's built-in library, or grey.

    Raises:
        ModelError: the file is damaged, exceeds the limits or shows nothing.
    """
    limits = limits or Limits()
    if len(data) > limits.max_bytes:
        raise ModelError(f"The file is larger than {limits.max_bytes // 2**20} MB.")
    meter, notes = Meter(limits), Notes()
    # numpy warns of overflows on hostile numbers; the results are checked instead.
    with np.errstate(all="ignore"):
        text = read_text(data, meter)
        if len(text.names) > limits.max_materials:
            raise ModelError(f"The model has more than {limits.max_materials:,} materials.")
        mesh = _Mesh(text, meter, notes)
    entries = _entries(text, limits, resolve, notes)
    pictures = MtlPictures(meter, resolve, notes)
    materials = tuple(pictures.dress(as_material(entry), entry, double_sided) for entry in entries)
    primitives = tuple(mesh.primitive(index, materials[index]) for index in range(len(entries)) if mesh.has(index))
    if not primitives:
        raise ModelError("The file holds no surface that could be shown.")
    return Model(primitives, materials, tuple(pictures.textures), notes=notes.all)


def _entries(text: ObjText, limits: Limits, resolve: Resolve | None, notes: Notes) -> list[MtlEntry]:
    """The material of each name that faces wear."""
    library: dict[str, MtlEntry] = {}
    for name in text.libraries[:20]:
        for candidate in dict.fromkeys([name, *re.findall(r"\S+\.mtl", name, re.I)]):
            found = _beside(candidate, limits, resolve)
            if found is not None:
                library.update(read_mtl(found, limits.max_materials))
                break
        else:
            notes.add(Note("materials_missing"))
    return [library.get(name) or built_in(name) for name in text.names]


def _beside(path: str, limits: Limits, resolve: Resolve | None) -> bytes | None:
    if resolve is None:
        return None
    try:
        found = resolve(checked_path(path))
    except (OSError, LookupError, ValueError, ModelError):
        return None
    return found if len(found) <= limits.max_json_bytes else None


class _Mesh:
    """All faces as triangles over unified vertices, to be split by material."""

    def __init__(self, text: ObjText, meter: Meter, notes: Notes) -> None:
        triangles, owner = triangulate(text.positions, text.corners[:, 0], text.sizes)
        meter.take_triangles(len(triangles))
        corners = text.corners
        bad = ~(np.abs(text.positions).max(axis=1) <= meter.limits.max_size)
        if bad.any():
            good = ~bad[corners[:, 0][triangles]].any(axis=1)
            if good.sum() < 0.95 * len(triangles):
                raise ModelError("The file is damaged: many of its coordinates are not numbers.")
            notes.add(Note("triangles_left_out", (("number", str(int((~good).sum()))),)))
            triangles, owner = triangles[good], owner[good]
        if not len(triangles):
            raise ModelError("The file holds no surface that could be shown.")
        self._material = text.material[owner]
        used = corners[triangles.reshape(-1)]
        vertex = used[:, 0]
        positions = np.where(bad[:, None], 0.0, text.positions) if bad.any() else text.positions
        if (used[:, 2] >= 0).all() and np.isfinite(text.normals).all():
            normals = unit(text.normals).astype(np.float32)[used[:, 2]]
        else:
            shaded = shade(positions, vertex.reshape(-1, 3))
            normals = shaded.normals[shaded.triangles.reshape(-1)]
        self._uv_given = used[:, 1] >= 0
        self._corners = (vertex, used[:, 1], normals)
        self._positions = positions.astype(np.float32)
        self._uvs = np.nan_to_num(text.uvs).astype(np.float32)
        self._colors = text.colors
        meter.take_vertices(len(positions))

    def has(self, material: int) -> bool:
        """Whether any triangle wears the material."""
        return bool((self._material == material).any())

    def primitive(self, index: int, material: Material) -> Primitive:
        """The triangles that wear one material."""
        chosen = np.repeat(self._material == index, 3)
        vertex, uv, normals = (values[chosen] for values in self._corners)
        textured = bool(material.textures) and bool(self._uv_given[chosen].any())
        if not textured:
            uv = np.full(len(vertex), -1)
        first, triangles = _unify(vertex, uv, normals)
        vertex, uv = vertex[first], uv[first]
        uv0: F32 | None = None
        if textured:
            uv0 = np.where(uv[:, None] >= 0, self._uvs[np.maximum(uv, 0)], np.float32(0.0))
            uv0[:, 1] = 1.0 - uv0[:, 1]
        colors: F32 | None = None
        if self._colors is not None:
            rgb = np.clip(np.nan_to_num(self._colors[vertex]), 0.0, 1.0).astype(np.float32)
            colors = np.concatenate([rgb, np.ones((len(rgb), 1), np.float32)], axis=1)
        return Primitive(
            positions=self._positions[vertex],
            normals=normals[first],
            triangles=triangles,
            material=index,
            uv0=uv0,
            colors=colors,
            part=material.name,
        )


def _unify(vertex: I64, uv: I64, normals: F32) -> tuple[I64, NDArray[np.uint32]]:
    """Which corners become vertices, and (m, 3) triangles over those."""
    grid = np.round((normals + 1.0) * 250.0).astype(np.int64)
    direction = (grid[:, 0] << 18) | (grid[:, 1] << 9) | grid[:, 2]
    # Vertex, direction and uv together need more than 64 bits, so the keys are made in two steps.
    _, place = np.unique((vertex << 27) | direction, return_inverse=True)
    _, first, inverse = np.unique((place.astype(np.int64) << 24) | (uv + 1), return_index=True, return_inverse=True)
    return np.asarray(first, np.int64), inverse.reshape(-1, 3).astype(np.uint32)
