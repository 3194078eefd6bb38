"""Comparing what the merchant says of a product's size with what its model measures, and what to do about it.

A model and its stated size agree when one factor explains all sides. That factor is the model's unit (1 for metres,
0.01 when it was made in centimetres, 0.0254 in inches, ...). A model is scaled by it; single sides are stretched only
by a few percent, because a stretched product is a wrong product.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from client.catalog.importers.draft import StatedSize
from client.domain.product import Size, SizeBasis, TrustNote

SizeNoteKey = Literal[
    "in_centimetres", "in_millimetres", "in_inches", "in_feet", "inches_as_centimetres", "centimetres_as_inches",
    "odd_unit", "taken_as_centimetres", "taken_as_millimetres", "taken_as_inches", "enlarged", "sides_reordered",
    "proportions_differ", "scaled_to_stated", "size_not_believed",
]  # fmt: skip
"""Every key under `trust.note` that sizing a model can give."""

UNITS: Final[tuple[tuple[float, SizeNoteKey], ...]] = (
    (0.01, "in_centimetres"), (0.001, "in_millimetres"), (0.0254, "in_inches"), (0.3048, "in_feet"),
    (10.0, "odd_unit"), (100.0, "odd_unit"), (1000.0, "odd_unit"),
    (0.0254 / 0.01, "inches_as_centimetres"), (0.01 / 0.0254, "centimetres_as_inches"),
    (0.1, "odd_unit"), (1 / 0.0254, "odd_unit"),
)  # fmt: skip
"""Factors from what a file says to metres, and what its author took the unit to be."""

_AGREE: Final = 0.02
"""Sides that differ less than this are the same: rounding of centimetres, a rug's fringe."""
_STRETCH: Final = 0.03
"""Largest stretch of one side against the others."""
_ONE_FACTOR: Final = 0.06
"""Sides whose factors differ less than this are explained by one factor."""
_UNIT_MATCH: Final = 0.05
_HOPELESS: Final = 0.35
"""Sides that differ more than this from any one factor: the size belongs to something else."""
_THIN: Final = 0.004
"""Metres under which a side's relative difference means nothing."""
_LARGEST: Final = 25.0
_SMALLEST: Final = 0.004
_GUESSES: Final[tuple[tuple[float, SizeNoteKey], ...]] = (
    (0.01, "taken_as_centimetres"), (0.001, "taken_as_millimetres"), (0.0254, "taken_as_inches"),
    (100.0, "enlarged"), (1000.0, "enlarged"),
)  # fmt: skip


class SizeDecision(msgspec.Struct, frozen=True):
    """Factors for x, y and z; what the size rests on; the difference left; what to tell; the size as understood."""

    scale: tuple[float, float, float]
    basis: SizeBasis
    error: float | None
    measured: tuple[float, float, float]
    stated: StatedSize
    notes: tuple[TrustNote, ...] = ()
    repairs: tuple[TrustNote, ...] = ()


def decide(measured: tuple[float, float, float], stated: StatedSize, units_free: bool = False) -> SizeDecision:
    """How to bring a model of this size (metres) to the stated size. `units_free`: its unit means nothing."""
    if not any(stated.sides):
        return _unstated(measured)
    factors = _factors(measured, stated)
    spread, common = _spread(factors)
    repairs: list[TrustNote] = []
    if spread > _ONE_FACTOR and stated.complete:
        turned = _best_order(measured, stated)
        turned_spread, turned_common = _spread(_factors(measured, turned))
        if turned_spread <= _ONE_FACTOR and spread > 2 * turned_spread:
            repairs.append(
                _note("sides_reordered", stated=_centimetres(stated.sides), taken=_centimetres(turned.sides))
            )
            stated, factors, spread, common = turned, _factors(measured, turned), turned_spread, turned_common
    if spread > _HOPELESS and not units_free:
        return _disagreement(measured, stated, factors, tuple(repairs))
    if not units_free and (told := _unit_note(common)):
        repairs.append(told)
    notes: list[TrustNote] = []
    scale = tuple(f if f is not None and spread <= _STRETCH else common for f in factors)
    if spread > _ONE_FACTOR:
        notes.append(_note("proportions_differ", percent=f"{100 * spread:.0f}"))
    elif not repairs and not units_free and abs(common - 1) > _AGREE:
        notes.append(_note("scaled_to_stated", factor=f"{common:.3g}"))
    final = tuple(m * s for m, s in zip(measured, scale, strict=True))
    left = [abs(f / s - 1) for f, s in zip(final, stated.sides, strict=True) if s and max(f, s) > _THIN]
    full = (scale[0], scale[1], scale[2])
    return SizeDecision(
        full, "stated", round(max(left, default=0.0), 4), measured, stated, tuple(notes), tuple(repairs)
    )


