"""`vitrine bench taste`: how soon "for you" answers what was just done, and what that costs the frames beside it.

Made-up goods with vectors, read as an open shop reads them; a shopper touches one thing after another. The time counts
from the frame that did it to the frame that has the offers, on a loop of 90 frames a second that does nothing else; how
late its frames come is measured with and without the answers in the same run (the answers hold the GIL in part).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from client.bench.registry import Figures
from client.commands.measure import percentile
from client.domain import actions as a
from client.domain.reduce import reduce
from client.domain.session import Change, Session
from client.features.for_you.feature import ForYouFeature
from client.headset.api import Eye, Fov, Frame, Pose, Sample

ENVIRONMENT: Mapping[str, str] = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_FRAME_S = 1 / 90
_TOUCHES = 40
_PATIENCE_S = 120.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--products."""
    parser.add_argument("--products", type=int, default=30_000, metavar="N", help="how many products are sold (30000)")


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    return ["--products", str(args.products)]


@dataclass
class _Beside:
    """A frame loop and the feature beside it."""

    feature: ForYouFeature
    session: Session = field(default_factory=Session)
    changes: frozenset[Change] = frozenset(Change)
    late_ms: list[float] = field(default_factory=list)
    now: float = 0.0

    def dispatch(self, action: a.Action) -> None:
        """Reduced at once."""
        self.session, changed = reduce(self.session, action)
        self.changes |= changed

    def frame(self) -> None:
        """Sleeps until the next frame is due, and notes how late it woke and how long the feature took."""
        due = max(self.now + _FRAME_S, time.perf_counter())
        time.sleep(max(0.0, due - time.perf_counter()))
        self.now = due
        changes, self.changes = self.changes, frozenset()
        sample = Sample(Frame(0, due, _FRAME_S), (Eye(Pose(), Fov(-0.5, 0.5, 0.5, -0.5)),), Pose())
        self.feature.update(self.session, changes, sample)
        self.late_ms.append((time.perf_counter() - due) * 1e3)

    def until_offered(self) -> float:
        """Frames until what is offered is for what was done last; how long that took, in milliseconds."""
        started = time.perf_counter()
        while self.session.taste.offered_for != self.session.taste.number:
            self.frame()
            if time.perf_counter() - started > _PATIENCE_S:
                raise TimeoutError("no offers came")
        return (time.perf_counter() - started) * 1e3


def measure(args: argparse.Namespace) -> Figures:
    """Makes the goods, then touches them."""
    from client.bench.made_rows import make_catalog, make_vectors
    from client.catalog.api import open_catalog
    from client.catalog.vectors import ItemVectors

    count = args.products
    with tempfile.TemporaryDirectory(prefix="vitrine-taste-") as folder:
        root = Path(folder)
        make_catalog(root, count)
        with_skus = open_catalog(root)
        step = max(1, count // _TOUCHES)
        skus = [product.sku for n in range(_TOUCHES) for product in with_skus.products(None, n * step % count, 1)]
        with_skus.close()
        vectors = ItemVectors(make_vectors(count), "made", 0.01, "made")
        beside = _Beside(
            ForYouFeature(lambda: open_catalog(root), lambda action: beside.dispatch(action), lambda: vectors)
        )
        try:
            return _measured(beside, skus, count)
        finally:
            beside.feature.close()


def _measured(beside: _Beside, skus: list[str], count: int) -> Figures:
    beside.dispatch(a.PickUp(skus[0]))
    ready_ms = beside.until_offered()  # reads the goods first
    reading_late, beside.late_ms = beside.late_ms, []
    for _ in range(_TOUCHES * 4):
        beside.frame()
    idle_late, beside.late_ms = beside.late_ms, []
    answers = []
    for sku in skus[1:]:
        beside.dispatch(a.PickUp(sku))
        answers.append(beside.until_offered())
    return {
        "products": count, "answer_ms_p50": percentile(answers, 0.5), "answer_ms_p95": percentile(answers, 0.95),
        "answer_ms_max": round(max(answers), 2), "touches": len(answers), "ready_ms": round(ready_ms, 1),
        "offers": len(beside.session.taste.offered), "idle_late_ms_p99": percentile(idle_late, 0.99),
        "answering_late_ms_p99": percentile(beside.late_ms, 0.99),
        "reading_late_ms_p99": percentile(reading_late, 0.99), "reading_late_ms_max": round(max(reading_late), 2),
    }  # fmt: skip
