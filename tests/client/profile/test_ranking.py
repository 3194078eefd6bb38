"""Points add up exactly, reasons are the touches they come from, and nobody can pay for a place."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from client.domain.money import Money
from client.domain.product import Asset3D, Attribution, BlobRef, Image, Level, Product, Size, TrustCard, Variant
from client.domain.taste import WEIGHTS, Known, Steering, Taste, Touch, TouchKind
from client.domain.text import LocalText
from client.profile.fitting import in_price_range
from client.profile.goods import read_goods
from client.profile.knowledge import read_facts
from client.profile.ranking import Beside, Ranking
from inference.retrieval.neighbours import Neighbours

FACTS = read_facts()
KINDS = ("Chairs", "Tables", "Shelves", "Beds", "Stools")
MATERIALS = ("oak", "leather", "steel", "limed oak", "velvet")
COUNTED = {
    "sku", "title", "category", "materials", "attributes", "colour", "brand", "price", "availability", "variants",
}  # fmt: skip
"""Fields that may change what is offered: what a product is, what it costs, whether and how it can be had. The SKU is
its name, and the title is only read where a model of meanings is there."""


def goods(number: int, **more: object) -> Product:
    kind, material = KINDS[number % 5], MATERIALS[number // 5 % 5]
    made = Product(
        f"p{number}", LocalText(f"{material} {kind}"), category=("Furniture", kind), materials=(material,),
        price=Money(Decimal(100 + 37 * (number % 7)), "USD"), colour=("#8f4f2a", "#24304d", "#eeeeee")[number % 3],
        attributes=(("Style", ("modern", "retro")[number % 2]),), brand=f"House {number % 4}",
    )  # fmt: skip
    return replace(made, **more)


GOODS = tuple(goods(n) for n in range(60))


def ranking(products: Sequence[Product] = GOODS, beside: Beside | None = None) -> Ranking:
    return Ranking(read_goods(products, FACTS), beside)


def beside() -> Beside:
    chance = np.random.default_rng(1)
    ids = chance.integers(-1, 60, (60, 5)).astype(np.int32)
    return Beside(
        chance.normal(size=(60, 8)).astype(np.float32), chance.normal(size=(60, 6)).astype(np.float32),
        Neighbours(ids, chance.random((60, 5)).astype(np.float16)),
    )  # fmt: skip


def taste_of(*touches: tuple[int, TouchKind]) -> Taste:
    taste = Taste()
    for number, kind in touches:
        taste = taste.refusing(f"p{number}") if kind == "refused" else taste.touched(f"p{number}", kind)
    return taste


TOUCHES = st.lists(st.tuples(st.integers(0, 59), st.sampled_from(sorted(WEIGHTS))), min_size=1, max_size=12)
STEERING = st.builds(
    Steering, st.floats(-1, 1), st.floats(0, 1), st.floats(0, 1),
    st.lists(st.tuples(st.sampled_from(("material oak", "style retro", "none such")), st.floats(-1, 1)), max_size=2)
    .map(tuple),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(TOUCHES, STEERING, st.booleans())
def test_points_are_the_sum_of_their_reasons_and_each_is_what_is_missing_without_its_touch(
    touches: list[tuple[int, TouchKind]], steering: Steering, everything: bool
) -> None:
    rank = ranking(beside=beside() if everything else None)
    taste = taste_of(*touches).steered(steering)
    points = rank.points(taste)
    for offer in rank.answer(taste).offers:
        named = sum(reason.points for reason in (*offer.because, *offer.against))
        assert named + offer.rest + sum(part for _, part in offer.steered) == pytest.approx(offer.score, abs=1e-5)
        assert offer.score == points[offer.sku] > 0
        assert all(reason.points > 0 for reason in offer.because)
        assert all(reason.points < 0 for reason in offer.against)
        for reason in (*offer.because, *offer.against):
            without = rank.points(taste.without(reason.touch.sku))[offer.sku]
            assert offer.score - without == pytest.approx(reason.points, abs=1e-5), "it is what the touch really adds"


@settings(max_examples=60, deadline=None)
@given(TOUCHES, STEERING)
def test_what_is_offered_can_be_had_is_new_and_never_refused(
    touches: list[tuple[int, TouchKind]], steering: Steering
) -> None:
    gone = tuple(replace(one, availability="out_of_stock") if n % 4 == 0 else one for n, one in enumerate(GOODS))
    taste = taste_of(*touches).steered(steering)
    offered = [offer.sku for offer in ranking(gone).answer(taste).offers]
    assert len(offered) == len(set(offered)) <= 12
    assert not {f"p{n}" for n in range(0, 60, 4)} & set(offered)
    assert not {touch.sku for touch in taste.known.evidence()} & set(offered)
    assert offered == [offer.sku for offer in ranking(gone).answer(taste).offers], "the same each time"


IMAGE = Image(BlobRef("0" * 64, 1, "image/png"), 900, 900, "Buy me")
LEVEL = Level(BlobRef("1" * 64, 9, "model/gltf-binary"), 10, 1)
PAID = st.sampled_from(
    ("promoted", "Sponsored", "rank", "boost", "margin", "bid", "commission", "Goes with", "Often bought with",
     "priority", "Better choice", "merchant score", "badge", "position", "made on", "Also in")
)  # fmt: skip
CLAIMS: dict[str, st.SearchStrategy[object]] = {
    "title": st.just(LocalText("oak leather modern retro chair best", "最好")),
    "description": st.text(max_size=50).map(LocalText),
    "gtin": st.just("4006381333931"),
    "category_label": st.just((LocalText("Best"), LocalText("Offers"))),
    "size": st.just(Size(1, 1, 1)),
    "mass_kg": st.floats(0.1, 100),
    "images": st.just((IMAGE,) * 5),
    "asset": st.just(Asset3D(LEVEL, LEVEL, LEVEL, Size(1, 1, 1))),
    "attribution": st.just(Attribution("CC0", "The best", "https://shop.example")),
    "trust": st.just(TrustCard("artist", "stated")),
    "attributes": st.lists(st.tuples(PAID, st.sampled_from(("1", "yes", "p0, p1, p2", "oak", "retro"))), max_size=6)
    .map(lambda more: (("Style", "modern"), *more)),
}  # fmt: skip


def test_every_field_of_a_product_is_looked_at_here() -> None:
    """A new field of products must be named: it counts and says so above, or it cannot lift anything."""
    assert set(Product.__struct_fields__) == COUNTED | set(CLAIMS)


@settings(max_examples=150, deadline=None)
@given(st.data(), TOUCHES, st.integers(0, 59).filter(lambda n: n % 2 == 0))
def test_no_merchant_field_lifts_a_score(
    data: st.DataObject, touches: list[tuple[int, TouchKind]], number: int
) -> None:
    """Whatever a merchant writes where a product does not describe itself: not one score of the shop changes."""
    claims = {name: data.draw(claim, name) for name, claim in CLAIMS.items() if data.draw(st.booleans())}
    lifted = tuple(replace(one, **claims) if one.sku == f"p{number}" else one for one in GOODS)
    taste = taste_of(*touches)
    assert ranking(lifted).points(taste) == ranking().points(taste)
    assert ranking(lifted).answer(taste).offers == ranking().answer(taste).offers


def test_a_product_that_claims_everything_is_like_nothing_most() -> None:
    """Facts are compared by angle: who claims every material is less oak than oak is."""
    claims = ("oak", "leather", "steel", "velvet", "brass", "wool", "glass", "linen")
    shop = (*GOODS, goods(5, sku="honest", materials=("oak",)), goods(5, sku="stuffed", materials=claims))
    points = ranking(shop).points(taste_of((0, "cart"), (2, "picked")))
    assert points["stuffed"] < points["honest"]


@given(st.floats(0.1, 1000.0), st.integers(0, 59))
def test_a_longer_vector_lifts_nothing(times: float, number: int) -> None:
    usual, taste = beside(), taste_of((1, "cart"), (7, "refused"))
    assert usual.vectors is not None
    longer = usual.vectors.copy()
    longer[number] *= times
    before = ranking(beside=Beside(usual.vectors)).points(taste)
    after = ranking(beside=Beside(longer)).points(taste)
    assert after[f"p{number}"] == pytest.approx(before[f"p{number}"], abs=1e-4)


def test_the_place_in_the_feed_lifts_nothing() -> None:
    taste = taste_of((0, "cart"), (13, "picked"))
    forwards = [offer.sku for offer in ranking().answer(taste).offers]
    assert [offer.sku for offer in ranking(tuple(reversed(GOODS))).answer(taste).offers] == forwards


def test_steering_does_what_it_says() -> None:
    taste, rank = taste_of((0, "cart"), (5, "picked")), ranking()
    prices = {one.sku: float(one.price.amount) for one in GOODS if one.price is not None}

    def mean(price: float) -> float:
        offers = rank.answer(taste.steered(Steering(price=price))).offers
        return float(np.mean([prices[offer.sku] for offer in offers]))

    assert mean(-1.0) < mean(0.0) < mean(1.0)

    def leather(lean: float) -> int:
        offers = rank.answer(taste.steered(Steering(leanings=(("material leather", lean),)))).offers
        return sum("leather" in GOODS[int(offer.sku[1:])].materials for offer in offers)

    assert leather(1.0) > leather(0.0) >= leather(-1.0) == 0

    def kinds(bold: float) -> int:
        return len(
            {GOODS[int(offer.sku[1:])].category for offer in rank.answer(taste.steered(Steering(bold=bold)), 6).offers}
        )

    assert kinds(1.0) > kinds(0.0)
    offer = rank.answer(taste.steered(Steering(leanings=(("material leather", 1.0),)))).offers[0]
    assert offer.steered
    assert offer.steered[0][0] == "lean material leather"


def test_earlier_visits_count_less_the_longer_they_are_ago_and_not_at_all_where_so_steered() -> None:
    rank = ranking()

    def points(days: int, earlier: float = 1.0) -> float:
        known = Known(past=(Touch("p0", "cart", days=days),), steering=Steering(earlier=earlier))
        return rank.points(Taste(known))["p3"]

    assert points(0) > points(30) > points(300) > 0
    assert points(30) == pytest.approx(points(0) / 2)
    assert points(1, earlier=0.0) == 0.0


def shirt(sku: str, sizes: tuple[str, ...], sold_out: tuple[str, ...] = ()) -> Product:
    variants = tuple(
        Variant(f"{sku}-{size}", LocalText(size), (("size", size),),
                availability="out_of_stock" if size in sold_out else "in_stock")
        for size in sizes
    )  # fmt: skip
    return Product(sku, LocalText(sku), category=("Clothes", "Shirts"), materials=("linen",), variants=variants)


def test_only_what_comes_in_the_shoppers_size_is_offered() -> None:
    shop = (
        shirt("worn", ("S", "M", "L")), shirt("fits", ("M", "L")), shirt("small", ("XS", "S")),
        shirt("sold-out", ("S", "M"), ("M",)), shirt("numbers", ("38", "40")), shirt("none", ()),
    )  # fmt: skip
    alike = Steering(bold=0.0)
    taste = Taste().steered(alike).touched("worn", "cart", "worn-M")
    offered = {offer.sku for offer in ranking(shop).answer(taste).offers}
    assert offered == {"fits", "numbers", "none"}
    anybody = {offer.sku for offer in ranking(shop).answer(Taste().steered(alike).touched("worn", "cart")).offers}
    assert anybody == {"fits", "small", "sold-out", "numbers", "none"}


def test_what_costs_far_more_than_what_was_liked_is_not_offered_until_it_is_asked_for() -> None:
    shop = (*GOODS, goods(60, price=Money(Decimal(1500), "USD")), goods(65, price=Money(Decimal(1500), "EUR")))
    taste = taste_of((0, "cart"), (5, "cart"))
    assert "p60" not in {offer.sku for offer in ranking(shop).answer(taste).offers}
    assert "p60" in {offer.sku for offer in ranking(shop).answer(taste.steered(Steering(price=1.0)), 40).offers}
    fits = in_price_range(read_goods(shop, FACTS), taste.touches, 0.0)
    assert (fits[60], fits[61]) == (False, True), "another currency is not compared"


@given(st.binary(max_size=40))
def test_any_known_things_are_answered(data: bytes) -> None:
    touches = tuple(Touch(f"p{byte}", sorted(WEIGHTS)[byte % 11], days=byte if byte % 2 else None) for byte in data)
    taste, rank = Taste(Known(touches, touches, tuple(t.sku for t in touches[:3]))), ranking()
    answer = rank.with_needs(taste, rank.answer(taste))
    assert len(msgspec.json.encode(answer.offers)) < 60_000
