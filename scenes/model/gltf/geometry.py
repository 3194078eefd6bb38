"""Meshes of a glTF file: every way to store triangles becomes plain triangle lists in the world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.model.errors import ModelError
from scenes.model.gltf.buffers import Buffers
from scenes.model.gltf.draco import unpack_draco
from scenes.model.gltf.json_view import View
from scenes.model.gltf.nodes import Placed
from scenes.model.limits import Meter
from scenes.model.normals import shade, unit
from scenes.model.notes import AddNote, Note
from scenes.model.transform import cofactors
from scenes.model.values import F32

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]
Attributes = dict[str, F32]

_TRIANGLES = 4
_WIDTHS = {"POSITION": (3,), "NORMAL": (3,), "TEXCOORD_0": (2,), "TEXCOORD_1": (2,), "COLOR_0": (3, 4)}


@dataclass
class Raw:
    """One primitive as in the file, before its node moves it. Arrays run over the same vertices."""

    attributes: Attributes
    triangles: I64
    morphs: list[Attributes]
    joints: I64 | None = None
    weights: F32 | None = None


class GeometryReader:
    """Reads primitives; each one once, however often its mesh is used."""

    def __init__(self, buffers: Buffers, meter: Meter, note: AddNote) -> None:
        self._buffers, self._meter, self._note = buffers, meter, note

    def read(self, view: View) -> Raw | None:
        """A primitive's vertices and triangles, or None when it has no triangles to show."""
        mode = view.integer_or("mode", _TRIANGLES, 0, 7)
        if mode < _TRIANGLES:
            self._note(Note("points_left_out"))
            return None
        packed = view.extension("KHR_draco_mesh_compression")
        sources = self._sources(view.child("attributes"))
        if "POSITION" not in sources:
            self._note(Note("part_left_out"))
            return None
        limits = self._meter.limits
        count = self._buffers.length(sources["POSITION"])
        if count > limits.max_vertices:
            raise ModelError(f"The model has more than {limits.max_vertices:,} vertices.")
        joints: I64 | None = None
        if packed is not None:
            attributes, corners, joints = unpack_draco(packed, self._buffers, sources, count, view, self._meter)
        else:
            attributes = self._attributes(sources, _WIDTHS)
            corners = self._corners(view, count)
            if "JOINTS_0" in sources and "WEIGHTS_0" in sources:
                joints = self._buffers.joints(sources["JOINTS_0"], limits.max_vertices)
        if "WEIGHTS_0" in sources and joints is not None and "WEIGHTS_0" not in attributes:
            attributes["WEIGHTS_0"] = self._buffers.floats(sources["WEIGHTS_0"], (4,), limits.max_vertices)
        triangles = _as_triangles(corners, mode)
        return self._checked(view, attributes, triangles, joints)

    def _checked(self, view: View, attributes: Attributes, triangles: I64, joints: I64 | None) -> Raw | None:
        count = len(attributes["POSITION"])
        lengths = {len(values) for values in attributes.values()} | ({len(joints)} if joints is not None else set())
        if lengths != {count}:
            raise view.fail("has attributes of different lengths")
        if len(triangles) and int(triangles.max()) >= count:
            raise view.fail("has triangles between vertices that are not there")
        triangles = self._without_broken(attributes, triangles)
        if not len(triangles):
            return None
        if "POSITION" in attributes and "NORMAL" in attributes and not np.isfinite(attributes["NORMAL"]).all():
            del attributes["NORMAL"]
        for name in ("TEXCOORD_0", "TEXCOORD_1", "COLOR_0"):
            if name in attributes and not np.isfinite(attributes[name]).all():
                attributes[name] = np.nan_to_num(attributes[name], nan=0.0, posinf=1.0, neginf=0.0)
        raw = Raw(attributes, triangles, self._morphs(view, count), joints, attributes.pop("WEIGHTS_0", None))
        return _compact(raw)

    def _sources(self, attributes: View) -> dict[str, int]:
        most = self._buffers.accessor_count
        wanted = (*_WIDTHS, "JOINTS_0", "WEIGHTS_0")
        found = {name: attributes.integer(name, 0, most) for name in wanted}
        return {name: index for name, index in found.items() if index is not None}

    def _attributes(self, sources: dict[str, int], widths: dict[str, tuple[int, ...]]) -> Attributes:
        most = self._meter.limits.max_vertices
        return {name: self._buffers.floats(sources[name], widths[name], most) for name in widths if name in sources}

    def _corners(self, view: View, count: int) -> I64:
        source = view.integer("indices", 0, self._buffers.accessor_count)
        if source is None:
            return np.arange(count)
        return self._buffers.indices(source, 3 * self._meter.limits.max_triangles)

    def _without_broken(self, attributes: Attributes, triangles: I64) -> I64:
        """Drops triangles with impossible coordinates; many of them mean that the file is damaged."""
        positions = attributes["POSITION"]
        good = np.abs(positions).max(axis=1) <= self._meter.limits.max_size
        # A comparison with NaN is false, so this finds those too.
        if good.all():
            return triangles
        kept: I64 = triangles[good[triangles].all(axis=1)]
        if len(kept) < 0.95 * len(triangles):
            raise ModelError("The file is damaged: many of its coordinates are not numbers.")
        self._note(Note("triangles_left_out", (("number", str(len(triangles) - len(kept))),)))
        return kept

    def _morphs(self, view: View, count: int) -> list[Attributes]:
        targets = view.items("targets", self._meter.limits.max_morph_targets)
        widths: dict[str, tuple[int, ...]] = {"POSITION": (3,), "NORMAL": (3,)}
        read = [self._attributes(self._sources(target), widths) for target in targets]
        if any(len(values) != count for target in read for values in target.values()):
            raise view.fail("has a morph target of a different length")
        return read


