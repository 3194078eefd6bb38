"""A panel as a picture with a pointer and a keyboard: what the store draws on a card and the hands point at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QWindow
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QLineEdit, QScrollArea, QScrollBar, QWidget

from client.domain.errors import VitrineError
from client.panels.keys import qt_key, qt_modifiers, split_key
from client.panels.style import PIXELS_PER_METRE

PointerKind = Literal["move", "press", "release", "wheel", "leave"]
Role = Literal["button", "toggle", "edit", "text"]
Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]

DRAG_PX = 14.0
"""A press that moves further than this inside a scrolling list scrolls it instead of clicking."""
WHEEL_PX = 110
"""How far one notch of the wheel scrolls."""
SCROLL_EDGE_PX = 90
"""Resting so near to a list's edge scrolls it, for those who point by looking; so does its right edge."""
CORNER_PX = 28
_FOCUS_KEYS = frozenset({"tab", "enter", "return", "arrow_up", "arrow_down", "arrow_left", "arrow_right"})
_PAGES = {"page_up": -1, "page_down": 1}
_EXPOSE_MS = 10


class PanelError(VitrineError):
    """A panel is asked for something it does not have."""


@dataclass(frozen=True)
class Element:
    """A visible part of a panel for gaze, hands, controllers and screen readers; `rect` is x, y, width, height."""

    name: str
    role: Role
    text: str
    rect: tuple[int, int, int, int]
    enabled: bool
    focused: bool = False
    checked: bool = False


