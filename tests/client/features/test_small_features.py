"""Features that only watch and speak."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.session import Change, Held, Notice, Session
from client.features.help.feature import HelpFeature
from client.features.hold.dimensions import length_text, measures
from client.features.product.feature import ProductFeature
from client.features.store.feature import MissingFeature
from client.headset.api import Frame, Pose, Sample
from client.store.contents import boxes_of, item_of, photo_size, shown_size
from tests.simulators.memory_catalog import product, small_shop
from tests.simulators.plain_plan import plain_plan
from tests.simulators.plain_shop import plain_shop

NOTHING = frozenset()


def at(time_s: float) -> Sample:
    return Sample(Frame(0, time_s, 0.1), (), Pose())


def test_missing_models_are_one_sentence_when_loading_has_calmed_down() -> None:
    said: list[a.Action] = []
    lost = {"count": 0}
    feature = MissingFeature(said.append, lambda: lost["count"])

    def go_on(*moments: tuple[float, int]) -> None:
        for time_s, lost["count"] in moments:
            feature.update(Session(), NOTHING, at(time_s))

    go_on((0.0, 0), (1.0, 2), (3.0, 5), (5.9, 5))
    assert said == []
    go_on((6.1, 5), (7.0, 5), (20.0, 5))
    assert said == [a.Notify(Notice("models_missing", (("count", "5"),)))]
    go_on((21.0, 0), (22.0, 1), (26.0, 1))
    assert len(said) == 2, "another store, another sentence"


@pytest.mark.parametrize(
    ("metres", "text"), [(0.004, "4 mm"), (0.0994, "99 mm"), (0.1, "10 cm"), (2.4, "240 cm"), (3.2, "3.20 m")]
)
def test_lengths_are_written_as_shops_write_them(metres: float, text: str) -> None:
    assert length_text(metres) == text


def test_measures_are_as_long_as_they_say() -> None:
    for measure in measures(0.4, 0.3, 1.2):
        length = sum((p - q) ** 2 for p, q in zip(measure.a, measure.b, strict=True)) ** 0.5
        assert length == pytest.approx(measure.metres)
    assert [m.name for m in measures(1, 1, 1)] == ["width", "height", "depth"]


def test_every_placed_product_can_be_pointed_at_where_it_stands() -> None:
    products = {p.sku: p for p in small_shop()}
    plan = plain_plan([item_of(p) for p in products.values()])
    boxes = boxes_of(plan, products)
    assert [name for name in boxes.names if name] == [p.item_id for p in plan.placements]
    for name, centre, half in zip(boxes.names, boxes.centres, boxes.halves, strict=True):
        width, depth, height = shown_size(products[name])
        assert tuple(half) == pytest.approx((width / 2, depth / 2, height / 2))
        assert centre[2] == pytest.approx(0.8 + height / 2)


def test_how_a_product_hangs_follows_from_its_words() -> None:
    from client.domain.product import Size

    big = Size(0.8, 0.9, 0.8)
    assert item_of(product("a", "Oslo pendant lamp", "", ("Lighting", "Pendant lamps"), big)).hangs == "ceiling"
    assert item_of(product("c", "Cotton shirt", "", ("Clothes", "Shirts"), big)).wearable
    assert not item_of(product("f", "Oak dresser", "", ("Furniture", "Dressers"), big)).wearable
    assert not item_of(product("g", "Laptop", "", ("Electronics", "Laptops"), big)).wearable
    assert not item_of(product("h", "Stand", "", ("Furniture", "Coat racks"), big)).wearable
    assert item_of(product("i", "Arc", "", ("Lighting", "Floor lamps"), big)).hangs == "floor"
    assert item_of(product("j", "Dawn", "", ("Decoration", "Pictures"), big)).hangs == "wall"
    assert item_of(product("d", "Mug", "", ("Kitchen", "Mugs"), Size(0.1, 0.1, 0.1))).hangs == "surface"
    assert item_of(product("e", "Chair", "", ("Furniture", "Chairs"), big)).hangs == "floor"


def test_a_photo_without_a_size_stands_in_its_own_proportions() -> None:
    from msgspec.structs import replace

    from client.domain.product import BlobRef, Image

    image = Image(BlobRef("0" * 64, 1, "image/png"), 300, 600)
    bare = replace(small_shop()[0], asset=None, size=None, images=(image,))
    size = photo_size(bare)
    assert size.width_m == pytest.approx(size.height_m / 2)


def test_measures_of_a_photo_without_a_size_are_not_made_up() -> None:
    said: list[a.Action] = []
    feature = ProductFeature(said.append, size_known=lambda sku: sku == "sofa")
    for sku, expected in (("sofa", []), ("watch", [a.ShowDimensions(False), a.Notify(Notice("size_unknown"))])):
        session = Session(held=Held(ItemRef(sku)), dimensions_shown=True, panel="cart")
        feature.update(session, frozenset({Change.HELD}), at(0.0))
        said.clear()
        feature.update(session, frozenset({Change.DIMENSIONS}), at(0.1))
        assert said == expected


def test_asking_for_the_measures_of_a_bare_photo_is_answered_with_a_sentence() -> None:
    sofa, *_ = small_shop()
    watch = replace(sofa, sku="watch", size=None, asset=None, variants=())
    with plain_shop(products=[watch]) as pilot:
        pilot.shop.visit.dispatcher("shop")(a.PickUp("watch"))
        pilot.run(2).press("m").run(2)
        assert not pilot.session.dimensions_shown
        assert pilot.session.notice == Notice("size_unknown")


@pytest.mark.parametrize("welcome", [True, False])
def test_only_who_was_welcomed_has_seen_the_help(welcome: bool) -> None:
    seen: list[bool] = []
    feature = HelpFeature(lambda action: None, welcome=welcome, remember=lambda: seen.append(True))
    feature.update(Session(), frozenset(Change), at(0.0))
    feature.update(Session(help_seen=True), frozenset({Change.HELP}), at(1.0))
    assert seen == [True] * welcome
