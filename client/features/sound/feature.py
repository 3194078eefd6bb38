"""Plays what changed, captions it where that is wanted, and reads aloud what is looked at where there is a voice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from client.domain import actions as a
from client.domain.product import Sku
from client.domain.session import Change, Notice, Session
from client.headset.api import Sample, Vec3
from client.interaction.rig import head_in_store, inverse, rotate
from client.sound.desk import Desk, side_of
from client.sound.events import CAPTION, Event, events
from client.sound.ports import Player, Voice

CAPTION_S: Final = 2.5
_READ_AFTER_S: Final = 0.4
"""A label is read when the look has rested on it for so long."""


class SoundFeature:
    """Follows the session. What it says into it (captions) depends on session and samples only, never on the device."""

    def __init__(
        self,
        player: Player,
        voice: Voice,
        desk: Desk,
        dispatch: Callable[[a.Action], None],
        where: Callable[[Sku], Vec3 | None],
        title_of: Callable[[Sku, Session], str],
    ) -> None:
        self._player, self._voice, self._desk, self._dispatch = player, voice, desk, dispatch
        self._where, self._title_of = where, title_of
        self._before: Session | None = None
        self._caption: Notice | None = None
        self._caption_until = 0.0
        self._rests: tuple[Sku | None, float] = (None, 0.0)
        self._eyes = 0

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Called with every change of a frame, so that none is lost."""
        before, self._before = self._before or session, session
        now = sample.frame.time_s
        eyes, self._eyes = self._eyes or len(sample.eyes), len(sample.eyes)
        if eyes != self._eyes:
            self._player.reopen()  # a headset was put on or off, and mostly brings its own loudspeakers
        captions: list[Notice] = []
        for event in events(before, session, changes):
            at = self._from_head(event.sku, session, sample)
            heard = self._desk.hear(event, now, session.comfort, at)
            if heard is not None:
                self._player.play(heard.name, heard.gain, heard.at)
            if event.caption:
                captions.append(caption(event, at))
        self._write(captions, session, now)
        self._read(before, session, now)

    def _from_head(self, sku: Sku | None, session: Session, sample: Sample) -> Vec3 | None:
        place = self._where(sku) if sku is not None else None
        if place is None:
            return None
        head = head_in_store(session.standing, sample)
        x, y, z = (there - here for there, here in zip(place, head.position, strict=True))
        return rotate(inverse(head.turn), (x, y, z))

    def _write(self, captions: list[Notice], session: Session, now: float) -> None:
        """The strongest caption in place of the one before. A sentence of the shop is never covered by a caption."""
        shown = session.notice
        free = shown is None or shown.key.startswith(CAPTION)
        if captions and session.comfort.captions and free:
            self._caption, self._caption_until = captions[0], now + CAPTION_S
            self._dispatch(a.Notify(captions[0]))
        elif self._caption is not None and shown == self._caption and not now < self._caption_until:
            self._caption = None
            self._dispatch(a.Notify(None))

    def _read(self, before: Session, session: Session, now: float) -> None:
        if not session.comfort.read_aloud:
            return
        if not self._voice.there:
            if not before.comfort.read_aloud:
                self._dispatch(a.Notify(Notice("no_voice")))
            return
        sku, since = self._rests
        if session.looking_at != sku:
            self._rests = (session.looking_at, now)
        elif sku is not None and now - since >= _READ_AFTER_S:
            self._rests = (sku, float("inf"))
            self._voice.speak(self._title_of(sku, session), session.language)

    def close(self) -> None:
        """Falls silent."""
        self._player.close()
        self._voice.close()


def caption(event: Event, at: Vec3 | None) -> Notice:
    """A sound in words, with an arrow where it comes from the side."""
    side = side_of(at)
    return Notice(event.caption, (("left", "← " if side == "left" else ""), ("right", " →" if side == "right" else "")))
