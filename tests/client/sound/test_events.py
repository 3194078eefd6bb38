"""Which change sounds, and how the desk thins it out."""

from __future__ import annotations

import math
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.comfort import Comfort
from client.domain.reduce import reduce
from client.domain.session import Change, Notice, OrderDraft, Session
from client.sound.desk import MOST_AT_ONCE, Desk, faintness, placed_softly, side_of
from client.sound.events import CAPTION, STRENGTH, Event, events
from client.sound.recipes import RECIPES
from client.sound.shop_sounds import lengths_s
from client.sound.values import SoundName
from client.texts import Texts

SOFA = ItemRef("sofa")
HELD = reduce(Session(), a.PickUp("sofa"))[0]
FULL = reduce(Session(), a.AddToCart(SOFA))[0]
OPEN = reduce(Session(), a.OpenPanel("cart"))[0]

CASES: list[tuple[Session, a.Action, list[str]]] = [
    (Session(), a.LookAt("sofa"), ["tick"]),
    (Session(looking_at="sofa"), a.LookAt(None), []),
    (Session(), a.PickUp("sofa"), ["take"]),
    (HELD, a.PickUp("mug"), ["take"]),
    (HELD, a.Turn(0.1), []),
    (HELD, a.PutBack(), ["put_back"]),
    (HELD, a.ShowDimensions(True), ["select"]),
    (HELD, a.ChooseVariant("sofa", "sofa-red"), ["select"]),
    (Session(), a.AddToCart(SOFA), ["add"]),
    (FULL, a.SetQuantity(SOFA, 0), ["remove"]),
    (FULL, a.Undo(), ["remove"]),
    (Session(), a.ToggleWish(SOFA), ["add"]),
    (Session(), a.OpenPanel("cart"), ["open"]),
    (OPEN, a.OpenPanel("map"), ["open"]),
    (OPEN, a.ClosePanel(), ["close"]),
    (Session(), a.SetLanguage("zh-CN"), ["select"]),
    (Session(), a.SetComfort(Comfort(seated=True)), ["select"]),
    (Session(), a.Move(0.05, 0.0, 0.0), []),
    (Session(), a.Move(0.0, 2.0, 0.0), ["move"]),
    (Session(), a.Notify(Notice("compare_full")), ["refused"]),
    (Session(), a.Notify(Notice("cart_prices_changed")), ["notice"]),
    (Session(), a.Notify(Notice("looking_at")), []),
    (Session(), a.Notify(Notice(CAPTION + "added")), []),
    (Session(notice=Notice("compare_full")), a.Notify(None), []),
    (FULL, a.CheckedOut(OrderDraft("l", "f", "1")), ["done", "open"]),
    (FULL, a.NewVisit(), []),
]


@pytest.mark.parametrize(("before", "action", "sounds"), CASES, ids=lambda value: value.__class__.__name__)
def test_what_an_action_sounds_like(before: Session, action: a.Action, sounds: list[str]) -> None:
    after, changes = reduce(before, action)
    assert [event.sound for event in events(before, after, changes)] == sounds


def test_every_sound_has_a_recipe_and_a_rank() -> None:
    assert set(get_args(SoundName)) == set(RECIPES) == set(STRENGTH)


def test_every_caption_is_a_sentence_in_both_languages() -> None:
    captions = set()
    for before, action, _ in CASES:
        after, changes = reduce(before, action)
        captions |= {event.caption for event in events(before, after, changes) if event.caption}
    assert len(captions) >= 6
    for language in ("en", "zh-CN"):
        texts = Texts(language)
        for key in captions:
            said = texts.notice(Notice(key, (("left", "← "), ("right", ""))))
            assert said != texts.say("notice.other")


def test_of_what_happens_together_the_strongest_is_heard() -> None:
    desk = Desk(lengths_s())
    assert desk.hear(Event("take"), 1.0, Comfort()) is not None
    assert desk.hear(Event("open"), 1.0, Comfort()) is None, "the panel that opens with it is not heard as well"
    assert desk.hear(Event("done"), 1.0, Comfort()) is not None, "but what is stronger is"
    assert desk.hear(Event("open"), 1.5, Comfort()) is not None


def test_sweeping_over_a_shelf_does_not_rattle() -> None:
    desk = Desk(lengths_s())
    heard = [t for t in range(100) if desk.hear(Event("tick"), t / 90, Comfort())]
    assert 5 <= len(heard) <= 8


def test_no_volume_is_no_sound_and_less_is_less() -> None:
    assert Desk(lengths_s()).hear(Event("add"), 0.0, Comfort(volume=0.0)) is None
    quiet = Desk(lengths_s()).hear(Event("add"), 0.0, Comfort(volume=0.3))
    loud = Desk(lengths_s()).hear(Event("add"), 0.0, Comfort(volume=1.0))
    assert quiet is not None
    assert loud is not None
    assert 0 < quiet.gain < loud.gain == 1.0


def test_mono_has_no_sides() -> None:
    at = (-2.0, 1.0, 0.0)
    mono = Desk(lengths_s()).hear(Event("take"), 0.0, Comfort(mono_sound=True), at)
    sides = Desk(lengths_s()).hear(Event("take"), 0.0, Comfort(), at)
    assert mono is not None
    assert sides is not None
    assert mono.at is None
    assert sides.at is not None
    assert sides.at[0] < 0
    assert mono.gain == sides.gain


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(STRENGTH), st.floats(-1, 0.3)), max_size=80))
def test_never_more_at_once_than_the_desk_allows(asked: list[tuple[SoundName, float]]) -> None:
    """Clocks may jump back when another headset is put on."""
    desk, now, lengths = Desk(lengths_s()), 0.0, lengths_s()
    playing: list[tuple[float, float]] = []
    for name, step in asked:
        if step < 0:
            now, playing = now + 5 * step, []
            desk = Desk(lengths)
        now += abs(step)
        playing = [(begin, end) for begin, end in playing if end > now]
        if desk.hear(Event(name), now, Comfort()) is not None:
            playing.append((now, now + lengths[name]))
        assert len(playing) <= MOST_AT_ONCE


def test_a_clock_that_jumps_back_does_not_silence_the_shop() -> None:
    desk = Desk(lengths_s())
    for _ in range(MOST_AT_ONCE):
        assert desk.hear(Event("done"), 1000.0, Comfort()) or True
    assert desk.hear(Event("add"), 3.0, Comfort()) is not None


@settings(deadline=None)
@given(st.tuples(st.floats(-9, 9), st.floats(-9, 9), st.floats(-3, 3)))
def test_a_place_keeps_its_side_and_reaches_both_ears(at: tuple[float, float, float]) -> None:
    x, y, z = placed_softly(at)
    assert math.hypot(x, y, z) == pytest.approx(1.0)
    assert abs(math.atan2(x, y)) <= math.radians(25) + 1e-9
    assert 0.4 < faintness(at) <= 1.0
    if side_of(at):
        assert side_of(at) == ("right" if x > 0 else "left")


def test_only_what_is_clearly_aside_has_a_side() -> None:
    assert side_of(None) == side_of((0.0, 0.0, 1.0)) == side_of((0.3, 1.0, 0.0)) == side_of((0.2, -1.0, 0.0)) == ""
    assert side_of((1.0, 1.0, 0.0)) == "right"
    assert side_of((-1.0, -0.5, 0.0)) == "left"


def test_everything_new_is_silent() -> None:
    assert events(Session(), FULL, frozenset(Change)) == ()
