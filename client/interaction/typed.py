"""What keys, gamepad buttons and controller buttons mean: shortcuts, panels, going through products, writing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from client.domain import actions as a
from client.domain.product import Sku
from client.domain.session import Notice, Session, Standing
from client.headset.api import Sample
from client.interaction import keys, walk
from client.interaction.rig import eye_in_store
from client.interaction.seen import in_view, neighbour, pitch_to
from client.interaction.values import Intents, PanelKey, World

_OUT_OF_SIGHT = 0.7
_KEPT_WHILE_WRITING = ("escape", "f1", "f9", "ctrl+q")


@dataclass(frozen=True)
class Typing:
    """What was remembered: controller buttons that are down, and the product chosen by keys.

    The pointer has its say again as soon as it moves or the shopper turns.
    """

    buttons: frozenset[str] = frozenset()
    by_keys: Sku | None = None
    still: tuple[float, float, float] = (0.0, 0.0, 0.0)


def step(typing: Typing, sample: Sample, session: Session, world: World) -> tuple[Typing, Intents]:
    """Everything that went down in this frame."""
    typing, fresh = _hand_buttons(typing, sample)
    typing = _still(typing, sample, session)
    meant = _meant(typing, sample, session, world, fresh)
    looks = [action.sku for action in meant.actions if isinstance(action, a.LookAt)]
    return (replace(typing, by_keys=looks[-1]) if looks else typing), meant


def writing(world: World) -> bool:
    """Whether letters belong to a text field."""
    return any(place.wants_keyboard for place in world.panels)


def _hand_buttons(typing: Typing, sample: Sample) -> tuple[Typing, tuple[str, ...]]:
    """What is down now, and what went down in this frame, named as a gamepad's buttons."""
    down = frozenset(name for hand in sample.hands for name in hand.buttons)
    fresh = sorted(down - typing.buttons)
    return replace(typing, buttons=down), tuple(keys.HAND_BUTTONS[name] for name in fresh if name in keys.HAND_BUTTONS)


def _still(typing: Typing, sample: Sample, session: Session) -> Typing:
    """Forgets what keys chose when the pointer moves, the shopper turns, or something is taken into the hand."""
    mouse = sample.mouse
    still = (*((mouse.x, mouse.y) if mouse is not None else (0.0, 0.0)), session.standing.heading_rad)
    stays = still == typing.still and not sample.hands and session.held is None and session.looking_at == typing.by_keys
    return replace(typing, still=still, by_keys=typing.by_keys if stays else None)


def _named(sample: Sample) -> tuple[str, ...]:
    """Keys and buttons that went down, by the names that the tables use."""
    shift = "shift" in sample.keys
    pressed = tuple("shift+tab" if key == "tab" and shift else key for key in sample.pressed)
    return pressed + (tuple(f"pad_{b}" for b in sample.pad.pressed) if sample.pad is not None else ())


def _meant(typing: Typing, sample: Sample, session: Session, world: World, buttons: tuple[str, ...]) -> Intents:
    pressed = _named(sample) + buttons
    actions: list[a.Action] = []
    typed: list[PanelKey] = []
    writes = writing(world)
    for key in pressed:
        if writes and not (key in _KEPT_WHILE_WRITING or key.startswith("pad_")):
            typed.append(PanelKey(key=key))
        elif session.panel is not None and key in keys.IN_PANEL:
            typed.append(PanelKey(key=keys.IN_PANEL[key]))
        else:
            actions.extend(_does(key, typing, sample, session, world))
    if writes:
        typed.extend(PanelKey(key=key) for key in sample.repeated)
    elif session.panel is not None:
        typed.extend(PanelKey(key=keys.IN_PANEL[key]) for key in sample.repeated if key in keys.IN_PANEL)
    if writes and sample.text:
        typed.append(PanelKey(text=sample.text))
    names = {keys.SHORTCUTS.get(key) for key in pressed}
    return Intents(tuple(actions), keys=tuple(typed), leave="leave" in names, mark="mark" in names)


def _does(key: str, typing: Typing, sample: Sample, session: Session, world: World) -> tuple[a.Action, ...]:
    name = keys.SHORTCUTS.get(key, "")
    opened = keys.panel_key(session, key)
    if opened is not None:
        return (opened,)
    if name in ("next", "previous"):
        return _step_through(sample, session, world, 1 if name == "next" else -1)
    if key == "pad_a" and typing.by_keys is not None:
        return (a.PickUp(typing.by_keys),)
    return keys.shortcut(session, world, name)


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
    if not walk.tracked(sample) and not sample.hands and abs(pitch - standing.pitch_rad) > _OUT_OF_SIGHT * eye.fov.up:
        return (*chosen, a.Move(standing.x_m, standing.y_m, standing.heading_rad, pitch))
    return chosen
