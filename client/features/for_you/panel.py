"""The panel "for you": what is offered, each with its true reason, and the shopper's own word about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.product import Sku
from client.domain.session import Change, Session
from client.domain.taste import Offer, Steering, Taste, Touch
from client.features.for_you.reasons import Words, leaned, leanings
from client.panels.flow import FlowLayout
from client.panels.items import item_price, item_row, item_title
from client.panels.panel import Panel, PanelServices
from client.panels.widgets import button, clear, column, framed, holder, label, row, scrolling
from client.texts import Texts

_CHOICE_PX = (220, 190)
_SHOWN_OFFERS, _SHOWN_TOUCHES, _SHOWN_LEANINGS = 6, 12, 5
_PRICES = (("cheaper", -1.0), ("as_now", 0.0), ("dearer", 1.0))
_BOLD = (("alike", 0.0), ("mixed", 0.4), ("bolder", 1.0))
_EARLIER = (("this_visit", 0.0), ("also_earlier", 1.0))


class ForYouPanel(Panel):
    """Questions for who is new, offers, and below them what they come from and how to steer it."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__(services, texts)
        self._shown: Taste | None = None
        self._words = Words(texts, self._name)
        self._list = column(spacing=12)
        self._list.setContentsMargins(32, 16, 32, 16)
        self.setLayout(column(scrolling(holder(self._list), "for_you_scroll"), spacing=0))

    def show_session(self, session: Session, changes: frozenset[Change]) -> None:
        """Follows the taste."""
        if session.taste == self._shown:
            return
        self._shown = taste = session.taste
        clear(self._list)
        self._list.addWidget(label(self._words.kept(taste), "faint"))
        if taste.questions:
            self._list.addWidget(self._question(taste.questions))
        elif taste.cold:
            self._list.addWidget(label(self.texts.say("for_you.empty"), "heading", name="for_you_empty"))
        for offer in taste.offered[:_SHOWN_OFFERS]:
            self._offer(offer)
        if not taste.cold or taste.known.steering != Steering():
            self._list.addWidget(self._steering(taste))
            self._list.addWidget(self._history(taste))
        elif taste.forgotten is not None:
            self._list.addWidget(holder(row(self._undo(), None)))
        self._list.addStretch(1)

    def _name(self, sku: Sku) -> str:
        return item_title(self.services.product(sku), ItemRef(sku), self.texts)

    def _question(self, questions: tuple[tuple[Sku, ...], ...]) -> QWidget:
        """A few things side by side; one press answers."""
        say, dispatch = self.texts.say, self.services.dispatch
        things = row(*(self._choice(sku) for sku in questions[0]), spacing=20)
        for place in range(things.count()):
            things.setStretch(place, 1)
        none = button(say("for_you.none_of_these"), "choose_none", lambda: dispatch(a.ChooseTaste(None)), "quiet")
        skip = button(say("for_you.skip"), "skip_questions", lambda: dispatch(a.AskTaste(())), "quiet")
        words = label(say("for_you.question", count=len(questions)), "strong", name="for_you_question")
        return framed("card", column(words, things, row(none, skip, None), spacing=12))

    def _choice(self, sku: Sku) -> QWidget:
        product, picture = self.services.product(sku), QLabel()
        self.services.pictures.fill(picture, product, _CHOICE_PX, None)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        name = self._name(sku)
        choose = button(
            self.texts.say("for_you.this_one"), f"choose_{sku}",
            lambda: self.services.dispatch(a.ChooseTaste(sku)), "primary",
            spoken=f"{self.texts.say('for_you.this_one')}: {name}",
        )  # fmt: skip
        price = label(item_price(product, ItemRef(sku), self.texts), "small")
        return framed("row", column(picture, label(name, "small"), price, None, choose, spacing=6))

    def _offer(self, offer: Offer) -> None:
        product, say, dispatch = self.services.product(offer.sku), self.texts.say, self.services.dispatch
        if product is None:
            return
        sku, item, buttons = product.sku, ItemRef(product.sku), []
        spot = self.services.spot_of(sku)
        if spot is not None:
            move = a.Move(spot.x_m, spot.y_m, spot.heading_rad, spot.pitch_rad)
            buttons.append(button(say("search.go"), f"go_{sku}", lambda: self._go(move)))
        look = button(say("list.look"), f"look_{sku}", lambda: dispatch(a.OpenPanel("product", item)))
        away = button(say("for_you.not"), f"not_{sku}", lambda: dispatch(a.NotForMe(sku)), "quiet")
        self._list.addWidget(item_row(self.services, self.texts, item, product, *buttons, look, away)[0])
        self._list.addWidget(label(self._words.why(offer), "small", name=f"why_{sku}"))

    def _steering(self, taste: Taste) -> QWidget:
        """What the shopper says of their taste themselves."""
        steering, say = taste.known.steering, self.texts.say
        lines = [
            self._line("price", [(key, replace(steering, price=to), steering.price == to) for key, to in _PRICES]),
            self._line("bold", [(key, replace(steering, bold=to), steering.bold == to) for key, to in _BOLD]),
        ]
        if taste.known.past:
            steps = [(key, replace(steering, earlier=to), steering.earlier == to) for key, to in _EARLIER]
            lines.append(self._line("earlier", steps))
        for fact in leanings(taste, _SHOWN_LEANINGS):
            lines.append(self._leaning(steering, fact))
        return framed("card", column(label(say("for_you.steer"), "strong"), *lines, spacing=8))

    def _line(self, name: str, steps: list[tuple[str, Steering, bool]]) -> QWidget:
        flow = FlowLayout()
        for key, steering, chosen in steps:
            flow.addWidget(self._chip(f"for_you.{key}", f"steer_{name}_{key}", steering, chosen))
        return holder(column(label(self.texts.say(f"for_you.{name}"), "small"), holder(flow), spacing=4))

    def _leaning(self, steering: Steering, fact: str) -> QWidget:
        now, flow, key = steering.leaning(fact), FlowLayout(), fact.replace(" ", "_")
        for name, lean in (("less", -1.0), ("more", 1.0)):
            chip = self._chip(
                f"for_you.{name}",
                f"lean_{key}_{name}",
                leaned(steering, fact, lean),
                now == lean,
                self._words.fact(fact),
            )
            flow.addWidget(chip)
        return holder(row(label(self._words.fact(fact), "small"), holder(flow), spacing=12))

    def _chip(self, key: str, name: str, to: Steering, chosen: bool, what: str = "") -> QPushButton:
        text = self.texts.say(key)
        press: Callable[[], None] = partial(self.services.dispatch, a.Steer(to))
        return button(text, name, press, "chip", checked=chosen, spoken=f"{what}: {text}" if what else text)

    def _history(self, taste: Taste) -> QWidget:
        """What the offers come from: one press forgets one thing, or everything; another takes that back."""
        flow, known, say = FlowLayout(), taste.known, self.texts.say
        refused = tuple(Touch(sku, "refused") for sku in known.refused)
        for touch in (*reversed(known.touches), *reversed(refused), *reversed(known.past))[:_SHOWN_TOUCHES]:
            flow.addWidget(self._forget(touch))
        buttons = FlowLayout()
        buttons.addWidget(
            button(say("for_you.forget_all"), "forget_all", lambda: self.services.dispatch(a.ForgetTaste(None)))
        )
        if taste.forgotten is not None:
            buttons.addWidget(self._undo())
        if taste.kept != "visit":
            buttons.addWidget(
                button(say("for_you.export"), "export_taste", lambda: self.services.dispatch(a.ExportTaste()), "quiet")
            )
        words = label(say("for_you.from"), "strong")
        return framed("card", column(words, holder(flow), holder(buttons), spacing=8))

    def _undo(self) -> QPushButton:
        return button(
            self.texts.say("for_you.undo"), "undo_forget", lambda: self.services.dispatch(a.RestoreTaste()), "quiet"
        )

    def _forget(self, touch: Touch) -> QWidget:
        return button(
            f"{self._words.done(touch)}  ✕", f"forget_{touch.sku}",
            lambda: self.services.dispatch(a.ForgetTaste(touch.sku)), "chip",
        )  # fmt: skip

    def _go(self, move: a.Move) -> None:
        self.services.dispatch(move)
        self.services.dispatch(a.ClosePanel())
