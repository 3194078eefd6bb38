"""From a photo's pixels to a product: mask, fit, texture, size, levels, trust card."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.families.values import Family
from inference.reconstruction.fit import Budget, Fit, Progress, Stated, fit
from inference.reconstruction.gallery import Gallery, families_for
from inference.reconstruction.likeness import wanted
from inference.reconstruction.mask import U8, Cut, Refused, cut_out
from inference.reconstruction.texture import Painted, painted
from inference.reconstruction.values import Axes, Card
from scenes.model.levels import Levels, make_levels
from scenes.model.measure import measure
from scenes.model.normalise import normalise
from scenes.model.values import Model

ACCEPTED: Final = 0.86
"""Least score at which a reconstruction may stand in a shop. Chosen on made pairs: see docs/quality.md."""
QUICK: Final = Budget(members=2, heats=2, heat=8, final=30)
_FITTING: Final = 0.85
_BENT: Final = 0.2
"""Stated axes may be stretched apart by this share; beyond it the proportions stay and the mean size is taken."""


@dataclass(frozen=True)
class Wish:
    """What is known beside the photo. stated: metres."""

    category: str = ""
    stated: Stated = (None, None, None)
    seed: int = 0
    budget: Budget = field(default_factory=Budget)


@dataclass(frozen=True, eq=False)
class Made:
    """A product. mask: (h, w) where in the (reduced) photo it was found."""

    card: Card
    levels: Levels
    mask: NDArray[np.bool_]


def reconstruct(picture: U8, wish: Wish, gallery: Gallery, progress: Progress = lambda share: None) -> Made:
    """A product from a picture (h, w, 3 or 4). `progress` may raise to stop. Raises Refused."""
    cut = cut_out(picture)
    progress(0.02)
    among = families_for(wish.category)
    got = fit(wanted(cut), among, gallery, wish.stated, wish.seed, wish.budget, lambda s: progress(0.02 + s * _FITTING))
    laid = painted(got.pose.model(1.0), got.pose, cut)
    progress(0.92)
    model = sized(laid.model, wish.stated)
    levels = make_levels(model)
    progress(1.0)
    return Made(_card(got, cut, laid, model, wish.stated), levels, cut.mask)


def sized(model: Model, stated: Stated) -> Model:
    """At its stated size, on the floor; at the family's own size where none is stated."""
    low, high = model.bounds()
    size = (high - low).astype(np.float64)
    factors = [s / m for s, m in zip(stated, size, strict=True) if s is not None and s > 0 and m > 0]
    if not factors:
        return normalise(model)
    return normalise(model, fit_m=stated, per_axis=max(factors) / min(factors) <= 1 + _BENT)


def _card(got: Fit, cut: Cut, laid: Painted, model: Model, stated: Stated) -> Card:
    low, high = model.bounds()
    size = _axes(high - low)
    family: Family = got.pose.family
    spans = [_believed(*one) for one in zip(size, stated, family.typical_size_m, strict=True)]
    said = any(s is not None and s > 0 for s in stated)
    return Card(
        accepted=got.like.score >= ACCEPTED,
        score=round(got.like.score, 4),
        silhouette=round(got.like.silhouette, 4),
        edges=round(got.like.edges, 4),
        mask=cut.by,
        family=family.key,
        tried=tuple((key, round(score, 4)) for key, score in got.tried),
        size_m=size,
        size_from="stated" if said else "usual",
        size_low_m=(spans[0][0], spans[1][0], spans[2][0]),
        size_high_m=(spans[0][1], spans[1][1], spans[2][1]),
        seen_share=round(laid.seen_share, 3),
        watertight=measure(model).watertight,
        azimuth_rad=got.pose.azimuth_rad,
        elevation_rad=got.pose.elevation_rad,
        parameters=dict(got.pose.params),
        evaluations=got.evaluations,
    )


def _believed(size: float, stated: float | None, usual: tuple[float, float]) -> tuple[float, float]:
    """Between which an axis is believed to be: what was stated and what came of it, or what is usual for its kind."""
    low, high = usual if stated is None or stated <= 0 else (round(stated, 4), round(stated, 4))
    return min(size, low), max(size, high)


def _axes(values: NDArray[np.floating]) -> Axes:
    return round(float(values[0]), 4), round(float(values[1]), 4), round(float(values[2]), 4)


__all__ = ["ACCEPTED", "QUICK", "Made", "Refused", "Wish", "reconstruct", "sized"]
