"""A panel in the world: a rectangle that shows pixels exactly as they are."""

from __future__ import annotations

from panda3d.core import CullFaceAttrib, GeomNode, NodePath, SamplerState, Texture, TransparencyAttrib

from scenes.kit.geometry import Mesh, to_geom
from scenes.kit.labels import CardPose, quads
from scenes.kit.shaders import Programs


class Screen:
    """A quad of `size_m` (width, height) whose texture is `size_px`; its middle is the node's origin, front to -y.

    Attach `node` where it is wanted. `on_top` draws it over the world (a panel must not sink into a shelf).
    """

    def __init__(
        self,
        programs: Programs,
        size_m: tuple[float, float],
        size_px: tuple[int, int],
        corner_m: float = 0.02,
        on_top: bool = False,
    ) -> None:
        self.size_m, self.size_px = size_m, size_px
        self.texture = Texture("screen")
        self.texture.setup_2d_texture(size_px[0], size_px[1], Texture.T_unsigned_byte, Texture.F_rgba)
        self.texture.set_minfilter(SamplerState.FT_linear_mipmap_linear)
        self.texture.set_magfilter(SamplerState.FT_linear)
        self.texture.set_wrap_u(SamplerState.WM_clamp)
        self.texture.set_wrap_v(SamplerState.WM_clamp)
        memoryview(self.texture.modify_ram_image()).cast("B")[:] = bytes(size_px[0] * size_px[1] * 4)
        node = GeomNode("screen")
        node.add_geom(to_geom(_flipped(quads([CardPose(0.0, 0.0, -size_m[1] / 2, 0.0, 0.0, *size_m)], [(0, 0, 1, 1)]))))
        self.node = NodePath(node)
        self.node.set_shader(programs.get("flat", "screen"))
        self.node.set_shader_inputs(picture=self.texture, panel=(size_m[0], size_m[1], corner_m, 0.0))
        self.node.set_transparency(TransparencyAttrib.M_alpha)
        self.node.set_attrib(CullFaceAttrib.make(CullFaceAttrib.M_cull_none))
        if on_top:
            self.node.set_bin("overlay", 0)
            self.node.set_depth_test(False)
            self.node.set_depth_write(False)

    def upload(self, bgra: memoryview | bytes) -> None:
        """New pixels: width x height x 4 bytes, blue first, row 0 on top, straight alpha."""
        memoryview(self.texture.modify_ram_image()).cast("B")[:] = memoryview(bgra).cast("B")

    def close(self) -> None:
        """Removes the quad and lets the texture go; idempotent."""
        self.node.remove_node()
        self.texture.release_all()


def _flipped(mesh: Mesh) -> Mesh:
    """Row 0 of the upload is the top: v grows downwards here, so nothing has to be turned over on each upload."""
    mesh.vertices["uv"][:, 1] = 1.0 - mesh.vertices["uv"][:, 1]
    return mesh