class PanelSurface(QObject):
    """A top-level widget, shown on Qt's off-screen platform only, with its picture, pointer and keys."""

    def __init__(self, name: str, widget: QWidget) -> None:
        super().__init__()
        self.name = name
        self.first_focus: Callable[[], QWidget | None] = lambda: None
        """Where keys begin while nothing has the focus; set by the host."""
        self._widget = widget
        self._dirty = True
        self._painting = False
        self._pressed_at: QPointF | None = None
        self._scrolling: tuple[QScrollArea, int] | None = None
        self._pixels: Pixels = np.zeros((widget.height(), widget.width(), 4), np.uint8)
        self._corner = _corner_alpha(CORNER_PX)
        widget.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        widget.installEventFilter(self)
        widget.show()
        widget.activateWindow()
        # Until the platform has told the window that it is exposed there is nothing to copy.
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, _EXPOSE_MS)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._widget.width(), self._widget.height()

    @property
    def size_m(self) -> tuple[float, float]:
        """Width and height in the world, metres."""
        return self._widget.width() / PIXELS_PER_METRE, self._widget.height() / PIXELS_PER_METRE

    @property
    def wants_keyboard(self) -> bool:
        """Whether a text field has the focus, so that letters belong to it and not to walking."""
        return isinstance(self._widget.focusWidget(), QLineEdit)

    @property
    def dirty(self) -> bool:
        """Whether `picture` would draw."""
        return self._dirty

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Holds back Qt's own repaint until `picture` asks for it, so that a frame draws at most once."""
        if event.type() == QEvent.Type.UpdateRequest:
            self._dirty = True
            return not self._painting
        return False

    def picture(self) -> memoryview | None:
        """The panel as BGRA bytes, bottom row first, straight alpha; None when nothing changed since the last call.

        The bytes are valid until the next call. Qt repaints only the parts that changed.
        """
        if not self._dirty:
            return None
        self._painting = True
        QCoreApplication.sendEvent(self._widget, QEvent(QEvent.Type.UpdateRequest))
        self._painting = False
        image = self._widget.screen().grabWindow(self._widget.winId()).toImage()
        if image.isNull():
            return None
        self._dirty = False
        width, height = self.size_px
        if self._pixels.shape[:2] != (height, width):
            self._pixels = np.zeros((height, width, 4), np.uint8)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine() // 4, 4)
        np.copyto(self._pixels, rows[::-1, :width])
        self._round_corners()
        return self._pixels.data.cast("B")

    def pointer(self, kind: PointerKind, x_px: float = 0.0, y_px: float = 0.0, wheel_steps: float = 0.0) -> None:
        """Moves, presses, lets go at a pixel (from the top left), or turns the wheel (up is positive)."""
        point = QPointF(x_px, y_px)
        match kind:
            case "leave":
                self._leave()
            case "wheel":
                self._wheel(point, wheel_steps)
            case "press":
                self._widget.activateWindow()
                self._pressed_at = point
                self._mouse(QEvent.Type.MouseMove, point, pressed=False)
                self._mouse(QEvent.Type.MouseButtonPress, point, pressed=True)
            case "move":
                if not self._drag(point):
                    self._mouse(QEvent.Type.MouseMove, point, pressed=self._pressed_at is not None)
            case "release":
                scrolled, self._scrolling = self._scrolling, None
                if self._pressed_at is not None and scrolled is None:
                    self._mouse(QEvent.Type.MouseButtonRelease, point, pressed=False)
                self._pressed_at = None

    def key(self, key_name: str, text: str = "", pressed: bool = True, modifiers: frozenset[str] = frozenset()) -> None:
        """A key of the keyboard: `a`, `enter`, `tab`, `arrow_left`, `ctrl+a`...; `text` is what it types."""
        key_name, more = split_key(key_name)
        modifiers = modifiers | more
        focused = _focus_of(self._widget)
        if focused is None and key_name in _FOCUS_KEYS:
            first = self.first_focus() if pressed else None
            if first is not None:
                first.setFocus(Qt.FocusReason.TabFocusReason)
                return
        if key_name in _PAGES and not isinstance(focused, QLineEdit):
            if pressed:
                self._page(_PAGES[key_name])
            return
        if isinstance(focused, QLineEdit) and key_name in ("arrow_up", "arrow_down"):
            modifiers, key_name = frozenset({"shift"} if key_name == "arrow_up" else ()), "tab"
        if isinstance(focused, QAbstractButton) and key_name in ("enter", "return"):
            key_name, text = "space", " "  # Qt presses a button with the space bar only
        kind = QEvent.Type.KeyPress if pressed else QEvent.Type.KeyRelease
        self._send(QKeyEvent(kind, qt_key(key_name), qt_modifiers(modifiers), text))

    def commit_text(self, text: str) -> None:
        """Text that an input method finished (Chinese words, dictation), typed into the focused field."""
        target = self._widget.focusWidget()
        if target is not None:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QCoreApplication.sendEvent(target, event)

    def element_center(self, name: str) -> tuple[float, float]:
        """The middle of a named element in pixels; scrolls it into view first. PanelError when there is none."""
        child = self._widget.findChild(QWidget, name)
        if child is None or not child.isVisible():
            raise PanelError(f"the panel {self.name!r} shows no {name!r}")
        parent = child.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(child, 0, 10)
            parent = parent.parentWidget()
        centre = child.mapTo(self._widget, child.rect().center())
        return float(centre.x()), float(centre.y())

    def button_at(self, x_px: float, y_px: float) -> str:
        """What a click there would press, by name or text; "scroll:up" or "scroll:down" near the edge of a list."""
        point = QPoint(round(x_px), round(y_px))
        widget = self._widget.childAt(point)
        while widget is not None:
            if isinstance(widget, (QAbstractButton, QLineEdit)):
                return (widget.objectName() or widget.accessibleName()) if widget.isEnabled() else ""
            widget = widget.parentWidget()
        return self._scrolls_at(point)

    def _scrolls_at(self, point: QPoint) -> str:
        area = self._scroll_area_at(point)
        if area is None:
            return ""
        bar, inside = area.verticalScrollBar(), area.mapFrom(self._widget, point)
        beside = inside.x() > area.width() - SCROLL_EDGE_PX
        if inside.y() < (area.height() / 2 if beside else SCROLL_EDGE_PX) and bar.value() > bar.minimum():
            return "scroll:up"
        if inside.y() > area.height() - (area.height() / 2 if beside else SCROLL_EDGE_PX):
            return "scroll:down" if bar.value() < bar.maximum() else ""
        return ""

    def elements(self) -> tuple[Element, ...]:
        """The visible named or readable parts, from top to bottom."""
        found = list(_elements(self._widget))
        return tuple(sorted(found, key=lambda element: (element.rect[1], element.rect[0])))

    def close(self) -> None:
        """Destroys the widget; the surface gives no picture afterwards."""
        self._widget.removeEventFilter(self)
        self._widget.close()
        self._widget.deleteLater()
        self._dirty = False

    def _handle(self) -> QWindow:
        handle = self._widget.windowHandle()
        if handle is None:
            raise PanelError("the panel is not shown")
        return handle

    def _send(self, event: QEvent) -> None:
        # The window behind the widget does what a real pointer needs: hover, grab, enter and leave of children.
        QCoreApplication.sendEvent(self._handle(), event)

    def _mouse(self, kind: QEvent.Type, point: QPointF, *, pressed: bool) -> None:
        moved = kind == QEvent.Type.MouseMove
        button = Qt.MouseButton.NoButton if moved else Qt.MouseButton.LeftButton
        held = Qt.MouseButton.LeftButton if pressed else Qt.MouseButton.NoButton
        world = self._widget.mapToGlobal(point)
        self._send(QMouseEvent(kind, point, world, button, held, Qt.KeyboardModifier.NoModifier))

    def _leave(self) -> None:
        if self._pressed_at is not None:
            self._cancel_press()
        self._pressed_at = self._scrolling = None
        self._send(QEvent(QEvent.Type.Leave))

    def _cancel_press(self) -> None:
        """Releases far outside: a button that is let go there is not clicked."""
        outside = QPointF(-9999.0, -9999.0)
        self._mouse(QEvent.Type.MouseMove, outside, pressed=True)
        self._mouse(QEvent.Type.MouseButtonRelease, outside, pressed=False)

    def _drag(self, point: QPointF) -> bool:
        """Scrolls a list that is being dragged; False when this move is an ordinary one."""
        if self._pressed_at is None:
            return False
        if self._scrolling is None:
            if abs(point.y() - self._pressed_at.y()) < DRAG_PX:
                return False
            area = self._scroll_area_at(self._pressed_at.toPoint())
            if area is None:
                return False
            self._cancel_press()
            self._scrolling = (area, area.verticalScrollBar().value())
        area, start = self._scrolling
        area.verticalScrollBar().setValue(start + round(self._pressed_at.y() - point.y()))
        return True

    def _scroll_area_at(self, point: QPoint) -> QScrollArea | None:
        widget = self._widget.childAt(point)
        while widget is not None:
            if isinstance(widget, (QLineEdit, QScrollBar)):
                return None
            if isinstance(widget, QScrollArea):
                return widget if widget.verticalScrollBar().maximum() > 0 else None
            widget = widget.parentWidget()
        return None

    def _wheel(self, point: QPointF, steps: float) -> None:
        """Scrolls by itself: Qt's own wheel asks the desktop's settings, and a visit must replay the same anywhere."""
        area = self._scroll_area_at(point.toPoint())
        if area is not None:
            bar = area.verticalScrollBar()
            bar.setValue(bar.value() - round(steps * WHEEL_PX))

    def _page(self, by: int) -> None:
        """Scrolls the largest list that can scroll by most of its height."""
        areas = [one for one in self._widget.findChildren(QScrollArea) if one.isVisible()]
        able = [one for one in areas if one.verticalScrollBar().maximum() > 0]
        if able:
            bar = max(able, key=lambda one: one.width() * one.height()).verticalScrollBar()
            bar.setValue(bar.value() + by * max(1, bar.pageStep() - bar.singleStep()))

    def _round_corners(self) -> None:
        # What is clear already stays clear: a notice does not fill its picture.
        alpha, n, corner = self._pixels[..., 3], CORNER_PX, self._corner
        np.minimum(alpha[:n, :n], corner, out=alpha[:n, :n])
        np.minimum(alpha[:n, -n:], corner[:, ::-1], out=alpha[:n, -n:])
        np.minimum(alpha[-n:, :n], corner[::-1], out=alpha[-n:, :n])
        np.minimum(alpha[-n:, -n:], corner[::-1, ::-1], out=alpha[-n:, -n:])


