"""A visit for panel tests; an error in a widget's slot, which Qt only prints, fails the test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import pytest

from tests.client.panels.shop import MemoryCatalog, Visit


@pytest.fixture(autouse=True)
def slot_errors(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    errors: list[BaseException] = []

    def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        errors.append(error)

    monkeypatch.setattr(sys, "excepthook", note)
    yield errors
    assert errors == []


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    made = Visit(catalog=MemoryCatalog(tmp_path))
    yield made
    made.close()
