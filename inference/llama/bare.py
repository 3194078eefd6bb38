"""llama.cpp alone, without the runtime around it: what that is measured against. Runs in a process of its own."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any

import msgspec


class Task(msgspec.Struct, frozen=True):
    """Go on with a prompt for so many tokens."""

    prompt: str
    grammar: str
    tokens: int


class Done(msgspec.Struct, frozen=True):
    """Tokens written, and the seconds from being asked to the last."""

    tokens: int
    seconds: float


def serve(connection: Connection, path: str, threads: int, context: int) -> None:
    """Answers each `Task` with a `Done`; an empty message ends it. As mute and as low as a worker."""
    import psutil
    import xllamacpp

    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else 19)
    folder = tempfile.mkdtemp(prefix="vitrine-bare-")
    params = xllamacpp.CommonParams()
    params.model.path, params.n_ctx, params.n_parallel, params.n_gpu_layers = path, context, 1, 0
    params.n_batch = params.n_ubatch = 64
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.warmup = params.ui = params.endpoint_slots = params.enable_chat_template = params.use_jinja = False
    params.offline, params.verbosity = True, -1
    params.hostnames = [f"{folder}/s.sock"] if sys.platform != "win32" else ["127.0.0.1"]
    server = xllamacpp.Server(params)
    shutil.rmtree(folder, ignore_errors=True)
    while asked := connection.recv_bytes():
        connection.send_bytes(msgspec.msgpack.encode(_written(server, msgspec.msgpack.decode(asked, type=Task))))


def _written(server: Any, task: Task) -> Done:
    last: Mapping[str, Any] = {}

    def hear(heard: Mapping[str, Any]) -> bool:
        nonlocal last
        last = heard
        return False

    asked = {"prompt": task.prompt, "max_tokens": task.tokens, "temperature": 0, "stream": True, "cache_prompt": True}
    begun = time.perf_counter()
    server.handle_completions(asked | ({"grammar": task.grammar} if task.grammar else {}), hear)
    return Done(int(last["usage"]["completion_tokens"]), time.perf_counter() - begun)
