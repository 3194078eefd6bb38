# ruff: noqa: E501 - rows of feeds are as long as they are
"""Every importer on small made-up files; what needs no worker is looked at as drafts."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from client.catalog.errors import SourceError
from client.catalog.importers.detect import importer_for
from client.catalog.importers.draft import Draft, Refusal, SourceOptions
from client.catalog.importers.mapped_csv import FACTS, load_mapping
from client.domain.money import Money
from client.domain.product import Size
from client.domain.text import LocalText
from tests.client.catalog.samples import box_glb, photo, write_sh3f

USD = "USD"


def drafts(source: Path, options: SourceOptions | None = None) -> list[Draft]:
    found = everything(source, options)
    assert all(isinstance(d, Draft) for d in found), [d for d in found if isinstance(d, Refusal)]
    return [d for d in found if isinstance(d, Draft)]


def everything(source: Path, options: SourceOptions | None = None) -> list[Draft | Refusal]:
    chosen = options or SourceOptions()
    return list(importer_for(str(source), chosen).read(str(source), chosen))


def test_a_folder_of_models_with_sidecar_and_table(tmp_path: Path) -> None:
    for name in ("house_ChairA_01", "lamp-2", "plain"):
        (tmp_path / f"{name}.glb").write_bytes(box_glb())
    (tmp_path / "lamp-2.toml").write_text(
        'title = "Desk lamp"\nname_zh = "台灯"\nprice = "49.90 EUR"\ncategory = ["Lighting", "Desk lamps"]\n'
        'width = "20 cm"\nheight = "40 cm"\ndepth = "20 cm"\ngtin = "4006381333931"\nlicence = "CC0"\n',
        "utf-8",
    )
    (tmp_path / "prices.csv").write_text("sku,name,price,currency\nP-1,plain,12.5,USD\nx,nothing,1,USD\n", "utf-8")
    chair, lamp, plain = drafts(tmp_path)
    assert chair.product.title == LocalText("House chair A")
    assert chair.product.category == ("Furniture", "Chairs")
    assert chair.product.category_label[1] == LocalText("Chairs", "椅子")
    assert "guessed" in chair.repairs[0]
    assert lamp.product.title == LocalText("Desk lamp", "台灯")
    assert lamp.product.price == Money(Decimal("49.90"), "EUR")
    assert lamp.product.size == Size(0.2, 0.4, 0.2)
    assert lamp.product.gtin == "4006381333931"
    assert lamp.repairs == ()
    assert (plain.product.sku, plain.product.price) == ("P-1", Money(Decimal("12.5"), USD))


def test_a_broken_sidecar_is_said_and_ignored(tmp_path: Path) -> None:
    (tmp_path / "vase.glb").write_bytes(box_glb())
    (tmp_path / "vase.json").write_text("{oops", "utf-8")
    (vase,) = drafts(tmp_path)
    assert "vase.json was ignored" in vase.repairs[0]


def test_a_furniture_library_in_two_languages(tmp_path: Path) -> None:
    box, ghost, turned = everything(write_sh3f(tmp_path / "test.bin"))  # recognised whatever its ending
    assert isinstance(box, Draft)
    assert isinstance(turned, Draft)
    assert isinstance(ghost, Refusal)
    assert "missing" in ghost.reason
    assert box.product.title == LocalText("Tall box", "高箱子")
    assert box.product.category_label == (LocalText("Boxes", "箱子"),)
    assert box.product.size == Size(0.2, 0.4, 0.1)
    assert box.product.attribution.author == "Ann"
    assert box.product.attribution.licence == "CC0"
    assert ("hangs at", "12.5 cm") in box.product.attributes
    assert turned.model is not None
    assert turned.model.rotation == (1, 0, 0, 0, 0, 1, 0, -1, 0)


MERCHANT_TSV = """id\ttitle\tdescription\tlink\timage_link\tprice\tavailability\tgtin\titem_group_id\tcolor\tsize\tproduct_type\tproduct_width\tproduct_height\tproduct_length
A1\tRed shirt\tSoft &amp; light\thttp://x/a\thttp://x/img/red.jpg\t15.00 USD\tin stock\t4006381333931\tG1\tRed\tM\tClothes > Shirts\t\t\t
A2\tRed shirt\tSoft\thttp://x/a\thttp://x/img/blue.jpg\t17.00 USD\tout of stock\t4006381333930\tG1\tBlue\tM\tClothes > Shirts\t\t\t
B1\tTable\tOak\thttp://x/b\thttp://x/img/none.jpg\t$250\tpreorder\t\t\t\t\tHome\t120 cm\t30 in\t60 cm
\tNo id\t\t\t\t1 USD\t\t\t\t\t\t\t\t\t
"""


def test_a_merchant_feed_as_tsv(tmp_path: Path) -> None:
    (tmp_path / "feed.txt").write_text(MERCHANT_TSV, "utf-8")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "RED.jpg").write_bytes(photo())
    refusal, shirt, table = everything(tmp_path / "feed.txt")
    assert isinstance(refusal, Refusal)
    assert isinstance(shirt, Draft)
    assert isinstance(table, Draft)
    assert refusal.where == "feed.txt, row 5"
    assert shirt.product.sku == "G1"
    assert [v.sku for v in shirt.product.variants] == ["A1", "A2"]
    assert [v.availability for v in shirt.product.variants] == ["in_stock", "out_of_stock"]
    assert shirt.product.variants[0].options == (("color", "Red"), ("size", "M"))
    assert shirt.product.variants[0].gtin == "4006381333931"
    assert shirt.product.variants[1].gtin is None
    assert shirt.product.price == Money(Decimal("15.00"), USD)
    assert shirt.product.description.en == "Soft & light"
    assert any("check digit" in r for r in shirt.repairs)
    assert [Path(p.source.path).name for p in shirt.pictures] == ["RED.jpg"]
    assert any("on the web" in r for r in shirt.repairs)
    assert table.product.size == Size(1.2, 0.762, 0.6)
    assert table.product.availability == "preorder"


MERCHANT_RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
<item><g:id>A1</g:id><title>RSS title</title><g:title>Red shirt</g:title><g:price>15 USD</g:price>
<g:product_type>Clothes &gt; Shirts</g:product_type></item></channel></rss>"""
MERCHANT_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>Shop</title>
<entry><g:id>A1</g:id><title>Red shirt</title><link href="http://x"/><g:price>15 USD</g:price>
<g:product_type>Clothes &gt; Shirts</g:product_type></entry></feed>"""


@pytest.mark.parametrize("text", [MERCHANT_RSS, MERCHANT_ATOM])
def test_a_merchant_feed_as_xml(tmp_path: Path, text: str) -> None:
    (tmp_path / "feed").write_text(text, "utf-8")
    (shirt,) = drafts(tmp_path / "feed")
    assert shirt.product.title.en == "Red shirt"
    assert shirt.product.category == ("Clothes", "Shirts")
    assert shirt.product.price == Money(Decimal(15), USD)


GROUP = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "ProductGroup",
            "name": "Velvet sofa",
            "productGroupID": "SOFA",
            "brand": {"@type": "Brand", "name": "Soft & Co"},
            "category": "Furniture > Sofas",
            "material": ["velvet", "oak"],
            "width": {"@type": "QuantitativeValue", "value": 200, "unitCode": "CMT"},
            "height": {"@type": "QuantitativeValue", "value": 0.8, "unitCode": "MTR"},
            "depth": {"@type": "QuantitativeValue", "value": 35.5, "unitText": "in"},
            "weight": {"@type": "QuantitativeValue", "value": "90", "unitCode": "LBR"},
            "subjectOf": {
                "@type": "3DModel",
                "encoding": {"@type": "MediaObject", "contentUrl": "https://cdn.example/models/sofa.glb?v=3"},
            },
            "hasVariant": [
                {
                    "@type": "Product",
                    "sku": f"SOFA-{colour}",
                    "name": f"Velvet sofa {colour}",
                    "color": colour,
                    "gtin13": "4006381333931",
                    "image": f"https://cdn.example/{colour}.jpg",
                    "offers": {"@type": "Offer", "price": price, "priceCurrency": "EUR", "availability": stock},
                }
                for colour, price, stock in [
                    ("Navy", 999.5, "https://schema.org/InStock"),
                    ("Grey", "1099", "http://schema.org/OutOfStock"),
                ]
            ],
        }
    ],
}


def test_a_product_group_as_json_ld_in_a_page(tmp_path: Path) -> None:
    page = f'<html><script type="application/ld+json">{json.dumps(GROUP)}</script><body>hello</body></html>'
    (tmp_path / "sofa.html").write_text(page, "utf-8")
    (tmp_path / "sofa.glb").write_bytes(box_glb())
    (tmp_path / "Navy.jpg").write_bytes(photo())
    (sofa,) = drafts(tmp_path / "sofa.html")
    assert sofa.product.title.en == "Velvet sofa"
    assert sofa.product.brand == "Soft & Co"
    assert sofa.product.size == Size(2.0, 0.8, 0.9017)
    assert sofa.product.mass_kg == pytest.approx(40.823, abs=0.001)
    assert sofa.product.materials == ("velvet", "oak")
    assert [v.price for v in sofa.product.variants] == [Money(Decimal("999.5"), "EUR"), Money(Decimal(1099), "EUR")]
    assert sofa.product.variants[0].colour == "#1f2a4d"
    assert sofa.product.variants[1].availability == "out_of_stock"
    assert sofa.model is not None
    assert sofa.pictures[0].variants == ("", "SOFA-Navy")


def test_variants_that_refer_to_their_group(tmp_path: Path) -> None:
    group = {"@type": "ProductGroup", "productGroupID": "T", "name": "Tee"}
    tees = [
        {"@type": "Product", "sku": f"T-{s}", "name": f"Tee {s}", "size": s, "isVariantOf": group, "offers": []}
        for s in ("S", "M")
    ]
    (tmp_path / "tees.json").write_text(json.dumps(tees), "utf-8")
    (tee,) = drafts(tmp_path / "tees.json")
    assert tee.product.title.en == "Tee"
    assert [v.label.en for v in tee.product.variants] == ["S", "M"]
    assert tee.product.price is None


SHOPIFY = """Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Barcode,Image Src,Variant Image,Status
mug,Blue mug,<p>A <b>mug</b></p>,Clay,Kitchen > Mugs,tea,true,Color,Blue,Size,L,'M-1,350,shopify,0,deny,9.99,,https://cdn/mug.jpg?v=1,,active
mug,,,,,,,,Red,,L,M-2,350,shopify,5,deny,10.99,,https://cdn/mug2.jpg,https://cdn/red.jpg,
mug,,,,,,,,,,,,,,,,,,https://cdn/mug3.jpg,,
pen,Pen,,,Office,,true,Title,Default Title,,,PEN,5,,,,1.5,,,,active
old,Old,,,Office,,true,Title,Default Title,,,OLD,5,,,,1.5,,,,draft
"""


def test_a_shopify_export(tmp_path: Path) -> None:
    (tmp_path / "products.csv").write_text(SHOPIFY, "utf-8")
    for name in ("mug.jpg", "mug2.jpg", "red.jpg"):
        (tmp_path / name).write_bytes(photo())
    options = SourceOptions()
    mug, pen, old = everything(tmp_path / "products.csv", options)
    assert isinstance(mug, Draft)
    assert isinstance(pen, Draft)
    assert isinstance(old, Refusal)
    assert "not published" in old.reason
    assert [(v.sku, v.availability) for v in mug.product.variants] == [("M-1", "out_of_stock"), ("M-2", "in_stock")]
    assert mug.product.variants[1].options == (("Color", "Red"), ("Size", "L"))
    assert mug.product.description.en == "A mug"
    assert mug.product.mass_kg == pytest.approx(0.35)
    assert {Path(p.source.path).name: p.variants for p in mug.pictures} == {
        "mug.jpg": ("", "M-1"),
        "mug2.jpg": ("",),
        "red.jpg": ("M-2",),
    }
    assert (pen.product.sku, pen.product.variants, pen.product.price) == ("PEN", (), Money(Decimal("1.5"), USD))
    assert "USD was assumed" in options.notes[0]


MAGENTO = """sku,attribute_set_code,product_type,categories,name,description,weight,price,base_image,additional_attributes,is_in_stock,configurable_variations,additional_images
H-S,Top,simple,Default Category/Men/Tops,Hoodie-S,<p>Warm</p>,1,52,/h/o/hood.jpg,"size=S,color=Black",1,,
H-M,Top,simple,Default Category/Men/Tops,Hoodie-M,<p>Warm</p>,1,54,/h/o/hood.jpg,"size=M,color=Black",0,,
H,Top,configurable,"Default Category/Men/Tops,Default Category/Collections/New",Hoodie,<p>Warm</p>,,52,/h/o/main.jpg,"material=Wool,climate=Cool|Windy","1","sku=H-S,size=S,color=Black|sku=H-M,size=M,color=Black",/h/o/back.jpg
BAG,Bag,simple,Default Category/Gear,Bag,"<ul><li>L 29"" x W 13"" x H 11"".</li></ul>",2.5,34,,"",1,,
"""


def test_a_magento_export(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(MAGENTO, "utf-8")
    (tmp_path / "x_related.csv").write_text("sku,linked_sku\nH,BAG\n", "utf-8")
    (tmp_path / "images").mkdir()
    for name in ("h_o_hood.jpg", "main.jpg", "back.jpg"):
        (tmp_path / "images" / name).write_bytes(photo())
    hoodie, bag = drafts(tmp_path)
    assert hoodie.product.sku == "H"
    assert [(v.sku, v.availability) for v in hoodie.product.variants] == [("H-S", "in_stock"), ("H-M", "out_of_stock")]
    assert hoodie.product.category == ("Men", "Tops")
    assert hoodie.product.materials == ("Wool",)
    assert ("Climate", "Cool, Windy") in hoodie.product.attributes
    assert ("Goes with", "BAG") in hoodie.product.attributes
    names = [Path(p.source.path).name for p in hoodie.pictures]
    assert names[:2] == ["main.jpg", "back.jpg"]
    assert sum("hood" in n for n in names) == 1
    assert bag.product.size == Size(0.7366, 0.2794, 0.3302)
    assert bag.product.mass_kg == 2.5


MAPPING = """
[columns]
sku = "Nr"
title = ["Name", "Art"]
price = "Preis"
category = "Gruppe"
width = "B"
availability = "da"
[units]
length = "mm"
[price]
currency = "EUR"
[category]
separator = "|"
prefix = ["Möbel"]
[size]
column = "Text"
order = "WHD"
[constants]
brand = "Haus"
[values.availability]
"nein" = "out_of_stock"
[attributes]
Bemerkung = "Text"
"""


def test_any_table_through_a_mapping(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(MAPPING, "utf-8")
    rows = 'Nr;Name;Art;Preis;Gruppe;B;da;Text\n7;Tisch;"Eiche";"1.299,00";Tische|Esstische;1800;ja;180 x 75 x 90 cm\n'
    rows += "7;Tisch;Eiche;;Büro;1800;ja;\n8;Stühlchen;;12,5;;;nein;\n;;;;;;;\n9;;;1;;;;\n"
    (tmp_path / "table.csv").write_bytes(rows.encode("cp1252"))
    refusal, table, chair = everything(tmp_path / "table.csv", SourceOptions(mapping=tmp_path / "map.toml"))
    assert isinstance(table, Draft)
    assert isinstance(chair, Draft)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "The row has no title."
    assert table.product.title.en == "Tisch, Eiche"
    assert table.product.price == Money(Decimal("1299.00"), "EUR")
    assert table.product.category == ("Möbel", "Tische", "Esstische")
    assert table.product.size == Size(1.8, 0.75, 0.9)
    assert ("Also in", "Möbel > Büro") in table.product.attributes
    assert "merged" in table.repairs[0]
    assert chair.product.availability == "out_of_stock"
    assert chair.product.title.en == "Stühlchen"
    assert chair.product.brand == "Haus"


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("[columns\n", "is wrong"),
        ('[columns]\nsku = "Nr"\n', "'sku' and 'title'"),
        ('[columns]\nsku = "Nr"\ntitle = "Name"\nweird = "x"\n', "do not exist: weird"),
        ('[columns]\nsku = "Nr"\ntitle = "Nope"\n', "no column nope"),
        ('[columns]\nsku = "Nr"\ntitle = "Name"\n[units]\nlength = "cubit"\n', "unit that is not known"),
        ('[columns]\nsku = "Nr"\ntitle = "Name"\n[size]\norder = "XYZ"\n', "order of a size"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(tmp_path: Path, mapping: str, words: str) -> None:
    (tmp_path / "map.toml").write_text(mapping, "utf-8")
    (tmp_path / "t.csv").write_text("Nr,Name\n1,a\n", "utf-8")
    with pytest.raises(SourceError, match=words):
        everything(tmp_path / "t.csv", SourceOptions(mapping=tmp_path / "map.toml"))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.csv", b"foo,bar\n1,2\n", "--map"),
        ("x.bin", b"\x00\x01\x02", "of no known kind"),
        ("x.json", b'{"@type": "Recipe"}', "of no known kind"),
        ("x.zip", b"PK\x03\x04", "of no known kind"),
        ("empty", b"", "of no known kind"),
    ],
)
def test_what_no_importer_knows_is_said(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=words):
        everything(tmp_path / name)


def test_an_empty_folder_and_nothing_at_all(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no 3D file"):
        everything(tmp_path)
    with pytest.raises(SourceError, match="There is nothing"):
        everything(tmp_path / "nothing")
    with pytest.raises(SourceError, match="not a demo source"):
        everything(Path("demo:many"))


def test_the_documented_mapping_is_a_mapping(repository: Path, tmp_path: Path) -> None:
    page = (repository / "docs" / "importing.md").read_text("utf-8")
    (tmp_path / "map.toml").write_text(page.split("```toml\n")[1].split("```")[0], "utf-8")
    mapping = load_mapping(tmp_path / "map.toml")
    assert mapping.columns["sku"] == "item_id"
    assert all(fact in page.split("may fill:")[1] for fact in FACTS)
