"""What every headset keeps to, whatever drives it: run against simulators and the real runtime alike."""

from __future__ import annotations

import math
import time

from client.headset.api import Headset, Presence, Sample


def norm(values: tuple[float, ...]) -> float:
    return math.sqrt(sum(v * v for v in values))


def keep_contract(headset: Headset, frames: int = 12, patience_s: float = 20.0) -> list[Sample]:
    """Visits so many frames and closes; AssertionError where the protocol is not kept. Returns the samples."""
    samples: list[Sample] = []
    until = time.monotonic() + patience_s
    while len(samples) < frames:
        assert time.monotonic() < until, "frames never came"
        presence = headset.poll()
        assert presence not in (Presence.LEAVING, Presence.LOST)
        frame = headset.wait()
        if frame is None:
            continue
        sample = headset.sample(frame)
        headset.submit(frame)
        assert sample.frame == frame
        assert len(sample.eyes) in (1, 2)
        assert sample.hands == () or presence == Presence.FOCUSED, "input only when focused"
        for pose in (sample.head, *(e.pose for e in sample.eyes), *(h.aim for h in sample.hands)):
            assert abs(norm(pose.turn) - 1.0) < 1e-3
        for eye in sample.eyes:
            assert eye.fov.left < eye.fov.right
            assert eye.fov.down < eye.fov.up
            assert math.dist(eye.pose.position, sample.head.position) < 0.2
        if len(sample.eyes) == 2:
            apart = math.dist(sample.eyes[0].pose.position, sample.eyes[1].pose.position)
            assert 0.04 < apart < 0.09, "eyes are as far apart as a person's"
        for hand in sample.hands:
            assert 0.0 <= hand.trigger <= 1.0
            assert 0.0 <= hand.squeeze <= 1.0
            assert norm(hand.stick) <= math.sqrt(2.0) + 1e-6
        if samples:
            before = samples[-1].frame
            assert frame.index == before.index + 1
            assert frame.time_s >= before.time_s
            assert frame.dt_s >= 0.0
        samples.append(sample)
    headset.close()
    headset.close()
    return samples
