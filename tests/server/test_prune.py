"""Removing what no version needs, never from under a shop."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from client.sync.wire import pack_path
from server.cli import main
from server.errors import ServerError
from server.packs import PackFolder
from server.prune import prune
from server.publish import Extras, published_index, published_shards
from server.repository import Repository
from server.vectors import read_vectors
from server.verify import verify_published
from tests.simulators.mirror import Clock, Follower, Mirror, MirrorHandler, Publisher

HOUR = timedelta(hours=1)


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path / "merchant", Clock())
    for number in range(6):
        made.rename("mug-0", f"Cup {number}")
        file = tmp_path / "v.npz"
        np.savez(file, skus=np.array(["mug-0"]), vectors=np.full((1, 8), number + 1, np.int8))
        made.publish(Extras(read_vectors(file)))
    return made


def _at(publisher: Publisher, later: timedelta) -> Repository:
    """Files carry the time of the computer; the folder as it is looked at some time after it."""
    return Repository(publisher.folder, lambda: datetime.now(UTC) + later)


def _files(publisher: Publisher) -> set[str]:
    return {p.relative_to(publisher.folder).as_posix() for p in publisher.folder.rglob("*") if p.is_file()}


def test_only_the_newest_stays(publisher: Publisher) -> None:
    before = _files(publisher)
    done = prune(_at(publisher, 50 * HOUR), 1, 48 * HOUR)
    assert done.versions == 1
    assert done.files == len(before) - len(_files(publisher)) > 20
    assert verify_published(publisher.folder, publisher.clock())[1] == []
    assert prune(_at(publisher, 50 * HOUR), 1, 48 * HOUR).files == 0


def test_within_the_grace_nothing_goes(publisher: Publisher) -> None:
    assert prune(_at(publisher, 47 * HOUR), 1, 48 * HOUR).files == 0


def test_some_versions_stay_whole(publisher: Publisher) -> None:
    assert prune(_at(publisher, 50 * HOUR), 3, HOUR).versions == 3
    index = published_index(publisher.repository)
    assert index is not None
    assert len(list((publisher.folder / "targets" / "catalogue").iterdir())) == 3
    assert len(PackFolder(publisher.folder).steps(index)) == 5
    assert all(
        (publisher.folder / pack_path(delta.sha256)).is_file() for delta in PackFolder(publisher.folder).steps(index)
    )


def test_a_shop_in_the_middle_of_a_sync_finds_its_files(publisher: Publisher, tmp_path: Path) -> None:
    """It took its signatures, then a version is published and the folder pruned, then it asks for the rest."""
    mirror = Mirror(publisher.folder)
    shop = Follower(tmp_path / "shop", mirror.url, publisher.fingerprint, publisher.clock)
    happened: list[int] = []

    def publish_and_prune(handler: MirrorHandler, path: str) -> bool:
        if path.startswith("packs/") and not happened:
            happened.append(1)
            publisher.rename("mug-0", "Jug")
            publisher.publish()
            prune(_at(publisher, timedelta()), 1, HOUR)
        return False

    mirror.script = publish_and_prune
    try:
        assert shop.sync().serial == 6
        assert shop.sync().serial == 7
    finally:
        mirror.close()


def test_what_a_killed_publish_left_is_not_taken_for_the_newest(publisher: Publisher) -> None:
    index = published_index(publisher.repository)
    assert index is not None
    saved = (publisher.folder / "metadata" / "timestamp.json").read_bytes()
    publisher.rename("mug-0", "Never seen")
    publisher.publish()
    (publisher.folder / "metadata" / "timestamp.json").write_bytes(
        saved
    )  # as if it had been killed before its last step
    assert verify_published(publisher.folder, publisher.clock())[1] == []
    prune(_at(publisher, 50 * HOUR), 1, HOUR)
    assert verify_published(publisher.folder, publisher.clock())[1] == []
    assert published_index(publisher.repository) == index
    publisher.publish()
    assert verify_published(publisher.folder, publisher.clock())[1] == []


def test_a_damaged_folder_is_left_alone(publisher: Publisher) -> None:
    index = published_index(publisher.repository)
    assert index is not None
    (publisher.folder / pack_path(published_shards(publisher.repository, index)[0].sha256)).unlink()
    before = _files(publisher)
    with pytest.raises(ServerError, match="damaged"):
        prune(_at(publisher, 50 * HOUR), 1, HOUR)
    assert _files(publisher) == before


def test_nothing_published_yet(tmp_path: Path) -> None:
    made = Publisher(tmp_path, Clock())
    with pytest.raises(ServerError, match="Nothing is published"):
        prune(made.repository, 1, HOUR)


def test_the_command(publisher: Publisher, capsys: pytest.CaptureFixture[str]) -> None:
    for path in publisher.folder.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    assert main(["prune", "--repo", str(publisher.folder), "--keep", "2"]) == 0
    assert "2 versions stay" in capsys.readouterr().out
