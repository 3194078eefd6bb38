"""Visits to a shop without engine and Qt: what a shopper does, in the shopper's words."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from client.domain.actions import Search
from client.domain.session import Session
from client.headset.api import Hand, Pose
from client.headset.scripted import Input
from client.interaction.rig import about_x, heading_of
from client.journal.recorder import Recorder
from client.journal.records import FORMAT, Header, session_hash
from client.pilot import Pilot
from tests.simulators.paper_panels import PaperSurface
from tests.simulators.plain_shop import plain_shop


def open_panel(pilot: Pilot) -> PaperSurface:
    surface = pilot.shop.cards.panels.open()
    assert isinstance(surface, PaperSurface)
    return surface


def test_a_product_is_looked_at_picked_up_turned_and_put_back() -> None:
    with plain_shop() as pilot:
        pilot.walk_to(0.5, 1.5).point_at("chair-2")
        assert pilot.session.looking_at == "chair-2"
        pilot.click()
        assert pilot.session.held is not None
        assert pilot.session.held.item.sku == "chair-2"
        assert pilot.session.panel == "product"
        held_at = pilot.session.held.distance_m
        pilot.point_away().look_at((0.5, 4.0, 1.5)).wheel(2)
        assert pilot.session.held.distance_m == pytest.approx(held_at + 0.16)
        pilot.press("escape")
        assert pilot.session.held is None
        assert pilot.session.panel is None


def test_dragging_turns_what_is_in_the_hand_and_a_click_elsewhere_puts_it_back() -> None:
    with plain_shop() as pilot:
        pilot.walk_to(1.0, 1.5).point_at("chair-3").click()
        pilot.press("i", "i")
        # The held product floats to the left of the middle, beside its panel.
        pilot._mouse = (-0.4, -0.1)
        pilot.run(1).drag(0.25, 0.0)
        assert pilot.session.held is not None
        assert heading_of(pilot.session.held.turn) == pytest.approx(1.0, abs=0.3)
        pilot.press("r")
        assert heading_of(pilot.session.held.turn) == pytest.approx(0.0)
        pilot._mouse = (-0.9, 0.9)
        pilot.run(1).click()
        assert pilot.session.held is None


def test_variants_and_dimensions_by_keys() -> None:
    with plain_shop() as pilot:
        pilot.walk_to(1.0, 1.5).point_at("chair-3")
        pilot.press("v")
        assert pilot.session.chosen_variant("chair-3") == "chair-3-1"
        pilot.press("v")
        assert pilot.session.chosen_variant("chair-3") == "chair-3-2"
        pilot.press("v")
        assert pilot.session.chosen_variant("chair-3") is None
        pilot.press("m")
        assert not pilot.session.dimensions_shown
        pilot.press("enter", "m")
        assert pilot.session.dimensions_shown


def test_a_panel_is_clicked_through_a_ray() -> None:
    with plain_shop() as pilot:
        pilot.walk_to(1.0, 1.5).point_at("chair-3").click().run(1)
        pilot.point_at("add").click().run(1)
        (line,) = pilot.session.gathered.cart.lines
        assert (line.item.sku, line.quantity) == ("chair-3", 1)
        assert pilot.session.held is not None, "a click on the panel must not put the product back"
        pilot.press("ctrl+z")
        assert pilot.session.gathered.cart.lines == ()


def test_search_is_typed_and_found_off_the_frame() -> None:
    with plain_shop() as pilot:
        pilot.press("f").run(1).type("wasd")
        assert open_panel(pilot).text == "wasd"
        assert pilot.session.standing.y_m == 0.0, "letters for a text field never walk"
        pilot.press("backspace", "ctrl+a")
        assert open_panel(pilot).keys == ["backspace", "control+a"]
        pilot.shop.visit.dispatcher("panel")(Search("mug"))
        pilot.run_until(lambda: bool(pilot.session.search.found))
        assert pilot.session.search.found == tuple(f"mug-{i}" for i in range(6))
        assert not pilot.session.search.running
        pilot.press("escape")
        assert pilot.session.panel is None


def test_a_department_fills_the_store_and_an_empty_one_is_a_sentence() -> None:
    with plain_shop() as pilot:
        pilot.walk_to(2.0, 1.0).press("g").run(1).point_at("kitchen").click()
        pilot.run_until(lambda: pilot.shop.keeper.current.wanted.department == "Kitchen")
        assert {p.item_id for p in pilot.shop.keeper.current.plan.placements} == {f"mug-{i}" for i in range(6)}
        pilot.run(1)
        assert (pilot.session.standing.x_m, pilot.session.standing.y_m) == (0.0, 0.0)
        pilot.run_until(lambda: pilot.shop.fade == 0.0)
        pilot.point_at("nothing").click().run_until(lambda: pilot.session.notice is not None)
        assert pilot.session.notice is not None
        assert pilot.session.notice.key == "department_empty"
        assert pilot.session.department == "Kitchen"
        pilot.run_until(lambda: pilot.session.notice is None)


def test_a_large_catalogue_is_paged_and_what_is_elsewhere_can_still_be_held() -> None:
    with plain_shop(limit=8) as pilot:
        standing = {p.item_id for p in pilot.shop.keeper.current.plan.placements}
        assert {sku.split("-")[0] for sku in standing} == {"chair", "lamp", "mug"}, "every department has its share"
        seen: set[str] = set()
        for page in (1, 2):
            pilot.press("page_down").run_until(lambda page=page: pilot.shop.keeper.current.wanted.page == page)
            seen |= {p.item_id for p in pilot.shop.keeper.current.plan.placements}
            pilot.run_until(lambda: pilot.shop.fade == 0.0)
        assert len(seen) == 16
        pilot.press("page_down").run_until(lambda: pilot.session.notice is not None)
        assert (pilot.session.page, pilot.shop.keeper.current.wanted.page) == (2, 2)
        pilot.press("page_up").run_until(lambda: pilot.shop.keeper.current.wanted.page == 1)
        elsewhere = sorted(seen - {p.item_id for p in pilot.shop.keeper.current.plan.placements})[0]
        assert pilot.shop.keeper.current.held_thing(elsewhere) is not None
        assert pilot.shop.keeper.current.held_thing("no-such-product") is None


def test_help_opens_once_and_language_switches_at_any_moment() -> None:
    with plain_shop(welcome=True) as pilot:
        pilot.run(1)
        assert pilot.session.panel == "help"
        pilot.point_at("close").click().run(1)
        assert pilot.session.help_seen
        assert pilot.session.panel is None
        pilot.press("l")
        assert pilot.session.language == "zh-CN"
        pilot.press("h", "l")
        assert (pilot.session.panel, pilot.session.language) == ("help", "en")


def test_teleport_lands_where_the_arc_ends_and_not_outside() -> None:
    with plain_shop() as pilot:
        pilot.run(2, keys=("t",))
        arc = pilot.shop.intents.arc
        assert arc is not None
        assert arc.allowed
        pilot.run(1)
        assert pilot.session.standing.y_m == pytest.approx(arc.points[-1][1])
        assert pilot.session.standing.y_m > 2.0
        pilot.turn_to(math.pi).walk_to(0.0, 0.0).turn_to(math.pi)
        pilot.run(2, keys=("t",))
        assert pilot.shop.intents.arc is not None
        assert not pilot.shop.intents.arc.allowed
        before = pilot.session.standing
        pilot.run(1)
        assert pilot.session.standing == before


def test_nothing_moves_the_camera_but_the_shopper() -> None:
    with plain_shop() as pilot:
        before = pilot.run(1).session.standing
        pilot.press("c", "h", "m", "g").run(120)
        assert pilot.session.standing == before


def test_a_headset_with_hands_points_picks_and_teleports() -> None:
    with plain_shop() as pilot:
        pilot.walk_to(1.0, 1.5).turn_to(0.0)
        aim = Pose((0.0, 0.2, 1.3), about_x(-0.05))
        hand = Hand("right", aim, aim)
        pulled = Hand("right", aim, aim, trigger=0.9)
        pilot.do(Input(hands=(hand,)))
        assert pilot.session.looking_at == "chair-3"
        for now in (pulled, pulled, hand):
            pilot.do(Input(hands=(now,)))
        assert pilot.session.held is not None


def recorded(path: Path) -> Session:
    def recorder(session: Session) -> Recorder:
        return Recorder(path, Header(FORMAT, "0", "memory", session, 480, 270))

    with plain_shop(recorder=recorder, welcome=True) as pilot:
        pilot.run(1).press("escape").walk_to(1.0, 1.5).point_at("chair-3").click().run(1).point_at("add").click()
        pilot.press("escape", "l", "g").run(1).point_at("kitchen").click()
        pilot.run_until(lambda: pilot.shop.keeper.current.wanted.department == "Kitchen").run(40)
        pilot.press("escape").walk_to(-1.0, 1.5).point_at("mug-2").click().drag(0.2, 0.1)
        return pilot.session


def test_a_recorded_visit_replays_to_the_same_session(tmp_path: Path) -> None:
    from client.journal.reader import read_journal
    from client.journal.records import EndRecord, FrameRecord, sample_of

    final = recorded(tmp_path / "visit.jsonl")
    journal = read_journal(tmp_path / "visit.jsonl")
    with plain_shop(welcome=True) as pilot:
        assert pilot.session == journal.header.session
        sample, ends = None, 0
        for record in journal.records():
            if isinstance(record, FrameRecord):
                sample = sample_of(record, sample)
                assert pilot.shop.step_replayed(sample, record), f"frame {record.frame.index}"
            elif isinstance(record, EndRecord):
                ends += 1
                assert record.session_sha256 == session_hash(pilot.session)
        assert ends == 1
        assert pilot.session == final
        assert pilot.session.department == "Kitchen"
        assert pilot.session.language == "zh-CN"
