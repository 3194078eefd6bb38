from __future__ import annotations

from decimal import Decimal

import pytest

from client.domain.money import Money
from client.domain.product import Product, Size, Variant
from client.domain.text import LocalText


@pytest.fixture
def products() -> list[Product]:
    """Six products in three departments, bilingual."""

    def make(sku: str, en: str, zh: str, path: tuple[str, ...], zh_path: tuple[str, ...]) -> Product:
        labels = tuple(LocalText(e, z) for e, z in zip(path, zh_path, strict=True))
        price = Money(Decimal("12.50"), "EUR")
        return Product(sku, LocalText(en, zh), category=path, category_label=labels, price=price)

    sofa = make("S-1", "Velvet sofa", "天鹅绒沙发", ("Furniture", "Sofas"), ("家具", "沙发"))
    variants = (Variant("S-1-RED", LocalText("Red", "红色")), Variant("S-1-BLUE", LocalText("Blue", "蓝色")))
    return [
        Product(**{f: getattr(sofa, f) for f in sofa.__struct_fields__} | {"variants": variants}),
        make("S-2", "Corner sofa", "转角沙发", ("Furniture", "Sofas"), ("家具", "沙发")),
        make("T-1", "Oak table", "橡木餐桌", ("Furniture", "Tables"), ("家具", "桌子")),
        make("L-1", "Café lamp", "咖啡馆台灯", ("Lighting",), ("灯具",)),
        make("L-2", "LED spotlight", "LED射灯", ("Lighting",), ("灯具",)),
        Product("X-1", LocalText("Tablet computer", "平板电脑"), size=Size(0.2, 0.01, 0.3)),
    ]
