"""A search as shoppers type it: both languages, slips, sounds, prices; never a dead end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from client.catalog.api import Catalog
from client.catalog.layout import Layout
from client.catalog.reader import SqliteCatalog, open_current
from client.catalog.writer import VersionWriter
from client.domain import actions as a
from client.domain.finding import toggled
from client.domain.money import Money
from client.domain.product import Product, Size, Variant
from client.domain.reduce import reduce
from client.domain.session import Change, Session
from client.domain.text import LocalText
from client.features.search.chips import bands
from client.features.search.feature import SearchFeature
from client.features.search.finder import Answer, Finder
from client.features.search.ground import GroundError, build_beside, build_ground, ground_file
from client.features.search.grounds import Grounds
from client.features.search.known import Known
from tests.simulators.memory_catalog import MemoryCatalog


def made(
    sku: str, en: str, zh: str, kind: tuple[str, str], price: int, *, width: float = 1.0, colour: str = "",
    materials: tuple[str, ...] = (), also: tuple[str, ...] = (), stock: bool = True,
) -> Product:  # fmt: skip
    return Product(
        sku, LocalText(en, zh), category=("Home", kind[0]), category_label=(LocalText("Home", "家"), LocalText(*kind)),
        price=Money(Decimal(price), "USD"), size=Size(width, 0.8, 0.9), colour=colour or None, materials=materials,
        availability="in_stock" if stock else "out_of_stock",
        variants=tuple(Variant(f"{sku}-{name}", LocalText(name)) for name in also),
    )  # fmt: skip


SOFAS, LAMPS, TABLES = ("Sofas", "沙发"), ("Table lamps", "台灯"), ("Coffee tables", "茶几")
GOODS = (
    made("s-green", "Tove sofa, green linen", "托芙 沙发，绿色亚麻", SOFAS, 900, width=2.4, materials=("linen",)),
    made("s-red", "Oslo sofa, red leather", "奥斯陆 沙发，红色皮革", SOFAS, 1400, width=1.9, materials=("leather",)),
    made("s-grey", "Kit sofa, grey wool", "基特 沙发，灰色羊毛", SOFAS, 700, width=1.6, also=("green",), stock=False),
    made("l-green", "Aria table lamp, green glass", "阿莉亚 台灯，绿色玻璃", LAMPS, 60, width=0.3),
    made("l-brass", "Ursa table lamp, brass", "厄莎 台灯，黄铜", LAMPS, 120, width=0.3),
    made("t-oak", "Ivo coffee table, oak", "伊沃 茶几，橡木", TABLES, 220, width=0.9, materials=("oak",)),
    made("t-glass", "Delphi coffee table, glass", "德尔菲 茶几，玻璃", TABLES, 180, width=1.1, stock=False),
    made("c-red", "Nora chair, red lacquer", "诺拉 椅子，红色漆面", ("Chairs", "椅子"), 150, width=0.5),
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalog")
    write(folder, GOODS)
    return folder


def write(folder: Path, goods: Sequence[Product]) -> None:
    with VersionWriter(folder) as writer:
        writer.add_all(goods)
        writer.publish(LocalText("Shop"), "", "2026-01-01T00:00:00Z")


@pytest.fixture(scope="module")
def catalog(root: Path) -> Iterator[SqliteCatalog]:
    with open_current(root) as opened:
        yield opened


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory, catalog: SqliteCatalog) -> Iterator[Known]:
    path = tmp_path_factory.mktemp("ground") / "g.sqlite"
    build_ground(path, catalog.products())
    opened = Known(path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def finder(catalog: SqliteCatalog, known: Known) -> Finder:
    return Finder(catalog, known)


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("green sofa", "s-green"), ("绿色沙发", "s-green"), ("Couch in green", "s-green"),
        ("sofa green linen", "s-green"),
        ("tove", "s-green"), ("tov", "s-green"), ("brass lamp", "l-brass"), ("黄铜台灯", "l-brass"),
        ("oak coffee table", "t-oak"), ("茶几 橡木", "t-oak"), ("delphy", "t-glass"), ("ursaa lamp", "l-brass"),
    ],
)  # fmt: skip
def test_the_best_is_what_was_meant(finder: Finder, query: str, best: str) -> None:
    assert finder.find(query).found[0] == best


@pytest.mark.parametrize("query", ["沙发", "couch", "sofas", "soffa", "shafa", "sha fa", "sf", "沙法", "SOFA"])
def test_all_sofas_and_nothing_before_them(finder: Finder, query: str) -> None:
    assert set(finder.find(query).found[:3]) == {"s-green", "s-red", "s-grey"}


def test_a_red_sofa_is_no_red_chair(finder: Finder) -> None:
    found = finder.find("red sofa").found
    assert found[0] == "s-red"
    assert "c-red" not in found


def test_a_price_is_insisted_on_until_nothing_fits_and_then_that_is_said(finder: Finder) -> None:
    under = finder.find("sofa under 1000")
    assert set(under.found) == {"s-green", "s-grey"}
    assert not under.told.given_up
    over = finder.find("sofa under 100")
    assert set(over.found) == {"s-green", "s-red", "s-grey"}
    assert [text.en for text in over.told.given_up] == ["up to $100"]
    assert "100" in finder.find("一百以内的沙发").told.given_up[0].zh_cn


def test_what_is_too_wide_is_left_out(finder: Finder) -> None:
    assert set(finder.find("sofa up to 2 m wide").found) == {"s-red", "s-grey"}


@pytest.mark.parametrize("query", ["a sofa but not leather", "沙发，不要皮的"])
def test_what_is_not_wanted_is_left_out(finder: Finder, query: str) -> None:
    assert set(finder.find(query).found) == {"s-green", "s-grey"}


def test_a_colour_that_nothing_has_is_given_up_and_said(finder: Finder) -> None:
    answer = finder.find("purple sofa")
    assert set(answer.found) == {"s-green", "s-red", "s-grey"}
    assert [text.en for text in answer.told.given_up] == ["purple"]


def test_a_slip_is_told(finder: Finder) -> None:
    assert finder.find("delphu").told.corrected == "delphi"
    assert finder.find("delphu").told.why[0] == ("spelling",)
    assert finder.find("delphi").told.corrected == ""


def test_what_comes_in_a_colour_stands_behind_what_is_of_it(finder: Finder) -> None:
    assert finder.find("green sofa").found[:2] == ("s-green", "s-grey")


def test_nothing_found_is_no_dead_end(finder: Finder) -> None:
    answer = finder.find("xqzzkw")
    assert answer.found == ()
    assert "Sofas" in [text.en for text in answer.told.suggested]


def test_chips_say_how_many_they_leave_and_keep_their_word(finder: Finder) -> None:
    answer = finder.find("sofa")
    chips = {(chip.kind, chip.value): chip.count for chip in answer.told.chips}
    assert chips[("color", "green")] == 2
    assert chips[("stock", "yes")] == 2
    for (kind, value), count in chips.items():
        narrowed = finder.find("sofa", ((kind, value),))
        assert len(narrowed.found) == count, (kind, value)
        assert (kind, value) in {(chip.kind, chip.value) for chip in narrowed.told.chips}


def test_two_of_a_kind_are_either_and_two_kinds_are_both(finder: Finder) -> None:
    assert set(finder.find("sofa", (("color", "red"), ("color", "green"))).found) == {"s-green", "s-red", "s-grey"}
    assert finder.find("sofa", (("color", "green"), ("stock", "yes"))).found == ("s-green",)


def test_chips_that_leave_nothing_stay_so_that_they_can_be_taken_away(finder: Finder) -> None:
    answer = finder.find("sofa", (("color", "red"), ("material", "wool")))
    assert answer.found == ()
    assert {("color", "red"), ("material", "wool")} <= {(chip.kind, chip.value) for chip in answer.told.chips}


def test_meaning_finds_what_no_word_does_and_a_distant_one_nothing(catalog: SqliteCatalog, known: Known) -> None:
    def near(text: str, count: int) -> list[tuple[str, float]]:
        return [("l-brass", 0.8), ("t-oak", 0.7), ("s-red", 0.1)][:count] if "glow" in text else [("s-red", 0.2)]

    finder = Finder(catalog, known, near)
    assert finder.find("warm glow").found == ("l-brass", "t-oak")
    assert finder.find("warm glow").told.why[0] == ("meaning",)
    assert finder.find("qqqqqq").found == ()


def test_pictures_are_fused_with_words(finder: Finder) -> None:
    alike = [("s-red", 0.9), ("l-green", 0.8)]
    assert finder.find("", by_picture=alike).found == ("s-red", "l-green")
    assert finder.find("green lamp", by_picture=alike).found[0] == "l-green"


@pytest.mark.parametrize(
    "query", ["", "  ", '"', "a" * 5000, "NEAR(", "沙" * 3000, "\x00\ud800", "-1 to $", "under", "1e400 usd"]
)
def test_any_words_are_a_query(finder: Finder, query: str) -> None:
    assert isinstance(finder.find(query), Answer)


def test_price_bands_part_the_prices() -> None:
    assert bands([10, 10, 10, 10]) == []
    assert bands([1, 2]) == []
    ends = bands([5, 8, 20, 24, 45, 90, 120, 300])
    assert ends[0][0] is None
    assert ends[-1][1] is None
    assert [one[1] for one in ends[:-1]] == [one[0] for one in ends[1:]]


def test_damaged_ground_is_a_sentence(tmp_path: Path) -> None:
    for number, data in enumerate((b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 2000)):
        path = tmp_path / str(number)
        path.write_bytes(data)
        with pytest.raises(GroundError):
            Known(path)


class Shop:
    """A session and the search feature, without anything drawn."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.session = Session(catalogue=Layout(root).current() or "")
        self.changes: frozenset[Change] = frozenset()
        self.feature = SearchFeature(lambda: open_current(root), self.do, Grounds(cache, root))

    def do(self, action: a.Action) -> None:
        self.session, changes = reduce(self.session, action)
        self.changes |= changes

    def until(self, wanted: str, timeout_s: float = 120.0) -> None:
        """Frames until something of this kind is said of the answer."""
        end = time.monotonic() + timeout_s
        while not any(wanted in why for why in self.session.search.told.why):
            assert time.monotonic() < end, self.session.search
            changes, self.changes = self.changes, frozenset()
            self.feature.update(self.session, changes, None)  # type: ignore[arg-type]
            time.sleep(0.005)


