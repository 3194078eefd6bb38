"""An index of vectors: as right as an exact search, changed without rebuilding, and never the end of the process."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from inference.retrieval.index import VectorIndex, build_index, open_index
from inference.retrieval.index_building import build_beside
from inference.retrieval.index_file import Header, IndexFileError, read, write

DIM = 16
F32 = NDArray[np.float32]


def points(count: int, seed: int = 0) -> F32:
    """Clustered directions, as products are."""
    rng = np.random.default_rng(seed)
    middles = rng.standard_normal((max(1, count // 50), DIM))
    made = middles[rng.integers(0, len(middles), count)] + 0.4 * rng.standard_normal((count, DIM))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(params=["exact", "ivf"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> VectorIndex:
    build_index(
        tmp_path / "i", np.arange(3000) * 7, points(3000), space="s", exact_up_to=10**6 * (request.param == "exact")
    )
    return open_index(tmp_path / "i")


def best(vectors: F32, ids: NDArray[np.int64], asked: F32, k: int) -> list[list[int]]:
    return [ids[np.argsort(-row)[:k]].tolist() for row in asked @ vectors.T]


def recall(found: NDArray[np.int64], wanted: list[list[int]]) -> float:
    return float(np.mean([len(set(a.tolist()) & set(b)) / len(b) for a, b in zip(found, wanted, strict=True)]))


def test_it_finds_what_an_exact_search_finds(index: VectorIndex) -> None:
    asked = points(40, seed=1)
    scores, found = index.search(asked, 10)
    wanted = best(points(3000), np.arange(3000) * 7, asked, 10)
    assert found.shape == scores.shape == (40, 10)
    assert recall(found, wanted) >= (1.0 if index.exact else 0.9)
    assert (np.diff(scores, axis=1) <= 0).all()


def test_what_is_added_is_found_and_what_is_removed_is_not_and_both_last(index: VectorIndex, tmp_path: Path) -> None:
    new = points(1, seed=9)
    nearest = int(index.search(new, 1)[1][0, 0])
    index.add(np.array([5]), new)
    index.remove(np.array([nearest]))
    index.save()
    for one in (index, open_index(tmp_path / "i")):
        found = one.search(new, 20)[1][0].tolist()
        assert found[0] == 5
        assert nearest not in found
        assert len(set(found)) == 20


def test_an_id_that_is_added_again_is_found_once_and_by_its_new_vector(index: VectorIndex) -> None:
    new = points(1, seed=9)
    index.add(np.array([7]), new)
    assert index.search(new, 3000)[1][0].tolist().count(7) == 1
    assert index.search(new, 1)[1][0, 0] == 7


def test_more_than_there_are_is_told_by_minus_one(tmp_path: Path) -> None:
    build_index(tmp_path / "i", np.arange(3), points(3))
    found = open_index(tmp_path / "i").search(points(1), 5)[1][0].tolist()
    assert sorted(found[:3]) == [0, 1, 2]
    assert found[3:] == [-1, -1]


def test_an_empty_index_finds_nothing_until_something_is_added(tmp_path: Path) -> None:
    build_index(tmp_path / "i", np.arange(0), np.zeros((0, DIM), np.float32))
    index = open_index(tmp_path / "i")
    assert (index.search(points(2), 3)[1] == -1).all()
    index.add(np.array([4]), points(1))
    assert index.search(points(1), 1)[1].tolist() == [[4]]


def test_changes_of_another_index_are_forgotten(tmp_path: Path) -> None:
    build_index(tmp_path / "i", np.arange(100), points(100))
    index = open_index(tmp_path / "i")
    index.remove(np.arange(100))
    index.save()
    changes = (tmp_path / "i.changes").read_bytes()
    build_index(tmp_path / "i", np.arange(100), points(100, seed=2))
    assert not (tmp_path / "i.changes").exists()
    (tmp_path / "i.changes").write_bytes(changes)
    assert (open_index(tmp_path / "i").search(points(1), 5)[1] >= 0).all()


def test_many_equal_vectors_make_an_index_too(tmp_path: Path) -> None:
    build_index(tmp_path / "i", np.arange(500), np.ones((500, DIM), np.float32), exact_up_to=0)
    assert len(set(open_index(tmp_path / "i").search(np.ones((1, DIM), np.float32), 50)[1][0].tolist())) == 50


def test_another_file_than_the_signed_one_is_refused(tmp_path: Path) -> None:
    made = build_index(tmp_path / "i", np.arange(10), points(10))
    open_index(tmp_path / "i", made.sha256).close()
    with pytest.raises(IndexFileError, match="signed"):
        open_index(tmp_path / "i", "0" * 64)


@pytest.mark.parametrize("wrong", [np.full((2, 4), np.nan, np.float32), np.zeros((3, 4), np.float32)])
def test_wrong_vectors_are_refused(tmp_path: Path, wrong: F32) -> None:
    with pytest.raises(IndexFileError):
        build_index(tmp_path / "i", np.arange(2), wrong)
    assert not (tmp_path / "i").exists()


def test_it_is_built_in_another_process_and_stops_when_told(tmp_path: Path) -> None:
    assert build_beside(tmp_path / "i", np.arange(600), points(600), "s", exact_up_to=100)
    with open_index(tmp_path / "i") as index:
        assert not index.exact
        assert index.space == "s"
    assert not build_beside(tmp_path / "j", np.arange(600), points(600), leaving=lambda: True)
    assert not (tmp_path / "j").exists()


def test_torn_and_changed_files_are_sentences(tmp_path: Path) -> None:
    for exact_up_to in (0, 10**6):
        build_index(tmp_path / "i", np.arange(600), points(600), exact_up_to=exact_up_to)
        good = (tmp_path / "i").read_bytes()
        rng = random.Random(exact_up_to)
        for turn in range(150):
            bad = bytearray(good)
            if turn % 3 == 0:
                bad = bad[: rng.randrange(len(bad))]
            elif turn % 3 == 1:
                bad[rng.randrange(len(bad))] ^= 1 << rng.randrange(8)
            else:
                bad += b"x"
            (tmp_path / "bad").write_bytes(bad)
            with pytest.raises(IndexFileError):
                # A changed header may still be one: then the payload is not what it says, or it says what is true.
                _must_differ(good, bytes(bad), open_index(tmp_path / "bad"))
    (tmp_path / "empty").write_bytes(b"")
    with pytest.raises(IndexFileError):
        open_index(tmp_path / "empty")
    with pytest.raises(IndexFileError):
        open_index(tmp_path / "none")


def _must_differ(good: bytes, bad: bytes, index: VectorIndex) -> None:
    """A bit of the words of the space, or of padding, changes nothing that is searched."""
    header = slice(8, 8 + struct.unpack("<I", good[4:8])[0])
    assert good[header.stop :] == bad[header.stop :]
    index.search(points(1), 5)
    raise IndexFileError("harmless")


HOSTILE = """
import random, sys
from pathlib import Path
import numpy as np
from inference.retrieval.index import open_index
from inference.retrieval.index_file import IndexFileError, read, write
folder = Path(sys.argv[1])
header, payload = read(folder / "i")
rng = random.Random(3)
refused = searched = 0
for turn in range(400):
    bad = np.array(payload)
    for _ in range(rng.choice((1, 1, 4, 40))):
        # The frame is what FAISS parses: most of the lies stand there.
        at = rng.randrange(600) if rng.random() < 0.7 else rng.randrange(len(bad))
        bad[at] = rng.randrange(256)
    if turn % 5 == 0:
        bad = bad[: rng.randrange(len(bad))]
    write(folder / "bad", header, [bad])
    try:
        with open_index(folder / "bad") as index:
            index.search(np.ones((1, 16), np.float32), 10)
        searched += 1
    except IndexFileError:
        refused += 1
print(refused, searched)
"""


def test_a_file_that_lies_with_the_right_hash_does_not_end_the_process(tmp_path: Path) -> None:
    build_index(tmp_path / "i", np.arange(2000), points(2000), exact_up_to=0)
    done = subprocess.run(
        [sys.executable, "-c", HOSTILE, str(tmp_path)], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    refused, searched = map(int, done.stdout.split())
    assert refused > 200
    assert refused + searched == 400


def test_a_header_that_lies_is_refused(tmp_path: Path) -> None:
    build_index(tmp_path / "i", np.arange(600), points(600), exact_up_to=0)
    header, payload = read(tmp_path / "i")
    lies: list[dict[str, object]] = [
        {"count": 10**9}, {"dim": 4000}, {"lists": 60_000}, {"lists": 0}, {"probes": 10**6}, {"kind": "exact"}
    ]  # fmt: skip
    for lie in lies:
        false = msgspec.convert({**msgspec.to_builtins(header), **lie}, Header)
        write(tmp_path / "bad", false, [payload])
        with pytest.raises(IndexFileError):
            open_index(tmp_path / "bad")
