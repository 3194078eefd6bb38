"""The Chinese texts of a catalogue that a shopper may search for."""

from __future__ import annotations

from client.catalog.api import Catalog
from client.texts import Texts


def shop_texts(catalog: Catalog) -> list[str]:
    """Titles, names of versions, departments, materials, and what a search may be for, in a stable order."""
    texts = Texts("zh-CN")
    found = [texts.department(info.key, info.label) for info in catalog.departments()]
    materials: set[str] = set()
    for product in catalog.products():
        found.append(product.title.get("zh-CN"))
        found += [variant.label.get("zh-CN") for variant in product.variants]
        materials.update(product.materials)
    return found + [texts.material(name) for name in sorted(materials)]
