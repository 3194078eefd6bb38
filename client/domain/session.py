"""The state of one visit, frozen. It changes only through `reduce`."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from client.domain.cart import Cart, ItemRef
from client.domain.comfort import Comfort, Side
from client.domain.finding import Told
from client.domain.product import Sku
from client.domain.talk import Talk
from client.domain.taste import Taste
from client.domain.text import Language
from client.domain.turning import NO_TURN, Place, Quat

PanelName = Literal[
    "product", "cart", "search", "map", "help", "checkout", "compare", "wishes", "settings", "guide", "for_you"
]
UNDO_DEPTH = 50


class Standing(msgspec.Struct, frozen=True):
    """Where the shopper stands: metres on the floor (x right, y into the store), heading in radians.

    Heading 0 looks along +Y; it grows counter-clockwise, seen from above. `pitch_rad` is the desktop's mouse look
    (up is positive); a headset has its own and leaves it 0.
    """

    x_m: float = 0.0
    y_m: float = 0.0
    heading_rad: float = 0.0
    pitch_rad: float = 0.0


class Held(msgspec.Struct, frozen=True):
    """The product in the hand: how it is turned from its front, how near it is, how large it is shown.

    In a window it floats before the eyes, `distance_m` away. In a headset it hangs in the play space: `at` is where its
    middle is there, metres, and `turn` (w, x, y, z) is told in that space too; both go along when the shopper moves on.
    `hands` hold it now. True size is `scale` 1.
    """

    item: ItemRef
    turn: Quat = NO_TURN
    distance_m: float = 0.8
    at: Place | None = None
    scale: float = 1.0
    hands: tuple[Side, ...] = ()


class Alike(msgspec.Struct, frozen=True):
    """Something to look for the like of: the shape of a product, or else a picture. The picture itself is not kept in
    the session, only its number in this visit, so that no journal holds a shopper's photo."""

    sku: Sku = ""
    picture: int = 0


class SearchState(msgspec.Struct, frozen=True):
    """The last search and what it found, best first."""

    query: str = ""
    found: tuple[Sku, ...] = ()
    running: bool = False
    like: Alike | None = None
    """What the products were to look like, where they were not looked for by words."""
    chosen: tuple[tuple[str, str], ...] = ()
    """How the shopper narrowed it: kinds and values of chips."""
    told: Told = Told()
    recent: tuple[str, ...] = ()
    """Searches of this visit that led to something, the newest first."""


class OrderDraft(msgspec.Struct, frozen=True):
    """A cart handed to the merchant's own shop: the link in the QR code and the order file written."""

    link: str
    order_file: str
    total: str


class Notice(msgspec.Struct, frozen=True):
    """A sentence for the shopper: a message key of the string table and its values."""

    key: str
    values: tuple[tuple[str, str], ...] = ()


class Gathered(msgspec.Struct, frozen=True):
    """What undo restores."""

    cart: Cart = Cart()
    wishes: tuple[ItemRef, ...] = ()
    compared: tuple[ItemRef, ...] = ()


class Doings(msgspec.Struct, frozen=True):
    """What the guide may change at the shopper's word; fields as in `Session` and `Talk`."""

    standing: Standing
    held: Held | None
    chosen: tuple[tuple[Sku, Sku], ...]
    gathered: Gathered
    undo: tuple[Gathered, ...]
    department: str | None
    page: int
    dimensions_shown: bool
    panel: PanelName | None
    panel_item: ItemRef | None
    shown: tuple[Sku, ...]
    wish: str


class Session(msgspec.Struct, frozen=True):
    """One visit. Frozen; `reduce` makes the next one."""

    language: Language = "en"
    standing: Standing = Standing()
    looking_at: Sku | None = None
    held: Held | None = None
    chosen: tuple[tuple[Sku, Sku], ...] = ()
    """Variant chosen per product, where the shopper chose one; product SKU and variant SKU, sorted."""
    gathered: Gathered = Gathered()
    undo: tuple[Gathered, ...] = ()
    panel: PanelName | None = None
    panel_item: ItemRef | None = None
    panel_field: str = ""
    """The fact of the panel's product that was asked to be seen."""
    search: SearchState = SearchState()
    department: str | None = None
    page: int = 0
    dimensions_shown: bool = False
    help_seen: bool = False
    order: OrderDraft | None = None
    notice: Notice | None = None
    catalogue: str = ""
    """Version of the catalogue this visit sees now; empty in journals that name it in their header only."""
    talk: Talk = Talk()
    guide_began: Doings | None = None
    """How things were before what the guide is doing now."""
    guided: tuple[tuple[Doings, Doings], ...] = ()
    """Before and after each thing that the guide did, the last at the end."""
    taste: Taste = Taste()
    comfort: Comfort = Comfort()
    house: Comfort = Comfort()
    """What `comfort` is again for the next visitor."""

    def chosen_variant(self, sku: Sku) -> Sku | None:
        """The variant the shopper chose for this product, if any."""
        return dict(self.chosen).get(sku)


class Change(StrEnum):
    """Parts of a session that an action changed: views refresh by these."""

    LANGUAGE = "language"
    STANDING = "standing"
    LOOKING_AT = "looking_at"
    HELD = "held"
    CHOSEN = "chosen"
    GATHERED = "gathered"
    PANEL = "panel"
    SEARCH = "search"
    DEPARTMENT = "department"
    DIMENSIONS = "dimensions"
    HELP = "help"
    ORDER = "order"
    NOTICE = "notice"
    TALK = "talk"
    TASTE = "taste"
    COMFORT = "comfort"
    CATALOGUE = "catalogue"


NO_CHANGES: frozenset[Change] = frozenset()
