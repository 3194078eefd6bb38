"""What can be fitted on the settings panel: pages of lines, each with a few choices. Pure: values and text keys."""

from __future__ import annotations

import math
from dataclasses import dataclass

from msgspec import structs

from client.domain.comfort import Comfort

_ALIKE = 1e-3


@dataclass(frozen=True)
class Choice:
    """One button: the key of its text, and what it sets. A step adds to what there is."""

    key: str
    value: object
    step: bool = False


@dataclass(frozen=True)
class Line:
    """One thing to fit: the field of `Comfort`, and its choices. `needs_voice`: only where something can read aloud."""

    field: str
    choices: tuple[Choice, ...]
    needs_voice: bool = False


def _switch(field: str, *, needs_voice: bool = False) -> Line:
    return Line(field, (Choice("off", False), Choice("on", True)), needs_voice)


PAGES: dict[str, tuple[Line, ...]] = {
    "moving": (
        Line("travel", (Choice("both", "both"), Choice("teleport", "teleport"))),
        Line("walk_m_per_s", (Choice("slow", 1.0), Choice("normal", 1.8), Choice("fast", 2.8))),
        Line("vignette", (Choice("off", 0.0), Choice("light", 0.3), Choice("normal", 0.6), Choice("strong", 1.0))),
    ),
    "turning": (
        Line("snap_rad", (Choice("30", math.radians(30)), Choice("45", math.radians(45)))),
        Line("snap_turn", (Choice("glide", False), Choice("steps", True))),
        Line("turn_rad_per_s", (
            Choice("slow", math.radians(50)), Choice("normal", math.radians(80)), Choice("fast", math.radians(130)),
        )),
    ),
    "body": (
        Line("seated", (Choice("standing", False), Choice("sitting", True))),
        Line("raise_m", (Choice("lower", -0.05, True), Choice("zero", 0.0), Choice("higher", 0.05, True))),
        Line("remind_min", (Choice("off", 0.0), Choice("15", 15.0), Choice("30", 30.0), Choice("60", 60.0))),
    ),
    "hands": (
        Line("main_hand", (Choice("left", "left"), Choice("right", "right"))),
        Line("one_handed", (Choice("two", False), Choice("one", True))),
        Line("haptics", (Choice("off", 0.0), Choice("soft", 0.5), Choice("normal", 1.0))),
    ),
    "pointing": (
        Line("pointing", (Choice("hands", "hands"), Choice("gaze", "gaze"))),
        Line("dwell_s", (Choice("short", 0.6), Choice("normal", 1.0), Choice("long", 1.6), Choice("longest", 2.5))),
    ),
    "mouse": (
        Line("look_rad_per_height", (Choice("slow", 0.9), Choice("normal", 1.8), Choice("fast", 3.0))),
        _switch("invert_look"),
    ),
    "seeing": (
        Line("text_scale", (
            Choice("normal", 1.0), Choice("large", 1.15), Choice("larger", 1.3), Choice("largest", 1.5),
        )),
        _switch("high_contrast"),
        _switch("captions"),
    ),
    "hearing": (
        Line("volume", (Choice("quieter", -0.1, True), Choice("mute", 0.0), Choice("louder", 0.1, True))),
        _switch("mono_sound"),
        _switch("read_aloud", needs_voice=True),
    ),
}  # fmt: skip
"""At most three lines a page, so that the largest letters need no scrolling."""


def chosen(comfort: Comfort, line: Line, choice: Choice) -> Comfort:
    """The comfort after a choice was pressed."""
    value = choice.value
    if choice.step:
        value = round(_number(getattr(comfort, line.field)) + _number(value), 3)
    return structs.replace(comfort, **{line.field: value}).within_bounds()


def is_chosen(comfort: Comfort, line: Line, choice: Choice) -> bool:
    """Whether this is what is set now."""
    now = getattr(comfort, line.field)
    if choice.step:
        return False
    if isinstance(choice.value, float):
        return abs(_number(now) - choice.value) < _ALIKE
    return bool(now == choice.value)


def amount(comfort: Comfort, line: Line) -> int | None:
    """What a line of steps is at now, as it is said: centimetres or percent. None for other lines."""
    if not any(choice.step for choice in line.choices):
        return None
    return round(_number(getattr(comfort, line.field)) * 100)


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0
