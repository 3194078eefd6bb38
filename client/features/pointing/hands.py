"""The shopper's own hands in the store: a wand for a controller, rounded fingers for a bare hand. A Geom a hand."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from panda3d.core import LQuaternionf, NodePath

from client.domain.comfort import Side
from client.domain.session import Standing
from client.features.pointing import limbs
from client.features.pointing.moving import Faces, MovingShape
from client.features.pointing.strokes import F64
from client.headset.api import Pose, Vec3
from client.interaction.rig import about_x, about_z, forward, multiply, to_store
from client.interaction.who import SIDES, hand_of
from client.moment import Moment
from scenes.kit.renderer import Renderer


class HandsDrawn:
    """Shapes are made when a hand is first seen."""

    def __init__(self, renderer: Renderer, root: NodePath) -> None:
        self._renderer, self._root = renderer, root
        self._shapes: dict[tuple[Side, str], MovingShape] = {}
        self._wand, self._bone_faces = limbs.wand(), limbs.bone_faces()
        self._skin = np.tile(limbs.SKIN, (limbs.BONE_POINTS * len(limbs.BONES), 1))

    def refresh(self, moment: Moment) -> None:
        """Puts both hands where they are."""
        for shape in self._shapes.values():
            shape.show(False)
        for side in SIDES:
            hand = hand_of(moment.sample, side)
            if hand is None:
                continue
            if len(hand.joints) == limbs.JOINTS:
                self._bare(side, in_store(moment.session.standing, hand.joints))
            else:
                standing = moment.session.standing
                self._held_wand(side, wand_pose(to_store(standing, hand.grip), to_store(standing, hand.aim)))

    def _shape(self, side: Side, kind: str, count: int, faces: Faces) -> MovingShape:
        shape = self._shapes.get((side, kind))
        if shape is None:
            shape = MovingShape(self._renderer, self._root, f"{side} {kind}", count, faces, None)
            self._shapes[side, kind] = shape
        shape.show(True)
        return shape

    def _held_wand(self, side: Side, pose: Pose) -> None:
        new = (side, "wand") not in self._shapes
        places, normals, colours = self._wand
        shape = self._shape(side, "wand", len(places), limbs.tube_faces(len(limbs.WAND)))
        if new:
            # Its light turns with it: nobody sees that on so slim a thing, and a frame only moves it.
            shape.write(places, limbs.lit(normals, colours))
        shape.path.set_pos(*pose.position)
        shape.path.set_quat(LQuaternionf(*pose.turn))

    def _bare(self, side: Side, joints: F64) -> None:
        places, normals = limbs.bones(joints)
        shape = self._shape(side, "bare", len(places), self._bone_faces)
        shape.write(places, limbs.lit(normals, self._skin))


def in_store(standing: Standing, places: Sequence[Vec3]) -> F64:
    """(n, 3) Many places of the play space in the store: `to_store` for a whole hand."""
    at = np.asarray(places, dtype=np.float64)
    cos, sin = math.cos(standing.heading_rad), math.sin(standing.heading_rad)
    turned: F64 = at @ np.array([(cos, sin, 0.0), (-sin, cos, 0.0), (0.0, 0.0, 1.0)])
    turned[:, :2] += (standing.x_m, standing.y_m)
    return turned


def wand_pose(grip: Pose, aim: Pose) -> Pose:
    """A wand lies in the palm and points along the aim, so that beam and wand are one line."""
    dx, dy, dz = forward(aim.turn)
    return Pose(grip.position, multiply(about_z(math.atan2(-dx, dy)), about_x(math.atan2(dz, math.hypot(dx, dy)))))
