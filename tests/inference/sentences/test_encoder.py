"""Sentences through the whole runtime, with a model of two dozen numbers; what is no such model is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from inference.errors import InferenceError
from inference.models.manifest import ModelEntry
from inference.runtime.desk import Desk
from inference.runtime.runtime import Runtime
from inference.sentences.encoder import WorkerEncoder
from inference.sentences.engine import VOCABULARY
from inference.sentences.pieces import SPECIAL
from inference.sentences.values import MOST_TEXTS, SentencesSpec, sentences_spec
from tests.simulators.small_models import doubling_onnx

PIECES = (*SPECIAL, "sofa", "red", "沙", "发", "红")
ROWS = np.array([[0, 0], [0, 0], [0, 0], [0, 0], [1, 0], [0, 1], [0.5, 0], [0.5, 0], [0, 1]], np.float32)


def adding_onnx(vocabulary: bool = True) -> bytes:
    """Adds up the rows of a text's pieces."""
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "t"]) for name in ("numbers", "mask")]
    output = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["n", 2])
    last = numpy_helper.from_array(np.array([2], np.int64), "last")
    one = numpy_helper.from_array(np.array([1], np.int64), "one")
    nodes = [
        helper.make_node("Gather", ["rows", "numbers"], ["seen"]),
        helper.make_node("Cast", ["mask"], ["there"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["there", "last"], ["wide"]),
        helper.make_node("Mul", ["seen", "wide"], ["kept"]),
        helper.make_node("ReduceSum", ["kept", "one"], ["vectors"], keepdims=0),
    ]
    graph = helper.make_graph(nodes, "g", inputs, [output], [numpy_helper.from_array(ROWS, "rows"), last, one])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    if vocabulary:
        onnx.helper.set_model_props(model, {VOCABULARY: "\n".join(PIECES)})
    return bytes(model.SerializeToString())


def spec_of(path: Path, data: bytes) -> SentencesSpec:
    path.write_bytes(data)
    entry = ModelEntry(
        "tiny", path.name, hashlib.sha256(data).hexdigest(), len(data), "onnx", "CC0-1.0", "sentences", 300 << 20
    )
    return sentences_spec(entry, path)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    desk = Desk(lambda: Runtime(4 << 30))
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def encoder(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> WorkerEncoder:
    return WorkerEncoder(desk, spec_of(tmp_path_factory.mktemp("model") / "tiny.onnx", adding_onnx()), "0" * 64)


def test_the_same_in_two_languages_lies_in_one_direction(encoder: WorkerEncoder) -> None:
    found = encoder.encode(["red sofa", "红沙发", "sofa", ""])
    assert encoder.dim == 2
    assert found.dtype == np.float32
    np.testing.assert_allclose(found[0], found[1], atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), [1, 1, 1, 0], atol=1e-6)
    np.testing.assert_allclose(found[2], [1, 0], atol=1e-6)


def test_many_texts_come_back_in_their_order(encoder: WorkerEncoder) -> None:
    texts = ["sofa " * (1 + n % 7) if n % 3 else "red" for n in range(2 * MOST_TEXTS + 5)]
    found = encoder.encode(texts)
    assert len(found) == len(texts)
    np.testing.assert_allclose(found[:, 1], [0 if n % 3 else 1 for n in range(len(texts))], atol=1e-6)
    assert encoder.encode([]).shape == (0, 2)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (adding_onnx(vocabulary=False), "no vocabulary"),
        (doubling_onnx(), "no sentence model"),
        (b"junk", "no ONNX|damaged"),
    ],
)
def test_what_is_no_sentence_model_is_refused(desk: Desk, tmp_path: Path, data: bytes, says: str) -> None:
    spec = replace(spec_of(tmp_path / "other.onnx", data), name=f"sentences-{hashlib.sha256(data).hexdigest()[:8]}")
    with pytest.raises(InferenceError, match=says):
        WorkerEncoder(desk, spec, "0" * 64).encode(["sofa"])


def test_another_file_than_the_listed_one_is_refused(desk: Desk, tmp_path: Path) -> None:
    spec = replace(spec_of(tmp_path / "tiny.onnx", adding_onnx()), name="sentences-swapped")
    (tmp_path / "tiny.onnx").write_bytes(adding_onnx(vocabulary=False))
    with pytest.raises(InferenceError, match="not the file on the list"):
        WorkerEncoder(desk, spec, "0" * 64).encode(["sofa"])
