"""Whole imports with real workers: what comes in, what is refused, and that a catalogue is never left half-written."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from client.catalog.api import open_catalog
from client.catalog.assets.jobs import Failed, ModelJob, PictureDone, PictureJob, WorkerLimits
from client.catalog.assets.pool import AssetPool
from client.catalog.errors import CatalogError, SourceError
from client.catalog.importers.draft import FileSource, ModelPlan, StatedSize
from client.catalog.importing import ImportPlan, import_sources
from client.catalog.layout import Layout
from client.catalog.report import Report
from client.catalog.staging import Journal
from client.catalog.verify import verify
from client.domain.text import LocalText
from tests.client.catalog.samples import box_glb, photo, write_sh3f

Import = Callable[..., Report]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return tmp_path / "shop"


@pytest.fixture
def take(shop: Path) -> Import:
    def run(*sources: Path | str, **options: object) -> Report:
        plan = ImportPlan(sources=tuple(map(str, sources)), root=shop, workers=1, **options)  # type: ignore[arg-type]
        return import_sources(plan, lambda: "2026-01-02T03:04:05Z")

    return run


@pytest.fixture
def goods(tmp_path: Path) -> Path:
    """Three boxes: one with colours, one stated in another unit than modelled, one with a photo."""
    folder = tmp_path / "goods"
    folder.mkdir()
    (folder / "chair.glb").write_bytes(box_glb((0.5, 0.9, 0.5), ("Red", "Blue")))
    (folder / "desk.glb").write_bytes(box_glb((140.0, 75.0, 70.0)))
    (folder / "desk.toml").write_text('size = "140 x 70 x 75 cm"\nname_zh = "书桌"', "utf-8")
    (folder / "lamp.glb").write_bytes(box_glb((0.2, 0.4, 0.2)))
    (folder / "lamp.jpg").write_bytes(photo(side=1500))
    return folder


def test_models_come_in_at_true_size_in_three_levels(take: Import, shop: Path, goods: Path) -> None:
    report = take(goods, title=LocalText("Boxes"), checkout_url="https://shop.example/{sku}:{qty}")
    assert (report.figures.products, report.figures.refused, report.figures.with_3d) == (3, 0, 3)
    catalog = open_catalog(shop)
    assert catalog.info.title.en == "Boxes"
    desk, chair, lamp = (catalog.product(s) for s in ("desk", "chair", "lamp"))
    assert desk is not None
    assert chair is not None
    assert lamp is not None
    assert desk.asset is not None
    assert chair.asset is not None
    assert (desk.asset.size.width_m, desk.asset.size.height_m) == pytest.approx((1.4, 0.75))
    assert desk.trust.size_basis == "stated"
    assert desk.trust.size_error == 0.0
    assert [note.key for note in desk.trust.notes] == ["in_centimetres"]
    told = next(e for e in report.products if e.sku == "desk")
    assert told.status == "repaired"
    assert "The model's numbers were centimetres, not metres; it was scaled by 0.01." in told.repairs
    assert [v.material_variant for v in chair.variants] == ["Red", "Blue"]
    assert chair.trust.size_basis == "model"
    for level in (desk.asset.hero, desk.asset.shelf, desk.asset.far):
        assert catalog.blob_path(level.blob).read_bytes()[:4] == b"glTF"
    picture = lamp.images[0]
    data = catalog.blob_path(picture.blob).read_bytes()
    assert (picture.width_px, picture.height_px) == (1024, 1024)
    assert b"Secret camera" not in data
    assert catalog.search("书桌") == ("desk",)


def test_a_furniture_library_comes_in_turned_and_sized(take: Import, shop: Path, tmp_path: Path) -> None:
    report = take(write_sh3f(tmp_path / "lib.sh3f"))
    assert [e.status for e in report.products] == ["accepted", "refused", "accepted"]
    catalog = open_catalog(shop)
    for sku, sides in (("Test#box", (0.2, 0.4, 0.1)), ("Test#turned", (0.2, 0.1, 0.4))):
        product = catalog.product(sku)
        assert product is not None
        assert product.asset is not None
        size = product.asset.size
        assert (size.width_m, size.height_m, size.depth_m) == pytest.approx(sides, rel=1e-4)
    assert catalog.product("Test#box").images[0].blob.media_type == "image/webp"  # type: ignore[union-attr]


def test_importing_again_changes_nothing_and_makes_nothing(take: Import, shop: Path, goods: Path) -> None:
    first = take(goods)
    again = take(goods)
    assert first.figures.made_assets == again.figures.reused_assets == 4
    assert again.figures.made_assets == 0
    assert again.version == first.version
    (goods / "chair.glb").write_bytes(box_glb((0.6, 0.9, 0.5)))
    third = take(goods)
    assert third.figures.made_assets == 1
    assert third.version != first.version


def test_an_import_adds_to_and_replaces(take: Import, shop: Path, goods: Path, tmp_path: Path) -> None:
    take(goods, title=LocalText("Boxes"))
    feed = tmp_path / "feed.tsv"
    feed.write_text(
        "id\ttitle\tprice\tavailability\tlink\nlamp\tNew lamp\t5 EUR\tin stock\t\ncup\tCup\t1 EUR\t\t\n", "utf-8"
    )
    take(feed)
    catalog = open_catalog(shop)
    assert {p.sku for p in catalog.products()} == {"chair", "desk", "lamp", "cup"}
    assert catalog.info.title.en == "Boxes"
    lamp = catalog.product("lamp")
    assert lamp is not None
    assert lamp.title.en == "New lamp"


def test_one_sku_twice_in_an_import(take: Import, goods: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "chair.glb").write_bytes(box_glb())
    report = take(goods, other)
    assert report.figures.refused == 1
    assert "already taken" in report.products[-1].reason


def test_one_bad_product_never_stops_the_rest(take: Import, shop: Path, goods: Path) -> None:
    glb = box_glb()
    bad = {
        "truncated.glb": glb[: len(glb) // 2],
        "magic.glb": b"GLTF" + glb[4:],
        "empty.glb": b"",
        "noise.glb": b"glTF\x02\x00\x00\x00" + b"\xff" * 300,
        "escape.gltf": json.dumps(
            {
                "asset": {"version": "2.0"},
                "buffers": [{"uri": "../../secret.bin", "byteLength": 4}],
                "scenes": [{"nodes": []}],
            }
        ).encode(),
        "deep.gltf": b"[" * 100_000,
    }
    for name, data in bad.items():
        (goods / name).write_bytes(data)
    try:
        (goods / "cup.glb").symlink_to(goods / "chair.glb")
    except OSError:  # Windows asks for a privilege
        (goods / "cup.glb").write_bytes(b"link")
    (goods / "broken.jpg").write_bytes(b"\xff\xd8\xff nothing")
    (goods / "broken.glb").write_bytes(glb)
    report = take(goods)
    refused = {e.source: e.reason for e in report.products if e.status == "refused"}
    assert set(refused) == {*bad, "cup.glb"}
    assert all(reason.endswith(".") and "Traceback" not in reason and len(reason) < 300 for reason in refused.values())
    assert "link" in refused["cup.glb"] or not (goods / "cup.glb").is_symlink()
    broken = next(e for e in report.products if e.sku == "broken")
    assert broken.has_3d
    assert any("picture was left out" in r for r in broken.repairs)
    assert open_catalog(shop).info.products == 4
    assert "Refused:" in report.summary()


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_a_file_name_that_is_no_text_is_refused(take: Import, goods: Path, tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(goods) + b"/\xff\xfe.glb")).write_bytes(box_glb())
    except OSError:
        pytest.skip("this file system wants Unicode")
    report = take(goods)
    assert [e.status for e in report.products].count("refused") == 1
    report.write(tmp_path / "report.json")
    assert "no program can write down" in (tmp_path / "report.json").read_text("utf-8")


def _with_member(path: Path, change: Callable[[zipfile.ZipInfo], None], data: bytes = b"x") -> Path:
    info = zipfile.ZipInfo("test/extra.bin")
    info.compress_type = zipfile.ZIP_DEFLATED
    change(info)
    write_sh3f(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(info, data)
    return path


def _named(name: str) -> Callable[[zipfile.ZipInfo], None]:
    def change(info: zipfile.ZipInfo) -> None:
        info.filename = name

    return change


def _link(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


@pytest.mark.parametrize(
    ("change", "data", "words"),
    [
        (_named("../evil.obj"), b"x", "leads out of the archive"),
        (_named("/etc/evil.obj"), b"x", "leads out of the archive"),
        (_named("C:\\evil.obj"), b"x", "leads out of the archive"),
        (_named("a\\..\\..\\evil.obj"), b"x", "leads out of the archive"),
        (_link, b"/etc/passwd", "is a link"),
        (_named("test/more.zip"), b"PK", "another archive"),
        (_named("test/bomb.obj"), b"\0" * (64 << 20), "times its size"),
    ],
)
def test_a_hostile_archive_is_refused_whole(
    take: Import,
    shop: Path,
    goods: Path,
    tmp_path: Path,
    change: Callable[[zipfile.ZipInfo], None],
    data: bytes,
    words: str,
) -> None:
    before = take(goods / "chair.glb").version
    with pytest.raises(SourceError, match=words):
        take(goods, _with_member(tmp_path / "evil.sh3f", change, data))
    assert Layout(shop).current() == before
    assert list(Layout(shop).versions.glob(".new-*")) == []
    assert verify(open_catalog(shop)) == []  # type: ignore[arg-type]


def test_a_truncated_archive_and_an_entity_bomb(take: Import, shop: Path, tmp_path: Path) -> None:
    whole = write_sh3f(tmp_path / "lib.sh3f").read_bytes()
    (tmp_path / "cut.sh3f").write_bytes(whole[:-40])
    with pytest.raises(SourceError):
        take(tmp_path / "cut.sh3f")
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss xmlns:g="http://base.google.com/ns/1.0">&b;</rss>'
    )
    (tmp_path / "bomb.xml").write_text(bomb, "utf-8")
    with pytest.raises(SourceError, match="entities"):
        take(tmp_path / "bomb.xml")
    assert Layout(shop).current() is None


def test_a_lying_archive_member_is_read_only_to_its_limit(tmp_path: Path) -> None:
    from client.catalog.importers.archive import SafeArchive

    with SafeArchive(write_sh3f(tmp_path / "lib.sh3f")) as archive, pytest.raises(SourceError, match="larger than"):
        archive.read("test/box/box.obj", limit=10)


def test_a_product_whose_3d_fails_stands_as_its_photo(take: Import, shop: Path, goods: Path) -> None:
    (goods / "lamp.glb").write_bytes(b"glTF broken")
    report = take(goods)
    lamp = open_catalog(shop).product("lamp")
    assert lamp is not None
    assert lamp.asset is None
    assert len(lamp.images) == 1
    assert any("stands as a photo" in r for e in report.products for r in e.repairs)


def test_nothing_comes_in(take: Import, shop: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.glb").write_bytes(b"glTF")
    report = take(tmp_path / "bad.glb")
    assert report.version is None
    assert Layout(shop).current() is None


def test_two_imports_at_once_are_refused(take: Import, shop: Path, goods: Path) -> None:
    with Journal(Layout(shop).journal), pytest.raises(CatalogError, match="Another import"):
        take(goods)


def test_a_damaged_journal_costs_only_time(take: Import, shop: Path, goods: Path) -> None:
    first = take(goods)
    Layout(shop).journal.write_bytes(b"not a database at all" * 100)
    again = take(goods)
    assert again.version == first.version
    assert again.figures.made_assets == 4


@pytest.mark.parametrize("damage", ["pointer", "database"])
def test_a_damaged_catalogue_is_replaced_and_said(take: Import, shop: Path, goods: Path, damage: str) -> None:
    version = take(goods).version
    assert version is not None
    layout = Layout(shop)
    victim = layout.pointer if damage == "pointer" else layout.database(version)
    victim.write_bytes(b"\0" * 5000)
    report = take(goods)
    assert any("not taken over" in note for note in report.notes)
    assert open_catalog(shop).info.products == 3


def test_a_lost_file_is_made_again(take: Import, shop: Path, goods: Path) -> None:
    take(goods)
    catalog = open_catalog(shop)
    product = catalog.product("chair")
    assert product is not None
    assert product.asset is not None
    path = catalog.blob_path(product.asset.far.blob)
    data = path.read_bytes()
    path.unlink()
    assert len(verify(catalog)) == 1  # type: ignore[arg-type]
    take(goods)
    assert path.read_bytes() == data


def test_stopping_leaves_the_old_version(shop: Path, goods: Path, take: Import) -> None:
    before = take(goods / "chair.glb").version

    class Stop:
        def step(self, done: int, total: int, what: str) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_sources(ImportPlan((str(goods),), shop, workers=1), lambda: "now", Stop())
    assert Layout(shop).current() == before
    assert take(goods).figures.refused == 0


def test_an_unfinished_import_is_not_forgotten_over_another(
    shop: Path, goods: Path, tmp_path: Path, take: Import
) -> None:
    class StopLate:
        def step(self, done: int, total: int, what: str) -> None:
            if done == 2:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_sources(ImportPlan((str(goods),), shop, workers=1), lambda: "now", StopLate())
    other = tmp_path / "other"
    other.mkdir()
    (other / "cup.glb").write_bytes(box_glb((0.1, 0.1, 0.1)))
    take(other)
    assert take(goods).figures.reused_assets >= 2


SCRIPT = """
import sys
from pathlib import Path
from client.catalog.importing import ImportPlan, import_sources
if __name__ == "__main__":
    report = import_sources(ImportPlan((sys.argv[1],), Path(sys.argv[2]), workers=1), lambda: "2026-01-02T03:04:05Z")
    print(report.version, report.figures.reused_assets)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_killed_import_goes_on_and_comes_to_the_same(tmp_path: Path, repository: Path) -> None:
    goods = tmp_path / "goods"
    goods.mkdir()
    for i in range(40):
        (goods / f"box {i:02d}.glb").write_bytes(box_glb((0.3 + i / 100, 0.5, 0.4)))
    script = tmp_path / "run.py"
    script.write_text(SCRIPT, "utf-8")

    def start(root: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(script), str(goods), str(tmp_path / root)]
        return subprocess.Popen(command, cwd=repository, env={**os.environ, "PYTHONPATH": str(repository)},
                                stdout=subprocess.PIPE, text=True)  # fmt: skip

    whole, _ = start("whole").communicate(timeout=600)
    killed = start("killed")
    deadline = time.monotonic() + 120
    while len(list((tmp_path / "killed" / "blobs").glob("??/*"))) < 12:
        assert killed.poll() is None, "it was done before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.002)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert Layout(tmp_path / "killed").current() is None
    resumed, _ = start("killed").communicate(timeout=600)
    (version, _), (same, reused) = whole.split(), resumed.split()
    assert same == version
    assert 0 < int(reused) < 40
    assert verify(open_catalog(tmp_path / "killed")) == []  # type: ignore[arg-type]
    assert list(Layout(tmp_path / "killed").versions.glob(".new-*")) == []


