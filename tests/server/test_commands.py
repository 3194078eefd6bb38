"""The `vitrine-server` command and its keys."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from client.sync.wire import pack_path
from server.cli import main
from server.errors import KeyTrouble, ServerError
from server.keys import KeyFolder
from server.publish import published_index, published_shards
from server.repository import refresh
from server.verify import verify_published
from tests.simulators.made_catalog import make_catalog
from tests.simulators.mirror import Clock, Publisher


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path / "merchant", Clock())
    made.publish()
    return made


def test_from_init_to_verify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    catalog = make_catalog(tmp_path / "catalog")
    secret = tmp_path / "passphrase"
    secret.write_text("a passphrase of some length\n")
    repo, keys = ["--repo", str(tmp_path / "repo")], ["--keys", str(tmp_path / "keys")]
    signing = [*repo, *keys, "--passphrase-file", str(secret)]
    assert main(["init", *signing]) == 0
    assert re.search(r"--fingerprint [0-9a-f]{64}", capsys.readouterr().out)
    assert main(["publish", str(catalog), *signing]) == 0
    assert "Published version 1: 12 products in 1 shards" in capsys.readouterr().out
    assert main(["publish", str(catalog), *signing]) == 0
    assert "published already" in capsys.readouterr().out
    for role in ("root", "targets", "snapshot", "timestamp", "catalogue", "vectors", "models"):
        assert main(["rotate-key", role, *signing]) == 0
    assert main(["refresh", *signing]) == 0
    assert main(["verify", *repo]) == 0
    assert "All is well: version 1, 12 products" in capsys.readouterr().out
    assert main(["init", *signing]) == 1
    assert "published already" in capsys.readouterr().err


def test_keys_are_encrypted_and_private(publisher: Publisher) -> None:
    files = list(publisher.keys.folder.glob("*.pem"))
    assert len(files) == 9
    for file in files:
        assert b"ENCRYPTED PRIVATE KEY" in file.read_bytes()
        if sys.platform != "win32":
            assert file.stat().st_mode & 0o077 == 0


def test_the_wrong_passphrase(publisher: Publisher) -> None:
    publisher.keys = KeyFolder(publisher.keys.folder, b"wrong horse battery staple")
    with pytest.raises(KeyTrouble, match="passphrase is wrong"):
        publisher.publish()


def test_a_short_passphrase(tmp_path: Path) -> None:
    with pytest.raises(KeyTrouble, match="at least 12"):
        KeyFolder(tmp_path, b"short").create("root")


def test_publishing_takes_only_the_online_keys(publisher: Publisher) -> None:
    for file in [*publisher.keys.folder.glob("root-*"), *publisher.keys.folder.glob("targets-*")]:
        file.unlink()
    publisher.rename("mug-0", "Cup")
    assert publisher.publish().changed
    publisher.refresh()
    with pytest.raises(KeyTrouble, match="takes 2 of its keys"):
        publisher.rotate("timestamp")


def test_the_daily_refresh_takes_the_timestamp_key_only(publisher: Publisher) -> None:
    for file in publisher.keys.folder.glob("*.pem"):
        if not file.name.startswith("timestamp-"):
            file.unlink()
    publisher.clock.wait(days=20)
    assert verify_published(publisher.folder, publisher.clock())[1] != []
    publisher.refresh()
    assert verify_published(publisher.folder, publisher.clock())[1] == []


def test_refresh_renews_what_is_half_over(publisher: Publisher) -> None:
    publisher.clock.wait(days=60)
    assert refresh(publisher.repository, publisher.keys) == ["catalogue", "vectors", "models", "snapshot", "timestamp"]
    publisher.clock.wait(days=3)
    assert refresh(publisher.repository, publisher.keys) == ["timestamp"]


def test_a_catalogue_that_lacks_a_file_is_not_published(publisher: Publisher) -> None:
    before = published_index(publisher.repository)
    publisher.change(lambda p: p)
    for path in (publisher.catalog / "blobs").rglob("*"):
        if path.is_file():
            path.unlink()
    for path in (publisher.folder / "blobs").rglob("*"):
        if path.is_file():
            path.unlink()
    with pytest.raises(ServerError, match="lacks a file"):
        publisher.publish()
    assert published_index(publisher.repository) == before


def test_verify_sees_a_damaged_pack(publisher: Publisher) -> None:
    index = published_index(publisher.repository)
    assert index is not None
    (publisher.folder / pack_path(published_shards(publisher.repository, index)[0].sha256)).write_bytes(b"x")
    _, problems = verify_published(publisher.folder, publisher.clock())
    assert problems == [f"A pack is missing or damaged: {published_shards(publisher.repository, index)[0].sha256}."]


def test_verify_sees_a_damaged_file(publisher: Publisher) -> None:
    blob = next(p for p in (publisher.folder / "blobs").rglob("*") if p.is_file())
    blob.write_bytes(b"x")
    _, problems = verify_published(publisher.folder, publisher.clock())
    assert problems == [f"A file is missing or damaged: {blob.name}."]


def test_the_shop_loads_nothing_of_this() -> None:
    code = (
        "import sys, client.app, client.commands.run; "
        "sys.exit(any(m.split('.')[0] in ('tuf', 'server', 'cryptography') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
