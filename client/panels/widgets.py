"""The few parts all panels are built of. Texts of merchants are always shown as plain text, never as markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from client.panels.style import COLOURS

LabelRole = Literal[
    "body", "title", "heading", "price", "strong", "small", "faint", "good", "bad", "same", "differs"
]  # fmt: skip
ButtonRole = Literal[
    "normal",
    "primary",
    "quiet",
    "chip",
    "chip_sold",
    "square",
    "thumb",
    "tile",
    "key",
    "key_word",
    "key_done",
    "candidate",
]
FrameRole = Literal["card", "row", "bar", "footer", "side"]

_LONG_WORD = re.compile(r"[!-~]{19,}")


def breakable(text: str) -> str:
    """The text with places to break inside words too long for a line (item numbers, addresses)."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(re.findall(r".{1,12}", word.group())), text)


def label(text: str, role: LabelRole = "body", *, name: str = "", wrap: bool = True) -> QLabel:
    """A text; wraps by default."""
    made = QLabel(breakable(text) if wrap else text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    made.setObjectName(name)
    if role != "body":
        made.setProperty("role", role)
    return made


def set_role(widget: QLabel, role: LabelRole) -> None:
    """Changes a label's look after it was made."""
    _restyle(widget, role)


def set_button_role(widget: QPushButton, role: ButtonRole) -> None:
    """Changes a button's look after it was made."""
    _restyle(widget, role)


def _restyle(widget: QWidget, role: str) -> None:
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def button(
    text: str,
    name: str,
    on_click: Callable[[], None],
    role: ButtonRole = "normal",
    *,
    checked: bool | None = None,
    spoken: str = "",
) -> QPushButton:
    """A button; `checked` makes it a toggle whose state the session decides, `spoken` is its accessible name."""
    made = QPushButton(text.replace("&", "&&"))
    made.setObjectName(name)
    made.setProperty("role", role)
    made.setAccessibleName(spoken or text)
    if checked is not None:
        made.setCheckable(True)
        made.setChecked(checked)
    made.setAutoDefault(False)
    # A click leaves no focus ring behind; keys reach every button.
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    # The session decides whether a toggle is on: undo Qt's own flip, then tell.
    made.clicked.connect(lambda: _clicked(made, on_click))
    return made


def _clicked(made: QPushButton, on_click: Callable[[], None]) -> None:
    if made.isCheckable():
        made.setChecked(not made.isChecked())
    on_click()


def set_button(made: QPushButton, text: str, *, enabled: bool = True, checked: bool | None = None) -> None:
    """Updates a button, touching Qt only where something differs."""
    shown = text.replace("&", "&&")
    if made.text() != shown:
        made.setText(shown)
        made.setAccessibleName(text)
    if made.isEnabled() != enabled:
        made.setEnabled(enabled)
    if checked is not None and made.isChecked() != checked:
        made.setChecked(checked)


def set_text(made: QLabel, text: str) -> None:
    """Updates a label where it differs."""
    shown = breakable(text) if made.wordWrap() else text
    if made.text() != shown:
        made.setText(shown)


def framed(
    role: FrameRole, layout: QLayout, *, name: str = "", margins: tuple[int, int, int, int] = (24, 18, 24, 18)
) -> QFrame:
    """A frame with this look around a layout."""
    made = QFrame()
    made.setProperty("role", role)
    made.setObjectName(name)
    layout.setContentsMargins(*margins)
    made.setLayout(layout)
    return made


def scrolling(inner: QWidget, name: str = "scroll") -> QScrollArea:
    """A vertical scroll area; it can be dragged, wheeled and moved by keys."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner.setObjectName("scrolled")
    area.setWidget(inner)
    area.verticalScrollBar().setSingleStep(56)
    return area


def column(*parts: QWidget | QLayout | None, spacing: int = 14, stretch: bool = False) -> QVBoxLayout:
    """A vertical layout; None is left out, `stretch` pushes all to the top."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    _fill(made, parts)
    if stretch:
        made.addStretch(1)
    return made


def row(*parts: QWidget | QLayout | None, spacing: int = 16) -> QHBoxLayout:
    """A horizontal layout; None becomes a stretch."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for part in parts:
        if part is None:
            made.addStretch(1)
        else:
            _fill(made, (part,))
    return made


def _fill(into: QVBoxLayout | QHBoxLayout, parts: tuple[QWidget | QLayout | None, ...]) -> None:
    for part in parts:
        if isinstance(part, QWidget):
            into.addWidget(part)
        elif isinstance(part, QLayout):
            into.addLayout(part)


def holder(layout: QLayout, name: str = "") -> QWidget:
    """A bare widget around a layout."""
    made = QWidget()
    made.setObjectName(name)
    made.setLayout(layout)
    return made


def clear(layout: QLayout) -> None:
    """Takes everything out of a layout and destroys it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
            inner.deleteLater()


def swatch(colour: str, side_px: int = 40) -> QIcon:
    """A round patch of a colour `#rrggbb`; an unreadable colour gives an empty ring."""
    picture = QPixmap(side_px + 10, side_px)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(COLOURS.faint_ink), 2))
    if QColor.isValidColorName(colour):
        painter.setBrush(QColor(colour))
    painter.drawEllipse(QRectF(2, 2, side_px - 4, side_px - 4))
    painter.end()
    return QIcon(picture)


def set_swatch(made: QPushButton, colour: str | None) -> None:
    """Puts a colour patch before a button's text."""
    if colour:
        made.setIcon(swatch(colour))
        made.setIconSize(QSize(50, 40))
