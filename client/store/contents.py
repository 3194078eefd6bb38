"""From products to what stands in the store: items to plan, boxes to point at, places to stand. Pure values."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from client.catalog.api import Catalog, DepartmentInfo
from client.domain.product import Product, Size, Sku
from client.domain.session import Standing
from client.headset.api import Vec3
from client.interaction.place import nothing_between
from client.interaction.values import Boxes, CanStand, HeldThing, Walk
from scenes.showroom.values import Fixture, ItemToShow, Placement, StorePlan

_PHOTO_HEIGHT_M = 0.6
_PHOTO_DEPTH_M = 0.03
_LEAST_SIDE_M = 0.01
_BOARD_M = 0.03
_RING_M, _RINGS = 0.15, 400
_DOOR_M = 0.5
"""Nobody is moved who has just come in: the doorstep is no floor that a route leads over."""
_NO_DEPARTMENT: Final = "Other"


def _words(*words: str) -> re.Pattern[str]:
    """Whole words, in the singular or plural: a dresser is no dress, a laptop no top."""
    return re.compile(rf"\b(?:{'|'.join(words)})(?:s|es)?\b")


_CEILING: Final = _words("pendant", "ceiling", "chandelier")
_WALL: Final = _words(
    "wall lamp", "sconce", "poster", "painting", "picture", "wall clock", "wall art", "wall mirror", "picture frame"
)
_WORN: Final = _words(
    "clothes", "clothing", "apparel", "shirt", "t-shirt", "dress", "jacket", "hoodie", "sweatshirt", "top", "bottom",
    "pants", "shorts", "skirt", "coat", "jeans", "tee", "tank", "sweater", "blouse", "trouser",
)  # fmt: skip
_NOT_WORN: Final = _words("rack", "hanger", "stand", "hook")
_SURFACE: Final = _words(
    r"(?<!floor )lamp", "vase", "mug", "kettle", "phone", "laptop", "speaker", "camera", "cosmetic", "kitchen", "toy"
)


@dataclass(frozen=True)
class Wanted:
    """Which part of the catalogue fills the store: a department's page, or the front store, of a version."""

    department: str | None = None
    page: int = 0
    version: str = ""

    def same_place(self, other: Wanted) -> bool:
        """Whether it is the same part, of whichever version."""
        return (self.department, self.page) == (other.department, other.page)


