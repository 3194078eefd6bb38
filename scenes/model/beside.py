"""Files that a model refers to: embedded, or beside it in its own folder and nowhere else."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from scenes.model.errors import ModelError
from scenes.model.limits import Meter

Resolve = Callable[[str], bytes]
"""Gives the bytes of a file by its relative path with forward slashes; raises OSError or LookupError if missing."""


def fetch(uri: str, meter: Meter, resolve: Resolve | None) -> bytes:
    """The bytes of a data URI, or of a file beside the model through `resolve`.

    Raises:
        ModelError: the URI is absolute, leaves the package, has a scheme, cannot be resolved or is too large.
    """
    if uri[:5].lower() == "data:":
        meter.take_bytes(len(uri) * 3 // 4)
        return _data_uri(uri)
    path = checked_path(uri)
    if resolve is None:
        raise ModelError(f"The model needs the file “{path}”, which was not given with it.")
    try:
        data = resolve(path)
    except (OSError, KeyError, ValueError, LookupError) as error:
        raise ModelError(f"The model needs the file “{path}”, which cannot be read.") from error
    meter.take_bytes(len(data))
    return data


def checked_path(uri: str) -> str:
    """A relative path with forward slashes that stays inside the package, else ModelError."""
    path = unquote_to_bytes(uri).decode("utf-8", "replace").replace("\\", "/")
    shown = path[:80]
    if re.match(r"^[A-Za-z][A-Za-z0-9+.-]*:", path) or path.startswith("/") or "\x00" in path:
        raise ModelError(f"The model refers to “{shown}”, which is outside its own folder.")
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if not parts or ".." in parts or len(path) > 1000:
        raise ModelError(f"The model refers to “{shown}”, which is outside its own folder.")
    return "/".join(parts)


def _data_uri(uri: str) -> bytes:
    head, comma, body = uri[5:].partition(",")
    if not comma:
        raise ModelError("The file is damaged: embedded data cannot be read.")
    try:
        if head.lower().endswith(";base64"):
            return base64.b64decode(unquote_to_bytes(body) if "%" in body else body, validate=False)
        return unquote_to_bytes(body)
    except (binascii.Error, ValueError) as error:
        raise ModelError("The file is damaged: embedded data cannot be read.") from error
