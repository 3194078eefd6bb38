"""Good files pass; whatever is cut, swollen, nested or foreign is a sentence and never an exception of another kind."""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from pathlib import Path

import pytest
from gguf.constants import GGML_QUANT_SIZES
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import helper

from inference.errors import InferenceError
from inference.models import onnx_check
from inference.models.gguf_check import TENSOR_TYPES, GgufError, check_gguf
from inference.models.onnx_check import OnnxError, check_onnx
from tests.simulators.small_models import doubling_onnx, loads, small_gguf

GOOD = doubling_onnx()


def test_a_plain_onnx_file_passes() -> None:
    facts = check_onnx(GOOD)
    assert (facts.opset, facts.nodes, facts.operators) == (17, 1, {"Mul"})
    assert check_onnx(doubling_onnx(nested=3)).operators == {"Mul", "If"}
    assert check_onnx(doubling_onnx(domain="com.microsoft")).nodes == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (doubling_onnx(external=True), "another file"),
        (doubling_onnx(external=True, nested=2), "another file"),
        (doubling_onnx(domain="evil.ops"), "'evil.ops'"),
        (doubling_onnx(domain="evil.ops", nested=2), "'evil.ops'"),
        (doubling_onnx(nested=14), "too deeply"),
        (b"", "no ONNX model"),
        (b"\xff" * 40, "damaged"),
        (b"GIF89a", "damaged"),
        (GOOD[:-1], "damaged"),
        (bytes(40), "damaged"),
        (GOOD + GOOD, "no ONNX model"),
    ],
)
def test_a_foreign_or_damaged_onnx_file_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(OnnxError, match=words):
        check_onnx(data)


def test_a_file_of_nothing_but_small_parts_does_not_take_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_check, "_MOST_FIELDS", 1000)
    check_onnx(GOOD)
    with pytest.raises(OnnxError, match="too many parts"):
        check_onnx(b"\x08\x01" * 1001 + GOOD)


def test_operators_a_file_defines_itself_from_known_ones_pass() -> None:
    model = loads(doubling_onnx(domain="mine"))
    body = [helper.make_node("Mul", ["a", "b"], ["c"])]
    function = helper.make_function("mine", "Mul", ["a", "b"], ["c"], body, [helper.make_opsetid("", 17)])
    model.functions.append(function)
    assert check_onnx(model.SerializeToString()).nodes == 2


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_no_more_than_a_refusal_for_onnx(data: bytes) -> None:
    with pytest.raises(InferenceError):
        check_onnx(data)


@settings(deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_changed_byte_never_breaks_the_walk(at: int, byte: int) -> None:
    changed = bytearray(GOOD)
    changed[at] = byte
    with suppress(InferenceError):
        check_onnx(bytes(changed))


def gguf_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return small_gguf(tmp_path_factory.mktemp("gguf") / "small.gguf").read_bytes()


@pytest.fixture(scope="module")
def gguf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return gguf_bytes(tmp_path_factory)


def check(data: bytes) -> object:
    return check_gguf(io.BytesIO(data), len(data))


def test_a_plain_gguf_file_passes_and_its_chat_template_is_not_kept(gguf: bytes) -> None:
    facts = check_gguf(io.BytesIO(gguf), len(gguf))
    assert facts.values["general.architecture"] == "llama"
    assert (facts.tensors, facts.parameters, facts.own_template) == (2, 128, True)
    assert "bad" not in str(facts.values)


def test_the_table_of_tensor_types_is_the_formats_own() -> None:
    known = {int(kind): size for kind, size in GGML_QUANT_SIZES.items()}
    assert {kind: known[kind] for kind in TENSOR_TYPES} == dict(TENSOR_TYPES)


HEAD = struct.pack("<4sI", b"GGUF", 3)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"nope" * 9, "no GGUF"),
        (struct.pack("<4sIQQ", b"GGUF", 9, 0, 0), "version 9"),
        (HEAD + struct.pack("<QQ", 1 << 60, 0), "too many"),
        (HEAD + struct.pack("<QQ", 0, 1 << 60), "too many"),
        (HEAD + struct.pack("<QQQ", 0, 1, 1 << 60), "too long"),
        (HEAD + struct.pack("<QQQ1sI", 0, 1, 1, b"k", 77), "no known kind"),
        (HEAD + struct.pack("<QQQ1sIQ", 0, 1, 1, b"k", 8, 1 << 40), "too long"),
        (HEAD + struct.pack("<QQQ1sIIQ", 0, 1, 1, b"k", 9, 0, 1 << 50), "too long"),
        (HEAD + struct.pack("<QQQ1sIIQ", 0, 1, 1, b"k", 9, 9, 1), "no known kind"),
        (HEAD + struct.pack("<QQQ1sIIQQ", 0, 1, 1, b"k", 9, 8, 1, 1 << 62), "too long"),
        (HEAD + struct.pack("<QQQ1sIIQ", 0, 1, 1, b"k", 9, 0, 4_000_000), "shorter"),
        (HEAD + struct.pack("<QQQ17sII", 0, 1, 17, b"general.alignment", 4, 0), "alignment"),
        (HEAD + struct.pack("<QQQ1sI", 1, 0, 1, b"t", 9), "shape"),
        (HEAD + struct.pack("<QQQ1sIQIQ", 1, 0, 1, b"t", 1, 1 << 40, 0, 0), "kind"),
        (HEAD + struct.pack("<QQQ1sIQIQ", 1, 0, 1, b"t", 1, 33, 8, 0), "shape"),
        (HEAD + struct.pack("<QQQ1sIQIQ", 1, 0, 1, b"t", 1, 32, 99, 0), "kind"),
        (HEAD + struct.pack("<QQQ1sIQIQ", 1, 0, 1, b"t", 1, 32, 0, 0), "shorter"),
        (HEAD + struct.pack("<QQQ1sIQIQ", 1, 0, 1, b"t", 1, 32, 0, 7), "table"),
    ],
)
def test_a_swollen_gguf_file_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(GgufError, match=words):
        check(data)


def test_tensors_that_overlap_or_come_twice_are_refused() -> None:
    def file(second: bytes, start: int) -> bytes:
        one = struct.pack("<Q1sIQIQ", 1, b"a", 1, 32, 0, 0)
        two = struct.pack("<Q1sIQIQ", 1, second, 1, 32, 0, start)
        head = HEAD + struct.pack("<QQ", 2, 0) + one + two
        return head + bytes(-len(head) % 32) + bytes(256)

    check(file(b"b", 128))
    with pytest.raises(GgufError, match="overlap"):
        check(file(b"b", 64))
    with pytest.raises(GgufError, match="table"):
        check(file(b"a", 128))


def test_a_cut_gguf_file_is_refused_wherever_it_is_cut(gguf: bytes) -> None:
    for length in range(len(gguf) - 32):
        with pytest.raises(GgufError):
            check(gguf[:length])


@settings(deadline=None)
@given(at=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_changed_byte_never_breaks_the_reader(gguf: bytes, at: int, byte: int) -> None:
    changed = bytearray(gguf)
    changed[at % len(gguf)] = byte
    with suppress(GgufError):
        check(bytes(changed))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_no_more_than_a_refusal_for_gguf(data: bytes) -> None:
    with pytest.raises(GgufError):
        check(data)


def test_files_lie_where_tests_say(tmp_path: Path) -> None:
    assert small_gguf(tmp_path / "x.gguf").stat().st_size < 10_000
