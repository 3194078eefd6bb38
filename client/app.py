"""The composition root: the only place that names concrete classes of several rooms and hands them to each other."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path

from msgspec import structs

from client import __version__
from client.answering import answering, remembered
from client.catalog.api import Catalog
from client.catalog.live import LiveCatalog
from client.catalog.reader import open_current
from client.domain.session import Session
from client.features.cards.feature import CardsFeature, Panels
from client.features.cards.lazy import LazyPanels
from client.features.comfort.feature import BreakFeature
from client.features.for_you.remembering import Share
from client.features.help.feature import HelpFeature
from client.features.help.seen import remember_help
from client.features.notice.feature import NoticeFeature
from client.features.product.feature import ProductFeature
from client.features.search.picking import Picker, has_screen
from client.features.search.typing import HandsFeature
from client.features.settings.feature import SettingsFeature
from client.features.sound.playing import sound_feature
from client.features.store.feature import MissingFeature
from client.following import Following, follow_options, open_live, open_version
from client.frame_load import FrameLoad
from client.journal.recorder import Recorder
from client.journal.records import FORMAT, Header
from client.local_models import LocalModels, model_lists
from client.pinyin.service import PinyinService
from client.pinyin.shop import shop_texts
from client.profile.memory import Store
from client.settings import Folders, Settings
from client.settings_file import remembering
from client.shop import Shop, world_of
from client.stage import Stage, open_stage
from client.store.contents import StoreContents, Wanted, fill_store
from client.store.keeper import StoreKeeper
from client.store.signs import map_model
from client.store.walking import walking
from client.texts import Texts
from client.visit import Feature, Visit
from scenes.kit.engine import Output, apply_settings, open_offscreen
from scenes.showroom.plan import PlanOptions, plan_store
from scenes.showroom.values import ItemToShow, StorePlan

_log = logging.getLogger("vitrine")
_WIDGET_MODULES = (
    "PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets", "client.panels.surface", "client.panels.host",
    "client.features.product.panel", "client.features.cart.panel", "client.features.search.panel",
    "client.features.map.panel", "client.features.guide.panel", "client.features.for_you.panel",
    "segno.consts", "segno.encoder", "segno.writers",
    "client.features.checkout.panel", "client.features.help.panel",
    "client.features.compare.panel", "client.features.settings.panel", "client.features.wishes.panel",
    "client.features.checkout.desk", "client.shell.panels",
)  # fmt: skip
_MADE_AHEAD = ("panel", "bar", "notice", "product", "cart", "search")


@dataclass(frozen=True)
class ShopOptions:
    """What kind of shop is opened. `start` is a replay's; `welcome` opens the help at the start."""

    settings: Settings
    folders: Folders
    root: Path
    record: Path | None = None
    pictures: bool = False
    seed: int = 0
    start: Session | None = None
    welcome: bool = False
    replaying: bool = False
    audible: bool = False
    following: bool = False
    """Whether the publisher that the settings name is followed while the shop is open."""
    remember: bool = False
    """Whether what is chosen on the settings panel is written to the settings file."""
    profile: Store | None = None
    """Where the shopper's taste is kept from visit to visit; None: it ends with the visit."""
    share: Share | None = None
    """Shares counts of the profile, where the shopper agreed to that."""
    say: Callable[[str], None] = _log.info
    """Told in a sentence where the visit is shown: headset or window, and why."""


@dataclass
class OpenShop:
    """An open shop, what it draws on, and how long its parts took to open, in seconds."""

    shop: Shop
    stage: Stage
    catalog: Catalog
    following: Following
    recorder: Recorder | None
    models: LocalModels
    timings: dict[str, float] = field(default_factory=dict)
    load: FrameLoad = field(default_factory=FrameLoad)

    def told(self, waited_s: float, work_s: float) -> None:
        """Told of every frame (see `run_loop`): models stand still before one is late."""
        self.models.frame(self.load.frame(waited_s, work_s), 1.0)


@contextmanager
def open_shop(options: ShopOptions, output: Callable[[], Output]) -> Iterator[OpenShop]:
    """Opens catalogue, store, panels and views, and closes them in reverse order, whatever happens."""
    timings: dict[str, float] = {}
    settings, folders, root = options.settings, options.folders, options.root
    with ExitStack() as stack:
        with _timed(timings, "catalog_s"):
            catalog = open_live(root, options.start.catalogue if options.start is not None else "")
        stack.callback(catalog.close)
        with _timed(timings, "plan_s"):
            start = options.start or Session(language=settings.language, catalogue=catalog.version)
            wanted = Wanted(start.department, start.page, start.catalogue)
            first = _fill(catalog, wanted, settings.shelf_limit, catalog)
        if options.start is None:
            fitted = settings.comfort()
            start = structs.replace(start, standing=first.entrance(), comfort=fitted, house=fitted)
        with _timed(timings, "window_s"):
            opened = output()
        recorder = _recorder(options, start, catalog, opened)
        if recorder is not None:
            stack.enter_context(recorder)
        with _timed(timings, "store_s"):
            stage = open_stage(opened, folders.cache, catalog, start.language)
            stack.callback(stage.close)
            models = LocalModels(model_lists(folders))
            shop, following = _assemble(options, start, catalog, first, stage, recorder, models)
            stack.callback(shop.close)
            stack.callback(models.close)  # before the features: whoever waits for a model is told
        yield OpenShop(shop, stage, catalog, following, recorder, models, timings)


