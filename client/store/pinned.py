"""What of the catalogue the shopper has taken to themselves: it must not vanish, whatever the merchant does."""

from __future__ import annotations

from client.domain.cart import ItemRef
from client.domain.session import Gathered, Session


def pinned(session: Session) -> tuple[ItemRef, ...]:
    """The item in the hand, on the open panel, in cart, wish list and comparison, and in what undo brings back."""
    items = [session.held.item] if session.held is not None else []
    if session.panel_item is not None:
        items.append(session.panel_item)
    for gathered in (session.gathered, *session.undo):
        items.extend(in_lists(gathered))
    return tuple(dict.fromkeys(items))


def in_lists(gathered: Gathered) -> tuple[ItemRef, ...]:
    """Everything in cart, wish list and comparison."""
    return (*(line.item for line in gathered.cart.lines), *gathered.wishes, *gathered.compared)
