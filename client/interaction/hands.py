"""`interact`: one sample and what the shopper was doing before, to what it means. Pure; remembers in `HandsState`."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from client.domain import actions as a
from client.domain.product import Sku
from client.domain.session import Notice, Session, Standing
from client.headset.api import Sample
from client.interaction import keys, pick, teleport, walk
from client.interaction.comfort import Comfort
from client.interaction.hold import dragged, held_pose, nearer
from client.interaction.rig import eye_in_store, head_in_store, pointer_ray
from client.interaction.seen import in_view, neighbour, pitch_to
from client.interaction.values import Arc, Intents, PanelKey, PanelPointer, Ray, World

_CLICK_HEIGHTS = 0.012
"""A press that moves less than this fraction of the window's height is a click, not a drag."""
_TRIGGER_ON, _TRIGGER_OFF = 0.6, 0.4
_STICK_ON, _STICK_OFF = 0.7, 0.3

_OUT_OF_SIGHT = 0.7
FLOOR_CLICK_M = 12.0
"""How far a click on the floor carries."""

Target = Literal["panel", "held", "product", "nothing"]


@dataclass(frozen=True)
class Pointed:
    """What the pointer is on: a panel (with its pixel), the held product, a product, or nothing."""

    target: Target = "nothing"
    name: str = ""
    distance_m: float | None = None
    px: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class HandsState:
    """What the hands were doing: the press that is going on, the teleport being aimed, sticks pushed over."""

    pressed: Pointed | None = None
    dragged: float = 0.0
    over_panel: str = ""
    teleporting: bool = False
    trigger: bool = False
    stick_over: bool = False
    by_keys: Sku | None = None
    """The product chosen by keys; the pointer has its say again as soon as it moves or the shopper turns."""
    still: tuple[float, float, float] = (0.0, 0.0, 0.0)


def interact(
    state: HandsState, sample: Sample, session: Session, world: World, comfort: Comfort
) -> tuple[HandsState, Intents]:
    """What the hands mean in this frame, and what to remember for the next one."""
    ray = pointer_ray(session.standing, sample)
    pointed = point(ray, sample, session, world)
    state = _still(state, sample, session)
    typed = _keyboard(state, sample, session, world)
    state = _chosen(state, typed)
    state, snap = _stick(state, sample, arrows=session.panel is None)
    state, moves, arc = _travel(state, sample, session, world, comfort, ray, snap)
    state, handled = _press(state, sample, session, world, pointed)
    looks: tuple[a.Action, ...] = ()
    if pointed.target in ("product", "nothing") and session.held is None and state.by_keys is None:
        seen = pointed.name or None
        looks = (a.LookAt(seen),) if seen != session.looking_at else ()
    return state, Intents(
        actions=(*moves, *looks, *typed.actions, *handled.actions),
        pointers=handled.pointers,
        keys=typed.keys,
        arc=arc,
        ray=ray,
        hit_m=pointed.distance_m,
        leave=typed.leave,
        mark=typed.mark,
    )


def point(ray: Ray, sample: Sample, session: Session, world: World) -> Pointed:
    """What the ray meets first. Panels are drawn over everything and so are met first; then what is in the hand."""
    hits = [(hit, place) for place in world.panels if (hit := pick.meets_panel(ray, place)) is not None]
    if hits:
        (distance, x, y), place = min(hits, key=lambda pair: pair[0][0])
        return Pointed("panel", place.name, distance, (x, y))
    if session.held is not None and world.held is not None:
        pose = held_pose(session.held, world.held, session.standing, sample, aside=session.panel is not None)
        width, depth, height = world.held.size_m
        held_at = pick.meets_box(ray, pose, (max(width, 0.05) / 2, max(depth, 0.05) / 2, max(height, 0.05) / 2))
        if held_at is not None:
            return Pointed("held", world.held.sku, held_at)
    met = pick.nearest(world.boxes, ray)
    if met is None or not met[0]:
        return Pointed("nothing", distance_m=met[1] if met else None)
    return Pointed("product", met[0], met[1])


def _still(state: HandsState, sample: Sample, session: Session) -> HandsState:
    """Forgets what keys chose when the pointer moves, the shopper turns, or something is taken into the hand."""
    mouse = sample.mouse
    still = (*((mouse.x, mouse.y) if mouse is not None else (0.0, 0.0)), session.standing.heading_rad)
    stays = still == state.still and not sample.hands and session.held is None and session.looking_at == state.by_keys
    return replace(state, still=still, by_keys=state.by_keys if stays else None)


def _chosen(state: HandsState, typed: Intents) -> HandsState:
    looks = [action.sku for action in typed.actions if isinstance(action, a.LookAt)]
    return replace(state, by_keys=looks[-1]) if looks else state


