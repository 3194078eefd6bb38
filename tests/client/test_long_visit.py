"""A long visit takes no more memory than a short one."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest

from client.app import ShopOptions, headless_output, open_shop
from client.domain import actions as a
from client.headset.scripted import ScriptedHeadset
from client.pilot import Pilot
from client.settings import Settings, find_folders
from scenes.showroom.route import tour_path
from tests.simulators.made_catalog import make_catalog

pytestmark = [
    pytest.mark.slow,
    pytest.mark.gl,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the memory of the process from /proc"),
]

RATE_HZ = 4.0
WARM_LAPS, LAPS = 18, 30
"""The allocator takes up to sixteen laps until panels of both languages fit into what was freed; then it stands."""
LAP_S = 100.0
"""Twelve laps are 20 minutes of a visitor's time."""
MOST_GROWTH_MB = 25.0
"""Less than a megabyte a lap; single steps of the allocator by 8 to 16 MB come late in some runs."""


def resident_now_mb() -> float:
    gc.collect()
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096 / 1e6


def test_laps_leave_memory_as_it_was(tmp_path: Path) -> None:
    settings = Settings(width=192, height=108, samples=0)
    options = ShopOptions(
        settings, find_folders({"VITRINE_HOME": str(tmp_path / "home")}), make_catalog(tmp_path / "c")
    )
    with open_shop(options, lambda: headless_output(settings)) as opened:
        headset = ScriptedHeadset(settings.width, settings.height, RATE_HZ)
        pilot = Pilot(opened.shop, headset, draw_every=20)
        poses = [pose for pose in tour_path(opened.shop.keeper.current.plan, 1) if pose.stop]
        say = opened.shop.visit.dispatcher("shop")
        seen: list[float] = []
        for _ in range(WARM_LAPS + LAPS):
            for pose in poses:
                say(a.Move(pose.x_m, pose.y_m, pose.heading_rad, pose.pitch_rad))
                pilot.run(max(1, round(LAP_S * RATE_HZ / len(poses))))
                pilot.draw()
            say(a.PickUp("chair-1"))
            pilot.run(3)
            pilot.press("v", "escape", "c").run(2)
            pilot.press("escape", "l").run(2)
            assert pilot.last is not None
            opened.stage.still_picture(opened.shop, pilot.last, 30.0)
            seen.append(resident_now_mb())
    assert seen[-1] - seen[WARM_LAPS - 1] < MOST_GROWTH_MB, seen
