"""How a visit changes by what shopper and guide say, and by what the guide does and takes back."""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from client.domain import actions as a
from client.domain.session import NO_CHANGES, Change, Session
from client.domain.taking_back import guide_begins, guide_done, taken_back

TalkAction = a.Say | a.Saying | a.Answered | a.GuideActs | a.TakeBack


def reduce_talk(session: Session, action: TalkAction) -> tuple[Session, frozenset[Change]]:
    """The session after something was said, and which of its parts changed."""
    match action:
        case a.Say():
            talk = session.talk.said(action.text)
        case a.Saying():
            talk = session.talk.spoken(action.number, action.text)
        case a.Answered():
            talk = session.talk.answered(
                action.number, action.line, action.shown, action.wish, action.understood,
                action.asked, action.pending, action.about,
            )  # fmt: skip
            answered = guide_done(replace(session, talk=talk))
            return (answered, frozenset({Change.TALK})) if talk != session.talk else (answered, NO_CHANGES)
        case a.GuideActs():
            return guide_begins(session), NO_CHANGES
        case a.TakeBack():
            return taken_back(session)
        case _:
            assert_never(action)
    after = replace(session, talk=talk)
    return (after, frozenset({Change.TALK})) if after != session else (session, NO_CHANGES)
