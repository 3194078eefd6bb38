"""Button events of a window to what a sample says of keys, text and mouse."""

from __future__ import annotations

import pytest

pytest.importorskip("panda3d")

from client.headset.desktop import Keyboard


def test_keys_text_and_modifiers() -> None:
    keyboard = Keyboard()
    keyboard.begin()
    for name in ("lshift", "shift", "a"):
        keyboard.press(name)
    keyboard.type("A")
    assert keyboard.named(keyboard.pressed) == ("a",)
    assert keyboard.text == "A"
    assert keyboard.down == {"shift", "a"}
    keyboard.begin()
    assert (keyboard.named(keyboard.pressed), keyboard.text) == ((), "")
    keyboard.press("a")
    assert (keyboard.pressed, keyboard.repeated) == ([], ["a"]), "a held key repeats, it is not pressed again"
    keyboard.begin()
    keyboard.release("a")
    keyboard.press("control")
    keyboard.press("z")
    keyboard.type("\x1a")
    assert keyboard.named(keyboard.pressed) == ("ctrl+z",)
    assert keyboard.text == ""


def test_alt_gr_types_what_other_keyboards_have_there() -> None:
    keyboard = Keyboard()
    keyboard.press("control")
    keyboard.press("alt")
    keyboard.type("@")
    assert keyboard.text == "@"
    keyboard.release("control")
    keyboard.type("q")
    assert keyboard.text == "@"


def test_mouse_buttons_and_wheel() -> None:
    keyboard = Keyboard()
    keyboard.begin()
    for name in ("mouse1", "mouse3", "wheel_up", "wheel_up", "wheel_down"):
        keyboard.press(name)
    assert keyboard.mouse_buttons(keyboard.down) == ("left", "right")
    assert keyboard.wheel == 1.0
    assert keyboard.named(keyboard.pressed) == ()
    keyboard.begin()
    keyboard.release("mouse1")
    keyboard.release("mouse2")
    assert keyboard.mouse_buttons(keyboard.released) == ("left",)


def test_losing_the_window_lets_go_of_everything() -> None:
    keyboard = Keyboard()
    keyboard.press("w")
    keyboard.press("mouse1")
    keyboard.begin()
    keyboard.release_all()
    assert keyboard.down == set()
    assert set(keyboard.released) == {"w", "mouse1"}
