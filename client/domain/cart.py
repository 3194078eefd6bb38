"""What the shopper has gathered: cart, wish list, compare list. Immutable; each change returns a new value."""

from __future__ import annotations

import msgspec

from client.domain.product import Sku

MAX_QUANTITY = 99
MAX_LINES = 200
MAX_COMPARED = 4


class ItemRef(msgspec.Struct, frozen=True):
    """A product, and which of its variants where it has some."""

    sku: Sku
    variant: Sku | None = None

    def buy_sku(self) -> Sku:
        """The SKU that is ordered: the variant's, else the product's."""
        return self.variant or self.sku


class CartLine(msgspec.Struct, frozen=True):
    """One line of a cart: 1 to MAX_QUANTITY pieces of one item."""

    item: ItemRef
    quantity: int


class Cart(msgspec.Struct, frozen=True):
    """Lines in the order they were added; prices are looked up in the catalogue, never kept here."""

    lines: tuple[CartLine, ...] = ()

    def quantity(self, item: ItemRef) -> int:
        """How many of this item are in the cart."""
        return next((line.quantity for line in self.lines if line.item == item), 0)

    def with_quantity(self, item: ItemRef, quantity: int) -> Cart:
        """Sets an item's quantity, clamped to 0..MAX_QUANTITY; 0 removes the line."""
        wanted = max(0, min(MAX_QUANTITY, quantity))
        present = any(line.item == item for line in self.lines)
        if not present and (wanted == 0 or len(self.lines) >= MAX_LINES):
            return self
        if not present:
            return Cart((*self.lines, CartLine(item, wanted)))
        changed = (CartLine(item, wanted) if line.item == item else line for line in self.lines)
        return Cart(tuple(line for line in changed if line.quantity > 0))

    def pieces(self) -> int:
        """The number of pieces over all lines."""
        return sum(line.quantity for line in self.lines)
