"""Texts of feeds become what a person reads."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.catalog.importers.detect import importer_for
from client.catalog.importers.draft import Draft, SourceOptions
from client.catalog.importers.words import category_path, options_label, plain_text, title_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Cocona&reg; performance fabric", "Cocona® performance fabric"),
        ("Cocona&amp;reg; fabric", "Cocona® fabric"),
        ("<p>One.</p><p>Two<br>three.</p>", "One.\nTwo\nthree."),
        ("<ul><li>Oak</li><li>Steel</li></ul>", "Oak\nSteel"),
        ("<td>80</td><td>cm</td>", "80 cm"),
        ("&lt;p&gt;Escaped&lt;/p&gt;", "Escaped"),
        ("up to < 5 kg & more", "up to < 5 kg & more"),
        ("Bookcase <80 cm", "Bookcase <80 cm"),
        ("half a tag <b", "half a tag <b"),
        ("<style>p{}</style><script>alert(1)</script>Seen", "Seen"),
        ("<!-- no --><b>Bold</b>ly", "Boldly"),
        ("AT&T &bogus; &#x6c99;&#21457;", "AT&T &bogus; 沙发"),
        ("plain", "plain"),
    ],
)
def test_markup_becomes_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


def test_a_title_is_one_line() -> None:
    assert title_text("<h1>Lounge</h1>\n<p>Chair&trade;</p>") == "Lounge Chair™"
    assert category_path("Home &amp; Garden &gt; Sofas") == ("Home & Garden", "Sofas")


@given(st.text(st.sampled_from("<>&;/!-ap \"'=#x1\n"), max_size=300))
def test_anything_is_a_text(markup: str) -> None:
    assert "\x00" not in plain_text(markup)


@pytest.mark.parametrize("piece", ["<", "<a ", "<!--", "</", "<![CDATA[", "&", "<a b='", "<script>", "&#", "<?"])
def test_a_text_made_to_be_slow_is_not(piece: str) -> None:
    started = time.process_time()
    plain_text(piece * 2_000_000)
    assert time.process_time() - started < 3


FEEDS = {
    "shopify.csv": "Handle,Title,Body (HTML),Vendor,Variant SKU,Variant Price,"
    "Material (product.metafields.shopify.material)\n"
    "tee,Tee&reg;,<p>Soft &amp; light</p>,V,tee-1,5,Cocona&reg;\n",
    "magento.csv": "sku,name,description,price,product_type,attribute_set_code,additional_attributes\n"
    'tee,Tee&reg;,<p>Soft &amp; light</p>,5,simple,Top,"material=Cocona&reg;|Wool"\n',
    "feed.tsv": "id\ttitle\tdescription\tprice\tavailability\tlink\tmaterial\n"
    "tee\tTee&reg;\t<p>Soft &amp; light</p>\t5 EUR\tin stock\t\tCocona&reg;/Wool\n",
    "product.json": '{"@context":"https://schema.org","@type":"Product","sku":"tee","name":"Tee&reg;",'
    '"description":"<p>Soft &amp; light</p>","material":"Cocona&reg;"}',
}


@pytest.mark.parametrize("name", sorted(FEEDS))
def test_every_importer_cleans_its_texts(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(FEEDS[name], "utf-8")
    options = SourceOptions(currency="EUR")
    (draft,) = importer_for(str(path), options).read(str(path), options)
    assert isinstance(draft, Draft)
    assert draft.product.title.en == "Tee®"
    assert draft.product.description.en == "Soft & light"
    assert draft.product.materials[:1] in (("Cocona®",), ())


def test_a_versions_label_is_chinese_where_its_words_are_known() -> None:
    assert options_label([("color", "Navy"), ("size", "M")]).get("zh-CN") == "藏青、M"
    assert options_label([("size", "M")]).zh_cn == ""
