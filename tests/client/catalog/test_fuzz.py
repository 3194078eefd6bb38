"""Damaged feeds: whatever is wrong, an importer yields drafts and refusals or raises one SourceError."""

from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.catalog.errors import SourceError
from client.catalog.importers.detect import importer_for
from client.catalog.importers.draft import Importer, SourceOptions
from client.catalog.importers.magento import MagentoCsv
from client.catalog.importers.mapped_csv import MappedCsv
from client.catalog.importers.merchant_feed import MerchantFeed
from client.catalog.importers.schema_org import SchemaOrg
from client.catalog.importers.sh3f import Sh3fLibrary
from client.catalog.importers.shopify import ShopifyCsv
from tests.client.catalog.samples import write_sh3f
from tests.client.catalog.test_importers import (
    GROUP,
    MAGENTO,
    MAPPING,
    MERCHANT_ATOM,
    MERCHANT_RSS,
    MERCHANT_TSV,
    SHOPIFY,
)

TABLE = b"Nr,Name,Art,Preis,Gruppe,B,da,Text\n7,Tisch,Eiche,12,A|B,1800,ja,180 x 75 x 90 cm\n"
SAMPLES = {
    "feed.tsv": MERCHANT_TSV.encode(),
    "feed.rss": MERCHANT_RSS.encode(),
    "feed.atom": MERCHANT_ATOM.encode(),
    "group.json": json.dumps(GROUP).encode(),
    "shopify.csv": SHOPIFY.encode(),
    "magento.csv": MAGENTO.encode(),
    "table.csv": TABLE,
}
IMPORTERS: dict[str, Importer] = {
    "feed.tsv": MerchantFeed(),
    "feed.rss": MerchantFeed(),
    "feed.atom": MerchantFeed(),
    "group.json": SchemaOrg(),
    "shopify.csv": ShopifyCsv(),
    "magento.csv": MagentoCsv(),
    "table.csv": MappedCsv(),
    "library.sh3f": Sh3fLibrary(),
}
PIECES = (
    *(b"", b"\0", b"\xff\xfe", b'"', b"\t", b",", b"\n", b"<", b"&x;", b"9" * 400, b"-1", b"1e999", b"NaN"),
    *(b"\xf0\x9f", b"[" * 50, b"../..", b"{}", b"null", b"\x1f", b"\\ud800", b"\\uD800", b"|", b"="),
)


@pytest.mark.parametrize("name", [*SAMPLES, "library.sh3f"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_damage_never_escapes(name: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        whole = SAMPLES[name] if name in SAMPLES else write_sh3f(path).read_bytes()
        for _ in range(data.draw(st.integers(1, 4))):
            place = data.draw(st.integers(0, len(whole)))
            length = data.draw(st.sampled_from([0, 1, 5, 1000]))
            whole = whole[:place] + data.draw(st.sampled_from(PIECES)) + whole[place + length :]
        path.write_bytes(whole)
        options = SourceOptions()
        if name == "table.csv":
            (Path(folder) / "map.toml").write_text(MAPPING, "utf-8")
            options = SourceOptions(mapping=Path(folder) / "map.toml")
        with contextlib.suppress(SourceError):
            importer_for(str(path), options)  # detection must survive it too
        with contextlib.suppress(SourceError):
            assert all(item.where for item in IMPORTERS[name].read(str(path), options))
