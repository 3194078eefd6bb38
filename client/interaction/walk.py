"""Walking and turning: sticks and keys to the place the shopper stands at next."""

from __future__ import annotations

import math

from client.domain.actions import Move
from client.domain.comfort import Comfort
from client.domain.session import Standing
from client.headset.api import Sample
from client.interaction.rig import about_z, forward, rotate, to_store
from client.interaction.values import Walk

STEP_BACK = "step_back"
"""In a fitted hand's buttons: one step back is asked for in this frame."""
STEP_BACK_M = 0.7
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
        elif abs(hand.stick[0]) > abs(hand.stick[1]):
            # Pushed more ahead than aside the stick aims a teleport, and must not turn the shopper as well.
            turn -= _live(hand.stick[0])
    length = math.hypot(right, ahead)
    if length > 1.0:
        right, ahead = right / length, ahead / length
    return right, ahead, max(-1.0, min(1.0, turn))


def _turned(standing: Standing, sample: Sample, turn: float, snap: bool, dt: float, comfort: Comfort) -> float:
    if not (comfort.snap_turn or sample.hands or tracked(sample)):
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
    if comfort.travel == "teleport" and (tracked(sample) or sample.hands):
        right = ahead = 0.0
    heading = _turned(standing, sample, turn, snap, dt, comfort)
    yaw, pitch_by = _looked(standing, sample, dt, comfort)
    heading += yaw
    pitch = max(-_MAX_PITCH, min(_MAX_PITCH, standing.pitch_rad + pitch_by)) if pitch_by else standing.pitch_rad
    if tracked(sample):
        pitch = 0.0  # a headset's own head looks up and down; a tilted world makes sick
    x, y = _pivoted(standing, sample, heading)
    fast = keys_free and "shift" in sample.keys
    reach = (comfort.fast_m_per_s if fast else comfort.walk_m_per_s) * dt
    right, ahead = right * reach, ahead * reach
    if any(STEP_BACK in hand.buttons for hand in sample.hands):
        ahead -= STEP_BACK_M
    if right or ahead:
        fx, fy = _floor_forward(standing, sample)
        x, y = _walked((x, y), (fx * ahead + fy * right, fy * ahead - fx * right), heading, sample, walk)
    if (x, y, heading, pitch) == (standing.x_m, standing.y_m, standing.heading_rad, standing.pitch_rad):
        return None
    return Move(x, y, heading, pitch)


def tracked(sample: Sample) -> bool:
    """Whether the view follows a real head: only headsets have two eyes."""
    return len(sample.eyes) == 2


def _pivoted(standing: Standing, sample: Sample, heading_rad: float) -> tuple[float, float]:
    """Where the play space's middle comes to lie when the shopper turns about their own head, not about that middle."""
    hx, hy, _ = sample.head.position
    if heading_rad == standing.heading_rad or (hx == 0.0 and hy == 0.0):
        return standing.x_m, standing.y_m
    before, after = rotate(about_z(standing.heading_rad), (hx, hy, 0.0)), rotate(about_z(heading_rad), (hx, hy, 0.0))
    return standing.x_m + before[0] - after[0], standing.y_m + before[1] - after[1]


def _walked(
    at: tuple[float, float], by: tuple[float, float], heading_rad: float, sample: Sample, walk: Walk
) -> tuple[float, float]:
    """The middle of the play space after a step of the head, which is what walls and shelves stop."""
    hx, hy, _ = rotate(about_z(heading_rad), (sample.head.position[0], sample.head.position[1], 0.0))
    x, y = walk((at[0] + hx, at[1] + hy), (at[0] + hx + by[0], at[1] + hy + by[1]))
    return x - hx, y - hy


def _floor_forward(standing: Standing, sample: Sample) -> tuple[float, float]:
    """Where the head looks, on the floor: one walks where one looks."""
    x, y, _ = forward(to_store(standing, sample.head).turn)
    length = math.hypot(x, y)
    return (x / length, y / length) if length > 1e-6 else (0.0, 1.0)
