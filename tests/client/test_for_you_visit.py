"""A visit by somebody who likes oak and dislikes leather: after three things done the wall of offers says so, truly."""

from __future__ import annotations

import socket
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtWidgets import QLabel

from client.app import OpenShop, ShopOptions, headless_output, open_shop
from client.catalog.blobs import BlobStore
from client.catalog.layout import Layout
from client.catalog.reader import open_current
from client.catalog.writer import VersionWriter
from client.commands.replay import replay
from client.domain.money import Money
from client.domain.product import Product, Size
from client.domain.taste import Offer
from client.domain.text import LANGUAGES, Language, LocalText
from client.headset.scripted import ScriptedHeadset
from client.journal.reader import read_journal
from client.live import with_profile
from client.panels.surface import PanelSurface
from client.pilot import Pilot
from client.profile.goods import read_goods
from client.profile.keys import Keys
from client.profile.knowledge import read_facts
from client.profile.memory import Store
from client.profile.ranking import Ranking
from client.profile.vault import Vault
from client.settings import Settings, find_folders
from tests.simulators.made_catalog import _asset

pytestmark = pytest.mark.gl

MATERIALS = {"oak": ("Oak", "橡木", (0.7, 0.5, 0.3)), "leather": ("Leather", "皮革", (0.3, 0.2, 0.15))}
KINDS = {
    "chair": ("Chairs", "椅子"),
    "table": ("Tables", "桌子"),
    "bench": ("Benches", "长凳"),
    "shelf": ("Shelves", "书架"),
}


def made_shop(root: Path) -> Path:
    """Chairs, tables, benches and shelves of oak and of leather, two of each."""
    store = BlobStore(Layout(root).blobs)
    size = Size(0.5, 0.9, 0.5)
    products = [
        Product(
            f"{material}-{kind}-{n}", LocalText(f"{en} {kind} {n}", f"{zh}{KINDS[kind][1]} {n} 号"),
            category=("Furniture", KINDS[kind][0]), materials=(material,), price=Money(Decimal(100 + 10 * n), "USD"),
            size=size, asset=_asset(store, size, (colour,)),
        )
        for material, (en, zh, colour) in MATERIALS.items()
        for kind in KINDS
        for n in (1, 2)
    ]  # fmt: skip
    with VersionWriter(root) as writer:
        writer.add_all(products)
        writer.publish(LocalText("Oak and leather"), "https://shop.example/cart", "2026-01-01T00:00:00Z")
    return root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_shop(tmp_path_factory.mktemp("shop"))


def labels(pilot: Pilot) -> dict[str, str]:
    """What the open panel says of each offer, by the label's name."""
    surface = pilot.shop.cards.panels.open()
    assert isinstance(surface, PanelSurface)
    return {one.objectName(): one.text() for one in surface._widget.findChildren(QLabel) if one.objectName()}


def wall(pilot: Pilot) -> tuple[Offer, ...]:
    """Opens the wall and waits for what is offered for what was done."""
    if pilot.session.panel != "for_you":
        pilot.press("u")
    pilot.run_until(lambda: pilot.session.panel == "for_you", what="the wall is open")
    pilot.run_until(lambda: pilot.session.taste.offered_for == pilot.session.taste.number, what="offers came")
    pilot.run(5)
    return pilot.session.taste.offered


def material(offer: Offer) -> str:
    return offer.sku.split("-")[0]


def press(pilot: Pilot, name: str) -> None:
    pilot.point_at(name).click().run(2)


def take(pilot: Pilot, sku: str) -> None:
    """Goes to a product and takes it in the hand with the mouse."""
    for _ in range(3):
        if pilot.session.panel is not None or pilot.session.held is not None:
            pilot.press("escape").run(2)
    spot = pilot.shop.keeper.current.spot_of(sku)
    assert spot is not None
    pilot.walk_to(spot.x_m, spot.y_m).look_at(pilot.position_of(sku)).point_at(sku).click().run(2)
    assert pilot.session.held is not None
    assert pilot.session.held.item.sku == sku


def opened_shop(
    root: Path, folder: Path, language: Language, record: Path | None = None, profile: Store | None = None
) -> ShopOptions:
    settings = Settings(width=320, height=240, samples=0, language=language)
    folders = find_folders({"VITRINE_HOME": str(folder)})
    return ShopOptions(settings, folders, root, record=record, profile=profile)


