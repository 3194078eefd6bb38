"""The window while a headset is worn: a part of another picture, filling it, undistorted."""

from __future__ import annotations

from panda3d.core import Camera, CardMaker, GraphicsOutput, NodePath, OrthographicLens, Texture

from scenes.kit.shaders import Programs

_SORT = 20


class Mirror:
    """Shows `part` (left, bottom, width, height in pixels) of `picture` over all of `window`."""

    def __init__(
        self, window: GraphicsOutput, programs: Programs, picture: Texture, part: tuple[int, int, int, int]
    ) -> None:
        self._window, self._programs, self._picture, self._part = window, programs, picture, part
        self._root = NodePath("mirror")
        lens = OrthographicLens()
        lens.set_film_size(2.0, 2.0)
        self._region = window.make_display_region()
        self._region.set_sort(_SORT)
        self._region.set_camera(self._root.attach_new_node(Camera("mirror", lens)))
        self._aspect = 0.0

    def show(self, on: bool) -> None:
        """Switches it on or off."""
        if on:
            self._cut()
        self._region.set_active(on)

    def _cut(self) -> None:
        """Takes the middle of the part, in the window's shape."""
        aspect = self._window.get_x_size() / max(1, self._window.get_y_size())
        if aspect == self._aspect:
            return
        self._aspect = aspect
        left, bottom, width, height = self._part
        wide, high = self._picture.get_x_size(), self._picture.get_y_size()
        # Half a pixel inside: the smooth filter must not reach into the other eye.
        across = min(width, height * aspect) / 2 - 0.5
        up = min(height, width / aspect) / 2 - 0.5
        x, y = left + width / 2, bottom + height / 2
        self._root.find_all_matches("card").detach()
        maker = CardMaker("card")
        maker.set_frame(-1.0, 1.0, -1.0, 1.0)
        maker.set_uv_range(((x - across) / wide, (y - up) / high), ((x + across) / wide, (y + up) / high))
        card = self._root.attach_new_node(maker.generate())
        card.set_y(10.0)
        self._programs.dress(card, "flat", "mirror")
        card.set_shader_input("picture", self._picture)
        card.set_depth_test(False)
        card.set_depth_write(False)

    def close(self) -> None:
        """Gives the window's region back; idempotent."""
        if not self._root.is_empty():
            self._window.remove_display_region(self._region)
            self._root.remove_node()
