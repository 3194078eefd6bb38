"""What is offered follows what the shopper does, tells true reasons, and is corrected by a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.money import Money
from client.domain.product import Product
from client.domain.reduce import reduce
from client.domain.session import NO_CHANGES, Change, Session
from client.domain.taste import Steering
from client.domain.text import LocalText
from client.features.for_you.feature import ForYouFeature
from client.features.for_you.gazing import GazeFeature
from client.headset.api import Eye, Fov, Frame, Pose, Sample
from client.profile.goods import read_goods
from client.profile.knowledge import read_facts
from client.profile.ranking import Ranking
from tests.client.panels.shop import MemoryCatalog

_SAMPLE = Sample(Frame(0, 0.0, 0.01), (Eye(Pose(), Fov(-0.5, 0.5, 0.5, -0.5)),), Pose())


def goods(sku: str, kind: str, material: str, price: int = 100, **more: object) -> Product:
    made = Product(
        sku, LocalText(sku), category=("Furniture", kind), materials=(material,), price=Money(Decimal(price), "USD")
    )
    return replace(made, **more)


GOODS = (
    *(goods(f"oak-{kind}", kind, "oak") for kind in ("Chairs", "Tables", "Shelves", "Stools")),
    *(goods(f"leather-{kind}", kind, "leather", 900) for kind in ("Chairs", "Sofas", "Stools", "Beds")),
    goods("oak-gone", "Tables", "oak", availability="out_of_stock"),
)


class Visiting:
    """A session, its offers, and every answer reduced at once."""

    def __init__(self, folder: Path) -> None:
        self.session = Session()
        self.folder = folder
        self._changes: frozenset[Change] = NO_CHANGES
        self.feature = ForYouFeature(lambda: MemoryCatalog(folder, GOODS), self._reduce)

    def _reduce(self, action: a.Action) -> None:
        self.session, changed = reduce(self.session, action)
        self._changes |= changed

    def do(self, *done: a.Action) -> list[str]:
        """Does it; the SKUs offered then."""
        for action in done:
            self._reduce(action)
        for _ in range(1000):
            self.feature.update(self.session, self._changes, _SAMPLE)
            self._changes = NO_CHANGES
            if self.session.taste.offered_for == self.session.taste.number:
                return [offer.sku for offer in self.session.taste.offered]
            if self.feature._running is not None:
                self.feature._running[1].exception(20)
        raise AssertionError("no offers came")

    def wait_for_changing(self) -> None:
        """Until it is known what would change the offers."""
        assert self.feature._changing is not None
        self.feature._changing[1].exception(20)
        self.do()

    def wait_for_questions(self) -> None:
        """Until the shop knows what to ask."""
        assert self.feature._asking is not None
        self.feature._asking.exception(20)
        self.do()


@pytest.fixture
def visiting(tmp_path: Path) -> Iterator[Visiting]:
    made = Visiting(tmp_path)
    yield made
    made.feature.close()
    made.feature.close()


def test_who_likes_oak_and_not_leather_sees_it_after_three_things(visiting: Visiting) -> None:
    mixed = visiting.do(a.OpenPanel("product", ItemRef("leather-Chairs")))
    assert any(sku.startswith("leather") for sku in mixed[:3])
    offered = visiting.do(
        a.NotForMe("leather-Sofas"), a.ForgetTaste("leather-Chairs"), a.PickUp("oak-Chairs"),
        a.AddToCart(ItemRef("oak-Tables")),
    )  # fmt: skip
    assert offered[0].startswith("oak")
    assert "leather-Sofas" not in offered
    assert "oak-gone" not in offered, "what cannot be had is not offered"
    assert not {"oak-Chairs", "oak-Tables"} & set(offered), "nor what one has already had in hand"


def ranking(folder: Path, products: Sequence[Product] = GOODS) -> Ranking:
    return Ranking(read_goods(MemoryCatalog(folder, tuple(products)).products(), read_facts()))


def test_what_would_change_an_offer_is_true(visiting: Visiting, tmp_path: Path) -> None:
    """Of every touch that an offer comes from: forgotten, the offer is gone just where it was said to need it."""
    visiting.do(a.PickUp("oak-Chairs"), a.AddToCart(ItemRef("leather-Beds")), a.NotForMe("leather-Sofas"))
    visiting.wait_for_changing()
    taste, rank, needed = visiting.session.taste, ranking(tmp_path), 0
    for offer in taste.offered:
        for reason in offer.because[:2]:
            still = {one.sku for one in rank.answer(taste.without(reason.touch.sku)).offers}
            assert (offer.sku not in still) == (reason.touch.sku in offer.needs)
            needed += offer.sku not in still
    assert needed


def test_buying_tells_more_than_looking(visiting: Visiting) -> None:
    visiting.do(a.OpenPanel("product", ItemRef("leather-Chairs")), a.AddToCart(ItemRef("oak-Chairs")))
    assert visiting.session.taste.touches[-1].kind == "cart"
    visiting.do(a.OpenPanel("product", ItemRef("oak-Chairs")))
    assert visiting.session.taste.touches[-1].kind == "cart", "looking again does not make it less"


def test_everything_is_forgotten_by_a_word_and_by_the_next_visitor(visiting: Visiting) -> None:
    assert visiting.do(a.PickUp("oak-Chairs"))
    assert visiting.do(a.ForgetTaste(None)) == []
    visiting.do(a.PickUp("oak-Chairs"), a.NotForMe("oak-Tables"))
    visiting.do(a.NewVisit())
    assert visiting.session.taste.touches == ()
    assert visiting.session.taste.refused == ()


def test_the_next_visitor_is_not_offered_what_the_one_before_was_like(visiting: Visiting) -> None:
    """The offers for the first visitor's one thing come while the second has done one thing too."""
    visiting._reduce(a.PickUp("oak-Chairs"))
    visiting.feature.update(visiting.session, NO_CHANGES, _SAMPLE)
    visiting.do(a.NewVisit(), a.PickUp("leather-Chairs"))
    because = {reason.touch.sku for offer in visiting.session.taste.offered for reason in offer.because}
    assert because == {"leather-Chairs"}


