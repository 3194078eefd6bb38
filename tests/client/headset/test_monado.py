"""The headset against a real OpenXR runtime (Monado), which a script wears. Skipped where it cannot be had."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from client.app import ShopOptions, headless_output, open_shop
from client.commands.replay import replay
from client.journal.reader import read_journal
from client.journal.records import FrameRecord
from client.pilot.visit import Had
from client.settings import Settings, find_folders
from tests.simulators.errand import HAD
from tests.simulators.monado import Monado
from tests.simulators.monado_run import visit

pytestmark = [pytest.mark.monado, pytest.mark.gl, pytest.mark.slow, pytest.mark.timeout(900)]


def test_the_real_runtime_keeps_the_contract(
    monado: Monado, root: Path, home: Path, tmp_path: Path, repository: Path
) -> None:
    told = visit(monado, "contract", root, home, tmp_path, repository)
    assert told["hands"] == 2
    half, whole = told["sizes"]
    assert half == [[w // 2, h // 2] for w, h in whole], "quality scales the eyes"
    assert told["first_head"] == pytest.approx([0.0, 0.0, 1.6], abs=0.01)
    assert told["second_head"] == pytest.approx([1.0, 2.0, 1.6], abs=0.01), "opened again for a shopper elsewhere"


def test_the_one_script_of_a_visit(monado: Monado, root: Path, home: Path, tmp_path: Path, repository: Path) -> None:
    told = visit(monado, "shopping", root, home, tmp_path, repository)
    assert told["controller"] == "/interaction_profiles/valve/index_controller"
    assert told["said"][0].startswith("In the headset (Monado")
    assert told["snapped_deg"] == pytest.approx(30.0, abs=0.01)
    assert told["landed_off_m"] < 0.2
    assert msgspec.convert(told["had"], Had) == HAD, "the same as at a desk and in a scripted headset"
    assert told["pitch"] == 0.0
    looked = told["looked"]
    assert min(looked["spread"]) > 20, "neither eye is black"
    assert 0.02 < looked["left_unlike_right"] < 0.9
    assert looked["mirror_off"] < 8.0, "the window shows what the left eye sees"
    for expected, seen in zip(looked["projected"], looked["seen"], strict=True):
        # Its shadow goes with it, below and to the left.
        assert seen[1:3] == pytest.approx(expected[1:3], abs=2.0)
    _replays_without_a_runtime(tmp_path / "visit.jsonl", root, home)


def _replays_without_a_runtime(path: Path, root: Path, home: Path) -> None:
    """The journal of the visit, done again in this process, off screen, comes to the same session."""
    journal = read_journal(path)
    first = next(r for r in journal.records() if isinstance(r, FrameRecord) and r.eyes is not None and len(r.eyes) == 2)
    assert first.eyes is not None
    settings = Settings(width=160, height=160, samples=0)
    options = ShopOptions(settings, find_folders({"VITRINE_HOME": str(home)}), root, start=journal.header.session,
                          replaying=True)  # fmt: skip
    with open_shop(options, lambda: headless_output(settings)) as opened:
        outcome = replay(opened, journal)
        assert outcome.differences == []
        assert outcome.ended
        assert opened.shop.session.gathered == HAD.gathered
        assert opened.shop.session.panel is None
        assert opened.shop.session.held is None


def test_the_runtime_is_killed_during_a_grab(
    monado: Monado, root: Path, home: Path, tmp_path: Path, repository: Path
) -> None:
    told = visit(monado, "killed", root, home, tmp_path, repository)
    # Two seconds where nothing else runs; on a machine so busy that a frame takes a second, so does the change.
    assert told["window_after_s"] < max(5.0, 10 * told["longest_frame_s"])
    assert told["held_still"]
    assert told["held_at_last"]
    assert told["moved_in_window_m"] < 0.02
    assert told["moved_in_headset_m"] < 0.02
    headset = [sentence.startswith("In the headset") for sentence in told["said"]]
    assert (headset[0], headset[-1], len(headset) >= 3) == (True, True, True)


def test_recentering_moves_nobody_and_controllers_may_vanish(
    monado: Monado, root: Path, home: Path, tmp_path: Path, repository: Path
) -> None:
    told = visit(monado, "recentred", root, home, tmp_path, repository)
    assert told["moved_m"] < 0.01
    assert told["turned"] < 0.01
    assert told["without_hands"] == "focused"
    assert told["pressed_nothing"], "a press that a lost hand had begun did nothing"
    assert told["held_on"], "what a lost hand had hold of hangs where it was"
    assert told["focused"]


def test_another_program_takes_the_focus_and_gives_it_back(
    monado: Monado, root: Path, home: Path, tmp_path: Path, repository: Path
) -> None:
    told = visit(monado, "shared", root, home, tmp_path, repository)
    assert told["seen"], "frames went by meanwhile"
    assert all(hands == 0 for _, _, hands in told["seen"]), "input only when focused"
    assert told["focus_again"]
    assert told["nothing_happened"], "the pulled trigger clicked nothing"


@pytest.mark.parametrize("broken", [False, True])
def test_without_a_runtime_openxr_is_a_sentence(
    broken: bool, monado: Monado, root: Path, home: Path, tmp_path: Path, repository: Path
) -> None:
    """No service at all, and a runtime file that is nonsense: `vitrine run --headset openxr` says so and ends."""
    monado.kill()
    more = {}
    if broken:
        (tmp_path / "runtime.json").write_text("nonsense", "utf-8")
        more["XR_RUNTIME_JSON"] = str(tmp_path / "runtime.json")
    process = subprocess.run(
        monado.command(sys.executable, "-m", "client", "run", "--headset", "openxr", "--catalog", str(root),
                       "--size", "320x200"),
        env={**monado.environment, "VITRINE_HOME": str(home), "PYTHONPATH": str(repository), **more},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert process.returncode == 1, process.stdout + process.stderr
    last = process.stderr.strip().splitlines()[-1]
    assert last.startswith("vitrine: ")
    assert "OpenXR runtime" in last
    assert "Traceback" not in process.stderr
