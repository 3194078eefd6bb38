"""Small pictures of products: photos, or drawings of the 3D model where the merchant gave no photo.

They are made beside the frame and kept; a coloured tile stands in until they are there.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from time import monotonic

import shiboken6
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QImageReader, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QLabel

from client.catalog.api import Catalog
from client.domain.product import Image, Product
from client.panels.style import COLOURS

_KEPT = 400
_RADIUS_PX = 14.0
_MAX_DECODED_MIB = 256
_SHOWS = "picture_key"
_LOOK_S = 0.3

PictureOf = Callable[[Product], Path | None]
"""A picture made elsewhere (a rendered thumbnail) for a product without photo; None when there is none."""
Size = tuple[int, int]
_Read = Callable[[Path, Size], QImage | None]


def no_picture(product: Product) -> Path | None:
    """The default `PictureOf`: none."""
    del product
    return None


class Pictures:
    """Fills labels with product pictures. A thread of its own decodes; `pump` hands over one picture a call."""

    def __init__(self, catalog: Catalog, picture_of: PictureOf = no_picture) -> None:
        self._catalog = catalog
        self._picture_of = picture_of
        self._kept: OrderedDict[str, QPixmap] = OrderedDict()
        self._reading: dict[str, Future[QImage | None]] = {}
        self._targets: dict[str, list[QLabel]] = {}
        self._absent: dict[str, tuple[Path, _Read, Size]] = {}
        self._look_at = 0.0
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="panel-pictures")

    def fill(self, target: QLabel, product: Product | None, size_px: Size, image: Image | None = None) -> None:
        """Shows the product's picture (or this one of its photos) in a label of `size_px`; a tile until it is read."""
        target.setFixedSize(*size_px)
        path, read = self._source(product, image) if product is not None else (None, _read)
        key = f"{size_px[0]}x{size_px[1]} {path}"
        target.setProperty(_SHOWS, key)
        if key in self._kept:
            self._kept.move_to_end(key)
            target.setPixmap(self._kept[key])
            return
        target.setPixmap(_tile(product, size_px))
        if path is not None:
            self._targets.setdefault(key, []).append(target)
            if not path.is_file():
                self._absent[key] = (path, read, size_px)
            elif key not in self._reading:
                self._reading[key] = self._reader.submit(read, path, size_px)

    def pump(self) -> bool:
        """Puts the next picture that was read into its labels; False when none is ready."""
        if self._absent:
            self._look_for_absent()
        for key, reading in self._reading.items():
            if reading.done():
                del self._reading[key]
                self._show(key, reading.result())
                return True
        return False

    def _look_for_absent(self) -> None:
        """Files of a publisher's catalogue come when something asks for them: their tiles become pictures then."""
        now = monotonic()
        if now < self._look_at:
            return
        self._look_at = now + _LOOK_S
        for key, (path, read, size_px) in list(self._absent.items()):
            alive = [t for t in self._targets.get(key, ()) if shiboken6.isValid(t) and t.property(_SHOWS) == key]
            if alive and not path.is_file():
                continue
            del self._absent[key]
            if alive:
                self._targets[key] = alive
                self._reading[key] = self._reader.submit(read, path, size_px)
            else:
                self._targets.pop(key, None)

    def wait(self, timeout_s: float) -> None:
        """Waits for all pictures asked for and shows them: for pictures of the store and for tests."""
        wait(self._reading.values(), timeout_s)
        while self.pump():
            pass

    def close(self) -> None:
        """Ends the thread; idempotent."""
        self._reader.shutdown(wait=True, cancel_futures=True)
        self._reading.clear()
        self._targets.clear()
        self._absent.clear()

    def _show(self, key: str, image: QImage | None) -> None:
        targets = self._targets.pop(key, [])
        if image is None:
            return
        picture = QPixmap.fromImage(image)
        self._kept[key] = picture
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        for target in targets:
            # It may be gone, or show something else by now.
            if shiboken6.isValid(target) and target.property(_SHOWS) == key:
                target.setPixmap(picture)

    def _source(self, product: Product, image: Image | None) -> tuple[Path | None, _Read]:
        """Which file to show and how: the photo asked for, the first photo, a picture made elsewhere, the model."""
        shown = image or (product.images[0] if product.images else None)
        if shown is not None:
            return self._catalog.blob_path(shown.blob), _read
        made = self._picture_of(product)
        if made is None and product.asset is not None:
            return self._catalog.blob_path(product.asset.far.blob), _draw
        return made, _read


def _draw(path: Path, size_px: Size) -> QImage | None:
    """The model in a file, drawn on white with round corners; None when it cannot be read."""
    # Imported here: most catalogues have photos, and then no panel needs the model reader.
    from client.panels.portrait import portrait
    from scenes.model.errors import ModelError
    from scenes.model.gltf_read import read_gltf

    try:
        pixels = portrait(read_gltf(path.read_bytes()), size_px)
    except (OSError, ModelError):
        return None
    picture = QImage(pixels.tobytes(), *size_px, size_px[0] * 4, QImage.Format.Format_RGBA8888)
    canvas, painter = _canvas(size_px, QColor("white"))
    painter.drawImage(0, 0, picture)
    painter.end()
    return canvas


def _read(path: Path, size_px: Size) -> QImage | None:
    """A file decoded straight to the size it is shown at, on white with round corners; None when unreadable."""
    QImageReader.setAllocationLimit(_MAX_DECODED_MIB)
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    # The content decides the format, not the name: blobs have none, and a name may lie.
    reader.setDecideFormatFromContent(True)
    full = reader.size()
    if full.isValid():
        reader.setScaledSize(full.scaled(QSize(*size_px), Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    if picture.isNull():
        return None
    # A photo that is turned by its EXIF note comes out with its sides swapped.
    if picture.width() > size_px[0] or picture.height() > size_px[1] or not full.isValid():
        smooth = Qt.TransformationMode.SmoothTransformation
        picture = picture.scaled(QSize(*size_px), Qt.AspectRatioMode.KeepAspectRatio, smooth)
    canvas, painter = _canvas(size_px, QColor("white"))
    painter.drawImage((size_px[0] - picture.width()) // 2, (size_px[1] - picture.height()) // 2, picture)
    painter.end()
    return canvas


def _tile(product: Product | None, size_px: Size) -> QPixmap:
    """The product's colour with its first letter: what stands in for a missing picture."""
    named = (product.colour if product else None) or ""
    colour = QColor(named if QColor.isValidColorName(named) else COLOURS.disabled_fill)
    canvas, painter = _canvas(size_px, colour)
    letter = ((product.title.en or product.title.zh_cn) if product else "?")[:1].upper() or "?"
    font = QFont(painter.font())
    font.setPixelSize(max(20, round(min(size_px) * 0.42)))
    painter.setFont(font)
    painter.setPen(QColor(COLOURS.ink if colour.lightnessF() > 0.5 else "white"))
    painter.drawText(QRectF(0, 0, *size_px), Qt.AlignmentFlag.AlignCenter, letter)
    painter.end()
    return QPixmap.fromImage(canvas)


def _canvas(size_px: Size, colour: QColor) -> tuple[QImage, QPainter]:
    canvas = QImage(*size_px, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(0, 0, *size_px), _RADIUS_PX, _RADIUS_PX)
    painter.setClipPath(shape)
    painter.fillPath(shape, colour)
    return canvas, painter
