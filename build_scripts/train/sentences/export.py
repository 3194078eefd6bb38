"""The student as one ONNX file: INT8 matrices, an INT8 table with a scale a row, the vocabulary inside."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn

from build_scripts.train.sentences.network import Student
from inference.sentences.engine import VOCABULARY

_OPSET: Final = 17


class _Shipped(nn.Module):
    """A student whose table is made of bytes."""

    def __init__(self, student: Student) -> None:
        super().__init__()
        table = student.table.weight.detach().float()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.student = student
        self.rows: Tensor
        self.scale: Tensor
        self.register_buffer("rows", torch.round(table / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, numbers: Tensor, mask: Tensor) -> Tensor:
        """As the student's."""
        return self.student.directions(self.rows[numbers].float() * self.scale[numbers], mask)


def export(student: Student, vocabulary: Sequence[str], path: Path, whole: bool = False) -> None:
    """Writes the model, whole or not at all. whole: matrices stay float32, to see what INT8 costs."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    example = (torch.ones(2, 7, dtype=torch.int64), torch.ones(2, 7, dtype=torch.int64))
    axes = {"numbers": {0: "n", 1: "pieces"}, "mask": {0: "n", 1: "pieces"}, "vectors": {0: "n"}}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            _Shipped(student).eval(), example, str(plain), input_names=["numbers", "mask"], output_names=["vectors"],
            dynamic_axes=axes, opset_version=_OPSET, dynamo=False,
        )  # fmt: skip
        if not whole:
            quantize_dynamic(
                plain, small, op_types_to_quantize=["MatMul"], per_channel=True, weight_type=QuantType.QInt8
            )
        model = onnx.load(str(plain if whole else small))
    entry = model.metadata_props.add()
    entry.key, entry.value = VOCABULARY, "\n".join(vocabulary)
    written = path.with_name(f".{path.name}")
    written.write_bytes(model.SerializeToString())
    written.replace(path)
