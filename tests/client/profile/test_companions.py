"""What goes with what: by the merchant's links, by what others bought, by rules one can read."""

from __future__ import annotations

from client.domain.product import Product, Variant
from client.domain.text import LocalText
from client.profile.companions import Companion, GoesWith
from client.profile.knowledge import read_companions, read_facts


def thing(sku: str, *category: str, **more: object) -> Product:
    return Product(sku, LocalText(sku), category=category, **more)  # type: ignore[arg-type]


TABLE = thing(
    "table", "Furniture", "Dining tables", materials=("oak",), colour="#c9a679",
    attributes=(("Goes with", "bench, gone, lamp-red"), ("Often bought with", "bowl"), ("Style", "modern")),
)  # fmt: skip
GOODS = (
    TABLE,
    thing("oak-chair", "Furniture", "Chairs", materials=("limed oak",), attributes=(("Style", "modern"),)),
    thing("steel-chair", "Furniture", "Chairs", materials=("steel",)),
    thing("leather-chair", "Furniture", "Chairs", materials=("leather",)),
    thing("sold-chair", "Furniture", "Chairs", materials=("oak",), availability="out_of_stock"),
    thing("bench", "Garden", "Benches"),
    thing("bowl", "Kitchen", "Plates & bowls"),
    thing("lamp", "Lighting", "Pendant lamps", variants=(Variant("lamp-red", LocalText("red")),)),
    thing("boot", "Shoes", "Boots"),
)


def companions(one: Product, together: tuple[str, ...] = ()) -> tuple[Companion, ...]:
    by_sku = {product.sku: product for product in GOODS} | {"lamp-red": GOODS[7]}
    return GoesWith(read_companions(), read_facts(), by_sku.get).of(one, GOODS, 8, together)


def test_links_purchases_and_rules_each_say_why() -> None:
    found = {one.sku: one.why for one in companions(TABLE)}
    assert found["lamp"][:2] == ("linked", "kind"), "a link to a version leads to its product"
    assert found["bench"] == ("linked",)
    assert found["bowl"][:2] == ("bought", "kind")
    assert found["oak-chair"] == ("kind", "material", "style")
    assert "boot" not in found
    assert "sold-chair" not in found
    assert "table" not in found


def test_the_more_they_have_in_common_the_better_and_no_kind_fills_the_list() -> None:
    found = companions(TABLE)
    assert [one.points for one in found] == sorted((one.points for one in found), reverse=True)
    chairs = [one.sku for one in found if one.sku.endswith("-chair")]
    assert chairs[0] == "oak-chair"
    assert len(chairs) == 2


def test_a_rule_works_both_ways_and_what_shoppers_wanted_together_counts() -> None:
    assert "table" in {one.sku for one in companions(GOODS[1])}
    assert companions(GOODS[8]) == ()
    assert companions(GOODS[8], ("bowl",)) == (Companion("bowl", 1.5, ("bought",)),)


def test_the_tables_can_be_read_and_name_what_is_there() -> None:
    rules, facts = read_companions(), read_facts()
    assert rules.kinds
    assert all(pair.one and pair.other and pair.why for pair in rules.kinds)
    assert set(facts.weights) == {"kind", "material", "style", "colour", "price", "brand"}
    assert not set(facts.attributes) & {"goes", "often", "better", "also", "promoted", "rank"}
