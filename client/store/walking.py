"""Where one can walk in a store."""

from __future__ import annotations

from client.interaction.values import CanStand, Walk
from scenes.showroom.route import FloorMap
from scenes.showroom.values import StorePlan


def walking(plan: StorePlan) -> tuple[Walk, CanStand]:
    """Where a step ends, and where one can stand: only on floor that can be walked to from the entrance."""
    floor = FloorMap(plan)
    reached = floor.reached()

    def can_stand(x: float, y: float) -> bool:
        return plan.floor.contains(x, y) and floor.is_free(x, y) and bool(reached[floor.cell_of(x, y)])

    return floor.clamp_step, can_stand
