"""An engine that does whatever a test asks of it, good and bad."""

from __future__ import annotations

import ctypes
import os
import sys
import time

import msgspec
import numpy as np

from inference.runtime.engine import Engine, Outlet, refuse
from inference.runtime.values import Arrays, EngineSpec, Option


class OddJob(msgspec.Struct, frozen=True):
    act: str
    number: int = 0
    text: str = ""


class OddPart(msgspec.Struct, frozen=True):
    index: int


class Liar(msgspec.Struct, frozen=True):
    text: int


class OddAnswer(msgspec.Struct, frozen=True):
    text: str = ""
    number: int = 0


def odd_spec(name: str = "odd", memory_mb: int = 300, grace_s: float = 0.5, **options: Option) -> EngineSpec[OddJob, OddPart, OddAnswer]:  # fmt: skip # noqa: E501
    return EngineSpec(
        name, "tests.simulators.odd_engine:make", OddJob, OddPart, OddAnswer, memory_mb << 20,
        options=tuple(options.items()), grace_s=grace_s,
    )  # fmt: skip


def make(options: dict[str, Option]) -> OddEngine:
    return OddEngine(options)


class OddEngine(Engine[OddJob, OddPart, OddAnswer]):
    job = OddJob

    def __init__(self, options: dict[str, Option]) -> None:
        self._options = options
        self._served = 0

    def load(self) -> str:
        if self._options.get("missing"):
            raise refuse("The model's file is not there.")
        if self._options.get("dies_at_start"):
            os._exit(7)
        return "It runs on the processor."

    def run(self, job: OddJob, arrays: Arrays, out: Outlet[OddPart]) -> tuple[OddAnswer, Arrays]:
        self._served += 1
        match job.act:
            case "echo":
                return OddAnswer(job.text, self._served), {name: array * 2 for name, array in arrays.items()}
            case "count":
                for index in range(job.number):
                    out.part(OddPart(index), {"row": np.full(3, index, np.int32)})
                    time.sleep(0.005)
                return OddAnswer("counted", job.number), {}
            case "work":
                steps = 0
                end = time.monotonic() + job.number
                while time.monotonic() < end:
                    out.checkpoint()
                    steps += 1
                    time.sleep(0.001)
                return OddAnswer("worked", steps), {}
            case "who":
                priority = os.getpriority(os.PRIO_PROCESS, 0) if sys.platform != "win32" else 0
                return OddAnswer(os.environ["OMP_NUM_THREADS"], priority), {}
            case _:
                return self._misbehave(job)

    def _misbehave(self, job: OddJob) -> tuple[OddAnswer, Arrays]:
        match job.act:
            case "refuse":
                raise refuse("That is not for sale.")
            case "raise":
                raise ValueError("what is this")
            case "hang":
                time.sleep(3600)
            case "exit":
                os._exit(3)
            case "crash":
                ctypes.string_at(0)
            case "eat":
                return OddAnswer(str(len([np.ones(1 << 22) for _ in range(job.number)]))), {}
            case "print":
                os.write(1, b"noise\n")
                os.write(2, b"noise\n")
                sys.stdout.write("noise\n")
            case "nonsense":
                return Liar(7), {}  # type: ignore[return-value]
            case "objects":
                return OddAnswer(), {"bad": np.array([object()])}
        return OddAnswer("survived", self._served), {}
