"""Where the lines of a product's measures run, in its own space: metres, origin in its middle. Pure."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float, float]

_TICK_SHARE = 0.06


@dataclass(frozen=True)
class Measure:
    """One line from `a` to `b` with end ticks along `tick`, and where its label stands."""

    name: str
    a: Point
    b: Point
    tick: Point
    label_at: Point
    metres: float


def measures(width_m: float, depth_m: float, height_m: float) -> tuple[Measure, ...]:
    """Width along the front's lower edge, height along its right edge, depth along the right side's lower edge."""
    w, d, h = width_m / 2, depth_m / 2, height_m / 2
    gap = 0.12 * max(width_m, depth_m, height_m)
    tick = _TICK_SHARE * max(width_m, depth_m, height_m)
    low, front, right = -h - gap, -d - gap, w + gap
    beside = right + 1.5 * gap
    return (
        Measure(
            "width", (-w, front, -h), (w, front, -h), (0.0, 0.0, tick), (-0.15 * width_m, front, low - gap), width_m
        ),
        Measure("height", (right, -d, -h), (right, -d, h), (tick, 0.0, 0.0), (beside, -d, 0.0), height_m),
        Measure("depth", (right, -d, -h), (right, d, -h), (0.0, 0.0, tick), (beside, 0.3 * d, low), depth_m),
    )


def length_text(metres: float) -> str:
    """Centimetres as shops write them; millimetres below 10 cm."""
    if metres < 0.0995:
        return f"{metres * 1000:.0f} mm"
    return f"{metres * 100:.0f} cm" if metres < 2.995 else f"{metres:.2f} m"
