"""The engine: checks its file, opens it with llama.cpp, writes. In its own process only.

llama.cpp comes as `xllamacpp` (MIT, wheels for Windows and Linux), the C++ server of llama.cpp called without HTTP. The
server insists on listening: behind a key that nobody is told, and on Linux at a socket file that is removed at once.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from inference.errors import InferenceError
from inference.llama.values import Generated, GenerateJob, TextPart
from inference.models.gguf_check import GgufFacts, check_gguf
from inference.runtime.engine import Engine, Outlet, StoppedError, refuse
from inference.runtime.values import Arrays, Option

_CHUNK: Final = 4 << 20
_BATCH: Final = 64
"""Tokens of a prompt read between two checkpoints: on one thread a few hundredths of a second for a small model."""


def make(options: Mapping[str, Option]) -> LlamaEngine:
    """The engine's factory; see `values.llama_spec` for the options."""
    model = _Listed(Path(str(options["path"])), str(options["sha256"]), int(options["size"]))
    adapter = (
        _Listed(Path(str(options["adapter"])), str(options["adapter_sha256"]), int(options["adapter_size"]))
        if "adapter" in options
        else None
    )
    return LlamaEngine(model, int(options["context"]), int(options["threads"]), adapter)


@dataclass(frozen=True)
class _Listed:
    """A file as a list of models names it."""

    path: Path
    sha256: str
    size: int


class LlamaEngine(Engine[GenerateJob, TextPart, Generated]):
    """One model, with or without an adapter over it."""

    job = GenerateJob

    def __init__(self, model: _Listed, context: int, threads: int, adapter: _Listed | None = None) -> None:
        self._model, self._adapter = model, adapter
        self._context, self._threads = context, threads
        self._server: Any = None

    def load(self) -> str:
        """Size, hash, header, then the model itself. Refuses in a sentence."""
        try:
            import xllamacpp
        except ImportError as error:
            raise refuse("Language models need the package xllamacpp, which is not installed.") from error
        _be_the_one(self._model)
        note = self._open_with_adapter(xllamacpp)
        if self._server is None:
            self._server = self._open(xllamacpp, None)
        return f"It runs on the processor, {self._threads} thread" + ("s." if self._threads > 1 else ".") + note

    def _open_with_adapter(self, xllamacpp: Any) -> str:
        """What is to be said of the adapter; one that is bad or does not fit must not take the model with it."""
        if self._adapter is None:
            return ""
        try:
            facts = _be_the_one(self._adapter)
            if facts.values.get("general.type") != "adapter":
                raise refuse(f"{self._adapter.path.name} is no adapter.")
            self._server = self._open(xllamacpp, self._adapter.path)
        except InferenceError as problem:
            return f" Without its adapter: {problem}"
        return f" The adapter {self._adapter.path.name} is laid over it."

    def _open(self, xllamacpp: Any, adapter: Path | None) -> Any:
        folder = tempfile.mkdtemp(prefix="vitrine-llama-")
        params = self._parameters(xllamacpp.CommonParams(), folder)
        if adapter is not None:
            params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(str(adapter), 1.0)]
        try:
            return xllamacpp.Server(params)
        except Exception as error:
            file = adapter or self._model.path
            raise refuse(f"{file.name} cannot be used by llama.cpp ({type(error).__name__}).") from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _parameters(self, params: Any, folder: str) -> Any:
        params.model.path = str(self._model.path)
        params.n_ctx, params.n_parallel, params.n_batch, params.n_ubatch = self._context, 1, _BATCH, _BATCH
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = self._threads
        params.n_gpu_layers = 0
        params.warmup = False
        params.verbosity = -1
        params.ui = params.endpoint_slots = params.enable_chat_template = params.use_jinja = False
        params.offline = True
        params.cors_origins = ""
        params.api_keys = [secrets.token_hex(32)]
        params.hostnames = [f"{folder}/s.sock"] if sys.platform != "win32" else ["127.0.0.1"]
        return params

    def run(self, job: GenerateJob, arrays: Arrays, out: Outlet[TextPart]) -> tuple[Generated, Arrays]:
        """Writes, part by part."""
        writing = _Writing(out)
        asked = {
            "prompt": job.prompt,
            "max_tokens": job.most_tokens,
            "temperature": job.temperature,
            "seed": job.seed,
            "stop": list(job.stop),
            "stream": True,
            "cache_prompt": True,
            "add_generation_prompt": False,
        }
        if job.grammar:
            asked["grammar"] = job.grammar
        if job.weighed:
            asked["logprobs"] = 1
        self._server.handle_completions(asked, writing.hear)
        return writing.result(), {}

    def close(self) -> None:
        """Lets go of the model."""
        self._server = None


class _Writing:
    """Listens while llama.cpp writes. What is raised inside its callback would be lost, so it is kept for later."""

    def __init__(self, out: Outlet[TextPart]) -> None:
        self._out = out
        self._begun = time.perf_counter()
        self._first = 0.0
        self._texts: list[str] = []
        self._logprobs: list[float] = []
        self._stopped: StoppedError | None = None
        self._wrong = ""
        self._last: Mapping[str, Any] = {}

    def hear(self, heard: Mapping[str, Any]) -> bool:
        """One message; True ends the writing."""
        if "error" in heard:
            self._wrong = str(heard["error"].get("message", ""))[:200]
            return True
        self._last = heard
        choice = heard["choices"][0]
        text = str(choice.get("text", ""))
        weights = choice.get("logprobs") or {}
        self._logprobs += [float(one["logprob"]) for one in weights.get("content", ())]
        if not self._first:
            self._first = time.perf_counter()
        try:
            if text:
                self._texts.append(text)
                self._out.part(TextPart(text))
            else:
                self._out.checkpoint()
        except StoppedError as stopped:
            self._stopped = stopped
            return True
        return False

    def result(self) -> Generated:
        """The whole. Raises what was kept."""
        if self._stopped is not None:
            raise self._stopped
        if self._wrong or not self._last:
            raise InferenceError(f"The language model did not answer: {self._wrong or 'it said nothing'}.")
        timings = self._last.get("timings", {})
        usage = self._last.get("usage", {})
        return Generated(
            text="".join(self._texts),
            tokens=int(usage.get("completion_tokens", 0)),
            prompt_tokens=int(usage.get("prompt_tokens", 0)),
            reused=int(timings.get("cache_n", 0)),
            first_ms=(self._first - self._begun) * 1e3,
            tokens_per_s=float(timings.get("predicted_per_second", 0.0)),
            whole=self._last["choices"][0].get("finish_reason") == "stop",
            mean_logprob=sum(self._logprobs) / len(self._logprobs) if self._logprobs else 0.0,
        )


def _be_the_one(listed: _Listed) -> GgufFacts:
    """The listed file and no other, then a look at its header."""
    path, digest = listed.path, hashlib.sha256()
    try:
        with path.open("rb") as file:
            if path.stat().st_size != listed.size:
                raise refuse(f"{path.name} is not the file on the list: its size is another one.")
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
            if digest.hexdigest() != listed.sha256:
                raise refuse(f"{path.name} is not the file on the list: its hash is another one.")
            file.seek(0)
            return check_gguf(file, listed.size)
    except OSError as error:
        raise refuse(f"{path.name} cannot be read: {error.strerror}.") from error
