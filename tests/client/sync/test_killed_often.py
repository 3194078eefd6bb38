"""kill -9 at 200 random points of syncs that go on from where the last one was killed: never a half state."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from client.catalog.reader import open_current
from client.catalog.verify import verify
from client.domain.product import Product
from client.domain.text import LocalText
from client.sync.follow import Style
from tests.simulators.made_catalog import make_catalog
from tests.simulators.mirror import Clock, Follower, Mirror, Publisher

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="forks, so that 200 syncs need no 200 interpreters"),
]
GROUPS, KILLS = 10, 20

Titles = tuple[tuple[str, str], ...]


def titles_of(root: Path) -> Titles:
    with open_current(root) as catalog:
        return tuple(sorted((p.sku, p.title.en) for p in catalog.products()))


def change(publisher: Publisher, chance: random.Random, number: int) -> None:
    """Another version: rows that change, come and go, now and then many."""
    with open_current(publisher.catalog) as catalog:
        asset = next(p.asset for p in catalog.products() if p.asset is not None)
    kind = chance.randrange(3)
    if kind == 0:
        publisher.rename("mug-0", f"Mug of version {number}")
    elif kind == 1:
        more = [
            Product(f"new-{number}-{i}", LocalText(f"New {i}"), asset=asset) for i in range(chance.choice((1, 300)))
        ]
        publisher.change(lambda p: p, *more)
    else:
        publisher.change(lambda p: None if p.sku.startswith(f"new-{number - 1}-") else retitled(p, number))
    publisher.publish()


def retitled(product: Product, number: int) -> Product:
    if product.sku.startswith("chair"):
        return replace(product, title=LocalText(f"Chair {number}"))
    return product


def killed(follower: Follower, style: Style, after_s: float) -> bool:
    """Syncs in a process of its own that is killed after a while; False when it was done before."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            follower.sync(style=style)
        os._exit(0)
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def verified_files(root: Path) -> set[str]:
    return {path.name for path in (*(root / "blobs").glob("*/*"), *(root / ".sync" / "packs").glob("*"))}


@pytest.mark.parametrize("group", range(GROUPS))
def test_killed_again_and_again(tmp_path: Path, group: int) -> None:
    chance = random.Random(group)
    publisher = Publisher(tmp_path / "merchant", Clock())
    publisher.publish()
    history = [titles_of(publisher.catalog)]
    mirror = Mirror(publisher.folder)
    follower = Follower(tmp_path / "shop", mirror.url, publisher.fingerprint, publisher.clock)
    root, span, seen, kills = follower.root, 0.6, -1, 0
    try:
        while kills < KILLS:
            if chance.random() < 0.4:
                change(publisher, chance, len(history))
                history.append(titles_of(publisher.catalog))
            before, asked = verified_files(root), len(mirror.asked)
            hit = killed(follower, chance.choice((Style(), Style(lazy=True))), chance.uniform(0.0, span))
            kills += hit
            span *= 1.05 if hit else 0.8
            again = before & {path.rsplit("/")[-1] for path, _ in mirror.asked[asked:]}
            assert not again, "what was verified is not fetched twice"
            if (root / "current").exists():
                with open_current(root) as catalog:
                    assert all(catalog.is_intact(b) for b in catalog.blobs() if catalog.blob_path(b).exists())
                found = titles_of(root)
                assert found in history[max(0, seen) :], "one whole version, and never an older one than before"
                seen = history.index(found, max(0, seen))
        follower.sync()
        assert titles_of(root) == history[-1]
        with open_current(root) as catalog:
            assert verify(catalog) == []
        left = [p.name for p in (*(root / "versions").glob(".new-*"), *(root / ".sync" / "parts").glob("*"))]
        assert left == []
    finally:
        mirror.close()


def test_the_samples_have_what_a_kill_can_hit(tmp_path: Path) -> None:
    """Otherwise the test above proves nothing: there are files to fetch, and rows."""
    with open_current(make_catalog(tmp_path)) as catalog:
        assert len(list(catalog.blobs())) > 10
