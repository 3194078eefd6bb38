"""The eyes' depths on the real runtime: `python -m tests.simulators.monado_depths VISIT ARGS`, one JSON object told."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from client.headset.api import Eye, Vec3
from client.interaction.rig import eye_in_store, inverse, rotate
from client.pilot.person import go_to, position_of
from tests.simulators import monado_visits
from tests.simulators.errand import ERRAND
from tests.simulators.monado_visits import projected, visiting
from tests.simulators.remote_wearer import RemotePilot

_SETTLED = 12
_WALL = (0.25, 0.15)
"""Where in the eyes' pictures nothing but the wall is seen: over the product, to the left. Of width and height."""


def deep(root: Path, out: Path) -> dict[str, object]:
    """Goes up to a product and looks at it; how far it and the wall behind it are in what the runtime was given."""
    with visiting(root) as (pilot, opened):
        pilot.enter().press_button("back").run_until(lambda: pilot.session.panel is None, what="the help is closed")
        spot = opened.shop.keeper.current.spot_of(ERRAND.sku)
        assert spot is not None
        go_to(pilot, spot.x_m, spot.y_m)
        pilot.look_at(position_of(opened.shop, ERRAND.sku)).run(_SETTLED)
        worn = pilot.remote.worn()
        shown = worn.shown()
        assert shown.depths is not None
        near, far = shown.depths.told[0].near_z, shown.depths.told[0].far_z
        far_away = [
            near * far / (far - depths.astype(np.float64) * (far - near)) for depths in shown.read_depths_back()
        ]
        told = {
            "bits": worn.depth_bits,
            "chained": _chained(pilot),
            "spread": [float(picture[..., :3].std()) for picture in shown.read_back()],
            "reach_m": [near, far],
            "product_m": [
                _median(metres, edges) for metres, edges in zip(far_away, projected(pilot, ERRAND.sku), strict=True)
            ],
            "expected_product_m": [_product_m(pilot, eye) for eye in pilot.sample.eyes],
            "wall_m": [float(metres[_pixel(metres.shape)]) for metres in far_away],
            "expected_wall_m": [_wall_m(pilot, eye) for eye in pilot.sample.eyes],
        }
        before = pilot.sample.frame.index
        pilot.run(_SETTLED)
        told["frames"] = pilot.sample.frame.index - before
        told["focused"] = pilot.remote.focused()
    return told


def shallow(root: Path, out: Path) -> dict[str, object]:
    """The same headset where the setting says no."""
    monado_visits.SETTINGS = msgspec.structs.replace(monado_visits.SETTINGS, headset_depth=False)
    with visiting(root) as (pilot, _):
        pilot.enter().run(_SETTLED)
        worn = pilot.remote.worn()
        return {
            "bits": worn.depth_bits,
            "chained": _chained(pilot),
            "read": len(worn.shown().read_depths_back()),
            "focused": pilot.remote.focused(),
        }


def _chained(pilot: RemotePilot) -> list[bool]:
    return [bool(view.next) for view in pilot.remote.worn().shown().views]


def _median(metres: NDArray[np.float64], edges: list[float]) -> float:
    """Of the middle of the product's upper half: buttons may hang before the lower."""
    left, top, right, bottom = edges
    columns = slice(int(left + 0.4 * (right - left)), int(left + 0.6 * (right - left)))
    rows = slice(int(top + 0.25 * (bottom - top)), int(top + 0.4 * (bottom - top)))
    return float(np.median(metres[rows, columns]))


def _pixel(shape: tuple[int, ...]) -> tuple[int, int]:
    return int(_WALL[1] * shape[0]), int(_WALL[0] * shape[1])


def _product_m(pilot: RemotePilot, eye: Eye) -> list[float]:
    """How far its nearest and its farthest corner are along the eye's axis."""
    boxes = pilot.shop.keeper.current.boxes
    number = boxes.names.index(ERRAND.sku)
    heading = boxes.headings[number]
    cos, sin = math.cos(heading), math.sin(heading)
    signs = np.array([(i, j, k) for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)]) * boxes.halves[number]
    corners = boxes.centres[number] + signs @ np.array([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]])
    pose = eye_in_store(pilot.session.standing, eye, pilot.sample.head)
    ahead = []
    for corner in corners:
        x, y, z = (float(a - b) for a, b in zip(corner, pose.position, strict=True))
        ahead.append(rotate(inverse(pose.turn), (x, y, z))[1])
    return [min(ahead), max(ahead)]


def _wall_m(pilot: RemotePilot, eye: Eye) -> float:
    """How far the edge of the plan is along the eye's axis, in the direction of one pixel."""
    across, down = _WALL
    left, right, up, low = (math.tan(a) for a in (eye.fov.left, eye.fov.right, eye.fov.up, eye.fov.down))
    pose = eye_in_store(pilot.session.standing, eye, pilot.sample.head)
    way: Vec3 = rotate(pose.turn, (left + across * (right - left), 1.0, up - down * (up - low)))
    floor = pilot.shop.keeper.current.plan.floor
    x, y, _ = pose.position
    edges = ((floor.x1 if way[0] > 0 else floor.x0, x, way[0]), (floor.y1 if way[1] > 0 else floor.y0, y, way[1]))
    return float(min((edge - start) / step for edge, start, step in edges if abs(step) > 1e-9))


VISITS = {"deep": deep, "shallow": shallow}

if __name__ == "__main__":
    name, catalog, folder = sys.argv[1:]
    sys.stdout.write(json.dumps(VISITS[name](Path(catalog), Path(folder))) + "\n")
