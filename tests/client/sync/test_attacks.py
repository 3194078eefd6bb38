"""What stands between a publisher and a shop cannot change, roll back, freeze or mix what the shop sees."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import msgspec
import pytest
import zstandard

from client.sync.errors import Busy, Expired, Refused, SyncError, Tampered, Unreachable
from client.sync.lock import only_one
from client.sync.packs import read_rows
from client.sync.state import SyncState
from client.sync.wire import (
    File,
    Pack,
    decode_index,
    decode_models,
    decode_shards,
    decode_steps,
    decode_vectors,
    encode_shards,
    pack_path,
)
from server.ceremony import rotate
from server.errors import KeyTrouble
from server.keys import KeyFolder
from server.publish import published_index, published_shards
from tests.simulators.mirror import Clock, Follower, Mirror, MirrorHandler, Publisher

PORTAL = b"<html><body>Welcome to the hotel network</body></html>"


@pytest.fixture
def shop(follower: Follower) -> Follower:
    """A shop that is at version 1; afterwards it still is, whole, whatever happened."""
    follower.sync()
    return follower


def _update(publisher: Publisher) -> None:
    publisher.rename("mug-0", "Cup")
    publisher.publish()


def _still_at_the_old_version(shop: Follower) -> None:
    assert shop.titles()["mug-0"] == "Mug 0"
    assert len(shop.titles()) == 12


def _copy(folder: Path, name: str) -> Path:
    return Path(shutil.copytree(folder, folder.parent / name))


@pytest.mark.parametrize("part", ["timestamp", "snapshot", "catalogue"])
def test_arbitrary_replacement_of_what_is_signed(
    part: str, shop: Follower, publisher: Publisher, mirror: Mirror
) -> None:
    _update(publisher)

    def forge(handler: MirrorHandler, path: str) -> bool:
        if path.startswith("metadata/") and path.endswith(f"{part}.json"):
            said = json.loads((publisher.folder / path).read_bytes())
            said["signed"]["expires"] = "2036-01-01T00:00:00Z"
            return handler.answer(json.dumps(said).encode())
        return False

    mirror.script = forge
    with pytest.raises(Tampered):
        shop.sync()
    _still_at_the_old_version(shop)


@pytest.mark.parametrize("part", ["targets/", "packs/"])
def test_arbitrary_replacement_of_what_is_hashed(
    part: str, shop: Follower, publisher: Publisher, mirror: Mirror
) -> None:
    _update(publisher)

    def forge(handler: MirrorHandler, path: str) -> bool:
        if not path.startswith(part):
            return False
        return handler.answer((publisher.folder / path).read_bytes()[:-1] + b"!")

    mirror.script = forge
    with pytest.raises(Tampered):
        shop.sync()
    _still_at_the_old_version(shop)
    mirror.script = lambda *_: False
    shop.sync()
    assert shop.titles()["mug-0"] == "Cup"


def test_a_list_of_shards_that_is_another_one(follower: Follower, publisher: Publisher, mirror: Mirror) -> None:
    index = published_index(publisher.repository)
    assert index is not None
    listed = pack_path(index.shards.sha256)
    mirror.script = lambda handler, path: path == listed and handler.answer(b"?" * index.shards.bytes)
    with pytest.raises(Tampered, match="something else than was signed"):
        follower.sync()
    assert follower.version is None


@pytest.mark.parametrize("what", ["overlap", "more", "garbage", "bomb"])
def test_a_list_of_shards_that_contradicts_its_index(what: str, publisher: Publisher) -> None:
    index = published_index(publisher.repository)
    assert index is not None
    shards = published_shards(publisher.repository, index)
    bad = {
        "overlap": encode_shards((*shards, *shards), 9)[0],
        "more": encode_shards((msgspec.structs.replace(shards[0], rows=shards[0].rows + 1),), 9)[0],
        "garbage": b"\x00" * 50,
        "bomb": zstandard.ZstdCompressor().compress(b" " * 500_000_000),
    }[what]
    with pytest.raises(Tampered, match="list of shards"):
        decode_shards(bad, index)


@pytest.mark.parametrize("bad", [b"\x00" * 50, zstandard.ZstdCompressor().compress(b" " * 500_000_000)])
def test_a_list_of_earlier_steps_that_is_none(bad: bytes) -> None:
    with pytest.raises(Tampered, match="list of steps"):
        decode_steps(bad, File(sha256="0" * 64, bytes=len(bad), raw_bytes=400))


def test_a_replaced_picture_never_reaches_the_shop(follower: Follower, publisher: Publisher, mirror: Mirror) -> None:
    mirror.script = lambda handler, path: (
        path.startswith("blobs/") and handler.answer(b"?" * (publisher.folder / path).stat().st_size)
    )
    with pytest.raises(Tampered, match="something else than was signed"):
        follower.sync()
    assert follower.version is None
    assert [p for p in (follower.root / "blobs").rglob("*") if p.is_file()] == []


def test_rollback(shop: Follower, publisher: Publisher, mirror: Mirror) -> None:
    old = _copy(publisher.folder, "old")
    _update(publisher)
    shop.sync()
    mirror.folder = old
    with pytest.raises(Tampered, match="older state"):
        shop.sync()
    assert shop.titles()["mug-0"] == "Cup"


def test_freeze(shop: Follower, publisher: Publisher, mirror: Mirror, clock: Clock) -> None:
    mirror.folder = _copy(publisher.folder, "old")
    clock.wait(days=6)
    _update(publisher)
    assert not shop.sync().changed  # within its time a frozen mirror cannot be told from a quiet publisher
    clock.wait(days=2)
    with pytest.raises(Expired, match="holds newer"):
        shop.sync()
    _still_at_the_old_version(shop)
    mirror.folder = publisher.folder
    assert shop.sync().changed


def test_mix_and_match(shop: Follower, publisher: Publisher, mirror: Mirror) -> None:
    _update(publisher)
    first = publisher.repository.snapshot().signed.version
    publisher.rename("mug-0", "Beaker")
    publisher.publish()

    def mix(handler: MirrorHandler, path: str) -> bool:
        if path == f"metadata/{first + 1}.snapshot.json":
            return handler.answer((publisher.folder / f"metadata/{first}.snapshot.json").read_bytes())
        return False

    mirror.script = mix
    with pytest.raises(Tampered, match="mixes"):
        shop.sync()
    _still_at_the_old_version(shop)


@pytest.mark.parametrize("begin", ["metadata/timestamp", "packs/"])
def test_endless_data(begin: str, shop: Follower, publisher: Publisher, mirror: Mirror) -> None:
    _update(publisher)
    sent = 0

    def flood(handler: MirrorHandler, path: str) -> bool:
        nonlocal sent
        if not path.startswith(begin):
            return False
        handler.send_response(200)
        handler.end_headers()  # no length: until the connection ends
        handler.close_connection = True
        for _ in range(4000):
            handler.wfile.write(b" " * 65536)
            sent += 65536
        return True

    mirror.script = flood
    with pytest.raises(Tampered, match="more"):
        shop.sync()
    assert sent < 30_000_000
    _still_at_the_old_version(shop)


def test_a_length_that_is_a_lie(shop: Follower, publisher: Publisher, mirror: Mirror) -> None:
    _update(publisher)
    mirror.script = lambda handler, path: (
        path.startswith("packs/") and handler.answer((publisher.folder / path).read_bytes()[:40])
    )
    with pytest.raises((Unreachable, Tampered)):
        shop.sync()
    _still_at_the_old_version(shop)


def test_one_key_below_the_threshold_signs_nothing(tmp_path: Path, clock: Clock) -> None:
    publisher = Publisher(tmp_path, clock, root_threshold=2, targets_threshold=2)
    publisher.publish()
    shop = Follower(tmp_path / "shop", publisher.folder.as_uri(), publisher.fingerprint, clock)
    shop.sync()
    thief = KeyFolder(tmp_path / "stolen", publisher.keys.passphrase)
    shutil.copytree(publisher.keys.folder, thief.folder)
    next(thief.folder.glob("targets-*.pem")).unlink()  # one of two is enough to sign something, not to be believed
    with pytest.raises(KeyTrouble, match="takes 2"):
        rotate(publisher.repository, thief, "catalogue")
    repository = publisher.repository
    targets, snapshot = repository.targets().signed, repository.snapshot().signed
    keyids, _ = repository.keys_of("targets")
    targets.version += 1
    snapshot.version += 1
    snapshot.meta["targets.json"] = repository.put("targets", targets, thief.signers("targets", keyids))
    timestamp = repository.timestamp().signed
    timestamp.snapshot_meta = repository.put("snapshot", snapshot, repository.signers(thief, "snapshot"))
    repository.stamp(timestamp, repository.signers(thief, "timestamp"))
    with pytest.raises(Tampered, match="did not sign"):
        shop.sync()
    _still_at_the_old_version(shop)


def test_a_stolen_timestamp_key_is_worthless_after_rotation(shop: Follower, publisher: Publisher) -> None:
    stolen = publisher.keys.folder.parent / "stolen"
    shutil.copytree(publisher.keys.folder, stolen)
    old_keyids, _ = publisher.repository.keys_of("timestamp")
    publisher.rotate("timestamp")
    shop.sync()
    thief = KeyFolder(stolen, publisher.keys.passphrase)
    publisher.repository.stamp(publisher.repository.timestamp().signed, thief.signers("timestamp", old_keyids))
    with pytest.raises(Tampered, match="did not sign"):
        shop.sync()
    _still_at_the_old_version(shop)


def test_roots_rotate_several_times_and_a_shop_that_slept_follows(shop: Follower, publisher: Publisher) -> None:
    for role in ("root", "timestamp", "root", "root", "snapshot", "targets", "catalogue", "root"):
        publisher.rotate(role)
    _update(publisher)
    assert publisher.repository.root().signed.version == 8
    assert shop.sync().changed
    assert shop.titles()["mug-0"] == "Cup"


def test_a_root_that_skips_the_old_keys_is_not_followed(
    shop: Follower, publisher: Publisher, mirror: Mirror, tmp_path: Path, clock: Clock
) -> None:
    stranger = Publisher(tmp_path / "stranger", clock)
    stranger.rotate("root")
    mirror.script = lambda handler, path: (
        path == "metadata/2.root.json" and handler.answer((stranger.folder / path).read_bytes())
    )
    with pytest.raises(Tampered, match="did not sign"):
        shop.sync()
    _still_at_the_old_version(shop)


def test_an_expired_chain_of_roots(shop: Follower, publisher: Publisher, clock: Clock) -> None:
    clock.wait(days=370)
    publisher.refresh()
    with pytest.raises(Expired):
        shop.sync()
    publisher.rotate("root")  # the expired root may still hand over to the next one
    assert not shop.sync().changed


@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff" * 500, b"[]", b'{"signed": 1}', b'{"signed": {"_type": "timestamp"}}']
)
def test_a_mirror_that_serves_garbage(body: bytes, shop: Follower, mirror: Mirror) -> None:
    mirror.script = lambda handler, path: path == "metadata/timestamp.json" and handler.answer(body)
    with pytest.raises(Tampered, match="no signed catalogue"):
        shop.sync()
    _still_at_the_old_version(shop)


@pytest.mark.parametrize("where", ["headers", "body"])
def test_slow_loris(where: str, shop: Follower, publisher: Publisher, mirror: Mirror) -> None:
    _update(publisher)

    def drip(handler: MirrorHandler, path: str) -> bool:
        if not path.startswith("metadata/timestamp"):
            return False
        handler.close_connection = True
        data = b"HTTP/1.1 200 OK\r\nX-Slow: " if where == "headers" else b"HTTP/1.1 200 OK\r\n\r\n"
        handler.wfile.write(data)
        for _ in range(600):
            handler.wfile.write(b"a")
            handler.wfile.flush()
            time.sleep(0.1)
        return True

    mirror.script = drip
    started = time.monotonic()
    shop.limits = shop.limits.__class__(base_s=1.0, slowest_bytes_per_s=1e9, idle_s=1.0, attempts=1)
    with pytest.raises(Unreachable, match="too slow"):
        shop.sync()
    assert time.monotonic() - started < 45.0, "not the minute that the server takes"
    _still_at_the_old_version(shop)


def test_silence(shop: Follower, mirror: Mirror) -> None:
    def silent(handler: MirrorHandler, path: str) -> bool:
        time.sleep(3.0)
        return True

    mirror.script = silent
    with pytest.raises(Unreachable):
        shop.sync()


def test_bodies_that_break_off_are_continued(follower: Follower, publisher: Publisher, mirror: Mirror) -> None:
    cut: set[str] = set()

    def break_off(handler: MirrorHandler, path: str) -> bool:
        if not path.startswith(("packs/", "blobs/")) or path in cut:
            return False
        cut.add(path)
        body = (publisher.folder / path).read_bytes()
        return handler.answer(body[: len(body) // 2], said=len(body))

    mirror.script = break_off
    assert follower.sync().products == 12
    for path in cut:
        size = (publisher.folder / path).stat().st_size
        assert (path, f"bytes={size // 2}-") in mirror.asked
        assert mirror.sent[path] == size - size // 2


def test_a_server_without_ranges_still_works(follower: Follower, publisher: Publisher, mirror: Mirror) -> None:
    seen: set[str] = set()

    def no_ranges(handler: MirrorHandler, path: str) -> bool:
        if not path.startswith(("packs/", "blobs/")):
            return False
        body = (publisher.folder / path).read_bytes()
        whole = path in seen
        seen.add(path)
        return handler.answer(body) if whole else handler.answer(body[: len(body) // 2], said=len(body))

    mirror.script = no_ranges
    follower.limits = follower.limits.__class__(attempts=4, pause_s=0.01)
    assert follower.sync().products == 12


@pytest.mark.parametrize("begin", ["metadata/timestamp", "packs/"])
def test_a_server_that_fails(begin: str, shop: Follower, publisher: Publisher, mirror: Mirror) -> None:
    _update(publisher)
    mirror.script = lambda handler, path: path.startswith(begin) and handler.answer(b"", 500)
    with pytest.raises(Unreachable, match="500"):
        shop.sync()
    _still_at_the_old_version(shop)


def test_one_failure_is_tried_again(follower: Follower, mirror: Mirror) -> None:
    failed: set[str] = set()

    def once(handler: MirrorHandler, path: str) -> bool:
        if not path.startswith(("packs/", "blobs/")) or path in failed:
            return False
        failed.add(path)
        return handler.answer(b"", 503)

    mirror.script = once
    assert follower.sync().products == 12


def test_a_redirect_to_another_host(shop: Follower, publisher: Publisher, mirror: Mirror) -> None:
    _update(publisher)
    other = Mirror(publisher.folder)
    try:
        mirror.script = lambda handler, path: handler.answer(b"", 302, Location=other.url + path)
        with pytest.raises(Refused, match="not followed"):
            shop.sync()
        assert other.asked == []
    finally:
        other.close()
    _still_at_the_old_version(shop)


def test_a_redirect_on_the_same_host_is_followed(follower: Follower, mirror: Mirror) -> None:
    def moved(handler: MirrorHandler, path: str) -> bool:
        if path.startswith("moved/"):
            handler.path = handler.path.replace("/moved", "", 1)
            return False
        return handler.answer(b"", 307, Location=f"/moved/{path}")

    mirror.script = moved
    assert follower.sync().products == 12


def test_redirects_in_a_circle(shop: Follower, mirror: Mirror) -> None:
    mirror.script = lambda handler, path: handler.answer(b"", 302, Location=f"/{path}")
    with pytest.raises(Refused, match="circles"):
        shop.sync()


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/octet-stream"])
def test_a_captive_portal(kind: str, shop: Follower, mirror: Mirror) -> None:
    mirror.script = lambda handler, path: handler.answer(PORTAL, Content_Type=kind)
    with pytest.raises((Refused, Tampered)) as raised:
        shop.sync()
    assert "sign in" in str(raised.value) or "no signed catalogue" in str(raised.value)
    _still_at_the_old_version(shop)
    mirror.script = lambda *_: False
    shop.sync()


def test_nobody_there(shop: Follower, mirror: Mirror) -> None:
    mirror.close()
    with pytest.raises(Unreachable, match="cannot be reached"):
        shop.sync()
    _still_at_the_old_version(shop)


@pytest.mark.parametrize("promised", [5_000, 60_000_000])
def test_a_zstd_bomb_is_cut_where_it_was_signed_to_end(promised: int, tmp_path: Path) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(zstandard.ZstdCompressor(level=3).compress(b'{"sku":"a"}\n' * 50_000_000))
    assert path.stat().st_size < 200_000
    pack = Pack(sha256="0" * 64, bytes=path.stat().st_size, raw_bytes=promised, rows=3)
    began = time.monotonic()
    with pytest.raises(Tampered, match="unpacks to more"):
        list(read_rows(path, pack))
    assert time.monotonic() - began < 5.0


def test_lists_nested_without_end_are_a_sentence(tmp_path: Path) -> None:
    deep = b'{"format":2,"more":' + b"[" * 100_000
    for decode in (decode_index, decode_vectors, decode_models):
        with pytest.raises(Tampered, match="cannot be read"):
            decode(deep)
    packed = zstandard.ZstdCompressor().compress(b'[{"more":' + b"[" * 100_000)
    with pytest.raises(Tampered, match="cannot be read"):
        decode_steps(packed, File(sha256="0" * 64, bytes=len(packed), raw_bytes=200_000))


def test_the_clock_years_ahead(shop: Follower, publisher: Publisher, clock: Clock) -> None:
    _update(publisher)
    clock.wait(days=4000)
    with pytest.raises(Expired, match="clock is wrong"):
        shop.sync()
    _still_at_the_old_version(shop)


def test_the_clock_years_behind(shop: Follower, publisher: Publisher, clock: Clock) -> None:
    _update(publisher)
    clock.wait(days=-4000)
    with pytest.raises(Expired, match="Set the clock"):
        shop.sync()
    _still_at_the_old_version(shop)


def test_the_clock_years_behind_at_the_first_sync(follower: Follower, clock: Clock) -> None:
    clock.wait(days=-4000)
    with pytest.raises(Expired, match="behind"):
        follower.sync()
    assert follower.version is None


def test_two_at_once(shop: Follower) -> None:
    with only_one(SyncState(shop.root).lock, "held"), pytest.raises(Busy, match="Another process"):
        shop.sync()
    shop.sync()


def test_two_publishers_at_once(publisher: Publisher) -> None:
    with only_one(publisher.folder / ".lock", "held"), pytest.raises(Busy):
        publisher.publish()


@pytest.mark.parametrize("address", ["ftp://a/b", "javascript:1", "", "http:///x", "/etc"])
def test_strange_addresses(address: str, follower: Follower) -> None:
    follower.address = address
    with pytest.raises(SyncError, match="no address to follow"):
        follower.sync()
