"""One reader of models for the app and all commands: the owner's, the publisher's, the shop's; none is well too."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from client.local_models import LocalModels
from inference.errors import InferenceError
from inference.llama.values import GenerateJob
from inference.models.manifest import LIST_FILE, ModelEntry, ModelLists, write_list
from tests.simulators.small_models import babbling_gguf


def listed(folder: Path, name: str, task: str, seed: int = 0, there: bool = True, side: int = 64) -> ModelEntry:
    folder.mkdir(parents=True, exist_ok=True)
    path = babbling_gguf(folder / f"{name}.gguf", side, seed=seed, context=4096)
    data = path.read_bytes()
    if not there:
        path.unlink()
    return ModelEntry(
        name, path.name, hashlib.sha256(data).hexdigest(), len(data), "gguf", "CC0-1.0", task, 300 << 20
    )  # fmt: skip


@pytest.fixture
def lists(tmp_path: Path) -> ModelLists:
    return ModelLists(tmp_path / "bundled", tmp_path / "own", tmp_path / "followed")


def test_a_shop_without_models_has_none_and_starts_nothing(lists: ModelLists) -> None:
    with LocalModels(lists) as models:
        assert models.acts() is None
        assert models.dialogue() is None
        assert models.pictures() is None
        assert models.sentences() is None
        models.pump()
        models.frame(0.5, 1.0)
        assert models.desk.runtime is None


def test_the_owners_goes_before_the_publishers_before_the_shops(tmp_path: Path, lists: ModelLists) -> None:
    for folder, name in (("bundled", "c"), ("followed", "b"), ("own", "a")):
        where = tmp_path / folder
        write_list(where / LIST_FILE, [listed(where, name, "acts"), listed(where, "same", "other")])
    with LocalModels(lists) as models:
        assert [one.entry.name for one in models.known("acts")] == ["a", "b", "c"]
        assert [one.whose for one in models.known("acts")] == ["owner", "publisher", "shop"]
        assert [one.whose for one in models.known("other")] == ["owner"]


def test_a_missing_file_or_a_damaged_list_takes_nothing_else_with_it(
    tmp_path: Path, lists: ModelLists, caplog: pytest.LogCaptureFixture
) -> None:
    write_list(tmp_path / "bundled" / LIST_FILE, [listed(tmp_path / "bundled", "here", "acts")])
    write_list(tmp_path / "followed" / LIST_FILE, [listed(tmp_path / "followed", "gone", "acts", there=False)])
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / LIST_FILE).write_text("[[[", "utf-8")
    with LocalModels(lists) as models:
        assert [one.entry.name for one in models.known("acts")] == ["here"]
    assert "gone is missing" in caplog.text
    assert "cannot be read" in caplog.text


def test_a_command_asks_and_has_its_answer(tmp_path: Path, lists: ModelLists) -> None:
    pytest.importorskip("xllamacpp", reason="language models need the package xllamacpp")
    write_list(tmp_path / "bundled" / LIST_FILE, [listed(tmp_path / "bundled", "babble", "acts")])
    with LocalModels(lists) as models:
        writer = models.acts()
        assert writer is not None
        heard: list[str] = []
        said = writer.write(
            GenerateJob("hello", "root ::= [a-z]+", most_tokens=8, weighed=True), within_s=120, on_text=heard.append
        )
        assert "".join(heard) == said.text
        assert said.mean_logprob < 0.0
        assert writer.write(GenerateJob("hello", "root ::= [a-z]+", most_tokens=8), 120).mean_logprob == 0.0


def test_a_model_that_is_not_the_listed_one_is_a_sentence(tmp_path: Path, lists: ModelLists) -> None:
    pytest.importorskip("xllamacpp", reason="language models need the package xllamacpp")
    write_list(tmp_path / "bundled" / LIST_FILE, [listed(tmp_path / "bundled", "babble", "acts")])
    babbling_gguf(tmp_path / "bundled" / "babble.gguf", seed=5)
    with LocalModels(lists) as models:
        writer = models.acts()
        assert writer is not None
        with pytest.raises(InferenceError, match="not the file on the list"):
            writer.write(GenerateJob("hello"), 120)
