"""On what a model runs: the fastest there is, and a sentence for each step down from it. Pure; one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class Provider:
    """A way to run ONNX models. `systems`: where it can be, as `sys.platform` says. `why_not`: its absence in words."""

    key: str
    onnx_name: str
    says: str
    systems: tuple[str, ...]
    why_not: str = ""
    session: Mapping[str, bool | int] = field(default_factory=lambda: MappingProxyType({}))
    """Settings a session needs with it."""


PROVIDERS: Final[tuple[Provider, ...]] = (
    Provider(
        "directml",
        "DmlExecutionProvider",
        "the graphics card (DirectML)",
        ("win32",),
        "onnxruntime-directml is not installed",
        # DirectML works only without the memory pattern and with one operator at a time:
        # https://onnxruntime.ai/docs/execution-providers/DirectML-ExecutionProvider.html
        MappingProxyType({"enable_mem_pattern": False}),
    ),
    Provider(
        "cuda",
        "CUDAExecutionProvider",
        "the graphics card (CUDA)",
        ("linux", "win32"),
        "",  # most shoppers have no CUDA and need not be told
    ),
    Provider("cpu", "CPUExecutionProvider", "the processor", ("linux", "win32", "darwin")),
)


@dataclass(frozen=True)
class Choice:
    """Providers to try, best first, and what is to be said of those that are missing."""

    providers: tuple[Provider, ...]
    notes: tuple[str, ...]


def choose(available: Sequence[str], system: str, wanted: str = "auto") -> Choice:
    """What to try of the `available` providers (as ONNX Runtime names them) on this system.

    `wanted`: "auto" or a provider's key; the processor is always the last resort.
    """
    tried: list[Provider] = []
    notes: list[str] = []
    for provider in PROVIDERS:
        if wanted not in ("auto", provider.key) and provider.key != "cpu":
            continue
        if provider.key != "cpu" and (system not in provider.systems or provider.onnx_name not in available):
            if wanted == provider.key:
                notes.append(f"{_capital(provider.says)} was asked for, but it is not there.")
            elif system in provider.systems and provider.why_not:
                notes.append(f"Not {provider.says}: {provider.why_not}.")
            continue
        tried.append(provider)
    return Choice(tuple(tried), tuple(notes))


def fell(provider: Provider, reason: str) -> str:
    """The sentence for a provider that is there and did not take a model."""
    return f"Not {provider.says}: it did not take this model ({first_line(reason)})."


def runs_on(provider: Provider, notes: Sequence[str]) -> str:
    """Where it runs, after why not elsewhere."""
    return " ".join((*notes, f"It runs on {provider.says}."))


def first_line(reason: str) -> str:
    """What a driver says, as far as it fits into a sentence."""
    lines = reason.strip().splitlines()
    return lines[0][:120].rstrip(".") if lines else "it does not say why"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
