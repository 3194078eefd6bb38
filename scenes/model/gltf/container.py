"""The outermost layer: GLB chunks or plain JSON text (glTF 2.0 specification, section 4)."""

from __future__ import annotations

import struct

import msgspec

from scenes.model.errors import ModelError
from scenes.model.gltf.json_view import View
from scenes.model.limits import Limits

_MAGIC = b"glTF"
_JSON = 0x4E4F534A
_BIN = 0x004E4942


def open_container(data: bytes, limits: Limits) -> tuple[View, memoryview | None]:
    """The JSON root and the binary chunk, if any, of a .glb or .gltf file.

    Raises:
        ModelError: it is neither, is damaged, or is larger than the limits.
    """
    if len(data) > limits.max_bytes:
        raise ModelError(f"The file is larger than {limits.max_bytes // 2**20} MB.")
    if data[:4] == _MAGIC:
        text, binary = _split_glb(memoryview(data))
    elif data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        text, binary = memoryview(data.lstrip(b"\xef\xbb\xbf \t\r\n")), None
    else:
        raise ModelError("The file is neither GLB nor glTF.")
    if len(text) > limits.max_json_bytes:
        raise ModelError("The description inside the file is larger than allowed.")
    return _parse(text), binary


def _split_glb(data: memoryview) -> tuple[memoryview, memoryview | None]:
    if len(data) < 20:
        raise ModelError("The file is damaged: it ends too early.")
    version, length = struct.unpack_from("<II", data, 4)
    if version != 2:
        raise ModelError(f"The file is glTF version {version}; only version 2 can be read.")
    if length > len(data):
        raise ModelError("The file is damaged: it ends too early.")
    chunks: dict[int, memoryview] = {}
    position = 12
    while position + 8 <= length:
        size, kind = struct.unpack_from("<II", data, position)
        if size > length - position - 8:
            raise ModelError("The file is damaged: it ends too early.")
        chunks.setdefault(kind, data[position + 8 : position + 8 + size])
        position += 8 + size + (-size % 4)
    if _JSON not in chunks:
        raise ModelError("The file is damaged: its description is missing.")
    return chunks[_JSON], chunks.get(_BIN)


def _parse(text: memoryview) -> View:
    try:
        root = msgspec.json.decode(bytes(text).rstrip(b"\x00"))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ModelError("The file is damaged: its description cannot be read.") from error
    if not isinstance(root, dict):
        raise ModelError("The file is damaged: its description is not an object.")
    view = View(root, "the model")
    asset = view.child("asset")
    if not asset.text("version").startswith("2"):
        raise ModelError("The file is not glTF version 2.")
    return view
