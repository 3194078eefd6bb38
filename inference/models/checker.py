"""The engine that looks at model files: size, hash, format, trial. A hostile file ends this worker only."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from inference.models.gguf_check import check_gguf
from inference.models.manifest import ModelFormat
from inference.models.onnx_check import MOST_BYTES, check_onnx
from inference.runtime.engine import Engine, Outlet, refuse
from inference.runtime.values import Arrays, EngineSpec, Option

_CHUNK: Final = 4 << 20
_PART_EVERY: Final = 64 << 20


class CheckJob(msgspec.Struct, frozen=True):
    """Look at this file. With `sha256` and `size` it must be that very file, or it is not even parsed.

    `trial`: open it with the runtime as well, and say what it takes.
    """

    path: str
    sha256: str = ""
    size: int = 0
    trial: bool = False


class CheckPart(msgspec.Struct, frozen=True):
    """How far the hashing is."""

    done: int
    size: int


class Checked(msgspec.Struct, frozen=True):
    """A file that may be used. `facts` are for people; `grew_bytes` is what the trial took of memory, 0 without."""

    sha256: str
    size: int
    format: ModelFormat
    facts: dict[str, str]
    grew_bytes: int = 0


CHECKER: Final = EngineSpec(
    "checker", "inference.models.checker:make", CheckJob, CheckPart, Checked,
    memory_bytes=2 << 30, most_memory_bytes=6 << 30, queue=64,
)  # fmt: skip


def make(options: Mapping[str, Option]) -> Checker:
    """The engine's factory."""
    del options
    return Checker()


class Checker(Engine[CheckJob, CheckPart, Checked]):
    """One file after another."""

    job = CheckJob

    def run(self, job: CheckJob, arrays: Arrays, out: Outlet[CheckPart]) -> tuple[Checked, Arrays]:
        """Checks a file. Refuses in a sentence."""
        path = Path(job.path)
        try:
            size = path.stat().st_size
        except OSError as error:
            raise refuse(f"The file {path.name} cannot be read: {error.strerror}.") from error
        if not path.is_file():
            raise refuse(f"{path.name} is no file.")
        if job.size and size != job.size:
            raise refuse(f"{path.name} has {size} bytes where the list says {job.size}.")
        found = _hash(path, size, out)
        if job.sha256 and found != job.sha256:
            raise refuse(f"{path.name} is not the file on the list: its hash is another one.")
        return _parse(path, size, found, job.trial, out), {}


def _hash(path: Path, size: int, out: Outlet[CheckPart]) -> str:
    digest, done, told = hashlib.sha256(), 0, 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            done += len(chunk)
            out.checkpoint()
            if done - told >= _PART_EVERY:
                told = done
                out.part(CheckPart(done, size))
    return digest.hexdigest()


def _parse(path: Path, size: int, sha256: str, trial: bool, out: Outlet[CheckPart]) -> Checked:
    with path.open("rb") as file:
        head = file.read(4)
        file.seek(0)
        if head == b"GGUF":
            gguf = check_gguf(file, size)
            facts = {
                "architecture": str(gguf.values.get("general.architecture", "unknown")),
                "parameters": f"{gguf.parameters:,}",
                "tensors": str(gguf.tensors),
            }
            if gguf.values.get("general.type") == "adapter":
                facts["kind"] = "adapter"
            if gguf.own_template:
                facts["note"] = "It brings a chat template of its own, which is not used."
            return Checked(sha256, size, "gguf", facts)
        if size > MOST_BYTES:
            raise refuse("It is no GGUF file, and too large for an ONNX file.")
        data = file.read()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise refuse(f"{path.name} changed while it was looked at.")
    onnx = check_onnx(data)
    facts = {"operators": f"version {onnx.opset}", "nodes": str(onnx.nodes)}
    grew = 0
    if trial:
        out.checkpoint()
        more, grew = _try(data)
        facts.update(more)
    return Checked(sha256, size, "onnx", facts, grew)


def _try(data: bytes) -> tuple[Mapping[str, str], int]:
    """Opens the model on the processor, which takes the most memory of this process."""
    import psutil

    from inference.models.onnx_session import describe, open_session

    before = psutil.Process(os.getpid()).memory_info().rss
    session, _ = open_session(data, wanted="cpu")
    return describe(session), max(0, psutil.Process(os.getpid()).memory_info().rss - before)
