"""The product panel: what it is, what it costs, its versions, its facts, and what to do with it."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.product import Product
from client.domain.session import Alike, Change, Session
from client.features.product.facts import (
    availability_of,
    can_buy,
    choice_groups,
    fact_rows,
    licence_sentence,
    needs_choice,
    picked,
    sold_out,
    taken,
    trust_sentences,
    unavailable,
)
from client.panels.chips import Chip, ChipGroup, ChipRows
from client.panels.items import item_price
from client.panels.panel import Panel, PanelServices
from client.panels.widgets import (
    button,
    clear,
    column,
    framed,
    holder,
    label,
    row,
    scrolling,
    set_button,
    set_role,
    set_text,
)
from client.texts import Texts

_PHOTO_PX, _THUMB_PX, _MAX_PHOTOS = (500, 340), (92, 92), 6
_SIDE_PX = 330
_AMONG_FACTS = frozenset({"size", "material", "weight", "brand"})
_TURN_RAD = math.radians(45)
"""For whoever has no hand, mouse or finger to turn what they hold with."""


class ProductPanel(Panel):
    """Everything about one product."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__(services, texts)
        self._item: ItemRef | None = None
        self._product: Product | None = None
        self._held = self._sized = False
        self._field = ""
        self._name = label("", "heading", name="product_title")
        self._brand = label("", "faint", name="product_brand", wrap=False)
        self._price = label("", "price", name="product_price")
        self._stock = label("", "good", name="product_stock", wrap=False)
        self._choices = ChipRows(self._choose)
        self._photo = QLabel()
        self._content = QVBoxLayout()
        self._hold = button("", "pick_up", self._toggle_held)
        self._turn = button(texts.say("product.turn"), "turn_it", lambda: services.dispatch(a.Turn(_TURN_RAD)))
        self._size = button("", "show_size", self._toggle_size, checked=False)
        self._add = button("", "add_to_cart", self._add_to_cart, "primary")
        self._in_cart = label("", "good", name="in_cart", wrap=False)
        self._side = QFrame()
        self._wish = button("", "wish", lambda: self._send(a.ToggleWish), checked=False)
        self._compare = button("", "compare", lambda: self._send(a.ToggleCompare), checked=False)
        self._alike = button(texts.say("product.alike"), "more_alike", self._look_alike)
        self._build()

    def show_session(self, session: Session, changes: frozenset[Change]) -> None:
        """Shows the session's panel item with the variant chosen."""
        item = session.panel_item
        if item is None:
            return
        item = ItemRef(item.sku, session.chosen_variant(item.sku) or item.variant)
        if self._item is None or item.sku != self._item.sku:
            self._product = self.services.product(item.sku)
            self._show_product()
        if item != self._item:
            self._item = item
            self._show_choice()
        if Change.PANEL in changes:
            self._field = session.panel_field
        if changes & {Change.HELD, Change.DIMENSIONS, Change.GATHERED, Change.PANEL, Change.CHOSEN}:
            self._show_buttons(session)

    def more(self) -> bool:
        """Brings the fact into view that was asked for, once it has its place; price and stock always are."""
        bar, facts = self._scroll.verticalScrollBar(), self.findChild(QWidget, "facts")
        if self._field in _AMONG_FACTS and facts is not None:
            if facts.y() == 0:  # it has no place yet: above it stands the name
                return False
            bar.setValue(min(bar.maximum(), facts.y()))
        elif self._field:
            bar.setValue(0)
        self._field = ""
        return False

    def first_focus(self) -> QWidget | None:
        """Adding to the cart comes first for keys."""
        return self._add if self._add.isEnabled() else self._hold

    def _build(self) -> None:
        inner = holder(self._content)
        self._content.setContentsMargins(32, 6, 26, 20)
        self._content.setSpacing(18)
        head = column(self._name, self._brand, spacing=2)
        head.setContentsMargins(32, 20, 26, 10)
        self._scroll = scrolling(inner, "product_scroll")
        main = column(holder(head), self._scroll, spacing=0)
        doing = column(self._price, self._stock, spacing=4)
        doing.addSpacing(16)
        for part in (
            self._add, self._in_cart, self._hold, self._turn, self._size, self._wish, self._compare, self._alike,
        ):  # fmt: skip
            doing.addWidget(part)
            doing.addSpacing(8)
        doing.addStretch(1)
        self._side = framed("side", doing, margins=(24, 22, 24, 20))
        self._side.setMinimumWidth(_SIDE_PX)
        layout = row(holder(main), self._side, spacing=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _show_product(self) -> None:
        self._choices.setParent(None)
        clear(self._content)
        product, texts = self._product, self.texts
        self._scroll.verticalScrollBar().setValue(0)
        self._side.setVisible(product is not None)
        self._brand.setVisible(product is not None and bool(product.brand))
        if product is None:
            set_text(self._name, texts.say("product.gone"))
            self._content.addStretch(1)
            return
        set_text(self._name, product.title.get(texts.language) or product.sku)
        set_text(self._brand, product.brand)
        self._choices.show_groups(_groups(product, texts))
        self._choices.setVisible(bool(product.variants))
        self._content.addWidget(self._choices)
        if product.images:
            self._content.addWidget(self._photos(product))
        words = product.description.get(texts.language) or texts.say("product.no_description")
        about = column(label(texts.say("product.about"), "strong"), label(words), spacing=8)
        self._content.addWidget(framed("card", about, name="about"))
        self._content.addWidget(self._facts(product))
        self._content.addWidget(self._trust(product))
        self._content.addStretch(1)

    def _facts(self, product: Product) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for line, (name, value) in enumerate(fact_rows(product, self.texts)):
            grid.addWidget(label(name, "small"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(value), line, 1, Qt.AlignmentFlag.AlignTop)
        return framed("card", grid, name="facts")

    def _trust(self, product: Product) -> QWidget:
        lines = column(label(self.texts.say("trust.title"), "strong"), spacing=8)
        for sentence in trust_sentences(product, self.texts):
            lines.addWidget(label(sentence))
        licence = licence_sentence(product, self.texts)
        if licence:
            lines.addWidget(label(licence, "small", name="licence"))
        return framed("card", lines, name="trust")

    def _photos(self, product: Product) -> QWidget:
        self._photo = QLabel()
        self._photo.setObjectName("photo")
        self._photo.setAccessibleName(product.images[0].alt or product.title.get(self.texts.language))
        self.services.pictures.fill(self._photo, product, _PHOTO_PX, product.images[0])
        if len(product.images) == 1:
            return holder(row(self._photo, None))
        strip = QGridLayout()
        strip.setSpacing(8)
        for index, _ in enumerate(product.images[:_MAX_PHOTOS]):
            strip.addWidget(self._thumb(product, index), index % 3, index // 3)
        strip.setRowStretch(3, 1)
        return holder(row(self._photo, strip, None, spacing=14))

    def _thumb(self, product: Product, index: int) -> QPushButton:
        thumb = button("", f"photo_{index}", lambda: self._show_photo(index), "thumb")
        thumb.setAccessibleName(product.images[index].alt or str(index + 1))
        picture = QLabel(thumb)
        picture.move(5, 5)
        picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.services.pictures.fill(picture, product, _THUMB_PX, product.images[index])
        return thumb

    def _show_photo(self, index: int) -> None:
        if self._product is not None:
            self.services.pictures.fill(self._photo, self._product, _PHOTO_PX, self._product.images[index])

    def _show_choice(self) -> None:
        product, item = self._product, self._item
        if product is None or item is None:
            return
        self._choices.show_taken(taken(product, item.variant), sold_out(product, item.variant))
        variant = product.variant(item.variant)
        if variant is not None and variant.image is not None and product.images:
            self.services.pictures.fill(self._photo, product, _PHOTO_PX, variant.image)
        set_text(self._price, item_price(product, item, self.texts))
        state = availability_of(product, item.variant)
        set_text(self._stock, self.texts.say(f"availability.{state}"))
        set_role(self._stock, "bad" if unavailable(product, item.variant) else "good")

    def _show_buttons(self, session: Session) -> None:
        product, item, texts = self._product, self._item, self.texts
        if product is None or item is None:
            return
        self._held = session.held is not None and session.held.item.sku == item.sku
        self._sized = session.dimensions_shown
        set_button(self._hold, texts.say("product.put_back" if self._held else "product.pick_up"))
        self._turn.setVisible(self._held)
        self._alike.setVisible(product.asset is not None and self.services.house.sees_pictures())
        size_known = product.true_size() is not None
        size_text = texts.say("product.hide_size" if self._sized else "product.show_size")
        set_button(self._size, size_text, enabled=size_known, checked=self._sized)
        wished, compared = item in session.gathered.wishes, item in session.gathered.compared
        set_button(self._wish, texts.say("product.wished" if wished else "product.wish"), checked=wished)
        set_button(self._compare, texts.say("product.compared" if compared else "product.compare"), checked=compared)
        set_button(self._add, self._add_text(product, item), enabled=can_buy(product, item.variant))
        count = session.gathered.cart.quantity(item)
        set_text(self._in_cart, texts.say("product.in_cart", count=count))
        self._in_cart.setVisible(count > 0)

    def _add_text(self, product: Product, item: ItemRef) -> str:
        if needs_choice(product, item.variant):
            return self.texts.say("product.choose")
        if product.price_of(item.variant) is None:
            return self.texts.say("product.no_price")
        if not can_buy(product, item.variant):
            return self.texts.say("product.sold_out")
        return self.texts.say("product.add")

    def _choose(self, group: str, value: str) -> None:
        if self._item is None or self._product is None:
            return
        variant = picked(self._product, self._item.variant, group, value)
        if variant is not None:
            self.services.dispatch(a.ChooseVariant(self._item.sku, variant.sku))

    def _toggle_held(self) -> None:
        if self._item is not None:
            self.services.dispatch(a.PutBack() if self._held else a.PickUp(self._item.sku))

    def _look_alike(self) -> None:
        if self._item is not None:
            self.services.dispatch(a.SearchLike(Alike(self._item.sku)))
            self.services.dispatch(a.OpenPanel("search"))

    def _toggle_size(self) -> None:
        self.services.dispatch(a.ShowDimensions(not self._sized))

    def _add_to_cart(self) -> None:
        if self._item is not None:
            self.services.dispatch(a.AddToCart(self._item))

    def _send(self, action: type[a.ToggleWish] | type[a.ToggleCompare]) -> None:
        if self._item is not None:
            self.services.dispatch(action(self._item))


def _groups(product: Product, texts: Texts) -> tuple[ChipGroup, ...]:
    return tuple(
        ChipGroup(group.key, group.title, tuple(Chip(*chip) for chip in group.chips))
        for group in choice_groups(product, texts)
    )
