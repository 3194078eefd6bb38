"""Opening an ONNX model that was checked. In workers only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from inference.errors import InferenceError
from inference.models.providers import Provider, choose, fell, first_line, runs_on

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_LONGEST = 300
Opening = Callable[[bytes, Provider, int], "InferenceSession"]
"""Model, provider, threads to a session; raises whatever the runtime raises."""


def open_session(model: bytes, threads: int = 1, wanted: str = "auto") -> tuple[InferenceSession, str]:
    """A session on the best provider that takes the model, and a sentence on which and why.

    Raises InferenceError when none takes it.
    """
    import onnxruntime

    return first_that_takes(model, onnxruntime.get_available_providers(), sys.platform, threads, wanted, _open)


def first_that_takes(
    model: bytes, available: Sequence[str], system: str, threads: int, wanted: str, opening: Opening
) -> tuple[InferenceSession, str]:
    """`open_session` with its surroundings handed in."""
    choice = choose(available, system, wanted)
    notes = list(choice.notes)
    reason = ""
    for provider in choice.providers:
        try:
            session = opening(model, provider, threads)
        except Exception as error:  # noqa: BLE001 - drivers raise anything; the next provider may do better
            reason = str(error)
            notes.append(fell(provider, reason))
            continue
        if session.get_providers()[:1] == [provider.onnx_name]:
            return session, runs_on(provider, notes)
        # ONNX Runtime goes on with the processor by itself when a library of the card's is missing.
        notes.append(fell(provider, "its libraries are not complete"))
    raise InferenceError(f"The model cannot be run here: {first_line(reason)}.")


def _open(model: bytes, provider: Provider, threads: int) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 4
    # Threads that spin while they wait take the frame's time: 33 % of frames missed with it, 1.1 % without.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    for name, value in provider.session.items():
        setattr(options, name, value)
    return onnxruntime.InferenceSession(model, options, providers=[provider.onnx_name])


def describe(session: InferenceSession) -> Mapping[str, str]:
    """Inputs and outputs in words."""

    inputs = ", ".join(f"{one.name} {one.type} {one.shape}" for one in session.get_inputs())
    outputs = ", ".join(f"{one.name} {one.type} {one.shape}" for one in session.get_outputs())
    return {"inputs": inputs[:_LONGEST], "outputs": outputs[:_LONGEST]}
