"""The training of the picture encoder: its parts, and all of it once, tiny."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from build_scripts.train.pictures.split import held_out

torch = pytest.importorskip("torch")


def drawings(count: int = 6, side: int = 32) -> np.ndarray:
    """Discs of a colour, facing the eye."""
    y, x = np.mgrid[:side, :side] - side / 2 + 0.5
    inside = (x**2 + y**2 < (side / 3) ** 2).astype(np.uint8)
    made = np.zeros((count, side, side, 8), np.uint8)
    made[..., 0] = (np.arange(count) * 40)[:, None, None]
    made[..., 3:6] = (128, 128, 255)
    made[..., 6] = inside * 255
    made[..., 7] = 255
    return made


def test_a_third_of_the_library_is_never_trained_on() -> None:
    kept = held_out()
    assert 200 < len(kept) < 340
    assert all(int(digest[:8], 16) % 3 == 0 and len(digest) == 64 for digest in kept.values())


def test_pictures_are_composed_the_same_from_the_same_seed_and_otherwise_from_another() -> None:
    from build_scripts.train.pictures.compose import Composer

    given = torch.from_numpy(drawings())
    one, two, three = (Composer(48, seed)(given) for seed in (1, 1, 2))
    assert one.shape == (6, 3, 48, 48)
    assert torch.equal(one, two)
    assert not torch.equal(one, three)
    assert float(one.min()) >= 0.0
    assert float(one.max()) <= 1.0


def test_without_clutter_nothing_else_is_in_the_picture() -> None:
    from build_scripts.train.pictures.compose import Composer

    bare = drawings()
    bare[..., 6] = 0
    alone = Composer(48, 3, clutter=0.0)(torch.from_numpy(bare), torch.from_numpy(drawings()))
    crowded = Composer(48, 3, clutter=1.0)(torch.from_numpy(bare), torch.from_numpy(drawings()))
    empty = Composer(48, 3, clutter=0.0)(torch.from_numpy(bare), torch.from_numpy(bare))
    assert torch.equal(alone, empty)
    assert not torch.equal(crowded, empty)


def test_contrast_is_low_where_pictures_of_a_product_agree() -> None:
    from build_scripts.train.pictures.learn import contrast

    apart = torch.eye(8)
    agreeing = apart.repeat_interleave(2, dim=0)
    assert (
        float(contrast(agreeing, 2)) < 0.1 < 1.0 < float(contrast(torch.nn.functional.normalize(torch.randn(16, 8)), 2))
    )


def test_a_rank_is_the_number_of_pieces_that_look_more_alike() -> None:
    from build_scripts.train.pictures.measure import Shelf, ranks, recall

    shelf = Shelf(np.zeros((6, 4, 4, 3), np.uint8), ("a", "b", "c"))
    vectors = np.repeat(np.eye(3, dtype=np.float32), 2, axis=0)
    found = ranks(shelf, vectors, np.array([[0.1, 0.9, 0.3], [0.9, 0.2, 0.1]], np.float32), ["c", "a"])
    assert found.tolist() == [1, 0]
    assert recall(found, 1) == 0.5
    assert recall(found, 10) == 1.0


@pytest.mark.training
def test_everything_once_tiny(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from build_scripts.train.pictures.command import main
    from build_scripts.train.pictures.export import run_onnx

    assert main(["--smoke", "--out", str(tmp_path)]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["steps"] > 0
    vectors = run_onnx(tmp_path / "pictures.onnx", np.random.default_rng(1).random((3, 3, 112, 112), np.float32))
    assert vectors.shape == (3, 96)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-4)


def test_a_shipped_model_is_listed_once_with_its_figures(tmp_path: Path) -> None:
    from build_scripts.train.pictures.ship import ship
    from inference.models.manifest import read_list

    (tmp_path / "models.toml").write_text("# Kept.\nmodel = []\n", "utf-8")
    card = tmp_path / "card.md"
    card.write_text("before\n<!-- measured -->\nold\n<!-- end of measured -->\nafter\n", "utf-8")
    measures = {"pieces": 9.0}
    for kind in ("plain", "cluttered"):
        measures |= {f"{kind}_queries": 4.0, f"{kind}_recall_1": 0.5, f"{kind}_recall_10": 0.75}
    for data in (b"first", b"second"):
        (tmp_path / "made.onnx").write_bytes(data)
        ship(tmp_path / "made.onnx", measures, tmp_path, card)
    (entry,) = read_list(tmp_path / "models.toml")
    assert (entry.name, entry.bytes, entry.task) == ("pictures", 6, "pictures")
    assert entry.quality["cluttered_recall_10"] == 0.75
    assert (tmp_path / entry.file).read_bytes() == b"second"
    assert "# Kept." in (tmp_path / "models.toml").read_text("utf-8")
    text = card.read_text("utf-8")
    assert "old" not in text
    assert text.startswith("before")
    assert "| plain ground | 4 | 0.500 | 0.750 |" in text
