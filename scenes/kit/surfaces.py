"""What geometry is drawn with: pictures of materials, and the render states of the shop's few programs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    ColorBlendAttrib,
    CullFaceAttrib,
    DepthOffsetAttrib,
    DepthWriteAttrib,
    GeomNode,
    NodePath,
    SamplerState,
    Texture,
    TransparencyAttrib,
)

from scenes.kit.geometry import Mesh, to_geom
from scenes.kit.mipmaps import fill, stored_chain
from scenes.kit.renderer import Renderer
from scenes.kit.textures import LAYER_PX, LAYERS, layer, material_layers, plank_floor

U8 = NDArray[np.uint8]
SLOTS_PER_ROW = 64
SLOT_ROWS = 128
TRACES = SLOTS_PER_ROW * SLOT_ROWS // 2
"""A product's slot plus this is the slot of what it leaves around itself: its contact shadow, its cord."""
_PICTURES_VERSION = 6
PLANKS_PX = 2048


def picture_texture(pixels: U8, name: str, srgb: bool = True, mipmaps: bool = True, clamp: bool = False) -> Texture:
    """A texture of (h, w), (h, w, 3) or (h, w, 4) bytes, row 0 on top, RGB(A). `srgb` lets the sampler decode it."""
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    formats = {1: Texture.F_luminance, 3: Texture.F_rgb, 4: Texture.F_rgba}
    if srgb:
        formats = {1: Texture.F_sluminance, 3: Texture.F_srgb, 4: Texture.F_srgb_alpha}
    texture = Texture(name)
    texture.setup_2d_texture(pixels.shape[1], pixels.shape[0], Texture.T_unsigned_byte, formats[channels])
    flipped = pixels[::-1]
    if channels >= 3:
        order = [2, 1, 0] if channels == 3 else [2, 1, 0, 3]
        flipped = flipped[..., order]
    memoryview(texture.modify_ram_image()).cast("B")[:] = np.ascontiguousarray(flipped).reshape(-1).data
    texture.set_keep_ram_image(False)  # the driver has its own copy once it is drawn
    texture.set_minfilter(SamplerState.FT_linear_mipmap_linear if mipmaps else SamplerState.FT_linear)
    texture.set_magfilter(SamplerState.FT_linear)
    if clamp:
        texture.set_wrap_u(SamplerState.WM_clamp)
        texture.set_wrap_v(SamplerState.WM_clamp)
    return texture


def chain_texture(chain: U8, name: str, size_px: int, layers: int | None = None) -> Texture:
    """A repeating texture of sRGB bytes from a packed chain of levels; an array texture with `layers`."""
    texture = Texture(name)
    if layers is None:
        texture.setup_2d_texture(size_px, size_px, Texture.T_unsigned_byte, Texture.F_srgb_alpha)
    else:
        texture.setup_2d_texture_array(size_px, size_px, layers, Texture.T_unsigned_byte, Texture.F_srgb_alpha)
    fill(texture, chain, layers or 1, size_px)
    texture.set_keep_ram_image(False)  # the driver has its own copy once it is drawn
    texture.set_minfilter(SamplerState.FT_linear_mipmap_linear)
    texture.set_magfilter(SamplerState.FT_linear)
    return texture


class SlotTable:
    """How far each product of the batches is shown, one byte a slot, 0 is always shown; uploaded only when changed."""

    def __init__(self) -> None:
        self._values = np.full(SLOTS_PER_ROW * SLOT_ROWS, 255, dtype=np.uint8)
        self.texture = Texture("slots")
        self.texture.setup_2d_texture(SLOTS_PER_ROW, SLOT_ROWS, Texture.T_unsigned_byte, Texture.F_red)
        self.texture.set_minfilter(SamplerState.FT_nearest)
        self.texture.set_magfilter(SamplerState.FT_nearest)
        self._upload()

    @property
    def capacity(self) -> int:
        """How many products' slots there are, slot 0 (always shown) included."""
        return TRACES

    def shown(self, slot: int) -> float:
        """0..1."""
        return float(self._values[slot]) / 255.0

    def show(self, slot: int, amount: float) -> None:
        """Sets one slot's visibility, 0 hidden to 1 shown; between, it is drawn as a fine dither."""
        value = round(min(1.0, max(0.0, amount)) * 255)
        if slot > 0 and self._values[slot] != value:
            self._values[slot] = value
            self._upload()

    def _upload(self) -> None:
        memoryview(self.texture.modify_ram_image()).cast("B")[:] = self._values.data


