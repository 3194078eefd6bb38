"""KHR_draco_mesh_compression: a primitive's geometry packed with Google's Draco."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenes.model.errors import ModelError
from scenes.model.gltf.buffers import Buffers
from scenes.model.gltf.json_view import View
from scenes.model.limits import Meter
from scenes.model.values import F32

I64 = NDArray[np.int64]
_UNIT_RANGE = {5120: 127.0, 5121: 255.0, 5122: 32767.0, 5123: 65535.0}


def unpack_draco(
    packed: View, buffers: Buffers, sources: dict[str, int], count: int, primitive: View, meter: Meter
) -> tuple[dict[str, F32], I64, I64 | None]:
    """Attributes (as float32, over the unpacked vertices), corners (3 m,) and joints of a packed primitive.

    Raises:
        ModelError: the data is damaged or does not match what the file says about it.
    """
    import DracoPy

    index_count = _index_count(primitive, buffers)
    meter.take_work(count + index_count)
    meter.take_bytes(count * 48 + index_count * 4)
    data = buffers.view_bytes(packed.need_integer("bufferView", 0, 2**31))
    try:
        mesh = DracoPy.decode(data)
        faces = np.asarray(mesh.faces, np.int64).reshape(-1)
        count = len(mesh.points)
    except (DracoPy.FileTypeException, RuntimeError, ValueError, TypeError, AttributeError, MemoryError) as error:
        raise ModelError("The file is damaged: its Draco geometry cannot be unpacked.") from error
    if count > meter.limits.max_vertices or len(faces) > 3 * meter.limits.max_triangles:
        raise ModelError("The model's Draco geometry is larger than allowed.")
    ids = packed.child("attributes")
    attributes: dict[str, F32] = {}
    joints: I64 | None = None
    for name, accessor in sources.items():
        unique = ids.integer(name, 0, 2**16)
        if unique is None:
            continue
        values = _attribute(mesh, unique)
        if name == "JOINTS_0":
            joints = values.astype(np.int64)
        else:
            attributes[name] = _scaled(values, buffers.component(accessor))
    if "POSITION" not in attributes or attributes["POSITION"].shape[1] != 3:
        raise ModelError("The file is damaged: its Draco geometry has no positions.")
    for name, width in (("NORMAL", 3), ("TEXCOORD_0", 2), ("TEXCOORD_1", 2), ("WEIGHTS_0", 4)):
        if name in attributes and attributes[name].shape[1] != width:
            raise ModelError("The file is damaged: its Draco geometry has attributes of the wrong type.")
    return attributes, faces, joints


def _index_count(primitive: View, buffers: Buffers) -> int:
    accessor = primitive.integer("indices", 0, buffers.accessor_count)
    return 0 if accessor is None else buffers.length(accessor)


def _attribute(mesh: object, unique: int) -> NDArray[np.generic]:
    try:
        found = mesh.get_attribute_by_unique_id(unique)  # type: ignore[attr-defined]
        values: NDArray[np.generic] = np.asarray(found["data"])
    except (KeyError, ValueError, TypeError, RuntimeError) as error:
        raise ModelError("The file is damaged: its Draco geometry lacks an attribute.") from error
    if values.ndim != 2 or not len(values):
        raise ModelError("The file is damaged: its Draco geometry lacks an attribute.")
    return values


def _scaled(values: NDArray[np.generic], component: tuple[int, bool]) -> F32:
    kind, normalised = component
    result = values.astype(np.float32)
    if normalised and kind in _UNIT_RANGE and values.dtype.kind in "iu":
        result = np.maximum(result / np.float32(_UNIT_RANGE[kind]), -1.0)
    return result
