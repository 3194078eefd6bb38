"""Opening a shop that follows a publisher: online the first time, then whatever the network does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from client.catalog.layout import Layout
from client.catalog.reader import open_current
from client.commands.doctor import examine
from client.commands.options import catalog_root
from client.following import follow_options
from client.settings import Folders, Settings, find_folders
from client.sync.errors import SyncError, Tampered, Unreachable
from client.sync.state import SyncState
from tests.simulators.mirror import Clock, Mirror, Publisher


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path / "merchant", Clock(datetime.now(UTC)))
    made.publish()
    return made


@pytest.fixture
def mirror(publisher: Publisher) -> Iterator[Mirror]:
    made = Mirror(publisher.folder)
    yield made
    made.close()


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return find_folders({"VITRINE_HOME": str(tmp_path / "home")})


def test_the_first_start_fetches_rows_and_later_ones_need_no_network(
    publisher: Publisher, mirror: Mirror, folders: Folders
) -> None:
    settings = Settings(sync_from=mirror.url, sync_fingerprint=publisher.fingerprint)
    root = catalog_root(settings, folders)
    assert root == folders.followed_catalog
    assert mirror.paths("blobs/") == []
    nowhere = replace(settings, sync_from="http://127.0.0.1:9/")
    assert catalog_root(nowhere, folders) == root
    assert len(mirror.paths("packs/")) == len(set(mirror.paths("packs/")))


def test_a_first_start_without_network_is_a_sentence(publisher: Publisher, folders: Folders) -> None:
    settings = Settings(sync_from="file:///no/such/stick", sync_fingerprint=publisher.fingerprint)
    with pytest.raises(Unreachable, match="plugged in"):
        catalog_root(settings, folders)


def test_a_first_start_without_or_with_another_fingerprint(mirror: Mirror, folders: Folders) -> None:
    with pytest.raises(SyncError, match="whom to trust"):
        catalog_root(Settings(sync_from=mirror.url), folders)
    with pytest.raises(Tampered):
        catalog_root(Settings(sync_from=mirror.url, sync_fingerprint="0" * 64), folders)
    assert not folders.followed_catalog.joinpath("current").exists()


def test_a_damaged_version_gives_way_to_the_one_before_without_network(
    publisher: Publisher, mirror: Mirror, folders: Folders
) -> None:
    settings = Settings(sync_from=mirror.url, sync_fingerprint=publisher.fingerprint)
    root = catalog_root(settings, folders)
    first = Layout(root).current()
    publisher.rename("mug-0", "Cup")
    publisher.publish()
    from tests.simulators.mirror import Follower

    Follower(root, mirror.url, publisher.fingerprint, publisher.clock).sync()
    second = Layout(root).current()
    assert second is not None
    assert second != first
    Layout(root).database(second).write_bytes(b"not a database")
    catalog_root(replace(settings, sync_from="http://127.0.0.1:9/"), folders)
    assert Layout(root).current() == first
    with open_current(root) as catalog:
        assert catalog.info.products == 12


def test_no_source_means_no_following(publisher: Publisher, folders: Folders) -> None:
    assert follow_options(Settings(), publisher.catalog, folders.followed_models) is None
    own = Settings(sync_from="https://shop.example", catalog=str(publisher.catalog))
    assert follow_options(own, publisher.catalog, folders.followed_models) is None, "a catalogue of one's own"


def test_the_doctor_says_how_old_it_is(publisher: Publisher, mirror: Mirror, folders: Folders) -> None:
    def following(environment: dict[str, str]) -> tuple[str, str]:
        found = next(f for f in examine(folders, environment, None) if f.topic == "following")
        return found.state, found.says

    assert following({}) == ("ok", "nobody is followed; the shop uses no network")
    environment = {"VITRINE_SYNC_FROM": mirror.url, "VITRINE_SYNC_FINGERPRINT": publisher.fingerprint}
    assert "never verified" in following(environment)[1]
    root = catalog_root(Settings(sync_from=mirror.url, sync_fingerprint=publisher.fingerprint), folders)
    state, says = following(environment)
    assert (state, "Up to date" in says) == ("ok", True)
    SyncState(root).say(datetime.now(UTC), False, "The publisher is away.")
    state, says = following(environment)
    assert state == "warning"
    assert says.endswith("The publisher is away.")
