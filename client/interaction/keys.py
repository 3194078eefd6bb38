"""What keys and gamepad buttons mean when no text field has the keyboard. The help panel shows the same table."""

from __future__ import annotations

from typing import Final

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.session import Notice, PanelName, Session, Standing
from client.domain.text import LANGUAGES
from client.interaction.values import World

PANEL_KEYS: Final[dict[str, PanelName]] = {
    "c": "cart", "f": "search", "/": "search", "g": "map", "h": "help", "f1": "help", "o": "settings",
    "p": "compare", "j": "wishes", "y": "guide", "u": "for_you", "pad_start": "help", "pad_back": "map",
}  # fmt: skip

SHORTCUTS: Final[dict[str, str]] = {
    "escape": "back", "pad_b": "back", "l": "language", "ctrl+z": "undo", "m": "dimensions", "pad_x": "dimensions",
    "v": "variant", "pad_y": "variant", "r": "recentre", "i": "details", "enter": "take", "b": "buy", "k": "wish",
    "page_down": "next_page", "page_up": "previous_page", "tab": "next", ".": "next", "shift+tab": "previous",
    ",": "previous", "pad_right": "next", "pad_left": "previous", "pad_rb": "next", "pad_lb": "previous",
    "ctrl+q": "leave", "f9": "mark", "home": "entrance",
}  # fmt: skip

HAND_BUTTONS: Final[dict[str, str]] = {"menu": "pad_back", "back": "pad_b", "variant": "pad_y"}
"""A controller's buttons do what these buttons of a gamepad do."""


IN_PANEL: Final[dict[str, str]] = {
    "tab": "tab", "shift+tab": "shift+tab", "enter": "enter", "space": "space", "arrow_up": "arrow_up",
    "arrow_down": "arrow_down", "arrow_left": "arrow_left", "arrow_right": "arrow_right", "page_up": "page_up",
    "page_down": "page_down", "pad_a": "enter", "pad_up": "arrow_up", "pad_down": "arrow_down",
    "pad_left": "arrow_left", "pad_right": "arrow_right", "pad_rb": "page_down", "pad_lb": "page_up",
}  # fmt: skip
"""What goes to the open panel, and as which key: moving the focus, pressing, scrolling."""


def panel_key(session: Session, key: str) -> a.Action | None:
    """Opens the panel of a key; the same key closes it again."""
    panel = PANEL_KEYS.get(key)
    if panel is None:
        return None
    return a.ClosePanel() if session.panel == panel else a.OpenPanel(panel)


def back(session: Session) -> tuple[a.Action, ...]:
    """Escape: closes the panel and puts back; with nothing open it shows the help, which says how to leave."""
    if session.held is not None and session.panel in (None, "product"):
        return (a.PutBack(), a.ClosePanel()) if session.panel else (a.PutBack(),)
    return (a.ClosePanel(),) if session.panel is not None else (a.OpenPanel("help"),)


def to_entrance(session: Session, entrance: Standing) -> tuple[a.Action, ...]:
    """Away from everything at once: the hand is emptied, panels close, and one stands where one came in."""
    put_back: tuple[a.Action, ...] = (a.PutBack(),) if session.held is not None else ()
    close: tuple[a.Action, ...] = (a.ClosePanel(),) if session.panel is not None else ()
    return (*put_back, *close, a.Move(entrance.x_m, entrance.y_m, entrance.heading_rad))


def subject(session: Session) -> ItemRef | None:
    """The product that keys act on: the one in the hand, else the one of the open panel, else the one looked at."""
    if session.held is not None:
        return session.held.item
    if session.panel == "product" and session.panel_item is not None:
        return session.panel_item
    sku = session.looking_at
    return ItemRef(sku, session.chosen_variant(sku)) if sku is not None else None


def next_variant(session: Session, world: World) -> a.ChooseVariant | None:
    """The variant after the one shown; after the last comes the product as it is."""
    if world.subject is None or not world.variants:
        return None
    order = (None, *world.variants)
    shown = session.chosen_variant(world.subject)
    at = order.index(shown) if shown in order else 0
    return a.ChooseVariant(world.subject, order[(at + 1) % len(order)])


def paged(session: Session, by: int) -> tuple[a.Action, ...]:
    """Another page of what fills the store."""
    page = session.page + by
    return (a.ShowDepartment(session.department, page),) if page >= 0 else ()


def buy(item: ItemRef, world: World) -> tuple[a.Action, ...]:
    """Into the cart; where a version must be chosen first, the panel opens to choose it in."""
    if world.must_choose and world.subject == item.sku:
        return a.OpenPanel("product", item), a.Notify(Notice("choose_first"))
    return (a.AddToCart(item),)


def shortcut(session: Session, world: World, name: str) -> tuple[a.Action, ...]:
    """The actions of a shortcut by its name in `SHORTCUTS`; empty where there is nothing to act on."""
    match name:
        case "back":
            return back(session)
        case "language":
            at = LANGUAGES.index(session.language)
            return (a.SetLanguage(LANGUAGES[(at + 1) % len(LANGUAGES)]),)
        case "entrance" if world.entrance is not None:
            return to_entrance(session, world.entrance)
        case "undo":
            return (a.Undo(),)
        case "next_page" | "previous_page":
            return paged(session, 1 if name == "next_page" else -1)
        case _:
            return _about_product(session, world, name)


def _about_product(session: Session, world: World, name: str) -> tuple[a.Action, ...]:
    """What is done with the product in the hand, of the open panel, or looked at."""
    item = subject(session)
    match name:
        case "dimensions" if session.held is not None:
            return (a.ShowDimensions(not session.dimensions_shown),)
        case "variant":
            chosen = next_variant(session, world)
            return (chosen,) if chosen is not None else ()
        case "recentre" if session.held is not None:
            return (a.Recentre(),)
        case "details" if item is not None:
            return (a.OpenPanel("product", item),)
        case "take" if session.held is None and session.looking_at is not None:
            return (a.PickUp(session.looking_at),)
        case "buy" if item is not None:
            return buy(item, world)
        case "wish" if item is not None:
            return (a.ToggleWish(item),)
        case _:
            return ()
