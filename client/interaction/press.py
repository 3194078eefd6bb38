"""Pressing: the mouse, a trigger, a fingertip or a gamepad's A on panels, products and the floor. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from client.domain import actions as a
from client.domain.session import Session
from client.headset.api import Sample
from client.interaction.controls import pressed_control
from client.interaction.hold import dragged, wheeled
from client.interaction.pointing import FLOOR_CLICK_M, floor_m
from client.interaction.rig import head_in_store
from client.interaction.touch import Touch
from client.interaction.values import Intents, PanelPointer, Pointed, Ray, World
from client.interaction.who import SIDES, Acts

Presser = Literal["", "mouse", "pad", "left", "right"]

_CLICK_HEIGHTS = 0.012
"""A press that moves less than this fraction of the window's height is a click, not a drag."""


@dataclass(frozen=True)
class Pressing:
    """The press that is going on: what it began on, who presses, how far it was dragged, since when."""

    pressed: Pointed | None = None
    by: Presser = ""
    dragged: float = 0.0
    since_s: float = 0.0
    over_panel: str = ""
    pad: bool = False


@dataclass(frozen=True)
class Edge:
    """Whether something went down or came up in this frame, and who did it."""

    down: bool = False
    up: bool = False
    by: Presser = ""


def edge(pressing: Pressing, sample: Sample, acts: Acts, touch: Touch | None, pad: bool) -> Edge:
    """The press or release of this frame. `pad`: the gamepad's A is down and means a press."""
    mouse = sample.mouse
    if touch is not None and (touch.down or touch.up):
        return Edge(touch.down, touch.up, touch.side)
    if pressing.by in acts.frees:
        return Edge(up=True, by=pressing.by)
    busy = pressing.pressed is not None and pressing.by in SIDES
    if acts.pulls and touch is None and not busy:
        return Edge(down=True, by=acts.pulls[0])
    if mouse is not None and ("left" in mouse.pressed or "left" in mouse.released):
        return Edge("left" in mouse.pressed, "left" in mouse.released, "mouse")
    if pad != pressing.pad:
        return Edge(pad, pressing.pad, "pad")
    return Edge()


def step(
    pressing: Pressing,
    sample: Sample,
    session: Session,
    world: World,
    ray: Ray,
    pointed: Pointed,
    now: Edge,
    *,
    lost: bool,
    pad: bool,
) -> tuple[Pressing, Intents]:
    """What pressing means in this frame. `lost`: the hand that presses went out of sight, and clicked nothing."""
    if lost:
        pressing, now = replace(pressing, pressed=None, by=""), Edge()
    pressing = replace(pressing, pad=pad)
    actions: list[a.Action] = []
    pressing, pointers = _over(pressing, sample, pointed, now)
    if now.down:
        pressing = replace(pressing, pressed=pointed, by=now.by, dragged=0.0, since_s=sample.frame.time_s)
    elif pressing.pressed is not None:
        pressing, turn = _drag(pressing, sample)
        actions.extend((turn,) if turn is not None else ())
    if session.held is not None and pointed.target != "panel" and sample.mouse is not None:
        turned = wheeled(sample.mouse.wheel, grows="control" in sample.keys)
        actions.extend((turned,) if turned is not None else ())
    if now.up and pressing.pressed is not None:
        if pressing.dragged < _CLICK_HEIGHTS:
            actions.extend(
                _clicked(pressing.pressed, pointed, session, sample)
                or _stepped(sample, session, world, ray, pressing.pressed)
            )
        pressing = replace(pressing, pressed=None, by="")
    return pressing, Intents(tuple(actions), tuple(pointers))


def no_click(pressing: Pressing) -> Pressing:
    """The press that goes on has become something else: letting go clicks nothing."""
    return replace(pressing, dragged=math.inf)


def _over(pressing: Pressing, sample: Sample, pointed: Pointed, now: Edge) -> tuple[Pressing, list[PanelPointer]]:
    """Pointer events for the panel that is pointed at; the one that was is left."""
    events: list[PanelPointer] = []
    over = pointed.name if pointed.target == "panel" else ""
    if pressing.over_panel and pressing.over_panel != over:
        events.append(PanelPointer(pressing.over_panel, "leave", 0.0, 0.0))
    if over:
        x, y = pointed.px
        wheel = sample.mouse.wheel if sample.mouse is not None else 0.0
        events.append(PanelPointer(over, "move", x, y))
        events.extend(PanelPointer(over, kind, x, y) for kind, on in (("press", now.down), ("release", now.up)) if on)
        events.extend((PanelPointer(over, "wheel", x, y, wheel),) if wheel else ())
    return replace(pressing, over_panel=over), events


def _drag(pressing: Pressing, sample: Sample) -> tuple[Pressing, a.Turn | None]:
    mouse = sample.mouse
    if mouse is None or mouse.captured or pressing.pressed is None or pressing.by != "mouse":
        return pressing, None
    far = pressing.dragged + math.hypot(mouse.dx, mouse.dy)
    turns = pressing.pressed.target == "held" and far >= _CLICK_HEIGHTS
    return replace(pressing, dragged=far), dragged(mouse.dx, mouse.dy) if turns else None


def _clicked(on: Pointed, still_on: Pointed, session: Session, sample: Sample) -> tuple[a.Action, ...]:
    """A click picks a product up, shows the details of the one in the hand, or puts it back when it is elsewhere."""
    match on.target:
        case "product" if session.held is None:
            return (a.PickUp(on.name),)
        case "held" if session.held is not None:
            return (a.OpenPanel("product", session.held.item),)
        case "product" | "nothing" if session.held is not None:
            return (a.PutBack(),)
        case "panel" if still_on.name == on.name:
            return pressed_control(on.name, session, sample)
        case _:
            return ()


def _stepped(sample: Sample, session: Session, world: World, ray: Ray, on: Pointed) -> tuple[a.Action, ...]:
    """A click of the mouse on free floor goes there."""
    if on.target != "nothing" or sample.mouse is None or sample.hands or session.panel is not None:
        return ()
    away = floor_m(ray)
    x, y, _ = ray.at(away) if away < FLOOR_CLICK_M else (math.inf, math.inf, 0.0)
    if away >= FLOOR_CLICK_M or (on.distance_m is not None and on.distance_m < away) or not world.can_stand(x, y):
        return ()
    hx, hy = head_offset(sample, session)
    return (a.Move(x - hx, y - hy, session.standing.heading_rad, session.standing.pitch_rad),)


def head_offset(sample: Sample, session: Session) -> tuple[float, float]:
    """How far the head is from the middle of the play space: one lands with the head over the chosen spot."""
    head = head_in_store(session.standing, sample)
    return head.position[0] - session.standing.x_m, head.position[1] - session.standing.y_m
