"""Where the open panel stands in the store, and the way of pointer and keys to it."""

from __future__ import annotations

import math
from typing import Literal, Protocol

from client.domain.session import Change, Session
from client.headset.api import Pose, Sample, Vec3
from client.interaction import fit
from client.interaction.pick import panel_point
from client.interaction.place import Clear, Placed, bar_pose, ill_placed, out_of_reach, panel_pose, worn_panel
from client.interaction.rig import about_x, about_z, compose, forward, head_in_store, heading_of, multiply, to_store
from client.interaction.values import Intents, PanelKey, PanelPlace, PanelPointer
from client.interaction.walk import tracked

PointerKind = Literal["move", "press", "release", "wheel", "leave"]
BAR = "bar"
BAR_SCALE = 0.73
_BAR_COMES, _BAR_GOES = -0.7, -0.6
"""How low the mouse must be in the view (-1 is its lower edge) for the row of buttons to come, and to go again."""
_LOOKS_DOWN = -0.35
_LOOKS_UP, _LOOKS_ASIDE_RAD = -0.2, math.radians(55)
_GAZE_BAR_BELOW_RAD, _WORN_BAR_BELOW_RAD, _WORN_BAR_M = math.radians(32), math.radians(45), 1.0
"""Where the buttons stand in a headset: they must not run away from whoever looks at them. Hands find them below
what one looks at in a shop; a gaze must reach them with the head."""
_KINDS: dict[str, PointerKind] = {
    "move": "move", "press": "press", "release": "release", "wheel": "wheel", "leave": "leave",
}  # fmt: skip


class Surface(Protocol):
    """A panel as a picture with a pointer and a keyboard."""

    name: str

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height in pixels."""

    @property
    def size_m(self) -> tuple[float, float]:
        """Width and height in metres."""

    @property
    def wants_keyboard(self) -> bool:
        """Whether a text field has the focus."""

    def picture(self) -> memoryview | None:
        """BGRA, bottom row first; None when nothing changed."""

    def pointer(self, kind: PointerKind, x_px: float = 0.0, y_px: float = 0.0, wheel_steps: float = 0.0) -> None:
        """A pointer event."""

    def key(self, key_name: str, text: str = "", pressed: bool = True, modifiers: frozenset[str] = frozenset()) -> None:
        """A key event."""

    def commit_text(self, text: str) -> None:
        """Typed text."""

    def element_center(self, name: str) -> tuple[float, float]:
        """The middle of a named element, pixels."""

    def button_at(self, x_px: float, y_px: float) -> str:
        """What a click there would press, or "scroll:up", "scroll:down" at the edge of a list; "" for nothing."""


class Panels(Protocol):
    """Who draws panels: it opens and closes them as the session says."""

    def show(self, session: Session, changes: frozenset[Change]) -> None:
        """Follows the session."""

    def open(self) -> Surface | None:
        """The open panel."""

    def toast(self) -> Surface | None:
        """The notice."""

    def bar(self) -> Surface | None:
        """The row of buttons; None while it is not made yet."""

    def prepare(self, part: str) -> None:
        """Makes "panel", "notice" or "bar" before it is wanted, so that it opens within a frame."""

    def pump(self) -> None:
        """A little of the widgets' own work."""

    def close(self) -> None:
        """Destroys the panels."""


