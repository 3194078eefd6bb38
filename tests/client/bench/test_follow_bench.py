"""The measure of following, on a small catalogue: a real nginx, real processes, a shop that is open."""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

import pytest

from client.bench import follow
from tests.simulators.made_catalog import make_catalog

pytestmark = [
    pytest.mark.gl,
    pytest.mark.skipif(os.name == "nt", reason="starts nginx"),
    pytest.mark.skipif(
        shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None, reason="nginx is not installed"
    ),
]


def test_what_is_published_reaches_an_open_shop_through_nginx(tmp_path: Path) -> None:
    catalog = make_catalog(tmp_path / "catalog")
    figures = follow.measure(argparse.Namespace(catalog=catalog, products=0))
    assert figures["products"] == 12
    assert figures["new_stands"] is True
    assert figures["replays"] is True
    assert isinstance(figures["known_s"], float)
