from __future__ import annotations

import numpy as np

from scenes.showroom.build_ceiling import RAFT_DROP_M, ceiling_mesh, rafts
from scenes.showroom.build_street import courtyard_picture
from scenes.showroom.build_world import light_map
from scenes.showroom.values import DepartmentArea, Fixture, Rect, StorePlan


def store() -> StorePlan:
    areas = [Rect(-9, 4, -1, 10), Rect(1, 4, 9, 10), Rect(-9, 10, -1, 16), Rect(8, 12, 9, 13)]
    departments = tuple(DepartmentArea(f"d{i}", area, 0.0, 0.0, 0.0) for i, area in enumerate(areas))
    table = Fixture(0, "table", 5.0, 7.0, 0.0, 1.6, 0.8, 0.75, (0.75,), "d1", Rect(4.2, 6.6, 5.8, 7.4))
    return StorePlan(Rect(-10, 0, 10, 20), 3.8, 0.0, 0.0, (table,), (), (), (), departments)


def test_rafts_hang_inside_their_departments_and_leave_head_room() -> None:
    plan = store()
    hung = rafts(plan)
    assert len(hung) == 3  # the fourth department is too small for one
    for raft, department in zip(hung, plan.departments, strict=False):
        assert department.area.contains(raft.x0, raft.y0)
        assert department.area.contains(raft.x1, raft.y1)
    low = float(ceiling_mesh(plan).vertices["position"][:, 2].min())
    assert 2.9 < low < plan.ceiling_m - RAFT_DROP_M


def test_raft_slats_face_outwards() -> None:
    """Every triangle of the ceiling winds the way its normals point: nothing overhead is culled away."""
    mesh = ceiling_mesh(store())
    corners = mesh.vertices["position"][mesh.triangles].astype(np.float64)
    facing = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = mesh.vertices["normal"][mesh.triangles].mean(axis=1)
    whole = np.linalg.norm(facing, axis=1) > 1e-7
    agree = (facing * normals).sum(axis=1)[whole] > 0
    assert agree.mean() > 0.999


def test_the_light_map_zones_the_floor_and_lights_the_goods() -> None:
    made = light_map(store())
    rows, columns = made.shape[:2]

    def at(x: float, y: float) -> list[int]:
        return [int(v) for v in made[int(y / 20 * rows), int((x + 10) / 20 * columns)]]

    aisle, carpet, oak, stone, table = at(0, 2), at(-5, 7), at(2, 8.5), at(-5, 13), at(5, 7)
    assert (aisle[1], aisle[2], aisle[3]) == (0, 0, 0)
    assert carpet[1] > 250
    assert stone[2] > 250
    assert oak[1] == oak[2] == 0
    assert table[3] > 200 > aisle[3]
    assert table[0] < aisle[0] - 20  # the floor under a table lies in its shade


def test_the_courtyard_is_bright_and_the_same_every_time() -> None:
    first, again = courtyard_picture(), courtyard_picture()
    assert (first == again).all()
    assert first[: len(first) // 6].mean() > 215
