"""What a journal keeps of a picture: alike to the eye is alike, a thing missing is not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from client.journal.glance import ALIKE_LEVELS, COLUMNS, ROWS, UNLIKE_LEVELS, apart, glance


def noise(height: int, width: int) -> NDArray[np.uint8]:
    return np.random.default_rng(5).integers(0, 256, (height, width, 3)).astype(np.uint8)


@pytest.mark.parametrize(("height", "width"), [(270, 480), (720, 1280), (123, 211), (27, 48), (5, 7)])
def test_a_picture_is_like_itself_but_for_a_sample(height: int, width: int) -> None:
    pixels = noise(height, width)
    other = pixels.copy()
    other[height // 2, width // 2] ^= 8
    assert apart(glance(pixels), glance(pixels)) == 0.0
    if height > 100:
        assert apart(glance(pixels), glance(other)) <= 1.0


def test_a_small_thing_less_is_noticed() -> None:
    pixels = np.full((270, 480, 3), 200, dtype=np.uint8)
    less = pixels.copy()
    less[100:110, 200:210] = 120
    assert apart(glance(pixels), glance(less)) > 3 * ALIKE_LEVELS


def test_cells_are_means() -> None:
    pixels = np.kron(np.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS) % 250, np.ones((4, 4))).astype(np.uint8)
    black = np.zeros((ROWS, COLUMNS, 3), dtype=np.uint8)
    assert apart(glance(np.repeat(pixels[..., None], 3, axis=2)), glance(black)) == 249.0


@pytest.mark.parametrize("text", ["", "f" * 64, "no base64!", "é"])
def test_what_is_no_glance_is_unlike_everything(text: str) -> None:
    assert apart(text, glance(noise(27, 48))) == UNLIKE_LEVELS
