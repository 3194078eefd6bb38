"""Lists of models, and taking one in: through a real worker."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from inference.errors import InferenceError
from inference.models.adding import Wish, add, check, disk_free
from inference.models.checker import CHECKER, CheckJob, CheckPart
from inference.models.manifest import ManifestError, ModelEntry, ModelLists, plain_name, read_list, write_list
from inference.runtime.runtime import Runtime
from tests.simulators.small_models import doubling_onnx, small_gguf

ENTRY = ModelEntry(
    "guide", "guide.gguf", "0" * 64, 10, "gguf", "Apache-2.0", "dialogue", 1 << 20, {"exact": 0.9}, "paraphrases"
)


@pytest.fixture(scope="module")
def runtime() -> Iterator[Runtime]:
    with Runtime(8 << 30) as made:
        yield made


@pytest.fixture
def lists(tmp_path: Path) -> ModelLists:
    return ModelLists(tmp_path / "bundled", tmp_path / "own")


def test_a_list_is_written_and_read(tmp_path: Path) -> None:
    assert read_list(tmp_path / "none.toml") == ()
    other = msgspec.structs.replace(ENTRY, name="embed", quality={})
    write_list(tmp_path / "models.toml", [ENTRY, other])
    assert read_list(tmp_path / "models.toml") == (other, ENTRY)
    assert [path.name for path in tmp_path.iterdir()] == ["models.toml"]


@pytest.mark.parametrize(
    "text",
    [
        "model = 3",
        "[[model]]\nname = 'x'",
        "nonsense",
        "[[model]]\nname='../x'\nfile='a'\nsha256='" + "0" * 64 + "'\nbytes=1\nformat='onnx'\nlicence=''\ntask=''\n"
        "minimum_memory_bytes=1",
        "[[model]]\nname='x'\nfile='../a'\nsha256='" + "0" * 64 + "'\nbytes=1\nformat='onnx'\nlicence=''\ntask=''\n"
        "minimum_memory_bytes=1",
    ],
)
def test_a_list_that_is_none_is_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "models.toml").write_text(text)
    with pytest.raises(ManifestError, match="cannot be read"):
        read_list(tmp_path / "models.toml")


def test_the_owners_model_goes_before_the_shops(lists: ModelLists, tmp_path: Path) -> None:
    write_list(tmp_path / "bundled" / "models.toml", [ENTRY, msgspec.structs.replace(ENTRY, name="embed")])
    lists.remember(msgspec.structs.replace(ENTRY, licence="mine"))
    assert [(known.entry.name, known.own) for known in lists.known()] == [("guide", True), ("embed", False)]
    assert lists.find("guide").entry.licence == "mine"
    with pytest.raises(ManifestError, match="no model called"):
        lists.find("nothing")


def test_the_shops_own_list_can_be_read(repository: Path) -> None:
    for entry in read_list(repository / "models_cache" / "models.toml"):
        file = repository / "models_cache" / entry.file
        assert hashlib.sha256(file.read_bytes()).hexdigest() == entry.sha256


@pytest.mark.parametrize(
    ("stem", "name"), [("Llama 3.1 8B (Q4)", "llama-3.1-8b-q4"), ("沙发", "model"), ("..", "model"), ("A_b", "a_b")]
)
def test_names_are_plain(stem: str, name: str) -> None:
    assert plain_name(stem) == name


def test_a_model_is_taken_in_checked_and_found_wrong_when_it_changes(
    runtime: Runtime, lists: ModelLists, tmp_path: Path
) -> None:
    source = tmp_path / "Doubling Model.onnx"
    source.write_bytes(doubling_onnx())
    entry = add(runtime, lists, Wish(source, licence="CC0-1.0", task="test"), disk_free)
    assert (entry.name, entry.format, entry.licence) == ("doubling-model", "onnx", "CC0-1.0")
    known = lists.find("doubling-model")
    assert known.path.read_bytes() == source.read_bytes()
    assert known.entry == entry
    assert check(runtime, known).facts["operators"] == "version 17"
    changed = bytearray(doubling_onnx())
    changed[-1] ^= 1
    known.path.write_bytes(changed)
    with pytest.raises(InferenceError, match="hash is another"):
        check(runtime, known)
    known.path.write_bytes(b"short")
    with pytest.raises(InferenceError, match="5 bytes"):
        check(runtime, known)
    known.path.unlink()
    with pytest.raises(InferenceError, match="cannot be read"):
        check(runtime, known)


def test_a_gguf_file_is_taken_in_under_a_name(runtime: Runtime, lists: ModelLists, tmp_path: Path) -> None:
    entry = add(runtime, lists, Wish(small_gguf(tmp_path / "x.gguf"), name="My Guide"), disk_free)
    assert (entry.name, entry.file, entry.format) == ("my-guide", "my-guide.gguf", "gguf")
    again = add(runtime, lists, Wish(tmp_path / "x.gguf", name="My Guide"), disk_free)
    assert again == entry
    assert len(lists.known()) == 1
    other = tmp_path / "other.onnx"
    other.write_bytes(doubling_onnx())
    with pytest.raises(ManifestError, match="another model called"):
        add(runtime, lists, Wish(other, name="my guide"), disk_free)


@pytest.mark.parametrize(
    ("data", "words"),
    [(doubling_onnx(external=True), "another file"), (doubling_onnx(domain="evil"), "of its own"), (b"", "no ONNX")],
)
def test_what_is_refused_leaves_nothing_behind(
    runtime: Runtime, lists: ModelLists, tmp_path: Path, data: bytes, words: str
) -> None:
    source = tmp_path / "bad.onnx"
    source.write_bytes(data)
    with pytest.raises(InferenceError, match=words):
        add(runtime, lists, Wish(source), disk_free)
    assert lists.known() == ()
    assert not (tmp_path / "own").exists()


def test_a_full_disk_is_a_sentence(runtime: Runtime, lists: ModelLists, tmp_path: Path) -> None:
    source = tmp_path / "good.onnx"
    source.write_bytes(doubling_onnx())
    with pytest.raises(ManifestError, match="room"):
        add(runtime, lists, Wish(source), lambda folder: 10)
    assert list((tmp_path / "own").iterdir()) == []


def test_hashing_tells_how_far_it_is(runtime: Runtime, tmp_path: Path) -> None:
    large = tmp_path / "large.gguf"
    with large.open("wb") as file:
        file.truncate(200 << 20)
    ticket = runtime.submit(CHECKER, CheckJob(str(large)))
    with pytest.raises(InferenceError, match=r"no ONNX|damaged|too large"):
        runtime.wait(ticket, 60)
    told = [part for part, _ in ticket.parts()]
    assert told == [CheckPart(done << 20, 200 << 20) for done in (64, 128, 192)]
