"""Pointing by looking: the middle of a headset's view (or the pointer on a desk) selects what it rests on. Pure.

What is meant is told as a click of the mouse at that spot, so everything a mouse can do a gaze can do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from msgspec import structs

from client.domain.session import Session
from client.headset.api import Eye, Mouse, Pad, Pose, Sample
from client.interaction.keys import HAND_BUTTONS
from client.interaction.pointing import FLOOR_CLICK_M, floor_m, point
from client.interaction.rig import forward, inverse, pointer_ray, rotate
from client.interaction.values import Ray, World
from client.interaction.walk import tracked

QUIET_S = 0.6
"""Nothing is selected for so long after something opened, closed or was walked to."""
GRACE_S = 0.15
"""A gaze that trembles off its target for less than this has not left it."""
FLOOR_SHARE, HELD_SHARE, AGAIN_SHARE = 1.5, 2.5, 1.5
"""Longer rests: on the floor, on what is in the hand (it is looked at for its own sake), for the same key again."""
SCROLL_UP, SCROLL_DOWN = "scroll:up", "scroll:down"
"""What a panel says of the edges of its lists instead of a button's name."""
REST, TURN_LEFT, TURN_RIGHT = "bar_rest", "bar_turn_left", "bar_turn_right"
_EDGE = 0.93
_AGAIN = ("key_", "scroll:", "bar_turn", "turn_it")
_STRAY_RAD = math.radians(4)
_MISSED_RAD = math.radians(7)
_TRIGGER = 0.6
_PANEL, _PRODUCT, _FLOOR, _HELD, _LEFT, _RIGHT = "panel ", "product ", "floor", "held", "edge left", "edge right"


@dataclass(frozen=True)
class Gaze:
    """What is rested on and for how long. `share`: how much of the ring is filled, 0 to 1."""

    target: str = ""
    rested_s: float = 0.0
    away_s: float = 0.0
    spent: bool = False
    """It was selected, or was there before the shopper could mean it: it must be left first."""
    quiet_s: float = QUIET_S
    seen: tuple[object, ...] = ()
    anchor: tuple[float, float, float] = (0.0, 0.0, 0.0)
    switch: bool = False
    buttons: frozenset[str] = frozenset()
    resting: bool = False
    """The shopper rests their eyes: only going on can be selected."""
    share: float = 0.0


def gazed(gaze: Gaze, sample: Sample, session: Session, world: World | None) -> tuple[Gaze, Sample]:
    """The gaze after a frame, and the sample with a pointer where it looks and a click where it has rested."""
    gaze, sample, now = _switched(
        gaze, sample, writing=world is not None and any(p.wants_keyboard for p in world.panels)
    )
    sample = _pointing(sample)
    dt = max(0.0, min(session.comfort.longest_step_s, sample.frame.dt_s))
    ray = pointer_ray(session.standing, sample)
    target = _target(ray, sample, session, world, gaze.resting) if world is not None else ""
    gaze = _followed(gaze, target, ray, session, dt)
    mouse = sample.mouse
    if mouse is not None and (mouse.pressed or mouse.captured):
        return replace(gaze, spent=True, rested_s=0.0, share=0.0), sample
    needed = _needed(gaze, session.comfort.dwell_s)
    chosen = bool(target) and (now or (gaze.rested_s >= needed and gaze.away_s == 0.0))
    if not chosen:
        return replace(gaze, share=min(1.0, gaze.rested_s / needed) if gaze.target else 0.0), sample
    gaze = replace(gaze, rested_s=0.0, spent=True, share=0.0)
    if _names(target) == REST:
        return replace(gaze, resting=not gaze.resting), sample
    return gaze, _selecting(sample, target, session)


def _switched(gaze: Gaze, sample: Sample, *, writing: bool) -> tuple[Gaze, Sample, bool]:
    """One switch selects at once: space, a gamepad's A or any trigger. Hands point no more; their sticks still move."""
    pad = sample.pad
    if sample.hands:
        pad = _pad_of(sample, gaze.buttons)
    trigger = any(hand.trigger > _TRIGGER for hand in sample.hands)
    now = trigger and not gaze.switch
    if pad is not None and "a" in pad.down + pad.pressed:
        now = now or "a" in pad.pressed
        pad = structs.replace(
            pad, down=tuple(b for b in pad.down if b != "a"), pressed=tuple(b for b in pad.pressed if b != "a")
        )
    pressed, text = sample.pressed, sample.text
    if "space" in pressed and not writing:
        now, text = True, ""
        pressed = tuple(key for key in pressed if key != "space")
    buttons = frozenset(name for hand in sample.hands for name in hand.buttons)
    sample = structs.replace(sample, hands=(), pad=pad, pressed=pressed, text=text)
    return replace(gaze, switch=trigger, buttons=buttons), sample, now


def _pad_of(sample: Sample, before: frozenset[str]) -> Pad:
    """A gamepad that does what the controllers' sticks and buttons do."""
    move, look = (0.0, 0.0), (0.0, 0.0)
    for hand in sample.hands:
        if hand.side == "left":
            move = hand.stick
        else:
            look = (hand.stick[0], 0.0)
    down = frozenset(name for hand in sample.hands for name in hand.buttons)
    fresh = (HAND_BUTTONS[name].removeprefix("pad_") for name in sorted(down - before) if name in HAND_BUTTONS)
    return Pad(move, look, pressed=tuple(fresh))


def _pointing(sample: Sample) -> Sample:
    """With a headset the pointer is where the head looks; on a desk it is the mouse's, or the middle of the view."""
    if tracked(sample):
        x, y = ahead_in(sample.eyes[0], sample.head)
        return structs.replace(sample, mouse=Mouse(x, y))
    return sample if sample.mouse is not None else structs.replace(sample, mouse=Mouse())