def test_words_at_once_and_everything_as_soon_as_it_is_known(root: Path, tmp_path: Path) -> None:
    shop = Shop(root, tmp_path)
    shop.do(a.Search("sofa"))
    shop.until("words")
    shop.until("facets")
    shop.do(a.Narrow("color", "red"))
    assert shop.session.search.running
    shop.until("facets")
    while shop.session.search.running:
        shop.until("facets")
        shop.feature.update(shop.session, frozenset(), None)  # type: ignore[arg-type]
    assert shop.session.search.found == ("s-red",)
    shop.do(a.Narrow())
    shop.do(a.OpenPanel("search"))
    shop.do(a.ClosePanel())
    assert shop.session.search.recent == ("sofa",)
    shop.do(a.NewVisit())
    assert shop.session.search.recent == ()
    shop.feature.close()
    shop.feature.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("search")]


def test_without_its_file_a_search_has_the_words(root: Path) -> None:
    with open_current(root) as opened:
        answer = Finder(opened, None).find("sofa")
    assert set(answer.found) == {"s-green", "s-red", "s-grey"}
    assert Finder(MemoryCatalog(GOODS), None).find("").found == ()


def test_of_prices_one_is_chosen_and_of_colours_many() -> None:
    chosen = toggled(toggled((), "price", "-100"), "price", "100-")
    assert chosen == (("price", "100-"),)
    both = toggled(toggled(chosen, "color", "red"), "color", "green")
    assert len(both) == 3
    assert toggled(both, "color", "red") == (("price", "100-"), ("color", "green"))


