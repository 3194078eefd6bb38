"""What the signs of a store say, what its labels say, and how its floor looks on the map: from the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from client.domain.text import LocalText
from client.panels.map_model import MapArea, MapModel, MapZone
from client.store.contents import StoreContents
from scenes.showroom.values import Rect

DepartmentName = Callable[[str, LocalText | None], str]
SignText = Callable[[str], str]


def sign_texts(contents: StoreContents, department: DepartmentName, sign: SignText) -> Mapping[str, str]:
    """Text by `Sign.text_key`."""
    labels = {info.key: info.label for info in contents.departments}
    texts: dict[str, str] = {}
    for board in contents.plan.signs:
        key = board.text_key
        texts[key] = department(key, labels.get(key)) if board.is_department else sign(key)
    return texts


def map_model(contents: StoreContents, pages: int = 1) -> MapModel:
    """The floor for the map panel, and which of how many pages stands there."""
    plan = contents.plan
    return MapModel(
        page=contents.wanted.page,
        pages=pages,
        floor=_floor(plan.floor),
        footprints=tuple(_floor(fixture.footprint) for fixture in plan.fixtures),
        areas=tuple(
            MapArea(d.department, _floor(d.area), (d.view_x_m, d.view_y_m, d.view_heading_rad))
            for d in plan.departments
        ),
        zones=tuple(
            MapZone(z.kind, _floor(z.footprint), (z.stand_x_m, z.stand_y_m, z.heading_rad)) for z in plan.zones
        ),
    )


def _floor(rect: Rect) -> tuple[float, float, float, float]:
    return (rect.x0, rect.y0, rect.x1, rect.y1)
