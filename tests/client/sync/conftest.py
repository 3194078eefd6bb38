"""A publisher, a mirror and a follower."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulators.mirror import Clock, Follower, Mirror, Publisher


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def publisher(tmp_path: Path, clock: Clock) -> Publisher:
    made = Publisher(tmp_path / "merchant", clock)
    made.publish()
    return made


@pytest.fixture
def mirror(publisher: Publisher) -> Iterator[Mirror]:
    made = Mirror(publisher.folder)
    yield made
    made.close()


@pytest.fixture
def follower(tmp_path: Path, publisher: Publisher, mirror: Mirror, clock: Clock) -> Follower:
    return Follower(tmp_path / "shop", mirror.url, publisher.fingerprint, clock)
