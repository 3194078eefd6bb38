"""What was chosen is remembered; the owner's file stays the owner's."""

from __future__ import annotations

import math
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from client.domain import actions as a
from client.domain.comfort import Comfort
from client.domain.reduce import reduce
from client.domain.session import Change, Session
from client.domain.text import Language
from client.features.settings.feature import CALM_S, SettingsFeature
from client.headset.api import Frame, Pose, Sample
from client.settings import Settings, SettingsError, load_settings
from client.settings_file import remember, remembering


def test_comments_order_and_other_settings_stay(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("# my shop\nwidth = 800  # small\ntext_scale = 1.0 # eyes\n", "utf-8")
    assert remember(file, {"text_scale": 1.3, "captions": True, "volume": 0.7})
    assert file.read_text("utf-8") == "# my shop\nwidth = 800  # small\ntext_scale = 1.3 # eyes\ncaptions = true\n"
    assert not remember(file, {"text_scale": 1.3, "captions": True}), "nothing new, nothing written"
    assert remember(file, {"captions": False})
    assert not load_settings(file, {}).captions
    assert [path.name for path in tmp_path.iterdir()] == ["settings.toml"]


def test_a_file_is_made_and_says_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.toml"
    assert remember(file, {"language": "zh-CN", "seated": True})
    assert file.read_text("utf-8").startswith("#")
    assert load_settings(file, {}) == Settings(language="zh-CN", seated=True)


def test_what_cannot_be_written_is_one_sentence_and_the_visit_goes_on(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("width = \n", "utf-8")
    with pytest.raises(SettingsError, match="cannot be written"):
        remember(tmp_path / "settings.toml", {"seated": True})
    assert (tmp_path / "settings.toml").read_text("utf-8") == "width = \n"
    remembering(tmp_path / "settings.toml")(Comfort(seated=True), "en")


@pytest.mark.parametrize("name", Comfort.__struct_fields__)
def test_every_field_of_comfort_is_a_setting(name: str) -> None:
    """Setting by setting: what another value makes of the comfort comes back from the comfort."""
    others = {"fast_m_per_s": ("walk_speed", 2.4), "snap_rad": ("snap_degrees", 45)}
    setting, value = others.get(name, ("", 0.0))
    if not setting:
        now = getattr(Comfort(), name)
        other: object = {"travel": "teleport", "main_hand": "left", "pointing": "gaze"}.get(name)
        if other is None:
            other = (not now) if isinstance(now, bool) else now * 0.8 if now else 0.25
            other = 1.2 if name == "text_scale" else other
        said = Settings.of_comfort(structs.replace(Comfort(), **{name: other}))
        usual = Settings.of_comfort(Comfort())
        (setting,) = [key for key, new in said.items() if new != usual[key]]
        comfort = structs.replace(Settings(), **{setting: said[setting]}).comfort()
        assert Settings.of_comfort(comfort) == said
    else:
        comfort = structs.replace(Settings(), **{setting: value}).comfort()
    assert getattr(comfort, name) != getattr(Comfort(), name)


@given(scale=st.floats(1.0, 1.5), dwell=st.floats(0.4, 4.0), hand=st.sampled_from(["left", "right"]))
def test_what_is_remembered_is_what_was_chosen(scale: float, dwell: float, hand: str) -> None:
    chosen = structs.replace(Comfort(), text_scale=scale, dwell_s=dwell, main_hand=hand)
    again = Settings(**Settings.of_comfort(chosen)).comfort()  # type: ignore[arg-type]
    assert again.text_scale == pytest.approx(scale, abs=0.006)
    assert again.dwell_s == pytest.approx(dwell, abs=0.006)
    assert again.main_hand == hand
    assert again.snap_rad == pytest.approx(math.radians(30))


class Person:
    """A session and a feature that remembers into a list."""

    def __init__(self) -> None:
        self.kept: list[tuple[Comfort, Language]] = []
        self.feature = SettingsFeature(lambda comfort, language: self.kept.append((comfort, language)))
        self.session, self.now = Session(), 0.0
        self.feature.update(self.session, frozenset(Change), self.sample())

    def sample(self) -> Sample:
        return Sample(Frame(0, self.now, 0.1), (), Pose())

    def does(self, *actions: a.Action) -> None:
        for action in actions:
            self.session, changes = reduce(self.session, action)
            self.feature.update(self.session, changes, self.sample())

    def waits(self, seconds: float) -> None:
        self.now += seconds
        self.feature.update(self.session, frozenset(), self.sample())


def test_a_choice_is_kept_when_choosing_is_over() -> None:
    person = Person()
    person.waits(10.0)
    person.does(a.SetComfort(Comfort(raise_m=0.05)))
    person.waits(CALM_S / 2)
    person.does(a.SetComfort(Comfort(raise_m=0.1)))
    person.waits(CALM_S / 2)
    assert person.kept == []
    person.waits(CALM_S)
    person.does(a.SetLanguage("zh-CN"))
    person.feature.close()
    assert person.kept == [(Comfort(raise_m=0.1), "en"), (Comfort(raise_m=0.1), "zh-CN")]


def test_a_slow_disk_holds_no_frame_up() -> None:
    written = threading.Event()
    threads: list[int] = []

    def remember(comfort: Comfort, language: Language) -> None:
        written.wait(20.0)
        threads.append(threading.get_ident())

    person = Person()
    person.feature.close()
    person.feature = SettingsFeature(remember)
    person.does(a.SetComfort(Comfort(seated=True)))
    person.waits(CALM_S)
    person.waits(CALM_S)
    assert threads == [], "frames went on"
    written.set()
    person.feature.close()
    person.feature.close()
    assert threads
    assert threads[0] != threading.get_ident()


def test_a_new_visit_forgets_for_the_next_person_not_for_the_next_time() -> None:
    person = Person()
    person.does(a.SetComfort(Comfort(seated=True)), a.NewVisit())
    person.waits(5.0)
    person.feature.close()
    assert person.session.comfort == Comfort()
    assert person.kept == [(Comfort(seated=True), "en")]
