"""The encoder through the whole runtime: pictures, photos and models in a worker; what is none is refused there."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inference.errors import InferenceError
from inference.models.manifest import ModelEntry
from inference.pictures.encoder import WorkerEncoder
from inference.pictures.values import pictures_spec
from inference.pictures.views import VIEWS
from inference.runtime.desk import Desk
from inference.runtime.runtime import Runtime
from scenes.model.gltf_write import write_glb
from tests.simulators.made_catalog import box
from tests.simulators.small_models import seeing_onnx


def listed(path: Path, data: bytes, sha256: str = "") -> ModelEntry:
    path.write_bytes(data)
    digest = sha256 or hashlib.sha256(data).hexdigest()
    return ModelEntry(path.stem, path.name, digest, len(data), "onnx", "CC0-1.0", "pictures", 300 << 20)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk(lambda: Runtime(2 << 30)) as made:
        yield made


@pytest.fixture(scope="module")
def encoder(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> WorkerEncoder:
    path = tmp_path_factory.mktemp("pictures") / "seeing.onnx"
    entry = listed(path, seeing_onnx())
    return WorkerEncoder(desk, pictures_spec(entry, path), entry.sha256)


def plain(colour: tuple[int, int, int], side: int = 40) -> np.ndarray:
    return np.tile(np.array(colour, np.uint8), (side, side, 1))


def as_file(picture: np.ndarray, kind: str = "JPEG") -> bytes:
    held = io.BytesIO()
    Image.fromarray(picture).save(held, kind)
    return held.getvalue()


def test_pictures_of_any_size_become_directions(encoder: WorkerEncoder) -> None:
    found = encoder.encode([plain((255, 0, 0)), plain((250, 5, 5), 300), plain((0, 0, 255))])
    assert found.shape == (3, encoder.dim)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert found[0] @ found[1] > 0.99
    assert found[0] @ found[2] < 0.5


def test_more_pictures_than_one_job_takes(encoder: WorkerEncoder) -> None:
    assert len(encoder.encode([plain((9, 9, 9), 8)] * 70)) == 70
    assert encoder.encode([]).shape == (0, encoder.dim)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_read_in_the_worker(encoder: WorkerEncoder, tmp_path: Path, kind: str) -> None:
    data = as_file(plain((250, 10, 10), 64), kind)
    (tmp_path / "photo").write_bytes(data)
    assert encoder.of_photo(data) == pytest.approx(encoder.of_photo(tmp_path / "photo"), abs=1e-6)
    assert encoder.of_photo(data)[0] @ encoder.encode([plain((250, 10, 10))])[0] > 0.99


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a" + bytes(40), b"\xff\xd8\xff" + bytes(999), as_file(plain((1, 2, 3)))[:90]]
)
def test_what_is_no_photo_is_refused_and_the_engine_lives_on(encoder: WorkerEncoder, data: bytes) -> None:
    with pytest.raises(InferenceError, match="no picture"):
        encoder.of_photo(data)
    assert len(encoder.encode([plain((1, 2, 3))])) == 1


def test_a_photo_of_too_many_pixels_is_refused(encoder: WorkerEncoder) -> None:
    held = io.BytesIO()
    Image.new("1", (12000, 12000)).save(held, "PNG")
    with pytest.raises(InferenceError, match="no picture"):
        encoder.of_photo(held.getvalue())


def test_a_model_is_looked_at_from_all_sides(encoder: WorkerEncoder, tmp_path: Path) -> None:
    file = tmp_path / "box.glb"
    file.write_bytes(write_glb(box((0.4, 0.9, 0.4), ((0.7, 0.1, 0.1),))))
    looks, shape = encoder.of_model(file)
    assert looks.shape == shape.shape == (len(VIEWS), encoder.dim)
    file.write_bytes(write_glb(box((0.4, 0.9, 0.4), ((0.1, 0.1, 0.7),))))
    others, same = encoder.of_model(file)
    assert shape == pytest.approx(same, abs=1e-6)
    assert np.abs(looks - others).max() > 0.01


def test_what_is_no_model_is_refused(encoder: WorkerEncoder, tmp_path: Path) -> None:
    (tmp_path / "bad.glb").write_bytes(b"glTF" + bytes(60))
    for path in (tmp_path / "bad.glb", tmp_path / "missing.glb"):
        with pytest.raises(InferenceError, match="model cannot be"):
            encoder.of_model(path)


def test_another_file_than_the_listed_one_is_never_opened(desk: Desk, tmp_path: Path) -> None:
    entry = listed(tmp_path / "other.onnx", seeing_onnx(), "0" * 64)
    other = WorkerEncoder(desk, pictures_spec(entry, tmp_path / "other.onnx"), entry.sha256)
    with pytest.raises(InferenceError, match="not the file on the list"):
        other.encode([plain((1, 1, 1))])