def ahead_in(eye: Eye, head: Pose) -> tuple[float, float]:
    """Where in an eye's view straight ahead of the head is, -1 to 1: not its middle where the view is lopsided."""
    x, y, z = rotate(inverse(eye.pose.turn), forward(head.turn))
    left, right, up, down = (math.tan(a) for a in (eye.fov.left, eye.fov.right, eye.fov.up, eye.fov.down))
    return 2.0 * (x / y - left) / (right - left) - 1.0, 2.0 * (z / y - down) / (up - down) - 1.0


def _target(ray: Ray, sample: Sample, session: Session, world: World, resting: bool) -> str:
    """What resting here would select; empty where nothing would happen. An open panel has the shopper's attention."""
    pointed = point(ray, sample, session, world)
    if pointed.target == "panel":
        button = world.button_at(pointed.name, *pointed.px)
        return f"{_PANEL}{pointed.name} {button}" if button and (not resting or button == REST) else ""
    if resting or session.panel is not None:
        return ""
    if pointed.target == "held":
        return _HELD
    mouse = sample.mouse
    if not tracked(sample) and mouse is not None and not mouse.captured and abs(mouse.x) > _EDGE:
        return _LEFT if mouse.x < 0 else _RIGHT
    if session.held is not None:
        return ""
    return f"{_PRODUCT}{pointed.name}" if pointed.target == "product" else _floor(ray, pointed.distance_m, world)


def _floor(ray: Ray, hit_m: float | None, world: World) -> str:
    away = floor_m(ray)
    if away >= FLOOR_CLICK_M or (hit_m is not None and hit_m < away):
        return ""
    x, y, _ = ray.at(away)
    return _FLOOR if world.can_stand(x, y) and not _beside_buttons(ray, world) else ""


def _beside_buttons(ray: Ray, world: World) -> bool:
    """Whether the gaze just misses the row of buttons: who looks for a button there does not mean the floor behind."""
    for place in world.panels:
        x, y, z = (a - b for a, b in zip(place.pose.position, ray.origin, strict=True))
        level, aside = math.hypot(x, y), math.atan2(-x, y) - math.atan2(-ray.direction[0], ray.direction[1])
        rises = math.atan2(z, level) - math.asin(max(-1.0, min(1.0, ray.direction[2])))
        half = math.atan2(place.size_m[0] / 2, level) + _MISSED_RAD
        if abs(math.remainder(aside, math.tau)) < half and abs(rises) < _MISSED_RAD:
            return True
    return False


def _followed(gaze: Gaze, target: str, ray: Ray, session: Session, dt: float) -> Gaze:
    """Time goes by: resting, trembling, or elsewhere."""
    standing = session.standing
    seen = (session.panel, session.panel_item, session.held is None, session.department, session.page,
            round(standing.x_m, 1), round(standing.y_m, 1))  # fmt: skip
    if seen != gaze.seen:
        # What lies under the gaze now was not chosen by looking at it.
        return replace(gaze, seen=seen, quiet_s=QUIET_S, target=target, anchor=ray.direction, rested_s=0.0, spent=True)
    if gaze.quiet_s > 0.0:
        return replace(gaze, quiet_s=gaze.quiet_s - dt, target=target, anchor=ray.direction, rested_s=0.0, spent=True)
    stays = target == gaze.target and (target != _FLOOR or _apart(ray.direction, gaze.anchor) < _STRAY_RAD)
    if stays:
        rests = not gaze.spent or _names(target).startswith(_AGAIN)
        return replace(gaze, away_s=0.0, rested_s=gaze.rested_s + dt if rests and target else 0.0)
    if gaze.target and gaze.rested_s > 0.0 and gaze.away_s + dt < GRACE_S:
        return replace(gaze, away_s=gaze.away_s + dt)
    return replace(gaze, target=target, anchor=ray.direction, rested_s=0.0, away_s=0.0, spent=False)


def _apart(a: tuple[float, float, float], b: tuple[float, float, float]) -> float:
    return math.acos(max(-1.0, min(1.0, sum(p * q for p, q in zip(a, b, strict=True)))))


def _names(target: str) -> str:
    """The button of a panel's target."""
    return target.removeprefix(_PANEL).partition(" ")[2] if target.startswith(_PANEL) else ""


def _needed(gaze: Gaze, dwell_s: float) -> float:
    if gaze.target == _FLOOR:
        return dwell_s * FLOOR_SHARE
    if gaze.target == _HELD:
        return dwell_s * HELD_SHARE
    return dwell_s * (AGAIN_SHARE if gaze.spent else 1.0)


def _selecting(sample: Sample, target: str, session: Session) -> Sample:
    """A click where the pointer is, a notch of the wheel at a list's edge, or a turn of the view."""
    mouse = sample.mouse or Mouse()
    button = _names(target)
    if button in (SCROLL_UP, SCROLL_DOWN):
        return structs.replace(sample, mouse=structs.replace(mouse, wheel=1.0 if button == SCROLL_UP else -1.0))
    if target in (_LEFT, _RIGHT) or button in (TURN_LEFT, TURN_RIGHT):
        comfort = session.comfort
        turn = comfort.snap_rad if target == _LEFT or button == TURN_LEFT else -comfort.snap_rad
        turning = structs.replace(mouse, dx=-turn / comfort.look_rad_per_height, dy=0.0, captured=True)
        return structs.replace(sample, mouse=turning)
    return structs.replace(sample, mouse=structs.replace(mouse, pressed=("left",), released=("left",)))
