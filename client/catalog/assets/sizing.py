"""Comparing what the merchant says of a product's size with what its model measures, and what to do about it.

A model and its stated size agree when one factor explains all sides. That factor is the model's unit (1 for metres,
0.01 when it was made in centimetres, 0.0254 in inches, ...). A model is scaled by it; single sides are stretched only
by a few percent, because a stretched product is a wrong product.
"""

from __future__ import annotations

import itertools
import math
from typing import Final

import msgspec

from client.catalog.importers.draft import StatedSize
from client.domain.product import Size, SizeBasis

UNITS: Final[tuple[tuple[float, str], ...]] = (
    (0.01, "centimetres"), (0.001, "millimetres"), (0.0254, "inches"), (0.3048, "feet"),
    (10.0, "decametres"), (100.0, "hundredths of what they should be"), (1000.0, "thousandths of what they should be"),
    (0.0254 / 0.01, "inches written as centimetres"), (0.01 / 0.0254, "centimetres written as inches"),
    (0.1, "tenfold units"), (1 / 0.0254, "metres written as inches"),
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
_NAMES: Final = ("width", "height", "depth")


class SizeDecision(msgspec.Struct, frozen=True):
    """Factors for x, y and z; what the size rests on; the remaining difference; sentences; the size as understood."""

    scale: tuple[float, float, float]
    basis: SizeBasis
    error: float | None
    measured: tuple[float, float, float]
    stated: StatedSize
    notes: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()


def decide(measured: tuple[float, float, float], stated: StatedSize, units_free: bool = False) -> SizeDecision:
    """How to bring a model of this size (metres) to the stated size. `units_free`: its unit means nothing."""
    if not any(stated.sides):
        return _unstated(measured)
    factors = _factors(measured, stated)
    spread, common = _spread(factors)
    repairs: list[str] = []
    if spread > _ONE_FACTOR and stated.complete:
        turned, order = _best_order(measured, stated)
        turned_spread, turned_common = _spread(_factors(measured, turned))
        if turned_spread <= _ONE_FACTOR and spread > 2 * turned_spread:
            sides = ", ".join(f"{_NAMES[o]} as {_NAMES[i]}" for i, o in enumerate(order) if i != o)
            repairs.append(f"The stated sides are in another order than the model's; they were read as: {sides}.")
            stated, factors, spread, common = turned, _factors(measured, turned), turned_spread, turned_common
    if spread > _HOPELESS and not units_free:
        return _disagreement(measured, stated, factors, tuple(repairs))
    if not units_free and (sentence := _unit_sentence(common)):
        repairs.append(sentence)
    notes: list[str] = []
    scale = tuple(f if f is not None and spread <= _STRETCH else common for f in factors)
    if spread > _ONE_FACTOR:
        notes.append(
            f"The model's proportions differ from the stated size by up to {spread:.0%}; it was not stretched."
        )
    elif not repairs and not units_free and abs(common - 1) > _AGREE:
        notes.append(f"The model was scaled by {common:.3g} to the stated size.")
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


def _best_order(measured: tuple[float, float, float], stated: StatedSize) -> tuple[StatedSize, tuple[int, ...]]:
    """The order of the stated sides that fits best; exchanging width and depth is tried first."""
    orders = sorted(itertools.permutations(range(3)), key=lambda o: (o != (2, 1, 0), o[1] != 1))

    def misfit(order: tuple[int, ...]) -> float:
        return _spread(_factors(measured, StatedSize(*(stated.sides[i] for i in order))))[0]

    best = min(orders, key=lambda o: round(misfit(o), 3))
    return StatedSize(*(stated.sides[i] for i in best)), best


def _unit_sentence(factor: float) -> str | None:
    for unit, name in UNITS:
        if abs(factor / unit - 1) <= _UNIT_MATCH:
            return f"The model's numbers were {name}, not metres; it was scaled by {factor:.4g}."
    if not 0.2 < factor < 5:
        return f"The model had no sensible unit; it was scaled by {factor:.4g} to the stated size."
    return None


def _disagreement(
    measured: tuple[float, float, float], stated: StatedSize, factors: list[float | None], repairs: tuple[str, ...]
) -> SizeDecision:
    """Nothing explains the difference: the model keeps its own size unless that is absurd."""
    own = _unstated(measured)
    known = [f for f in factors if f is not None]
    error = max(max(f, 1 / f) - 1 for f in known)
    text = " x ".join(f"{m * s * 100:.0f}" for m, s in zip(measured, own.scale, strict=True))
    note = f"The stated size does not fit the model, which measures {text} cm; the model was left as it is."
    return SizeDecision(own.scale, "model", round(error, 4), measured, stated, (note,), (*repairs, *own.repairs))


def _unstated(measured: tuple[float, float, float]) -> SizeDecision:
    """The model's own size, unless no product is that large or small and a usual unit explains it."""
    largest = max(measured)
    scale, repairs = 1.0, ()
    if not _SMALLEST < largest < _LARGEST:
        for unit, name in (
            (0.01, "centimetres"),
            (0.001, "millimetres"),
            (0.0254, "inches"),
            (100.0, ""),
            (1000.0, ""),
        ):
            if 0.02 < largest * unit < 6.0:
                scale = unit
                was = f"was {largest:,.4g} m across"
                what = f"its numbers were taken to be {name}" if name else f"it was enlarged {unit:.0f} times"
                return SizeDecision(
                    (scale,) * 3, "category", None, measured, StatedSize(), (), (f"The model {was}; {what}.",)
                )
    return SizeDecision((scale,) * 3, "model", None, measured, StatedSize(), (), repairs)


def as_size(sides: tuple[float, float, float]) -> Size:
    """A size from measured sides; a flat side counts a tenth of a millimetre. Raises DomainError beyond 100 m."""
    width, height, depth = (round(max(side, 1e-4), 6) for side in sides)
    return Size(width, height, depth)
