"""An answer that comes bit by bit: seen as it grows, replaced by the whole, nothing of it left behind."""

from __future__ import annotations

from client.domain import actions as a
from client.domain.reduce import reduce
from client.domain.session import Change, Session
from client.domain.talk import Line


def after(*actions: a.Action) -> Session:
    session = Session()
    for action in actions:
        session, _ = reduce(session, action)
    return session


def test_what_is_being_said_is_heard_and_then_the_whole() -> None:
    begun = after(a.Say("sofas?"), a.Saying(1, "Two"), a.Saying(1, "Two fit."))
    assert [line.text for line in begun.talk.heard] == ["sofas?", "Two fit."]
    assert len(begun.talk.lines) == 1
    done = after(a.Say("sofas?"), a.Saying(1, "Two"), a.Answered(1, Line("guide", "Two fit. Look.")))
    assert [line.text for line in done.talk.heard] == ["sofas?", "Two fit. Look."]


def test_a_late_word_to_an_older_question_is_dropped() -> None:
    asked_again = after(a.Say("sofas?"), a.Saying(1, "Two"), a.Say("mugs?"), a.Saying(1, "Two fit"))
    assert [line.text for line in asked_again.talk.heard] == ["sofas?", "mugs?"]
    answered = after(a.Say("sofas?"), a.Answered(1, Line("guide", "No.")), a.Saying(1, "Two"))
    assert [line.text for line in answered.talk.heard] == ["sofas?", "No."]


def test_it_is_a_change_of_the_talk() -> None:
    session = after(a.Say("sofas?"))
    assert reduce(session, a.Saying(1, "Two"))[1] == {Change.TALK}
    assert reduce(session, a.Saying(7, "Two"))[1] == frozenset()
