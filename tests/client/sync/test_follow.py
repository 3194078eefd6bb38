"""Following a publisher that means well."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from client.catalog.layout import Layout
from client.catalog.reader import open_current
from client.catalog.verify import verify
from client.domain.product import Product
from client.domain.text import LocalText
from client.sync.errors import NoSpace, SyncError, Tampered
from client.sync.state import freshness
from client.sync.wire import bucket_of, pack_path
from server.publish import published_index, published_shards
from tests.simulators.made_catalog import make_catalog
from tests.simulators.mirror import Clock, Follower, Mirror, Publisher


def test_the_first_sync_brings_everything(follower: Follower, publisher: Publisher) -> None:
    done = follower.sync()
    assert (done.serial, done.products, done.how, done.changed) == (1, 12, "all shards", True)
    with open_current(follower.root) as copy, open_current(publisher.catalog) as original:
        assert list(copy.products()) == list(original.products())
        assert copy.departments() == original.departments()
        assert copy.info.checkout_url == original.info.checkout_url
        assert verify(copy) == []


def test_each_file_is_asked_for_once(follower: Follower, mirror: Mirror) -> None:
    follower.sync()
    assert len(mirror.asked) == len(set(mirror.asked))


def test_nothing_new_costs_two_small_answers(follower: Follower, mirror: Mirror) -> None:
    follower.sync()
    mirror.asked.clear()
    done = follower.sync()
    assert not done.changed
    assert [path for path, _ in mirror.asked] == ["metadata/2.root.json", "metadata/timestamp.json"]


def test_a_change_comes_as_a_delta(follower: Follower, publisher: Publisher, mirror: Mirror) -> None:
    follower.sync()
    publisher.rename("mug-0", "Cup")
    published = publisher.publish()
    assert (published.delta_rows, published.new_blobs) == (1, 0)
    mirror.asked.clear()
    done = follower.sync()
    assert (done.how, done.blobs, done.changed) == ("deltas", 0, True)
    assert done.row_bytes == published.delta_bytes
    assert len(mirror.paths("packs/")) == 1
    assert mirror.paths("blobs/") == []
    assert follower.titles()["mug-0"] == "Cup"


def test_products_leave_and_come(follower: Follower, publisher: Publisher) -> None:
    follower.sync()
    publisher.change(lambda p: None if p.sku == "poster" else p, Product("vase", LocalText("Vase")))
    publisher.publish()
    assert follower.sync().how == "deltas"
    titles = follower.titles()
    assert "poster" not in titles
    assert titles["vase"] == "Vase"


def test_several_versions_behind(follower: Follower, publisher: Publisher) -> None:
    follower.sync()
    for i in range(4):
        publisher.rename("mug-0", f"Mug of day {i}")
        publisher.publish()
    done = follower.sync()
    assert done.serial == 5
    assert follower.titles()["mug-0"] == "Mug of day 3"


def test_the_index_stays_small_and_earlier_steps_are_listed_beside_it(
    follower: Follower, publisher: Publisher, mirror: Mirror
) -> None:
    publisher.change(
        lambda p: p, *(Product(f"sku-{i}", LocalText(random.Random(i).randbytes(40).hex())) for i in range(400))
    )
    publisher.publish()  # so many that deltas are less than a shard
    follower.sync()
    sizes = []
    for i in range(15):
        publisher.rename("mug-0", f"Mug of day {i}")
        publisher.publish()
        index = published_index(publisher.repository)
        assert index is not None
        sizes.append(len(msgspec.json.encode(index)))
    assert sizes[-1] < sizes[2] + 20
    index = published_index(publisher.repository)
    assert index is not None
    assert index.earlier is not None
    mirror.asked.clear()
    assert follower.sync().how == "deltas"
    assert len(mirror.paths("packs/")) == 16
    assert pack_path(index.earlier.sha256) in mirror.paths("packs/")
    publisher.rename("mug-0", "Cup")
    publisher.publish()
    mirror.asked.clear()
    assert follower.sync().how == "deltas"
    assert len(mirror.paths("packs/")) == 1


def test_too_far_behind_for_deltas(follower: Follower, publisher: Publisher) -> None:
    follower.sync()
    for i in range(18):
        publisher.rename("mug-0", f"Mug {i}")
        publisher.publish()
    assert follower.sync().how == "changed shards"
    assert follower.titles()["mug-0"] == "Mug 17"


def test_many_shards_only_the_changed_one_is_written(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.tables.ROWS_A_SHARD", 512)
    publisher = Publisher(tmp_path, clock)
    more = [Product(f"sku-{i}", LocalText(f"Thing {i}"), category=("Things",)) for i in range(3000)]
    publisher.change(lambda p: p, *more)
    first = publisher.publish()
    assert first.shards == 8
    publisher.rename("sku-77", "Thing of note")
    assert publisher.publish().new_packs == 3  # one shard, the list of them, one delta
    follower = Follower(tmp_path / "shop", publisher.folder.as_uri(), publisher.fingerprint, clock)
    assert follower.sync().products == 3012
    for i in range(20):
        publisher.rename("sku-78", f"Thing {i}")
        publisher.publish()
    done = follower.sync()
    assert done.how == "changed shards"
    index = published_index(publisher.repository)
    assert index is not None
    assert done.row_bytes < sum(s.bytes for s in published_shards(publisher.repository, index)) / 4
    assert follower.titles()["sku-78"] == "Thing 19"


def test_a_delta_takes_no_list_of_shards(follower: Follower, publisher: Publisher, mirror: Mirror) -> None:
    follower.sync()
    publisher.rename("mug-0", "Cup")
    publisher.publish()
    mirror.asked.clear()
    follower.sync()
    index = published_index(publisher.repository)
    assert index is not None
    assert mirror.paths("packs/") == [pack_path(index.deltas[-1].sha256)]


def test_a_bucket_that_emptied_is_emptied_in_the_shop(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.tables.ROWS_A_SHARD", 512)
    publisher = Publisher(tmp_path, clock)
    more = [Product(f"sku-{i}", LocalText(f"Thing {i}"), category=("Things",)) for i in range(3000)]
    publisher.change(lambda p: p, *more)
    publisher.publish()
    follower = Follower(tmp_path / "shop", publisher.folder.as_uri(), publisher.fingerprint, clock)
    follower.sync()
    index = published_index(publisher.repository)
    assert index is not None
    bits = index.bits
    for i in range(18):  # too far for deltas
        publisher.change(lambda p: None if bucket_of(p.sku, bits) == 3 else p, Product("new", LocalText(f"{i}")))
        publisher.publish()
    index = published_index(publisher.repository)
    assert index is not None
    assert 3 not in {shard.bucket for shard in published_shards(publisher.repository, index)}
    assert follower.sync().how == "changed shards"
    with open_current(publisher.catalog) as original:
        assert follower.titles() == {p.sku: p.title.en for p in original.products()}


def test_the_same_content_again_changes_nothing(publisher: Publisher) -> None:
    before = {p: p.stat().st_mtime_ns for p in publisher.folder.rglob("*") if p.is_file()}
    done = publisher.publish()
    after = {p: p.stat().st_mtime_ns for p in publisher.folder.rglob("*") if p.is_file()}
    assert not done.changed
    assert [p.name for p in after if before.get(p) != after[p]] == ["timestamp.json"]


def test_a_folder_carries_the_same_guarantees(follower: Follower, publisher: Publisher) -> None:
    follower.address = publisher.folder.as_uri()
    assert follower.sync().products == 12
    publisher.rename("mug-0", "Cup")
    publisher.publish()
    index = published_index(publisher.repository)
    assert index is not None
    pack = publisher.folder / pack_path(index.deltas[-1].sha256)
    pack.write_bytes(pack.read_bytes()[:-1] + b"x")
    before = follower.version
    with pytest.raises(Tampered, match="something else than was signed"):
        follower.sync()
    assert follower.version == before
    (publisher.folder / "metadata" / "timestamp.json").write_bytes(b"{}")
    with pytest.raises(Tampered, match="no signed catalogue"):
        follower.sync()


def test_the_version_before_is_kept_and_comes_back(follower: Follower, publisher: Publisher) -> None:
    follower.sync()
    first = follower.version
    for name in ("Cup", "Beaker"):
        publisher.rename("mug-0", name)
        publisher.publish()
        follower.sync()
    kept = Layout(follower.root).kept_versions()
    assert len(kept) == 2
    assert first not in kept
    Layout(follower.root).database(kept[-1]).write_bytes(b"not a database")
    publisher.rename("mug-1", "Jug")  # something to follow to from the older version
    publisher.publish()
    done = follower.sync()
    assert done.rolled_back
    assert follower.titles()["mug-0"] == "Beaker"


def test_a_catalogue_of_ones_own_is_left_alone(follower: Follower) -> None:
    make_catalog(follower.root)
    before = follower.titles()
    with pytest.raises(SyncError, match="a catalogue of its own"):
        follower.sync()
    assert follower.titles() == before


def test_the_wrong_fingerprint_gets_nothing(follower: Follower) -> None:
    with pytest.raises(Tampered, match="not the publisher"):
        follower.sync(trust="0" * 64)
    assert follower.version is None
    follower.sync()
    with pytest.raises(Tampered, match="another fingerprint"):
        follower.sync(trust="0" * 64)


def test_a_lost_file_is_fetched_again(follower: Follower) -> None:
    follower.sync()
    with open_current(follower.root) as catalog:
        path = catalog.blob_path(next(catalog.blobs()))
    path.unlink()
    done = follower.sync()
    assert (done.blobs, done.changed) == (1, False)
    assert path.is_file()


def test_a_pack_that_was_torn_with_the_power_is_fetched_again(follower: Follower, publisher: Publisher) -> None:
    index = published_index(publisher.repository)
    assert index is not None
    packs = follower.root / ".sync" / "packs"
    packs.mkdir(parents=True)
    for shard in published_shards(publisher.repository, index):
        (packs / shard.sha256).write_bytes(b"\0" * shard.bytes)  # its length came to the disk, its bytes did not
    assert follower.sync().products == 12


def test_age_and_grace(follower: Follower, clock: Clock) -> None:
    assert freshness(follower.root, clock()).state == "never"
    follower.sync()
    assert freshness(follower.root, clock()).state == "fresh"
    clock.wait(days=8)
    assert freshness(follower.root, clock()).state == "expired"
    assert freshness(follower.root, clock(), timedelta(days=3)).state == "grace"
    assert "8 days ago" in freshness(follower.root, clock()).sentence()
    clock.wait(days=-800)
    assert freshness(follower.root, clock()).state == "clock"


def test_a_disk_without_room_is_seen_before_it_is_full(follower: Follower) -> None:
    follower.free = 1000
    with pytest.raises(NoSpace, match="make room"):
        follower.sync()
    assert follower.version is None
    follower.free = 10**12
    assert follower.sync().products == 12


def test_the_index_is_small_and_plain(publisher: Publisher) -> None:
    index = published_index(publisher.repository)
    assert index is not None
    assert len(msgspec.json.encode(index)) < 1500
