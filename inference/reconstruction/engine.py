"""The engine: one photo at a time becomes a product. In its own process only."""

from __future__ import annotations

import io
import sys
import time
import warnings
from collections.abc import Mapping
from typing import Final

import msgspec
import numpy as np

from inference.reconstruction.fit import Budget
from inference.reconstruction.gallery import Gallery
from inference.reconstruction.making import QUICK, Wish, reconstruct
from inference.reconstruction.mask import U8, Refused
from inference.reconstruction.values import Card, Going, PhotoJob
from inference.runtime.engine import Engine, Outlet, refuse
from inference.runtime.values import Arrays, Option

_MOST_PIXELS: Final = 20_000_000
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_KEPT_SIDE: Final = 1024


def make(options: Mapping[str, Option]) -> ReconstructionEngine:
    """The engine's factory; there are no options."""
    return ReconstructionEngine()


class ReconstructionEngine(Engine[PhotoJob, Going, Card]):
    """Keeps the gallery of known shapes from photo to photo; it changes no result."""

    job = PhotoJob

    def __init__(self) -> None:
        self._gallery = Gallery()

    def run(self, job: PhotoJob, arrays: Arrays, out: Outlet[Going]) -> tuple[Card, Arrays]:
        """A card, with the product's levels unless the photo was refused."""
        started = time.process_time()
        photo = read_photo(arrays["photo"].tobytes() if "photo" in arrays else b"")
        told = -1.0

        def progress(share: float) -> None:
            nonlocal told
            if share >= told + 0.02:
                told = share
                out.part(Going(share))
            else:
                out.checkpoint()

        stated = tuple(s if 0 < s < 100 else None for s in (job.width_m, job.height_m, job.depth_m))
        wish = Wish(job.category, (stated[0], stated[1], stated[2]), job.seed, QUICK if job.quick else Budget())
        try:
            made = reconstruct(photo, wish, self._gallery, progress)
        except Refused as no:
            return Card(refused=no.why, work_s=_since(started), peak_bytes=_peak_bytes()), {}
        names = ("hero", "shelf", "far")
        files: Arrays = {n: np.frombuffer(d, np.uint8) for n, d in zip(names, made.levels.glbs(), strict=True)}
        files["mask"] = made.mask.astype(np.uint8)
        return msgspec.structs.replace(made.card, work_s=_since(started), peak_bytes=_peak_bytes()), files


def read_photo(data: bytes) -> U8:
    """Pixels (h, w, 3 or 4) of a picture file, upright, at most 1,024 long. Raises InferenceError for what is none."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                upright = ImageOps.exif_transpose(opened)
                clear = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
                picture = upright.convert("RGBA" if clear else "RGB")
    except Exception as error:  # Pillow's parsers raise anything on damaged files; this process holds nothing else
        raise refuse("That is no picture that can be read (JPEG, PNG and WebP are).") from error
    picture.thumbnail((_KEPT_SIDE, _KEPT_SIDE))
    return np.asarray(picture)


def _since(started: float) -> float:
    return round(time.process_time() - started, 2)


def _peak_bytes() -> int:
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
