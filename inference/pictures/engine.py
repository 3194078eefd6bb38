"""The engine: looks at pictures, photos and models, and says in which direction they lie. In its own process only."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from inference.models.onnx_check import check_onnx
from inference.models.onnx_session import open_session
from inference.pictures.api import FloatArray, UInt8Array
from inference.pictures.values import MOST_PICTURES, Looked, LookJob
from inference.pictures.views import SIDE, crops, product_pictures, square
from inference.runtime.engine import Engine, Outlet, refuse
from inference.runtime.values import Arrays, NoParts, Option

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_MOST_FILE: Final = 64 << 20
_MOST_PIXELS: Final = 50_000_000
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_AT_ONCE: Final = 8
_KEPT_SIDE: Final = 640


def make(options: Mapping[str, Option]) -> PicturesEngine:
    """The engine's factory; see `values.pictures_spec` for the options."""
    return PicturesEngine(
        Path(str(options["path"])), str(options["sha256"]), int(options["size"]), int(options["threads"])
    )


class PicturesEngine(Engine[LookJob, NoParts, Looked]):
    """One encoder. Its model takes (n, 3, SIDE, SIDE) in 0..1 and gives (n, dim)."""

    job = LookJob

    def __init__(self, path: Path, sha256: str, size: int, threads: int) -> None:
        self._path, self._sha256, self._size, self._threads = path, sha256, size, threads
        self._session: InferenceSession | None = None

    def load(self) -> str:
        """Size and hash, then the file's structure, then the model. Refuses in a sentence."""
        try:
            data = self._path.read_bytes() if self._path.stat().st_size == self._size else b""
        except OSError as error:
            raise refuse(f"{self._path.name} cannot be read: {error.strerror}.") from error
        if hashlib.sha256(data).hexdigest() != self._sha256:
            raise refuse(f"{self._path.name} is not the file on the list.")
        check_onnx(data)
        self._session, says = open_session(data, self._threads)
        return says

    def run(self, job: LookJob, arrays: Arrays, out: Outlet[NoParts]) -> tuple[Looked, Arrays]:
        """Vectors. Refuses what is no picture or model."""
        if job.kind == "model":
            pictures = _of_model(job.path)
        elif job.kind == "photo":
            pictures = crops(read_photo(_bytes(job, arrays)))
        else:
            pictures = [square(_checked(arrays, number)) for number in range(min(len(arrays), MOST_PICTURES))]
        out.checkpoint()
        vectors = self._encoded(pictures, out)
        return Looked(len(vectors)), {"vectors": vectors}

    def _encoded(self, pictures: Sequence[UInt8Array], out: Outlet[NoParts]) -> FloatArray:
        if self._session is None:
            raise refuse("The picture model is not loaded.")
        if not pictures:
            raise refuse("There was no picture to look at.")
        name, parts = self._session.get_inputs()[0].name, []
        for start in range(0, len(pictures), _AT_ONCE):
            batch = np.stack(pictures[start : start + _AT_ONCE]).astype(np.float32) / 255
            parts.append(self._session.run(None, {name: np.ascontiguousarray(batch.transpose(0, 3, 1, 2))})[0])
            out.checkpoint()
        vectors = np.concatenate(parts).astype(np.float32)
        if vectors.ndim != 2 or not np.isfinite(vectors).all():
            raise refuse("The picture model gave no sensible answer.")
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6), np.float32)

    def close(self) -> None:
        """Lets go of the model."""
        self._session = None


def _checked(arrays: Arrays, number: int) -> UInt8Array:
    picture = arrays.get(str(number))
    if picture is None or picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8 or picture.size == 0:
        raise refuse("A picture must be (height, width, 3) bytes.")
    return picture.view(np.uint8)


def _bytes(job: LookJob, arrays: Arrays) -> bytes:
    if not job.path:
        return arrays["data"].tobytes() if "data" in arrays else b""
    try:
        path = Path(job.path)
        return path.read_bytes() if path.is_file() and path.stat().st_size <= _MOST_FILE else b""
    except OSError as error:
        raise refuse(f"The picture cannot be read: {error.strerror}.") from error


def read_photo(data: bytes) -> UInt8Array:
    """Pixels (h, w, 3) of a picture file, upright, on white where it is see-through, at most 640 wide or high."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                opened.draft("RGB", (2 * SIDE, 2 * SIDE))
                upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except Exception as error:  # Pillow's parsers raise anything on damaged files; this process holds nothing else
        raise refuse("That is no picture that can be read (JPEG, PNG and WebP are).") from error
    upright.thumbnail((_KEPT_SIDE, _KEPT_SIDE))
    white = Image.new("RGBA", upright.size, (255, 255, 255, 255))
    white.alpha_composite(upright)
    return np.asarray(white.convert("RGB"))


def _of_model(path: str) -> list[UInt8Array]:
    from scenes.model.errors import ModelError
    from scenes.model.gltf_read import read_gltf

    try:
        coloured, clay = product_pictures(read_gltf(Path(path).read_bytes()))
    except OSError as error:
        raise refuse(f"The model cannot be read: {error.strerror}.") from error
    except (ModelError, ValueError) as error:
        raise refuse(f"The model cannot be drawn: {error}.") from error
    return [*coloured, *clay]
