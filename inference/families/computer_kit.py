"""What computers share: shell colours and rows of keys."""

from __future__ import annotations

from inference.families.geometry import Mesh, join
from inference.families.solids import box

SHELLS = ("fog", "graphite", "navy", "sand", "blush", "sage", "charcoal", "sky", "snow")


Parts = list[tuple[str, str, Mesh]]


def key_rows(width: float, depth: float, tall: float, rows: int, gap: float = 0.0022) -> Mesh:
    """Keys in rows, the lowest with a space bar; bottom at y = 0, centred."""
    out: list[Mesh] = []
    made: dict[float, Mesh] = {}
    step = depth / rows
    for row in range(rows):
        count = 14 if row != rows - 1 else 0
        widths = [1.0] * count if count else [1.1, 1.1, 1.1, 1.3, 5.2, 1.3, 1.1, 0.9, 0.9]
        if count:
            widths[0 if row % 2 else -1] = 1.0 + 0.35 * ((row % 3) + 1)
        unit = width / sum(widths)
        x = -width / 2
        for size in widths:
            w = size * unit - gap
            if round(w, 6) not in made:
                made[round(w, 6)] = box(w, tall, step - gap, min(0.0006, tall * 0.45), 1)
            out.append(made[round(w, 6)].moved(x=x + size * unit / 2, z=-depth / 2 + (row + 0.5) * step))
            x += size * unit
    return join(out)
