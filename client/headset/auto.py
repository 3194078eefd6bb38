"""A headset where there is one, else the window: the visit goes on in the other when one of them goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from msgspec.structs import replace

from client.domain.errors import VitrineError
from client.headset.api import Eye, Frame, Headset, Pose, Presence, Sample
from client.interaction.rig import compose

FIRST_RETRY_S, LAST_RETRY_S = 0.5, 8.0
_SEEN = (Presence.RUNNING, Presence.FOCUSED)
_GONE = (Presence.LOST, Presence.LEAVING)


class WornHeadset(Headset, Protocol):
    """A headset that is worn, and where its wearer stands."""

    @property
    def name(self) -> str:
        """What drives it, for a sentence."""

    @property
    def stands_at(self) -> Pose:
        """The floor pose in stage space where the shopper stands."""

    def pulse(self, side: Literal["left", "right"], strength: float, seconds: float) -> None:
        """Lets a hand feel something."""


OpenWorn = Callable[[Pose], WornHeadset]
"""Opens the headset for a shopper who stands at a floor pose. Raises VitrineError in words when there is none."""


class AutoHeadset:
    """Shows the visit in the headset while it is worn, in the window otherwise; looks for a lost headset again.

    Frames are numbered and timed on, whoever gives them, so a journal of such a visit is one journal.
    """

    def __init__(
        self,
        window: Headset,
        open_worn: OpenWorn,
        clock: Callable[[], float],
        say: Callable[[str], None],
        must: bool = False,
    ) -> None:
        """`must`: no headset at the start is an error, which the first `poll` raises."""
        self._window, self._open_worn, self._clock, self._say, self._must = window, open_worn, clock, say, must
        self._worn: WornHeadset | None = None
        self._presence = Presence.ABSENT
        self._rest = Pose()
        self._retry_at: float | None = clock()
        self._retry_s = FIRST_RETRY_S
        self._was_worn = False
        self._said = ""
        self._inner: Frame | None = None
        self._source: Headset | None = None
        self._index = 0
        self._time_s = 0.0
        self._last = clock()

    @property
    def worn(self) -> WornHeadset | None:
        """The headset, where one is open."""
        return self._worn

    def poll(self) -> Presence:
        """Both are asked: a closed window ends the visit, worn or not."""
        seen = self._window.poll()
        if seen in _GONE:
            return seen
        if self._worn is None:
            self._look()
        if self._worn is not None:
            self._presence = self._worn.poll()
            if self._presence in _GONE:
                if self._presence == Presence.LEAVING and self._must:
                    return Presence.LEAVING
                self._let_go()
        return self._presence if self._presence in _SEEN else seen

    def _look(self) -> None:
        """Looks for the headset, now and then, less often the longer there is none."""
        if self._retry_at is None or self._clock() < self._retry_at:
            return
        try:
            self._worn = self._open_worn(self._rest)
        except VitrineError as error:
            if self._must and not self._was_worn:
                raise
            self._tell(f"In the window. {error}")
            self._retry_at = self._clock() + self._retry_s
            self._retry_s = min(LAST_RETRY_S, self._retry_s * 2)
            return
        self._was_worn = True
        self._tell(f"In the headset ({self._worn.name}); the window shows what one eye sees.")

    def _let_go(self) -> None:
        """The headset is gone. One that its wearer left in the runtime's own menu is not looked for again."""
        worn, self._worn = self._worn, None
        if worn is None:
            return
        self._rest = worn.stands_at
        left = self._presence == Presence.LEAVING
        self._presence = Presence.ABSENT
        worn.close()
        self._retry_s = FIRST_RETRY_S
        self._retry_at = None if left else self._clock() + FIRST_RETRY_S
        self._tell("The headset went away; the visit goes on in the window." if not left else "In the window again.")

    def _tell(self, sentence: str) -> None:
        if sentence != self._said:
            self._said = sentence
            self._say(sentence)

    def wait(self) -> Frame | None:
        """The next frame of whichever is looked at; None while neither shows anything."""
        worn = self._worn
        if worn is not None:
            inner = worn.wait()
            if inner is not None:
                self._rest = worn.stands_at
                return self._number(worn, inner)
            if worn.poll() in _SEEN:
                return None  # worn, but covered by the runtime for a moment
        inner = self._window.wait()
        return self._number(self._window, inner) if inner is not None else None

    def _number(self, source: Headset, inner: Frame) -> Frame:
        """Counts on from the frame before; where the source changed, by this program's own clock."""
        now = self._clock()
        dt = inner.dt_s if source is self._source else max(0.0, now - self._last)
        self._source, self._inner, self._last = source, inner, now
        frame = Frame(self._index, self._time_s, dt)
        self._index += 1
        self._time_s += dt
        return frame

    def sample(self, frame: Frame) -> Sample:
        """What the body does; the keyboard on the desk counts in the headset too."""
        source, inner = self._current()
        if source is self._window:
            return self._at_rest(replace(source.sample(inner), frame=frame))
        desk = self._window.sample(inner)
        return replace(
            source.sample(inner),
            frame=frame,
            keys=desk.keys,
            pressed=desk.pressed,
            repeated=desk.repeated,
            text=desk.text,
        )

    def _at_rest(self, sample: Sample) -> Sample:
        """The window's view starts where the headset's wearer stood last."""
        if self._rest == Pose():
            return sample
        eyes = tuple(Eye(compose(self._rest, eye.pose), eye.fov) for eye in sample.eyes)
        return replace(sample, eyes=eyes, head=compose(self._rest, sample.head))

    def _current(self) -> tuple[Headset, Frame]:
        if self._source is None or self._inner is None:
            raise ValueError("there is no frame before wait() gave one")
        return self._source, self._inner

    def submit(self, frame: Frame) -> None:
        """Shows it where it was drawn for."""
        source, inner = self._current()
        source.submit(inner)

    def pulse(self, side: Literal["left", "right"], strength: float, seconds: float) -> None:
        """Lets a hand feel something, where a headset is worn."""
        if self._worn is not None and self._presence == Presence.FOCUSED:
            self._worn.pulse(side, strength, seconds)

    def close(self) -> None:
        """Closes both; idempotent."""
        worn, self._worn = self._worn, None
        if worn is not None:
            worn.close()
        self._window.close()
