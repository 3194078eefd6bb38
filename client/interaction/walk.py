"""Walking and turning: sticks and keys to the place the shopper stands at next."""

from __future__ import annotations

import math

from client.domain.actions import Move
from client.domain.session import Standing
from client.headset.api import Sample
from client.interaction.comfort import Comfort
from client.interaction.rig import forward, to_store
from client.interaction.values import Walk

_DEAD_ZONE = 0.2
_MAX_PITCH = math.radians(85)
_KEYS = {
    "w": (0.0, 1.0), "arrow_up": (0.0, 1.0), "s": (0.0, -1.0), "arrow_down": (0.0, -1.0), "a": (-1.0, 0.0),
    "d": (1.0, 0.0),
}  # fmt: skip
_TURNS = {"q": 1.0, "arrow_left": 1.0, "e": -1.0, "arrow_right": -1.0}


def _live(value: float) -> float:
    return 0.0 if abs(value) < _DEAD_ZONE else (abs(value) - _DEAD_ZONE) / (1 - _DEAD_ZONE) * math.copysign(1, value)


def wish(sample: Sample, keys_free: bool, arrows: bool = True) -> tuple[float, float, float]:
    """Where the shopper wants to go: right and ahead, at most 1 long together, and turning (left is positive).

    `arrows` is False while an open panel has the arrow keys.
    """
    right = ahead = turn = 0.0
    if keys_free:
        for key in sample.keys:
            if key.startswith("arrow_") and not arrows:
                continue
            dx, dy = _KEYS.get(key, (0.0, 0.0))
            right, ahead, turn = right + dx, ahead + dy, turn + _TURNS.get(key, 0.0)
    if sample.pad is not None:
        right, ahead = right + _live(sample.pad.move[0]), ahead + _live(sample.pad.move[1])
        turn -= _live(sample.pad.look[0])
    for hand in sample.hands:
        if hand.side == "left":
            right, ahead = right + _live(hand.stick[0]), ahead + _live(hand.stick[1])
        else:
            turn -= _live(hand.stick[0])
    length = math.hypot(right, ahead)
    if length > 1.0:
        right, ahead = right / length, ahead / length
    return right, ahead, max(-1.0, min(1.0, turn))


def _turned(standing: Standing, sample: Sample, turn: float, snap: bool, dt: float, comfort: Comfort) -> float:
    if not comfort.snap_turn:
        return standing.heading_rad + turn * comfort.turn_rad_per_s * dt
    return standing.heading_rad + (math.copysign(comfort.snap_rad, turn) if snap else 0.0)


def _looked(standing: Standing, sample: Sample, dt: float, comfort: Comfort) -> tuple[float, float]:
    """Turn and pitch of the mouse (while it is captured) and of the gamepad's right stick, radians."""
    sign = -1.0 if comfort.invert_look else 1.0
    yaw = pitch = 0.0
    mouse = sample.mouse
    if mouse is not None and mouse.captured:
        yaw, pitch = -mouse.dx * comfort.look_rad_per_height, sign * mouse.dy * comfort.look_rad_per_height
    if sample.pad is not None:
        pitch += sign * _live(sample.pad.look[1]) * comfort.turn_rad_per_s * dt
    return yaw, pitch


def step(
    standing: Standing,
    sample: Sample,
    walk: Walk,
    comfort: Comfort,
    *,
    keys_free: bool,
    snap: bool,
    arrows: bool = True,
) -> Move | None:
    """The move of one frame, or None when the shopper stays. `snap`: the turn stick was just pushed over."""
    dt = max(0.0, min(comfort.longest_step_s, sample.frame.dt_s))
    right, ahead, turn = wish(sample, keys_free, arrows)
    heading = _turned(standing, sample, turn, snap, dt, comfort)
    yaw, pitch_by = _looked(standing, sample, dt, comfort)
    heading += yaw
    pitch = max(-_MAX_PITCH, min(_MAX_PITCH, standing.pitch_rad + pitch_by)) if pitch_by else standing.pitch_rad
    x, y = standing.x_m, standing.y_m
    if right or ahead:
        fast = keys_free and "shift" in sample.keys
        reach = (comfort.fast_m_per_s if fast else comfort.walk_m_per_s) * dt
        fx, fy = _floor_forward(standing, sample)
        x, y = walk((x, y), (x + (fx * ahead + fy * right) * reach, y + (fy * ahead - fx * right) * reach))
    if (x, y, heading, pitch) == (standing.x_m, standing.y_m, standing.heading_rad, standing.pitch_rad):
        return None
    return Move(x, y, heading, pitch)


def _floor_forward(standing: Standing, sample: Sample) -> tuple[float, float]:
    """Where the head looks, on the floor: one walks where one looks."""
    x, y, _ = forward(to_store(standing, sample.head).turn)
    length = math.hypot(x, y)
    return (x / length, y / length) if length > 1e-6 else (0.0, 1.0)
