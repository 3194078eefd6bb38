"""A small shop in memory for panel tests: a catalogue, a visit whose actions are reduced at once, and scenes."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec
from PIL import Image as Picture

from client.catalog.api import CatalogInfo, DepartmentInfo
from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.money import Money
from client.domain.product import (
    Asset3D,
    Attribution,
    BlobRef,
    Image,
    Level,
    Product,
    Size,
    TrustCard,
    TrustNote,
    Variant,
)
from client.domain.reduce import reduce
from client.domain.session import NO_CHANGES, Change, Notice, OrderDraft, Session, Standing
from client.domain.talk import Line
from client.domain.taste import Known, Steering, Touch
from client.domain.text import LocalText
from client.panels.host import PanelHost
from client.panels.map_model import MapArea, MapModel, MapZone
from client.panels.panel import House
from client.panels.surface import PanelSurface
from client.shell.panels import all_panels

_LEVEL = Level(BlobRef("0" * 64, 1, "model/gltf-binary"), 100, 1)


def _asset(size: Size) -> Asset3D:
    return Asset3D(_LEVEL, _LEVEL, _LEVEL, size)


def _usd(text: str) -> Money:
    return Money(Decimal(text), "USD")


def _photo(name: str, colour: str, size: tuple[int, int]) -> Image:
    return Image(BlobRef(hashlib.sha256(name.encode()).hexdigest(), 1, "image/png"), *size, alt=name)


PHOTOS = {"front": "#b0703a", "side": "#7a4a22", "detail": "#d8a070"}

ARMCHAIR_SIZE = Size(0.82, 0.91, 0.78)
ARMCHAIR = Product(
    "ARM-001",
    LocalText("Hygge lounge chair with solid oak legs", "海格实木橡木脚休闲椅"),
    LocalText(
        "A deep, quiet chair for long evenings. The back follows the spine, the seat is wide enough to curl up in, "
        "and the covers come off for washing. The frame is solid oak from forests that are planted again; the wool "
        "is woven in small runs, so shades differ a little from one to the next. Comes assembled.",
        "一把宽大安静的椅子，适合漫长的夜晚。靠背贴合脊柱，座面宽得可以蜷着坐，椅套可以拆下来清洗。"
        "框架采用再生林实木橡木，羊毛面料小批量织造，每一批颜色略有差别。整装送货，无需安装。",
    ),
    brand="Nordlys",
    category=("Furniture", "Chairs"),
    price=_usd("1299"),
    size=ARMCHAIR_SIZE,
    mass_kg=14.2,
    materials=("solid oak", "wool", "cold foam"),
    colour="#8a4b2a",
    variants=tuple(
        Variant(f"ARM-001-{key}", LocalText(en, zh), colour=colour, price=_usd(price), material_variant=en)
        for key, en, zh, colour, price in (
            ("RUST", "Rust wool", "铁锈红羊毛", "#8a4b2a", "1299"),
            ("MOSS", "Moss wool", "苔绿羊毛", "#5d6b3c", "1299"),
            ("NIGHT", "Night velvet", "夜蓝丝绒", "#1f2a44", "1449.50"),
        )
    ),
    images=(_photo("front", "", (600, 480)), _photo("side", "", (480, 600)), _photo("detail", "", (600, 600))),
    asset=_asset(ARMCHAIR_SIZE),
    attribution=Attribution("CC-BY 4.0", "Studio Fjord", "https://example.org/chair"),
    trust=TrustCard("artist", "stated", ARMCHAIR_SIZE, ARMCHAIR_SIZE, 0.016),
)
SHIRT = Product(
    "TEE",
    LocalText("Organic cotton T-shirt", "有机棉 T 恤"),
    LocalText("Heavy cotton, straight cut.", "厚实棉布，直筒剪裁。"),
    brand="Plain & Co",
    category=("Clothes", "T-shirts"),
    materials=("organic cotton",),
    variants=tuple(
        Variant(
            f"TEE-{colour}-{size}",
            LocalText(f"{colour}, {size}"),
            options=(("color", colour), ("size", size)),
            price=_usd("24.90"),
            colour=value,
            availability="out_of_stock" if (colour, size) == ("Navy", "XL") else "in_stock",
        )
        for colour, value in (("Navy", "#1c2a4a"), ("Chalk", "#f1eee6"), ("Clay", "#b4654a"))
        for size in ("S", "M", "L", "XL")
    ),
)
LAMP = Product(
    "LMP/9 & more",
    LocalText("Opal table lamp", "乳白玻璃台灯"),
    brand="Lumen",
    category=("Lighting",),
    price=Money(Decimal("189.00"), "EUR"),
    availability="out_of_stock",
    size=Size(0.24, 0.41, 0.24),
    materials=("opal glass", "brass"),
    colour="#d9b25f",
    asset=_asset(Size(0.24, 0.41, 0.24)),
    trust=TrustCard(
        "procedural", "stated", size_error=0.08, notes=(TrustNote("picture_missing", (("name", "cable.png"),)),)
    ),
)
MUG = Product(
    "MUG-1", LocalText("Stoneware mug", "粗陶马克杯"), LocalText("Holds 350 ml.", "容量 350 毫升。"), brand="Kiln",
    category=("Kitchen",), price=_usd("18"), size=Size(0.085, 0.095, 0.12), mass_kg=0.38,
    materials=("stoneware",), colour="#6f7f86", asset=_asset(Size(0.085, 0.095, 0.12)), trust=TrustCard("procedural"),
)  # fmt: skip
SOFA = Product(
    "SOFA-3", LocalText("Three-seat sofa", "三人沙发"), LocalText("Sits three, sleeps one.", "坐三人，睡一人。"),
    brand="Nordlys", category=("Furniture", "Sofas"), price=_usd("2190"), size=Size(2.12, 0.78, 0.95), mass_kg=61,
    materials=("linen", "pine"), colour="#c9c2b2", asset=_asset(Size(2.12, 0.78, 0.95)),
    trust=TrustCard("scan", "model"),
)  # fmt: skip
PRODUCTS = (ARMCHAIR, SHIRT, LAMP, MUG, SOFA)


class MemoryCatalog:
    """The five products above."""

    def __init__(self, folder: Path, products: Sequence[Product] = PRODUCTS, checkout_url: str = "") -> None:
        self._folder = folder
        self._products = {product.sku: product for product in products}
        self.checkout_url = checkout_url
        for name, colour in PHOTOS.items():
            image = _photo(name, colour, (600, 480))
            Picture.new("RGB", (image.width_px, image.height_px), colour).save(self.blob_path(image.blob), "PNG")

    @property
    def info(self) -> CatalogInfo:
        return CatalogInfo("v1", LocalText("Test shop", "测试店"), "2026-01-01", len(self._products), self.checkout_url)

    def departments(self) -> Sequence[DepartmentInfo]:
        names = (("Furniture", "家具", 2), ("Clothes", "服装", 1), ("Lighting", "灯具", 1), ("Kitchen", "厨房", 1))
        return [DepartmentInfo(en, LocalText(en, zh), count) for en, zh, count in names]

    def product(self, sku: str) -> Product | None:
        found = self._products.get(sku)
        return found or next((p for p in self._products.values() if p.variant(sku)), None)

    def products(self, department: str | None = None, offset: int = 0, limit: int | None = None) -> Iterator[Product]:
        end = None if limit is None else offset + limit
        return iter([p for p in self._products.values() if department in (None, p.category[0])][offset:end])

    def search(self, query: str, limit: int = 50) -> tuple[str, ...]:
        words = query.lower().split()
        hits = [p.sku for p in self._products.values() if all(word in p.title.all().lower() for word in words)]
        return tuple(hits[:limit]) if words else ()

    def blob_path(self, blob: BlobRef) -> Path:
        return self._folder / blob.sha256

    def close(self) -> None:
        pass


MAP = MapModel(
    floor=(-8.0, 0.0, 8.0, 14.0),
    footprints=tuple((x - 0.5, y - 0.4, x + 0.5, y + 0.4) for x in (-6, -4, -2, 2, 4, 6) for y in (5, 7, 9, 11)),
    areas=(
        MapArea("Furniture", (-7.0, 4.0, -1.0, 8.0), (-4.0, 3.4, 0.0)),
        MapArea("Clothes", (1.0, 4.0, 7.0, 8.0), (4.0, 3.4, 0.0)),
        MapArea("Lighting", (-7.0, 8.5, -1.0, 12.0), (-4.0, 8.2, 0.0)),
    ),
    zones=(
        MapZone("entrance", (-1.5, 0.0, 1.5, 1.0), (0.0, 1.0, 0.0)),
        MapZone("checkout", (5.0, 0.5, 7.5, 2.0), (5.0, 2.6, 3.0)),
        MapZone("guide_desk", (-7.0, 0.5, -4.5, 2.0), (-5.0, 2.6, 3.0)),
        MapZone("fitting_room", (4.5, 12.2, 7.5, 13.8), (6.0, 11.6, 0.0)),
    ),
)


class Visit:
    """A visit through panels: actions are reduced at once, searches answered from the catalogue."""

    def __init__(
        self, session: Session | None = None, catalog: MemoryCatalog | None = None, house: House | None = None
    ) -> None:
        self.actions: list[a.Action] = []
        self.checkouts = 0
        self.session = session or Session()
        self.catalog = catalog or MemoryCatalog(Path(tempfile.mkdtemp()))
        self.host = PanelHost(
            self.catalog,
            self.dispatch,
            all_panels(),
            check_out=self._check_out,
            store_map=lambda: MAP,
            spot_of=lambda sku: None if sku == SOFA.sku else Standing(1.0, 2.0, 0.5),
            house=house,
        )

    def dispatch(self, action: a.Action) -> None:
        """What the app does with a panel's action, without the rest of the app."""
        self.actions.append(action)
        self.do(action)

    def do(self, action: a.Action) -> frozenset[Change]:
        self.session, changes = reduce(self.session, action)
        if isinstance(action, a.Search) and action.query.strip():
            found = a.SearchFound(action.query, self.catalog.search(action.query))
            self.session, more = reduce(self.session, found)
            changes |= more
        if changes != NO_CHANGES:
            self.host.show(self.session, changes)
        return changes

    def fit(self, **comfort: object) -> None:
        """Fits the shop to a person."""
        self.do(a.SetComfort(msgspec.structs.replace(self.session.comfort, **comfort)))

    def settle(self) -> None:
        self.host.settle()
        self.host.pump()

    @property
    def surface(self) -> PanelSurface:
        surface = self.host.open()
        assert surface is not None, "no panel is open"
        return surface

    def click(self, name: str) -> list[a.Action]:
        """Points at a named element, presses and lets go; gives the actions that followed."""
        self.settle()
        before = len(self.actions)
        x, y = self.surface.element_center(name)
        for kind in ("move", "press", "release"):
            self.surface.pointer(kind, x, y)
        self.settle()
        return self.actions[before:]

    def texts(self) -> list[str]:
        self.settle()
        return [element.text for element in self.surface.elements()]

    def close(self) -> None:
        self.host.close()

    def _check_out(self) -> None:
        self.checkouts += 1
        link = "https://shop.example/cart/MUG-1:2,ARM-001-MOSS:1"
        self.dispatch(a.CheckedOut(OrderDraft(link, "Documents/Vitrine/order-0001.json", "$1,335.00")))


