"""Department signs: charcoal boards on thin wires, their texts in one atlas that a language switch redraws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from panda3d.core import NodePath

from scenes.kit.fonts import FontFiles
from scenes.kit.geometry import Mesh, joined
from scenes.kit.labels import CardPose, draw_sign, quads
from scenes.kit.shapes import BLACK, box
from scenes.kit.surfaces import Surfaces, picture_texture
from scenes.showroom.content import SignTexts
from scenes.showroom.values import Sign

_ROW_PX = 160
_THICK_M = 0.03


def sign_bodies(signs: Sequence[Sign], ceiling_m: float) -> Mesh:
    """Boards and the wires they hang on."""
    parts = []
    for sign in signs:
        w, z = sign.width_m / 2, sign.z_m
        local = [box((-w, -_THICK_M / 2, z), (w, _THICK_M / 2, z + sign.height_m), BLACK, 0.004)]
        if ceiling_m - (z + sign.height_m) < 2.5:
            for x in (-w * 0.8, w * 0.8):
                local.append(box((x - 0.003, -0.003, z + sign.height_m), (x + 0.003, 0.003, ceiling_m), BLACK, 0.001))
        parts.append(joined(local).moved(sign.x_m, sign.y_m, 0.0, sign.heading_rad))
    return joined(parts)


def attach_signs(
    parent: NodePath, surfaces: Surfaces, signs: Sequence[Sign], texts: SignTexts, fonts: FontFiles
) -> NodePath | None:
    """The written faces, front and back, as one Geom; None when there are no signs."""
    if not signs:
        return None
    pictures = [draw_sign(texts.get(s.text_key, s.text_key), s.width_m, s.height_m, fonts, _ROW_PX) for s in signs]
    width = max(p.shape[1] for p in pictures)
    atlas = np.full((len(pictures) * _ROW_PX, width, 3), (58, 54, 50), dtype=np.uint8)
    poses, boxes = [], []
    for i, (sign, picture) in enumerate(zip(signs, pictures, strict=True)):
        atlas[i * _ROW_PX : (i + 1) * _ROW_PX, : picture.shape[1]] = picture
        # Half a texel in from the row's edges, so that neighbours do not bleed in.
        top, bottom = 1.0 - (i + 0.02) / len(pictures), 1.0 - (i + 0.98) / len(pictures)
        for back in (0.0, np.pi):
            heading = sign.heading_rad + back
            off = _THICK_M / 2 + 0.002
            x, y = sign.x_m + np.sin(heading) * off, sign.y_m - np.cos(heading) * off
            poses.append(CardPose(x, y, sign.z_m, heading, 0.0, sign.width_m, sign.height_m))
            boxes.append((0.0, bottom, picture.shape[1] / width, top))
    texture = picture_texture(atlas, "signs", clamp=True)
    texture.set_anisotropic_degree(surfaces.renderer.anisotropy)
    return surfaces.card(parent, quads(poses, boxes), texture, "signs", glow=0.85)
