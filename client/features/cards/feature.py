"""Where the open panel stands in the store, and the way of pointer and keys to it."""

from __future__ import annotations

from typing import Literal, Protocol

from client.domain.session import Change, Session
from client.headset.api import Pose, Sample, Vec3
from client.interaction.pick import panel_point
from client.interaction.place import out_of_reach, panel_pose
from client.interaction.rig import head_in_store
from client.interaction.values import Intents, PanelKey, PanelPlace, PanelPointer

PointerKind = Literal["move", "press", "release", "wheel", "leave"]
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


class Panels(Protocol):
    """Who draws panels: it opens and closes them as the session says."""

    def show(self, session: Session, changes: frozenset[Change]) -> None:
        """Follows the session."""

    def open(self) -> Surface | None:
        """The open panel."""

    def toast(self) -> Surface | None:
        """The notice."""

    def pump(self) -> None:
        """A little of the widgets' own work."""

    def close(self) -> None:
        """Destroys the panels."""


class CardsFeature:
    """Keeps the open panel placed in the world: it stays where it opened until the shopper walks away."""

    def __init__(self, panels: Panels) -> None:
        self.panels = panels
        self._name: str | None = None
        self._size: tuple[float, float] = (0.0, 0.0)
        self._pose = Pose()

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Opens, closes and places."""
        self.panels.show(session, changes)
        surface = self.panels.open()
        if surface is None:
            self._name = None
            return
        head = head_in_store(session.standing, sample)
        aside = session.held is not None
        if surface.name != self._name or out_of_reach(head, self._pose):
            self._name, self._pose = surface.name, panel_pose(head, aside=aside)

    def places(self) -> tuple[PanelPlace, ...]:
        """The panels that a ray can meet."""
        surface = self.panels.open()
        if surface is None or self._name is None:
            return ()
        return (PanelPlace(surface.name, self._pose, surface.size_m, surface.size_px, surface.wants_keyboard),)

    def deliver(self, intents: Intents) -> None:
        """Gives pointer and key events to the open panel."""
        for pointer in intents.pointers:
            self._point(pointer)
        for key in intents.keys:
            self._type(key)

    def _point(self, event: PanelPointer) -> None:
        surface = self.panels.open()
        if surface is not None and surface.name == event.panel:
            surface.pointer(_KINDS[event.kind], event.x_px, event.y_px, event.wheel)

    def _type(self, event: PanelKey) -> None:
        surface = self.panels.open()
        if surface is None:
            return
        if event.text:
            surface.commit_text(event.text)
        *modifiers, name = event.key.split("+") if event.key not in ("", "+") else [""]
        # A plain letter comes again as text; only keys that are no letters are sent as keys.
        if name and (modifiers or (len(name) > 1 and name != "space")):
            held = frozenset("control" if m == "ctrl" else m for m in modifiers)
            surface.key(name, modifiers=held)
            surface.key(name, pressed=False, modifiers=held)

    def element_point(self, name: str) -> Vec3:
        """Where in the store the middle of a panel's element is. LookupError when no panel is open."""
        surface = self.panels.open()
        if surface is None:
            raise LookupError(f"no panel is open to point at {name!r}")
        x, y = surface.element_center(name)
        return panel_point(self.places()[0], x, y)

    def close(self) -> None:
        """Closes the panels."""
        self.panels.close()
