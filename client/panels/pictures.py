"""Small pictures of products: decoded one a frame, kept, and a coloured tile until they are there."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from pathlib import Path

import shiboken6
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImageReader, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QLabel

from client.catalog.api import Catalog
from client.domain.product import Image, Product
from client.panels.style import COLOURS

_KEPT = 400
_RADIUS_PX = 14.0
_MAX_DECODED_MIB = 256

PictureOf = Callable[[Product], Path | None]
"""A picture made elsewhere (a rendered thumbnail) for a product without photo; None when there is none."""


def no_picture(product: Product) -> Path | None:
    """The default `PictureOf`: none."""
    del product
    return None


class Pictures:
    """Fills labels with product pictures. `pump` decodes at most one file a call."""

    def __init__(self, catalog: Catalog, picture_of: PictureOf = no_picture) -> None:
        self._catalog = catalog
        self._picture_of = picture_of
        self._kept: OrderedDict[tuple[str, int, int], QPixmap] = OrderedDict()
        self._waiting: deque[tuple[QLabel, Path, tuple[str, int, int]]] = deque()

    def fill(
        self, target: QLabel, product: Product | None, size_px: tuple[int, int], image: Image | None = None
    ) -> None:
        """Shows the product's picture (or this one of its photos) in a label of `size_px`; a tile until it is read."""
        target.setFixedSize(*size_px)
        path = self._path(product, image) if product is not None else None
        key = (str(path), *size_px)
        if path is not None and key in self._kept:
            self._kept.move_to_end(key)
            target.setPixmap(self._kept[key])
            return
        target.setPixmap(_tile(product, size_px))
        if path is not None:
            self._waiting.append((target, path, key))

    def pump(self) -> bool:
        """Reads the next waiting picture; False when none waits."""
        while self._waiting:
            target, path, key = self._waiting.popleft()
            if not shiboken6.isValid(target):
                continue
            picture = self._kept.get(key) or _read(path, (key[1], key[2]))
            if picture is None:
                continue
            self._kept[key] = picture
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            target.setPixmap(picture)
            return True
        return False

    def _path(self, product: Product, image: Image | None) -> Path | None:
        shown = image or (product.images[0] if product.images else None)
        return self._catalog.blob_path(shown.blob) if shown else self._picture_of(product)


def _read(path: Path, size_px: tuple[int, int]) -> QPixmap | None:
    """A file decoded straight to the size it is shown at, on white with round corners; None when unreadable."""
    QImageReader.setAllocationLimit(_MAX_DECODED_MIB)
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    full = reader.size()
    if full.isValid():
        reader.setScaledSize(full.scaled(QSize(*size_px), Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    if picture.isNull():
        return None
    if not full.isValid():
        smooth = Qt.TransformationMode.SmoothTransformation
        picture = picture.scaled(QSize(*size_px), Qt.AspectRatioMode.KeepAspectRatio, smooth)
    canvas, painter = _canvas(size_px, QColor("white"))
    painter.drawImage((size_px[0] - picture.width()) // 2, (size_px[1] - picture.height()) // 2, picture)
    painter.end()
    return canvas


def _tile(product: Product | None, size_px: tuple[int, int]) -> QPixmap:
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
    return canvas


def _canvas(size_px: tuple[int, int], colour: QColor) -> tuple[QPixmap, QPainter]:
    canvas = QPixmap(*size_px)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(0, 0, *size_px), _RADIUS_PX, _RADIUS_PX)
    painter.setClipPath(shape)
    painter.fillPath(shape, colour)
    return canvas, painter
