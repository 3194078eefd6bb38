"""Settings and help as a person finds them: every choice reachable, readable, whole, in both languages and palettes."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QScrollArea, QWidget

from client.domain import actions as a
from client.domain.comfort import Comfort
from client.domain.text import LANGUAGES, Language
from client.features.cards.feature import BAR_SCALE
from client.features.cards.view import TOAST_AWAY_M, TOAST_SCALE
from client.features.help.lines import STEPS, lines_of
from client.features.settings.choices import PAGES, chosen, is_chosen
from client.features.settings.panel import TABS
from client.interaction.place import BAR_M, TOO_NEAR_M, WORN_BELOW_RAD, WORN_LOW_RAD, WORN_M
from client.panels.host import PanelHost
from client.panels.panel import House, InputKind
from client.panels.style import COLOURS, PIXELS_PER_METRE, STRONG, Colours
from client.panels.surface import PanelSurface
from client.shell.panels import all_panels
from client.texts import Texts
from tests.client.panels.shop import MAP, SCENES, MemoryCatalog, Visit
from tests.client.panels.test_nothing_is_cut import cut

SCALES = (1.0, 1.15, 1.3, 1.5)
KINDS: tuple[InputKind, ...] = ("keys", "pad", "controllers", "hands", "gaze")


class Guest:
    """A visit in a house that can be changed."""

    def __init__(self, folder: Path, language: Language = "en") -> None:
        self.left = 0
        self.kind: InputKind = "keys"
        self.first = False
        self.voice = True
        self.visit = Visit(catalog=MemoryCatalog(folder))
        self.visit.host.close()
        house = House(self._leave, lambda: self.voice, lambda: self.kind, lambda: self.first)
        self.visit.host = PanelHost(
            self.visit.catalog, self.visit.dispatch, all_panels(), house=house, store_map=lambda: MAP
        )
        self.visit.do(a.SetLanguage(language))

    def _leave(self) -> None:
        self.left += 1

    def names(self) -> set[str]:
        self.visit.settle()
        return {element.name for element in self.visit.surface.elements()}


@pytest.fixture
def guest(tmp_path: Path) -> Iterator[Guest]:
    made = Guest(tmp_path)
    yield made
    made.visit.close()


@pytest.mark.parametrize("strong", [False, True])
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_the_settings_is_cut_or_scrolls(
    language: Language, scale: float, strong: bool, tmp_path: Path
) -> None:
    guest = Guest(tmp_path, language)
    visit = guest.visit
    visit.fit(text_scale=scale, raise_m=-0.35, volume=1.0, high_contrast=strong)
    visit.do(a.OpenPanel("settings"))
    problems = []
    for tab in TABS:
        visit.click(f"tab_{tab}")
        problems += [f"{tab}: {problem}" for problem in cut(visit.surface._widget)]
        area = visit.surface._widget.findChild(QScrollArea, f"settings_{tab}")
        assert area is not None
        if area.verticalScrollBar().maximum():
            problems.append(f"{tab} scrolls by {area.verticalScrollBar().maximum()}")
        small = [b for b in area.findChildren(QAbstractButton) if b.height() < 60 or b.width() < 60]
        problems += [f"{tab}: {b.objectName()} is {b.width()} x {b.height()}" for b in small]
    visit.close()
    assert not problems


def test_every_choice_is_one_press_and_shows_that_it_is_taken(guest: Guest) -> None:
    visit = guest.visit
    visit.do(a.OpenPanel("settings"))
    for tab, lines in PAGES.items():
        visit.click(f"tab_{tab}")
        for line in lines:
            for choice in line.choices:
                name = f"set_{line.field}_{choice.key}"
                before = visit.session.comfort
                assert visit.click(name) == [a.SetComfort(chosen(before, line, choice))]
                after = visit.session.comfort
                assert after == chosen(before, line, choice)
                if not choice.step:
                    assert is_chosen(after, line, choice)
                    assert next(e for e in visit.surface.elements() if e.name == name).checked


def test_the_settings_hold_every_field_a_person_can_feel() -> None:
    lines = {line.field for page in PAGES.values() for line in page}
    followers = {"fast_m_per_s", "longest_step_s"}
    assert lines | followers == set(Comfort.__struct_fields__)


def test_steps_say_how_much_there_is_and_stop_at_what_can_be_borne(guest: Guest) -> None:
    visit = guest.visit
    visit.do(a.OpenPanel("settings"))
    visit.click("tab_body")
    visit.click("set_raise_m_higher")
    visit.click("set_raise_m_higher")
    assert "+10 cm" in visit.texts()
    for _ in range(30):
        visit.click("set_raise_m_higher")
    assert visit.session.comfort.raise_m == pytest.approx(0.8)
    visit.click("set_raise_m_zero")
    assert visit.session.comfort.raise_m == 0.0


def test_keys_alone_reach_every_tab_and_choice(guest: Guest) -> None:
    visit = guest.visit
    visit.do(a.OpenPanel("settings"))
    visit.settle()
    seen = set()
    for _ in range(40):
        visit.surface.key("tab")
        seen |= {element.name for element in visit.surface.elements() if element.focused}
    assert {f"tab_{tab}" for tab in TABS} <= seen
    assert {"set_travel_both", "set_walk_m_per_s_fast", "set_vignette_strong", "close"} <= seen


def test_reading_aloud_and_leaving_are_there_only_where_they_can_be(tmp_path: Path) -> None:
    guest = Guest(tmp_path)
    guest.voice = False
    guest.visit.do(a.OpenPanel("settings"))
    guest.visit.click("tab_hearing")
    assert "set_read_aloud_on" not in guest.names()
    guest.visit.click("tab_visit")
    guest.visit.click("leave")
    assert guest.left == 1
    guest.visit.close()
    kiosk = Visit(catalog=MemoryCatalog(tmp_path))
    kiosk.do(a.OpenPanel("settings"))
    kiosk.click("tab_visit")
    assert "leave" not in {element.name for element in kiosk.surface.elements()}
    assert kiosk.click("new_visit") == [a.NewVisit()]
    kiosk.close()


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_says_what_this_shopper_uses(
    language: Language, kind: InputKind, scale: float, tmp_path: Path
) -> None:
    guest = Guest(tmp_path, language)
    guest.kind = kind
    guest.visit.fit(text_scale=scale)
    guest.visit.do(a.OpenPanel("help"))
    texts = Texts(language)
    spoken = " ".join(guest.visit.texts())
    key, _ = lines_of(kind)[-1]
    assert not list(cut(guest.visit.surface._widget))
    if scale == 1.0:
        assert texts.say(key) in spoken
    assert guest.visit.click("start") == [a.ClosePanel()]
    guest.visit.close()


def test_left_handers_are_told_their_own_stick(guest: Guest) -> None:
    guest.kind = "controllers"
    guest.visit.fit(main_hand="left")
    guest.visit.do(a.OpenPanel("help"))
    assert "Right stick" in guest.visit.texts()
    guest.visit.fit(main_hand="right")
    assert "Left stick" in guest.visit.texts()
    guest.visit.fit(one_handed=True)
    assert "Stick back" in guest.visit.texts()
    guest.kind = "gaze"
    assert "Look and rest" in guest.visit.texts()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["controllers", "hands", "gaze"])
def test_first_steps_are_short_and_can_be_skipped(kind: InputKind, language: Language, tmp_path: Path) -> None:
    guest = Guest(tmp_path, language)
    guest.kind, guest.first = kind, True
    visit = guest.visit
    visit.do(a.OpenPanel("help"))
    pages = len(STEPS[kind]) + 1
    for page in range(pages):
        names = guest.names()
        assert not list(cut(visit.surface._widget))
        assert ("earlier" in names) == (page > 0)
        assert ("skip" in names) == (page < pages - 1)
        if page < pages - 1:
            visit.click("next")
    assert visit.click("start") == [a.ClosePanel()]
    visit.do(a.OpenPanel("help"))
    assert visit.click("skip") == [a.ClosePanel()]
    guest.first = False
    visit.do(a.OpenPanel("help"))
    assert "next" not in guest.names()
    visit.close()


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, as WCAG 2.2 defines it."""

    def linear(c: float) -> float:
        return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

    q = QColor(colour)
    return 0.2126 * linear(q.redF()) + 0.7152 * linear(q.greenF()) + 0.0722 * linear(q.blueF())


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("colours", "least", "least_disabled"), [(COLOURS, 4.5, 3.0), (STRONG, 7.0, 4.5)])
def test_every_text_stands_out_from_its_ground(colours: Colours, least: float, least_disabled: float) -> None:
    grounds = (colours.paper, colours.card, colours.tint, colours.tint_pressed)
    for text in ("ink", "faint_ink", "accent", "good", "bad"):
        for ground in grounds[: 2 if text in ("good", "bad") else 3]:
            assert contrast(getattr(colours, text), ground) >= least, (text, ground)
    for ground in (colours.accent, colours.accent_hover, colours.accent_pressed):
        assert contrast(colours.on_accent, ground) >= least, ground
    assert contrast(colours.on_toast, colours.toast) >= least
    assert contrast(colours.disabled, colours.disabled_fill) >= least_disabled
    assert contrast(colours.focus, colours.card) >= 3.0
    assert all(QColor.isValidColorName(v) for v in dataclasses.asdict(colours).values() if isinstance(v, str))


