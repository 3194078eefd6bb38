"""Models come the same way: signed by their own role, checked before anything reads them."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import msgspec
import pytest

from client.sync.errors import NoSpace, Tampered
from client.sync.follow import Style
from client.sync.models import LIST
from client.sync.wire import blob_path
from server.publish import Extras, published_models
from tests.simulators.mirror import Follower, Mirror, Publisher

GGUF = b"GGUF" + bytes(range(200)) * 40
ONNX = b"\x08\x09" + b"network" * 900
TENSORS = (16).to_bytes(8, "little") + b'{"x":[0]}       ' + bytes(500)


def offer(publisher: Publisher, folder: Path, **files: bytes) -> None:
    """Publishes models: `guide_gguf=...` becomes guide.gguf."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    lines = []
    for name, data in files.items():
        file = name.replace("_", ".")
        (folder / file).write_bytes(data)
        lines.append(f'[[model]]\nname = "{name}"\nfile = "{file}"\nlicence = "Apache-2.0"\ntask = "test"\n')
    (folder / LIST).write_text("\n".join(lines), "utf-8")
    publisher.publish(Extras(models=folder))


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models here"


def listed(models: Path) -> dict[str, dict[str, object]]:
    return {entry["name"]: entry for entry in tomllib.loads((models / LIST).read_text("utf-8"))["model"]}


def test_models_come_by_hash_with_a_list(
    follower: Follower, publisher: Publisher, mirror: Mirror, models: Path, tmp_path: Path
) -> None:
    offer(publisher, tmp_path / "offer", guide_gguf=GGUF, eye_onnx=ONNX, look_safetensors=TENSORS)
    follower.sync()
    assert not models.exists()
    follower.sync(style=Style(models=models))
    found = listed(models)
    assert set(found) == {"guide_gguf", "eye_onnx", "look_safetensors"}
    for name, data in (("guide_gguf", GGUF), ("eye_onnx", ONNX), ("look_safetensors", TENSORS)):
        path = models / str(found[name]["file"])
        assert path.read_bytes() == data
        assert path.name == f"{hashlib.sha256(data).hexdigest()}.{name.split('_')[1]}"
    asked = len(mirror.asked)
    follower.sync(style=Style(models=models))
    assert not [path for path, _ in mirror.asked[asked:] if path.startswith("blobs/")]


def test_a_model_that_left_goes_and_ones_own_stay(
    follower: Follower, publisher: Publisher, models: Path, tmp_path: Path
) -> None:
    offer(publisher, tmp_path / "offer", guide_gguf=GGUF, eye_onnx=ONNX)
    follower.sync(style=Style(models=models))
    (models / "mine.gguf").write_bytes(GGUF)
    offer(publisher, tmp_path / "offer", eye_onnx=ONNX + b"2")
    follower.sync(style=Style(models=models))
    assert set(listed(models)) == {"eye_onnx"}
    digest = hashlib.sha256(ONNX + b"2").hexdigest()
    assert {path.name for path in models.iterdir() if path.is_file()} == {f"{digest}.onnx", LIST, "mine.gguf"}


def test_a_changed_model_never_gets_its_name(
    follower: Follower, publisher: Publisher, models: Path, tmp_path: Path
) -> None:
    offer(publisher, tmp_path / "offer", guide_gguf=GGUF)
    follower.sync()
    signed = published_models(publisher.repository)
    assert signed is not None
    (publisher.folder / blob_path(signed.models[0].sha256)).write_bytes(GGUF[:-1] + b"!")
    with pytest.raises(Tampered, match="something else than was signed"):
        follower.sync(style=Style(models=models))
    assert not (models / LIST).exists()
    assert not list(models.glob("*.gguf"))
    assert len(follower.titles()) == 12, "the catalogue is not held up"


def test_a_file_that_is_not_its_kind_is_thrown_away(
    follower: Follower, publisher: Publisher, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a publisher whose tool does not look either
    monkeypatch.setattr("server.models._check_kind", lambda path: None)
    offer(publisher, tmp_path / "offer", guide_gguf=b"\x80\x04pickle" + bytes(100))
    with pytest.raises(Tampered, match="no such model"):
        follower.sync(style=Style(models=models))
    assert not list(models.glob("*.gguf"))


def test_a_round_that_ended_before_it_looked_is_made_up_for(
    follower: Follower, publisher: Publisher, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.models._check_kind", lambda path: None)
    other = b"\x80\x04pickle" + bytes(100)
    offer(publisher, tmp_path / "offer", guide_gguf=other, same_gguf=other)
    models.mkdir()
    (models / f"{hashlib.sha256(other).hexdigest()}.gguf").write_bytes(other)
    with pytest.raises(Tampered, match="no such model"):
        follower.sync(style=Style(models=models))
    assert not list(models.glob("*.gguf"))


def test_a_model_under_two_names_comes_once(
    follower: Follower, publisher: Publisher, models: Path, mirror: Mirror, tmp_path: Path
) -> None:
    offer(publisher, tmp_path / "offer", guide_gguf=GGUF, same_gguf=GGUF)
    follower.sync(style=Style(models=models))
    assert set(listed(models)) == {"guide_gguf", "same_gguf"}
    assert len(mirror.paths(blob_path(hashlib.sha256(GGUF).hexdigest()))) == 1


def test_no_room_is_seen_before(follower: Follower, publisher: Publisher, models: Path, tmp_path: Path) -> None:
    follower.sync()
    offer(publisher, tmp_path / "offer", guide_gguf=GGUF)
    follower.sync()
    follower.free = 1000
    with pytest.raises(NoSpace, match="make room"):
        follower.sync(style=Style(models=models))
    assert not models.exists()


def test_the_list_is_plain_toml_whatever_the_names(tmp_path: Path) -> None:
    from client.sync.models import _list
    from client.sync.wire import Model, ModelList

    odd = 'a "b" \\ \n\x7f é 中 𠮷 🛋'
    model = Model(name=odd, file="x.onnx", sha256="0" * 64, bytes=1, licence=odd, task=odd)
    written = _list(ModelList(format=2, serial=1, models=(model,)), odd).decode()
    assert tomllib.loads(written)["model"][0]["licence"] == odd
    assert msgspec.convert(tomllib.loads(written)["model"][0]["bytes"], int) == 1
