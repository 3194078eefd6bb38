"""A whole shop without engine and Qt, to be visited by a pilot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from client.domain.product import Product
from client.domain.session import Session
from client.features.cards.feature import CardsFeature
from client.features.help.feature import HelpFeature
from client.features.notice.feature import NoticeFeature
from client.features.product.feature import ProductFeature
from client.features.search.feature import SearchFeature
from client.headset.scripted import ScriptedHeadset
from client.interaction.comfort import Comfort
from client.journal.recorder import Recorder
from client.pilot import Pilot
from client.shop import Shop, world_of
from client.store.contents import StoreContents, Wanted, fill_store
from client.store.keeper import StoreKeeper
from client.visit import Visit
from tests.simulators.memory_catalog import MemoryCatalog, small_shop
from tests.simulators.paper_panels import PaperPanels
from tests.simulators.plain_plan import plain_plan, plain_walking


@contextmanager
def plain_shop(
    products: Sequence[Product] | None = None,
    recorder: Callable[[Session], Recorder] | None = None,
    welcome: bool = False,
    limit: int = 2000,
    comfort: Comfort = Comfort(),  # noqa: B008 - frozen
) -> Iterator[Pilot]:
    """A pilot at the entrance of a store of made-up products."""
    listed = list(small_shop() if products is None else products)

    def fill(wanted: Wanted) -> StoreContents:
        return fill_store(
            MemoryCatalog(listed), wanted, limit, plain_plan, plain_walking, MemoryCatalog(listed).product
        )

    first = fill(Wanted())
    session = Session(standing=first.entrance())
    writing = recorder(session) if recorder is not None else None
    visit = Visit(session, comfort, writing)
    panels = PaperPanels(visit.dispatcher("panel"))
    cards = CardsFeature(panels)
    say = visit.dispatcher("shop")
    keeper = StoreKeeper(first, fill, say)
    visit.world_of = world_of(lambda: keeper.current, cards)
    features = [
        HelpFeature(say, welcome=welcome),
        ProductFeature(say, lambda sku: keeper.current.size_known(sku)),
        SearchFeature(lambda: MemoryCatalog(listed), say),
        NoticeFeature(say),
    ]
    shop = Shop(visit, keeper, cards, features, [], None)
    try:
        yield Pilot(shop, ScriptedHeadset())
    finally:
        if writing is not None:
            writing.close()
        shop.close()