def test_strong_contrast_repaints_everything_at_once(guest: Guest) -> None:
    visit = guest.visit
    visit.do(a.OpenPanel("settings"))
    visit.settle()
    bar = visit.host.bar()
    assert bar is not None
    visit.fit(high_contrast=True)
    visit.settle()
    for surface in (visit.surface, bar):
        ground = surface._widget.grab().toImage().pixelColor(400, surface.size_px[1] - 6)
        assert ground.lightnessF() < 0.15


def line_deg(font: QFont, away_m: float, scale: float = 1.0) -> float:
    """How tall a line of text in this font is, seen from so far away."""
    return math.degrees(math.atan(QFontMetrics(font).height() * scale / PIXELS_PER_METRE / away_m))


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_tall_enough_on_every_panel(language: Language, tmp_path: Path) -> None:
    """Lines of text are at least 1.5 degrees tall in a headset, on every panel, the row of buttons and the notice."""
    visit = Visit(catalog=MemoryCatalog(tmp_path))
    visit.do(a.SetLanguage(language))
    seen: dict[str, float] = {}

    def measure(where: str, surface: PanelSurface, away_m: float, scale: float) -> None:
        for child in surface._widget.findChildren(QWidget):
            shown = isinstance(child, (QLabel, QAbstractButton, QLineEdit)) and child.isVisible() and child.text()
            if shown:
                seen[f"{where}: {child.objectName()} {shown!r}"] = line_deg(child.font(), away_m, scale)

    for name, actions in SCENES.items():
        for action in actions:
            visit.do(action)
        visit.settle()
        if visit.host.open() is not None:
            measure(name, visit.surface, WORN_M, 1.0)
        toast = visit.host.toast()
        if toast is not None:
            measure("notice", toast, TOAST_AWAY_M, TOAST_SCALE)
    bar = visit.host.bar()
    assert bar is not None
    measure("bar", bar, BAR_M, BAR_SCALE)
    visit.close()
    assert len(seen) > 150
    assert {name: round(tall, 2) for name, tall in seen.items() if tall < 1.5} == {}


def test_panels_stand_where_they_are_read_with_ease() -> None:
    assert 1.2 <= WORN_M <= 1.5
    for below in (WORN_BELOW_RAD, WORN_LOW_RAD):
        assert math.radians(10) <= below <= math.radians(20)
    assert TOO_NEAR_M >= 0.5


def test_one_press_leads_back_to_the_entrance_from_everywhere(guest: Guest) -> None:
    visit = guest.visit
    visit.do(a.PickUp("MUG-1"))
    visit.do(a.OpenPanel("settings"))
    visit.click("tab_visit")
    assert visit.click("to_entrance") == [a.PutBack(), a.ClosePanel(), a.Move(0.0, 1.0, 0.0)]
    assert visit.session.held is None
    assert visit.session.panel is None
