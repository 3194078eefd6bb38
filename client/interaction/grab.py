"""The product in the hands: taking near and far, turning, scaling between two hands, putting back. Pure.

A hand in or at the product carries it as if they were one piece. From further away the product stays before the eyes,
moves as the hand moves and turns about its own middle as the hand turns, so no arm need be lifted. Two hands turn it
with the line between them and show it larger as they part. What is let go hangs where it is; a squeeze that moved
nothing puts it back, and so does letting go at its own place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

from msgspec import structs

from client.domain import actions as a
from client.domain.comfort import Side
from client.domain.session import Session
from client.headset.api import Pose, Sample, Vec3
from client.interaction import pick
from client.interaction.carry import Grip, carried, replace_held, stirred
from client.interaction.follow import Following, followed
from client.interaction.hold import held_half, held_pose, hung
from client.interaction.rig import about_z, from_store, to_store
from client.interaction.values import Pointed, World
from client.interaction.walk import tracked
from client.interaction.who import Acts, hand_of

NEAR_M = 0.06
"""A hand this near to a product has it."""
_GRASPABLE_M = 0.9
"""Larger things are taken by pointing: one stands within their bounds too easily."""
TAP_S = 0.8
"""A squeeze that was shorter and moved nothing was a tap."""
_HOME_M = 0.3
_NEARLY = 0.05
"""A scale this near to true size when a hand lets go was meant to be it."""


@dataclass(frozen=True)
class Grabbing:
    """The hands that have the product now, and how it follows the shopper."""

    grips: tuple[Grip, ...] = ()
    following: Following = field(default_factory=Following)


@dataclass(frozen=True)
class Grabbed:
    """What grabbing means in this frame. Presses by the hands in `claimed` click nothing."""

    actions: tuple[a.Action, ...] = ()
    claimed: frozenset[Side] = frozenset()


def step(
    now: Grabbing, sample: Sample, session: Session, world: World, acts: Acts, side: Side | None, pointed: Pointed
) -> tuple[Grabbing, Grabbed]:
    """The frame of both hands. `side` is the hand that points, and `pointed` what at."""
    if session.held is None or world.held is None:
        return _take(sample, session, world, acts, side, pointed)
    grips, ends = _ended(now.grips, sample, session, world, acts)
    if ends:
        return Grabbing(), Grabbed(ends, frozenset(grip.side for grip in now.grips if grip.moves))
    grips = (*grips, *_begun(grips, sample, session, world, acts, side, pointed))
    if not tracked(sample):
        return Grabbing(grips), Grabbed()
    held = session.held
    aside = session.panel is not None
    if held.at is None:
        # Taken just now, or called back before the eyes: it is hung in the play space.
        pose = hung(held, world.held, session.standing, sample, aside=aside)
        held = replace_held(held, pose, held.scale)
    if len(now.grips) > 1 and len(grips) < 2 and abs(held.scale - 1.0) < _NEARLY:
        held = structs.replace(held, scale=1.0)
    held, grips = carried(held, grips, sample)
    following = Following()
    if not grips:
        following, held = followed(now.following, held, world.held, session.standing, sample, aside=aside)
    hands = tuple(sorted(grip.side for grip in grips if grip.moves))
    if (held.at, held.turn, held.scale, hands) == (
        session.held.at, session.held.turn, session.held.scale, session.held.hands
    ) or held.at is None:  # fmt: skip
        return Grabbing(grips, following), Grabbed(claimed=frozenset(hands))
    carry = a.Carry(held.at, held.turn, held.scale, hands)
    return Grabbing(grips, following), Grabbed((carry,), frozenset(hands))


def _take(
    sample: Sample, session: Session, world: World, acts: Acts, side: Side | None, pointed: Pointed
) -> tuple[Grabbing, Grabbed]:
    """With empty hands: what a hand is at, or what it squeezes at from afar."""
    for hand_side, by in (*((s, "squeeze") for s in acts.squeezes), *((s, "trigger") for s in acts.pulls)):
        if hand_side == side and pointed.target == "panel":
            continue
        near = at_product(sample, session, world, hand_side)
        far = pointed.name if by == "squeeze" and hand_side == side and pointed.target == "product" else None
        sku = near or far
        hand = hand_of(sample, hand_side)
        if sku is None or hand is None:
            continue
        time_s = sample.frame.time_s
        kind: Literal["squeeze", "trigger"] = "squeeze" if by == "squeeze" else "trigger"
        grip = Grip(hand_side, kind, near is not None, time_s, hand.grip, hand.grip, moves=True, took=True)
        actions: tuple[a.Action, ...] = (a.PickUp(sku),)
        if near is not None and tracked(sample):
            place = from_store(session.standing, _own_place(world, sku))
            actions = (*actions, a.Carry(place.position, place.turn, 1.0, (hand_side,)))
        return Grabbing((grip,)), Grabbed(actions, frozenset({hand_side}))
    return Grabbing(), Grabbed()


def at_product(sample: Sample, session: Session, world: World, side: Side) -> str | None:
    """The product on a shelf that a hand is in or at, small enough to be taken so."""
    boxes = world.boxes
    if not boxes.names or not tracked(sample):
        return None
    gaps = pick.gaps(boxes, fingers(sample, session, side))
    fits = 2.0 * boxes.halves.max(axis=1) <= _GRASPABLE_M
    found = [i for i in range(len(boxes.names)) if boxes.names[i] and fits[i] and gaps[i] <= NEAR_M]
    return boxes.names[min(found, key=lambda i: float(gaps[i]))] if found else None


def fingers(sample: Sample, session: Session, side: Side) -> Vec3:
    """Where a hand takes hold, in the store: its tip, else its palm."""
    hand = hand_of(sample, side)
    if hand is None:
        return (math.inf, math.inf, math.inf)
    at = hand.poke if hand.poke is not None else hand.grip.position
    return to_store(session.standing, Pose(at)).position


def _own_place(world: World, sku: str) -> Pose:
    index = world.boxes.names.index(sku)
    x, y, z = (float(v) for v in world.boxes.centres[index])
    return Pose((x, y, z), about_z(float(world.boxes.headings[index])))


def _begun(
    grips: tuple[Grip, ...],
    sample: Sample,
    session: Session,
    world: World,
    acts: Acts,
    side: Side | None,
    pointed: Pointed,
) -> tuple[Grip, ...]:
    """Hands that take hold now: squeezing, wherever they point; pinching (the trigger) at the product itself, or
    anywhere once the other hand has it."""
    if session.held is None or world.held is None:
        return ()
    pose = held_pose(session.held, world.held, session.standing, sample, aside=session.panel is not None)
    half = held_half(session.held, world.held)
    having = {grip.side for grip in grips}
    time_s = sample.frame.time_s
    begun: list[Grip] = []
    for by in ("squeeze", "trigger"):
        for one in acts.squeezes if by == "squeeze" else acts.pulls:
            hand = hand_of(sample, one)
            if hand is None or one in having:
                continue
            reads = one == side and pointed.target == "panel"
            near = pick.gap_to_box(fingers(sample, session, one), pose, half) <= NEAR_M
            if by == "squeeze":
                begun.append(Grip(one, "squeeze", near, time_s, hand.grip, hand.grip, reads=reads))
            elif not reads and (near or having or (one == side and pointed.target == "held")):
                begun.append(Grip(one, "trigger", near, time_s, hand.grip, hand.grip))
            having.update(grip.side for grip in begun)
    return tuple(begun)


def _ended(
    grips: tuple[Grip, ...], sample: Sample, session: Session, world: World, acts: Acts
) -> tuple[tuple[Grip, ...], tuple[a.Action, ...]]:
    """Hands that have it still, and what the last one did by letting go."""
    left: list[Grip] = []
    ends: tuple[a.Action, ...] = ()
    for grip in grips:
        hand = hand_of(sample, grip.side)
        if grip.side in acts.lost or hand is None:
            continue
        if grip.side not in (acts.opens if grip.by == "squeeze" else acts.frees):
            left.append(grip)
        elif grip.took and grip.near and not stirred(grip, hand.grip):
            ends = (a.Recentre(),)  # a tap at the shelf: it is to be looked at, not to be carried
        elif grip.moves:
            ends = (a.PutBack(),) if _at_home(session, world) else ends
        elif grip.by == "squeeze" and not grip.reads and sample.frame.time_s - grip.since_s <= TAP_S:
            ends = (a.PutBack(),)
    return tuple(left), () if left else ends


def _at_home(session: Session, world: World) -> bool:
    held = session.held
    if held is None or held.at is None or held.item.sku not in world.boxes.names:
        return False
    away = math.dist(to_store(session.standing, Pose(held.at)).position, _own_place(world, held.item.sku).position)
    return away < _HOME_M
