"""What a monitor sees of a host, and being told before signatures run out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from client.sync.source import open_source
from client.sync.wire import pack_path
from server.cli import main
from server.look import due, look_at
from server.publish import published_index, published_shards
from server.verify import signed_state
from tests.simulators.mirror import QUICK, START, Clock, Mirror, MirrorHandler, Publisher

PAGE = b"<html><body>Nothing here</body></html>"


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path / "merchant", Clock())
    made.publish()
    made.rename("mug-0", "Cup")
    made.publish()
    return made


@pytest.fixture
def mirror(publisher: Publisher) -> Iterator[Mirror]:
    made = Mirror(publisher.folder)
    yield made
    made.close()


def _problems(publisher: Publisher, mirror: Mirror, fingerprint: str | None = None) -> list[str]:
    source = open_source(mirror.url, QUICK)
    try:
        return look_at(source, fingerprint or publisher.fingerprint, publisher.clock(), 5)[1]
    finally:
        source.close()


def test_a_good_host(publisher: Publisher, mirror: Mirror) -> None:
    assert _problems(publisher, mirror) == []
    assert len(mirror.paths("packs/")) == 3  # the list of shards, the newest delta, the only shard


def test_somebody_else(publisher: Publisher, mirror: Mirror) -> None:
    assert "not the publisher" in _problems(publisher, mirror, "0" * 64)[0]


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_a_page_for_what_is_not_there(kind: str, publisher: Publisher, mirror: Mirror) -> None:
    def page(handler: MirrorHandler, path: str) -> bool:
        return not (publisher.folder / path).is_file() and (
            handler.answer(PAGE, 404) if path.endswith("root.json") else handler.answer(PAGE, Content_Type=kind)
        )

    mirror.script = page
    problems = _problems(publisher, mirror)
    assert len(problems) == 1
    assert "404" in problems[0]


def test_no_ranges(publisher: Publisher, mirror: Mirror) -> None:
    mirror.script = lambda handler, path: (
        bool(handler.headers.get("Range")) and handler.answer((publisher.folder / path).read_bytes())
    )
    assert ["serve ranges" in problem for problem in _problems(publisher, mirror)] == [True]


@pytest.mark.parametrize("what", ["shard", "delta", "list"])
def test_another_pack_than_was_signed(what: str, publisher: Publisher, mirror: Mirror) -> None:
    index = published_index(publisher.repository)
    assert index is not None
    shard = published_shards(publisher.repository, index)[0]
    file = {"shard": shard, "delta": index.deltas[-1], "list": index.shards}[what]
    path = publisher.folder / pack_path(file.sha256)
    path.write_bytes(b"?" * file.bytes)
    problems = _problems(publisher, mirror)
    assert len(problems) == 1
    assert file.sha256 in problems[0]


def test_an_old_timestamp(publisher: Publisher, mirror: Mirror) -> None:
    publisher.clock.wait(days=8)
    assert "signed only until" in _problems(publisher, mirror)[0]


def _soon(publisher: Publisher, after: timedelta, *, refreshed: bool) -> set[str]:
    publisher.clock.now = START + after
    if refreshed:
        publisher.refresh()
    return {role for role, _, near in due(signed_state(publisher.folder, publisher.clock())) if near}


def test_what_runs_out_soon(publisher: Publisher) -> None:
    assert _soon(publisher, timedelta(days=2), refreshed=False) == set()
    assert _soon(publisher, timedelta(days=5), refreshed=False) == {"timestamp"}
    for day in range(5, 330, 5):
        assert _soon(publisher, timedelta(days=day), refreshed=True) <= ({"root"} if day > 319 else set())
    assert _soon(publisher, timedelta(days=330), refreshed=True) == {"root"}  # targets were here and were renewed
    publisher.rotate("root")
    assert _soon(publisher, timedelta(days=331), refreshed=True) == set()


def test_the_commands(publisher: Publisher, mirror: Mirror, capsys: pytest.CaptureFixture[str]) -> None:
    publisher.clock.now = datetime.now(START.tzinfo)
    for role in ("root", "targets"):
        publisher.rotate(role)
    publisher.refresh()
    at = ["--url", mirror.url, "--fingerprint", publisher.fingerprint]
    assert main(["verify", *at]) == 0
    assert "All is well: version 2" in capsys.readouterr().out
    assert main(["due", *at]) == 0
    assert "timestamp  until" in capsys.readouterr().out
    assert main(["verify"]) == 1
    assert "--repo DIR" in capsys.readouterr().err
    assert main(["due", "--url", mirror.url]) == 1
    assert "--fingerprint" in capsys.readouterr().err