class CardsFeature:
    """Keeps the open panel placed in the world: it stays where it opened until the shopper walks away."""

    def __init__(self, panels: Panels, clear: Clear = lambda _start, _end: True) -> None:
        self.panels, self._clear = panels, clear
        self._name: str | None = None
        self._placed = Placed(Pose())
        self._bar_pose: Pose | None = None
        self._bar_on_stage: Pose | None = None

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Opens, closes and places."""
        self.panels.show(session, changes)
        # An open panel has the room to itself, and a close button.
        if tracked(sample):
            gaze = session.comfort.pointing == "gaze"
            self._bar_on_stage = self._worn_bar(sample, gaze=gaze) if session.panel is None else None
            self._bar_pose = to_store(session.standing, self._bar_on_stage) if self._bar_on_stage is not None else None
        else:
            shown = session.panel is None and self._wants_bar(sample)
            self._bar_pose = bar_pose(session.standing, sample) if shown else None
        surface = self.panels.open()
        if surface is None:
            self._name = None
            return
        head = head_in_store(session.standing, sample)
        if tracked(sample):
            self._place_worn(head, surface, holding=session.held is not None)
        elif surface.name != self._name or out_of_reach(head, self._placed.pose):
            self._placed = Placed(panel_pose(head, aside=session.held is not None))
        self._name = surface.name

    def _place_worn(self, head: Pose, surface: Surface, *, holding: bool) -> None:
        """In a headset one panel after another stands at the same place: what leaps about before two eyes tires."""
        heading: float | None = None
        if self._name is not None and not ill_placed(head, self._placed.pose):
            if self._placed.low or not holding:
                return
            heading = heading_of(self._placed.pose.turn)  # only lower: it makes room for what was taken
        low = holding or surface.name == "product"
        self._placed = worn_panel(head, surface.size_m, self._clear, low=low, heading_rad=heading)

    def places(self) -> tuple[PanelPlace, ...]:
        """The panels that a ray can meet: the open one, and the row of buttons while it shows."""
        found: list[PanelPlace] = []
        surface, bar = self.panels.open(), self.panels.bar()
        if surface is not None and self._name is not None:
            width, height = (side * self._placed.scale for side in surface.size_m)
            found.append(
                PanelPlace(surface.name, self._placed.pose, (width, height), surface.size_px, surface.wants_keyboard)
            )
        if bar is not None and self._bar_pose is not None:
            width, height = bar.size_m
            found.append(PanelPlace(BAR, self._bar_pose, (width * BAR_SCALE, height * BAR_SCALE), bar.size_px))
        return tuple(found)

    def button_at(self, panel: str, x_px: float, y_px: float) -> str:
        """What a click on a panel would press."""
        surface = self._surface(panel)
        return surface.button_at(x_px, y_px) if surface is not None else ""

    def _worn_bar(self, sample: Sample, *, gaze: bool) -> Pose | None:
        """Comes where one looks down, or by a button; stays there while one looks at it. In stage space."""
        rises = forward(sample.head.turn)[2]
        heading = heading_of(sample.head.turn)
        called = any(fit.BAR in hand.buttons for hand in sample.hands)
        if self._bar_on_stage is None:
            if rises > _LOOKS_DOWN and not called:
                return None
            turn = multiply(about_z(heading), about_x(-(_GAZE_BAR_BELOW_RAD if gaze else _WORN_BAR_BELOW_RAD)))
            return compose(Pose(sample.head.position, turn), Pose((0.0, _WORN_BAR_M, 0.0)))
        aside = abs(math.remainder(heading - heading_of(self._bar_on_stage.turn), math.tau))
        return self._bar_on_stage if called or (rises < _LOOKS_UP and aside < _LOOKS_ASIDE_RAD) else None

    def _wants_bar(self, sample: Sample) -> bool:
        """A mouse brings the buttons at the lower edge of the view, hands before a window while one looks down."""
        if sample.hands:
            called = any(fit.BAR in hand.buttons for hand in sample.hands)
            return called or forward(sample.head.turn)[2] < _LOOKS_DOWN
        mouse, edge = sample.mouse, _BAR_GOES if self._bar_pose is not None else _BAR_COMES
        return mouse is not None and not mouse.captured and mouse.y < edge

    def _surface(self, name: str) -> Surface | None:
        surface = self.panels.bar() if name == BAR else self.panels.open()
        return surface if surface is not None and surface.name == name else None

    def deliver(self, intents: Intents) -> None:
        """Gives pointer and key events to the open panel."""
        for pointer in intents.pointers:
            self._point(pointer)
        for key in intents.keys:
            self._type(key)

    def _point(self, event: PanelPointer) -> None:
        surface = self._surface(event.panel)
        if surface is not None:
            surface.pointer(_KINDS[event.kind], event.x_px, event.y_px, event.wheel)

    def _type(self, event: PanelKey) -> None:
        surface = self.panels.open()
        if surface is None:
            return
        if event.text:
            surface.commit_text(event.text)
        *modifiers, name = event.key.split("+") if event.key not in ("", "+") else [""]
        # In a text field a letter comes again as text; only keys that are no letters are sent as keys.
        if name and (modifiers or (len(name) > 1 and not (name == "space" and surface.wants_keyboard))):
            held = frozenset("control" if m == "ctrl" else m for m in modifiers)
            surface.key(name, modifiers=held)
            surface.key(name, pressed=False, modifiers=held)

    def element_point(self, name: str) -> Vec3:
        """Where in the store the middle of an element of a panel or of the row of buttons is.

        LookupError when no panel is open.
        """
        on_bar = name.startswith(f"{BAR}_")
        for place in self.places():
            surface = self._surface(place.name)
            if surface is not None and (place.name == BAR) == on_bar:
                return panel_point(place, *surface.element_center(name))
        raise LookupError(f"no panel is open to point at {name!r}")

    def close(self) -> None:
        """Closes the panels."""
        self.panels.close()
