"""Inverse procedural fit: a family's parameters and a direction of view, evolved until a rendering agrees with a photo.

A steady search with crossing and shrinking changes: half of a family's parameters are choices ("spindle", "ladder"),
along which methods that follow a covariance (CMA-ES) find nothing. What is searched is the box [0, 1]^n that the
families encode to, with two more places for azimuth and elevation. The same photo, family and seed give the same end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.families.values import Family
from inference.pictures.surface import Surface, surface
from inference.reconstruction.gallery import DETAIL, Found, Gallery, Pose
from inference.reconstruction.likeness import Likeness, Wanted, likeness, seen

F64 = NDArray[np.float64]
Stated = tuple[float | None, float | None, float | None]
"""Width, height, depth in metres; None where not said."""
Progress = Callable[[float], None]
"""Told the share that is done, between evaluations; may raise to stop."""

_AROUND_RAD: Final = np.radians(90.0)
_ABOVE_RAD: Final = (np.radians(-4.0), np.radians(40.0))
_KEPT: Final = 14
_MATES: Final = 0.35
_TIGHT: Final = 0.6
"""What a stated size that the shape's proportions miss by half costs."""


@dataclass(frozen=True)
class Budget:
    """How much is tried; an evaluation takes about 15 ms on a core. Counts, not seconds: a result can be repeated."""

    members: int = 5
    """Of each family, in the first look."""
    heats: int = 3
    """So many families go on after it."""
    heat: int = 60
    """Evaluations for each of those."""
    final: int = 320
    """Evaluations for the best of them."""


@dataclass(frozen=True, eq=False)
class Fit:
    """The best pose, how alike, and what else was tried: families with their scores, best first."""

    pose: Pose
    like: Likeness
    tried: tuple[tuple[str, float], ...]
    evaluations: int


@dataclass(eq=False)
class _One:
    vector: F64
    like: Likeness
    score: float


def fit(
    want: Wanted, among: Sequence[Family], gallery: Gallery, stated: Stated = (None, None, None), seed: int = 0,
    budget: Budget | None = None, progress: Progress = lambda share: None,
) -> Fit:  # fmt: skip
    """Fits the likeliest of some families to a photo."""
    budget = budget or Budget()
    total = len(among) * 4 + budget.heats * budget.heat + budget.final
    spent = 0

    def step(cost: int = 1) -> None:
        nonlocal spent
        spent += cost
        progress(min(spent / total, 1.0))

    members = budget.members if len(among) > 4 else budget.members * 6
    looked_at = _KEPT if len(among) == 1 else 3 * _KEPT
    starts = gallery.nearest(want, among, looked_at, members, lambda: step(4))
    groups: dict[str, list[Found]] = {}
    for found in starts:
        groups.setdefault(found.pose.family.key, []).append(found)
    best = sorted(groups.values(), key=lambda g: -max(f.like.score for f in g))[: budget.heats]
    heats = [_Search(want, g, stated, np.random.default_rng([seed, n])) for n, g in enumerate(best)]
    if len(heats) > 1:
        for heat in heats:
            heat.run(budget.heat, step)
        heats.sort(key=lambda heat: -heat.best.score)
    heats[0].run(budget.final + (0 if len(heats) > 1 else budget.heat), step)
    won = max(heats, key=lambda heat: heat.best.score)
    tried = sorted(((h.family.key, h.best.score) for h in heats), key=lambda one: -one[1])
    return Fit(won.pose(), won.best.like, tuple(tried), sum(h.count for h in heats))