def _focus_of(root: QWidget) -> QWidget | None:
    focused: QWidget | None = root.focusWidget()
    return focused if focused is not None and focused is not root and focused.hasFocus() else None


def _corner_alpha(radius: int) -> Pixels:
    """Alpha of a rounded corner at row 0, column 0: 0 outside the circle, 255 inside, one pixel of blend."""
    away = radius - 0.5 - np.arange(radius)
    distance = np.hypot(away[:, None], away[None, :])
    alpha: Pixels = (np.clip(radius - distance, 0.0, 1.0) * 255).astype(np.uint8)
    return alpha


def _elements(root: QWidget) -> Iterator[Element]:
    focused = root.focusWidget()
    for child in root.findChildren(QWidget):
        role = _role(child)
        if role is None or not child.isVisible():
            continue
        seen = child.visibleRegion().boundingRect()
        if seen.isEmpty():
            continue
        corner = child.mapTo(root, seen.topLeft())
        text = child.accessibleName() or _text(child)
        if not text and not child.objectName():
            continue
        checked = isinstance(child, QAbstractButton) and child.isChecked()
        rect = (corner.x(), corner.y(), seen.width(), seen.height())
        yield Element(child.objectName(), role, text, rect, child.isEnabled(), child is focused, checked)


def _role(widget: QWidget) -> Role | None:
    if isinstance(widget, QAbstractButton):
        return "toggle" if widget.isCheckable() else "button"
    if isinstance(widget, QLineEdit):
        return "edit"
    if isinstance(widget, QLabel) and not isinstance(widget, QAbstractScrollArea):
        return "text"
    return None


def _text(widget: QWidget) -> str:
    if isinstance(widget, QAbstractButton):
        return widget.text().replace("&&", "&")
    return widget.text() if isinstance(widget, (QLineEdit, QLabel)) else ""
