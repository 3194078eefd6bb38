"""Trials of the headset's own room on the real runtime: `python -m tests.simulators.monado_headset VISIT ARGS`.

Prints `ASK something` where the test has to do something to the runtime, and one JSON object as the last line.
"""

from __future__ import annotations

import gc
import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from client.app import OpenShop, ShopOptions
from client.domain.actions import ClosePanel, PickUp
from client.domain.errors import VitrineError
from client.headset.api import Hand, Pose, Presence, Sample, Vec3
from client.headset.auto import AutoHeadset
from client.headset.openxr.fingers import INDEX_PROXIMAL, INDEX_TIP, THUMB_TIP, shoulder
from client.headset.openxr.headset import OpenXrHeadset
from client.interaction.rig import about_z, inverse, rotate, to_store
from client.live import open_visit
from client.settings import Settings, find_folders
from tests.simulators.monado_remote import Remote

_PATIENCE_S = 180.0
_REACH_M = 0.45
_MOST_PAGES = 8
_PINCH = (0.0, 0.0, 0.0, 1.0, 1.0)
_FIST = (1.0, 1.0, 1.0, 1.0, 1.0)
_OPEN = (0.0,) * 5
SETTINGS = Settings(width=320, height=200, samples=2, headset_quality=0.5, headset="auto")


