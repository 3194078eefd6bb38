"""Buffers, buffer views and accessors: bytes of the file as checked numpy arrays (glTF 2.0, section 3.6)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenes.model.beside import Resolve, fetch
from scenes.model.errors import ModelError
from scenes.model.gltf.json_view import View
from scenes.model.gltf.meshopt import decode_meshopt
from scenes.model.limits import Meter

_COMPONENTS = {5120: "<i1", 5121: "<u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
_LARGEST = {"|i1": 127.0, "|u1": 255.0, "<i2": 32767.0, "<u2": 65535.0, "<u4": 4294967295.0}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


class Buffers:
    """The binary side of one glTF file. Arrays are read on demand and kept."""

    def __init__(self, root: View, binary: memoryview | None, meter: Meter, resolve: Resolve | None) -> None:
        self._binary = binary
        self._meter = meter
        self._resolve = resolve
        self._buffers = root.items("buffers", 1000)
        self._views = root.items("bufferViews", 500_000)
        self._accessors = root.items("accessors", 500_000)
        self._loaded: dict[int, memoryview] = {}
        self._unpacked: dict[int, memoryview] = {}
        self._floats: dict[int, NDArray[np.float32]] = {}

    @property
    def accessor_count(self) -> int:
        """How many accessors there are."""
        return len(self._accessors)

    def length(self, accessor: int) -> int:
        """How many elements an accessor claims to have."""
        return self._accessors[accessor].need_integer("count", 1, 2**31)

    def component(self, accessor: int) -> tuple[int, bool]:
        """Component type and whether whole numbers stand for 0..1 or -1..1."""
        view = self._accessors[accessor]
        return view.need_integer("componentType", 0, 2**16), view.flag("normalized")

    def floats(self, accessor: int, widths: tuple[int, ...], most: int) -> NDArray[np.float32]:
        """An accessor as float32 (n, width); normalised integers become -1..1 or 0..1."""
        if accessor not in self._floats:
            raw, normalised = self._read(accessor, most)
            self._floats[accessor] = _to_float(raw, normalised)
        values = self._floats[accessor]
        if values.shape[1] not in widths:
            raise self._accessors[accessor].fail("has the wrong type for its use")
        return values

    def indices(self, accessor: int, most: int) -> NDArray[np.int64]:
        """An accessor of whole numbers as int64 (n,)."""
        raw, _ = self._read(accessor, most)
        if raw.shape[1] != 1 or raw.dtype.kind != "u":
            raise self._accessors[accessor].fail("does not hold indices")
        return raw[:, 0].astype(np.int64)

    def joints(self, accessor: int, most: int) -> NDArray[np.int64]:
        """An accessor of four whole numbers each as int64 (n, 4)."""
        raw, _ = self._read(accessor, most)
        if raw.shape[1] != 4 or raw.dtype.kind != "u":
            raise self._accessors[accessor].fail("does not hold joints")
        return raw.astype(np.int64)

    def _read(self, accessor: int, most: int) -> tuple[NDArray[np.generic], bool]:
        view = self._accessors[accessor]
        count = view.need_integer("count", 1, 2**31)
        if count > most:
            raise ModelError(f"The model is too complex: a list of {count:,} values, allowed are {most:,}.")
        dtype = _COMPONENTS.get(view.need_integer("componentType", 0, 2**16))
        width = _WIDTHS.get(view.text("type"))
        if dtype is None or width is None:
            raise view.fail("has an unknown type")
        source = view.integer("bufferView", 0, len(self._views))
        self._meter.take_work(count)
        if source is None:
            self._meter.take_bytes(count * width * np.dtype(dtype).itemsize)
            values: NDArray[np.generic] = np.zeros((count, width), dtype)
        else:
            values = self._strided(view, source, np.dtype(dtype), count, width)
        sparse = view.find("sparse")
        if sparse is not None:
            values = self._overlay(sparse, values)
        return values, view.flag("normalized")

    def _strided(
        self, view: View, source: int, dtype: np.dtype[np.generic], count: int, width: int
    ) -> NDArray[np.generic]:
        data = self.view(source)
        offset = view.integer_or("byteOffset", 0, 0, 2**31)
        size = width * dtype.itemsize
        stride = self._views[source].integer_or("byteStride", size, 0, 256) or size
        if offset + (count - 1) * stride + size > len(data):
            raise view.fail("reaches beyond its data")
        return np.ndarray((count, width), dtype, data, offset, (stride, dtype.itemsize))

    def _overlay(self, sparse: View, values: NDArray[np.generic]) -> NDArray[np.generic]:
        count = sparse.need_integer("count", 1, len(values) + 1)
        where, what = sparse.child("indices"), sparse.child("values")
        kind = _COMPONENTS.get(where.need_integer("componentType", 0, 2**16), "")
        if not kind.startswith("<u"):
            raise sparse.fail("has indices of an unknown type")
        at = self._strided(where, where.need_integer("bufferView", 0, len(self._views)), np.dtype(kind), count, 1)
        source = what.need_integer("bufferView", 0, len(self._views))
        new = self._strided(what, source, values.dtype, count, values.shape[1])
        places = at[:, 0].astype(np.int64)
        if int(places.max()) >= len(values):
            raise sparse.fail("changes values that are not there")
        changed = values.copy()
        changed[places] = new
        return changed

    def view(self, index: int) -> memoryview:
        """The bytes of a buffer view, unpacked when it is compressed with meshopt."""
        if index in self._unpacked:
            return self._unpacked[index]
        view = self._views[index]
        packed = view.extension("EXT_meshopt_compression") or view.extension("KHR_meshopt_compression")
        if packed is None:
            return self._slice(view)
        count = packed.need_integer("count", 1, 2**31)
        stride = packed.need_integer("byteStride", 1, 257)
        self._meter.take_bytes(count * stride)
        mode, kind = packed.text("mode"), packed.text("filter", "NONE")
        unpacked = decode_meshopt(bytes(self._slice(packed)), count, stride, mode, kind)
        self._unpacked[index] = memoryview(unpacked)
        return self._unpacked[index]

    def view_bytes(self, index: int) -> bytes:
        """The bytes of a buffer view as a copy; an index that is not there is refused."""
        if not 0 <= index < len(self._views):
            raise ModelError("The file is damaged: a picture's data is missing.")
        return bytes(self.view(index))

    def _slice(self, view: View) -> memoryview:
        buffer = self._buffer(view.need_integer("buffer", 0, len(self._buffers)))
        offset = view.integer_or("byteOffset", 0, 0, 2**31)
        length = view.need_integer("byteLength", 1, 2**31)
        if offset + length > len(buffer):
            raise view.fail("reaches beyond its data")
        return buffer[offset : offset + length]

    def _buffer(self, index: int) -> memoryview:
        if index in self._loaded:
            return self._loaded[index]
        buffer = self._buffers[index]
        uri = buffer.data.get("uri")
        if uri is None and index == 0 and self._binary is not None:
            data: bytes | memoryview = self._binary
        elif isinstance(uri, str):
            data = fetch(uri, self._meter, self._resolve)
        else:
            raise ModelError("The file is damaged: its geometry data is missing.")
        self._loaded[index] = memoryview(data)
        return self._loaded[index]


def _to_float(raw: NDArray[np.generic], normalised: bool) -> NDArray[np.float32]:
    values = raw.astype(np.float32)
    if normalised and raw.dtype.kind in "iu":
        values /= np.float32(_LARGEST[raw.dtype.str])
        np.maximum(values, -1.0, out=values)
    return values
