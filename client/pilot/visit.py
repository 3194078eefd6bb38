"""One visit from the door to the order, as a plain script: whoever is handed in does it with what they have."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from client.domain.cart import ItemRef
from client.domain.session import Gathered, Held, PanelName, Session
from client.domain.text import Language
from client.domain.turning import angle_of, inverse, multiply
from client.features.product.facts import choice_groups
from client.interaction.rig import forward, head_in_store
from client.pilot.person import Person, go_to, open_panel, position_of, press, shows
from client.texts import Texts

MOMENTS = ("entered", "arc", "held", "typing", "checkout")
OnMoment = Callable[[str], None]
"""Told the name of a moment of `MOMENTS`; the last frame is what is seen then."""

_TURN_RAD = 0.8
_MOST_PAGES = 12
_WORDS_S, _REST_S = 180.0, 1.0


@dataclass(frozen=True)
class Errand:
    """What somebody comes for."""

    sku: str
    """Gone to, taken into the hand, turned and bought, in its `variant` where it has one."""
    letters: str
    """Typed into the search in English."""
    found: str = ""
    """Bought from what comes; the best where it is empty."""
    variant: str | None = None
    pinyin: str = ""
    """Typed after the switch to Chinese; the likeliest word is taken, and what it finds stays shown."""


class Had(msgspec.Struct, frozen=True):
    """What a shopper has at the end of a visit, wherever they stand and whatever they did it with."""

    gathered: Gathered
    chosen: tuple[tuple[str, str], ...]
    language: Language
    searched: str
    """What it finds depends on which models are there and how far they have read the catalogue."""
    order_total: str | None
    held: ItemRef | None
    panel: PanelName | None
    panel_item: ItemRef | None
    help_seen: bool
    undo: int


def had(session: Session) -> Had:
    """What is the same however one visits. Places, how far a thing was turned, and file names are not."""
    held: Held | None = session.held
    return Had(
        session.gathered,
        session.chosen,
        session.language,
        session.search.query,
        session.order.total if session.order is not None else None,
        held.item if held is not None else None,
        session.panel,
        session.panel_item,
        session.help_seen,
        len(session.undo),
    )


def go_shopping(person: Person, errand: Errand, on_moment: OnMoment = lambda _: None) -> Had:
    """The whole visit; what the shopper has at its end."""
    come_in(person, on_moment)
    look_around(person)
    pick_out(person, errand, on_moment)
    find(person, errand)
    in_chinese(person, errand, on_moment)
    check_out(person, on_moment)
    take_again(person, errand)
    return had(person.session)


def come_in(person: Person, on_moment: OnMoment) -> None:
    """Enters, and reads the help where it welcomes, page by page."""
    person.enter()
    person.run(3)
    on_moment("entered")
    for _ in range(_MOST_PAGES):
        if person.session.panel != "help":
            return
        press(person, "next" if shows(person, "next") else "start")
        person.run(3)
    raise TimeoutError("the help has no end")


def look_around(person: Person) -> None:
    """To the left, to the right, and ahead again."""
    sample = person.last
    if sample is None:
        return
    head = head_in_store(person.session.standing, sample)
    (x, y, z), (ax, ay, _) = head.position, forward(head.turn)
    for left in (0.5, -0.5, 0.0):
        person.look_at((x + 3 * ax - 3 * left * ay, y + 3 * ay + 3 * left * ax, z))


def pick_out(person: Person, errand: Errand, on_moment: OnMoment) -> None:
    """Goes to a product, takes it, turns it, chooses its version, wishes for it, buys it and puts it back."""
    spot = person.shop.keeper.current.spot_of(errand.sku)
    if spot is None:
        raise LookupError(f"{errand.sku} cannot be reached")
    go_to(person, spot.x_m, spot.y_m, _once(lambda: on_moment("arc")))
    take(person, errand.sku)
    turn(person)
    choose(person, errand)
    person.run(3)
    on_moment("held")
    press(person, "wish")
    person.run_until(lambda: bool(person.session.gathered.wishes), what="it is wished for")
    add_to_cart(person)
    press(person, "pick_up")  # the button says "put back" now
    person.run_until(lambda: person.session.held is None, what="it is put back")


def take(person: Person, sku: str) -> None:
    """Takes a product that is near: its panel opens beside it."""
    person.look_at(position_of(person.shop, sku))
    press(person, sku)
    person.run_until(lambda: (held := person.session.held) is not None and held.item.sku == sku, what=f"{sku} is held")
    person.run_until(lambda: person.session.panel == "product", what="its panel is open")


def turn(person: Person) -> None:
    """Turns what is in the hand to see its side."""
    before = person.session.held
    person.turn_held(_TURN_RAD)
    person.run_until(
        lambda: (now := person.session.held) is not None and before is not None
        and angle_of(multiply(now.turn, inverse(before.turn))) > _TURN_RAD / 2,
        what="it is turned",
    )  # fmt: skip


def choose(person: Person, errand: Errand) -> None:
    """Presses the chip of the errand's version."""
    product = person.shop.keeper.current.product(errand.sku)
    variant = product.variant(errand.variant) if product is not None else None
    if product is None or variant is None:
        return
    for group in choice_groups(product, Texts(person.session.language)):
        value = dict(variant.options).get(group.key, variant.sku)
        press(person, f"choice_{group.key}_{value}")
    chosen = errand.variant
    person.run_until(lambda: person.session.chosen_variant(errand.sku) == chosen, what="the version is chosen")


