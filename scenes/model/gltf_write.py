"""Writes a `Model` as a canonical GLB: the same model gives the same bytes."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator

import msgspec
import numpy as np
from numpy.typing import NDArray

from scenes.model.errors import ModelError
from scenes.model.gltf.encode import PictureCache
from scenes.model.gltf.material_json import Json, material_json
from scenes.model.values import F32, Model, Primitive, Wrap

_WRAPS: dict[Wrap, int] = {"repeat": 10497, "mirror": 33648, "clamp": 33071}
_ARRAY, _ELEMENT = 34962, 34963
_U8, _U16, _U32, _F32 = 5121, 5123, 5125, 5126


def write_glb(model: Model, pictures: PictureCache | None = None) -> bytes:
    """GLB bytes of the model: flat nodes, one mesh per run of primitives of the same part.

    Positions and normals are float32, vertex colours 16 bits, pictures JPEG or PNG where alpha counts. A cache that is
    handed in keeps encoded pictures for the next model that shares them.

    Raises:
        ModelError: the model has no triangles, numbers that are not finite, or indices out of range.
    """
    writer = _Writer(model, pictures or PictureCache())
    return writer.glb()


class _Writer:
    def __init__(self, model: Model, pictures: PictureCache) -> None:
        self._model = model
        self._pictures = pictures
        self._chunks: list[bytes] = []
        self._size = 0
        self._views: list[Json] = []
        self._accessors: list[Json] = []

    def glb(self) -> bytes:
        """The whole file."""
        model = self._model
        kept = [p for p in model.primitives if len(p.triangles)]
        if not kept:
            raise ModelError("The model has no surface to write.")
        for primitive in kept:
            _check(primitive, model)
        groups = [(part, list(run)) for part, run in itertools.groupby(kept, key=lambda p: p.part)]
        meshes: list[Json] = [_named({"primitives": [self._primitive(p) for p in run]}, part) for part, run in groups]
        nodes: list[Json] = [_named({"mesh": index}, part) for index, (part, _) in enumerate(groups)]
        root: Json = {
            "asset": {"version": "2.0", "generator": "Vitrine"},
            "scene": 0,
            "scenes": [_named({"nodes": list(range(len(nodes)))}, model.name)],
            "nodes": nodes,
            "meshes": meshes,
            "materials": [material_json(material) for material in model.materials],
        }
        self._add_textures(root)
        if model.variants:
            names = [{"name": name} for name in model.variants]
            root["extensions"] = {"KHR_materials_variants": {"variants": names}}
        root["accessors"] = self._accessors
        root["bufferViews"] = self._views
        root["buffers"] = [{"byteLength": self._size}]
        used = sorted(set(_extensions(root)))
        if used:
            root["extensionsUsed"] = used
        return _container(msgspec.json.encode(root), self._chunks, self._size)

    def _primitive(self, primitive: Primitive) -> Json:
        attributes: Json = {"POSITION": self._floats(primitive.positions, bounds=True)}
        attributes["NORMAL"] = self._floats(_unit(primitive.normals))
        for name, uv in (("TEXCOORD_0", primitive.uv0), ("TEXCOORD_1", primitive.uv1)):
            if uv is not None:
                attributes[name] = self._floats(uv)
        if primitive.colors is not None:
            whole = (np.clip(primitive.colors, 0.0, 1.0) * 65535.0 + 0.5).astype("<u2")
            attributes["COLOR_0"] = self._accessor(whole, _U16, "VEC4", _ARRAY, normalised=True)
        small = len(primitive.positions) <= 65535
        corners = primitive.triangles.astype("<u2" if small else "<u4").reshape(-1)
        result: Json = {
            "attributes": attributes,
            "indices": self._accessor(corners, _U16 if small else _U32, "SCALAR", _ELEMENT),
            "material": primitive.material,
        }
        if primitive.variant_materials:
            mappings: dict[int, list[int]] = {}
            for variant, material in sorted(primitive.variant_materials):
                mappings.setdefault(material, []).append(variant)
            listed = [{"material": material, "variants": worn} for material, worn in sorted(mappings.items())]
            result["extensions"] = {"KHR_materials_variants": {"mappings": listed}}
        return result

    def _floats(self, values: NDArray[np.floating], bounds: bool = False) -> int:
        kind = {2: "VEC2", 3: "VEC3"}[values.shape[1]]
        index = self._accessor(np.ascontiguousarray(values, "<f4"), _F32, kind, _ARRAY)
        if bounds:
            self._accessors[index]["min"] = values.min(axis=0).astype(float).tolist()
            self._accessors[index]["max"] = values.max(axis=0).astype(float).tolist()
        return index

    def _accessor(
        self, values: NDArray[np.generic], component: int, kind: str, target: int, normalised: bool = False
    ) -> int:
        entry: Json = {
            "bufferView": self._view(values.tobytes(), target),
            "componentType": component,
            "count": len(values),
            "type": kind,
        }
        if normalised:
            entry["normalized"] = True
        self._accessors.append(entry)
        return len(self._accessors) - 1

    def _view(self, data: bytes, target: int | None = None) -> int:
        entry: Json = {"buffer": 0, "byteOffset": self._size, "byteLength": len(data)}
        if target is not None:
            entry["target"] = target
        self._views.append(entry)
        padding = -len(data) % 4
        self._chunks.extend((data, b"\x00" * padding))
        self._size += len(data) + padding
        return len(self._views) - 1

    def _add_textures(self, root: Json) -> None:
        model = self._model
        if not model.textures:
            return
        roles = self._pictures.roles(model)
        images: list[Json] = []
        image_of: dict[int, int] = {}
        wraps = sorted({texture.wrap for texture in model.textures})
        textures: list[Json] = []
        for texture, role in zip(model.textures, roles, strict=True):
            key = id(texture.pixels)
            if key not in image_of:
                data, mime = self._pictures.encoded(texture.pixels, role)
                image_of[key] = len(images)
                images.append({"bufferView": self._view(data), "mimeType": mime})
            textures.append({"sampler": wraps.index(texture.wrap), "source": image_of[key]})
        root["textures"] = textures
        root["images"] = images
        root["samplers"] = [
            {"magFilter": 9729, "minFilter": 9987, "wrapS": _WRAPS[wrap], "wrapT": _WRAPS[wrap]} for wrap in wraps
        ]


def _named(entry: Json, name: str) -> Json:
    return {**entry, "name": name} if name else entry


def _unit(normals: F32) -> F32:
    lengths = np.linalg.norm(normals.astype(np.float64), axis=1, keepdims=True)
    safe = np.where(lengths > 1e-12, normals / np.maximum(lengths, 1e-12), (0.0, 1.0, 0.0))
    return safe.astype(np.float32)


def _check(primitive: Primitive, model: Model) -> None:
    count = len(primitive.positions)
    arrays = [primitive.normals, primitive.uv0, primitive.uv1, primitive.colors]
    if any(array is not None and len(array) != count for array in arrays):
        raise ModelError("A part of the model has attributes of different lengths.")
    if int(primitive.triangles.max()) >= count:
        raise ModelError("A part of the model has triangles between vertices that are not there.")
    if not all(np.isfinite(array).all() for array in (primitive.positions, *arrays) if array is not None):
        raise ModelError("A part of the model has coordinates that are not numbers.")
    worn = [primitive.material, *(material for _, material in primitive.variant_materials)]
    if not all(0 <= material < len(model.materials) for material in worn):
        raise ModelError("A part of the model wears a material that is not there.")
    if not all(0 <= variant < len(model.variants) for variant, _ in primitive.variant_materials):
        raise ModelError("A part of the model belongs to a variant that is not there.")


def _extensions(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        named = value.get("extensions")
        if isinstance(named, dict):
            yield from named
        for inner in value.values():
            yield from _extensions(inner)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for inner in value:
            yield from _extensions(inner)


def _container(text: bytes, chunks: list[bytes], size: int) -> bytes:
    text += b" " * (-len(text) % 4)
    total = 12 + 8 + len(text) + 8 + size
    head = struct.pack("<4sII", b"glTF", 2, total) + struct.pack("<I4s", len(text), b"JSON")
    return b"".join([head, text, struct.pack("<I4s", size, b"BIN\x00"), *chunks])
