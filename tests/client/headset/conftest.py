"""A real OpenXR runtime for the tests marked `monado`; where it cannot be had they are skipped with the reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from tests.simulators.made_catalog import make_catalog
from tests.simulators.monado import Monado, NoMonadoError, get_monado


@pytest.fixture(scope="session")
def prefix() -> Path:
    cache = Path(os.environ.get("VITRINE_TEST_CACHE") or user_cache_path("vitrine") / "tests")
    try:
        return get_monado(cache)
    except NoMonadoError as reason:
        pytest.skip(f"Monado cannot be had: {reason}")


@pytest.fixture
def monado(prefix: Path) -> Iterator[Monado]:
    with ExitStack() as stack:
        try:
            runtime = stack.enter_context(Monado(prefix))
        except NoMonadoError as reason:
            pytest.skip(f"Monado does not start here: {reason}")
        yield runtime


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_catalog(tmp_path_factory.mktemp("catalog"))


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")
