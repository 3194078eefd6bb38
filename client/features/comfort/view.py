"""The dark edge of the view while gliding, and the spot and ring of a gaze."""

from __future__ import annotations

import math

from panda3d.core import LQuaternionf, NodePath

from client.features.comfort.shapes import Colour, Shape, rings, vignette
from client.interaction.rig import head_in_store
from client.interaction.values import Ray
from client.interaction.walk import tracked
from client.moment import Moment
from client.store.contents import StoreContents
from scenes.kit.front_layer import FrontLayer
from scenes.kit.renderer import Renderer
from scenes.kit.soft_shape import soft_shape

_LEVELS, _ARC_STEPS = 16, 32
_SPOT_RAD, _RING_RAD, _RING_WIDE_RAD = math.radians(0.22), math.radians(1.15), math.radians(0.34)
_NEAREST_M, _FURTHEST_M, _NOTHING_M = 0.4, 8.0, 2.0
_VIGNETTE_ORDER, _SPOT_ORDER = 60, 70
_WHITE: Colour = (1.0, 1.0, 1.0, 0.95)
_DARK: Colour = (0.05, 0.08, 0.10, 0.75)
_TRACK: Colour = (0.05, 0.08, 0.10, 0.45)
_FILLED: Colour = (1.0, 0.76, 0.18, 1.0)
_RESTING: Colour = (0.75, 0.78, 0.80, 0.5)


class ComfortView:
    """Shapes are made when first needed and kept: a frame only shows and places them."""

    def __init__(self, renderer: Renderer, layer: FrontLayer) -> None:
        self._renderer = renderer
        self._edge: NodePath = layer.root.attach_new_node("vignette")
        self._spot: NodePath = layer.root.attach_new_node("gaze")
        self._made: dict[tuple[str, int], NodePath] = {}

    def enter(self, contents: StoreContents) -> None:
        """Neither belongs to a store."""

    def refresh(self, moment: Moment) -> None:
        """Shows what belongs to this frame."""
        for path in self._made.values():
            path.stash()
        head = head_in_store(moment.session.standing, moment.sample)
        level = round(moment.vignette * _LEVELS)
        if level and tracked(moment.sample):
            self._show("edge", level)
            _place(self._edge, head.position, head.turn, 1.0)
        ray = moment.intents.ray
        if moment.dwell is not None and ray is not None:
            self._gaze(moment.dwell, moment.resting, ray, moment.intents.pointed.distance_m)

    def _gaze(self, dwell: float, resting: bool, ray: Ray, hit_m: float | None) -> None:
        away = min(_FURTHEST_M, max(_NEAREST_M, hit_m if hit_m is not None else _NOTHING_M))
        _place(self._spot, ray.origin, _along(ray), away)
        self._show("resting" if resting else "spot", 0)
        filled = round(dwell * _ARC_STEPS)
        if filled:
            self._show("track", 0)
            self._show("filled", filled)

    def _show(self, name: str, level: int) -> None:
        path = self._made.get((name, level))
        if path is None:
            root, order = (self._edge, _VIGNETTE_ORDER) if name == "edge" else (self._spot, _SPOT_ORDER)
            points, faces = _shape(name, level)
            path = self._made[name, level] = soft_shape(self._renderer, root, points, faces, order + _OVER[name])
        path.unstash()

    def close(self) -> None:
        """Removes the shapes; idempotent."""
        for path in (*self._made.values(), self._edge, self._spot):
            if not path.is_empty():
                path.remove_node()
        self._made.clear()


_OVER = {"edge": 0, "track": 0, "filled": 1, "spot": 2, "resting": 2}


def _shape(name: str, level: int) -> Shape:
    inner, outer = _RING_RAD - _RING_WIDE_RAD / 2, _RING_RAD + _RING_WIDE_RAD / 2
    thin = math.radians(0.1)
    match name:
        case "edge":
            return vignette(level / _LEVELS)
        case "track":
            return rings([(inner - thin, _DARK), (inner, _TRACK), (outer, _TRACK), (outer + thin, _DARK)])
        case "filled":
            return rings([(inner, _FILLED), (outer, _FILLED)], level / _ARC_STEPS, _ARC_STEPS)
        case "resting":
            return rings([(_SPOT_RAD, _RESTING), (_SPOT_RAD + thin, _RESTING)])
        case _:
            return rings([(0.0, _WHITE), (_SPOT_RAD, _WHITE), (_SPOT_RAD, _DARK), (_SPOT_RAD + thin, _DARK)])


def _along(ray: Ray) -> tuple[float, float, float, float]:
    """The level turn that looks along a ray."""
    x, y, z = ray.direction
    heading, rises = math.atan2(-x, y), math.atan2(z, math.hypot(x, y))
    ch, sh, cr, sr = math.cos(heading / 2), math.sin(heading / 2), math.cos(rises / 2), math.sin(rises / 2)
    return (ch * cr, ch * sr, sh * sr, sh * cr)


def _place(
    path: NodePath, at: tuple[float, float, float], turn: tuple[float, float, float, float], scale: float
) -> None:
    path.set_pos(*at)
    path.set_quat(LQuaternionf(*turn))
    path.set_scale(scale)
