"""What a shopper sees of pointing: their hands, the beam, the reticle where it ends, the teleport arc, and the fade
between two stores."""

from __future__ import annotations

import math

import numpy as np
from panda3d.core import LQuaternionf, NodePath

from client.features.pointing import strokes
from client.features.pointing.hands import HandsDrawn
from client.features.pointing.moving import MovingShape
from client.features.pointing.strokes import Colour
from client.headset.api import Pose, Vec3
from client.interaction.rig import about_x, about_z, compose, head_in_store, multiply
from client.interaction.touch import HOVER_M
from client.interaction.values import Arc, Pointed, Ray
from client.moment import Moment
from client.store.contents import StoreContents
from scenes.kit.flat_card import Point, flat_shape
from scenes.kit.front_layer import FrontLayer
from scenes.kit.renderer import Renderer

_YES: Colour = (0.06, 0.70, 0.74, 1.0)
_NO: Colour = (0.86, 0.25, 0.17, 1.0)
_BEAM: Colour = (1.0, 1.0, 1.0, 0.95)
_DOT: Colour = (1.0, 1.0, 1.0, 0.8)
_VEIL: Colour = (0.05, 0.06, 0.07, 1.0)
_INK: Colour = (0.04, 0.06, 0.08, 0.75)
_CLEAR: Colour = (0.04, 0.06, 0.08, 0.0)

_POINTS = 28
"""Of a beam; of an arc twice as many."""
_BEAM_RAD, _ARC_RAD, _BEAM_LEAST_M = math.radians(0.24), math.radians(0.42), 0.0018
_BEAM_M = 1.6
"""How far a beam reaches that meets nothing."""
_FROM_HAND_M = 0.09
_RETICLE_RAD = math.radians(0.62)
"""Half of the angle that a reticle is seen under, however far away it lies."""
_ON_PANEL = 0.55
"""On a panel the buttons themselves say what is pointed at, and their words are not to be covered."""
_LIFT_SHARE = 0.004
_LANDING_M = 0.34
_DOT_M = 0.006
_VEIL_AWAY_M, _VEIL_HALF_M = 0.08, 0.4
_ARC_ORDER, _BEAM_ORDER, _RETICLE_ORDER = 28, 30, 32


def reticle(colour: Colour) -> tuple[strokes.F64, strokes.U8, strokes.Faces]:
    """A dot in a ring, each with a dark edge, of radius 1."""
    dot = strokes.discs([(0.0, colour), (0.26, colour), (0.32, _INK), (0.44, _CLEAR)])
    ring = strokes.discs([(0.62, _CLEAR), (0.70, _INK), (0.76, colour), (0.90, colour), (0.94, _INK), (1.0, _CLEAR)])
    return strokes.joined(dot, ring)


def landing(colour: Colour) -> tuple[strokes.F64, strokes.U8, strokes.Faces]:
    """Where one will stand and which way one will look (+Z): a ring and an arrowhead, for a floor that faces -Y."""
    soft: Colour = (*colour[:3], 0.18)
    ring = strokes.discs([(0.0, soft), (0.78, soft), (0.80, colour), (0.96, colour), (1.0, _CLEAR)], around=56)
    arrow = np.array([(-0.34, 0.0, 1.10), (0.34, 0.0, 1.10), (0.0, 0.0, 1.52)])
    return strokes.joined(ring, (arrow, strokes.as_bytes(np.tile(colour, (3, 1))), np.array([(0, 1, 2)], np.uint16)))


