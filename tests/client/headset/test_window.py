"""The shop in a real window, on a display made for the test (Xvfb); skipped where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from client.domain.actions import OpenPanel
from client.journal.reader import read_journal
from client.journal.records import EndRecord, FrameRecord, sample_of
from tests.simulators.made_catalog import make_catalog

pytestmark = pytest.mark.gl

SCRIPT = """
import os, sys
from pathlib import Path
from client.app import ShopOptions
from client.live import run_window
from client.settings import Settings, find_folders
settings = Settings(width=320, height=200, samples=0)
options = ShopOptions(settings, find_folders(os.environ), Path(sys.argv[1]), record=Path(sys.argv[2]))
print("frames", run_window(options, frames=8))
"""


@pytest.fixture
def display() -> Iterator[str]:
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("Xvfb is not installed")
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", "640x480x24"]
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as pipe:
                yield f":{int(pipe.readline())}"
        finally:
            server.terminate()


def test_a_window_opens_draws_and_welcomes(display: str, tmp_path: Path, repository: Path) -> None:
    root, journal = make_catalog(tmp_path / "catalog"), tmp_path / "visit.jsonl"
    environment = {**os.environ, "DISPLAY": display, "VITRINE_HOME": str(tmp_path / "home")}
    environment.pop("QT_QPA_PLATFORM", None)
    command = [sys.executable, "-c", SCRIPT, str(root), str(journal)]
    done = subprocess.run(
        command, cwd=repository, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "frames 8" in done.stdout
    records = list(read_journal(journal).records())
    frames = [r for r in records if isinstance(r, FrameRecord)]
    assert len(frames) == 8
    assert isinstance(records[-1], EndRecord)
    first = sample_of(frames[0], None)
    assert first.mouse is not None
    assert first.eyes[0].fov.right > first.eyes[0].fov.up, "the view is as wide as the window"
    assert all(later.frame.time_s > earlier.frame.time_s for earlier, later in pairwise(frames))
    assert [h.action.panel for h in frames[0].happened if isinstance(h.action, OpenPanel)] == ["help"]
