"""Product pictures: decoded aside, shown where they belong, and never a reason to fail."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PIL import Image as Picture
from PySide6.QtWidgets import QLabel

from client.panels.pictures import Pictures
from client.panels.qt import panel_application
from tests.client.panels.shop import ARMCHAIR, LAMP, PHOTOS, MemoryCatalog

SIZE = (120, 90)


@pytest.fixture
def pictures(tmp_path: Path) -> Iterator[Pictures]:
    panel_application()
    made = Pictures(MemoryCatalog(tmp_path))
    yield made
    made.close()


def middle(label: QLabel) -> str:
    image = label.pixmap().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 4).name()


def test_a_tile_first_then_the_photo(pictures: Pictures) -> None:
    label = QLabel()
    pictures.fill(label, ARMCHAIR, SIZE)
    assert middle(label) == ARMCHAIR.colour
    pictures.wait(5.0)
    assert middle(label) == PHOTOS["front"]
    again = QLabel()
    pictures.fill(again, ARMCHAIR, SIZE)
    assert middle(again) == PHOTOS["front"], "kept: no second wait"


def test_the_last_wish_counts(pictures: Pictures) -> None:
    label = QLabel()
    pictures.fill(label, ARMCHAIR, SIZE)
    pictures.fill(label, ARMCHAIR, SIZE, ARMCHAIR.images[2])
    pictures.fill(label, LAMP, SIZE)
    pictures.wait(5.0)
    assert middle(label) == LAMP.colour


def test_a_label_that_is_gone_is_no_problem(pictures: Pictures) -> None:
    import shiboken6

    label = QLabel()
    pictures.fill(label, ARMCHAIR, SIZE)
    shiboken6.delete(label)
    pictures.wait(5.0)


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, None])
def test_a_broken_or_missing_file_leaves_the_tile(tmp_path: Path, pictures: Pictures, content: bytes | None) -> None:
    path = tmp_path / ARMCHAIR.images[0].blob.sha256
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    label = QLabel()
    pictures.fill(label, ARMCHAIR, SIZE)
    pictures.wait(5.0)
    assert middle(label) == ARMCHAIR.colour


def test_a_picture_keeps_its_shape(tmp_path: Path, pictures: Pictures) -> None:
    Picture.new("RGB", (90, 900), "#204080").save(tmp_path / ARMCHAIR.images[0].blob.sha256, "JPEG")
    label = QLabel()
    pictures.fill(label, ARMCHAIR, SIZE)
    pictures.wait(5.0)
    image = label.pixmap().toImage()
    assert (image.width(), image.height()) == SIZE
    assert image.pixelColor(20, 45).name() == "#ffffff"
    assert image.pixelColor(60, 45).blue() > 100


def test_no_product_is_a_question_mark(pictures: Pictures) -> None:
    label = QLabel()
    pictures.fill(label, None, SIZE)
    nameless = msgspec.structs.replace(LAMP, title=type(LAMP.title)())
    pictures.fill(label, nameless, SIZE)
    assert label.pixmap().width() == SIZE[0]


def test_close_twice(pictures: Pictures) -> None:
    pictures.close()
    pictures.close()


def test_a_photo_that_comes_later_takes_the_tile_s_place(tmp_path: Path) -> None:
    panel_application()
    catalog = MemoryCatalog(tmp_path)
    path = catalog.blob_path(ARMCHAIR.images[0].blob)
    aside = path.rename(path.with_name("aside"))
    pictures = Pictures(catalog)
    try:
        label, gone = QLabel(), QLabel()
        pictures.fill(label, ARMCHAIR, SIZE)
        pictures.fill(gone, ARMCHAIR, SIZE)
        pictures.fill(gone, LAMP, SIZE)
        pictures.wait(0.1)
        assert middle(label) == ARMCHAIR.colour
        aside.rename(path)
        end = time.monotonic() + 120.0
        while middle(label) != PHOTOS["front"]:
            assert time.monotonic() < end
            pictures.pump()
            time.sleep(0.02)
        assert middle(gone) == LAMP.colour
    finally:
        pictures.close()
