"""Rows of chips to choose from: sizes, colours, versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from client.panels.flow import FlowLayout
from client.panels.widgets import button, clear, holder, label, set_button_role, set_swatch


@dataclass(frozen=True)
class Chip:
    """One choice: its value, the text on it, a colour patch `#rrggbb`."""

    value: str
    text: str
    colour: str | None = None


@dataclass(frozen=True)
class ChipGroup:
    """Choices of which one at most is taken."""

    key: str
    title: str
    chips: tuple[Chip, ...]


class ChipRows(QWidget):
    """Groups of chips; tells which one was pressed, and shows as taken what it is told."""

    def __init__(self, on_pick: Callable[[str, str], None]) -> None:
        super().__init__()
        self._on_pick = on_pick
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)
        self._buttons: dict[tuple[str, str], QPushButton] = {}

    def show_groups(self, groups: tuple[ChipGroup, ...]) -> None:
        """Replaces all chips. A chip is named `choice_<group>_<value>`."""
        clear(self._layout)
        self._buttons = {}
        for group in groups:
            flow = FlowLayout()
            for chip in group.chips:
                made = self._chip(group, chip)
                self._buttons[group.key, chip.value] = made
                flow.addWidget(made)
            self._layout.addWidget(label(group.title, "small"))
            self._layout.addWidget(holder(flow))

    def show_taken(self, taken: dict[str, str], sold_out: frozenset[tuple[str, str]] = frozenset()) -> None:
        """Marks the value taken in each group, and greys what is sold out; that can still be looked at."""
        for (key, value), made in self._buttons.items():
            on = taken.get(key) == value
            if made.isChecked() != on:
                made.setChecked(on)
            set_button_role(made, "chip_sold" if (key, value) in sold_out else "chip")

    def _chip(self, group: ChipGroup, chip: Chip) -> QPushButton:
        spoken = f"{group.title}: {chip.text}"
        name = f"choice_{group.key}_{chip.value}"
        made = button(
            chip.text, name, lambda: self._on_pick(group.key, chip.value), "chip", checked=False, spoken=spoken
        )
        set_swatch(made, chip.colour)
        return made