class Wearer:
    """Drives the loop a frame at a time, whatever the hands are. All waiting is for something to be so."""

    def __init__(self, opened: OpenShop, headset: AutoHeadset, remote: Remote) -> None:
        self.opened, self.headset, self.remote = opened, headset, remote
        self.last: Sample | None = None
        self.presence = Presence.ABSENT

    def frame(self) -> Sample | None:
        self.presence = self.headset.poll()
        assert self.presence not in (Presence.LEAVING, Presence.LOST)
        frame = self.headset.wait()
        self.opened.shop.pump()
        if frame is None:
            self.opened.shop.idle()
            return None
        self.last = self.headset.sample(frame)
        self.opened.shop.step(self.last)
        self.opened.shop.draw(self.last)
        self.headset.submit(frame)
        return self.last

    def until(self, so: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + _PATIENCE_S
        while not so():
            if time.monotonic() > until:
                raise TimeoutError(f"never so: {what}; the last sample: {self.last}")
            self.frame()

    def enter(self) -> None:
        self.remote.send()
        self.until(lambda: self.presence == Presence.FOCUSED and len(self.hands()) == 2, "focus and both hands")

    def hands(self) -> tuple[Hand, ...]:
        return self.last.hands if self.last is not None else ()

    def right(self) -> Hand | None:
        return next((hand for hand in self.hands() if hand.side == "right"), None)

    def right_is(self, so: Callable[[Hand], bool], what: str) -> Hand:
        def is_so() -> bool:
            hand = self.right()
            return hand is not None and so(hand)

        self.remote.send()
        self.until(is_so, what)
        found = self.right()
        assert found is not None
        return found

    def worn(self) -> OpenXrHeadset:
        worn = self.headset.worn
        assert isinstance(worn, OpenXrHeadset)
        return worn


@contextmanager
def wearing(root: Path) -> Iterator[Wearer]:
    remote = Remote(int(os.environ["MONADO_PORT"])).connect()
    with open_visit(ShopOptions(SETTINGS, find_folders(os.environ), root)) as (opened, headset):
        assert isinstance(headset, AutoHeadset)
        yield Wearer(opened, headset, remote)
    remote.close()


def reach_for(wearer: Wearer, target: Vec3) -> None:
    """Holds the bare right hand so that the line from the shoulder through its knuckle goes to a place in the store."""
    hand, sample = wearer.right(), wearer.last
    assert hand is not None
    assert sample is not None
    standing = to_store(wearer.opened.shop.session.standing, Pose())
    back = inverse(standing.turn)
    x, y, z = (a - b for a, b in zip(target, standing.position, strict=True))
    goal, start = rotate(back, (x, y, z)), shoulder("right", sample.head)
    away = math.dist(goal, start)
    knuckle = [a + (b - a) * _REACH_M / away for a, b in zip(start, goal, strict=True)]
    # The runtime's pose is the wrist's; the hand is not turned, so the knuckle keeps its way from it.
    offset = [a - b for a, b in zip(hand.joints[INDEX_PROXIMAL], hand.joints[1], strict=True)]
    wx, wy, wz = (a - b for a, b in zip(knuckle, offset, strict=True))
    wearer.remote.right.pose = Pose(wearer.worn().anchor.back(Pose((wx, wy, wz))).position)
    wearer.right_is(lambda h: math.dist(h.joints[INDEX_PROXIMAL], knuckle) < 0.005, "the hand is where it was sent")


def bare(root: Path, out: Path) -> dict[str, object]:
    """Controllers are laid down: bare hands pinch, make fists and click; then a controller is taken again."""
    told: dict[str, object] = {}
    with wearing(root) as wearer:
        wearer.enter()
        remote = wearer.remote
        held = wearer.right_is(lambda hand: not hand.tracked, "a controller is held")
        told["joints_with_controller"] = len(held.joints)
        remote.left.bare = remote.right.bare = True
        open_hand = wearer.right_is(lambda hand: hand.tracked, "the hand is bare")
        told |= {"joints": len(open_hand.joints), "open": [open_hand.trigger, open_hand.squeeze]}
        told["poke_at_tip"] = open_hand.poke == open_hand.joints[INDEX_TIP]
        told["grip_off_m"] = math.dist(open_hand.grip.position, open_hand.joints[0])
        remote.right.curls = _PINCH
        pinched = wearer.right_is(lambda hand: hand.trigger > 0.9, "thumb and index touch")
        told["pinch"] = [pinched.trigger, pinched.squeeze]
        told["apart_m"] = math.dist(pinched.joints[THUMB_TIP], pinched.joints[INDEX_TIP])
        remote.right.curls = _FIST
        fist = wearer.right_is(lambda hand: hand.squeeze > 0.9, "a fist")
        told["fist"] = [fist.trigger, fist.squeeze]
        remote.right.curls = _OPEN
        wearer.right_is(lambda hand: hand.trigger < 0.1 and hand.squeeze < 0.1, "the hand is open")
        told["clicked"] = _click_start(wearer)
        remote.right.bare = False
        told["tracked_again"] = wearer.right_is(lambda hand: not hand.tracked, "a controller again").tracked
        told["left_still_bare"] = any(hand.side == "left" and hand.tracked for hand in wearer.hands())
    return told


def _click_start(wearer: Wearer) -> bool:
    """Goes through the help by pointing at its buttons with the arm and pinching; whether it closed at last."""
    shop = wearer.opened.shop
    wearer.until(lambda: shop.session.panel == "help", "the help welcomes")
    wearer.remote.right.pose = Pose((0.2, 0.4, 1.35))
    wearer.right_is(lambda hand: abs(hand.joints[1][2] - 1.35) < 0.01, "the hand is raised")
    for _ in range(_MOST_PAGES):
        for _ in range(5):
            wearer.frame()
        reach_for(wearer, _button(wearer))
        wearer.remote.right.curls = _PINCH
        wearer.right_is(lambda hand: hand.trigger > 0.9, "a pinch on the button")
        wearer.remote.right.curls = _OPEN
        wearer.right_is(lambda hand: hand.trigger < 0.1, "the pinch is over")
        for _ in range(5):
            wearer.frame()
        if shop.session.panel is None:
            return True
    return False


def _button(wearer: Wearer) -> Vec3:
    """Where the button is that goes on in the help, as soon as one is shown."""
    found: list[Vec3] = []

    def shown() -> bool:
        for name in ("next", "start"):
            with suppress(VitrineError):
                found.append(wearer.opened.shop.cards.element_point(name))
                return True
        return False

    wearer.until(shown, "the help has a button")
    return found[-1]


def vanish(root: Path, out: Path) -> dict[str, object]:
    """Both controllers are gone from one moment to the next, trigger and grip pressed, a product in the hand."""
    told: dict[str, object] = {}
    with wearing(root) as wearer:
        wearer.enter()
        shop, right = wearer.opened.shop, wearer.remote.right
        shop.visit.dispatcher("shop")(ClosePanel())
        shop.visit.dispatcher("shop")(PickUp("chair-1"))
        wearer.until(lambda: shop.session.held is not None, "a chair is held")
        right.trigger = 1.0
        wearer.right_is(lambda hand: hand.trigger > 0.9, "the trigger is pulled")
        before = shop.session
        right.active = wearer.remote.left.active = False
        wearer.remote.send()
        wearer.until(lambda: wearer.hands() == (), "no hands are seen")
        for _ in range(10):
            wearer.frame()
        told["held_without_hands"] = shop.session.held is not None
        told["focused"] = wearer.presence == Presence.FOCUSED
        right.trigger = 0.0
        right.active = wearer.remote.left.active = True
        wearer.right_is(lambda hand: hand.trigger < 0.1, "the controller is back, nothing pressed")
        for _ in range(5):
            wearer.frame()
        now = shop.session
        told["held_again"] = now.held is not None and before.held is not None and now.held.item == before.held.item
        told["panel_as_before"] = now.panel == before.panel
    return told


def resident_mb() -> float:
    """Memory of this process now, in MB (10^6 bytes). Linux."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def soak(root: Path, out: Path) -> dict[str, object]:
    """Frames for some time, then the layer's questions as often as 20,000 frames ask them; memory at four moments."""
    told: dict[str, object] = {}
    with wearing(root) as wearer:
        wearer.enter()
        for _ in range(60):
            wearer.frame()
        gc.collect()
        memory, frames, half = [resident_mb()], 0, float(os.environ.get("SOAK_S", "40")) / 2
        for _ in range(2):
            until = time.monotonic() + half
            while time.monotonic() < until:
                yaw = 0.3 * math.sin(frames / 10)
                wearer.remote.head = Pose((0.1 * yaw, 0.0, 1.6), about_z(yaw))
                wearer.remote.send()
                frames += wearer.frame() is not None
            gc.collect()
            memory.append(resident_mb())
        worn, last = wearer.worn(), wearer.last
        assert last is not None
        rounds = int(os.environ.get("SOAK_ROUNDS", "20000"))
        for number in range(rounds):
            sample = worn.sample(last.frame)
            assert len(sample.hands) == 2, number
        gc.collect()
        memory.append(resident_mb())
        told |= {"frames": frames, "rounds": rounds, "memory_mb": memory}
    return told


VISITS = {"bare": bare, "vanish": vanish, "soak": soak}

if __name__ == "__main__":
    name, catalog, folder = sys.argv[1:]
    sys.stdout.write(json.dumps(VISITS[name](Path(catalog), Path(folder))) + "\n")
