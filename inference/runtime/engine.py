"""What an engine is to its worker: it loads, does one job after another, and lets itself be interrupted."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, Protocol, TypeVar

import msgspec

from inference.errors import InferenceError
from inference.runtime.values import A, Arrays, J, P

Part = TypeVar("Part", bound=msgspec.Struct, contravariant=True)


class StoppedError(Exception):
    """Nobody waits for this job any more. Raised by `Outlet.checkpoint`; an engine lets it pass."""


class Outlet(Protocol[Part]):
    """How a running job speaks and listens."""

    def part(self, part: Part, arrays: Arrays | None = None) -> None:
        """Sends a part of the answer; a checkpoint as well."""

    def checkpoint(self) -> None:
        """Between steps: stands still while frames are late. Raises StoppedError when nobody waits any more."""


class Engine(ABC, Generic[J, P, A]):
    """An engine. It lives in its own process only; whatever it does there cannot hurt the shop."""

    job: type[J]
    """What it is asked; a job that is no such thing never reaches it."""

    def load(self) -> str:
        """Reads what is large; says on what it runs, in a sentence or nothing. Raises InferenceError when it cannot."""
        return ""

    @abstractmethod
    def run(self, job: J, arrays: Arrays, out: Outlet[P]) -> tuple[A, Arrays]:
        """Does a job. Raises InferenceError to refuse it in a sentence."""

    def close(self) -> None:
        """Gives back what it holds."""


def refuse(sentence: str) -> InferenceError:
    """An engine's no."""
    return InferenceError(sentence)
