"""A plain window as a headset: mouse, keyboard and a gamepad where one is plugged in.

The pointer is free, so that panels can be clicked; while the right button is down the mouse looks around instead.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from panda3d.core import (
    ButtonEvent,
    GamepadButton,
    GraphicsEngine,
    GraphicsWindow,
    InputDevice,
    InputDeviceManager,
    WindowProperties,
)

from client.headset.api import Eye, Frame, Mouse, Pad, Presence, Sample
from client.headset.scripted import standing_head, view_fov

MAX_RATE_HZ = 120.0
_MOUSE = {"mouse1": "left", "mouse2": "middle", "mouse3": "right"}
_MODIFIERS = ("control", "alt", "meta")
_ALT_GR = {"control", "alt"}
_IGNORED = frozenset({"lshift", "rshift", "lcontrol", "rcontrol", "lalt", "ralt", "lmeta", "rmeta"})
_PAD_BUTTONS = {
    "face_a": "a", "face_b": "b", "face_x": "x", "face_y": "y", "start": "start", "back": "back",
    "dpad_up": "up", "dpad_down": "down", "dpad_left": "left", "dpad_right": "right",
    "lshoulder": "lb", "rshoulder": "rb",
}  # fmt: skip


class Keyboard:
    """Turns button events into what is held down, what went down, what was typed. Knows no window."""

    def __init__(self) -> None:
        self.down: set[str] = set()
        self.pressed: list[str] = []
        self.repeated: list[str] = []
        self.released: list[str] = []
        self.text = ""
        self.wheel = 0.0

    def begin(self) -> None:
        """A new frame: what is held stays held, the rest is forgotten."""
        self.pressed, self.repeated, self.released, self.text, self.wheel = [], [], [], "", 0.0

    def press(self, name: str) -> None:
        """A button went down (or repeats)."""
        if name in ("wheel_up", "wheel_down"):
            self.wheel += 1.0 if name == "wheel_up" else -1.0
        elif name not in _IGNORED and not name.startswith("wheel"):
            # Systems repeat a key that is held for long as if it went down again and again.
            (self.repeated if name in self.down else self.pressed).append(name)
            self.down.add(name)

    def release(self, name: str) -> None:
        """A button came up."""
        if name in self.down:
            self.down.discard(name)
            self.released.append(name)

    def type(self, character: str) -> None:
        """A character was typed; control characters are keys, not text. Control with Alt is AltGr, which types."""
        held = self.down.intersection(_MODIFIERS)
        if character.isprintable() and (not held or held == _ALT_GR):
            self.text += character

    def release_all(self) -> None:
        """The window lost the keyboard: nothing is held any more."""
        for name in sorted(self.down):
            self.release(name)

    def named(self, names: list[str]) -> tuple[str, ...]:
        """Keys of these names, with the modifiers that are held in front: "ctrl+z", "ctrl+alt+z"."""
        prefix = "".join(f"{m}+" for m, key in (("ctrl", "control"), ("alt", "alt")) if key in self.down)
        skipped = {*_MOUSE, *_MODIFIERS, "shift"}
        return tuple(prefix + name for name in names if name not in skipped)

    def mouse_buttons(self, names: set[str] | list[str]) -> tuple[str, ...]:
        """Those of the names that are buttons of the mouse, as a sample names them."""
        return tuple(sorted(_MOUSE[name] for name in names if name in _MOUSE))


class DesktopHeadset:
    """The headset protocol over a Panda3D window."""

    def __init__(
        self,
        engine: GraphicsEngine,
        window: GraphicsWindow,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._engine, self._window, self._clock, self._sleep = engine, window, clock, sleep
        self._device: InputDevice = window.get_input_device(0)
        self._keyboard = Keyboard()
        self._started = clock()
        self._last = self._started
        self._index = 0
        self._captured_at: tuple[int, int] | None = None
        self._pointer = (0.0, 0.0)
        self._foreground = True
        self._pads = InputDeviceManager.get_global_ptr()
        self._pad_down: set[str] = set()

    def poll(self) -> Presence:
        """Reads the window's events."""
        if self._window.is_closed():
            return Presence.LEAVING
        self._keyboard.begin()
        if self._device.has_button_event():
            self._read(self._device.get_button_events())
        properties = self._window.get_properties()
        if properties.get_foreground() != self._foreground:
            self._foreground = properties.get_foreground()
            if not self._foreground:
                self._keyboard.release_all()
        if properties.get_minimized():
            return Presence.IDLE
        return Presence.FOCUSED if self._foreground else Presence.RUNNING

    def _read(self, events: object) -> None:
        for number in range(events.get_num_events()):  # type: ignore[attr-defined]
            event = events.get_event(number)  # type: ignore[attr-defined]
            name = event.button.name
            if event.type in (ButtonEvent.T_down, ButtonEvent.T_repeat):
                self._keyboard.press(name)
            elif event.type == ButtonEvent.T_up:
                self._keyboard.release(name)
            elif event.type == ButtonEvent.T_keystroke:
                self._keyboard.type(chr(event.keycode))

    def wait(self) -> Frame | None:
        """Waits for the screen (the driver does, when it draws) and never runs faster than the fastest screens."""
        if self._window.get_properties().get_minimized():
            self._engine.render_frame()
            self._last = self._clock()
            return None
        early = self._last + 1.0 / MAX_RATE_HZ - self._clock()
        if early > 0.0:
            self._sleep(early)
        now = self._clock()
        frame = Frame(self._index, now - self._started, now - self._last)
        self._last, self._index = now, self._index + 1
        return frame

    def sample(self, frame: Frame) -> Sample:
        """Mouse, keys and gamepad of this frame; the head stands still and looks along +Y."""
        head = standing_head()
        width, height = self._window.get_x_size(), max(1, self._window.get_y_size())
        keyboard = self._keyboard
        held_keys = tuple(sorted(keyboard.down - set(_MOUSE)))
        return Sample(
            frame=frame,
            eyes=(Eye(head, view_fov(width, height)),),
            head=head,
            mouse=self._mouse(width, height),
            pad=self._pad(),
            keys=held_keys,
            pressed=keyboard.named(keyboard.pressed),
            repeated=keyboard.named(keyboard.repeated),
            text=keyboard.text,
        )

    def _mouse(self, width: int, height: int) -> Mouse:
        keyboard = self._keyboard
        pointer = self._window.get_pointer(0)
        x, y = float(pointer.get_x()), float(pointer.get_y())
        looking = "mouse3" in keyboard.down
        if looking and self._captured_at is None:
            self._capture(True, (int(x), int(y)), width, height)
            dx = dy = 0.0
        elif looking:
            dx, dy = (x - width // 2) / height, (height // 2 - y) / height
            self._window.move_pointer(0, width // 2, height // 2)
        elif self._captured_at is not None:
            x, y = (float(v) for v in self._captured_at)
            self._capture(False, self._captured_at, width, height)
            dx = dy = 0.0
        else:
            dx, dy = (x - self._pointer[0]) / height, (self._pointer[1] - y) / height
        if not looking:
            self._pointer = (x, y)
        px, py = self._pointer
        return Mouse(
            x=2.0 * px / max(1, width) - 1.0,
            y=1.0 - 2.0 * py / height,
            dx=dx,
            dy=dy,
            down=keyboard.mouse_buttons(keyboard.down),
            pressed=keyboard.mouse_buttons(keyboard.pressed),
            released=keyboard.mouse_buttons(keyboard.released),
            wheel=keyboard.wheel,
            captured=looking,
        )

    def _capture(self, on: bool, back_to: tuple[int, int], width: int, height: int) -> None:
        """Hides the pointer and keeps it in the middle, or shows it again where it was."""
        wanted = WindowProperties()
        wanted.set_cursor_hidden(on)
        self._window.request_properties(wanted)
        self._captured_at = back_to if on else None
        self._window.move_pointer(0, *((width // 2, height // 2) if on else back_to))

    def _pad(self) -> Pad | None:
        self._pads.update()
        pads = self._pads.get_devices(InputDevice.DeviceClass.gamepad)
        if not len(pads):
            return None
        device, axis = pads[0], InputDevice.Axis
        sticks = [device.find_axis(a).value for a in (axis.left_x, axis.left_y, axis.right_x, axis.right_y)]
        down = {
            name
            for button, name in _PAD_BUTTONS.items()
            if (found := device.find_button(getattr(GamepadButton, button)())) and found.pressed
        }
        pressed = tuple(sorted(down - self._pad_down))
        self._pad_down = down
        return Pad((sticks[0], sticks[1]), (sticks[2], sticks[3]), tuple(sorted(down)), pressed)

    def submit(self, frame: Frame) -> None:
        """The window shows what was drawn by itself."""

    def close(self) -> None:
        """Shows the pointer again. The window belongs to whoever opened it."""
        if self._captured_at is not None and not self._window.is_closed():
            self._capture(False, self._captured_at, self._window.get_x_size(), self._window.get_y_size())
