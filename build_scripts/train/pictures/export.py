"""From a trained encoder to the file that is shipped: ONNX, INT8 by static QDQ (U8 activations, S8 weights)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from build_scripts.train.pictures.network import SIDE, Encoder
from inference.models.onnx_check import check_onnx

F32 = NDArray[np.float32]
_AT_ONCE = 16


class _Plain(nn.Module):
    """Without the last division: it is exact outside, and quantised it would be coarse."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, x: Tensor) -> Tensor:
        """Directions of any length."""
        out: Tensor = self.encoder.out(self.encoder.features(x))
        return out


def write_float(encoder: Encoder, file: Path) -> None:
    """Writes float32 ONNX; pictures (n, 3, SIDE, SIDE) in, (n, dim) out."""
    plain = _Plain(encoder).eval().to(memory_format=torch.contiguous_format)
    torch.onnx.export(
        plain, (torch.zeros(1, 3, SIDE, SIDE),), str(file), opset_version=17, dynamo=False,
        input_names=["pictures"], output_names=["vectors"], dynamic_axes={"pictures": {0: "n"}, "vectors": {0: "n"}},
    )  # fmt: skip


def write_int8(source: Path, file: Path, examples: F32) -> None:
    """Quantises, with the ranges that `examples` (n, 3, SIDE, SIDE) show."""
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.calibrate import CalibrationDataReader
    from onnxruntime.quantization.shape_inference import quant_pre_process

    class _Reader(CalibrationDataReader):  # type: ignore[misc]
        def __init__(self) -> None:
            self._parts = iter([examples[n : n + _AT_ONCE] for n in range(0, len(examples), _AT_ONCE)])

        def get_next(self) -> dict[str, F32] | None:
            part = next(self._parts, None)
            return None if part is None else {"pictures": part}

    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready.onnx"
        quant_pre_process(str(source), str(ready))
        quantize_static(
            str(ready), str(file), _Reader(), quant_format=QuantFormat.QDQ, per_channel=True,
            activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
        )  # fmt: skip
    only_used_operators(file)
    check_onnx(file.read_bytes())


def only_used_operators(file: Path) -> None:
    """Takes out the sets of operators that are listed and not used: a shop refuses sets that it does not know."""
    import onnx

    model = onnx.load(str(file))
    used = {node.domain for node in model.graph.node}
    kept = [one for one in model.opset_import if one.domain in used]
    del model.opset_import[:]
    model.opset_import.extend(kept)
    onnx.save(model, str(file))


def run_onnx(file: Path, pictures: F32, threads: int = 2) -> F32:
    """Directions of length 1 of pictures (n, 3, SIDE, SIDE) by ONNX Runtime."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    parts = [session.run(None, {"pictures": pictures[n : n + _AT_ONCE]})[0] for n in range(0, len(pictures), _AT_ONCE)]
    vectors = np.concatenate(parts)
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)
