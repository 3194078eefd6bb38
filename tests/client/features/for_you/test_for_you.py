"""What is offered follows what the shopper does, tells true reasons, and is corrected by a word."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.money import Money
from client.domain.product import Product
from client.domain.reduce import reduce
from client.domain.session import NO_CHANGES, Change, Session
from client.domain.text import LocalText
from client.features.for_you.feature import ForYouFeature
from client.features.for_you.likeness import Likeness
from client.headset.api import Eye, Fov, Frame, Pose, Sample
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


def test_the_reasons_are_what_the_offer_comes_from(visiting: Visiting, tmp_path: Path) -> None:
    visiting.do(a.PickUp("oak-Chairs"), a.AddToCart(ItemRef("leather-Beds")))
    likeness = Likeness(MemoryCatalog(tmp_path, GOODS))
    for offer in visiting.session.taste.offered:
        assert sum(reason.share for reason in offer.because) == pytest.approx(1.0, abs=0.01)
        strongest = offer.because[0].touch.sku
        without = likeness.offers(visiting.session.taste.without(strongest))
        before = [one.sku for one in visiting.session.taste.offered]
        after = [one.sku for one in without]
        if len(offer.because) == 1:
            assert offer.sku not in after, "without its only reason it is not offered"
        assert before != after


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


def test_no_field_of_the_merchant_lifts_an_offer(tmp_path: Path) -> None:
    """Promotion, margin, rank: whatever stands in the attributes of all products alike changes nothing."""

    def order(products: tuple[Product, ...]) -> list[str]:
        session, _ = reduce(Session(), a.PickUp("oak-Chairs"))
        return [offer.sku for offer in Likeness(MemoryCatalog(tmp_path, products)).offers(session.taste)]

    promoted = tuple(
        replace(one, attributes=(("promoted", "yes"), ("rank", "1"), ("margin", "0.9")))
        if one.sku == "leather-Sofas"
        else one
        for one in GOODS
    )
    assert order(promoted) == order(GOODS)
