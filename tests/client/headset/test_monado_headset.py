"""The headset's own room on a real OpenXR runtime: bare hands, what is not seen, long visits. Skipped without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulators.monado import Monado
from tests.simulators.monado_run import visit

pytestmark = [pytest.mark.monado, pytest.mark.gl, pytest.mark.slow]
MODULE = "tests.simulators.monado_headset"


def test_bare_hands_pinch_and_make_fists(
    monado: Monado, root: Path, home: Path, tmp_path: Path, repository: Path
) -> None:
    told = visit(monado, "bare", root, home, tmp_path, repository, MODULE)
    assert told["joints_with_controller"] == 0
    assert told["joints"] == 26
    assert told["open"] == [0.0, 0.0]
    assert told["poke_at_tip"]
    assert told["grip_off_m"] < 0.001, "held in the palm"
    assert told["pinch"] == [1.0, 0.0]
    assert told["apart_m"] < 0.02
    assert told["fist"] == [0.0, 1.0]
    assert told["clicked"], "a pinch clicks what the arm points at"
    assert not told["tracked_again"]
    assert told["left_still_bare"]


def test_controllers_that_vanish_let_nothing_fall(
    monado: Monado, root: Path, home: Path, tmp_path: Path, repository: Path
) -> None:
    told = visit(monado, "vanish", root, home, tmp_path, repository, MODULE)
    assert told["held_without_hands"], "a hand lost from sight lets nothing fall"
    assert told["focused"]
    assert told["held_again"]
    assert told["panel_as_before"], "a trigger that was pulled when its controller vanished clicked nothing"


def test_memory_stays_flat(monado: Monado, root: Path, home: Path, tmp_path: Path, repository: Path) -> None:
    told = visit(monado, "soak", root, home, tmp_path, repository, MODULE)
    warm, middle, drawn, asked = told["memory_mb"]
    assert told["frames"] > 20
    # A leak of a kilobyte a frame would be 20 MB in the last part.
    assert drawn - middle < 12.0, told
    assert asked - drawn < 8.0, told
    assert asked - warm < 60.0, told
