"""The pointer's dot, the beam of a tracked hand, the teleport arc and the fade between two stores."""

from __future__ import annotations

import math

from panda3d.core import LQuaternionf, NodePath

from client.headset.api import Pose, Vec3
from client.interaction.rig import compose, eye_in_store
from client.interaction.values import Arc, Ray
from client.moment import Moment
from client.store.contents import StoreContents
from scenes.kit.flat_card import Colour, Point, flat_shape
from scenes.kit.front_layer import FrontLayer
from scenes.kit.renderer import Renderer

_YES: Colour = (0.10, 0.62, 0.66, 0.85)
_NO: Colour = (0.72, 0.22, 0.16, 0.75)
_BEAM: Colour = (0.95, 0.97, 1.0, 0.55)
_DOT: Colour = (1.0, 1.0, 1.0, 0.8)
_VEIL: Colour = (0.05, 0.06, 0.07, 1.0)
_ARC_HALF_M, _BEAM_HALF_M, _LANDING_M = 0.018, 0.004, 0.32
_BEAM_M = 3.0
_DOT_M = 0.006
_VEIL_AWAY_M, _VEIL_HALF_M = 0.08, 0.4


class PointingView:
    """Small shapes made anew while they are shown; nothing is kept in between."""

    def __init__(self, renderer: Renderer, layer: FrontLayer) -> None:
        self._renderer, self._root = renderer, layer.root.attach_new_node("pointing")

    def enter(self, contents: StoreContents) -> None:
        """Pointing does not belong to a store."""

    def refresh(self, moment: Moment) -> None:
        """Draws what is pointed with now."""
        self._root.get_children().detach()
        intents = moment.intents
        if intents.arc is not None:
            self._arc(intents.arc)
        elif intents.ray is not None and moment.sample.hands:
            self._beam(intents.ray, intents.pointed.distance_m)
        eye = eye_in_store(moment.session.standing, moment.sample.eyes[0], moment.sample.head)
        mouse = moment.sample.mouse
        if intents.arc is None and mouse is not None and mouse.captured:
            self._dot(eye)
        if moment.fade > 0.0:
            self._veil(eye, moment.fade)

    def _shape(self, points: list[Point], faces: list[tuple[int, int, int]], colour: Colour) -> NodePath:
        return flat_shape(self._renderer, self._root, points, faces, colour, on_top=True)

    def _arc(self, arc: Arc) -> None:
        colour = _YES if arc.allowed else _NO
        points, faces = ribbon(arc.points, _ARC_HALF_M)
        self._shape(points, faces, colour)
        x, y, z = arc.points[-1]
        ring: list[Point] = []
        for i in range(32):
            a = i / 32 * math.tau
            for radius in (_LANDING_M, _LANDING_M * 0.72):
                ring.append((x + math.cos(a) * radius, y + math.sin(a) * radius, z + 0.01))
        around = [(i, i + 1, (i + 2) % 64) for i in range(0, 64, 2)]
        around += [(i + 1, (i + 3) % 64, (i + 2) % 64) for i in range(0, 64, 2)]
        self._shape(ring, around, colour)

    def _beam(self, ray: Ray, hit_m: float | None) -> None:
        points, faces = ribbon((ray.origin, ray.at(min(_BEAM_M, hit_m or _BEAM_M))), _BEAM_HALF_M)
        self._shape(points, faces, _BEAM)

    def _dot(self, eye: Pose) -> None:
        """Where one points while the mouse is hidden."""
        rim: list[Point] = [(0.0, 0.0, 0.0)]
        rim += [(math.cos(i / 16 * math.tau) * _DOT_M, 0.0, math.sin(i / 16 * math.tau) * _DOT_M) for i in range(16)]
        path = self._shape(rim, [(0, i, i % 16 + 1) for i in range(1, 17)], _DOT)
        path.set_quat(LQuaternionf(*eye.turn))
        path.set_pos(*compose(eye, Pose((0.0, 1.0, 0.0))).position)

    def _veil(self, eye: Pose, fade: float) -> None:
        h = _VEIL_HALF_M
        points: list[Point] = [(-h, 0.0, -h), (h, 0.0, -h), (h, 0.0, h), (-h, 0.0, h)]
        path = self._shape(points, [(0, 1, 2), (0, 2, 3)], (*_VEIL[:3], fade))
        path.set_bin("overlay", 100)
        path.set_quat(LQuaternionf(*eye.turn))
        path.set_pos(*eye.position)
        path.set_pos(path, 0.0, _VEIL_AWAY_M, 0.0)

    def close(self) -> None:
        """Removes the shapes; idempotent."""
        if not self._root.is_empty():
            self._root.remove_node()


def ribbon(points: tuple[Vec3, ...], half_m: float) -> tuple[list[Point], list[tuple[int, int, int]]]:
    """A flat band along a path, level across, with its triangles."""
    edges: list[Point] = []
    faces: list[tuple[int, int, int]] = []
    for i, (x, y, z) in enumerate(points):
        ax, ay, _ = points[max(0, i - 1)]
        bx, by, _ = points[min(len(points) - 1, i + 1)]
        dx, dy = bx - ax, by - ay
        length = math.hypot(dx, dy)
        nx, ny = (dy / length, -dx / length) if length > 1e-9 else (1.0, 0.0)
        edges += [(x - nx * half_m, y - ny * half_m, z), (x + nx * half_m, y + ny * half_m, z)]
        if i:
            a = 2 * i
            faces += [(a - 2, a - 1, a), (a - 1, a + 1, a)]
    return edges, faces