def true_reasons(root: Path, opened: OpenShop, offers: tuple[Offer, ...]) -> None:
    """Every reason is a thing that was done, and takes its points along when it is forgotten."""
    with open_current(root) as catalog:
        ranking = Ranking(read_goods(catalog.products(), read_facts()))
    taste = opened.shop.session.taste
    done = {touch.sku for touch in taste.known.evidence()}
    for offer in offers:
        assert offer.because
        for reason in (*offer.because, *offer.against):
            assert reason.touch.sku in done
            without = ranking.points(taste.without(reason.touch.sku))[offer.sku]
            assert offer.score - without == pytest.approx(reason.points, abs=1e-5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_likes_oak_and_dislikes_leather_sees_the_wall_change_after_three_things(
    root: Path, tmp_path: Path, language: Language, connections: list[object]
) -> None:
    journal = tmp_path / "visit.jsonl"
    options = opened_shop(root, tmp_path, language, journal)
    with open_shop(options, lambda: headless_output(options.settings)) as opened:
        pilot = Pilot(opened.shop, ScriptedHeadset(320, 240))
        pilot.run(20)
        take(pilot, "leather-chair-1")
        before = wall(pilot)
        assert material(before[0]) == "leather", "who holds leather is offered leather"

        refused = next(offer.sku for offer in before if material(offer) == "leather")
        press(pilot, f"not_{refused}")
        take(pilot, "oak-chair-1")
        press(pilot, "add_to_cart")
        after = wall(pilot)

        assert [offer.sku for offer in after] != [offer.sku for offer in before]
        assert {material(offer) for offer in after[:4]} == {"oak"}
        true_reasons(root, opened, after)
        said = labels(pilot)
        for offer in after[:3]:
            with open_current(root) as catalog:
                because = catalog.product(offer.because[0].touch.sku)
            assert because is not None
            assert because.title.get(language) in said[f"why_{offer.sku}"]
    read = read_journal(journal)
    replaying = ShopOptions(options.settings, options.folders, root, start=read.header.session, replaying=True)
    with open_shop(replaying, lambda: headless_output(options.settings)) as opened:
        assert replay(opened, read).differences == []
    assert connections == []


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every connection that anything in this process opens."""
    opened: list[object] = []
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        opened.append(address)
        real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)
    return opened


def test_a_visit_by_a_person_shares_nothing_unless_they_said_so_and_to_whom(root: Path, tmp_path: Path) -> None:
    options = opened_shop(root, tmp_path, "en")
    usual = with_profile(options)
    assert (usual.profile is not None, usual.share) == (True, None)
    off = with_profile(replace(options, settings=structs.replace(options.settings, profile=False)))
    assert (off.profile, off.share) == (None, None)
    agreed = structs.replace(options.settings, share_counts=True, share_with="https://counts.example/")
    assert with_profile(replace(options, settings=agreed)).share is not None
    kiosk = structs.replace(agreed, kiosk=True)
    assert with_profile(replace(options, settings=kiosk)).share is None


def test_the_next_visit_knows_and_a_journal_of_it_replays_without(
    root: Path, tmp_path: Path, connections: list[object]
) -> None:
    def vault() -> Vault:
        return Vault(tmp_path / "profile", Keys(tmp_path / "profile.key", None))

    first = opened_shop(root, tmp_path, "en", profile=vault())
    with open_shop(first, lambda: headless_output(first.settings)) as opened:
        pilot = Pilot(opened.shop, ScriptedHeadset(320, 240))
        pilot.run(20)
        take(pilot, "oak-chair-1")
        pilot.run(2)
    journal = tmp_path / "second.jsonl"
    second = opened_shop(root, tmp_path, "en", journal, vault())
    with open_shop(second, lambda: headless_output(second.settings)) as opened:
        pilot = Pilot(opened.shop, ScriptedHeadset(320, 240))
        pilot.run_until(lambda: bool(pilot.session.taste.known.past), what="it is recalled")
        offers = wall(pilot)
        assert material(offers[0]) == "oak"
        assert offers[0].because[0].touch.days == 0
        assert "earlier today" in labels(pilot)[f"why_{offers[0].sku}"]
    read = read_journal(journal)
    third = ShopOptions(second.settings, second.folders, root, start=read.header.session, replaying=True)
    with open_shop(third, lambda: headless_output(second.settings)) as opened:
        assert replay(opened, read).differences == []
    assert connections == []
