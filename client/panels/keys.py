"""Key names as the store's input gives them (Panda3D's button names) to Qt's keys."""

from __future__ import annotations

from PySide6.QtCore import Qt

_NAMED = {
    "enter": Qt.Key.Key_Return,
    "return": Qt.Key.Key_Return,
    "tab": Qt.Key.Key_Tab,
    "escape": Qt.Key.Key_Escape,
    "backspace": Qt.Key.Key_Backspace,
    "delete": Qt.Key.Key_Delete,
    "space": Qt.Key.Key_Space,
    "arrow_left": Qt.Key.Key_Left,
    "arrow_right": Qt.Key.Key_Right,
    "arrow_up": Qt.Key.Key_Up,
    "arrow_down": Qt.Key.Key_Down,
    "home": Qt.Key.Key_Home,
    "end": Qt.Key.Key_End,
    "page_up": Qt.Key.Key_PageUp,
    "page_down": Qt.Key.Key_PageDown,
}

_MODIFIERS = {
    "ctrl": Qt.KeyboardModifier.ControlModifier,
    "shift": Qt.KeyboardModifier.ShiftModifier,
    "control": Qt.KeyboardModifier.ControlModifier,
    "alt": Qt.KeyboardModifier.AltModifier,
}


def split_key(name: str) -> tuple[str, frozenset[str]]:
    """`ctrl+shift+z` as `z` with its modifiers; the plus key itself stays one."""
    head, plus, key = name.rpartition("+")
    if not key and plus:
        head, key = head.removesuffix("+"), "+"
    return key, frozenset(part for part in head.split("+") if part)


def qt_key(name: str) -> Qt.Key:
    """Qt's key; a key without a name here is an unknown one, which still types its text."""
    if name in _NAMED:
        return _NAMED[name]
    if len(name) == 1 and name.isascii() and name.isprintable():
        return Qt.Key(ord(name.upper()))
    return Qt.Key.Key_unknown


def qt_modifiers(names: frozenset[str]) -> Qt.KeyboardModifier:
    """Qt's modifiers of `shift`, `control`, `alt`; other names are ignored."""
    result = Qt.KeyboardModifier.NoModifier
    for name in names:
        result |= _MODIFIERS.get(name, Qt.KeyboardModifier.NoModifier)
    return result
