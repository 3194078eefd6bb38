"""Which change of a visit makes which sound, and which caption. Pure: two sessions in, what happened out."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import Final

from client.domain.product import Sku
from client.domain.session import Change, Session
from client.sound.values import SoundName

_LEAP_M: Final = 0.75
"""Nobody walks this far in one frame: it was a teleport, or another store was entered."""
REFUSALS: Final = frozenset({
    "compare_full", "choose_first", "size_unknown", "nothing_near", "department_empty", "checkout_failed",
    "search_failed", "store_failed", "models_missing",
})  # fmt: skip
"""Notices that say no. A place where one cannot stand says so by its arc."""
_SILENT: Final = frozenset({"looking_at"})
CAPTION: Final = "caption_"
"""Keys of notices that are captions of sounds start with this."""


@dataclass(frozen=True)
class Event:
    """Something that sounds. `sku`: the product it comes from, None: from nowhere. `caption`: a notice's key, or ""."""

    sound: SoundName
    sku: Sku | None = None
    caption: str = ""


def events(before: Session, after: Session, changes: frozenset[Change]) -> tuple[Event, ...]:
    """What is to be heard of a change, the strongest first. A new visitor hears nothing of the one before."""
    if not changes or changes >= frozenset(Change):
        return ()
    found = (*_gathered(before, after), *_held(before, after), *_shop(before, after), *_body(before, after))
    return tuple(sorted(found, key=lambda event: STRENGTH.index(event.sound)))


STRENGTH: Final[tuple[SoundName, ...]] = (
    "done", "refused", "add", "remove", "take", "put_back", "notice", "open", "move", "close", "select", "tick",
)  # fmt: skip
"""What wins where several would sound at once."""


def _gathered(before: Session, after: Session) -> list[Event]:
    then, now = before.gathered, after.gathered
    found: list[Event] = []
    if after.order is not None and after.order != before.order:
        found.append(Event("done", caption=CAPTION + "done"))
    pieces = now.cart.pieces() - then.cart.pieces()
    if pieces > 0:
        found.append(Event("add", caption=CAPTION + "added"))
    elif pieces < 0:
        found.append(Event("remove", caption=CAPTION + "removed"))
    for old, new, name in ((then.wishes, now.wishes, "wish"), (then.compared, now.compared, "compare")):
        if len(new) > len(old):
            found.append(Event("add", caption=f"{CAPTION}{name}_on"))
        elif len(new) < len(old):
            found.append(Event("remove", caption=f"{CAPTION}{name}_off"))
    return found


def _held(before: Session, after: Session) -> list[Event]:
    then = before.held.item.sku if before.held is not None else None
    now = after.held.item.sku if after.held is not None else None
    if now == then:
        return []
    if now is not None:
        return [Event("take", now, CAPTION + "taken")]
    return [Event("put_back", then, CAPTION + "put_back")]


def _shop(before: Session, after: Session) -> list[Event]:
    found: list[Event] = []
    if after.panel is not None and after.panel != before.panel:
        found.append(Event("open"))
    elif after.panel is None and before.panel is not None:
        found.append(Event("close"))
    if after.notice is not None and after.notice != before.notice and not after.notice.key.startswith(CAPTION):
        key = after.notice.key
        if key not in _SILENT:
            found.append(Event("refused" if key in REFUSALS else "notice"))
    chosen = before.chosen != after.chosen or (before.dimensions_shown != after.dimensions_shown and after.held)
    if chosen or before.language != after.language or before.comfort != after.comfort:
        found.append(Event("select"))
    return found


def _body(before: Session, after: Session) -> list[Event]:
    found: list[Event] = []
    then, now = before.standing, after.standing
    if hypot(now.x_m - then.x_m, now.y_m - then.y_m) > _LEAP_M:
        found.append(Event("move"))
    if after.looking_at is not None and after.looking_at != before.looking_at:
        found.append(Event("tick", after.looking_at))
    return found