def _factors(measured: tuple[float, float, float], stated: StatedSize) -> list[float | None]:
    """Stated over measured by side; None where nothing is stated, the model is flat, or the side is paper-thin."""
    flat = 1e-4 * max(measured)
    thin = _THIN if max(s or 0.0 for s in stated.sides) > 10 * _THIN else 0.0
    pairs = list(zip(stated.sides, measured, strict=True))
    factors = [s / m if s is not None and s > thin and m > flat else None for s, m in pairs]
    return factors if any(factors) else [s / m if s is not None and m > flat else None for s, m in pairs]


def _spread(factors: list[float | None]) -> tuple[float, float]:
    """(largest relative difference from the common factor, common factor: the middle one in size)."""
    known = sorted(f for f in factors if f is not None)
    if not known:
        return 0.0, 1.0
    common = known[len(known) // 2] if len(known) % 2 else math.sqrt(known[0] * known[-1])
    return max(max(f / common, common / f) - 1 for f in known), common


def _best_order(measured: tuple[float, float, float], stated: StatedSize) -> StatedSize:
    """The order of the stated sides that fits best; exchanging width and depth is tried first."""
    orders = sorted(itertools.permutations(range(3)), key=lambda o: (o != (2, 1, 0), o[1] != 1))

    def misfit(order: tuple[int, ...]) -> float:
        return _spread(_factors(measured, StatedSize(*(stated.sides[i] for i in order))))[0]

    best = min(orders, key=lambda o: round(misfit(o), 3))
    return StatedSize(*(stated.sides[i] for i in best))


def _unit_note(factor: float) -> TrustNote | None:
    for unit, key in UNITS:
        if abs(factor / unit - 1) <= _UNIT_MATCH:
            return _note(key, factor=f"{factor:.4g}")
    return None if 0.2 < factor < 5 else _note("odd_unit", factor=f"{factor:.4g}")


def _note(key: SizeNoteKey, **values: str) -> TrustNote:
    return TrustNote(key, tuple(values.items()))


def _centimetres(sides: Iterable[float | None]) -> str:
    return " × ".join(f"{100 * side:.3g}" for side in sides if side is not None) + " cm"


def _disagreement(
    measured: tuple[float, float, float],
    stated: StatedSize,
    factors: list[float | None],
    repairs: tuple[TrustNote, ...],
) -> SizeDecision:
    """Nothing explains the difference: the model keeps its own size unless that is absurd."""
    own = _unstated(measured)
    known = [f for f in factors if f is not None]
    error = max(max(f, 1 / f) - 1 for f in known)
    note = _note("size_not_believed", measured=_centimetres(m * s for m, s in zip(measured, own.scale, strict=True)))
    return SizeDecision(own.scale, "model", round(error, 4), measured, stated, (note,), (*repairs, *own.repairs))


def _unstated(measured: tuple[float, float, float]) -> SizeDecision:
    """The model's own size, unless no product is that large or small and a usual unit explains it."""
    largest = max(measured)
    if not _SMALLEST < largest < _LARGEST:
        for unit, key in _GUESSES:
            if 0.02 < largest * unit < 6.0:
                told = _note(key, across=f"{largest:,.4g}", factor=f"{unit:.4g}")
                return SizeDecision((unit,) * 3, "category", None, measured, StatedSize(), (), (told,))
    return SizeDecision((1.0,) * 3, "model", None, measured, StatedSize())


def as_size(sides: tuple[float, float, float]) -> Size:
    """A size from measured sides; a flat side counts a tenth of a millimetre. Raises DomainError beyond 100 m."""
    width, height, depth = (round(max(side, 1e-4), 6) for side in sides)
    return Size(width, height, depth)