def no_landing(colour: Colour) -> tuple[strokes.F64, strokes.U8, strokes.Faces]:
    """Where one cannot stand: a crossed ring, so that it is told by its shape as well as by its colour."""
    ring = strokes.discs([(0.78, _CLEAR), (0.80, colour), (0.96, colour), (1.0, _CLEAR)], around=56)
    far, wide = 0.86 * math.sqrt(0.5), 0.11 * math.sqrt(0.5)
    bars = []
    for side in (1.0, -1.0):
        corners = [
            (-far - wide, -far + wide), (-far + wide, -far - wide), (far + wide, far - wide), (far - wide, far + wide)
        ]  # fmt: skip
        points = np.array([(x * side, 0.0, z) for x, z in corners])
        faces = np.array([(0, 1, 2), (0, 2, 3)], np.uint16)
        bars.append((points, strokes.as_bytes(np.tile(colour, (4, 1))), faces))
    return strokes.joined(ring, *bars)


class PointingView:
    """Shapes are made once; a frame only moves them."""

    def __init__(self, renderer: Renderer, layer: FrontLayer) -> None:
        self._renderer, self._root = renderer, layer.root.attach_new_node("pointing")
        self._hands = HandsDrawn(renderer, self._root)
        self._beam_shape = self._shape("beam", _POINTS * len(strokes.LANES), strokes.band_faces(_POINTS), _BEAM_ORDER)
        many = _POINTS * 2
        self._arc_shape = self._shape("arc", many * len(strokes.LANES), strokes.band_faces(many), _ARC_ORDER)
        self._still = {
            "on": self._made("on", reticle(_YES), _RETICLE_ORDER),
            "off": self._made("off", reticle(_BEAM), _RETICLE_ORDER),
            "yes": self._made("yes", landing(_YES), _ARC_ORDER),
            "no": self._made("no", no_landing(_NO), _ARC_ORDER),
        }
        self._floor = renderer.scene.attach_new_node("travel")
        for shape in (self._arc_shape, self._still["yes"], self._still["no"]):
            shape.lie_in_the_store(self._floor)
        self._passing: list[NodePath] = []

    def _shape(self, name: str, count: int, faces: strokes.Faces, order: int) -> MovingShape:
        shape = MovingShape(self._renderer, self._root, name, count, faces, order)
        shape.show(False)
        return shape

    def _made(self, name: str, of: tuple[strokes.F64, strokes.U8, strokes.Faces], order: int) -> MovingShape:
        places, colours, faces = of
        shape = self._shape(name, len(places), faces, order)
        shape.write(places, colours)
        return shape

    def enter(self, contents: StoreContents) -> None:
        """Pointing does not belong to a store."""

    def refresh(self, moment: Moment) -> None:
        """Draws what is pointed with now."""
        for path in self._passing:
            path.remove_node()
        self._passing.clear()
        for shape in (self._beam_shape, self._arc_shape, *self._still.values()):
            shape.show(False)
        self._hands.refresh(moment)
        intents = moment.intents
        # Between the eyes: what faces one of them looks askew to the other.
        head = head_in_store(moment.session.standing, moment.sample)
        if intents.arc is not None:
            self._arc(intents.arc, head.position)
        elif intents.ray is not None and moment.sample.hands and intents.hand is not None:
            grips = moment.session.held is not None and intents.hand in moment.session.held.hands
            if intents.touch_m is not None:
                self._reticle(intents.pointed, head.position, _touch_size(intents.touch_m))
            elif not grips:
                self._beam(intents.ray, intents.pointed, head.position)
                self._reticle(intents.pointed, head.position, _ON_PANEL if intents.pointed.target == "panel" else 1.0)
        mouse = moment.sample.mouse
        if intents.arc is None and mouse is not None and mouse.captured:
            self._dot(head)
        if moment.fade > 0.0:
            self._veil(head, moment.fade)

    def _beam(self, ray: Ray, pointed: Pointed, eye: Vec3) -> None:
        end = pointed.at if pointed.at is not None else ray.at(_BEAM_M)
        meets = pointed.target != "nothing"
        start = ray.at(min(_FROM_HAND_M, 0.5 * math.dist(ray.origin, end)))
        path = strokes.curve(start, ray.direction, end, _POINTS)
        along = np.linspace(0.0, 1.0, _POINTS)
        alpha = np.clip(along * 8.0, 0.0, 1.0) * (1.0 - (0.35 if meets else 0.9) * along)
        colours = strokes.band_colours(_POINTS, _YES if meets else _BEAM, alpha)
        self._beam_shape.write(strokes.band(path, eye, _BEAM_RAD, _BEAM_LEAST_M), colours)
        self._beam_shape.show(True)

    def _reticle(self, pointed: Pointed, eye: Vec3, size: float) -> None:
        if pointed.at is None:
            return
        away = math.dist(eye, pointed.at)
        lift = _LIFT_SHARE * away
        at = tuple(a + n * lift for a, n in zip(pointed.at, pointed.normal, strict=True))
        shape = self._still["on" if pointed.target != "nothing" else "off"]
        shape.path.set_pos(*at)
        shape.path.set_quat(LQuaternionf(*strokes.facing(pointed.normal, pointed.at, eye)))
        shape.path.set_scale(math.tan(_RETICLE_RAD) * away * size)
        shape.show(True)

    def _arc(self, arc: Arc, eye: Vec3) -> None:
        colour = _YES if arc.allowed else _NO
        given = np.asarray(arc.points, dtype=np.float64)
        if len(given) > 1:
            many = _POINTS * 2
            at = np.linspace(0.0, len(given) - 1.0, many)
            path = np.stack([np.interp(at, np.arange(len(given)), given[:, axis]) for axis in range(3)], axis=1)
            alpha = np.clip(np.linspace(0.0, 8.0, many), 0.0, 1.0)
            self._arc_shape.write(
                strokes.band(path, eye, _ARC_RAD, _BEAM_LEAST_M), strokes.band_colours(many, colour, alpha)
            )
            self._arc_shape.show(True)
        x, y, z = arc.points[-1]
        ring = self._still["yes" if arc.allowed else "no"]
        ring.path.set_pos(x, y, z + 0.01)
        ring.path.set_quat(LQuaternionf(*multiply(about_z(arc.heading_rad), about_x(-math.pi / 2))))
        ring.path.set_scale(_LANDING_M)
        ring.show(True)

    def _passes(self, points: list[Point], faces: list[tuple[int, int, int]], colour: Colour) -> NodePath:
        path = flat_shape(self._renderer, self._root, points, faces, colour, on_top=True)
        self._passing.append(path)
        return path

    def _dot(self, eye: Pose) -> None:
        """Where one points while the mouse is hidden."""
        rim: list[Point] = [(0.0, 0.0, 0.0)]
        rim += [(math.cos(i / 16 * math.tau) * _DOT_M, 0.0, math.sin(i / 16 * math.tau) * _DOT_M) for i in range(16)]
        path = self._passes(rim, [(0, i, i % 16 + 1) for i in range(1, 17)], _DOT)
        path.set_quat(LQuaternionf(*eye.turn))
        path.set_pos(*compose(eye, Pose((0.0, 1.0, 0.0))).position)

    def _veil(self, eye: Pose, fade: float) -> None:
        h = _VEIL_HALF_M
        points: list[Point] = [(-h, 0.0, -h), (h, 0.0, -h), (h, 0.0, h), (-h, 0.0, h)]
        path = self._passes(points, [(0, 1, 2), (0, 2, 3)], (*_VEIL[:3], fade))
        path.set_bin("overlay", 100)
        path.set_depth_write(False)  # a runtime that is told of depths must not take the veil for a wall
        path.set_quat(LQuaternionf(*eye.turn))
        path.set_pos(*eye.position)
        path.set_pos(path, 0.0, _VEIL_AWAY_M, 0.0)

    def close(self) -> None:
        """Removes the shapes; idempotent."""
        for root in (self._root, self._floor):
            if not root.is_empty():
                root.remove_node()


def _touch_size(away_m: float) -> float:
    """A reticle that closes in as the finger comes nearer, and is smallest while it presses."""
    return 0.55 + 1.1 * max(0.0, min(1.0, away_m / HOVER_M))
