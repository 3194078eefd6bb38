"""An utterance and the visit as it is, to what the guide does and says. Runs beside the frame, changes nothing.

The order: what could hurt somebody; the answer to what the guide asked; the act; the tone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec

from client.domain import actions as a
from client.domain.product import Product, Sku
from client.domain.session import Session
from client.domain.taking_back import can_take_back
from client.domain.talk import Line
from client.features.guide.danger import danger_in
from client.features.guide.manners import manner
from client.features.guide.meaning import at_side, meant, number_said, side_said
from client.features.guide.mood import Mood, mood_of
from client.features.guide.service import Counter, Service, offering_person, said_no, said_yes
from client.features.guide.sizes import space
from client.features.guide.stock import Stock
from client.features.guide.things import compare, with_things
from client.features.guide.values import Asked, GoTo, Places, Reply, Understand, decoded
from client.features.guide.wishes import recommend, search, way
from client.texts import Texts
from inference.dialogue.acts import Act, Heard

__all__ = ["GoTo", "Replies", "Reply", "Understand"]
_FAILURES = 2
"""After so many in a row a person is offered."""


class Replies:
    """One version of the shop's catalogue and the understanding of it. Belongs to one thread."""

    def __init__(self, stock: Stock, understand: Understand, counter: Counter) -> None:
        self._stock, self._understand, self._service = stock, understand, Service(counter)

    def reply(self, session: Session, places: Places, must_choose: Callable[[Product, Sku | None], bool]) -> Reply:
        """The answer to what waits in the session's talk."""
        said = session.talk.waiting
        asked = Asked(said, session, Texts(session.language), self._stock, places, must_choose)
        danger = danger_in(said)
        if danger is not None:
            return Reply(Line("guide", danger.text(session.language)), fixed=True)
        mood = mood_of(said)
        settled = self._settled(asked)
        if settled is not None:
            return settled
        reply = self._done(asked, self._act(asked))
        if mood == "annoyed" and reply.understood and not reply.doing and not reply.line.products:
            reply = replace(reply, understood=False)  # an annoyed word without a wish is a failure as well
        return _toned(asked, self._or_person(asked, reply, mood), mood)

    def _act(self, asked: Asked) -> Act:
        talk = asked.session.talk
        act = self._understand(asked.said, Heard(len(talk.shown), asked.focus is not None, bool(talk.wish)))
        side = side_said(asked.said)
        unclear = act.act == "select" or (act.act == "chat" and act.text is not None)
        sku = at_side(asked, talk.shown, side) if unclear and side is not None else None
        return Act("select", ref=talk.shown.index(sku) + 1) if sku is not None else act

    def _settled(self, asked: Asked) -> Reply | None:
        """The answer to what the guide asked: which one, a yes, an order's number, the words of a note."""
        talk = asked.session.talk
        pending = decoded(talk.pending)
        if talk.asked:
            number = self._chosen(asked)
            if number is None:
                return None
            act = pending if pending is not None else Act("select")
            return with_things(asked, msgspec.structs.replace(act, ref=number, refs=()))
        if pending is None:
            return None
        if pending.act == "human":
            return self._service.goes_on(asked, pending)
        if pending.act == "service":
            reply = self._service.answer(asked, pending)
            return reply if reply.pending is None or reply.pending.act != "service" else None
        if said_yes(asked.said):
            return self._done(asked, pending)
        return Reply(asked.say("guide.noted")) if said_no(asked.said) else None

    def _chosen(self, asked: Asked) -> int | None:
        """Which of those lit up: by its number, its side, or what it is like."""
        lit = asked.session.talk.asked
        number = number_said(asked.said)
        if number is not None:
            return number if 1 <= number <= len(lit) else None
        side = side_said(asked.said)
        sku = at_side(asked, lit, side) if side is not None else None
        if sku is None:
            act = self._understand(asked.said, Heard(len(lit), False, False))
            found = meant(asked, act.ref) if act.act == "select" and act.ref not in (None, "this") else []
            sku = found[0].sku if len(found) == 1 else None
        return lit.index(sku) + 1 if sku in lit else None

    def _done(self, asked: Asked, act: Act) -> Reply:
        match act.act:
            case "search" | "refine":
                return search(asked, act)
            case "recommend":
                return recommend(asked, act)
            case "cart" | "checkout" | "help":
                return Reply(asked.say(f"guide.opens_{act.act}"), (a.OpenPanel(act.act),))
            case "undo":
                return _undo(asked)
            case "service":
                return self._service.answer(asked, act)
            case "human":
                return self._service.person(asked)
            case "navigate" if act.ref is None:
                return way(asked, act)
            case "chat":
                return _chat(asked, act)
            case "compare":
                return compare(asked, act)
            case _:
                return with_things(asked, act)

    def _or_person(self, asked: Asked, reply: Reply, mood: Mood) -> Reply:
        failed = not reply.understood and asked.session.talk.misses + 1 >= _FAILURES
        return offering_person(reply, asked) if failed and reply.pending is None else reply


def _undo(asked: Asked) -> Reply:
    """The last that the guide did and that still stands, else the last that was gathered by hand."""
    if can_take_back(asked.session):
        return Reply(asked.say("guide.undone"), (a.TakeBack(),))
    known = bool(asked.session.undo)
    return Reply(asked.say("guide.undone" if known else "guide.nothing_to_undo"), (a.Undo(),) if known else ())


def _chat(asked: Asked, act: Act) -> Reply:
    """Courtesies in kind; of what is not understood that is said."""
    mood = mood_of(asked.said)
    if mood == "pleased":
        return Reply(asked.say("guide.pleased_alone"))
    if mood == "annoyed":
        return Reply(asked.say("guide.annoyed_alone"), understood=False)
    if act.text is None:
        return Reply(asked.say(f"guide.{manner(asked.said)}"))
    again = asked.session.talk.misses + 1 >= _FAILURES
    return Reply(asked.say("guide.not_understood_again" if again else "guide.not_understood"), understood=False)


def _toned(asked: Asked, reply: Reply, mood: Mood) -> Reply:
    """The same with a word for how the shopper feels, where the answer itself has none."""
    alone = {asked.texts.say(f"guide.{key}") for key in ("pleased_alone", "annoyed_alone")}
    if mood == "plain" or reply.fixed or any(reply.line.text.startswith(text) for text in alone):
        return reply
    before = asked.texts.say(f"guide.{mood}") + space(asked.texts)
    return replace(reply, line=msgspec.structs.replace(reply.line, text=before + reply.line.text))
