"""Panels without Qt: every panel is a sheet with a few named spots, each of which dispatches an action."""

from __future__ import annotations

from collections.abc import Callable

from client.domain import actions as a
from client.domain.session import Change, Session

Spots = dict[str, Callable[[Session], a.Action]]

SPOTS: dict[str, Spots] = {
    "product": {"add": lambda s: a.AddToCart(s.panel_item) if s.panel_item else a.ClosePanel()},
    "help": {"close": lambda s: a.ClosePanel()},
    "map": {"kitchen": lambda s: a.ShowDepartment("Kitchen"), "nothing": lambda s: a.ShowDepartment("Nothing")},
}


class PaperSurface:
    """800 by 600 pixels; named spots are 100 pixels apart down the left edge."""

    def __init__(self, name: str, click: Callable[[str], None]) -> None:
        self.name = name
        self.wants_keyboard = name == "search"
        self.events: list[tuple[str, float, float]] = []
        self.text = ""
        self.keys: list[str] = []
        self._click = click
        self._pressed: str | None = None

    size_px = (800, 600)
    size_m = (0.72, 0.54)

    def element_center(self, name: str) -> tuple[float, float]:
        return 100.0, 100.0 + 100.0 * list(SPOTS.get(self.name, {})).index(name)

    def pointer(self, kind: str, x_px: float = 0.0, y_px: float = 0.0, wheel_steps: float = 0.0) -> None:
        self.events.append((kind, x_px, y_px))
        spot = self._spot(x_px, y_px)
        if kind == "press":
            self._pressed = spot
        elif kind == "release" and spot is not None and spot == self._pressed:
            self._click(spot)

    def button_at(self, x_px: float, y_px: float) -> str:
        return self._spot(x_px, y_px) or ""

    def _spot(self, x: float, y: float) -> str | None:
        for name in SPOTS.get(self.name, {}):
            cx, cy = self.element_center(name)
            if abs(x - cx) < 40 and abs(y - cy) < 40:
                return name
        return None

    def key(self, key_name: str, text: str = "", pressed: bool = True, modifiers: frozenset[str] = frozenset()) -> None:
        if pressed:
            self.keys.append("+".join((*sorted(modifiers), key_name)))

    def commit_text(self, text: str) -> None:
        self.text += text

    def picture(self) -> memoryview | None:
        return None


class PaperPanels:
    """`Panels` that follow the session."""

    def __init__(self, dispatch: Callable[[a.Action], None]) -> None:
        self._dispatch = dispatch
        self._session = Session()
        self._surface: PaperSurface | None = None
        self.closed = False

    def show(self, session: Session, changes: frozenset[Change]) -> None:
        self._session = session
        name = session.panel
        if name is None:
            self._surface = None
        elif self._surface is None or self._surface.name != name:
            self._surface = PaperSurface(name, self._clicked)

    def _clicked(self, spot: str) -> None:
        assert self._surface is not None
        self._dispatch(SPOTS[self._surface.name][spot](self._session))

    def open(self) -> PaperSurface | None:
        return self._surface

    def toast(self) -> PaperSurface | None:
        return None

    def bar(self) -> None:
        return None

    def prepare(self, part: str) -> None:
        pass

    def pump(self) -> None:
        pass

    def close(self) -> None:
        self.closed = True
