"""How the shop is fitted to this person: moving, reach, seeing, hearing. Nothing but the shopper moves the view."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, Literal

import msgspec

Side = Literal["left", "right"]
Pointing = Literal["hands", "gaze"]
Travel = Literal["both", "teleport"]


_BOUNDS: Final[Mapping[str, tuple[float, float]]] = {
    "walk_m_per_s": (0.3, 5.0),
    "fast_m_per_s": (0.3, 10.0),
    "turn_rad_per_s": (math.radians(10), math.radians(360)),
    "snap_rad": (math.radians(10), math.radians(90)),
    "look_rad_per_height": (0.2, 6.0),
    "longest_step_s": (0.01, 0.25),
    "vignette": (0.0, 1.0),
    "raise_m": (-0.5, 0.8),
    "dwell_s": (0.4, 4.0),
    "text_scale": (1.0, 1.5),
    "volume": (0.0, 1.0),
    "haptics": (0.0, 1.0),
    "remind_min": (0.0, 240.0),
}


class Comfort(msgspec.Struct, frozen=True):
    """Metres, seconds and radians. Part of the session, so a journal tells what was felt when."""

    walk_m_per_s: float = 1.8
    fast_m_per_s: float = 3.6
    turn_rad_per_s: float = math.radians(80)
    snap_turn: bool = False
    """On the desktop; in a headset one always turns in steps, which a head bears better than a glide."""
    snap_rad: float = math.radians(30)
    look_rad_per_height: float = 1.8
    """How far a mouse move over the window's whole height turns the view."""
    invert_look: bool = False
    longest_step_s: float = 0.1
    """A late frame never makes a leap: longer frames count as this long."""
    travel: Travel = "both"
    """How sticks move a shopper in a headset: gliding and teleport, or teleport alone."""
    vignette: float = 0.6
    """How much of the edge of the view goes dark while gliding in a headset; 0 is none."""
    seated: bool = False
    """The floor is brought to where it would be if the shopper stood."""
    raise_m: float = 0.0
    """The eyes are shown this much higher (lower: negative) than they are."""
    main_hand: Side = "right"
    """Whose stick turns and teleports and whose ray points first."""
    one_handed: bool = False
    """Everything is on the main hand's controller."""
    pointing: Pointing = "hands"
    """Gaze: a spot in the middle of the view points; resting on a thing for `dwell_s` selects it."""
    dwell_s: float = 1.0
    text_scale: float = 1.0
    high_contrast: bool = False
    volume: float = 0.7
    mono_sound: bool = False
    captions: bool = False
    read_aloud: bool = False
    """Labels are read aloud where a voice is installed."""
    haptics: float = 1.0
    remind_min: float = 0.0
    """After so many minutes in a headset, and every so many again, a sentence says so; 0 says nothing."""

    def within_bounds(self) -> Comfort:
        """The same with every figure brought to where it can be borne; what is no number becomes the usual."""
        usual = Comfort()
        fitted: dict[str, float] = {}
        for name, (least, most) in _BOUNDS.items():
            value = float(getattr(self, name))
            fitted[name] = min(most, max(least, value)) if math.isfinite(value) else float(getattr(usual, name))
        return msgspec.structs.replace(self, **fitted)
