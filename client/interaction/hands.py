"""`interact`: one sample and what the shopper was doing before, to what it means. Pure; remembers in `HandsState`."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from msgspec import structs

from client.domain import actions as a
from client.domain.comfort import Side
from client.domain.session import Session
from client.headset.api import Sample
from client.interaction import grab, magnet, press, touch, travel, typed, walk
from client.interaction.controls import controls
from client.interaction.pointing import point
from client.interaction.rig import head_in_store, pointer_ray
from client.interaction.steady import Steady, steadied
from client.interaction.values import Intents, Pointed, Ray, World
from client.interaction.who import SIDES, Who, pointing_hand, watch


@dataclass(frozen=True)
class HandsState:
    """What the hands were doing, each part told where it is done."""

    who: Who = field(default_factory=Who)
    typing: typed.Typing = field(default_factory=typed.Typing)
    touching: touch.Touching = field(default_factory=touch.Touching)
    travelling: travel.Travelling = field(default_factory=travel.Travelling)
    grabbing: grab.Grabbing = field(default_factory=grab.Grabbing)
    pressing: press.Pressing = field(default_factory=press.Pressing)
    steady: Steady = field(default_factory=Steady)


def interact(state: HandsState, sample: Sample, session: Session, world: World) -> tuple[HandsState, Intents]:
    """What the hands mean in this frame, and what to remember for the next one."""
    own = controls(session, sample, world)
    world = replace(world, panels=(*world.panels, *own)) if own else world
    who, acts = watch(state.who, sample, _busy(state))
    touching, touched = touch.step(state.touching, sample, session.standing, world.panels)
    if touched is not None and touched.down:
        who = replace(who, last=touched.side)
    side = touched.side if touched is not None else pointing_hand(who, sample)
    ray = pointer_ray(session.standing, sample, side or "right")
    pointed = touched.pointed if touched is not None else _aimed(ray, sample, session, world)
    reached = _reached(side, pointed, sample, session, world) if touched is None else None
    steady, pointed = steadied(state.steady, sample, side, ray, reached or pointed, world.panels)
    if touched is not None:
        steady, pointed = Steady(), touched.pointed

    typing, meant = typed.step(state.typing, sample, session, world)
    pressing = state.pressing
    holding = frozenset(grip.side for grip in state.grabbing.grips)
    feet = _without_sticks(sample, holding) if holding else sample
    travelling, went = travel.step(state.travelling, feet, session, world, ray, acts, pressing)
    grabbing, grabbed = grab.step(state.grabbing, sample, session, world, acts, side, pointed)
    if went.pinched or pressing.by in grabbed.claimed:
        pressing = press.no_click(pressing)
    # The gamepad's A presses what has the focus in a panel, or takes what was chosen by keys.
    pad = sample.pad is not None and "a" in sample.pad.down and session.panel is None and typing.by_keys is None
    now = press.edge(pressing, sample, acts, touched, pad)
    if now.down and now.by in grabbed.claimed:
        now = press.Edge()
    pressing, pressed = press.step(
        pressing, sample, session, world, ray, pointed, now, lost=pressing.by in acts.lost, pad=pad
    )
    state = HandsState(who, typing, touching, travelling, grabbing, pressing, steady)
    looks = _looks(pointed, session) if typing.by_keys is None else ()
    return state, Intents(
        actions=(*went.moves, *looks, *meant.actions, *pressed.actions, *grabbed.actions),
        pointers=pressed.pointers,
        keys=meant.keys,
        arc=went.arc,
        ray=ray,
        pointed=pointed,
        hand=side,
        touch_m=touched.away_m if touched is not None else (0.0 if reached is not None else None),
        controls=own,
        leave=meant.leave,
        mark=meant.mark,
    )


def _busy(state: HandsState) -> Side | None:
    """The hand in the middle of a press or of aiming: the other one takes nothing over."""
    if state.travelling.side is not None:
        return state.travelling.side
    by = state.pressing.by
    return next((side for side in SIDES if side == by), None) if state.pressing.pressed is not None else None


def _aimed(ray: Ray, sample: Sample, session: Session, world: World) -> Pointed:
    """What the ray means. A hand trembles where a mouse does not: only a hand's ray bends."""
    met = point(ray, sample, session, world)
    if not sample.hands or session.held is not None:
        return met
    return magnet.bent(ray, met, world.boxes, session.looking_at or "")


def _reached(side: Side | None, pointed: Pointed, sample: Sample, session: Session, world: World) -> Pointed | None:
    """The product that the pointing hand is at, which it means rather than what its ray meets behind."""
    if side is None or session.held is not None or pointed.target == "panel":
        return None
    sku = grab.at_product(sample, session, world, side)
    if sku is None:
        return None
    at, eye = grab.fingers(sample, session, side), head_in_store(session.standing, sample).position
    away = max(math.dist(at, eye), 1e-6)
    to_eye = ((eye[0] - at[0]) / away, (eye[1] - at[1]) / away, (eye[2] - at[2]) / away)
    return Pointed("product", sku, 0.0, at=at, normal=to_eye)


def _without_sticks(sample: Sample, sides: frozenset[Side]) -> Sample:
    """A hand that holds the product moves that with its stick, not the shopper."""
    hands = tuple(
        structs.replace(hand, stick=(0.0, 0.0), buttons=tuple(b for b in hand.buttons if b != walk.STEP_BACK))
        if hand.side in sides
        else hand
        for hand in sample.hands
    )
    return structs.replace(sample, hands=hands)


def _looks(pointed: Pointed, session: Session) -> tuple[a.Action, ...]:
    if pointed.target not in ("product", "nothing") or session.held is not None:
        return ()
    seen = pointed.name or None
    return (a.LookAt(seen),) if seen != session.looking_at else ()
