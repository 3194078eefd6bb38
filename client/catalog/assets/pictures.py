"""Decoding product photos; runs only inside an asset worker."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from client.catalog.assets.jobs import PictureDone, WorkerLimits
from client.catalog.errors import SourceError

if TYPE_CHECKING:
    from PIL import Image

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_JPEG_QUALITY = 88


def reduce_picture(data: bytes, limits: WorkerLimits) -> PictureDone:
    """A picture of at most `picture_side_px`, upright, sRGB, without any metadata.

    JPEG when opaque, WebP (lossless alpha) when not. Raises SourceError for what is no picture or too large.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = limits.max_picture_pixels
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                if opened.width * opened.height > limits.max_picture_pixels:
                    raise SourceError(f"The picture has {opened.width} x {opened.height} pixels, more than allowed.")
                opened.draft("RGB", (2 * limits.picture_side_px, 2 * limits.picture_side_px))
                upright = _eight_bits(ImageOps.exif_transpose(opened))
                alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
                picture = upright.convert("RGBA" if alpha else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as cause:
        raise SourceError("The picture would unpack to more pixels than allowed.") from cause
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as cause:
        raise SourceError("The picture is damaged or of a kind that is not known.") from cause
    if min(picture.size) < 8:
        raise SourceError(f"The picture is only {picture.width} x {picture.height} pixels.")
    side = limits.picture_side_px
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    opaque = not alpha or picture.getchannel("A").getextrema() == (255, 255)
    out = io.BytesIO()
    if opaque:
        picture.convert("RGB").save(out, "JPEG", quality=_JPEG_QUALITY, optimize=True, progressive=False)
    else:
        picture.save(out, "WEBP", quality=_JPEG_QUALITY, method=4, exact=False)
    media = "image/jpeg" if opaque else "image/webp"
    return PictureDone(out.getvalue(), media, picture.width, picture.height)


def _eight_bits(picture: Image.Image) -> Image.Image:
    """16 bits a channel become 8 by their high byte; Pillow alone would cut all that is bright to white."""
    if not picture.mode.startswith("I"):
        return picture
    import numpy as np
    from PIL import Image

    values = np.asarray(picture).astype(np.int64)
    return Image.fromarray(np.clip(values >> 8, 0, 255).astype(np.uint8))
