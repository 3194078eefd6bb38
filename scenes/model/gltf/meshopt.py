"""EXT_meshopt_compression: buffer views packed with meshoptimizer's codecs."""

from __future__ import annotations

import numpy as np

from scenes.model.errors import ModelError

_FILTERS = ("NONE", "OCTAHEDRAL", "QUATERNION", "EXPONENTIAL", "COLOR")


def decode_meshopt(data: bytes, count: int, stride: int, mode: str, kind: str) -> bytes:
    """`count` rows of `stride` bytes from packed data; mode and filter are spelt as in the extension.

    Raises:
        ModelError: an unknown mode or filter, or damaged data.
    """
    import meshopt

    plausible = stride % 4 == 0 if mode == "ATTRIBUTES" else stride in (2, 4)
    if mode not in ("ATTRIBUTES", "TRIANGLES", "INDICES") or kind not in _FILTERS or not plausible:
        raise ModelError("The file uses a kind of meshopt compression that is not known.")
    if (mode == "TRIANGLES" and count % 3) or (kind != "NONE" and not _filter_fits(mode, kind, stride)):
        raise ModelError("The file is damaged: its compressed geometry makes no sense.")
    try:
        rows = meshopt.decode_gltf_buffer(data, count, stride, mode, kind)
    except (ValueError, RuntimeError, TypeError, MemoryError, OverflowError) as error:
        raise ModelError("The file is damaged: its compressed geometry cannot be unpacked.") from error
    unpacked = np.ascontiguousarray(rows).tobytes()
    if len(unpacked) != count * stride:
        raise ModelError("The file is damaged: its compressed geometry has the wrong size.")
    return unpacked


def _filter_fits(mode: str, kind: str, stride: int) -> bool:
    if mode != "ATTRIBUTES":
        return False
    return {"OCTAHEDRAL": stride in (4, 8), "QUATERNION": stride == 8, "COLOR": stride in (4, 8)}.get(kind, True)