def _assemble(
    options: ShopOptions, start: Session, catalog: LiveCatalog, first: StoreContents, stage: Stage,
    recorder: Recorder | None, models: LocalModels,
) -> tuple[Shop, Following]:  # fmt: skip
    """Ties visit, features and views together."""
    root, settings, limit = options.root, options.settings, options.settings.shelf_limit
    visit = Visit(start, recorder)
    say = visit.dispatcher("shop")

    def fill(wanted: Wanted) -> StoreContents:
        with open_version(root, wanted.version) as own:
            return _fill(own, wanted, limit, catalog)

    keeper = StoreKeeper(first, fill, say)
    words = PinyinService(options.folders.cache, lambda: _shop_texts(root))
    hands = HandsFeature(words.close)
    picker = Picker()
    helping = HelpFeature(say, welcome=options.welcome, remember=lambda: remember_help(options.folders))
    panels = LazyPanels(
        lambda: _panels(options, visit, keeper, catalog, hands, words, helping, models, picker),
        _widget_steps(),
        _MADE_AHEAD,
    )
    cards = CardsFeature(panels, lambda start, end: keeper.current.clear_between(start, end))
    visit.world_of = world_of(lambda: keeper.current, cards)
    followed = follow_options(options.settings, root, options.folders.followed_models) if options.following else None
    following = Following(catalog, root, followed, lambda: keeper.current, say)
    features: list[Feature] = [
        following,
        helping,
        ProductFeature(say, lambda sku: keeper.current.size_known(sku)),
        *([] if options.replaying else answering(root, options.folders, catalog, keeper, say, models, picker)),
        NoticeFeature(say, lambda notice, language: Texts(language).notice(notice)),
        BreakFeature(say),
        MissingFeature(say, stage.failed),
        hands,
        sound_feature(options.audible, say, lambda: keeper.current),
        *([SettingsFeature(remembering(options.folders.settings_file))] if options.remember else []),
        *([] if options.replaying else remembered(options.profile, say, options.folders, settings, options.share)),
    ]
    views = stage.views(panels)
    shop = Shop(
        visit, keeper, cards, features, views, stage, pumps=(panels.pump, models.pump), arrivals=following.arrived
    )
    return shop, following


def _fill(catalog: Catalog, wanted: Wanted, limit: int, lookup: Catalog) -> StoreContents:
    """Reads from `catalog`, which may be another thread's; `lookup` is the drawing thread's."""

    def plan(items: Sequence[ItemToShow]) -> StorePlan:
        return plan_store(items, PlanOptions(max_items=limit))

    return fill_store(catalog, wanted, limit, plan, walking, lookup.product)


def _shop_texts(root: Path) -> list[str]:
    """On another thread, with a catalogue handle of its own."""
    with open_current(root) as own:
        return shop_texts(own)


def _widget_steps() -> Iterator[Callable[[], None]]:
    """The widget library, its application and the panels' modules, one short step each."""
    for name in _WIDGET_MODULES:
        yield partial(_load, name)
    yield _start_widgets


def _load(name: str) -> None:
    import_module(name)


def _start_widgets() -> None:
    from client.panels.qt import panel_application

    panel_application()


def _panels(
    options: ShopOptions, visit: Visit, keeper: StoreKeeper, catalog: Catalog, hands: HandsFeature,
    words: PinyinService, helping: HelpFeature, models: LocalModels, picker: Picker,
) -> Panels:  # fmt: skip
    """The Qt panels."""
    from client.features.checkout.desk import CheckoutDesk
    from client.panels.host import PanelHost
    from client.panels.panel import House
    from client.panels.typing_help import TypingHelp
    from client.shell.panels import all_panels

    limit = options.settings.shelf_limit
    desk = CheckoutDesk(catalog, options.folders.orders, lambda: datetime.now().astimezone())
    say = visit.dispatcher("panel")

    def check_out() -> None:
        # A replayed checkout must not write a second order, nor open a dialog.
        if not options.replaying:
            say(desk.check_out(visit.session.gathered.cart))

    def choose_photo(title: str) -> None:
        if not options.replaying:
            picker.choose(title)

    return PanelHost(
        catalog,
        say,
        all_panels(),
        check_out=check_out,
        store_map=lambda: map_model(keeper.current, keeper.current.pages(catalog.info.products, limit)),
        spot_of=lambda sku: keeper.current.spot_of(sku),
        house=House(
            None if options.settings.kiosk else visit.leave,
            input_kind=lambda: helping.kind,
            first_time=lambda: helping.welcoming,
            sees_pictures=lambda: bool(models.known("pictures")),
            pick_photo=None if options.settings.kiosk or not has_screen(sys.platform, os.environ) else choose_photo,
        ),
        typing=TypingHelp(options.settings.keyboard, lambda: hands.no_keys, words.lexicon, lambda: words.failed),
    )


def _recorder(options: ShopOptions, start: Session, catalog: Catalog, output: Output) -> Recorder | None:
    if options.record is None:
        return None
    header = Header(
        format=FORMAT,
        app_version=__version__,
        catalog_version=catalog.info.version,
        session=start,
        width_px=output.output.get_x_size(),
        height_px=output.output.get_y_size(),
        samples=output.samples,
        seed=options.seed,
        renderer=output.output.get_gsg().get_driver_renderer(),
    )
    return Recorder(options.record, header)


def headless_output(settings: Settings, samples: int | None = None) -> Output:
    """A buffer to draw on without a display; `samples` where a recording's are wanted."""
    apply_settings(headless=True)
    return open_offscreen(settings.width, settings.height, settings.samples if samples is None else samples)


@contextmanager
def _timed(into: dict[str, float], name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    into[name] = round(time.perf_counter() - started, 4)