@dataclass(frozen=True, eq=False)
class StoreContents:
    """A planned store and what it shows."""

    wanted: Wanted
    plan: StorePlan
    products: dict[Sku, Product]
    departments: tuple[DepartmentInfo, ...]
    boxes: Boxes
    walk: Walk
    can_stand: CanStand
    spots: dict[Sku, Placement]
    lookup: Callable[[Sku], Product | None] = lambda sku: None
    """Finds products of the catalogue that do not stand here now. For the thread that draws only."""

    def product(self, sku: Sku) -> Product | None:
        """A product, whether it stands here or not; None when the catalogue does not have it."""
        return self.products.get(sku) or self.lookup(sku)

    def entrance(self) -> Standing:
        """Where a visitor stands first, looking into the store."""
        return Standing(self.plan.entrance_x_m, self.plan.entrance_y_m)

    def nearest_floor(self, standing: Standing) -> Standing:
        """The same place where one can stand there, else the nearest free floor, looking the same way."""
        if math.hypot(standing.x_m - self.plan.entrance_x_m, standing.y_m - self.plan.entrance_y_m) < _DOOR_M:
            return standing
        for ring in range(_RINGS):
            away = ring * _RING_M
            steps = max(1, round(math.tau * away / _RING_M))
            for step in range(steps):
                x = standing.x_m + away * math.sin(math.tau * step / steps)
                y = standing.y_m + away * math.cos(math.tau * step / steps)
                if self.can_stand(x, y):
                    return Standing(x, y, standing.heading_rad, standing.pitch_rad)
        return self.entrance()

    def spot_of(self, sku: Sku) -> Standing | None:
        """Where to stand to see a product well; None when it does not stand here or cannot be reached."""
        placement, product = self.spots.get(sku), self.products.get(sku)
        if placement is None or product is None:
            return None
        _, depth, height = shown_size(product)
        heading = placement.heading_rad
        for away in (1.1, 1.4, 0.9, 1.8, 2.3):
            for aside in (0.0, 0.5, -0.5, 1.0, -1.0):
                dx, dy = math.sin(heading), -math.cos(heading)
                x = placement.x_m + dx * (depth / 2 + away) - dy * aside
                y = placement.y_m + dy * (depth / 2 + away) + dx * aside
                if self.can_stand(x, y):
                    facing = math.atan2(-(placement.x_m - x), placement.y_m - y)
                    above = placement.z_m + height / 2 - 1.62
                    return Standing(x, y, facing, math.atan2(above, math.hypot(placement.x_m - x, placement.y_m - y)))
        return None

    def clear_between(self, start: Vec3, end: Vec3) -> bool:
        """Whether neither products nor fixtures nor walls are between two places."""
        return nothing_between(self.boxes, self.plan.floor.contains, start, end)

    def pages(self, products: int, limit: int) -> int:
        """How many pages there are of what fills the store; `products` is the whole catalogue's count."""
        if self.wanted.department is not None:
            here = next((d.products for d in self.departments if d.key == self.wanted.department), 0)
            return max(1, -(-here // limit))
        # A large catalogue's first page is a share of every department; the others go through all of them.
        return 1 if products <= limit else 1 + -(-products // limit)

    def size_known(self, sku: Sku) -> bool:
        """Whether its measures may be shown: not those of a photo of something whose size nobody stated."""
        thing = self.held_thing(sku)
        return thing is not None and thing.size_known

    def held_thing(self, sku: Sku) -> HeldThing | None:
        """A product as something to hold."""
        product = self.product(sku)
        if product is None:
            return None
        width, depth, height = shown_size(product)
        return HeldThing(sku, (width, depth, height), size_known=product.true_size() is not None)


def shown_size(product: Product) -> tuple[float, float, float]:
    """(width, depth, height) in metres as it stands in the store: the model's, else the photo's."""
    size = product.asset.size if product.asset is not None else photo_size(product)
    return (max(size.width_m, _LEAST_SIDE_M), max(size.depth_m, _LEAST_SIDE_M), max(size.height_m, _LEAST_SIDE_M))


def photo_size(product: Product) -> Size:
    """A product without a model stands as its photo: at its true height where known, in the photo's proportions."""
    image = product.images[0] if product.images else None
    shape = image.width_px / image.height_px if image is not None and image.width_px and image.height_px else 1.0
    true = product.true_size()
    if true is None:
        return Size(_PHOTO_HEIGHT_M * min(2.0, shape), _PHOTO_HEIGHT_M, _PHOTO_DEPTH_M)
    return Size(true.width_m, true.height_m, _PHOTO_DEPTH_M)


def item_of(product: Product) -> ItemToShow:
    """What the planner needs to know of a product."""
    width, depth, height = shown_size(product)
    words = " ".join((*product.category, product.title.en)).lower()
    kinds = " ".join(product.category).lower()
    hangs: Literal["floor", "ceiling", "wall", "surface"] = "floor"
    if _CEILING.search(words):
        hangs = "ceiling"
    elif _WALL.search(words):
        hangs = "wall"
    elif max(width, depth, height) < 0.6 or _SURFACE.search(kinds):
        hangs = "surface"
    return ItemToShow(
        item_id=product.sku,
        width_m=width,
        height_m=height,
        depth_m=depth,
        department=product.category[0] if product.category else _NO_DEPARTMENT,
        category=product.category,
        has_model=product.asset is not None,
        wearable=bool(_WORN.search(kinds)) and not _NOT_WORN.search(kinds),
        hangs=hangs,
    )


def choose_products(catalog: Catalog, wanted: Wanted, limit: int) -> Iterator[Product]:
    """The products of a page. A large catalogue's front store shows a fair share of every department; its further
    pages go through all products in their order.
    """
    if wanted.department is not None:
        yield from catalog.products(wanted.department, wanted.page * limit, limit)
        return
    total = catalog.info.products
    if total <= limit or wanted.page > 0:
        before = wanted.page if total <= limit else wanted.page - 1
        yield from catalog.products(None, before * limit, limit)
        return
    for department in catalog.departments():
        share = max(1, department.products * limit // total)
        yield from catalog.products(department.key, 0, share)


def boxes_of(plan: StorePlan, products: dict[Sku, Product]) -> Boxes:
    """Boxes of the placed products, and of the boards that hide what is behind them."""
    names: list[str] = []
    rows: list[tuple[float, float, float, float, float, float, float]] = []
    for placement in plan.placements:
        product = products.get(placement.item_id)
        if product is None:
            continue
        width, depth, height = shown_size(product)
        names.append(placement.item_id)
        middle = placement.z_m + height / 2
        rows.append((placement.x_m, placement.y_m, middle, width / 2, depth / 2, height / 2, placement.heading_rad))
    for fixture in plan.fixtures:
        for row in _boards(fixture):
            names.append("")
            rows.append(row)
    table = np.array(rows, dtype=np.float64).reshape(-1, 7)
    return Boxes(tuple(names), table[:, 0:3], table[:, 3:6], table[:, 6])


def _boards(fixture: Fixture) -> Iterator[tuple[float, float, float, float, float, float, float]]:
    x, y, w, d, h = fixture.x_m, fixture.y_m, fixture.width_m / 2, fixture.depth_m / 2, fixture.heading_rad
    if fixture.kind in ("plinth", "table", "room_set") and fixture.levels_m:
        top = fixture.levels_m[-1]
        yield (x, y, top / 2, w, d, top / 2, h)
        return
    if fixture.kind in ("shelf", "wall_shelf"):
        for level in fixture.levels_m:
            yield (x, y, level - _BOARD_M / 2, w, d, _BOARD_M / 2, h)
    if fixture.kind in ("shelf", "wall_shelf", "wall_panel"):
        back_x, back_y = x - math.sin(h) * d, y + math.cos(h) * d
        yield (back_x, back_y, fixture.height_m / 2, w, _BOARD_M / 2, fixture.height_m / 2, h)


def fill_store(
    catalog: Catalog,
    wanted: Wanted,
    limit: int,
    plan_store: Callable[[Sequence[ItemToShow]], StorePlan],
    walking: Callable[[StorePlan], tuple[Walk, CanStand]],
    lookup: Callable[[Sku], Product | None] = lambda sku: None,
) -> StoreContents:
    """Reads the products, plans the store, and works out what hands and feet can meet in it."""
    products = {product.sku: product for product in choose_products(catalog, wanted, limit)}
    plan = plan_store([item_of(product) for product in products.values()])
    walk, can_stand = walking(plan)
    return StoreContents(
        wanted=wanted,
        plan=plan,
        products=products,
        departments=tuple(catalog.departments()),
        boxes=boxes_of(plan, products),
        walk=walk,
        can_stand=can_stand,
        spots=placements_by_sku(plan.placements),
        lookup=lookup,
    )


def placements_by_sku(placements: Iterable[Placement]) -> dict[Sku, Placement]:
    """Where each product stands."""
    return {placement.item_id: placement for placement in placements}
