"""A long visit takes no more memory than a short one."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import pytest

from client.headset.api import Hand, Pose
from client.headset.scripted import Input, ScriptedHeadset, standing_head
from client.interaction.rig import about_z
from client.loop import one_frame
from tests.simulators.plain_shop import plain_shop

FRAMES = 20_000


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_twenty_thousand_frames_with_two_eyes_and_a_hand() -> None:
    headset = ScriptedHeadset(eyes=2, rate_hz=90.0)
    memory = {}
    with plain_shop() as pilot:
        for number in range(FRAMES):
            turn = about_z(0.6 * (number % 200 - 100) / 100)
            aim = Pose((0.2, 0.3, 1.2), turn)
            hand = Hand("right", aim, aim, trigger=1.0 if number % 90 < 5 else 0.0, poke=aim.position)
            headset.add([Input(hands=(hand,), head=Pose(standing_head().position, turn))])
            frame = headset.wait()
            assert frame is not None
            assert one_frame(pilot.shop, headset, frame)
            if number in (FRAMES // 4, FRAMES - 1):
                gc.collect()
                memory[number] = resident_mb()
    early, late = memory.values()
    assert late - early < 10.0, f"{early:.1f} MB after a quarter, {late:.1f} MB at the end"
