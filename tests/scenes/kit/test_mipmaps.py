from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from scenes.kit import environment
from scenes.kit.mipmaps import chain_length, levels_of, packed, stored_chain


def test_levels_average_light_not_bytes() -> None:
    board = np.zeros((1, 4, 4, 4), dtype=np.uint8)
    board[0, ::2, ::2] = board[0, 1::2, 1::2] = 255
    levels = levels_of(board)
    assert [level.shape[1] for level in levels] == [4, 2, 1]
    # Half the light is byte 188 in sRGB; the fourth channel is no colour and stays in the middle.
    assert np.abs(levels[1][..., :3].astype(int) - 188).max() <= 1
    assert np.abs(levels[1][..., 3].astype(int) - 128).max() <= 1


def test_one_colour_stays_that_colour_at_every_level() -> None:
    for value in range(256):
        levels = levels_of(np.full((1, 4, 4, 4), value, dtype=np.uint8))
        assert all((level.astype(int) - value == 0).all() for level in levels[1:]), value


def test_a_picture_that_cannot_be_halved_is_refused() -> None:
    with pytest.raises(ValueError, match="whole chain"):
        levels_of(np.zeros((1, 6, 6, 4), dtype=np.uint8))


def test_a_chain_is_kept_and_a_damaged_one_is_made_again(tmp_path: Path) -> None:
    made = []

    def make() -> np.ndarray:
        made.append(1)
        return np.random.default_rng(3).integers(0, 256, (2, 8, 8, 4), dtype=np.uint8)

    first = stored_chain(tmp_path / "cache", "x", 2, 8, make)
    assert len(first) == chain_length(2, 8) == len(packed(levels_of(make())))
    made.clear()
    assert (stored_chain(tmp_path / "cache", "x", 2, 8, make) == first).all()
    assert not made
    for damage in (b"", b"\x93NUMPY", (tmp_path / "cache" / "x.npy").read_bytes()[:-9]):
        (tmp_path / "cache" / "x.npy").write_bytes(damage)
        assert (stored_chain(tmp_path / "cache", "x", 2, 8, make) == first).all()
    assert len(made) == 3


def test_a_cache_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    chain = stored_chain(tmp_path / "file" / "cache", "x", 1, 4, lambda: np.zeros((1, 4, 4, 4), dtype=np.uint8))
    assert len(chain) == chain_length(1, 4)


def test_a_damaged_environment_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = environment.Environment(tuple(np.zeros((6, 1, 1, 3), np.float32) for _ in range(6)), np.ones((9, 3), "f4"))
    monkeypatch.setattr(environment, "make_environment", lambda: made)
    environment.cached_environment(tmp_path / "cache")
    (file,) = (tmp_path / "cache").iterdir()
    whole = file.read_bytes()
    for damage in (b"", b"PK\x03\x04", whole[: len(whole) // 2]):
        file.write_bytes(damage)
        assert (environment.cached_environment(tmp_path / "cache").sh == 1).all()
    assert environment.cached_environment(file / "under a file").sh.shape == (9, 3)


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is mapped cannot be replaced there")
def test_a_chain_in_use_can_be_replaced(tmp_path: Path) -> None:
    held = stored_chain(tmp_path, "x", 1, 4, lambda: np.zeros((1, 4, 4, 4), dtype=np.uint8))
    (tmp_path / "x.npy").unlink()
    again = stored_chain(tmp_path, "x", 1, 4, lambda: np.full((1, 4, 4, 4), 7, dtype=np.uint8))
    assert int(held[0]) == 0
    assert int(again[0]) == 7
