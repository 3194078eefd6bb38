from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from client.bench.goods import stock_up
from client.bench.registry import BENCHES, bench_module
from client.catalog.reader import open_current
from client.cli import make_parser
from client.domain.errors import VitrineError
from scenes.model.gltf_write import write_glb
from scenes.model.values import Material, Model, Primitive


def _box(width: float, height: float, depth: float) -> Model:
    """Two boxes, two materials."""
    corners = np.array([(x, y, z) for x in (-0.5, 0.5) for y in (0.0, 1.0) for z in (-0.5, 0.5)], dtype=np.float32)
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    positions = np.concatenate([corners[list(f)] for f in faces]) * np.float32((width, height, depth))
    normals = np.repeat(np.array([np.cross(*_edges(corners[list(f)])) for f in faces], dtype=np.float32), 4, axis=0)
    triangles = np.array([(4 * i, 4 * i + a, 4 * i + a + 1) for i in range(6) for a in (1, 2)], dtype=np.uint32)
    body = Primitive(positions, normals, triangles, 0)
    top = Primitive(positions * np.float32((0.5, 1.2, 0.5)), normals, triangles, 1)
    return Model((body, top), (Material(base_color=(0.7, 0.3, 0.2, 1.0)), Material(metallic=1.0, roughness=0.3)))


def _edges(quad: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return quad[1] - quad[0], quad[2] - quad[0]


@pytest.fixture(scope="module")
def catalog_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of four products, through the real importer."""
    base = tmp_path_factory.mktemp("bench")
    source = base / "models"
    source.mkdir()
    for n, size in enumerate([(0.2, 0.3, 0.2), (1.8, 0.8, 0.9), (0.5, 0.9, 0.5), (0.1, 0.1, 0.1)]):
        (source / f"thing{n}.glb").write_bytes(write_glb(_box(*size)))
    into = base / "catalog"
    made = _vitrine(base, "catalog", "import", str(source), "--into", str(into))
    assert made.returncode == 0, made.stderr
    return into


def _vitrine(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "VITRINE_HOME": str(home / "home")}
    environment.pop("GALLIUM_NOOP", None)
    return subprocess.run(
        [sys.executable, "-m", "client", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        cwd=Path(__file__).resolve().parents[3],
    )


def test_products_are_repeated_under_names_of_their_own(catalog_folder: Path) -> None:
    with open_current(catalog_folder) as catalog:
        goods = stock_up(catalog, 10, 3)
    assert goods.distinct == 3
    assert len({item.item_id for item in goods.items}) == 10
    assert {item.item_id for item in goods.items} == set(goods.content)
    assert all(content.far is not None and content.far.is_file() for content in goods.content.values())


def test_a_catalogue_without_models_is_refused_in_words() -> None:
    class Empty:
        def products(self) -> list[object]:
            return []

    with pytest.raises(VitrineError, match="no product with a 3D model"):
        stock_up(Empty(), 10, 3)  # type: ignore[arg-type]


@pytest.mark.gl
def test_the_frame_bench_prints_its_figures_as_the_last_line(catalog_folder: Path, tmp_path: Path) -> None:
    words = ["bench", "frame", "--catalog", str(catalog_folder), "--products", "24", "--places", "3", "--frames", "3"]
    done = _vitrine(tmp_path, *words)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.strip().splitlines()[-1])
    assert {"geoms_per_eye_max", "cpu_ms_p50", "cpu_ms_p99", "unbatched_ratio", "stereo_ratio"} <= set(figures)
    assert all(isinstance(value, (int, float, str, bool)) for value in figures.values())
    assert figures["products"] == 24
    assert figures["places"] == 3
    assert 0 < figures["cpu_ms_p50"] <= figures["cpu_ms_p99"]
    assert 0 < figures["geoms_per_eye_max"] < figures["unbatched_geoms_per_eye_max"] + 200
    # One cull for both eyes holds what either eye sees, and in a small shop hardly more.
    assert figures["geoms_per_eye_max"] <= figures["geoms_both_eyes_max"] < 2 * figures["geoms_per_eye_max"]
    assert figures["stereo_ratio"] > 0.0  # over three frames of a busy machine it says no more
    assert figures["unbatched_ratio"] == pytest.approx(
        figures["unbatched_cpu_ms_p50"] / figures["cpu_ms_p50"], rel=0.01
    )
    # Mesa says so itself when it does not draw.
    if "llvmpipe" in figures["driver"] or "NOOP" in figures["driver"]:
        assert figures["driver"] == "NOOP"


@pytest.mark.gl
def test_the_start_bench_adds_up(catalog_folder: Path, tmp_path: Path) -> None:
    words = ["bench", "start", "--catalog", str(catalog_folder), "--runs", "1", "--size", "320x180"]
    done = _vitrine(tmp_path, *words)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.strip().splitlines()[-1])
    assert figures["runs"] == 1
    assert figures["size_px"] == "320x180"
    parts = [figures[name] for name in ("import_s", "open_s", "first_draw_s")]
    assert min(parts) > 0
    assert figures["first_frame_s"] == pytest.approx(sum(parts), abs=0.01)
    assert figures["first_frame_cpu_s"] > 0.2
    assert figures["resident_mb"] > 50 or sys.platform == "win32"


def test_the_start_bench_says_why_a_store_does_not_open(tmp_path: Path) -> None:
    done = _vitrine(tmp_path, "bench", "start", "--catalog", str(tmp_path / "none"), "--runs", "1")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "The store did not open" in done.stderr


def test_every_bench_is_listed_and_takes_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    from client.commands import bench

    assert bench.run(make_parser().parse_args(["bench", "list"])) == 0
    listed = capsys.readouterr().out
    for name in BENCHES:
        assert name in listed
        args = make_parser().parse_args(["bench", name])
        again = make_parser().parse_args(["bench", name, *bench_module(name).arguments(args)])
        assert vars(again) == vars(args)
