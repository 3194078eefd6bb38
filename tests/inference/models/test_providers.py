"""On what models run, and what is said of it."""

from __future__ import annotations

import numpy as np
import pytest

from inference.errors import InferenceError
from inference.models.onnx_session import first_that_takes, open_session
from inference.models.providers import PROVIDERS, Provider, choose
from tests.simulators.small_models import doubling_onnx

DML, CUDA, CPU = "DmlExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider"


class Session:
    def __init__(self, used: str) -> None:
        self.used = used

    def get_providers(self) -> list[str]:
        return [self.used, CPU] if self.used != CPU else [CPU]


def opened(available: list[str], system: str, wanted: str = "auto", takes: dict[str, str] | None = None) -> str:
    """What is said when each provider either takes the model (as the one named) or raises."""
    answers = takes or {}

    def opening(model: bytes, provider: Provider, threads: int) -> Session:
        answer = answers.get(provider.onnx_name, provider.onnx_name)
        if answer.startswith("!"):
            raise RuntimeError(answer[1:])
        return Session(answer)

    return first_that_takes(b"", available, system, 1, wanted, opening)[1]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("available", "system", "keys"),
    [
        ([DML, CPU], "win32", ["directml", "cpu"]),
        ([CPU], "win32", ["cpu"]),
        ([CUDA, CPU], "linux", ["cuda", "cpu"]),
        ([DML, CPU], "linux", ["cpu"]),
        ([], "linux", ["cpu"]),
    ],
)
def test_the_best_that_is_there_is_tried_first(available: list[str], system: str, keys: list[str]) -> None:
    assert [provider.key for provider in choose(available, system).providers] == keys


def test_one_can_ask_for_the_processor() -> None:
    assert [provider.key for provider in choose([DML, CPU], "win32", "cpu").providers] == ["cpu"]


def test_every_step_down_is_a_sentence() -> None:
    assert opened([CPU], "linux") == "It runs on the processor."
    assert opened([DML, CPU], "win32") == "It runs on the graphics card (DirectML)."
    assert opened([CPU], "win32") == (
        "Not the graphics card (DirectML): onnxruntime-directml is not installed. It runs on the processor."
    )
    assert opened([CPU], "linux", wanted="cuda") == (
        "The graphics card (CUDA) was asked for, but it is not there. It runs on the processor."
    )
    assert opened([DML, CPU], "win32", takes={DML: "!node 7 is not supported.\nlong trace"}) == (
        "Not the graphics card (DirectML): it did not take this model (node 7 is not supported). "
        "It runs on the processor."
    )
    assert opened([CUDA, CPU], "linux", takes={CUDA: CPU}) == (
        "Not the graphics card (CUDA): it did not take this model (its libraries are not complete). "
        "It runs on the processor."
    )


def test_a_model_nobody_takes_is_refused_in_words() -> None:
    with pytest.raises(InferenceError, match="no such operator"):
        opened([CPU], "linux", takes={CPU: "!no such operator"})
    with pytest.raises(InferenceError, match="does not say why"):
        opened([CPU], "linux", takes={CPU: "!"})


def test_the_processor_is_everywhere_and_last() -> None:
    assert PROVIDERS[-1].key == "cpu"
    assert len({provider.key for provider in PROVIDERS}) == len(PROVIDERS)


def test_a_real_model_runs() -> None:
    session, says = open_session(doubling_onnx())
    assert says.endswith("It runs on the processor.")
    (y,) = session.run(None, {"x": np.arange(4, dtype=np.float32).reshape(1, 4)})
    assert y.tolist() == [[0, 2, 4, 6]]
    with pytest.raises(InferenceError):
        open_session(b"nonsense")