class DamagedGround:
    """Has a file that is none, and counts who lets go of it."""

    def __init__(self, file: Path) -> None:
        self.file, self.closed, self.told = file, 0, list[str]()
        file.write_bytes(b"no database")

    def ready(self, version: str) -> Path:
        return self.file

    def damaged(self, version: str) -> None:
        self.told.append(version)

    def close(self) -> None:
        self.closed += 1


def test_a_damaged_file_costs_facets_and_nothing_else(root: Path, tmp_path: Path) -> None:
    ground, shop = DamagedGround(tmp_path / "ground"), Shop(root, tmp_path)
    shop.feature.close()
    shop.feature = SearchFeature(lambda: open_current(root), shop.do, ground)
    shop.do(a.Search("sofa"))
    shop.until("words")
    assert len(ground.told) == 1
    for _ in range(20):  # it is not looked for again and again
        shop.feature.update(shop.session, frozenset(), None)  # type: ignore[arg-type]
        time.sleep(0.002)
    assert not shop.session.search.running
    assert len(ground.told) == 1
    shop.feature.close()
    assert ground.closed == 1, "what makes the file must be let go of"


def test_a_version_that_comes_while_the_first_search_opens_is_the_one_in_use(root: Path) -> None:
    gate, opened = threading.Event(), list[str]()
    session = Session()
    said: list[a.Action] = []

    def open_slowly() -> Catalog:
        opened.append("opened")
        assert gate.wait(20)
        return open_current(root)

    feature = SearchFeature(open_slowly, said.append)
    session, _ = reduce(session, a.Search("sofa"))
    feature.update(session, frozenset(), None)  # type: ignore[arg-type]
    end = time.monotonic() + 60
    while not opened:
        assert time.monotonic() < end
        time.sleep(0.001)
    feature.update(session, frozenset({Change.CATALOGUE}), None)  # type: ignore[arg-type]
    gate.set()
    session, _ = reduce(session, a.Search("sofas"))
    while len(said) < 1:
        assert time.monotonic() < end
        feature.update(session, frozenset(), None)  # type: ignore[arg-type]
        time.sleep(0.002)
    feature.close()
    assert len(opened) == 2


def test_a_shop_that_closes_in_the_middle_leaves_nothing_half_made(root: Path, tmp_path: Path) -> None:
    version, end = Layout(root).current() or "", time.monotonic() + 60
    folder = ground_file(tmp_path, root, version).parent

    def begun() -> bool:
        return any(folder.glob(".new-*/*")) or time.monotonic() > end

    assert build_beside(tmp_path, root, version, begun) is None
    assert not list(folder.iterdir())
    assert build_beside(tmp_path, root, version) == ground_file(tmp_path, root, version)
    assert [one.name for one in folder.iterdir()] == [ground_file(tmp_path, root, version).name]


def test_nothing_to_sell_can_be_searched(tmp_path: Path) -> None:
    build_ground(tmp_path / "empty.sqlite", [])
    known = Known(tmp_path / "empty.sqlite")
    finder = Finder(MemoryCatalog(()), known)
    for query in ("red sofa under 100 dollars", "宽 2 米以内的沙发", "shafa", "x", ""):
        assert finder.find(query).found == ()
    known.close()
