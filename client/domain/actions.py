"""Everything a shopper (or the shop on their behalf) can do, as a tagged union. The journal is a list of these."""

from __future__ import annotations

import msgspec

from client.domain.cart import ItemRef
from client.domain.comfort import Comfort, Side
from client.domain.finding import Told
from client.domain.product import Sku
from client.domain.session import Alike, Notice, OrderDraft, PanelName
from client.domain.talk import Line
from client.domain.taste import Kept, Known, Offer, Steering, TouchKind
from client.domain.text import Language
from client.domain.turning import Place, Quat


class _Action(msgspec.Struct, frozen=True, tag_field="type"):
    """Base of all actions; the class name is the tag in the journal."""


class Move(_Action, frozen=True, tag="move"):
    """Stand here now: teleport, walk or turn. Metres and radians as in `Standing`."""

    x_m: float
    y_m: float
    heading_rad: float
    pitch_rad: float = 0.0


class LookAt(_Action, frozen=True, tag="look_at"):
    """The gaze or pointer rests on a product, or on none."""

    sku: Sku | None


class PickUp(_Action, frozen=True, tag="pick_up"):
    """Take a product into the hand; what was held goes back first."""

    sku: Sku


class Turn(_Action, frozen=True, tag="turn"):
    """Turn the held product about its own height and towards the shopper, move it nearer or further, show it larger."""

    yaw_rad: float
    pitch_rad: float = 0.0
    nearer_m: float = 0.0
    grow: float = 1.0


class Carry(_Action, frozen=True, tag="carry"):
    """Hold the product there, turned so, shown so large, in these hands; as in `Held`."""

    at: Place
    turn: Quat
    scale: float = 1.0
    hands: tuple[Side, ...] = ()


class TrueSize(_Action, frozen=True, tag="true_size"):
    """Show the held product at its true size again."""


class Recentre(_Action, frozen=True, tag="recentre"):
    """Show the held product from its front, before the eyes, at its true size."""


class PutBack(_Action, frozen=True, tag="put_back"):
    """Put the held product back in its place."""


class ChooseVariant(_Action, frozen=True, tag="choose_variant"):
    """Show this product in this variant from now on; None is the product as it comes."""

    sku: Sku
    variant: Sku | None


class ShowDimensions(_Action, frozen=True, tag="show_dimensions"):
    """Show or hide the dimension overlay."""

    shown: bool


class AddToCart(_Action, frozen=True, tag="add_to_cart"):
    """Put pieces into the cart."""

    item: ItemRef
    quantity: int = 1


class SetQuantity(_Action, frozen=True, tag="set_quantity"):
    """Set how many of an item are in the cart; 0 removes it."""

    item: ItemRef
    quantity: int


class ToggleWish(_Action, frozen=True, tag="toggle_wish"):
    """Add to the wish list, or take off it."""

    item: ItemRef


class ToggleCompare(_Action, frozen=True, tag="toggle_compare"):
    """Add to the compare list, or take off it."""

    item: ItemRef


class Undo(_Action, frozen=True, tag="undo"):
    """Take back the last change of cart, wish list or compare list."""


class OpenPanel(_Action, frozen=True, tag="open_panel"):
    """Open a panel; a product panel says of which item. `field`: the fact that is brought into view."""

    panel: PanelName
    item: ItemRef | None = None
    field: str = ""


class ClosePanel(_Action, frozen=True, tag="close_panel"):
    """Close the open panel."""


class SetLanguage(_Action, frozen=True, tag="set_language"):
    """Switch the shop's language."""

    language: Language


class Say(_Action, frozen=True, tag="say"):
    """Say something to the guide."""

    text: str


class Answered(_Action, frozen=True, tag="answered"):
    """The guide's answer to the utterance of this number. `shown`, `wish`, `about`: None leaves them as they are.

    `asked`, `pending`: what it asks in turn; see `Talk`.
    """

    number: int
    line: Line
    shown: tuple[Sku, ...] | None = None
    wish: str | None = None
    understood: bool = True
    asked: tuple[Sku, ...] = ()
    pending: str = ""
    about: Sku | None = None


class Saying(_Action, frozen=True, tag="saying"):
    """What the guide has said so far of its answer to the utterance of this number."""

    number: int
    text: str


