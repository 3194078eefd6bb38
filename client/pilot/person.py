"""A person who visits the shop, whatever they see it with: a script written for one runs at a desk and in a headset."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Protocol

from client.domain.errors import VitrineError
from client.domain.session import PanelName, Session
from client.headset.api import Sample, Vec3
from client.interaction.hold import held_pose
from client.interaction.rig import head_in_store
from client.shop import Shop
from scenes.showroom.floor_map import FloorMap

Spot = tuple[float, float]

_LEAP_M, _ARRIVED_M, _MOST_LEAPS = 4.0, 0.15, 40
_SHORTER = (1.0, 0.75, 0.5, 0.3)
"""Where one cannot stand where the arc ends, a shorter leap along the same way is tried."""


_RESTS = 3
"""What stays at its place for so many frames is laid out."""


class Person(Protocol):
    """What a visitor does with the body. Every method lets frames go by until it is done.

    TimeoutError when something never happens, LookupError or PanelError when there is nothing to point at.
    """

    @property
    def shop(self) -> Shop:
        """The shop that is visited."""

    @property
    def session(self) -> Session:
        """The visit's state."""

    @property
    def last(self) -> Sample | None:
        """The last frame."""

    def enter(self) -> object:
        """Comes in: waits until the shop is seen and the hands are there."""

    def run(self, frames: int = 1) -> object:
        """Rests for some frames."""

    def run_until(self, done: Callable[[], bool], *, what: str) -> object:
        """Rests until something is so; `what` is said when it never is."""

    def look_at(self, point: Vec3) -> object:
        """Turns so that the point is in the middle of the view."""

    def look_for_buttons(self) -> object:
        """Brings the row of buttons."""

    def point_at(self, name: str) -> object:
        """Points at a product (by SKU) or an element of what is open (by its name), looking there where need be."""

    def click(self) -> object:
        """Presses and lets go what is pointed at."""

    def turn_held(self, yaw_rad: float) -> object:
        """Turns what is in the hand about the vertical, by about this angle."""

    def aim_leap(self, x_m: float, y_m: float) -> bool:
        """Throws the teleport's arc towards a spot of the floor; whether one can stand where it ends."""

    def land(self) -> object:
        """Lets go of the arc: one stands there, where one can."""


def position_of(shop: Shop, name: str) -> Vec3:
    """Where the middle of a product is, or of an element of a panel. LookupError or PanelError when there is none."""
    boxes = shop.keeper.current.boxes
    if name in boxes.names:
        x, y, z = boxes.centres[boxes.names.index(name)]
        return (float(x), float(y), float(z))
    return shop.cards.element_point(name)


def held_middle(person: Person) -> Vec3:
    """Where the middle of what is in the hand is. LookupError when the hand is empty."""
    session, sample = person.session, person.last
    thing = person.shop.keeper.current.held_thing(session.held.item.sku) if session.held is not None else None
    if session.held is None or thing is None or sample is None:
        raise LookupError("nothing is held")
    return held_pose(session.held, thing, session.standing, sample, aside=session.panel is not None).position


def shows(person: Person, name: str) -> bool:
    """Whether there is such a product or element to point at."""
    try:
        position_of(person.shop, name)
    except (LookupError, VitrineError):
        return False
    return True


def press(person: Person, name: str) -> None:
    """Points at something, once it is there and stays where it is, and clicks it."""
    seen: list[Vec3] = []

    def rests() -> bool:
        seen.append(position_of(person.shop, name) if shows(person, name) else (math.nan,) * 3)
        return len(seen) > _RESTS and len(set(seen[-_RESTS:])) == 1

    person.run_until(rests, what=f"{name} is there to be pressed")
    person.point_at(name)
    person.click()


def open_panel(person: Person, panel: PanelName) -> None:
    """Opens a panel with the row of buttons, which an open panel must first make room for."""
    if person.session.panel is not None:
        press(person, "close")
        person.run_until(lambda: person.session.panel is None, what="the panel is closed")
    person.look_for_buttons()
    press(person, f"bar_{panel}")
    person.run_until(lambda: person.session.panel == panel, what=f"the panel {panel} is open")


def stands_at(person: Person) -> Spot:
    """Where the head is over the floor, metres."""
    sample = person.last
    if sample is None:
        standing = person.session.standing
        return standing.x_m, standing.y_m
    x, y, _ = head_in_store(person.session.standing, sample).position
    return x, y


def go_to(person: Person, x_m: float, y_m: float, on_arc: Callable[[], None] = lambda: None) -> None:
    """Gets to a place in leaps along the shortest way. `on_arc` is called while an arc that may be landed is shown.

    TimeoutError when one does not get there.
    """
    floor = FloorMap(person.shop.keeper.current.plan)
    for _ in range(_MOST_LEAPS):
        here = stands_at(person)
        if math.dist(here, (x_m, y_m)) < _ARRIVED_M:
            return
        way = (here, *floor.shortest_path(here, (x_m, y_m)), (x_m, y_m))
        if not _leap(person, way, on_arc):
            break
    raise TimeoutError(f"the way to {x_m:.1f}, {y_m:.1f} was not found")


def _leap(person: Person, way: tuple[Spot, ...], on_arc: Callable[[], None]) -> bool:
    for share in _SHORTER:
        allowed = person.aim_leap(*_along(way, _LEAP_M * share))
        if allowed:
            on_arc()
        person.land()
        if allowed:
            return True
    return False


def _along(way: tuple[Spot, ...], metres: float) -> Spot:
    """So far along a way, or its end."""
    for (x, y), (nx, ny) in pairwise(way):
        length = math.dist((x, y), (nx, ny))
        if metres <= length:
            share = metres / length if length else 0.0
            return x + (nx - x) * share, y + (ny - y) * share
        metres -= length
    return way[-1]