def test_a_worker_that_hangs_is_ended(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo())
    job = PictureJob(FileSource(str(tmp_path / "a.jpg"), str(tmp_path)))
    with AssetPool(1, WorkerLimits(wall_s=0.01)) as pool:
        pool.submit("late", job)
        ((_, late),) = pool.collect()
        assert isinstance(late, Failed)
        assert not late.lasting
        assert "took longer" in late.reason
    with AssetPool(1, WorkerLimits()) as pool:
        pool.submit("once", job)
        pool._workers[0].process.kill()
        ((_, once),) = pool.collect()
        assert isinstance(once, PictureDone), "one death may be bad luck"


def test_a_worker_that_dies_twice_over_a_file_gives_it_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jpg").write_bytes(photo())
    job = PictureJob(FileSource(str(tmp_path / "a.jpg"), str(tmp_path)))
    with AssetPool(1, WorkerLimits()) as pool:
        start = pool._start

        def start_dying() -> object:
            worker = start()
            worker.process.kill()
            return worker

        with monkeypatch.context() as patched:
            patched.setattr(pool, "_start", start_dying)
            pool.submit("cursed", job)
            ((key, answer),) = pool.collect()
        assert key == "cursed"
        assert isinstance(answer, Failed)
        assert not answer.lasting
        pool.submit("next", job)
        ((key, done),) = pool.collect()
        assert key == "next"
        assert isinstance(done, PictureDone)


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux only")
def test_memory_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "big.jpg").write_bytes(photo(side=6000))
    job = PictureJob(FileSource(str(tmp_path / "big.jpg"), str(tmp_path)))
    with AssetPool(1, replace(WorkerLimits(), memory_bytes=130 << 20)) as pool:
        pool.submit("big", job)
        ((_, answer),) = pool.collect()
    assert isinstance(answer, Failed)


def test_a_model_may_not_reach_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.glb").write_bytes(box_glb())
    source = FileSource(str(tmp_path / "in" / ".." / "secret.glb"), str(tmp_path / "in"))
    with AssetPool(1, WorkerLimits()) as pool:
        pool.submit("x", ModelJob(ModelPlan(source), StatedSize()))
        ((_, answer),) = pool.collect()
    assert isinstance(answer, Failed)
    assert "outside" in answer.reason
