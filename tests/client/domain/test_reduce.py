"""`reduce` is total, honest about what changed, and undoable."""

from __future__ import annotations

import math

import msgspec
import msgspec.structs
from hypothesis import given, settings
from hypothesis import strategies as st

from client.domain import actions as a
from client.domain.cart import MAX_COMPARED, MAX_QUANTITY, ItemRef
from client.domain.comfort import Comfort
from client.domain.reduce import reduce
from client.domain.session import NO_CHANGES, Alike, Change, Gathered, Session

items = st.builds(ItemRef, st.sampled_from("abcdefg"), st.none() | st.sampled_from("xyz"))
actions = st.from_type(a.Action)
gathering = st.one_of(
    st.builds(a.AddToCart, items, st.integers(-5, 120)),
    st.builds(a.SetQuantity, items, st.integers(-5, 120)),
    st.builds(a.ToggleWish, items),
    st.builds(a.ToggleCompare, items),
)

FIELDS = {
    "language": Change.LANGUAGE,
    "standing": Change.STANDING,
    "looking_at": Change.LOOKING_AT,
    "held": Change.HELD,
    "chosen": Change.CHOSEN,
    "gathered": Change.GATHERED,
    "panel": Change.PANEL,
    "panel_item": Change.PANEL,
    "search": Change.SEARCH,
    "department": Change.DEPARTMENT,
    "page": Change.DEPARTMENT,
    "dimensions_shown": Change.DIMENSIONS,
    "help_seen": Change.HELP,
    "order": Change.ORDER,
    "notice": Change.NOTICE,
    "comfort": Change.COMFORT,
    "talk": Change.TALK,
    "taste": Change.TASTE,
}


def _finite(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, tuple):
        return all(_finite(part) for part in value)
    return not isinstance(value, msgspec.Struct) or _finite(msgspec.structs.astuple(value))


def after(*done: a.Action) -> Session:
    session = Session()
    for action in done:
        session, _ = reduce(session, action)
    return session


@settings(max_examples=300)
@given(st.lists(actions, max_size=8))
def test_any_action_is_accepted_and_every_change_is_told(done: list[a.Action]) -> None:
    session = Session()
    for action in done:
        before = session
        session, changes = reduce(before, action)
        for name, change in FIELDS.items():
            if getattr(session, name) != getattr(before, name):
                assert change in changes, f"{name} changed silently"
        if session == before:
            assert changes == NO_CHANGES


@settings(max_examples=200)
@given(st.lists(actions.filter(_finite), max_size=8))
def test_a_session_and_its_actions_survive_the_journal(done: list[a.Action]) -> None:
    session = after(*done)
    written = msgspec.json.encode(session)
    assert msgspec.json.decode(written, type=Session) == session
    for action in done:
        assert msgspec.json.decode(msgspec.json.encode(action), type=a.Action) == action


@given(st.lists(gathering, max_size=20))
def test_undo_walks_back_to_the_empty_cart(done: list[a.Action]) -> None:
    session = after(*done)
    for _ in range(len(done)):
        session, _ = reduce(session, a.Undo())
    assert session.gathered == Gathered()
    assert session.undo == ()


@given(st.lists(gathering, max_size=30))
def test_lists_keep_their_bounds(done: list[a.Action]) -> None:
    gathered = after(*done).gathered
    assert all(1 <= line.quantity <= MAX_QUANTITY for line in gathered.cart.lines)
    assert len({line.item for line in gathered.cart.lines}) == len(gathered.cart.lines)
    assert len(gathered.compared) <= MAX_COMPARED


def test_the_hand_follows_the_chosen_variant() -> None:
    session = after(a.PickUp("sofa"), a.ChooseVariant("sofa", "sofa-navy"))
    assert session.held is not None
    assert session.held.item == ItemRef("sofa", "sofa-navy")
    assert after(a.ChooseVariant("sofa", "sofa-navy"), a.PickUp("sofa")).held == session.held


def test_a_late_answer_does_not_replace_a_newer_search() -> None:
    session = after(a.Search("lamp"), a.Search("sofa"), a.SearchFound("lamp", ("l1",)))
    assert session.search.query == "sofa"
    assert session.search.found == ()


def test_a_fifth_product_to_compare_is_answered_with_a_sentence() -> None:
    session = after(*(a.ToggleCompare(ItemRef(sku)) for sku in "abcde"))
    assert len(session.gathered.compared) == MAX_COMPARED
    assert session.notice is not None


def test_the_next_visitor_finds_nothing_of_the_last() -> None:
    session = after(a.SetLanguage("zh-CN"), a.AddToCart(ItemRef("a")), a.Search("x"), a.PickUp("a"), a.NewVisit())
    assert session == Session(language="zh-CN")


@given(st.builds(a.SetComfort))
def test_comfort_stays_within_what_can_be_borne(action: a.SetComfort) -> None:
    comfort = after(action).comfort
    assert 0.4 <= comfort.dwell_s <= 4.0
    assert 0.0 <= comfort.vignette <= 1.0
    assert comfort == comfort.within_bounds()


def test_the_next_visitor_finds_the_house_settings() -> None:
    session = Session(comfort=Comfort(seated=True), house=Comfort(walk_m_per_s=1.0))
    fresh, changes = reduce(session, a.NewVisit())
    assert fresh.comfort == fresh.house == Comfort(walk_m_per_s=1.0)
    assert Change.COMFORT in changes


def test_what_is_found_of_a_likeness_is_taken_while_it_is_still_wanted() -> None:
    like = Alike(sku="l1")
    session = after(a.Search("lamp"), a.SearchLike(like))
    assert session.search.running
    assert session.search.query == ""
    assert after(a.SearchLike(like), a.SearchFound("", ("l2",), like)).search.found == ("l2",)
    late = after(a.SearchLike(like), a.SearchLike(Alike(picture=2)), a.SearchFound("", ("l2",), like))
    assert late.search.running
    assert late.search.found == ()
    assert after(a.SearchLike(like), a.Search("sofa"), a.SearchFound("", ("l2",), like)).search.query == "sofa"
