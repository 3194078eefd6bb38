"""The life of a session: what each state of the runtime asks for. Pure.

Numbers and meanings are those of XrSessionState in the OpenXR specification, section "Session Lifecycle".
"""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

from client.headset.api import Presence


class State(IntEnum):
    """XrSessionState."""

    UNKNOWN = 0
    IDLE = 1
    READY = 2
    SYNCHRONIZED = 3
    VISIBLE = 4
    FOCUSED = 5
    STOPPING = 6
    LOSS_PENDING = 7
    EXITING = 8


Duty = Literal["begin", "end", "leave", "lose", "nothing"]

_DUTIES: dict[State, Duty] = {
    State.READY: "begin", State.STOPPING: "end", State.EXITING: "leave", State.LOSS_PENDING: "lose",
}  # fmt: skip


class Life:
    """Follows the states of one session."""

    def __init__(self) -> None:
        self.state = State.UNKNOWN
        self.running = False
        self._over: Presence | None = None

    def enter(self, number: int) -> Duty:
        """A new state came; what has to be done now. A state this program does not know changes nothing."""
        try:
            self.state = State(number)
        except ValueError:
            return "nothing"
        duty = _DUTIES.get(self.state, "nothing")
        if duty == "begin":
            if self.running:
                return "nothing"
            self.running = True
        elif duty == "end":
            if not self.running:
                return "nothing"
            self.running = False
        elif duty in ("leave", "lose"):
            self.running = False
            self._over = Presence.LEAVING if duty == "leave" else Presence.LOST
        return duty

    def lose(self) -> None:
        """A call failed because instance or session are gone."""
        self.running, self._over = False, Presence.LOST

    @property
    def focused(self) -> bool:
        """Whether input is this program's."""
        return self.running and self.state == State.FOCUSED

    @property
    def presence(self) -> Presence:
        """How present the visitor is. A headset that lies on the table shows nothing: that is IDLE."""
        if self._over is not None:
            return self._over
        if self.focused:
            return Presence.FOCUSED
        if self.running and self.state == State.VISIBLE:
            return Presence.RUNNING
        return Presence.IDLE
