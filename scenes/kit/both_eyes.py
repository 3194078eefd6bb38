"""Two eyes seen as one: where a camera stands whose view holds both eyes' views.

Done every frame, so it is done with the engine's matrices: they act on rows, and cost a tenth of small arrays. Axes
are the camera's own: x to the right, y ahead, z up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from panda3d.core import LMatrix4d, LPoint3d, LQuaterniond, LVector3d

Vec3 = tuple[float, float, float]
Quat = tuple[float, float, float, float]
"""w, x, y, z; unit length."""

_LEAST, _MOST = 0.1, 20.0
"""How far a view reaches to every side at least and at most, as tangents."""
_SAME = 1e-5
"""Eyes that move less than this against each other (metres, radians) tremble: it is a hundredth of a pixel."""


@dataclass(frozen=True)
class EyeLook:
    """Where an eye is (metres), how it is turned, and the tangents of its left, right, upper and lower edge."""

    position: Vec3
    turn: Quat
    tangents: tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Setting:
    """How two eyes are set against each other, as a camera between them sees it. Of each eye, left first:

    clip: from the camera's space to the eye's clip space, OpenGL's. at: the eye in the camera's space.
    tangents: of the camera's edges, so that it sees all that the eyes see. back_m: how far it is behind their middle.
    """

    tangents: tuple[float, float, float, float]
    clip: tuple[LMatrix4d, ...]
    at: tuple[Vec3, ...]
    back_m: float


class BothEyes:
    """Finds the camera between two eyes: turned as the mean of both, as far back as it takes to see all.

    `position` and `turn` are the camera's. `setting` stays the same object while the eyes keep to each other: in a
    headset they do until somebody turns its wheel, so most of the work is done once.
    """

    def __init__(self, near_m: float, far_m: float) -> None:
        self.position: Vec3 = (0.0, 0.0, 0.0)
        self.turn: Quat = (1.0, 0.0, 0.0, 0.0)
        self._reach = near_m, far_m
        self._found: Setting | None = None
        self._edges: list[tuple[float, float, float, float]] = []
        self._apart, self._canted = LVector3d(), LQuaterniond()

    @property
    def setting(self) -> Setting:
        """How the eyes are set against each other."""
        assert self._found is not None, "the eyes were never placed"
        return self._found

    def place(self, looks: Sequence[EyeLook]) -> None:
        """Where both eyes are now, left first."""
        turns = [LQuaterniond(*look.turn) for look in looks]
        if turns[0].dot(turns[1]) < 0.0:
            turns[1] = -turns[1]
        mean = turns[0] + turns[1]
        mean.normalize()
        places = [LPoint3d(*look.position) for look in looks]
        middle = (places[0] + places[1]) / 2.0
        apart = mean.conjugate().xform(places[1] - places[0])
        canted = turns[0] * turns[1].conjugate()
        edges = [look.tangents for look in looks]
        same = edges == self._edges and self._apart.almost_equal(apart, _SAME)
        if self._found is None or not (same and self._canted.almost_equal(canted, _SAME)):
            self._edges, self._apart, self._canted = edges, apart, canted
            self._found = _setting(looks, turns, places, _placed(mean, middle), self._reach)
        x, y, z = middle - mean.xform(LVector3d(0.0, self._found.back_m, 0.0))
        self.position = (x, y, z)
        w, i, j, k = mean
        self.turn = (w, i, j, k)


def _setting(
    looks: Sequence[EyeLook], turns: Sequence[LQuaterniond], places: Sequence[LPoint3d], middle: LMatrix4d,
    reach_m: tuple[float, float],
) -> Setting:  # fmt: skip
    middle.invert_in_place()
    eyes = [_placed(turn, place) * middle for turn, place in zip(turns, places, strict=True)]
    left, right, up, down = edges = _union(looks, eyes)
    # A view is convex: it holds another one whose tip lies in it and whose edges open no wider.
    back = 0.0
    for eye in eyes:
        x, y, z = eye.get_row3(3)
        back = max(back, x / left - y, x / right - y, z / up - y, z / down - y)
    ahead = LMatrix4d.translate_mat(0.0, back, 0.0)
    at, clip = [], []
    for look, turned in zip(looks, eyes, strict=True):
        eye = turned * ahead
        x, y, z = eye.get_row3(3)
        at.append((x, y, z))
        eye.invert_in_place()
        clip.append(eye * _projection(look.tangents, *reach_m))
    return Setting(edges, tuple(clip), tuple(at), back)


def _placed(turn: LQuaterniond, position: LPoint3d) -> LMatrix4d:
    """From the space of what is turned and put so to the space around it."""
    matrix = LMatrix4d()
    turn.extract_to_matrix(matrix)
    matrix.set_row(3, position)
    return matrix


def _union(looks: Sequence[EyeLook], eyes: Sequence[LMatrix4d]) -> tuple[float, float, float, float]:
    """The widest tangents of all corners of both views."""
    across, above = [-_LEAST, _LEAST], [-_LEAST, _LEAST]
    for look, eye in zip(looks, eyes, strict=True):
        left, right, up, down = look.tangents
        for corner in ((left, up), (left, down), (right, up), (right, down)):
            x, y, z = eye.xform_vec(LVector3d(corner[0], 1.0, corner[1]))
            ahead = max(y, 1e-6)
            across.append(x / ahead)
            above.append(z / ahead)
    return max(-_MOST, min(across)), min(_MOST, max(across)), min(_MOST, max(above)), max(-_MOST, min(above))


def _projection(tangents: tuple[float, float, float, float], near_m: float, far_m: float) -> LMatrix4d:
    """OpenGL's perspective (specification of version 2.1, glFrustum) for axes where y leads ahead and z up."""
    left, right, up, down = tangents
    # A runtime that is just waking up may tell of no view at all.
    width, height, depth = max(right - left, 1e-3), max(up - down, 1e-3), far_m - near_m
    return LMatrix4d(
        2.0 / width, 0.0, 0.0, 0.0,
        -(right + left) / width, -(up + down) / height, (far_m + near_m) / depth, 1.0,
        0.0, 2.0 / height, 0.0, 0.0,
        0.0, 0.0, -2.0 * far_m * near_m / depth, 0.0,
    )  # fmt: skip
