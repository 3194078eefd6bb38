"""A visit for panel tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.client.panels.shop import MemoryCatalog, Visit


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    made = Visit(catalog=MemoryCatalog(tmp_path))
    yield made
    made.close()
