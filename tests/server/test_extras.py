"""What a merchant may hand over as vectors and models."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from client.sync.wire import blob_path
from server.errors import ServerError
from server.models import read_models
from server.publish import Extras, published_models
from server.vectors import read_vectors
from tests.simulators.mirror import Clock, Publisher

LINE = '[[model]]\nname = "{name}"\nfile = "{file}"\nlicence = "Apache-2.0"\ntask = "dialogue"\n'


def _models(folder: Path, **files: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    said = ""
    for name, data in files.items():
        kind = {b"GGUF": "gguf", b"\x08": "onnx"}.get(data[:4], "onnx" if data[:1] == b"\x08" else "safetensors")
        (folder / f"{name}.{kind}").write_bytes(data)
        said += LINE.format(name=name, file=f"{name}.{kind}")
    (folder / "models.toml").write_text(said, "utf-8")
    return folder


def _safetensors() -> bytes:
    header = b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
    return struct.pack("<Q", len(header)) + header + b"\0\0\0\0"


def test_models_are_blobs_with_a_signed_list(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path, Clock())
    folder = _models(tmp_path / "models", guide=b"GGUF" + b"\1" * 50, seg=b"\x08\x07" + b"x" * 9, enc=_safetensors())
    done = publisher.publish(Extras(models=folder))
    assert done.models == 3
    listed = published_models(publisher.repository)
    assert listed is not None
    assert [m.name for m in listed.models] == ["enc", "guide", "seg"]
    for model in listed.models:
        assert (publisher.folder / blob_path(model.sha256)).stat().st_size == model.bytes
    assert publisher.publish(Extras(models=folder)).new_blobs == 0
    again = published_models(publisher.repository)
    assert again is not None
    assert again.serial == 1


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"pickle": b"\x80\x04cos\nsystem\n"}, "no ONNX, GGUF or safetensors"),
        ({"fake": b"GGUG" + b"\1" * 50}, "no ONNX, GGUF or safetensors"),
    ],
)
def test_other_files_are_no_models(tmp_path: Path, files: dict[str, bytes], sentence: str) -> None:
    with pytest.raises(ServerError, match=sentence):
        read_models(_models(tmp_path / "models", **files))


@pytest.mark.parametrize("file", ["../keys/root.gguf", "/etc/x.gguf", "missing.gguf", "a/b.gguf"])
def test_a_model_lies_in_its_folder(tmp_path: Path, file: str) -> None:
    folder = _models(tmp_path / "models")
    (folder / "models.toml").write_text(LINE.format(name="m", file=file), "utf-8")
    with pytest.raises(ServerError):
        read_models(folder)


@pytest.mark.parametrize(
    ("vectors", "skus", "sentence"),
    [
        (np.ones((2, 4), np.float32), ["a", "b"], "float32"),
        (np.ones((2, 4), np.int8), ["a"], "1 SKUs"),
        (np.ones((2, 4), np.int8), ["a", "a"], "twice"),
        (np.ones((2,), np.int8), ["a", "b"], "shape"),
        (np.full((1, 4), np.nan, np.float16), ["a"], "NaN"),
    ],
)
def test_vectors_that_are_none(
    tmp_path: Path, vectors: npt.NDArray[np.generic], skus: list[str], sentence: str
) -> None:
    np.savez(tmp_path / "v.npz", vectors=vectors, skus=np.array(skus))
    with pytest.raises(ServerError, match=sentence):
        read_vectors(tmp_path / "v.npz")


def test_pickles_are_not_opened(tmp_path: Path) -> None:
    np.savez(tmp_path / "v.npz", vectors=np.ones((1, 4), np.int8), skus=np.array(["a"], object))
    with pytest.raises(ServerError, match="cannot be read"):
        read_vectors(tmp_path / "v.npz")
