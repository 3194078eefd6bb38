"""What the guide did is remembered as it was before and after, and taken back as one. Pure."""

from __future__ import annotations

import math
from typing import Final

from msgspec.structs import replace

from client.domain.session import NO_CHANGES, UNDO_DEPTH, Change, Doings, Held, Session, Standing

_STAYED_M: Final = 0.5
"""Who has walked further than this since stays where they are."""


def doings(session: Session) -> Doings:
    """How everything is now that the guide may change."""
    return Doings(
        session.standing, session.held, session.chosen, session.gathered, session.undo, session.department,
        session.page, session.dimensions_shown, session.panel, session.panel_item, session.talk.shown,
        session.talk.wish,
    )  # fmt: skip


def guide_begins(session: Session) -> Session:
    """The guide is about to do something."""
    return replace(session, guide_began=doings(session))


def guide_done(session: Session) -> Session:
    """The guide has answered: what it did since it began is remembered, if it did something."""
    before = session.guide_began
    if before is None:
        return session
    after, kept = doings(session), session.guided
    if _is_something(before, after):
        kept = (*kept, (before, after))[-UNDO_DEPTH:]
    return replace(session, guide_began=None, guided=kept)


def can_take_back(session: Session) -> bool:
    """Whether something the guide did still is as the guide left it, and nothing was gathered by hand since."""
    if not session.guided:
        return False
    after = session.guided[-1][1]
    by_hand = len(session.undo) > len(after.undo) or (
        len(session.undo) == len(after.undo) and session.undo != after.undo
    )
    return not by_hand and _still_there(session) is not None


def taken_back(session: Session) -> tuple[Session, frozenset[Change]]:
    """The last of the guide's doings that is still there, taken back as far as nobody has changed it since."""
    index = _still_there(session)
    if index is None:
        return session, NO_CHANGES
    before, after = session.guided[index]
    back, changes, order = _parts(session, before, after), {Change.TALK}, session.order
    if "gathered" in back and before.gathered.cart != session.gathered.cart:
        order = None
    talk = session.talk
    if "shown" in back:
        talk = replace(talk, shown=before.shown, wish=before.wish)
    fields = {name: getattr(before, name) for part in back for name in _FIELDS[part] if part != "shown"}
    for part in back:
        changes |= _CHANGES[part]
    undone = replace(session, **fields, talk=talk, order=order, guided=session.guided[:index])
    return undone, frozenset(changes)


_FIELDS: Final = {
    "standing": ("standing",), "held": ("held",), "chosen": ("chosen",), "gathered": ("gathered", "undo"),
    "department": ("department", "page"), "dimensions_shown": ("dimensions_shown",),
    "panel": ("panel", "panel_item"), "shown": ("shown", "wish"),
}  # fmt: skip
_CHANGES: Final = {
    "standing": {Change.STANDING}, "held": {Change.HELD}, "chosen": {Change.CHOSEN, Change.HELD, Change.PANEL},
    "gathered": {Change.GATHERED, Change.ORDER}, "department": {Change.DEPARTMENT},
    "dimensions_shown": {Change.DIMENSIONS}, "panel": {Change.PANEL}, "shown": {Change.TALK},
}  # fmt: skip
_ASIDE: Final = frozenset({"panel", "shown"})
"""A panel and a list are looked at: on their own they are nothing that is taken back."""


def _still_there(session: Session) -> int | None:
    """The last of the guide's doings of which something is left."""
    for index in range(len(session.guided) - 1, -1, -1):
        if _parts(session, *session.guided[index]) - _ASIDE:
            return index
    return None


def _is_something(before: Doings, after: Doings) -> bool:
    return any(_differ(before, after, part) for part in _FIELDS if part not in _ASIDE)


def _differ(one: Doings, other: Doings, part: str) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in _FIELDS[part])


def _parts(session: Session, before: Doings, after: Doings) -> frozenset[str]:
    """What the guide changed and is now as it left it."""
    now = doings(session)
    return frozenset(part for part in _FIELDS if _differ(before, after, part) and _as_left(now, after, part))


def _as_left(now: Doings, after: Doings, part: str) -> bool:
    match part:
        case "standing":
            return _near(now.standing, after.standing)
        case "held":
            return _item(now.held) == _item(after.held)
        case "gathered":
            return now.gathered == after.gathered
        case _:
            return not _differ(now, after, part)


def _near(one: Standing, other: Standing) -> bool:
    return math.hypot(one.x_m - other.x_m, one.y_m - other.y_m) <= _STAYED_M


def _item(held: Held | None) -> object:
    return held.item.sku if held is not None else None
