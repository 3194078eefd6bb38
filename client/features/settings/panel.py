"""The settings panel: language and letter size."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from client.domain.actions import NewVisit, OpenPanel, SetLanguage
from client.domain.session import Change, Session
from client.domain.text import LANGUAGES, Language
from client.panels.flow import FlowLayout
from client.panels.panel import Panel, PanelServices
from client.panels.widgets import button, column, framed, holder, label, scrolling
from client.texts import Texts

_SCALES = (("normal", 1.0), ("large", 1.15), ("largest", 1.3))


class SettingsPanel(Panel):
    """What this visitor wants otherwise."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__(services, texts)
        cards = column(
            self._card("settings.language", *(self._language(language) for language in LANGUAGES)),
            self._card("settings.text_size", *(self._scale(name, scale) for name, scale in _SCALES)),
            self._card(
                "settings.visit",
                button(texts.say("settings.help"), "show_help", lambda: services.dispatch(OpenPanel("help"))),
                button(texts.say("settings.new_visit"), "new_visit", lambda: services.dispatch(NewVisit())),
            ),
            spacing=18,
            stretch=True,
        )
        cards.setContentsMargins(32, 20, 32, 20)
        self.setLayout(column(scrolling(holder(cards), "settings_scroll"), spacing=0))

    def show_session(self, session: Session, changes: frozenset[Change]) -> None:
        """The host builds the panel anew when the language changes: nothing else to follow."""

    def _card(self, title: str, *buttons: QWidget) -> QWidget:
        return framed("card", column(label(self.texts.say(title), "strong"), holder(FlowLayout().add(*buttons))))

    def _language(self, language: Language) -> QWidget:
        name = self.texts.say(f"settings.language_{language}")
        return button(
            name, f"language_{language}", lambda: self.services.dispatch(SetLanguage(language)), "chip",
            checked=language == self.texts.language,
        )  # fmt: skip

    def _scale(self, name: str, scale: float) -> QWidget:
        on = abs(self.services.text_scale() - scale) < 0.01
        text = self.texts.say(f"settings.text_{name}")
        return button(text, f"text_{name}", lambda: self.services.set_text_scale(scale), "chip", checked=on)
