"""A layer in front of the store: what is in the hand, panels, pointers. It has a depth of its own, so that shelves
never cut through what one holds, while a panel and a held product still hide each other rightly."""

from __future__ import annotations

from panda3d.core import BitMask32, Camera, NodePath

from scenes.kit.renderer import Renderer

_FRONT = BitMask32.bit(20)
_SORT = 10


class FrontLayer:
    """`root` is the node to attach to, in the store's coordinates. Lights and eye are the renderer's."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self.root: NodePath = renderer.scene.attach_new_node("front")
        self.root.hide(BitMask32.all_on() & ~_FRONT)
        self.root.show_through(_FRONT)
        renderer.scene.hide(_FRONT)
        main = renderer.camera.node()
        main.set_camera_mask(main.get_camera_mask() & ~_FRONT)
        camera = Camera("front eye", renderer.lens)
        camera.set_camera_mask(_FRONT)
        self.camera: NodePath = renderer.camera.attach_new_node(camera)
        output = renderer.output.output
        self._region = output.make_display_region()
        self._region.set_sort(_SORT)
        self._region.set_camera(self.camera)
        self._region.set_clear_color_active(False)
        self._region.set_clear_depth_active(True)

    def draw_own_view(self, on: bool) -> None:
        """Whether the renderer's output shows the layer."""
        self._region.set_active(on)

    def close(self) -> None:
        """Removes the layer; idempotent."""
        if not self.root.is_empty():
            self._renderer.output.output.remove_display_region(self._region)
            self.camera.remove_node()
            self.root.remove_node()
