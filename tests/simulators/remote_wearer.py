"""Who wears the real runtime's headset: head and hands are those of its `remote` driver, the loop is the shop's own."""

from __future__ import annotations

import time
from dataclasses import replace

from client.app import OpenShop
from client.headset.api import Pose, Presence, Sample
from client.headset.auto import AutoHeadset
from client.headset.openxr.headset import OpenXrHeadset
from client.interaction.rig import to_store
from client.pilot.worn import WornPilot
from client.shop import Shop
from tests.simulators.monado_remote import Remote, RemoteHand

_BUTTONS = {"menu": ("left", "b"), "back": ("right", "b"), "variant": ("right", "a")}
"""Where the shop's buttons are on the driver's controllers."""


class RemoteWearer:
    """`client.pilot.worn.Wearer` on the runtime."""

    def __init__(self, opened: OpenShop, headset: AutoHeadset, remote: Remote) -> None:
        self.opened, self.headset, self.body = opened, headset, remote
        self.last: Sample | None = None
        self.presence = Presence.ABSENT
        self.longest_s = 0.0
        self.connected = True
        self.draw_every = 1
        """Else (0: always) the eyes are shown again what was drawn last, so that a long visit gets on."""
        self._sent: tuple[Pose, RemoteHand, RemoteHand] | None = None

    @property
    def shop(self) -> Shop:
        """The shop that is visited."""
        return self.opened.shop

    def frame(self) -> Sample | None:
        """One turn of the loop, as `client.loop.run_loop` does it."""
        self._send()
        shop, began = self.shop, time.perf_counter()
        self.presence = self.headset.poll()
        if self.presence in (Presence.LEAVING, Presence.LOST):
            raise AssertionError(f"the visit ended: {self.presence}")
        frame = self.headset.wait()
        shop.pump()
        if frame is None:
            shop.idle()
            return None
        self.last = self.headset.sample(frame)
        shop.step(self.last)
        if self.draw_every and self.last.frame.index % self.draw_every == 0:
            shop.draw(self.last)
        self.headset.submit(frame)
        self.longest_s = max(self.longest_s, time.perf_counter() - began)
        return self.last

    def _send(self) -> None:
        now = (self.body.head, replace(self.body.left), replace(self.body.right))
        if self.connected and now != self._sent:
            self.body.send()
            self._sent = now

    def connect(self) -> None:
        """Moves head and hands again after the runtime was gone."""
        self.body.connect()
        self.connected, self._sent = True, None

    def disconnect(self) -> None:
        """Lets go before the runtime goes."""
        self.connected = False
        self.body.close()

    def focused(self) -> bool:
        """Whether the headset has the focus."""
        return self.presence == Presence.FOCUSED

    def worn(self) -> OpenXrHeadset:
        """The headset, which must be there."""
        worn = self.headset.worn
        assert isinstance(worn, OpenXrHeadset)
        return worn

    def to_device(self, stage: Pose) -> Pose:
        """The way back of what keeps the shopper at one place."""
        return self.worn().anchor.back(stage)

    def button(self, name: str, down: bool) -> None:
        """Presses or frees a button of one of the controllers."""
        side, button = _BUTTONS[name]
        hand = self.body.left if side == "left" else self.body.right
        hand.buttons = (button,) if down else ()


class RemotePilot(WornPilot):
    """The pilot of the real runtime, with what only tests ask for."""

    def __init__(self, wearer: RemoteWearer) -> None:
        super().__init__(wearer)
        self.remote = wearer
        self.said: list[str] = []

    def device_head(self) -> Pose:
        """Where the runtime's head would have to be for the head of the last sample."""
        return self.remote.to_device(self.sample.head)

    def head(self) -> Pose:
        """The head in the store."""
        return to_store(self.session.standing, self.sample.head)