class GuideActs(_Action, frozen=True, tag="guide_acts"):
    """What comes now until its answer is done by the guide, and taken back as one."""


class TakeBack(_Action, frozen=True, tag="take_back"):
    """Take back the last that the guide did and that still is as the guide left it."""


class Offered(_Action, frozen=True, tag="offered"):
    """What is offered for the taste of this number, and the facts that it leads to most."""

    number: int
    offers: tuple[Offer, ...]
    leads: tuple[tuple[str, float], ...] = ()


class Touched(_Action, frozen=True, tag="touched"):
    """Something was done with a product that no other action tells: gazed at for long, tried on."""

    sku: Sku
    kind: TouchKind


class Recalled(_Action, frozen=True, tag="recalled"):
    """What this machine keeps of the shopper's earlier visits, and how it is kept."""

    known: Known
    kept: Kept


class Steer(_Action, frozen=True, tag="steer"):
    """The shopper says of their taste themselves."""

    steering: Steering


class AskTaste(_Action, frozen=True, tag="ask_taste"):
    """Ask which of each few products the shopper likes most; none: ask no (more) questions."""

    questions: tuple[tuple[Sku, ...], ...]


class ChooseTaste(_Action, frozen=True, tag="choose_taste"):
    """The answer to the question asked now: one of its products, or None of them."""

    sku: Sku | None


class RestoreTaste(_Action, frozen=True, tag="restore_taste"):
    """Take back the last word to forget."""


class ExportTaste(_Action, frozen=True, tag="export_taste"):
    """Write all that is known of the shopper to a file they can read."""


class NotForMe(_Action, frozen=True, tag="not_for_me"):
    """Never offer this product again."""

    sku: Sku


class ForgetTaste(_Action, frozen=True, tag="forget_taste"):
    """Forget what was done with this product; None forgets everything."""

    sku: Sku | None


class SetComfort(_Action, frozen=True, tag="set_comfort"):
    """Fit the shop to this person from now on."""

    comfort: Comfort


class Search(_Action, frozen=True, tag="search"):
    """Look for products by words."""

    query: str


class SearchFound(_Action, frozen=True, tag="search_found"):
    """The answer to a search. Ignored when the shopper has since asked for something else."""

    query: str
    found: tuple[Sku, ...]
    like: Alike | None = None
    chosen: tuple[tuple[str, str], ...] = ()
    told: Told = Told()


class Narrow(_Action, frozen=True, tag="narrow"):
    """Narrow the search to a kind and value of a chip, or no longer; without a kind all narrowing ends."""

    kind: str = ""
    value: str = ""


class SearchLike(_Action, frozen=True, tag="search_like"):
    """Look for products that look like something."""

    like: Alike


class ShowDepartment(_Action, frozen=True, tag="show_department"):
    """Fill the store with this department's page; None is the front store."""

    department: str | None
    page: int = 0


class CheckedOut(_Action, frozen=True, tag="checked_out"):
    """The cart was handed over; shows the QR code."""

    order: OrderDraft


class Notify(_Action, frozen=True, tag="notify"):
    """Show a sentence to the shopper; None takes it away."""

    notice: Notice | None


class UseCatalogue(_Action, frozen=True, tag="use_catalogue"):
    """Another version of the catalogue came and is in use from now on."""

    version: str


class NewVisit(_Action, frozen=True, tag="new_visit"):
    """Forget this visitor; language and house settings stay. A kiosk does this between visitors."""


Action = (
    Move | LookAt | PickUp | Turn | Carry | TrueSize | Recentre | PutBack | ChooseVariant | ShowDimensions | AddToCart
    | SetQuantity | ToggleWish | ToggleCompare | Undo | OpenPanel | ClosePanel | SetLanguage | Search | SearchFound
    | SearchLike | Narrow | ShowDepartment | CheckedOut | Notify | NewVisit | SetComfort | Say | Saying | Answered
    | Offered | NotForMe | ForgetTaste | UseCatalogue | Touched | Recalled | Steer | AskTaste | ChooseTaste
    | RestoreTaste | ExportTaste | GuideActs | TakeBack
)  # fmt: skip
