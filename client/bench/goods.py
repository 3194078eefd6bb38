"""A thousand products to fill a store with, from a catalogue that may hold fewer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from client.catalog.api import Catalog
from client.domain.errors import VitrineError
from client.domain.product import Product
from client.store.contents import item_of, shown_size
from scenes.showroom.content import ItemContent
from scenes.showroom.plan_sort import stand_for
from scenes.showroom.values import ItemToShow


@dataclass(frozen=True)
class Goods:
    """What to plan and what to show. `distinct`: how many different products there are among them."""

    items: tuple[ItemToShow, ...]
    content: dict[str, ItemContent]
    distinct: int


def stock_up(catalog: Catalog, count: int, most_distinct: int) -> Goods:
    """`count` products with models that fit into a shop, evenly drawn and repeated where the catalogue holds fewer.

    Raises VitrineError when the catalogue has no product with a model.
    """
    modelled = [p for p in catalog.products() if p.asset is not None and stand_for(item_of(p)) != "nowhere"]
    if not modelled:
        raise VitrineError("The catalogue has no product with a 3D model, so there is nothing to measure with.")
    wanted = min(count, most_distinct, len(modelled))
    drawn = [modelled[i * len(modelled) // wanted] for i in range(wanted)]
    items: list[ItemToShow] = []
    content: dict[str, ItemContent] = {}
    for number, (product, sku) in enumerate(_repeated(drawn, count)):
        items.append(replace(item_of(product), item_id=sku))
        content[sku] = _content(catalog, product, sku, f"{number + 1}")
    return Goods(tuple(items), content, len(drawn))


def _repeated(products: Sequence[Product], count: int) -> Iterator[tuple[Product, str]]:
    for n in range(count):
        product = products[n % len(products)]
        yield product, product.sku if n < len(products) else f"{product.sku} ({n // len(products) + 1})"


def _content(catalog: Catalog, product: Product, item_id: str, price: str) -> ItemContent:
    asset = product.asset
    if asset is None:
        raise VitrineError(f"{product.sku} has no 3D model.")
    width, depth, height = shown_size(product)

    return ItemContent(
        item_id=item_id,
        size_m=(width, height, depth),
        far=catalog.blob_path(asset.far.blob),
        shelf=catalog.blob_path(asset.shelf.blob),
        hero=catalog.blob_path(asset.hero.blob),
        title=product.title.get("en"),
        price=price,
    )