def _named(sample: Sample) -> tuple[str, ...]:
    """Keys and buttons that went down, by the names that the tables use."""
    shift = "shift" in sample.keys
    pressed = tuple("shift+tab" if key == "tab" and shift else key for key in sample.pressed)
    return pressed + (tuple(f"pad_{b}" for b in sample.pad.pressed) if sample.pad is not None else ())


def _keyboard(state: HandsState, sample: Sample, session: Session, world: World) -> Intents:
    pressed = _named(sample)
    actions: list[a.Action] = []
    typed: list[PanelKey] = []
    writing = any(place.wants_keyboard for place in world.panels)
    for key in pressed:
        if writing and not (key in ("escape", "f1", "f9", "ctrl+q") or key.startswith("pad_")):
            typed.append(PanelKey(key=key))
            continue
        if session.panel is not None and key in keys.IN_PANEL:
            typed.append(PanelKey(key=keys.IN_PANEL[key]))
            continue
        name = keys.SHORTCUTS.get(key, "")
        opened = keys.panel_key(session, key)
        if opened is not None:
            actions.append(opened)
        elif name in ("next", "previous"):
            actions.extend(_step_through(sample, session, world, 1 if name == "next" else -1))
        elif key == "pad_a" and state.by_keys is not None:
            actions.append(a.PickUp(state.by_keys))
        else:
            actions.extend(keys.shortcut(session, world, name))
    if writing:
        typed.extend(PanelKey(key=key) for key in sample.repeated)
    elif session.panel is not None:
        typed.extend(PanelKey(key=keys.IN_PANEL[key]) for key in sample.repeated if key in keys.IN_PANEL)
    if writing and sample.text:
        typed.append(PanelKey(text=sample.text))
    names = {keys.SHORTCUTS.get(key) for key in pressed}
    return Intents(tuple(actions), keys=tuple(typed), leave="leave" in names, mark="mark" in names)


def _step_through(sample: Sample, session: Session, world: World, by: int) -> tuple[a.Action, ...]:
    """The next product before the shopper, with its name said; the view is raised or lowered to it where it must be."""
    if session.held is not None:
        return ()
    eye = sample.eyes[0]
    standing = session.standing
    level = eye_in_store(Standing(standing.x_m, standing.y_m, standing.heading_rad), eye, sample.head)
    seen = in_view(world.boxes, level, eye.fov)
    sku = neighbour(seen, session.looking_at, by)
    if sku is None:
        return (a.Notify(Notice("nothing_near")),)
    chosen: tuple[a.Action, ...] = (
        a.LookAt(sku), a.Notify(Notice("looking_at", (("name", world.title_of(sku)),)))
    )  # fmt: skip
    pitch = pitch_to(world.boxes, sku, level)
    if not sample.hands and abs(pitch - standing.pitch_rad) > _OUT_OF_SIGHT * eye.fov.up:
        return (*chosen, a.Move(standing.x_m, standing.y_m, standing.heading_rad, pitch))
    return chosen


def _stick(state: HandsState, sample: Sample, *, arrows: bool) -> tuple[HandsState, bool]:
    """Whether the turn stick (or a turn key) was just pushed over: one snap turn for each push."""
    _, _, turn = walk.wish(sample, keys_free=True, arrows=arrows)
    over = abs(turn) > (_STICK_OFF if state.stick_over else _STICK_ON)
    return replace(state, stick_over=over), over and not state.stick_over


def _aims_teleport(sample: Sample, keys_free: bool) -> bool:
    middle = sample.mouse is not None and "middle" in sample.mouse.down
    stick = any(hand.side == "right" and hand.stick[1] > _STICK_ON for hand in sample.hands)
    return middle or stick or (keys_free and "t" in sample.keys)


def _travel(
    state: HandsState, sample: Sample, session: Session, world: World, comfort: Comfort, ray: Ray, snap: bool
) -> tuple[HandsState, tuple[a.Action, ...], Arc | None]:
    keys_free = not any(place.wants_keyboard for place in world.panels) and not any(k == "control" for k in sample.keys)
    aims = _aims_teleport(sample, keys_free)
    arc = teleport.arc(ray, world.can_stand, from_eye=not sample.hands) if aims or state.teleporting else None
    standing = session.standing
    if arc is not None and not aims:
        x, y, _ = arc.points[-1]
        hx, hy = _head_offset(sample, session)
        landed = (a.Move(x - hx, y - hy, standing.heading_rad, standing.pitch_rad),) if arc.allowed else ()
        return replace(state, teleporting=False), landed, None
    move = walk.step(
        standing, sample, world.walk, comfort, keys_free=keys_free, snap=snap, arrows=session.panel is None
    )
    return replace(state, teleporting=aims), (move,) if move is not None else (), arc