class Surfaces:
    """States shared by everything in a scene. `root` gets the shared shader inputs."""

    def __init__(self, renderer: Renderer, cache: Path | None = None) -> None:
        self.renderer = renderer
        self.slots = SlotTable()
        version = _PICTURES_VERSION
        planks = stored_chain(cache, f"planks-{version}", 1, PLANKS_PX, lambda: plank_floor(PLANKS_PX)[None])
        self.planks = chain_texture(planks, "planks", PLANKS_PX)
        self.planks.set_anisotropic_degree(renderer.anisotropy)
        if renderer.anisotropy == 1:
            sharper = SamplerState(self.planks.get_default_sampler())
            sharper.set_lod_bias(-0.8)
            self.planks.set_default_sampler(sharper)
        layers = stored_chain(cache, f"materials-{version}", len(LAYERS), LAYER_PX, material_layers)
        self.materials = chain_texture(layers, "materials", LAYER_PX, len(LAYERS))
        self.materials.set_anisotropic_degree(renderer.anisotropy)
        scene = renderer.scene
        scene.set_shader_input("materials", self.materials)
        scene.set_shader_input("slot_shown", self.slots.texture)

    def node(self, parent: NodePath, mesh: Mesh, name: str) -> NodePath:
        """A node of one Geom without a program yet."""
        geom_node = GeomNode(name)
        if len(mesh.triangles):
            geom_node.add_geom(to_geom(mesh))
        return parent.attach_new_node(geom_node)

    def solid(self, parent: NodePath, mesh: Mesh, name: str, two_sided: bool = False) -> NodePath:
        """Opaque store geometry."""
        path = self.node(parent, mesh, name)
        self.renderer.programs.dress(path, "static", "static")
        if two_sided:
            path.set_attrib(CullFaceAttrib.make(CullFaceAttrib.M_cull_none))
        return path

    def floor(self, parent: NodePath, mesh: Mesh) -> NodePath:
        """The floor; light and ground come from the scene's light map."""
        path = self.node(parent, mesh, "floor")
        self.renderer.programs.dress(path, "product", "floor")
        path.set_shader_inputs(planks=self.planks, layers=(layer("rug") - 1, layer("terrazzo") - 1, 0.9, 0.8))
        return path

    def glass(self, parent: NodePath, mesh: Mesh) -> NodePath:
        """Clear panes drawn after everything solid."""
        path = self.node(parent, mesh, "glass")
        self.renderer.programs.dress(path, "static", "pane")
        see_through(path)
        return path

    def shadows(self, parent: NodePath, mesh: Mesh, darkness: U8, name: str) -> NodePath:
        """Soft contact shadows: quads just above what they lie on, with an atlas (h, w) of darkness."""
        path = self.node(parent, mesh, name)
        path.set_shader_input("picture", picture_texture(darkness, "shadows", srgb=False, mipmaps=False, clamp=True))
        self.renderer.programs.dress(path, "static", "decal")
        path.set_transparency(TransparencyAttrib.M_alpha)
        path.set_attrib(DepthWriteAttrib.make(DepthWriteAttrib.M_off))
        path.set_attrib(DepthOffsetAttrib.make(1))
        path.set_bin("fixed", 5)
        return path

    def card(self, parent: NodePath, mesh: Mesh, picture: Texture, name: str, glow: float = 0.0) -> NodePath:
        """Printed matter: one picture over the mesh."""
        path = self.node(parent, mesh, name)
        self.renderer.programs.dress(path, "product", "card")
        path.set_shader_inputs(picture=picture, look=(glow, 0.0, 0.0, 0.0))
        return path


def see_through(path: NodePath) -> None:
    """Premultiplied blending, no depth writes, both sides, after everything solid and back to front."""
    path.set_attrib(
        ColorBlendAttrib.make(
            ColorBlendAttrib.M_add, ColorBlendAttrib.O_one, ColorBlendAttrib.O_one_minus_incoming_alpha
        )
    )
    path.set_attrib(DepthWriteAttrib.make(DepthWriteAttrib.M_off))
    path.set_attrib(CullFaceAttrib.make(CullFaceAttrib.M_cull_none))
    path.set_bin("transparent", 10)
