"""What a language model is asked and what it answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from inference.models.manifest import ModelEntry
from inference.runtime.values import EngineSpec, Option

ENTRY = "inference.llama.engine:make"


class GenerateJob(msgspec.Struct, frozen=True):
    """Go on with a prompt. The prompt is whole: no chat template is laid on, least of all the model's own.

    `grammar`: GBNF that the answer must keep to, or nothing. `temperature` 0 always takes the likeliest word.
    `weighed`: the answer also tells how likely its tokens were.
    """

    prompt: str
    grammar: str = ""
    most_tokens: Annotated[int, msgspec.Meta(ge=1, le=4096)] = 128
    temperature: Annotated[float, msgspec.Meta(ge=0.0, le=2.0)] = 0.0
    seed: int = 0
    stop: tuple[str, ...] = ()
    weighed: bool = False


class TextPart(msgspec.Struct, frozen=True):
    """The next letters."""

    text: str


class Generated(msgspec.Struct, frozen=True):
    """The whole text. `first_ms`: until the first letters. `reused`: how many tokens of the prompt were still known.

    `whole`: the model came to an end by itself, or at a stop word; else it ran out of tokens. `mean_logprob`: natural
    logarithm, mean over the tokens, of how likely the model alone held them (the grammar left out); 0 when not weighed.
    """

    text: str
    tokens: int
    prompt_tokens: int
    reused: int
    first_ms: float
    tokens_per_s: float
    whole: bool
    mean_logprob: float = 0.0


LlamaSpec = EngineSpec[GenerateJob, TextPart, Generated]


def llama_spec(
    entry: ModelEntry, path: Path, context: int = 2048, threads: int = 1, adapter: tuple[ModelEntry, Path] | None = None
) -> LlamaSpec:
    """The engine for a listed model. `context`: tokens of prompt and answer together. `adapter`: a listed LoRA over it.

    With an adapter that does not fit the engine runs without, and says so.
    """
    options: tuple[tuple[str, Option], ...] = (
        ("path", str(path)),
        ("sha256", entry.sha256),
        ("size", entry.bytes),
        ("context", context),
        ("threads", threads),
    )
    if adapter is not None:
        laid, where = adapter
        options += (("adapter", str(where)), ("adapter_sha256", laid.sha256), ("adapter_size", laid.bytes))
    return EngineSpec(
        f"llama-{entry.name}",
        ENTRY,
        GenerateJob,
        TextPart,
        Generated,
        memory_bytes=entry.minimum_memory_bytes,
        most_memory_bytes=3 * entry.minimum_memory_bytes + (1 << 30),
        options=options,
        threads=threads,
    )
