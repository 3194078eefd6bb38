"""Opens, updates and closes panels from the session; nothing else decides what is open."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from client.catalog.api import Catalog
from client.domain.product import Sku
from client.domain.session import Change, PanelName, Session, Standing
from client.domain.text import Language
from client.panels.frame import BarFrame, PanelFrame, ToastFrame
from client.panels.map_model import MapModel
from client.panels.panel import ALL_CHANGES, Dispatch, House, Panel, PanelMakers, PanelServices
from client.panels.pictures import PictureOf, Pictures, no_picture
from client.panels.qt import panel_application
from client.panels.style import Look, style_sheet
from client.panels.surface import PanelSurface
from client.panels.typing_help import TypingHelp
from client.texts import Texts

PUMP_S = 0.002
_LAYOUT_ROUNDS = 3
"""A scroll area knows how far it scrolls only after its layout and the layouts in it have settled."""


def _nowhere(sku: Sku) -> Standing | None:
    del sku
    return None


def _name_of(widget: QWidget | None) -> str:
    return widget.objectName() if widget is not None else ""


class PanelHost:
    """The panel and the notice a session asks for, as surfaces. Main thread only; `close` when done."""

    def __init__(
        self,
        catalog: Catalog,
        dispatch: Dispatch,
        panels: PanelMakers,
        *,
        check_out: Callable[[], None] = lambda: None,
        store_map: Callable[[], MapModel | None] = lambda: None,
        spot_of: Callable[[Sku], Standing | None] = _nowhere,
        picture_of: PictureOf = no_picture,
        house: House | None = None,
        typing: TypingHelp | None = None,
    ) -> None:
        self._application: QApplication = panel_application()
        self._panels = panels
        self._look = Look()
        self._pictures = Pictures(catalog, picture_of)
        self._dispatch = dispatch
        self._services = PanelServices(
            catalog, dispatch, self._pictures, check_out, store_map, spot_of, lambda: self._look, house or House(),
            typing or TypingHelp(),
        )  # fmt: skip
        self._texts: dict[Language, Texts] = {}
        self._session = Session()
        self._frame: PanelFrame | None = None
        self._surface: PanelSurface | None = None
        self._toast_frame: ToastFrame | None = None
        self._toast: PanelSurface | None = None
        self._bar_frame: BarFrame | None = None
        self._bar: PanelSurface | None = None
        self._bodies: dict[PanelName, Panel] = {}
        """Panels stay built, in one language: to follow the session costs less than to be made anew."""
        self._shown: PanelName | None = None
        self._language: Language | None = None
        self._catalogue: str | None = None

    def show(self, session: Session, changes: frozenset[Change] = ALL_CHANGES) -> None:
        """Brings panel and notice in line with the session; cheap when neither is touched by the changes."""
        self._session = session
        look = Look(session.comfort.text_scale, session.comfort.high_contrast)
        if look != self._look:
            self._restyle(look)
        self._catalogue = session.catalogue if self._catalogue is None else self._catalogue
        if session.catalogue != self._catalogue and self._shown != "search":  # what one types there is not lost
            self._catalogue = session.catalogue
            if self._shown is not None and self._shown == session.panel:
                self._rebuild()
            else:
                self.forget()
        if changes >= ALL_CHANGES and session.panel is None:
            self._next_visitor()
        if session.panel is None or session.panel not in self._panels:
            self._close_panel()
        elif session.panel != self._shown:
            self._open_panel(session.panel)
        elif session.language != self._language:
            self._rebuild()
        elif changes and self._frame is not None and self._frame.body:
            self._frame.body.show_session(session, changes)
        if Change.NOTICE in changes or Change.LANGUAGE in changes:
            self._show_notice()
        if self._bar_frame is not None:
            self._bar_frame.say(self._texts_of(session.language), session)

    def prepare(self, part: str) -> None:
        """Makes the frame of "panel", "notice" or "bar", or a panel by its name, before it is wanted."""
        match part:
            case "panel":
                self._make_frame()
            case "notice":
                self._make_toast()
            case "bar":
                self._make_bar()
            case _:
                self._build_ahead(part)

    def bar(self) -> PanelSurface | None:
        """The row of buttons; made at the first call."""
        return self._bar or self._make_bar()

    def open(self) -> PanelSurface | None:
        """The open panel; its `name` says which. The same surface serves every panel."""
        return self._surface if self._shown is not None else None

    def toast(self) -> PanelSurface | None:
        """The notice, while the session has one."""
        return self._toast if self._session.notice is not None else None

    def pump(self) -> None:
        """Lets Qt work off its events and shows at most one picture: about 2 ms, unless one event is longer."""
        end = perf_counter() + PUMP_S
        milliseconds = round(PUMP_S * 1000)
        self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, milliseconds)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        if perf_counter() < end and not self._more():
            self._pictures.pump()

    def settle(self, timeout_s: float = 5.0) -> None:
        """Waits until all lists, pictures and layouts are done: before the store is photographed."""
        while self._more():
            pass
        self._pictures.wait(timeout_s)
        for _ in range(_LAYOUT_ROUNDS):
            self._application.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _restyle(self, look: Look) -> None:
        """Letters and colours as this person wants them, at once and everywhere."""
        self._look = look
        for frame in (self._frame, self._toast_frame):
            if frame is not None:
                frame.setStyleSheet(style_sheet(look))
        if self._bar_frame is not None:
            self._bar_frame.restyle(look)
        if self._shown is not None and self._shown == self._session.panel:
            self._rebuild()
        else:
            self.forget()

    def close(self) -> None:
        """Destroys the surfaces; idempotent."""
        self._close_panel()
        self._pictures.close()
        for surface in (self._surface, self._toast, self._bar):
            if surface is not None:
                surface.close()
        self._surface = self._toast = self._frame = self._toast_frame = self._bar = self._bar_frame = None
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _more(self) -> bool:
        body = self._frame.body if self._frame is not None else None
        return body.more() if body else False

    def _texts_of(self, language: Language) -> Texts:
        return self._texts.setdefault(language, Texts(language))

    def _open_panel(self, name: PanelName) -> None:
        self._make_frame()
        self._build(name)
        if self._frame is not None:
            self._frame.scroll_to({})

    def _build_ahead(self, part: str) -> None:
        """Builds a panel and lays it out, so that its first opening costs what every other does."""
        for name, maker in self._panels.items():
            if name == part and name not in self._bodies and self._shown is None and self._frame is not None:
                self._language = self._session.language
                body = self._bodies[name] = maker(self._services, self._texts_of(self._session.language))
                self._frame.place(name, body, self._texts_of(self._session.language))
                QCoreApplication.sendPostedEvents(None, 0)
                self._frame.clear()

    def _make_frame(self) -> None:
        if self._frame is None:
            texts = self._texts_of(self._session.language)
            self._frame = PanelFrame(texts, self._dispatch, self._look)
            self._surface = PanelSurface("help", self._frame)

    def _make_toast(self) -> ToastFrame:
        if self._toast_frame is None:
            self._toast_frame = ToastFrame(self._look)
            self._toast = PanelSurface("notice", self._toast_frame)
        return self._toast_frame

    def _make_bar(self) -> PanelSurface:
        if self._bar is None:
            self._bar_frame = BarFrame(self._dispatch, self._look)
            self._bar_frame.say(self._texts_of(self._session.language), self._session)
            self._bar = PanelSurface("bar", self._bar_frame)
        return self._bar

    def _build(self, name: PanelName) -> None:
        frame, surface = self._frame, self._surface
        if frame is None or surface is None:
            return
        texts = self._texts_of(self._session.language)
        if self._session.language != self._language:
            self.forget()
        body = self._bodies.get(name)
        if body is None:
            body = self._bodies[name] = self._panels[name](self._services, texts)
        frame.place(name, body, texts, talked=bool(self._session.talk.lines))
        body.show_session(self._session, ALL_CHANGES)
        surface.name = name
        self._shown, self._language = name, self._session.language
        frame.activateWindow()
        # The frame takes the focus: no button shows a ring before a key asks for one, but a text field types at once.
        focus = body.first_focus()
        (focus if isinstance(focus, QLineEdit) else frame).setFocus()
        surface.first_focus = body.first_focus

    def forget(self) -> None:
        """Destroys what was built in another language or size of letters, or of another catalogue."""
        if self._frame is not None:
            self._frame.clear()
        for body in self._bodies.values():
            body.deleteLater()
        self._bodies.clear()

    def _next_visitor(self) -> None:
        """What somebody typed into a field and how they typed is not for the next one to find."""
        self.forget()
        self._services.typing.asked = self._services.typing.pinyin = None

    def _rebuild(self) -> None:
        frame, name = self._frame, self._shown
        if frame is None or name is None:
            return
        scrolled, focus_name = frame.scrolled(), _name_of(frame.focusWidget())
        page = frame.body.page() if frame.body is not None else ""
        self.forget()
        self._build(name)
        if frame.body is not None:
            frame.body.turn_to(page)
        for _ in range(_LAYOUT_ROUNDS):
            QCoreApplication.sendPostedEvents(None, 0)
        frame.scroll_to(scrolled)
        again = frame.findChild(QWidget, focus_name) if focus_name else None
        if again is not None:
            again.setFocus()

    def _close_panel(self) -> None:
        if self._shown is not None and self._frame is not None:
            self._frame.clear()
        self._shown = None

    def _show_notice(self) -> None:
        notice = self._session.notice
        if notice is None:
            return
        self._make_toast().say(self._texts_of(self._session.language).notice(notice))
