"""The plainest store: products in rows on the floor of a hall, 2 metres apart. For tests that need no planner."""

from __future__ import annotations

from collections.abc import Sequence

from client.interaction.values import CanStand, Walk
from scenes.showroom.values import ItemToShow, Placement, Rect, StorePlan

COLUMNS = 6
STEP_M = 2.0


def plain_plan(items: Sequence[ItemToShow]) -> StorePlan:
    """Rows of `COLUMNS` products at a height of 0.8 m, the first row 3 m ahead of the entrance."""
    placements = tuple(
        Placement(item.item_id, (i % COLUMNS - (COLUMNS - 1) / 2) * STEP_M, 3.0 + i // COLUMNS * STEP_M, 0.8, 0.0, 0)
        for i, item in enumerate(items)
    )
    depth = 6.0 + len(items) / COLUMNS * STEP_M
    return StorePlan(Rect(-8.0, -1.0, 8.0, depth), 3.4, 0.0, 0.0, (), placements, (), (), ())


def plain_walking(plan: StorePlan) -> tuple[Walk, CanStand]:
    """Everything inside the walls can be walked on."""

    def can_stand(x: float, y: float) -> bool:
        return plan.floor.contains(x, y)

    def walk(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
        floor = plan.floor
        return (min(max(end[0], floor.x0), floor.x1), min(max(end[1], floor.y0), floor.y1))

    return walk, can_stand
