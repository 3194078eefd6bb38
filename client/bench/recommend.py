"""`vitrine bench recommend`: how often the next thing a person wanted is among the ten best, over all items.

Leave-one-out: of each person the last item is asked for, the last but one is kept out of training, and what the device
has (lists of neighbours, this person's own history) ranks every item. The same run measures popularity and an item-kNN
as baselines.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from client.bench.registry import Figures
from client.commands.measure import percentile
from client.domain.errors import VitrineError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from inference.retrieval.neighbours import Neighbours

    Items = NDArray[np.int32]

ENVIRONMENT: Mapping[str, str] = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_BEST = 10
_MOST_BYTES = 2_000_000_000


class DataError(VitrineError):
    """The file of interactions cannot be read."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--data, --validation."""
    parser.add_argument("--data", type=Path, metavar="FILE", help="a person a line: id, then item ids (needed)")
    parser.add_argument("--validation", action="store_true", help="ask for the last but one item instead (for tuning)")


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    return [*(["--data", str(args.data)] if args.data else []), *(["--validation"] if args.validation else [])]


def measure(args: argparse.Namespace) -> Figures:
    """Trains on everything before the last two items of each person, ranks, compares."""
    import numpy as np

    from inference.retrieval.rows import DIM, ROW_BYTES, pack, unpack
    from inference.retrieval.together import train

    if args.data is None:
        raise DataError("Say which interactions to use: --data FILE, a person a line: id, then item ids in time order.")
    people, facts = _read(args.data), _facts(args.data)
    ends = 2 if args.validation else 1
    asked = [(one[:-ends], int(one[-ends])) for one in people if len(one) > ends]
    training = [one[:-2] for one in people]
    items = int(max(int(one.max()) for one in people)) + 1
    started = time.perf_counter()
    names = [str(item) for item in range(items)]
    published = pack(np.zeros((items, DIM), np.float32), train(training, items, facts), names)
    _, lists = unpack(published, names)  # what a device has of it
    train_s = time.perf_counter() - started
    popularity = np.bincount(np.concatenate(training), minlength=items)
    ours = _ranked(lists, asked)
    knn = _ranked(_knn(training, items), asked)
    popular = _popular(popularity, asked)
    return {
        "ndcg10": _ndcg(ours.ranks), "hr10": _hit_rate(ours.ranks), "knn_ndcg10": _ndcg(knn.ranks),
        "knn_hr10": _hit_rate(knn.ranks), "pop_ndcg10": _ndcg(popular), "pop_hr10": _hit_rate(popular),
        "query_ms_p50": percentile(ours.query_ms, 0.5), "query_ms_p99": percentile(ours.query_ms, 0.99),
        "bytes_per_item": ROW_BYTES, "coverage": len(set(ours.shown)) / max(1, items - 1),
        "head_share": _head_share(ours.shown, popularity), "train_s": round(train_s, 1), "people": len(asked),
        "items": items - 1,
    }  # fmt: skip


def _read(path: Path) -> list[Items]:
    import numpy as np

    try:
        if path.stat().st_size > _MOST_BYTES:
            raise DataError(f"{path.name} is larger than {_MOST_BYTES // 1_000_000_000} GB.")
        lines = path.read_text("utf-8").splitlines()
        people = [np.array(line.split()[1:], dtype=np.int32) for line in lines]
    except (OSError, ValueError, OverflowError) as cause:
        raise DataError(f"{path.name} cannot be read as people and items: {cause}.") from cause
    people = [one for one in people if len(one) >= 3 and one.min() >= 0]
    if not people:
        raise DataError(f"{path.name} holds nobody with three items or more.")
    return people


def _facts(data: Path) -> dict[int, list[int]]:
    """Facts by item, from the file beside the interactions; without one there are none."""
    path = data.with_name(f"{data.stem}_item2attributes.json")
    if not path.exists():
        return {}
    try:
        return {int(item): [int(fact) for fact in facts] for item, facts in json.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError) as cause:
        raise DataError(f"{path.name} cannot be read as facts by item: {cause}.") from cause


class _Ranked:
    """Ranks (0 is the best) of what was asked for, what was shown, and how long each query took."""

    def __init__(self) -> None:
        self.ranks: list[int | None] = []
        self.shown: list[int] = []
        self.query_ms: list[float] = []


def _ranked(lists: Neighbours, asked: Sequence[tuple[Items, int]]) -> _Ranked:
    ranked = _Ranked()
    for history, wanted in asked:
        started = time.perf_counter()
        found = [one.item for one in lists.recommend(history, _BEST)]
        ranked.query_ms.append((time.perf_counter() - started) * 1e3)
        ranked.ranks.append(found.index(wanted) if wanted in found else None)
        ranked.shown += found
    return ranked


def _knn(training: Sequence[Items], items: int) -> Neighbours:
    """Recency item-kNN: five steps, one over the distance, half backwards, cosine; whole lists."""
    from inference.retrieval.together import Recipe, train

    recipe = Recipe(window=5, nearer=1.0, backwards=0.5, wanted_power=0.5, facts=0.0, kept=min(2000, items))
    return train(training, items, {}, recipe)


def _popular(popularity: NDArray[np.int64], asked: Sequence[tuple[Items, int]]) -> list[int | None]:
    import numpy as np

    order = np.argsort(-popularity, kind="stable")[: _BEST + 200]
    ranks: list[int | None] = []
    for history, wanted in asked:
        best = [int(item) for item in order if item not in history][:_BEST]
        ranks.append(best.index(wanted) if wanted in best else None)
    return ranks


def _ndcg(ranks: Sequence[int | None]) -> float:
    """With one wanted item: 1 / log2(rank + 2), 0 beyond the tenth."""
    import math

    return round(sum(1 / math.log2(rank + 2) for rank in ranks if rank is not None) / len(ranks), 5)


def _hit_rate(ranks: Sequence[int | None]) -> float:
    return round(sum(rank is not None for rank in ranks) / len(ranks), 5)


def _head_share(shown: Sequence[int], popularity: NDArray[np.int64]) -> float:
    """How much of what is shown comes from the most popular tenth of the items."""
    import numpy as np

    head = set(np.argsort(-popularity, kind="stable")[: max(1, len(popularity) // 10)].tolist())
    return round(sum(item in head for item in shown) / max(1, len(shown)), 4)
