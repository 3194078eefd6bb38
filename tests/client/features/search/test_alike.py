"""What looks like something is found beside the frame; no photo outlives its search."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import pytest

from client.domain import actions as a
from client.domain.reduce import reduce
from client.domain.session import NO_CHANGES, Alike, Change, Notice, Session
from client.features.search.alike import AlikeFeature, Photos
from client.headset.api import Frame, Pose, Sample
from inference.runtime.desk import LateError

SAMPLE = Sample(Frame(0, 0.0, 0.01), (), Pose())


class PaperSearch:
    """Knows answers by heart; looks at one product in each step until told to stop."""

    def __init__(self) -> None:
        self.closed, self.looked = False, 0
        self.asked: list[bytes] = []

    def look(self, going: Callable[[], bool]) -> bool:
        while going() and self.looked < 50:
            self.looked += 1
            time.sleep(0.001)
        return self.looked >= 50

    def by_picture(self, photo: bytes) -> Sequence[tuple[str, float]]:
        self.asked.append(photo)
        if photo == b"broken":
            raise OSError("That is no picture.")
        return [("mug", 0.9), ("vase", 0.4)]

    def like(self, sku: str) -> Sequence[tuple[str, float]]:
        return [(f"{sku}-twin", 0.8)]

    def close(self) -> None:
        self.closed = True


class Shopper:
    """A session that the feature serves."""

    def __init__(self, search: PaperSearch | None) -> None:
        self.session = Session()
        self.notices: list[Notice] = []
        self.lock = threading.Lock()
        self.chosen = [b""]
        self.feature = AlikeFeature(lambda: search, self.do, self.came)

    @property
    def photos(self) -> Photos:
        return self.feature.photos

    def came(self) -> bytes:
        taken, self.chosen[0] = self.chosen[0], b""
        return taken

    def do(self, action: a.Action) -> None:
        if isinstance(action, a.Notify):
            self.notices.append(action.notice)
        self.session, _ = reduce(self.session, action)

    def frames(self, until: Callable[[], bool], changes: frozenset[Change] = NO_CHANGES) -> None:
        end = time.monotonic() + 30
        while not until():
            assert time.monotonic() < end, "no answer came"
            self.feature.update(self.session, changes, SAMPLE)
            changes = NO_CHANGES
            time.sleep(0.002)


@pytest.fixture
def search() -> PaperSearch:
    return PaperSearch()


@pytest.fixture
def shopper(search: PaperSearch) -> Iterator[Shopper]:
    made = Shopper(search)
    yield made
    made.feature.close()
    made.feature.close()


def test_a_picture_finds_products_with_the_reason(shopper: Shopper, search: PaperSearch) -> None:
    shopper.do(a.SearchLike(shopper.photos.show(b"photo")))
    shopper.frames(lambda: not shopper.session.search.running)
    assert shopper.session.search.found == ("mug", "vase")
    assert shopper.session.search.told.why == (("picture",), ("picture",))
    assert search.asked == [b"photo"]


def test_a_shape_finds_its_like(shopper: Shopper) -> None:
    shopper.do(a.SearchLike(Alike(sku="chair")))
    shopper.frames(lambda: not shopper.session.search.running)
    assert shopper.session.search.found == ("chair-twin",)


def test_only_the_last_wish_is_answered(shopper: Shopper) -> None:
    shopper.do(a.SearchLike(Alike(sku="chair")))
    shopper.feature.update(shopper.session, NO_CHANGES, SAMPLE)
    shopper.do(a.SearchLike(Alike(sku="table")))
    shopper.frames(lambda: not shopper.session.search.running)
    assert shopper.session.search.found == ("table-twin",)


def test_a_photo_is_forgotten_with_its_search(shopper: Shopper) -> None:
    like = shopper.photos.show(b"photo")
    shopper.do(a.SearchLike(like))
    shopper.frames(lambda: not shopper.session.search.running)
    assert shopper.photos.of(like) == b"photo"
    shopper.do(a.NewVisit())
    shopper.feature.update(shopper.session, NO_CHANGES, SAMPLE)
    assert shopper.photos.of(like) == b""


def test_a_broken_picture_is_told_and_the_next_one_works(shopper: Shopper) -> None:
    shopper.do(a.SearchLike(shopper.photos.show(b"broken")))
    shopper.frames(lambda: not shopper.session.search.running)
    assert [n.key for n in shopper.notices] == ["search_failed"]
    assert shopper.session.search.found == ()
    shopper.do(a.SearchLike(shopper.photos.show(b"photo")))
    shopper.frames(lambda: not shopper.session.search.running)
    assert shopper.session.search.found == ("mug", "vase")


def test_without_a_model_it_says_so() -> None:
    shopper = Shopper(None)
    shopper.do(a.SearchLike(Alike(sku="chair")))
    shopper.frames(lambda: not shopper.session.search.running)
    assert [n.key for n in shopper.notices] == ["no_picture_model"]
    shopper.feature.close()


def test_it_looks_at_the_catalogue_while_nobody_asks(shopper: Shopper, search: PaperSearch) -> None:
    shopper.frames(lambda: search.looked == 50)


class BusySearch(PaperSearch):
    """Its model is late at first."""

    late = 0

    def look(self, going: Callable[[], bool]) -> bool:
        self.late += 1
        if self.late == 1:
            raise LateError("It took too long.")
        return super().look(going)


def test_what_was_late_on_a_busy_machine_is_looked_at_later() -> None:
    search = BusySearch()
    shopper = Shopper(search)
    shopper.frames(lambda: search.looked == 50)
    shopper.feature.close()


def test_another_catalogue_is_looked_at_anew(shopper: Shopper, search: PaperSearch) -> None:
    shopper.frames(lambda: search.looked == 50)
    assert not search.closed
    shopper.frames(lambda: search.closed, frozenset({Change.CATALOGUE}))


def test_a_chosen_picture_opens_the_search_and_is_looked_for(shopper: Shopper, search: PaperSearch) -> None:
    shopper.chosen[0] = b"chosen"
    shopper.frames(lambda: bool(shopper.session.search.found))
    assert shopper.session.panel == "search"
    assert search.asked == [b"chosen"]


def test_words_are_not_its_business(shopper: Shopper, search: PaperSearch) -> None:
    shopper.do(a.Search("mug"))
    shopper.frames(lambda: search.looked > 5)
    assert shopper.session.search.running
    assert search.asked == []


def test_who_asks_where_nothing_can_be_kept_is_told_and_asks_again_when_it_can() -> None:
    opened: list[PaperSearch | None] = []

    def failing() -> PaperSearch:
        opened.append(None)
        if len(opened) < 3:
            raise sqlite3.OperationalError("database or disk is full")
        return PaperSearch()

    shopper = Shopper(None)
    shopper.feature = AlikeFeature(failing, shopper.do)
    try:
        shopper.do(a.SearchLike(Alike(sku="chair")))
        shopper.frames(lambda: not shopper.session.search.running)
        assert [notice.key for notice in shopper.notices] == ["search_failed"]
        while not shopper.session.search.found:
            shopper.do(
                a.SearchLike(Alike(sku="table" if shopper.session.search.like == Alike(sku="chair") else "chair"))
            )
            shopper.frames(lambda: not shopper.session.search.running)
        assert len(opened) == 3
    finally:
        shopper.feature.close()


def test_what_somebody_chose_ends_with_their_visit_and_with_the_shop() -> None:
    left: list[int] = []
    shopper = Shopper(None)
    feature = AlikeFeature(lambda: None, shopper.do, left=lambda: left.append(1))
    feature.update(shopper.session, NO_CHANGES, SAMPLE)
    assert not left
    feature.update(shopper.session, frozenset(Change), SAMPLE)
    assert len(left) == 1
    feature.close()
    assert len(left) == 2
