"""`vitrine bench sync` on a small catalogue: the fields, and what must hold at any size."""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

import pytest

from client.bench import made_rows, sync
from client.catalog.reader import open_current
from client.domain.errors import VitrineError

_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"
_MISSING = [name for name in ("nginx", "curl", "rsync") if shutil.which(name, path=_PATH) is None]


def _arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    sync.add_arguments(parser)
    return parser.parse_args(words)


@pytest.mark.skipif(bool(_MISSING) or os.name == "nt", reason=f"not installed: {', '.join(_MISSING)}")
def test_a_small_run() -> None:
    figures = sync.measure(_arguments("--products", "1500", "--changed", "2,0", "--rounds", "1"))
    asked = ("delta_ratio", "publish_s", "first_sync_s", "delta_s", "peak_mb", "throughput_ratio", "products")
    assert all(float(figures[name]) > 0 for name in asked)
    assert figures["products"] == 1500
    assert (figures["delta_rows"], figures["delta_rows_2"]) == (30, 1)
    assert int(figures["delta_bytes"]) < int(figures["first_sync_bytes"]) / 5
    assert int(figures["delta_bytes_2"]) < int(figures["delta_bytes"])
    assert int(figures["delta_bytes"]) < int(figures["rsync_bytes"])


def test_made_up_products_are_the_same_each_time_and_differ_by_edition(tmp_path: Path) -> None:
    made_rows.make_catalog(tmp_path, 30)
    made_rows.change_catalog(tmp_path, 30, 10, 1)
    with open_current(tmp_path) as catalog:
        found = {p.sku: p for p in catalog.products()}
    wanted = {p.sku: p for p in (made_rows.product(n, 1 if n % 10 == 0 else 0) for n in range(30))}
    assert found == wanted
    assert made_rows.product(3, 1) != made_rows.product(3)
    assert made_rows.product(3, 1).sku == made_rows.product(3).sku


@pytest.mark.parametrize("words", [("--products", "0"), ("--changed", "x"), ("--changed", "200")])
def test_wrong_arguments(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        _arguments(*words)


def test_arguments_as_words() -> None:
    words = ["--products", "7", "--changed", "1,0.1", "--rounds", "2"]
    assert sync.arguments(_arguments(*words)) == words


def test_a_program_that_is_missing_is_named() -> None:
    from client.bench.web import program

    with pytest.raises(VitrineError, match="no-such-program"):
        program("no-such-program")
