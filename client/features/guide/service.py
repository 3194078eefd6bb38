"""What the merchant's people would be asked: policies, orders, and a note to them where the guide cannot help."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from client.domain.talk import Line
from client.features.guide.orders import Orders
from client.features.guide.passages import Policies
from client.features.guide.sizes import space
from client.features.guide.tickets import TicketError, write_ticket
from client.features.guide.values import Asked, Reply
from client.texts import Texts
from inference.dialogue.acts import Act

if TYPE_CHECKING:
    from inference.sentences.api import SentenceEncoder

_FOR_A_PERSON = frozenset({"cancel_order", "change_order", "refund", "complaint", "address", "invoice", "account"})
"""Topics that want something done that only a person can do."""
_OF_ORDERS = frozenset({"order_status", "cancel_order", "change_order"})
_NUMBER = re.compile(r"\b(?=[a-z0-9-]*\d{3})[a-z]{0,3}-?\d[a-z0-9-]{2,}\b", re.IGNORECASE | re.ASCII)
_YES = re.compile(
    r"(?:yes|yeah|yep|yup|sure|ok|okay|please|please do|of course|why not|go ahead|do it|take me there|let'?s go|"
    r"show me|i'?d like that|好|好的|好啊|好呀|行|可以|可以的|嗯|嗯嗯|是|是的|对|要|要的|走吧|"
    r"麻烦了?|麻烦您了?|带我去|去看看|"
    r"带我去看看|那就去看看|没问题|同意)"
    r"(?:[ ,，、](?:please|thanks|thank you|sure|do|ok|谢谢|带我去看看|麻烦了|走吧|吧))*"
)
_NO = re.compile(
    r"(?:no|nope|nah|not now|no thanks?|no thank you|not yet|rather not|don'?t|better not|不|不用|不用了|不要|不了|"
    r"不必|先不用|算了|不同意|暂时不用|先不)(?:[ ,，、](?:thanks?|thank you|谢谢|了))*"
)
_LEAVE_IT = re.compile(r"(?:leave it|never ?mind|cancel|forget it|stop|算了|取消|不写了|不用写了|没事了)")


def said_yes(said: str) -> bool:
    """Whether it is a plain yes."""
    return _YES.fullmatch(_bare(said)) is not None


def said_no(said: str) -> bool:
    """Whether it is a plain no."""
    return _NO.fullmatch(_bare(said)) is not None


def _bare(said: str) -> str:
    return said.strip().lower().replace("’", "'").strip(" .!?。！？~，,")


@dataclass(frozen=True)
class Counter:
    """The merchant's folders, and where notes go. `now`: the clock."""

    policies: Path
    orders: Path
    """The folder that holds `orders.json` or `orders.csv`."""
    tickets: Path
    now: Callable[[], datetime]
    encoder: SentenceEncoder | None = None


class Service:
    """Answers about policies and orders, and writes notes. Belongs to one thread; folders are read when first asked."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._policies = Policies(counter.policies, counter.encoder)
        self._orders = Orders(counter.orders)

    def answer(self, asked: Asked, act: Act) -> Reply:
        """The order, else the passage, else that the merchant left nothing; for what needs a person, a note."""
        topic = act.topic or "help"
        if topic in _OF_ORDERS and (reply := self._of_order(asked, act, topic)) is not None:
            return reply
        passage = self._policies.answer(asked.said, topic, asked.session.language)
        if passage is not None:
            line = Line("guide", passage.text, cited=passage.source)
            return _offers_note(asked, line, topic) if topic in _FOR_A_PERSON else Reply(line)
        name = asked.texts.say(f"guide.topic.{topic}") if asked.texts.has(f"guide.topic.{topic}") else topic
        return _offers_note(asked, asked.say("guide.no_policy", topic=name), topic)

    def _of_order(self, asked: Asked, act: Act, topic: str) -> Reply | None:
        book = self._orders.book()
        if not book.there:
            return None
        match = _NUMBER.search(asked.said)
        number = act.order_id or (match[0].upper() if match else None)
        if number is None:
            return Reply(asked.say("guide.which_order"), pending=act)
        order = book.find(number)
        if order is None:
            return _offers_note(asked, asked.say("guide.no_such_order", number=number), topic)
        when = asked.texts.say("guide.since", date=date_text(order.date, asked.texts)) if order.date else ""
        carrier = asked.texts.say("guide.carrier", carrier=order.carrier) if order.carrier else ""
        line = asked.say(f"guide.order_{order.state}", number=order.number, when=when, carrier=carrier)
        line = msgspec.structs.replace(line, cited=asked.texts.say("guide.from_orders"))
        return _offers_note(asked, line, topic) if topic != "order_status" else Reply(line)

    def person(self, asked: Asked) -> Reply:
        """Nobody can be called, but a note can be left; what was said goes into it only with a yes."""
        return Reply(asked.say("guide.asks_consent"), pending=Act("human", text="consent", topic="human"))

    def goes_on(self, asked: Asked, pending: Act) -> Reply | None:
        """The next step of a note; None when the shopper spoke of something else."""
        said, topic = asked.said, pending.topic or "human"
        if _LEAVE_IT.fullmatch(_bare(said)) or (pending.text is None and said_no(said)):
            return Reply(asked.say("guide.note_left"))
        if pending.text == "words":
            return self._write(asked, topic, note=said)
        if pending.text is None and said_yes(said):
            return Reply(asked.say("guide.asks_consent"), pending=Act("human", text="consent", topic=topic))
        if pending.text == "consent" and said_yes(said):
            return self._write(asked, topic, lines=asked.session.talk.lines)
        if pending.text == "consent" and said_no(said):
            return Reply(asked.say("guide.asks_words"), pending=Act("human", text="words", topic=topic))
        return None

    def _write(self, asked: Asked, topic: str, lines: tuple[Line, ...] = (), note: str = "") -> Reply:
        folder, now = self._counter.tickets, self._counter.now()
        try:
            number = write_ticket(folder, now, topic, asked.session.language, lines, note)
        except TicketError:
            return Reply(asked.say("guide.note_failed"))
        return Reply(asked.say("guide.note_written", number=number))


def _offers_note(asked: Asked, line: Line, topic: str) -> Reply:
    """The line, and a note to the shop's people."""
    text = line.text + "\n\n" + asked.texts.say("guide.offers_note")
    return Reply(msgspec.structs.replace(line, text=text), pending=Act("human", topic=topic))


def offering_person(reply: Reply, asked: Asked) -> Reply:
    """After two failures: the same, and a person."""
    from dataclasses import replace

    text = reply.line.text + space(asked.texts) + asked.texts.say("guide.offers_person")
    line = msgspec.structs.replace(reply.line, text=text)
    return replace(reply, line=line, pending=Act("human", topic="misunderstood"))


def date_text(day: date, texts: Texts) -> str:
    """A date as one says it."""
    month = texts.say("guide.months").split("|")[day.month - 1]
    return texts.say("guide.date", year=day.year, month=month, day=day.day)
