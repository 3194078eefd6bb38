"""What the help says to whom: lines by what the shopper points and walks with. Pure: text keys only."""

from __future__ import annotations

from client.domain.comfort import Comfort

KEYS = ("walk", "look", "take", "keys", "details", "find", "buy", "back")
"""At a desk; their texts are `help.<line>_key` and `help.<line>`."""
_LINES: dict[str, tuple[str, ...]] = {
    "pad": ("walk", "look", "choose", "press", "back", "more"),
    "controllers": ("walk", "jump", "turn", "take", "hold", "near", "bar", "back"),
    "one_hand": ("jump", "turn", "step", "take", "hold", "bar", "back"),
    "hands": ("take", "hold", "near", "jump", "bar", "turn"),
    "gaze": ("look", "floor", "bar", "put_back", "switch", "rest"),
}
STEPS: dict[str, tuple[tuple[str, ...], ...]] = {
    "controllers": (("walk", "jump"), ("turn", "bar"), ("take", "hold")),
    "one_hand": (("jump", "step"), ("turn", "bar"), ("take", "hold")),
    "hands": (("jump",), ("bar", "turn"), ("take", "hold")),
    "gaze": (("floor",), ("bar", "rest"), ("look", "put_back")),
}
"""First steps in a headset after the welcome: moving; turning and finding everything; taking."""


def way_of(kind: str, comfort: Comfort) -> str:
    """Whose lines these are: a kind of input, told apart by whether both hands are used."""
    return "one_hand" if kind == "controllers" and comfort.one_handed else kind


def lines_of(way: str) -> tuple[tuple[str, str], ...]:
    """Text keys of each line: what is pressed, and what it does."""
    if way not in _LINES:
        return tuple((f"help.{line}_key", f"help.{line}") for line in KEYS)
    return tuple(line_of(way, line) for line in _LINES[way])


def line_of(way: str, line: str) -> tuple[str, str]:
    """Text keys of one line of a way other than the desk's."""
    return f"help.{way}.{line}_key", f"help.{way}.{line}"
