"""The power goes: a sync that was killed goes on where it was, and never leaves a half."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from client.catalog.errors import CatalogError
from client.catalog.reader import open_current
from client.catalog.verify import verify
from client.domain.product import Product
from client.domain.text import LocalText
from tests.simulators.mirror import Clock, Mirror, MirrorHandler, Publisher

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills with a signal")


def _real_clock() -> Clock:
    from datetime import UTC, datetime

    return Clock(datetime.now(UTC))


def _start(root: Path, mirror: Mirror, publisher: Publisher, tmp_path: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "client", "sync", "--from", mirror.url, "--into", str(root)]
    environment = {**os.environ, "VITRINE_HOME": str(tmp_path / "home")}
    return subprocess.Popen(
        [*command, "--fingerprint", publisher.fingerprint],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _titles(root: Path) -> dict[str, str] | None:
    """None when there is no catalogue yet; a damaged one raises."""
    if not (root / "current").exists():
        return None
    with open_current(root) as catalog:
        assert verify(catalog) == []
        return {p.sku: p.title.en for p in catalog.products()}


def test_killed_at_many_points_of_two_syncs(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path, _real_clock())
    publisher.publish()
    first = _titles_of(publisher)
    mirror = Mirror(publisher.folder)
    root = tmp_path / "shop"
    try:
        _kill_and_resume(root, mirror, publisher, tmp_path, {None: None, "first": first})
        assert _titles(root) == first
        more = [Product(f"new-{i}", LocalText(f"New {i}")) for i in range(400)]
        publisher.change(lambda p: p, *more)
        publisher.publish()
        second = _titles_of(publisher)
        _kill_and_resume(root, mirror, publisher, tmp_path, {"first": first, "second": second})
        assert _titles(root) == second
    finally:
        mirror.close()


def _titles_of(publisher: Publisher) -> dict[str, str]:
    with open_current(publisher.catalog) as catalog:
        return {p.sku: p.title.en for p in catalog.products()}


def _verified(root: Path) -> set[str]:
    """Names of the files that were fetched and found to be what was signed."""
    found = [*(root / "blobs").glob("*/*"), *(root / ".sync" / "packs").glob("*")]
    return {path.name for path in found}


def _kill_and_resume(
    root: Path, mirror: Mirror, publisher: Publisher, tmp_path: Path, allowed: dict[str | None, dict[str, str] | None]
) -> None:
    """Kills at the n-th request for ever larger n, and at moments after the last one; then lets it finish."""
    chance = random.Random(7)
    for point in (1, 3, 6, 9, 13, 0, 0, 0, 0):
        verified, asked_before = _verified(root), len(mirror.asked)
        running: list[subprocess.Popen[bytes]] = []
        asked: list[str] = []

        def kill_at(
            handler: MirrorHandler,
            path: str,
            point: int = point,
            running: list[subprocess.Popen[bytes]] = running,
            asked: list[str] = asked,
        ) -> bool:
            asked.append(path)
            if point and len(asked) == point:
                running[0].send_signal(signal.SIGKILL)
                return True
            return False

        mirror.script = kill_at
        running.append(_start(root, mirror, publisher, tmp_path))
        if not point:
            while not asked and running[0].poll() is None:
                time.sleep(0.002)
            time.sleep(chance.uniform(0.0, 0.25))
            running[0].kill()
        running[0].communicate(timeout=240)
        assert _titles(root) in allowed.values()
        assert verified.isdisjoint(Path(path).name for path, _ in mirror.asked[asked_before:])
    mirror.script = lambda *_: False
    verified, asked_before = _verified(root), len(mirror.asked)
    last = _start(root, mirror, publisher, tmp_path)
    _, error = last.communicate(timeout=240)
    assert last.returncode == 0, error.decode()
    assert verified.isdisjoint(Path(path).name for path, _ in mirror.asked[asked_before:])


def test_a_version_that_was_finished_but_not_swapped_is_no_trouble(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path, _real_clock())
    publisher.publish()
    mirror = Mirror(publisher.folder)
    root = tmp_path / "shop"
    try:
        assert _start(root, mirror, publisher, tmp_path).wait(60) == 0
        (root / "versions" / "000002-0123456789ab.sqlite").write_bytes(b"half")
        publisher.rename("mug-0", "Cup")
        publisher.publish()
        assert _start(root, mirror, publisher, tmp_path).wait(60) == 0
        titles = _titles(root)
        assert titles is not None
        assert titles["mug-0"] == "Cup"
        assert len(list((root / "versions").glob("*.sqlite"))) == 2
    finally:
        mirror.close()


def test_no_catalogue_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(CatalogError):
        open_current(tmp_path)
