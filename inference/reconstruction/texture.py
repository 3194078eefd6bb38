"""The photo laid onto the shape: projected where it saw it, elsewhere the family's material in the photo's colour.

No seam is hidden and nothing is mirrored: what the photo did not see is plain, and the trust card tells its share.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.pictures.raster import Camera, in_front
from inference.pictures.surface import Surface, surface
from inference.reconstruction.gallery import Pose
from inference.reconstruction.likeness import FIELD_RAD, FILL
from inference.reconstruction.mask import Cut
from scenes.model.colour import linear_to_srgb, srgb_to_linear
from scenes.model.soup import compacted
from scenes.model.values import Material, Model, Primitive, Texture, TextureUse

F32 = NDArray[np.float32]
Bools = NDArray[np.bool_]

_SIDE: Final = 512
_HIDDEN: Final = 0.02
"""Of the depth: a spot further behind what is in front than this is not seen."""
_STEEP: Final = 0.18
"""Least cosine between a triangle and the view at which the photo is laid on it: beyond that a pixel smears."""
_FEWEST: Final = 30
_LIGHT: Final = (0.65, 1.5)
_INWARD: Final = 3


@dataclass(frozen=True, eq=False)
class Painted:
    """The model in the photo's colours, and the share of its surface that the photo saw."""

    model: Model
    seen_share: float


def painted(model: Model, pose: Pose, cut: Cut) -> Painted:
    """Lays a photo on the model of a pose (of any tessellation)."""
    whole = surface(model)
    camera = Camera(pose.azimuth_rad, pose.elevation_rad, FIELD_RAD, FILL)
    screen, inverse_depth, nearest, owner = in_front(whole, camera, _SIDE)
    photo = _without_light(_filled_photo(cut), whole, owner)
    clear = _seen(whole, camera, screen, inverse_depth, nearest)
    pieces = [p for p in model.primitives if len(p.triangles)]
    paints = _Paints(model, _colours(pieces, whole, owner, photo))
    made: list[Primitive] = []
    start = 0
    for number, piece in enumerate(pieces):
        seen = clear[whole.owner == number]
        uv = (screen[start : start + len(piece.positions)] / _SIDE).astype(np.float32)
        start += len(piece.positions)
        printed, plain = paints.of(piece.material)
        laid = replace(piece, uv0=uv, uv1=None, colors=None, material=printed, variant_materials=())
        rest = replace(piece, material=plain, variant_materials=())
        for one, which in ((laid, seen), (rest, ~seen)):
            if which.any():
                made.append(compacted(one, piece.triangles[which].astype(np.int64)))
    textures = (*model.textures, Texture(linear_to_srgb(photo), "clamp"))
    result = Model(tuple(made), tuple(paints.materials), textures, (), model.name, model.notes)
    return Painted(result, _share(whole, clear))


class _Paints:
    """The model's materials, and for each one that carries the photo and one that is plain in the photo's colour."""

    def __init__(self, model: Model, colours: dict[int, F32]) -> None:
        self.materials = list(model.materials)
        self._texture, self._colours = len(model.textures), colours
        self._known: dict[int, tuple[int, int]] = {}

    def of(self, number: int) -> tuple[int, int]:
        """Indices of the printed and the plain one."""
        if number not in self._known:
            material, printed, plain = self.materials[number], len(self.materials), number
            self.materials.append(_printed(material, self._texture))
            if number in self._colours:
                plain = len(self.materials)
                self.materials.append(_plain(material, self._colours[number]))
            self._known[number] = printed, plain
        return self._known[number]


