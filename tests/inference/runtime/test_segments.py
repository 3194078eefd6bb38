"""Shared arrays: whole, without copies, and refused where they lie."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from inference.runtime import segments
from inference.runtime.content import pack, unpack
from inference.runtime.messages import INLINE_BYTES, Content
from inference.runtime.segments import SegmentError, Segments, SharedArray, make_page, sweep, take
from inference.runtime.values import Payload

PREFIX = f"vitrine-{os.getpid()}-test"
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="files in shared memory are Linux's way")


@settings(deadline=None)
@given(
    hnp.arrays(st.sampled_from(["u1", "<i4", "<f4", "<f8", "?"]), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0))
)
def test_an_array_arrives_as_it_was(array: np.ndarray) -> None:
    made = Segments(PREFIX)
    got = take(made.share(array))
    made.release()
    assert got.dtype == array.dtype
    assert got.shape == array.shape
    assert np.array_equal(got, array, equal_nan=array.dtype.kind == "f")


def test_both_sides_see_the_same_memory_and_it_lives_as_long_as_it_is_used() -> None:
    page = make_page(f"{PREFIX}-0", 2)
    other = take(SharedArray(f"{PREFIX}-0", "<i8", (2,)))
    page[1] = 42
    assert other[1] == 42
    del page
    gc.collect()
    view = other[1:]
    del other
    gc.collect()
    assert view[0] == 42


@on_linux
def test_names_vanish_when_taken_swept_or_released() -> None:
    made = Segments(PREFIX)
    one, two, three = (made.share(np.ones(3)) for _ in range(3))
    folder = Path("/dev/shm")
    assert (folder / one.segment).stat().st_mode & 0o777 == 0o600
    take(one)
    assert not (folder / one.segment).exists()
    made.release()
    made.release()
    assert not (folder / two.segment).exists()
    left = Segments(PREFIX + "dead")
    left.share(np.ones(3))
    assert sweep(PREFIX + "dead") == 1
    with pytest.raises(SegmentError, match="gone"):
        take(three)


@on_linux
@pytest.mark.parametrize(
    "lie",
    [
        SharedArray("vitrine-1-x-1", "<f4", (3,)),
        SharedArray("../../etc/passwd", "<u1", (3,)),
        SharedArray("vitrine-1-../x-1", "<u1", (3,)),
        SharedArray("SEGMENT", "<f8", (1 << 20,)),
        SharedArray("SEGMENT", "<f8", (-1, -3)),
        SharedArray("SEGMENT", "<f8", (1 << 40, 1 << 40)),
        SharedArray("SEGMENT", "O", (1,)),
        SharedArray("SEGMENT", "no such kind", (1,)),
    ],
)
def test_a_description_that_lies_is_refused(lie: SharedArray) -> None:
    made = Segments(PREFIX)
    real = made.share(np.ones(3))
    try:
        with pytest.raises(SegmentError):
            take(SharedArray(real.segment if lie.segment == "SEGMENT" else lie.segment, lie.dtype, lie.shape))
    finally:
        made.release()


def test_what_cannot_be_shared_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Segments(PREFIX)
    with pytest.raises(SegmentError, match="cannot be shared"):
        made.share(np.array(["words"]))
    monkeypatch.setattr(segments, "MOST_BYTES", 16)
    with pytest.raises(SegmentError, match="too large"):
        made.share(np.ones(3))


@settings(deadline=None)
@given(st.integers(0, 3 * INLINE_BYTES), st.integers(0, 3))
def test_content_of_any_length_arrives(length: int, arrays: int) -> None:
    made = Segments(PREFIX)
    payload = Payload(os.urandom(length), {f"a{index}": np.full(index, index) for index in range(arrays)})
    content = pack(payload, made)
    assert len(content.data) <= INLINE_BYTES
    got = unpack(content)
    made.release()
    assert got.data == payload.data
    assert {name: array.tolist() for name, array in got.arrays.items()} == {
        name: array.tolist() for name, array in payload.arrays.items()
    }


def test_too_many_arrays_are_refused() -> None:
    many = {str(index): np.ones(1) for index in range(65)}
    with pytest.raises(SegmentError):
        pack(Payload(b"", many), Segments(PREFIX))
    with pytest.raises(SegmentError):
        unpack(Content(b"", {str(index): SharedArray("x", "<f4", (1,)) for index in range(66)}))
