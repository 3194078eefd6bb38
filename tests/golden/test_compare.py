"""The comparison itself: it must see what an eye would mind and forgive what it would not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.golden import compare
from tests.golden.compare import Limits


def picture(seed: int = 0) -> compare.U8:
    return np.random.default_rng(seed).integers(40, 200, (90, 160, 3), dtype=np.uint8)


def test_small_steps_are_forgiven_and_larger_ones_are_not() -> None:
    golden = picture()
    assert compare.compare("x", golden + 6, golden, Limits()).equal
    assert not compare.compare("x", golden + 7, golden, Limits()).equal


def test_one_channel_is_enough_to_differ() -> None:
    golden = picture()
    seen = golden.copy()
    seen[..., 2] += 20
    assert compare.compare("x", seen, golden, Limits()).off == 1.0


def test_a_small_wrong_spot_counts_and_a_single_pixel_does_not() -> None:
    golden = picture()
    seen = golden.copy()
    seen[0, 0] = 255 - seen[0, 0] // 2
    assert compare.compare("x", seen, golden, Limits()).equal
    seen[10:20, 10:20] = 0
    assert not compare.compare("x", seen, golden, Limits()).equal
    assert not compare.compare("x", golden[:, :-1], golden, Limits()).equal


def test_a_difference_comes_with_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "FOLDER", tmp_path)
    monkeypatch.setenv("VITRINE_GOLDEN_REPORT", str(tmp_path / "report"))
    golden = picture()
    assert not compare.check("shop", golden).equal, "a missing golden picture is a failure, never a pass"
    monkeypatch.setenv("VITRINE_GOLDEN", "update")
    assert compare.check("shop", golden).equal
    monkeypatch.delenv("VITRINE_GOLDEN")
    assert compare.check("shop", golden).equal
    assert not compare.check("shop", picture(1)).equal
    page = (tmp_path / "report" / "shop.html").read_text("utf-8")
    assert page.count("data:image/png;base64,") == 3
    assert "of the pixels differ" in page