def test_what_is_forgotten_is_no_reason_from_that_moment_on(visiting: Visiting) -> None:
    visiting.do(a.PickUp("oak-Chairs"), a.PickUp("leather-Beds"))
    visiting._reduce(a.ForgetTaste("oak-Chairs"))
    because = {reason.touch.sku for offer in visiting.session.taste.offered for reason in offer.because}
    assert "oak-Chairs" not in because


def test_another_version_of_the_catalogue_is_offered_from(visiting: Visiting, tmp_path: Path) -> None:
    assert "oak-Tables" in visiting.do(a.PickUp("oak-Chairs"))
    left = tuple(one for one in GOODS if one.sku != "oak-Tables")
    visiting.feature._open = lambda: MemoryCatalog(tmp_path, left)
    assert "oak-Tables" not in visiting.do(a.UseCatalogue("next"))


def test_touching_what_was_refused_takes_the_refusal_back(visiting: Visiting) -> None:
    assert "oak-Tables" not in visiting.do(a.PickUp("oak-Chairs"), a.NotForMe("oak-Tables"))
    visiting.do(a.PickUp("oak-Tables"))
    assert visiting.session.taste.refused == ()


def test_not_for_me_speaks_against_what_is_like_it(visiting: Visiting) -> None:
    offered = visiting.do(a.PickUp("oak-Chairs"), a.PickUp("leather-Stools"))
    before = {one.sku: one.score for one in visiting.session.taste.offered}
    assert any(sku.startswith("leather") for sku in offered)
    visiting.do(a.NotForMe("leather-Sofas"))
    after = {one.sku: one.score for one in visiting.session.taste.offered}
    leather = [sku for sku in before if sku.startswith("leather") and sku in after]
    assert all(after[sku] < before[sku] for sku in leather)
    oak = [sku for sku in after if sku.startswith("oak")]
    assert oak
    against = [one for one in visiting.session.taste.offered if one.sku in leather]
    assert all(one.against and one.against[0].touch.sku == "leather-Sofas" for one in against)


