"""The real files that lie beside a developer's checkout, and the distribution's furniture."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.catalog.api import open_catalog
from client.catalog.importers.detect import importer_for
from client.catalog.importers.draft import Draft, Refusal, SourceOptions
from client.catalog.importing import ImportPlan, import_sources
from client.catalog.report import Report

IKEA = """
[columns]
sku = "item_id"
title = ["name", "short_description"]
price = "price"
category = "category"
availability = "sellable_online"
width = "width"
height = "height"
depth = "depth"
[price]
currency = "SAR"
[size]
column = "short_description"
[constants]
brand = "IKEA"
[values.availability]
"FALSE" = "out_of_stock"
[attributes]
Designer = "designer"
"""


def read(source: Path, options: SourceOptions) -> list[Draft | Refusal]:
    return list(importer_for(str(source), options).read(str(source), options))


def take(root: Path, *sources: Path, mapping: Path | None = None) -> Report:
    return import_sources(ImportPlan(tuple(map(str, sources)), root, mapping=mapping), lambda: "2026-01-02T03:04:05Z")


def test_a_dirty_listing(shared_data: Path, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(IKEA, "utf-8")
    report = take(tmp_path / "shop", shared_data / "feeds" / "ikea.csv", mapping=tmp_path / "map.toml")
    assert (report.figures.products, report.figures.refused) == (2962, 0)  # 3,694 rows
    catalog = open_catalog(tmp_path / "shop")
    stool = catalog.product("80155205")
    assert stool is not None
    assert stool.price is not None
    assert stool.price.text() == "SAR 69.00"
    assert stool.size is not None
    assert stool.size.text() == "60 × 100 × 50 cm"
    assert ("Also in", "Chairs") in stool.attributes
    assert len(catalog.departments()) == 17
    for sku in catalog.search("bar stool", 10):
        found = catalog.product(sku)
        assert found is not None
        assert "bar stool" in found.title.en.lower()


def test_a_magento_shop(shared_data: Path) -> None:
    options = SourceOptions()
    found = read(shared_data / "apparel", options)
    drafts = [d for d in found if isinstance(d, Draft)]
    assert len(drafts) == len(found) == 106
    assert sum(len(d.product.variants) for d in drafts) == 910 + 12
    assert all(d.pictures for d in drafts), [d.product.sku for d in drafts if not d.pictures]
    assert all(d.product.price for d in drafts)
    hoodie = next(d for d in drafts if d.product.sku == "MH01")
    assert hoodie.product.category == ("Men", "Tops", "Hoodies & Sweatshirts")
    assert Path(hoodie.pictures[0].source.path).name == "mh01-gray_main.jpg"  # type: ignore[union-attr]


@pytest.mark.slow
def test_real_models(shared_data: Path, tmp_path: Path) -> None:
    report = take(tmp_path / "shop", shared_data / "furniture", shared_data / "gltf")
    assert (report.figures.products, report.figures.with_3d) == (53 + 11, 53 + 11)
    catalog = open_catalog(tmp_path / "shop")
    sofa = catalog.product("GlamVelvetSofa")
    assert sofa is not None
    assert [v.material_variant for v in sofa.variants] == ["Champagne", "Navy", "Gray", "Black", "Pale Pink"]
    for product in catalog.products():
        asset = product.asset
        assert asset is not None
        assert asset.hero.blob.bytes <= 3_000_000
        assert asset.shelf.blob.bytes <= 1_000_000
        assert asset.far.triangles <= 2_000


def test_furniture_libraries(sh3f_files: tuple[Path, ...]) -> None:
    found = [d for path in sh3f_files for d in read(path, SourceOptions())]
    drafts = [d for d in found if isinstance(d, Draft)]
    assert len(drafts) == len(found) == 820
    assert all(d.product.title.zh_cn and d.product.title.en for d in drafts)
    assert all(d.product.size for d in drafts)
    assert len({d.product.sku for d in drafts}) == 820


@pytest.mark.slow
def test_a_whole_furniture_library_comes_in(sh3f_files: tuple[Path, ...], tmp_path: Path) -> None:
    library = next(p for p in sh3f_files if p.stem == "KatorLegaz")
    report = take(tmp_path / "shop", library)
    assert (report.figures.products, report.figures.refused, report.figures.with_3d) == (90, 0, 90)
    catalog = open_catalog(tmp_path / "shop")
    assert {"Kator Legaz#futon-couch"} <= set(catalog.search("沙发床"))
    for product in catalog.products():
        assert product.asset is not None
        assert product.trust.size_error is not None


def test_the_demo_products(tmp_path: Path) -> None:
    report = import_sources(ImportPlan(("demo:8,3",), tmp_path / "shop"), lambda: "now")
    assert (report.figures.products, report.figures.with_3d) == (8, 8)
    catalog = open_catalog(tmp_path / "shop")
    for product in catalog.products():
        assert product.title.en
        assert product.title.zh_cn
        assert product.price is not None
        assert product.asset is not None
        assert {v.material_variant for v in product.variants} <= set(product.asset.material_variants)
