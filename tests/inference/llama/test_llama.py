"""A language model through the whole runtime: streams, keeps to its grammar, is called off, killed and comes back."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inference.errors import InferenceError
from inference.llama.values import GenerateJob, LlamaSpec, llama_spec
from inference.models.manifest import ModelEntry
from inference.runtime.runtime import Runtime
from inference.runtime.values import Failure
from tests.simulators.small_models import adapter_gguf, babbling_gguf

pytest.importorskip("xllamacpp", reason="language models need the package xllamacpp")
LETTERS = "root ::= [a-z]+"
LONG = "root ::= [a-z]{450,}"


def listed(path: Path, name: str = "babble") -> ModelEntry:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return ModelEntry(name, path.name, digest, len(data), "gguf", "CC0-1.0", "test", 300 << 20)


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> LlamaSpec:
    path = babbling_gguf(tmp_path_factory.mktemp("llama") / "babble.gguf")
    # patient: a busy machine gives a worker of the lowest priority little time for its next token
    return replace(llama_spec(listed(path), path, context=512), grace_s=600.0)


@pytest.fixture(scope="module")
def runtime() -> Iterator[Runtime]:
    with Runtime(2 << 30) as made:
        yield made


def ask(runtime: Runtime, spec: LlamaSpec, prompt: str = "hello", **more: object) -> str:
    job = GenerateJob(prompt, **{"grammar": LETTERS, "most_tokens": 12, **more})  # type: ignore[arg-type]
    return runtime.wait(runtime.submit(spec, job), 120)[0].text


def test_it_writes_in_parts_what_the_grammar_allows(runtime: Runtime, spec: LlamaSpec) -> None:
    job = GenerateJob("hello", grammar='root ::= "{\\"act\\":\\"" [a-z]{4} "\\"}"', most_tokens=60)
    ticket = runtime.submit(spec, job)
    answer, _ = runtime.wait(ticket, 120)
    assert re.fullmatch(r'\{"act":"[a-z]{4}"\}', answer.text)
    parts = [part.text for part, _ in ticket.parts()]
    assert "".join(parts) == answer.text
    assert len(parts) > 4
    assert answer.whole
    assert answer.prompt_tokens == len("<s>") - 2 + len("hello")
    assert answer.tokens_per_s > 0
    assert "processor" in runtime.state(spec)


def test_without_temperature_the_same_comes_every_time_and_the_prompt_is_kept(
    runtime: Runtime, spec: LlamaSpec
) -> None:
    first = ask(runtime, spec, "a long prompt that is read once only", most_tokens=8)
    job = GenerateJob("a long prompt that is read once only", grammar=LETTERS, most_tokens=8)
    again, _ = runtime.wait(runtime.submit(spec, job), 120)
    assert again.text == first
    assert again.reused > 20


def test_it_stops_where_it_is_told(runtime: Runtime, spec: LlamaSpec) -> None:
    short, _ = runtime.wait(runtime.submit(spec, GenerateJob("x", grammar='root ::= "bbbbbb"', most_tokens=2)), 120)
    assert (short.text, short.whole, short.tokens) == ("bb", False, 2)
    stopped, _ = runtime.wait(
        runtime.submit(spec, GenerateJob("x", grammar='root ::= "ab" [c-z]+', most_tokens=50, stop=("b",))), 60
    )
    assert stopped.text == "a"


@pytest.mark.parametrize(
    ("job", "words"),
    [(GenerateJob("x", grammar="root ::= ((("), "grammar"), (GenerateJob("a" * 3000), "context")],
)
def test_what_it_cannot_do_is_a_sentence(runtime: Runtime, spec: LlamaSpec, job: GenerateJob, words: str) -> None:
    with pytest.raises(InferenceError, match=words):
        runtime.wait(runtime.submit(spec, job), 120)
    assert ask(runtime, spec)


def test_called_off_in_mid_sentence_it_takes_the_next_job_at_once(runtime: Runtime, spec: LlamaSpec) -> None:
    ask(runtime, spec)
    pid = runtime.spawner.workers[0].pid
    ticket = runtime.submit(spec, GenerateJob("x", grammar=LONG, most_tokens=400))
    while not ticket.parts():
        assert not ticket.done
        runtime.pump()
        time.sleep(0.001)
    runtime.cancel(ticket)
    assert isinstance(ticket.outcome(), Failure)
    assert ask(runtime, spec)
    assert runtime.spawner.workers[0].pid == pid


def test_killed_in_mid_sentence_it_loses_one_answer_and_is_back(runtime: Runtime, spec: LlamaSpec) -> None:
    before = ask(runtime, spec)
    ticket = runtime.submit(spec, GenerateJob("x", grammar=LONG, most_tokens=400))
    while not ticket.parts():
        assert not ticket.done
        runtime.pump()
        time.sleep(0.001)
    pid = runtime.spawner.workers[0].pid
    assert pid is not None
    os.kill(pid, signal.SIGTERM)
    with pytest.raises(InferenceError, match="stopped"):
        runtime.wait(ticket, 120)
    assert ask(runtime, spec) == before


def test_a_file_that_is_not_the_listed_one_is_never_opened(runtime: Runtime, tmp_path: Path) -> None:
    path = babbling_gguf(tmp_path / "other.gguf", seed=1)
    entry = listed(path, "other")
    changed = bytearray(path.read_bytes())
    changed[-1] ^= 1
    path.write_bytes(changed)
    with pytest.raises(InferenceError, match="hash is another"):
        ask(runtime, llama_spec(entry, path))


def test_a_gguf_file_of_no_language_model_is_a_sentence(tmp_path: Path) -> None:
    from tests.simulators.small_models import small_gguf

    path = small_gguf(tmp_path / "small.gguf")
    with Runtime(2 << 30) as runtime, pytest.raises(InferenceError):
        ask(runtime, llama_spec(listed(path), path))


def laid_over(folder: Path, adapter: Path) -> LlamaSpec:
    model = babbling_gguf(folder / "babble.gguf")
    over = replace_entry(listed(adapter, "merchant"))
    return llama_spec(listed(model), model, context=512, adapter=(over, adapter))


def replace_entry(entry: ModelEntry) -> ModelEntry:
    from msgspec.structs import replace as changed

    return changed(entry, task="acts-adapter")


def test_an_adapter_is_laid_over_a_model(tmp_path: Path, spec: LlamaSpec) -> None:
    with Runtime(2 << 30) as runtime:
        plain = ask(runtime, spec)
    with Runtime(2 << 30) as runtime:
        laid = laid_over(tmp_path, adapter_gguf(tmp_path / "merchant.gguf"))
        assert ask(runtime, laid) != plain
        assert "merchant.gguf is laid over it" in runtime.state(laid)


@pytest.mark.parametrize("kind", ["of another model", "no adapter", "changed on disk"])
def test_an_adapter_that_does_not_fit_is_left_away(tmp_path: Path, spec: LlamaSpec, kind: str) -> None:
    adapter = tmp_path / "merchant.gguf"
    if kind == "no adapter":
        babbling_gguf(adapter, seed=3)
    else:
        adapter_gguf(adapter, side=128 if kind == "of another model" else 64)
    laid = laid_over(tmp_path, adapter)
    if kind == "changed on disk":
        adapter.write_bytes(adapter.read_bytes()[:-1] + b"x")
    with Runtime(2 << 30) as runtime:
        plain = ask(runtime, spec)
    with Runtime(2 << 30) as runtime:
        assert ask(runtime, laid) == plain
        assert "Without its adapter" in runtime.state(laid)


def test_how_likely_its_words_were_is_told_when_asked(runtime: Runtime, spec: LlamaSpec) -> None:
    job = GenerateJob("hello", grammar=LETTERS, most_tokens=6, weighed=True)
    sure, _ = runtime.wait(runtime.submit(spec, job), 120)
    assert sure.mean_logprob < -0.1, "random weights are sure of nothing"
    job = GenerateJob("hello", grammar=LETTERS, most_tokens=6)
    assert runtime.wait(runtime.submit(spec, job), 120)[0].mean_logprob == 0.0
