"""The shopper's own hands in the store: a wand for a controller, rounded fingers for a bare hand. A Geom a hand."""

from __future__ import annotations

import math

import numpy as np
from panda3d.core import NodePath

from client.domain.comfort import Side
from client.features.pointing import limbs
from client.features.pointing.moving import Faces, MovingShape
from client.headset.api import Pose, Vec3
from client.interaction.rig import about_x, about_z, forward, multiply, rotate, to_store
from client.interaction.who import SIDES, hand_of
from client.moment import Moment
from scenes.kit.renderer import Renderer


class HandsDrawn:
    """Shapes are made when a hand is first seen."""

    def __init__(self, renderer: Renderer, root: NodePath) -> None:
        self._renderer, self._root = renderer, root
        self._shapes: dict[tuple[Side, str], MovingShape] = {}
        self._wand = limbs.wand()
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
                self._bare(side, [to_store(moment.session.standing, Pose(joint)).position for joint in hand.joints])
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
        places, normals, colours = self._wand
        shape = self._shape(side, "wand", len(places), limbs.tube_faces(len(limbs.WAND)))
        turn = np.array([rotate(pose.turn, axis) for axis in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))])
        shape.write(places @ turn + np.asarray(pose.position), limbs.lit(normals @ turn, colours))

    def _bare(self, side: Side, joints: list[Vec3]) -> None:
        places, normals = limbs.bones(joints)
        shape = self._shape(side, "bare", len(places), limbs.bone_faces())
        shape.write(places, limbs.lit(normals, self._skin))


def wand_pose(grip: Pose, aim: Pose) -> Pose:
    """A wand lies in the palm and points along the aim, so that beam and wand are one line."""
    dx, dy, dz = forward(aim.turn)
    return Pose(grip.position, multiply(about_z(math.atan2(-dx, dy)), about_x(math.atan2(dz, math.hypot(dx, dy)))))
