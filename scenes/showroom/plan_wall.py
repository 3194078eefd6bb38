"""Wall panels and photo stands: pictures, mirrors, wall lamps, and products that are only known from a photo."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.showroom.plan_unit import PHOTO_DEPTH_M, LocalFixture, LocalPlace, Unit, shown_depth, spread_evenly
from scenes.showroom.values import ItemToShow

BOARD_M = 0.04
PANEL_WIDTH_M = 1.9
PANEL_HEIGHT_M = 2.15
EYE_LINE_M = 1.45
"""Centre of what hangs on a wall, where pictures are hung in galleries."""
PANEL_GAP_M = 0.14
PHOTO_RANK, PANEL_RANK = 2, 7
LOWEST_ON_WALL_M, HIGHEST_ON_WALL_M = 0.25, 2.1


def wall_panels(items: Sequence[ItemToShow]) -> list[Unit]:
    """Panels that carry things hung side by side in columns, two above each other where they are low. Front to -y."""
    columns = _columns(items)
    units: list[Unit] = []
    line: list[list[ItemToShow]] = []
    for column in columns:
        wanted = [*line, column]
        # At most four columns; a column wider than a panel gets a panel of its own width.
        if line and (_line_width(wanted) > PANEL_WIDTH_M or len(line) >= 4):
            units.append(_panel(line))
            wanted = [column]
        line = wanted
    if line:
        units.append(_panel(line))
    return units


def _columns(items: Sequence[ItemToShow]) -> list[list[ItemToShow]]:
    room = HIGHEST_ON_WALL_M - 0.45
    columns: list[list[ItemToShow]] = []
    for item in items:
        top = columns[-1] if columns else []
        two = sum(i.height_m for i in top) + item.height_m + 2 * PANEL_GAP_M <= room
        alike = bool(top) and abs(top[0].width_m - item.width_m) <= 0.35
        if len(top) == 1 and two and alike and max(top[0].height_m, item.height_m) <= 0.75:
            top.append(item)
        else:
            columns.append([item])
    return columns


def _line_width(line: Sequence[Sequence[ItemToShow]]) -> float:
    widths = [max(i.width_m for i in column) for column in line]
    return sum(widths) + PANEL_GAP_M * (len(widths) + 1)


def _panel(line: Sequence[Sequence[ItemToShow]]) -> Unit:
    # Two usual widths keep the rhythm of a wall.
    width = max(1.0 if _line_width(line) <= 1.0 else PANEL_WIDTH_M, _line_width(line))
    deepest = max(shown_depth(item) for column in line for item in column)
    depth = BOARD_M + deepest + 0.01
    widths = [max(i.width_m for i in column) for column in line]
    places = []
    for column, x in zip(line, spread_evenly(widths, width, 0.4), strict=True):
        for item, z in zip(column, _heights(column), strict=True):
            y = depth / 2 - BOARD_M - shown_depth(item) / 2
            places.append(LocalPlace(item.item_id, x, y, z))
    fixture = LocalFixture("wall_panel", 0.0, 0.0, width, depth, PANEL_HEIGHT_M)
    return Unit(width, depth, PANEL_RANK, (fixture,), tuple(places))


def _heights(column: Sequence[ItemToShow]) -> list[float]:
    """Bottom heights: one thing hangs at the eye line, two share it as their middle."""
    total = sum(i.height_m for i in column) + PANEL_GAP_M * (len(column) - 1)
    z = max(LOWEST_ON_WALL_M, min(EYE_LINE_M - total / 2, HIGHEST_ON_WALL_M - total))
    heights = []
    for item in column:
        heights.append(z)
        z += item.height_m + PANEL_GAP_M
    return heights


def photo_stands(items: Sequence[ItemToShow]) -> list[Unit]:
    """One stand for each photo; the picture's middle near the eye line when it is small."""
    units = []
    for item in items:
        width = max(0.5, item.width_m + 0.08)
        z = max(0.12, min(0.95, 1.4 - item.height_m / 2))
        place = LocalPlace(item.item_id, 0.0, 0.0, z)
        fixture = LocalFixture("photo_stand", 0.0, 0.0, width, 0.5, z, (z,))
        units.append(Unit(width, max(0.5, PHOTO_DEPTH_M), PHOTO_RANK, (fixture,), (place,)))
    return units