class _Search:
    """The evolution within one family."""

    def __init__(self, want: Wanted, starts: Sequence[Found], stated: Stated, rng: np.random.Generator) -> None:
        self.family = starts[0].pose.family
        self._want, self._stated, self._rng = want, stated, rng
        self._real = np.array([p.kind == "real" for p in self.family.parameters] + [True, True])
        self.count = 0
        self._last: tuple[bytes, Surface, tuple[float, float, float]] | None = None
        self._all = [self._one(self._encoded(f.pose)) for f in starts[:_KEPT]]
        # Plausible members beside them: crossing needs variety.
        while len(self._all) < _KEPT:
            params = self.family.sample(rng)
            twin = starts[0].pose
            self._all.append(self._one(self._encoded(Pose(self.family, params, twin.azimuth_rad, twin.elevation_rad))))
        self._sort()

    @property
    def best(self) -> _One:
        """The best so far."""
        return self._all[0]

    def pose(self) -> Pose:
        """The best so far, decoded."""
        azimuth, elevation = _view(self.best.vector)
        return Pose(self.family, self.family.decode(self.best.vector[:-2]), azimuth, elevation)

    def run(self, count: int, step: Callable[[], None]) -> None:
        """So many evaluations; the changes become smaller toward the end."""
        for number in range(count):
            made = self._one(self._child(number / count))
            step()
            if made.score > self._all[-1].score and not any(np.array_equal(made.vector, o.vector) for o in self._all):
                self._all[-1] = made
                self._sort()

    def _sort(self) -> None:
        self._all.sort(key=lambda one: -one.score)

    def _child(self, done: float) -> F64:
        rng = self._rng
        mother = self._all[min(int(rng.geometric(0.3)) - 1, len(self._all) - 1)].vector
        child = mother.copy()
        if rng.random() < _MATES * (1 - done):
            father = self._all[int(rng.integers(len(self._all)))].vector
            child = np.where(rng.random(len(child)) < 0.3, father, child)
        if rng.random() < 0.35:
            # The direction of view alone: the shape need not be built again.
            child = mother.copy()
            child[-2:] += rng.normal(0, [0.08 * (1 - done) + 0.01, 0.12 * (1 - done) + 0.015])
            return np.clip(child, 0, 1)
        few = rng.random(len(child)) < max(2.0 / len(child), 0.25 * (1 - done))
        few[int(rng.integers(len(child)))] = True
        size = float(rng.choice([0.03, 0.1, 0.25])) * (1.15 - done)
        child = np.where(few & self._real, child + rng.normal(0, size, len(child)), child)
        other = few & ~self._real & (rng.random(len(child)) < 0.5)
        return np.clip(np.where(other, rng.random(len(child)), child), 0, 1)

    def _one(self, vector: F64) -> _One:
        self.count += 1
        azimuth, elevation = _view(vector)
        shape = vector[:-2].tobytes()
        if self._last is None or self._last[0] != shape:
            model = self.family.build(self.family.decode(vector[:-2]), DETAIL)
            low, high = model.bounds()
            size = (float(high[0] - low[0]), float(high[1] - low[1]), float(high[2] - low[2]))
            self._last = shape, surface(model), size
        like = likeness(self._want, seen(self._last[1], azimuth, elevation))
        return _One(vector, like, like.score - _TIGHT * disproportion(self._last[2], self._stated))

    def _encoded(self, pose: Pose) -> F64:
        view = (
            (pose.azimuth_rad + _AROUND_RAD) / (2 * _AROUND_RAD),
            (pose.elevation_rad - _ABOVE_RAD[0]) / (_ABOVE_RAD[1] - _ABOVE_RAD[0]),
        )
        return np.concatenate([self.family.encode(pose.params), view])


def _view(vector: F64) -> tuple[float, float]:
    azimuth = float(vector[-2]) * 2 * _AROUND_RAD - _AROUND_RAD
    return float(azimuth), float(_ABOVE_RAD[0] + float(vector[-1]) * (_ABOVE_RAD[1] - _ABOVE_RAD[0]))


def disproportion(size_m: tuple[float, float, float], stated: Stated) -> float:
    """How far the proportions are from the stated ones: the spread of the logs of stated over measured, 0 for less
    than two stated sizes.
    """
    logs = [float(np.log(s / m)) for m, s in zip(size_m, stated, strict=True) if s is not None and s > 0 and m > 1e-6]
    return float(np.ptp(logs)) if len(logs) > 1 else 0.0
