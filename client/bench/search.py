"""`vitrine bench search`: the nearest vectors among very many, by the index that the shop uses and by an exact search.

Vectors of things that people sell lie in groups (colours of a chair, chairs, furniture): the made ones do too, on three
levels, with groups of very different sizes, and questions lie near products without being one. The same index is also
measured with vectors that have no order at all, which no index of this kind can be good at.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from client.bench.registry import Figures
from client.commands.measure import percentile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from inference.retrieval.index import VectorIndex

    F32 = NDArray[np.float32]
    I64 = NDArray[np.int64]

ENVIRONMENT: Mapping[str, str] = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_WARM, _EXACT_ASKED = 20, 25


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--items, --dim, --top, --queries, --no-random."""
    parser.add_argument("--items", type=int, default=1_000_000, metavar="N", help="how many vectors")
    parser.add_argument("--dim", type=int, default=64, metavar="N", help="numbers in a vector")
    parser.add_argument("--top", type=int, default=50, metavar="N", help="how many nearest are asked for")
    parser.add_argument("--queries", type=int, default=500, metavar="N", help="how often")
    parser.add_argument("--no-random", action="store_true", help="leave out the vectors without any order")


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    numbers = [f"--{name}={getattr(args, name)}" for name in ("items", "dim", "top", "queries")]
    return [*numbers, *(["--no-random"] if args.no_random else [])]


def measure(args: argparse.Namespace) -> Figures:
    """Builds the index in a process of its own, opens it, and asks: one question at a time, one thread."""
    figures = dict(_measured(args, _grouped(args.items, args.dim), ""))
    if not args.no_random:
        unordered = _measured(args, _random(args.items, args.dim), "random_")
        figures |= {key: unordered[key] for key in ("random_p50_ms", "random_recall")}
    return figures


def _measured(args: argparse.Namespace, vectors: F32, kind: str) -> dict[str, float | int | str | bool]:
    import numpy as np

    from inference.retrieval.index import exact_rows, open_index
    from inference.retrieval.index_building import build_beside

    asked = _asked(vectors, args.queries)
    wanted = exact_rows(asked, vectors, args.top)[1]
    exact_ms = _times(lambda one: exact_rows(one, vectors, args.top), asked)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        started = time.perf_counter()
        build_beside(path, np.arange(len(vectors)), vectors)
        build_s = time.perf_counter() - started
        before = _private_mb()
        started = time.perf_counter()
        index = open_index(path)
        open_s = time.perf_counter() - started
        found = np.concatenate([index.search(one, args.top)[1] for one in _each(asked)])
        ms = _times(lambda one: index.search(one, args.top), asked)
        mb = path.stat().st_size / 1e6
        private = _private_mb() - before
        changed = _changed(index, asked, args.top)
        index.close()
    right = float(np.mean([len(np.intersect1d(a, b)) / args.top for a, b in zip(wanted, found, strict=True)]))
    if kind:
        return {f"{kind}p50_ms": percentile(ms, 0.5), f"{kind}recall": round(right, 4)}
    return {
        "p50_ms": percentile(ms, 0.5), "p99_ms": percentile(ms, 0.99), f"recall_at_{args.top}": round(right, 4),
        "mb": round(mb, 1), "private_mb": round(private, 1), "exact_p50_ms": percentile(exact_ms, 0.5),
        "changed_p50_ms": percentile(changed, 0.5), "build_s": round(build_s, 1), "open_s": round(open_s, 2),
        "items": args.items, "dim": args.dim, "threads": 1,
    }  # fmt: skip


def _grouped(count: int, dim: int) -> F32:
    """Vectors of length 1 in groups of groups, and nothing else; sizes of groups fall as in a real catalogue."""
    import numpy as np

    rng = np.random.default_rng(0)
    kinds = rng.standard_normal((40, dim)).astype(np.float32)
    many = max(1, count // 400)
    groups = kinds[rng.integers(0, len(kinds), many)] + 0.8 * rng.standard_normal((many, dim)).astype(np.float32)
    share = 1.0 / np.arange(1, many + 1) ** 0.7
    mine = rng.choice(many, size=count, p=share / share.sum())
    made = rng.standard_normal((count, dim), np.float32) * np.float32(0.55)
    made += groups[mine]
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made


def _random(count: int, dim: int) -> F32:
    import numpy as np

    made = np.random.default_rng(1).standard_normal((count, dim), np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made


def _asked(vectors: F32, count: int) -> F32:
    """Questions near a vector (a cosine of about 0.94 to it), on none."""
    import numpy as np

    rng = np.random.default_rng(2)
    near = vectors[rng.integers(0, len(vectors), count)]
    asked = near + rng.standard_normal(near.shape).astype(np.float32) * np.float32(0.36 / np.sqrt(near.shape[1]))
    return np.asarray(asked / np.linalg.norm(asked, axis=1, keepdims=True), np.float32)


def _each(asked: F32) -> list[F32]:
    return [asked[i : i + 1] for i in range(len(asked))]


def _times(search: Callable[[F32], object], asked: F32) -> list[float]:
    """Milliseconds of each question, after some that warm up."""
    each = _each(asked)
    for one in each[:_WARM]:
        search(one)
    times = []
    for one in each:
        started = time.perf_counter()
        search(one)
        times.append((time.perf_counter() - started) * 1e3)
        if len(times) >= _EXACT_ASKED and sum(times) > 20_000:
            break
    return times


def _changed(index: VectorIndex, asked: F32, top: int) -> list[float]:
    """The same index after a thousand vectors came and a thousand went."""
    import numpy as np

    rng = np.random.default_rng(3)
    new = rng.standard_normal((1000, index.dim)).astype(np.float32)
    index.add(np.arange(index.count, index.count + 1000), new / np.linalg.norm(new, axis=1, keepdims=True))
    index.remove(rng.integers(0, 100_000, 1000))
    return _times(lambda one: index.search(one, top), asked)


def _private_mb() -> float:
    """Memory that is this process's own, without what is mapped from files."""
    import psutil

    info = psutil.Process(os.getpid()).memory_info()
    return float(info.rss - getattr(info, "shared", 0)) / 1e6
