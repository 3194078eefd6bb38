"""Model files of a few hundred bytes, good and bad."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from gguf import GGUFWriter
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
