"""A scripted headset with two eyes and two hands, worn by a pilot: what can be done with it needs no runtime."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from client.headset.api import Frame, Hand, Pose, Presence, Sample
from client.headset.scripted import Input, ScriptedHeadset, standing_head
from client.interaction.rig import about_x, compose
from client.shop import Shop

_AIM_DOWN = Pose((0.0, 0.03, 0.0), about_x(-0.6))
"""A controller's aim from its grip, as those of the real ones are tilted."""
_REST_S, _FREE_FRAMES = 0.01, 400


@dataclass
class ScriptedArm:
    """What one hand does."""

    pose: Pose = field(default_factory=Pose)
    trigger: float = 0.0
    squeeze: float = 0.0
    stick: tuple[float, float] = (0.0, 0.0)
    buttons: tuple[str, ...] = ()
    seen: bool = True


@dataclass
class ScriptedBody:
    """Head and hands, in stage space."""

    head: Pose = field(default_factory=standing_head)
    left: ScriptedArm = field(default_factory=ScriptedArm)
    right: ScriptedArm = field(default_factory=ScriptedArm)


class ScriptedWearer:
    """`worn.Wearer` of a scripted headset; nothing is drawn unless somebody asks for a picture."""

    def __init__(self, shop: Shop, headset: ScriptedHeadset) -> None:
        self.shop, self.headset = shop, headset
        self.body = ScriptedBody()
        self.last: Sample | None = None
        self._frames = 0
        self._before = shop.session

    def frame(self) -> Sample | None:
        """One turn of the loop."""
        self.headset.add([Input(hands=self._hands(), head=self.body.head)])
        frame = self.headset.wait()
        self.last = self.headset.sample(frame or Frame(0, 0.0, 0.0))
        self.shop.pump()
        self.shop.step(self.last)
        self._rest()
        return self.last

    def _rest(self) -> None:
        """Frames without drawing fly by: what is made beside them (plans, searches, words) needs real time."""
        self._frames = 0 if self.shop.session is not self._before else self._frames + 1
        self._before = self.shop.session
        if self._frames > _FREE_FRAMES:
            time.sleep(_REST_S)

    def _hands(self) -> tuple[Hand, ...]:
        arms = (("left", self.body.left), ("right", self.body.right))
        return tuple(
            Hand(side, arm.pose, compose(arm.pose, _AIM_DOWN), arm.trigger, arm.squeeze, arm.stick, arm.buttons)  # type: ignore[arg-type]
            for side, arm in arms
            if arm.seen
        )

    def focused(self) -> bool:
        """A script has its wearer's hands as long as it is not closed."""
        return self.headset.poll() in (Presence.FOCUSED, Presence.LEAVING) and not self.headset.closed

    def to_device(self, stage: Pose) -> Pose:
        """The scripted headset's space is the stage."""
        return stage

    def button(self, name: str, down: bool) -> None:
        """The right hand's buttons."""
        self.body.right.buttons = (name,) if down else ()