def _as_triangles(corners: I64, mode: int) -> I64:
    """(m, 3) triangles of a list (4), strip (5) or fan (6)."""
    if mode == _TRIANGLES:
        return corners[: len(corners) // 3 * 3].reshape(-1, 3)
    if len(corners) < 3:
        return np.zeros((0, 3), np.int64)
    if mode == 5:
        strip = np.stack([corners[:-2], corners[1:-1], corners[2:]], axis=1)
        strip[1::2] = strip[1::2][:, [1, 0, 2]]
        return strip
    return np.stack([corners[1:-1], corners[2:], np.full(len(corners) - 2, corners[0])], axis=1)


def _compact(raw: Raw) -> Raw:
    """Without the vertices that no triangle uses (primitives often share one long vertex list)."""
    used = np.zeros(len(raw.attributes["POSITION"]), bool)
    used[raw.triangles.reshape(-1)] = True
    if used.all():
        return raw
    number = np.cumsum(used) - 1
    return Raw(
        {name: values[used] for name, values in raw.attributes.items()},
        number[raw.triangles],
        [{name: values[used] for name, values in target.items()} for target in raw.morphs],
        None if raw.joints is None else raw.joints[used],
        None if raw.weights is None else raw.weights[used],
    )


@dataclass(frozen=True)
class Posed:
    """A primitive in the world. Arrays as in `values.Primitive`."""

    positions: F32
    normals: F32
    triangles: I64
    others: Attributes


def pose(raw: Raw, placed: Placed, joint_matrices: F64 | None, meter: Meter) -> Posed:
    """Applies morph weights, then the skin or the node's transform, and computes missing normals."""
    meter.take_vertices(len(raw.attributes["POSITION"]))
    meter.take_triangles(len(raw.triangles))
    positions = _morphed(raw, placed.weights, "POSITION", meter).astype(np.float64)
    normals = _morphed(raw, placed.weights, "NORMAL", meter).astype(np.float64) if "NORMAL" in raw.attributes else None
    triangles = raw.triangles
    matrix = placed.world
    if joint_matrices is not None and raw.joints is not None and raw.weights is not None:
        positions, normals = _skinned(raw, positions, normals, joint_matrices)
    else:
        positions = positions @ matrix[:3, :3].T + matrix[:3, 3]
        if normals is not None:
            normals = normals @ cofactors(matrix[:3, :3]).T
        if np.linalg.det(matrix[:3, :3]) < 0:
            triangles = triangles[:, ::-1]
    if not (np.isfinite(positions).all() and float(np.abs(positions).max()) <= meter.limits.max_size):
        raise ModelError("The file is damaged: its parts stand at impossible places.")
    others = {name: values for name, values in raw.attributes.items() if name not in ("POSITION", "NORMAL")}
    if normals is not None:
        return Posed(positions.astype(np.float32), unit(normals).astype(np.float32), triangles, others)
    shaded = shade(positions, triangles)
    meter.take_vertices(max(0, len(shaded.origin) - len(positions)))
    moved = {name: values[shaded.origin] for name, values in others.items()}
    return Posed(positions[shaded.origin].astype(np.float32), shaded.normals, shaded.triangles, moved)


def _morphed(raw: Raw, weights: tuple[float, ...], name: str, meter: Meter) -> F32:
    values = raw.attributes[name]
    for weight, target in zip(weights, raw.morphs, strict=False):
        if weight and name in target:
            meter.take_work(len(values))
            values = values + np.float32(weight) * np.nan_to_num(target[name])
    return values


def _skinned(raw: Raw, positions: F64, normals: F64 | None, matrices: F64) -> tuple[F64, F64 | None]:
    if raw.joints is None or raw.weights is None:
        return positions, normals
    if int(raw.joints.max()) >= len(matrices):
        raise ModelError("The file is damaged: its skin uses joints that are not there.")
    weights = np.clip(np.nan_to_num(raw.weights.astype(np.float64)), 0.0, None)
    total = weights.sum(axis=1, keepdims=True)
    weights = np.where(total > 1e-9, weights / np.maximum(total, 1e-9), (1.0, 0.0, 0.0, 0.0))
    moved = np.zeros_like(positions)
    turned = None if normals is None else np.zeros_like(normals)
    for k in range(4):
        chosen = matrices[raw.joints[:, k]]
        moved += weights[:, k, None] * (np.einsum("nij,nj->ni", chosen[:, :3, :3], positions) + chosen[:, :3, 3])
        if normals is not None and turned is not None:
            turned += weights[:, k, None] * np.einsum("nij,nj->ni", chosen[:, :3, :3], normals)
    return moved, turned
