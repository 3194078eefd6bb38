"""What every panel is: a widget that shows a session and speaks in actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtWidgets import QWidget

from client.catalog.api import Catalog
from client.domain.actions import Action
from client.domain.product import Product, Sku
from client.domain.session import Change, PanelName, Session, Standing
from client.panels.map_model import MapModel
from client.panels.pictures import Pictures
from client.panels.style import Look
from client.panels.typing_help import TypingHelp
from client.texts import Texts

InputKind = Literal["keys", "pad", "controllers", "hands", "gaze"]
Dispatch = Callable[[Action], None]
ALL_CHANGES: frozenset[Change] = frozenset(Change)


def _no() -> bool:
    return False


def _keys() -> InputKind:
    return "keys"


@dataclass(frozen=True)
class House:
    """What panels know of where they are shown."""

    leave: Callable[[], None] | None = None
    """Ends the visit; None where a visitor cannot, as on a kiosk."""
    has_voice: Callable[[], bool] = _no
    """Whether something here can read aloud."""
    input_kind: Callable[[], InputKind] = _keys
    """What the shopper points and walks with now."""
    first_time: Callable[[], bool] = _no
    """Whether the shopper has never been here and is being welcomed."""
    sees_pictures: Callable[[], bool] = _no
    """Whether a model here looks at pictures, so that products can be found by how they look."""
    pick_photo: Callable[[str], None] | None = None
    """Asks for a picture file under this title; None where nobody could, as in a headset of a kiosk."""


@dataclass(frozen=True)
class PanelServices:
    """What a panel may use: the catalogue, pictures, and ways to make something happen."""

    catalog: Catalog
    dispatch: Dispatch
    pictures: Pictures
    check_out: Callable[[], None]
    """Writes the order of the present cart and answers with a `CheckedOut` or `Notify` action."""
    store_map: Callable[[], MapModel | None]
    spot_of: Callable[[Sku], Standing | None]
    """Where to stand to see a product, when it stands in the store now."""
    look: Callable[[], Look] = Look
    """How panels are drawn now."""
    house: House = field(default_factory=House)
    typing: TypingHelp = field(default_factory=TypingHelp)
    """The panels' own keyboard."""

    def product(self, sku: Sku) -> Product | None:
        """A product of the catalogue, None when it is gone."""
        return self.catalog.product(sku)


class Panel(QWidget):
    """Base of all panels. It is built for one language; the host builds it anew when the language changes."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__()
        self.services = services
        self.texts = texts

    def show_session(self, session: Session, changes: frozenset[Change]) -> None:
        """Brings the widgets up to date; `changes` says which parts of the session are new."""
        raise NotImplementedError

    def more(self) -> bool:
        """Builds a little more of a long list; the host asks once a frame. False when all is there."""
        return False

    def page(self) -> str:
        """Which of its pages is open, for a panel that has some; it is opened again when the panel is built anew."""
        return ""

    def turn_to(self, page: str) -> None:
        """Opens a page by its name; one that it does not have changes nothing."""

    def first_focus(self) -> QWidget | None:
        """The widget that has the focus when the panel opens; None leaves it to Qt."""
        return None


PanelMaker = Callable[[PanelServices, Texts], Panel]
PanelMakers = dict[PanelName, PanelMaker]