MOSS_CHAIR = ItemRef("ARM-001", "ARM-001-MOSS")
_CART = (
    a.AddToCart(ItemRef("MUG-1"), 2),
    a.AddToCart(ItemRef("ARM-001", "ARM-001-MOSS")),
    a.AddToCart(ItemRef("LMP/9 & more")),
    a.AddToCart(ItemRef("GONE")),
)
SCENES: dict[str, tuple[a.Action, ...]] = {
    "help": (a.OpenPanel("help"),),
    "product": (a.OpenPanel("product", ItemRef("ARM-001")), a.ChooseVariant("ARM-001", "ARM-001-MOSS")),
    "shirt": (a.OpenPanel("product", ItemRef("TEE")),),
    "lamp": (a.OpenPanel("product", ItemRef("LMP/9 & more")), a.PickUp("LMP/9 & more")),
    "gone": (a.OpenPanel("product", ItemRef("GONE")),),
    "cart_empty": (a.NewVisit(), a.OpenPanel("cart")),
    "cart": (*_CART, a.OpenPanel("cart")),
    "search_start": (a.OpenPanel("search"), a.Search("")),
    "search": (a.Search("o"),),
    "search_none": (a.Search("submarine"),),
    "map": (a.Move(-2.0, 3.0, 0.6), a.OpenPanel("map")),
    "compare": (
        a.ToggleCompare(ItemRef("ARM-001")), a.ToggleCompare(ItemRef("SOFA-3")),
        a.ToggleCompare(ItemRef("LMP/9 & more")),
        a.ToggleCompare(ItemRef("TEE", "TEE-Navy-M")), a.OpenPanel("compare"),
    ),
    "wishes": (
        a.ToggleWish(ItemRef("MUG-1")),
        a.ToggleWish(ItemRef("ARM-001", "ARM-001-NIGHT")),
        a.OpenPanel("wishes"),
    ),
    "settings": (a.OpenPanel("settings"),),
    "guide_start": (a.OpenPanel("guide"),),
    "guide": (
        a.Say("A chair, or a sofa, or a lamp for a small room that has only one window, under 2000"),
        a.Answered(1, Line("guide", "These fit. " * 12, tuple(product.sku for product in PRODUCTS))),
    ),
    "for_you": (
        a.PickUp("MUG-1"), a.AddToCart(ItemRef("ARM-001", "ARM-001-MOSS")), a.PutBack(), a.OpenPanel("for_you"),
    ),
    "for_you_questions": (
        a.ForgetTaste(None), a.AskTaste((("MUG-1", "ARM-001", "LMP/9 & more"), ("SOFA-3", "TEE", "MUG-1"))),
        a.OpenPanel("for_you"),
    ),
    "for_you_earlier": (
        a.AskTaste(()), a.RestoreTaste(), a.PickUp("MUG-1"), a.PutBack(),
        a.Recalled(
            Known(
                past=(
                    Touch("SOFA-3", "removed", days=3), Touch("TEE", "asked", days=0),
                    Touch("LMP/9 & more", "turned", days=40),
                ),
                refused=("ARM-001",), steering=Steering(-1.0, 1.0, 0.0, (("material powder-coated steel", 1.0),)),
            ),
            "file",
        ),
        a.ForgetTaste("TEE"), a.OpenPanel("for_you"),
    ),
    "checkout_ready": (a.OpenPanel("checkout"),),
    "checkout": (
        a.CheckedOut(
            OrderDraft(
                "https://shop.example/cart/MUG-1:2,ARM-001-MOSS:1", "Documents/Vitrine/orders/order-2026-0001.json",
                "$1,335.00 + €189.00",
            )
        ),
    ),
    "notice": (a.Notify(Notice("compare_full")),),
}  # fmt: skip