def _filled_photo(cut: Cut) -> F32:
    """The photo in the frame of the rendering, linear; around the product its nearest colour goes on."""
    from PIL import Image

    rows, columns = np.flatnonzero(cut.mask.any(axis=1)), np.flatnonzero(cut.mask.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    # The rim of a cut-out has some of the wall in it.
    inner = ndimage.binary_erosion(cut.mask, iterations=_INWARD)
    inner = inner if inner.sum() > 0.3 * cut.mask.sum() else cut.mask
    nearest = ndimage.distance_transform_edt(~inner, return_distances=False, return_indices=True)
    filled = cut.pixels[tuple(nearest)]
    whole = max(bottom - top, right - left) / FILL
    x, y = (left + right - whole) / 2, (top + bottom - whole) / 2
    # Beyond the picture's edge there is nothing to read: it is continued first.
    pad = int(np.ceil(max(0.0, -x, -y, x + whole - filled.shape[1], y + whole - filled.shape[0]))) + 1
    wide = np.pad(filled, ((pad, pad), (pad, pad), (0, 0)), mode="edge")
    box = (x + pad, y + pad, x + pad + whole, y + pad + whole)
    laid = Image.fromarray(wide).transform((_SIDE, _SIDE), Image.Transform.EXTENT, box, Image.Resampling.BILINEAR)
    return srgb_to_linear(np.ascontiguousarray(np.asarray(laid)))


def _without_light(photo: F32, whole: Surface, owner: NDArray[np.int64]) -> F32:
    """Divided by the part of its brightness that follows the shape's directions, blurred: strong light and shade go,
    patterns stay.
    """
    hit = owner >= 0
    if hit.sum() < 200:
        return photo
    corners = whole.triangles[owner[hit]]
    normal = whole.normals[corners].mean(axis=1)
    bright = np.log(np.maximum(photo[hit].mean(axis=1), 0.01))
    terms = np.concatenate([np.ones((len(normal), 1), np.float32), normal], axis=1)
    pull = np.diag([0.0, 1, 1, 1]) * 0.02 * len(normal)
    weights = np.linalg.solve(terms.T @ terms + pull, terms.T @ bright)
    light = np.zeros(owner.shape)
    light[hit] = (normal - normal.mean(axis=0)) @ weights[1:]
    solid = ndimage.gaussian_filter(hit.astype(np.float64), 12)
    smooth = ndimage.gaussian_filter(light, 12) / np.maximum(solid, 1e-3)
    share = np.clip(np.exp(smooth), *_LIGHT)[..., None]
    return np.asarray(np.clip(photo / share, 0, 1), np.float32)


def _seen(whole: Surface, camera: Camera, screen: F32, inverse_depth: F32, nearest: F32) -> Bools:
    """(m,) which triangles face the camera and are not hidden: of centre and three inner spots, three must be clear."""
    flat, deep = screen[whole.triangles], inverse_depth[whole.triangles]
    clear = np.zeros(len(flat), np.int64)
    for weights in ((1 / 3, 1 / 3, 1 / 3), (0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)):
        share = np.asarray(weights, np.float32)
        at = np.einsum("k,nkc->nc", share, flat)
        depth = deep @ share
        column, row = (np.clip(at[:, k].astype(np.int64), 0, _SIDE - 1) for k in (0, 1))
        clear += depth >= nearest[row, column] * (1 - _HIDDEN)
    points = whole.positions[whole.triangles].astype(np.float64)
    normal = np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-15)
    ca, sa = np.cos(camera.azimuth_rad), np.sin(camera.azimuth_rad)
    ce, se = np.cos(camera.elevation_rad), np.sin(camera.elevation_rad)
    return np.asarray((clear >= 3) & (normal @ np.array([sa * ce, se, ca * ce]) > _STEEP), bool)


def _colours(pieces: list[Primitive], whole: Surface, owner: NDArray[np.int64], photo: F32) -> dict[int, F32]:
    """The photo's median linear colour on each material that it shows enough of."""
    hit = owner >= 0
    material = np.array([p.material for p in pieces])[whole.owner[owner[hit]]]
    spots = photo[hit]
    found: dict[int, F32] = {}
    for number in np.unique(material):
        mine = spots[material == number]
        if len(mine) >= _FEWEST:
            found[int(number)] = np.median(mine, axis=0).astype(np.float32)
    return found


def _printed(material: Material, texture: int) -> Material:
    """As rough as the family's material, and opaque: the photo shows what is behind too."""
    return Material(
        f"{material.name} (photo)".strip(), (1.0, 1.0, 1.0, 1.0),
        min(material.metallic, 0.3), max(material.roughness, 0.35),
        double_sided=material.double_sided, textures=(("base_color", TextureUse(texture)),),
    )  # fmt: skip


def _plain(material: Material, colour: F32) -> Material:
    kept = tuple((slot, use) for slot, use in material.textures if slot in ("normal", "metallic_roughness"))
    red, green, blue = (float(c) for c in colour)
    return replace(material, base_color=(red, green, blue, material.base_color[3]), textures=kept, emissive=(0, 0, 0))


def _share(whole: Surface, clear: Bools) -> float:
    points = whole.positions[whole.triangles].astype(np.float64)
    areas = np.linalg.norm(np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0]), axis=1)
    return float(areas[clear].sum() / max(float(areas.sum()), 1e-12))