def add_to_cart(person: Person) -> None:
    """With the product's panel open."""
    before = person.session.gathered.cart.pieces()
    press(person, "add_to_cart")
    person.run_until(lambda: person.session.gathered.cart.pieces() > before, what="it is in the cart")


def find(person: Person, errand: Errand) -> None:
    """Searches by pointing at letters, looks at what was found, and buys it."""
    open_panel(person, "search")
    _have_keyboard(person)
    for letter in errand.letters:
        press(person, f"key_{letter}")
    person.run_until(lambda: _found(person, errand.letters), what=f"{errand.letters!r} is found")
    press(person, "key_done")
    press(person, f"look_{errand.found or person.session.search.found[0]}")
    person.run_until(lambda: person.session.panel == "product", what="what was found is shown")
    add_to_cart(person)


def in_chinese(person: Person, errand: Errand, on_moment: OnMoment) -> None:
    """Switches the language on the panel that is open; searches by sounds where the errand says so."""
    press(person, "language")
    person.run_until(lambda: person.session.language == "zh-CN", what="the shop speaks Chinese")
    if not errand.pinyin:
        return
    open_panel(person, "search")
    press(person, "clear")
    _have_keyboard(person)
    _first_sound(person, errand.pinyin[0])
    for letter in errand.pinyin[1:]:
        press(person, f"key_{letter}")
    person.run(3)
    on_moment("typing")
    press(person, "word_1")
    person.run_until(lambda: bool(person.session.search.found), what="the Chinese word is found")


def check_out(person: Person, on_moment: OnMoment) -> None:
    """Cart, order, done."""
    open_panel(person, "cart")
    press(person, "checkout")
    person.run_until(lambda: person.session.order is not None, what="there is an order")
    person.run(3)
    on_moment("checkout")
    press(person, "done")
    person.run_until(lambda: person.session.panel is None, what="the checkout is closed")


def take_again(person: Person, errand: Errand) -> None:
    """One more look at it before leaving."""
    take(person, errand.sku)


def _found(person: Person, query: str) -> bool:
    search = person.session.search
    return search.query == query and bool(search.found)


def _have_keyboard(person: Person) -> None:
    person.run(2)
    if not shows(person, "key_done"):
        press(person, "keyboard_toggle")
        person.run_until(lambda: shows(person, "key_done"), what="the keyboard is shown")


def _first_sound(person: Person, letter: str) -> None:
    """Until the words for Chinese are ready, letters stay letters: such a one is erased again, and tried later."""
    until = time.monotonic() + _WORDS_S
    while time.monotonic() < until:
        press(person, f"key_{letter}")
        person.run_until(lambda: shows(person, "word_1") or bool(person.session.search.query), what="a letter is typed")
        if not person.session.search.query:
            return
        press(person, "key_backspace")
        rested = time.monotonic() + _REST_S
        person.run_until(lambda: time.monotonic() > rested, what="a second is over")  # noqa: B023 - done at once
    raise TimeoutError("the words for Chinese never became ready")


def _once(tell: Callable[[], None]) -> Callable[[], None]:
    told: list[bool] = []

    def first() -> None:
        if not told:
            told.append(True)
            tell()

    return first