def test_forgetting_is_taken_back(visiting: Visiting) -> None:
    before = visiting.do(a.PickUp("oak-Chairs"), a.NotForMe("leather-Sofas"), a.Steer(Steering(bold=0.0)))
    known = visiting.session.taste.known
    assert visiting.do(a.ForgetTaste(None)) == []
    assert visiting.session.taste.cold
    assert visiting.do(a.RestoreTaste()) == before
    assert visiting.session.taste.known == known


def test_who_is_new_is_asked_three_questions(visiting: Visiting) -> None:
    """In a shop of one kind with enough of it; a choice counts like any other thing done."""
    products = tuple(goods(f"{m}-{n}", kind, m) for kind in ("Chairs", "Tables", "Beds") for n in (kind,)
                     for m in ("oak", "leather", "steel", "velvet"))  # fmt: skip
    visiting.feature._open = lambda: MemoryCatalog(visiting.folder, products)
    visiting.do(a.OpenPanel("for_you"))
    visiting.wait_for_questions()
    questions = visiting.session.taste.questions
    assert questions is not None
    assert [len(set(one)) for one in questions] == [3, 3, 3]
    assert {sku.split("-")[1] for sku in questions[0]} != {sku.split("-")[1] for sku in questions[1]}
    first = questions[0][0]
    assert visiting.do(a.ChooseTaste(first))
    assert visiting.session.taste.touches[0].kind == "chosen"
    visiting.do(a.ChooseTaste("not among them"))
    assert len(visiting.session.taste.questions or ()) == 2
    visiting.do(a.ChooseTaste(None), a.ChooseTaste(None))
    assert visiting.session.taste.questions == ()
    assert [touch.sku for touch in visiting.session.taste.touches] == [first]


def test_an_empty_shop_asks_nothing(visiting: Visiting) -> None:
    visiting.feature._open = lambda: MemoryCatalog(visiting.folder, ())
    visiting.do(a.OpenPanel("for_you"))
    visiting.wait_for_questions()
    assert visiting.session.taste.questions == ()


def test_a_long_gaze_is_told_once(tmp_path: Path) -> None:
    said: list[a.Action] = []
    gazing = GazeFeature(said.append)
    session, _ = reduce(Session(), a.LookAt("oak-Chairs"))
    for n in range(100):
        gazing.update(session, NO_CHANGES, replace(_SAMPLE, frame=Frame(n, n * 0.1, 0.1)))
    assert said == [a.Touched("oak-Chairs", "gazed")]
    gazing.close()


class Paper:
    """An encoder for which only the word "stool" means anything."""

    dim = 2

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[1.0, 0.0] if "Stools" in text else [0.0, 0.0] for text in texts], np.float32)


def test_what_titles_mean_counts_once_it_is_known(visiting: Visiting) -> None:
    """Stools of oak and of leather have no fact in common but their kind; a model says that they mean the same."""
    before = visiting.do(a.PickUp("oak-Stools"))
    points = {one.sku: one.score for one in visiting.session.taste.offered}
    visiting.feature._sentences = Paper
    visiting.do(a.UseCatalogue("next"))
    visiting.feature._reader.submit(int).result(20)
    visiting.do(a.Steer(Steering(bold=0.39)))
    after = {one.sku: one.score for one in visiting.session.taste.offered}
    assert before
    assert after["leather-Stools"] == pytest.approx(points["leather-Stools"] + 0.5, abs=1e-4)
    assert after["oak-Chairs"] == pytest.approx(points["oak-Chairs"], abs=1e-4)


def test_without_an_answer_of_the_model_offers_come_all_the_same(visiting: Visiting) -> None:
    class Broken(Paper):
        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            raise RuntimeError("gone")

    visiting.feature._sentences = Broken
    assert visiting.do(a.PickUp("oak-Stools"))
    visiting.feature._reader.submit(int).result(20)
    assert visiting.do(a.PickUp("oak-Chairs"))
