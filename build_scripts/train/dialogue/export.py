"""A trained network as GGUF: tensors by llama.cpp's names, the tokenizer inside, weights as Q8_0 or as floats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import gguf
import numpy as np
import torch
from tokenizers import Tokenizer

from build_scripts.train.dialogue.network import Network
from build_scripts.train.dialogue.tokens import PRE
from inference.dialogue.model_prompt import END, MARKS

NAMES: Final = {
    "norm_attention": "attn_norm", "norm_inner": "ffn_norm", "query": "attn_q", "key": "attn_k", "value": "attn_v",
    "out": "attn_output", "gate": "ffn_gate", "up": "ffn_up", "down": "ffn_down",
}  # fmt: skip
"""Ours to llama.cpp's."""
_ARCHITECTURE: Final = "llama"


def write(path: Path, network: Network, tokenizer: Tokenizer, exact: bool = False) -> None:
    """Writes the file, whole or not at all. `exact`: 32 bit floats instead of 8 bit blocks."""
    part = path.with_suffix(".part")
    kind = gguf.LlamaFileType.ALL_F32 if exact else gguf.LlamaFileType.MOSTLY_Q8_0
    writer = gguf.GGUFWriter(str(part), _ARCHITECTURE)
    _describe(writer, network, kind)
    _tokens(writer, network.shape.tokens, tokenizer)
    for name, tensor in network.state_dict().items():
        _tensor(writer, _name(name), tensor, exact)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    part.replace(path)


def _describe(writer: Any, network: Network, kind: Any) -> None:
    shape = network.shape
    writer.add_name("vitrine-dialogue")
    writer.add_license("Apache-2.0")
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.inner)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(shape.width // shape.heads)
    writer.add_rope_freq_base(10_000.0)
    writer.add_vocab_size(shape.tokens)
    writer.add_file_type(kind)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)


def _tokens(writer: Any, count: int, tokenizer: Tokenizer) -> None:
    model = json.loads(tokenizer.to_str())["model"]
    texts: list[str] = [f"[unused{i}]" for i in range(count)]
    types = [gguf.TokenType.UNUSED] * count
    for text, number in model["vocab"].items():
        texts[number] = text
        types[number] = gguf.TokenType.CONTROL if text in MARKS else gguf.TokenType.NORMAL
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(PRE)
    writer.add_token_list(texts)
    writer.add_token_types(types)
    writer.add_token_merges([" ".join(m) if isinstance(m, list) else m for m in model["merges"]])
    end = tokenizer.token_to_id(END)
    writer.add_bos_token_id(tokenizer.token_to_id(MARKS[0]))
    writer.add_eos_token_id(end)
    writer.add_pad_token_id(tokenizer.token_to_id(MARKS[0]))
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)


def _name(name: str) -> str:
    fixed = {"embedding.weight": "token_embd.weight", "norm.weight": "output_norm.weight"}
    if name in fixed:
        return fixed[name]
    _, block, part, kind = name.split(".")
    return f"blk.{block}.{NAMES[part]}.{kind}"


def _tensor(writer: Any, name: str, tensor: torch.Tensor, exact: bool) -> None:
    values = tensor.detach().float().numpy().astype(np.float32)
    if exact or values.ndim == 1:
        writer.add_tensor(name, values)
        return
    kind = gguf.GGMLQuantizationType.Q8_0
    writer.add_tensor(name, gguf.quantize(values, kind), raw_dtype=kind)
