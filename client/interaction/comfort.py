"""How fast the shopper may move, and how turning feels. Nothing but the shopper ever moves the view."""

from __future__ import annotations

import math

import msgspec


class Comfort(msgspec.Struct, frozen=True):
    """Metres, seconds and radians. `snap_turn` turns in steps, which headset users bear better than a glide."""

    walk_m_per_s: float = 1.8
    fast_m_per_s: float = 3.6
    turn_rad_per_s: float = math.radians(80)
    snap_turn: bool = False
    snap_rad: float = math.radians(30)
    look_rad_per_height: float = 1.8
    """How far a mouse move over the window's whole height turns the view."""
    invert_look: bool = False
    longest_step_s: float = 0.1
    """A late frame never makes a leap: longer frames count as this long."""
