"""Model files of a few hundred bytes, good and bad."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from gguf import GGUFWriter, TokenType
from onnx import TensorProto, helper, numpy_helper


def doubling_onnx(domain: str = "", external: bool = False, nested: int = 0) -> bytes:
    """y = 2 x, for x of (1, 4). `nested`: wrapped in so many If branches."""
    weight = numpy_helper.from_array(np.full(4, 2.0, np.float32), "two")
    if external:
        weight.ClearField("raw_data")
        weight.data_location = TensorProto.EXTERNAL
        entry = weight.external_data.add()
        entry.key, entry.value = "location", "../../secret.bin"
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 4])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 4])
    graph = helper.make_graph([helper.make_node("Mul", ["x", "two"], ["y"], domain=domain)], "g", [x], [y], [weight])
    for _ in range(nested):
        node = helper.make_node("If", ["c"], ["y"], then_branch=graph, else_branch=graph)
        graph = helper.make_graph([node], "outer", [x], [y])
    opsets = [helper.make_opsetid("", 17)] + ([helper.make_opsetid(domain, 1)] if domain else [])
    return helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString()


def small_gguf(path: Path, template: str = "{{ bad }}") -> Path:
    """A GGUF file with a tensor, a vocabulary and a chat template."""
    writer = GGUFWriter(str(path), "llama")
    writer.add_context_length(512)
    writer.add_token_list(["<s>", "sofa", "沙发"])
    writer.add_chat_template(template)
    writer.add_tensor("token_embd.weight", np.ones((3, 32), np.float32))
    writer.add_tensor("output_norm.weight", np.ones(32, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def loads(data: bytes) -> onnx.ModelProto:
    return onnx.load_model_from_string(data)


def babbling_gguf(path: Path, side: int = 64, layers: int = 2, seed: int = 0, context: int = 512) -> Path:
    """A language model of random weights over bytes: it says nothing sensible, but always the same, and fast."""
    writer = GGUFWriter(str(path), "llama")
    tokens = [b"<unk>", b"<s>", b"</s>", *(f"<0x{byte:02X}>".encode() for byte in range(256))]
    kinds = [TokenType.UNKNOWN, TokenType.CONTROL, TokenType.CONTROL, *[TokenType.BYTE] * 256]
    writer.add_context_length(context)
    writer.add_embedding_length(side)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(2 * side)
    writer.add_head_count(4)
    writer.add_head_count_kv(4)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(side // 4)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_space_prefix(False)
    writer.add_chat_template("{{ raise_exception('never used') }}")
    draw = np.random.default_rng(seed)

    def weights(*shape: int) -> np.ndarray:
        return (draw.standard_normal(shape) * 0.2).astype(np.float32)

    writer.add_tensor("token_embd.weight", weights(len(tokens), side))
    writer.add_tensor("output_norm.weight", np.ones(side, np.float32))
    for layer in range(layers):
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", weights(side, side))
        for name in ("ffn_gate", "ffn_up"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", weights(2 * side, side))
        writer.add_tensor(f"blk.{layer}.ffn_down.weight", weights(side, 2 * side))
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(side, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def seeing_onnx(cells: int = 4) -> bytes:
    """A picture encoder that only sees coarse colours: (n, 3, 112, 112) to means over cells x cells parts, less 0.5."""
    size = 112 // cells
    half = numpy_helper.from_array(np.array([0.5], np.float32), "half")
    nodes = [
        helper.make_node("AveragePool", ["pictures"], ["coarse"], kernel_shape=[size, size], strides=[size, size]),
        helper.make_node("Flatten", ["coarse"], ["flat"]),
        helper.make_node("Sub", ["flat", "half"], ["vectors"]),
    ]
    x = helper.make_tensor_value_info("pictures", TensorProto.FLOAT, ["n", 3, 112, 112])
    y = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["n", 3 * cells * cells])
    graph = helper.make_graph(nodes, "g", [x], [y], [half])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9).SerializeToString()


def adapter_gguf(path: Path, side: int = 64, rank: int = 4, seed: int = 7) -> Path:
    """A LoRA of random numbers over a babbling model of the same side: it babbles otherwise."""
    writer = GGUFWriter(str(path), "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", 8.0)
    draw = np.random.default_rng(seed)
    for name in ("attn_q", "attn_v", "attn_output"):
        for part, shape in (("a", (rank, side)), ("b", (side, rank))):
            writer.add_tensor(f"blk.0.{name}.weight.lora_{part}", draw.standard_normal(shape).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
