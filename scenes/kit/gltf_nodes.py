"""Prepared models to Panda3D nodes, on the main thread: a few buffer copies, no work per vertex."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from panda3d.core import CullFaceAttrib, GeomNode, NodePath, SamplerState, Texture

from scenes.kit.geometry import Mesh, to_geom
from scenes.kit.prepare import PartLook, Prepared, picture_keys, prepare_model
from scenes.kit.shaders import Programs
from scenes.kit.surfaces import picture_texture, see_through
from scenes.model.values import Model

U8 = NDArray[np.uint8]
_WRAPS = {"repeat": SamplerState.WM_repeat, "mirror": SamplerState.WM_mirror, "clamp": SamplerState.WM_clamp}


@dataclass(frozen=True, eq=False)
class Blank:
    """The pictures of a material that has none: white, and a flat normal."""

    white: Texture
    flat: Texture


def make_blank() -> Blank:
    """One pair serves all models."""
    return Blank(_texture(np.full((1, 1, 3), 255, np.uint8), "repeat", False),
                 _texture(np.array([[[255, 128, 128]]], dtype=np.uint8), "repeat", False))  # fmt: skip


def _texture(stored: U8, wrap: str, color: bool, anisotropy: int = 1) -> Texture:
    """A texture of bytes as they are stored (blue first); row 0 becomes v = 0, which is glTF's own convention."""
    texture = Texture("picture")
    four = stored.shape[2] == 4
    formats = (Texture.F_srgb_alpha, Texture.F_srgb) if color else (Texture.F_rgba, Texture.F_rgb)
    layout = formats[0] if four else formats[1]
    texture.setup_2d_texture(stored.shape[1], stored.shape[0], Texture.T_unsigned_byte, layout)
    memoryview(texture.modify_ram_image()).cast("B")[:] = stored.reshape(-1).data
    texture.set_keep_ram_image(False)
    texture.set_minfilter(SamplerState.FT_linear_mipmap_linear)
    texture.set_magfilter(SamplerState.FT_linear)
    texture.set_anisotropic_degree(anisotropy)
    texture.set_wrap_u(_WRAPS[wrap])
    texture.set_wrap_v(_WRAPS[wrap])
    return texture


class NodeMaker:
    """Makes nodes of prepared models with one renderer's programs."""

    def __init__(self, programs: Programs, anisotropy: int = 1) -> None:
        self._programs = programs
        self._anisotropy = anisotropy
        self._blank = make_blank()

    def nodes(self, prepared: Prepared, name: str) -> NodePath:
        """A node path with one Geom per part. Its shader input `look` (fade, highlight, -, -) is set per part."""
        root = NodePath(name)
        textures = {
            key: _texture(pixels, wrap, key[0] == "color", self._anisotropy)
            for key, (pixels, wrap) in prepared.pictures.items()
        }
        for part in prepared.parts:
            node = GeomNode(name)
            node.add_geom(to_geom(part.mesh))
            path = root.attach_new_node(node)
            self._dress(path, part.look, textures)
        return root

    def _dress(
        self, path: NodePath, look: PartLook, textures: dict[tuple[str, int | None, int | None], Texture]
    ) -> None:
        base, orm, normal, emissive = (textures[key] if key else None for key in picture_keys(look))
        blank = self._blank
        self._programs.dress(path, "product", "product", *(["BLENDED"] if look.blend else []))
        path.set_shader_inputs(
            base_map=base or blank.white,
            orm_map=orm or blank.white,
            normal_map=normal or blank.flat,
            emissive_map=emissive or blank.white,
            emissive=(*look.emissive, look.normal_scale),
            coat=(*look.coat, look.sheen[3], look.cutoff),
            sheen=(*look.sheen[:3], look.transmission),
            look=(1.0, 0.0, look.occlusion_strength, 0.0),
            orm_uv=look.orm_uv,
            normal_uv=look.normal_uv,
        )
        path.set_python_tag("occlusion", look.occlusion_strength)
        if look.blend:
            see_through(path)
        elif look.double_sided:
            path.set_attrib(CullFaceAttrib.make(CullFaceAttrib.M_cull_none))

    def print_node(self, mesh: Mesh, photo: U8) -> NodePath:
        """A printed photo, (h, w, 3) RGB, over a mesh; answers to `set_look` as models do."""
        root = NodePath("print")
        node = GeomNode("print")
        node.add_geom(to_geom(mesh))
        path = root.attach_new_node(node)
        texture = picture_texture(photo, "photo", clamp=True)
        texture.set_anisotropic_degree(self._anisotropy)
        self._programs.dress(path, "product", "card")
        path.set_shader_inputs(picture=texture, look=(0.0, 0.0, 0.0, 0.0))
        root.set_python_tag("print", True)
        return root

    @staticmethod
    def set_look(root: NodePath, fade: float, highlight: float) -> None:
        """Fades (0..1) and lights up (0..1) a product made by `nodes`."""
        for path in root.get_children():
            if root.get_python_tag("print"):
                path.set_shader_input("look", (0.6 * highlight, 0.0, 0.0, 0.0))
                continue
            path.set_shader_input("look", (fade, highlight, path.get_python_tag("occlusion") or 0.0, 0.0))


def model_nodes(model: Model, variant: int | None, programs: Programs) -> NodePath:
    """A model as nodes in one go, for things made on the spot (tests, single exhibits)."""
    return NodeMaker(programs).nodes(prepare_model(model, variant), model.name or "model")