def _head_offset(sample: Sample, session: Session) -> tuple[float, float]:
    """How far the head is from the middle of the play space: one lands with the head over the chosen spot."""
    head = head_in_store(session.standing, sample)
    return head.position[0] - session.standing.x_m, head.position[1] - session.standing.y_m


def _buttons(state: HandsState, sample: Sample, *, pad_taken: bool) -> tuple[bool, bool, bool]:
    """Whether the primary button went down, went up, and whether the trigger is pulled now."""
    mouse, pad = sample.mouse, sample.pad
    down = mouse is not None and "left" in mouse.pressed
    up = mouse is not None and "left" in mouse.released
    right = next((hand for hand in sample.hands if hand.side == "right"), sample.hands[0] if sample.hands else None)
    held = (right is not None and right.trigger > (_TRIGGER_OFF if state.trigger else _TRIGGER_ON)) or (
        pad is not None and "a" in pad.down and not pad_taken
    )
    return down or (held and not state.trigger), up or (state.trigger and not held), held


def _press(
    state: HandsState, sample: Sample, session: Session, world: World, pointed: Pointed
) -> tuple[HandsState, Intents]:
    # The gamepad's A presses what has the focus in a panel, or takes what was chosen by keys.
    down, up, held = _buttons(state, sample, pad_taken=session.panel is not None or state.by_keys is not None)
    state = replace(state, trigger=held)
    pointers: list[PanelPointer] = []
    actions: list[a.Action] = []
    if state.over_panel and (pointed.target != "panel" or pointed.name != state.over_panel):
        pointers.append(PanelPointer(state.over_panel, "leave", 0.0, 0.0))
    state = replace(state, over_panel=pointed.name if pointed.target == "panel" else "")
    if state.over_panel:
        pointers.extend(_panel_events(pointed, sample, down, up))
    if down:
        state = replace(state, pressed=pointed, dragged=0.0)
    elif state.pressed is not None:
        state, turn = _drag(state, sample)
        actions.extend((turn,) if turn is not None else ())
    if session.held is not None and pointed.target != "panel" and sample.mouse is not None:
        wheeled = nearer(sample.mouse.wheel)
        actions.extend((wheeled,) if wheeled is not None else ())
    if up and state.pressed is not None:
        if state.dragged < _CLICK_HEIGHTS:
            actions.extend(_clicked(state.pressed, session) or _stepped(sample, session, world, state.pressed))
        state = replace(state, pressed=None)
    return state, Intents(tuple(actions), tuple(pointers))


def _drag(state: HandsState, sample: Sample) -> tuple[HandsState, a.Turn | None]:
    mouse = sample.mouse
    if mouse is None or mouse.captured or state.pressed is None:
        return state, None
    far = state.dragged + math.hypot(mouse.dx, mouse.dy)
    turns = state.pressed.target == "held" and far >= _CLICK_HEIGHTS
    return replace(state, dragged=far), dragged(mouse.dx, mouse.dy) if turns else None


def _panel_events(pointed: Pointed, sample: Sample, down: bool, up: bool) -> list[PanelPointer]:
    x, y = pointed.px
    events = [PanelPointer(pointed.name, "move", x, y)]
    if down:
        events.append(PanelPointer(pointed.name, "press", x, y))
    if up:
        events.append(PanelPointer(pointed.name, "release", x, y))
    if sample.mouse is not None and sample.mouse.wheel:
        events.append(PanelPointer(pointed.name, "wheel", x, y, sample.mouse.wheel))
    return events


def _clicked(on: Pointed, session: Session) -> tuple[a.Action, ...]:
    """A click picks a product up, shows the details of the one in the hand, or puts it back when it is elsewhere."""
    match on.target:
        case "product" if session.held is None:
            return (a.PickUp(on.name),)
        case "held" if session.held is not None:
            return (a.OpenPanel("product", session.held.item),)
        case "product" | "nothing" if session.held is not None:
            return (a.PutBack(),)
        case _:
            return ()


def _stepped(sample: Sample, session: Session, world: World, on: Pointed) -> tuple[a.Action, ...]:
    """A click of the mouse on free floor goes there."""
    ray = pointer_ray(session.standing, sample)
    if on.target != "nothing" or sample.mouse is None or sample.hands or session.panel is not None:
        return ()
    away = ray.origin[2] / -ray.direction[2] if ray.direction[2] < -1e-6 else math.inf
    x, y, _ = ray.at(away) if away < FLOOR_CLICK_M else (math.inf, math.inf, 0.0)
    if away >= FLOOR_CLICK_M or (on.distance_m is not None and on.distance_m < away) or not world.can_stand(x, y):
        return ()
    hx, hy = _head_offset(sample, session)
    return (a.Move(x - hx, y - hy, session.standing.heading_rad, session.standing.pitch_rad),)
