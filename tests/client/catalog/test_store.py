from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client.catalog.api import open_catalog
from client.catalog.blobs import BlobStore
from client.catalog.errors import CatalogError
from client.catalog.layout import Layout
from client.catalog.writer import VersionWriter, prune, write_version
from client.domain.product import Asset3D, Level, Product, Size
from client.domain.text import LocalText

NOW = "2026-01-02T03:04:05Z"
TITLE = LocalText("Test shop", "测试商店")


@pytest.fixture
def root(tmp_path: Path, products: list[Product]) -> Path:
    write_version(tmp_path, products, TITLE, NOW, "https://shop.example/cart/{sku}:{qty}")
    return tmp_path


def test_what_was_written_is_read(root: Path, products: list[Product]) -> None:
    catalog = open_catalog(root)
    assert catalog.info.title == TITLE
    assert catalog.info.products == 6
    assert catalog.info.checkout_url.endswith("{qty}")
    assert catalog.info.made_at == NOW
    assert {p.sku: p for p in catalog.products()} == {p.sku: p for p in products}
    catalog.close()
    catalog.close()


def test_departments_are_ordered_by_size_and_labelled(root: Path) -> None:
    found = open_catalog(root).departments()
    assert [(d.key, d.products) for d in found] == [("Furniture", 3), ("Lighting", 2), ("Other", 1)]
    assert found[0].label == LocalText("Furniture", "家具")


def test_order_is_stable_and_pages_add_up(root: Path) -> None:
    catalog = open_catalog(root)
    whole = [p.sku for p in catalog.products()]
    assert whole == ["S-1", "S-2", "T-1", "L-1", "L-2", "X-1"]
    assert [p.sku for i in range(6) for p in catalog.products(offset=i, limit=1)] == whole
    assert [p.sku for p in catalog.products("Lighting", 1)] == ["L-2"]
    assert list(catalog.products("No such department")) == []


def test_a_variant_finds_its_product(root: Path) -> None:
    catalog = open_catalog(root)
    product = catalog.product("S-1-BLUE")
    assert product is not None
    assert product.sku == "S-1"
    assert catalog.product("nothing") is None
    assert catalog.product("\ud800") is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sofa", ["S-1", "S-2"]),
        ("SOFAS", ["S-1", "S-2"]),
        ("velv", ["S-1"]),
        ("cafe", ["L-1"]),
        ("沙发", ["S-1", "S-2"]),
        ("沙", ["S-1", "S-2"]),
        ("转角沙发", ["S-2"]),
        ("沙发转角", ["S-2"]),
        ("灯", ["L-1", "L-2"]),
        ("LED射灯", ["L-2"]),
        ("LED 灯", ["L-2"]),
        ("S-1-RED", ["S-1"]),
        ("oak sofa", ["T-1", "S-1", "S-2"]),
        ("发天", ["S-1"]),
        ("", []),
        ("!!!", []),
        ("0", []),
    ],
)
def test_search(root: Path, query: str, expected: list[str]) -> None:
    assert sorted(open_catalog(root).search(query)) == sorted(expected)


def test_whole_words_come_before_beginnings(root: Path) -> None:
    assert open_catalog(root).search("table")[0] == "T-1"
    assert open_catalog(root).search("tab") == ("T-1", "X-1")
    assert len(open_catalog(root).search("sofa", limit=1)) == 1


def test_a_title_word_ranks_above_a_description_word(tmp_path: Path) -> None:
    write_version(
        tmp_path,
        [
            Product("A", LocalText("Chair"), description=LocalText("fits under a desk " * 3)),
            Product("B", LocalText("Desk"), description=LocalText("made of wood, with a chair")),
        ],
        TITLE,
        NOW,
    )
    assert open_catalog(tmp_path).search("desk") == ("B", "A")
    assert open_catalog(tmp_path).search("chair") == ("A", "B")


@pytest.fixture(scope="module")
def shared_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalog")
    write_version(folder, [Product("A", LocalText('A "quoted" NEAR(x) AND title:*', "沙发"))], TITLE, NOW)
    return folder


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=40), st.text(alphabet='"*():^-+{}沙发 aANDORNT\x00', max_size=30)))
def test_any_string_is_a_valid_query(shared_root: Path, query: str) -> None:
    assert set(open_catalog(shared_root).search(query)) <= {"A"}


def test_the_same_content_keeps_the_version(root: Path, products: list[Product]) -> None:
    before = Layout(root).current()
    assert write_version(root, reversed(products), TITLE, "later", "https://shop.example/cart/{sku}:{qty}") == before
    assert Layout(root).kept_versions() == [before]


def test_a_new_version_does_not_disturb_an_open_reader(root: Path, products: list[Product]) -> None:
    old = open_catalog(root)
    pages = old.products()
    first = next(pages)
    version = write_version(root, products[:2], TITLE, NOW)
    assert old.info.version != version
    assert [first.sku, *(p.sku for p in pages)] == ["S-1", "S-2", "T-1", "L-1", "L-2", "X-1"]
    assert len(old.search("sofa")) == 2
    assert open_catalog(root).info.products == 2


def test_an_unfinished_version_changes_nothing(root: Path, products: list[Product]) -> None:
    before = open_catalog(root).info
    with VersionWriter(root) as writer:
        writer.add(products[0])
    assert open_catalog(root).info == before
    assert list(Layout(root).versions.glob(".new-*")) == []


def test_pruning_keeps_the_last_versions_and_every_file_they_need(tmp_path: Path, products: list[Product]) -> None:
    blobs = BlobStore(Layout(tmp_path).blobs)
    made = []
    for number in range(4):
        level = Level(blobs.put(f"glb {number}".encode(), "model/gltf-binary"), 12, 1)
        asset = Asset3D(level, level, level, Size(1, 1, 1))
        made.append(level.blob)
        write_version(tmp_path, [msgspec.structs.replace(products[0], asset=asset)], TITLE, NOW)
    extra = blobs.put(b"still being imported", "image/png")
    orphan = blobs.put(b"nobody needs me", "image/png")
    assert prune(tmp_path, keep=2, also_wanted=[extra.sha256]) > 0
    assert len(Layout(tmp_path).kept_versions()) == 2
    assert [blobs.has(b) for b in [*made, extra, orphan]] == [False, False, True, True, True, False]
    catalog = open_catalog(tmp_path)
    product = next(catalog.products())
    assert product.asset is not None
    assert catalog.blob_path(product.asset.hero.blob).read_bytes() == b"glb 3"


def test_a_missing_or_damaged_catalogue_says_so(tmp_path: Path, products: list[Product]) -> None:
    with pytest.raises(CatalogError, match="There is no catalogue"):
        open_catalog(tmp_path)
    version = write_version(tmp_path, products, TITLE, NOW)
    database = Layout(tmp_path).database(version)
    database.write_bytes(b"SQLite format 3\x00" + b"\x00" * 400)
    with pytest.raises(CatalogError):
        open_catalog(tmp_path)
    database.unlink()
    with pytest.raises(CatalogError, match="missing"):
        open_catalog(tmp_path)
    Layout(tmp_path).pointer.write_text("../../etc/passwd")
    with pytest.raises(CatalogError, match="damaged"):
        open_catalog(tmp_path)
