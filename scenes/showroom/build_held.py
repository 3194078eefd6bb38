"""A product in the hand: its finest level at true size before the eye, with its measures when asked."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from panda3d.core import NodePath

from scenes.kit.fonts import FontFiles
from scenes.kit.gltf_nodes import NodeMaker
from scenes.kit.labels import CardPose, quads
from scenes.kit.loader import Loader
from scenes.kit.overlay import dimension_lines
from scenes.kit.prepare import Prepared
from scenes.kit.renderer import Renderer
from scenes.kit.surfaces import Surfaces, picture_texture
from scenes.showroom.build_near import load_prepared
from scenes.showroom.build_photos import print_size, read_photo
from scenes.showroom.content import ItemContent

PHOTO_PX = 1600


class HeldProduct:
    """Shows one product at a pose. `show`, then `place` each frame; `hide` when it is put back. Close when done."""

    def __init__(self, renderer: Renderer, surfaces: Surfaces, maker: NodeMaker, fonts: FontFiles) -> None:
        self._renderer, self._surfaces, self._maker, self._fonts = renderer, surfaces, maker, fonts
        self.root = renderer.scene.attach_new_node("held")
        self._turned = self.root.attach_new_node("turned")
        self._loader = Loader(1)
        self._content: ItemContent | None = None
        self._model: NodePath | None = None
        self._measures: NodePath | None = None
        self._asked: tuple[str, str, str | None] | None = None
        self.error: str | None = None

    @property
    def item_id(self) -> str | None:
        """What is held."""
        return self._content.item_id if self._content is not None else None

    def show(self, content: ItemContent, material_variant: str | None = None) -> None:
        """Takes a product: its shelf level as soon as it is read, then its hero level. Never blocks."""
        if self._content is None or self._content.item_id != content.item_id:
            self._clear()
        self._content = content
        self.error = None
        if not content.has_model:
            self._ask_photo(content)
            return
        for level, path in (("shelf", content.shelf), ("hero", content.hero or content.shelf or content.far)):
            if path is not None:
                self._ask((content.item_id, level, material_variant), path)

    def _ask(self, key: tuple[str, str, str | None], path: Path) -> None:
        self._asked = key
        self._loader.submit(
            key,
            0.0 if key[1] == "shelf" else 1.0,
            lambda: load_prepared(path, key[2], 0.0),
            lambda prepared: self._arrived(key, prepared),
            self._failed,
        )

    def _ask_photo(self, content: ItemContent) -> None:
        key = (content.item_id, "photo", None)
        self._asked = key
        self._loader.submit(
            key, 0.0, lambda: read_photo(content.photo, PHOTO_PX), lambda p: self._photo(key, p), self._failed
        )

    def _failed(self, error: Exception) -> None:
        self.error = str(error)

    def _current(self, key: tuple[str, str, str | None]) -> bool:
        return (
            self._content is not None
            and self._asked is not None
            and (key[0] == self._content.item_id and key[2] == self._asked[2])
        )

    def _arrived(self, key: tuple[str, str, str | None], prepared: Prepared) -> None:
        if self._current(key):
            self._wear(self._maker.nodes(prepared, key[0]))

    def _photo(self, key: tuple[str, str, str | None], photo: NDArray[np.uint8]) -> None:
        if not self._current(key) or self._content is None:
            return
        width, height = print_size(self._content.size_m, photo)
        both = quads([CardPose(0, 0, 0, h, 0.0, width, height) for h in (0.0, math.pi)], [(0, 0, 1, 1), (0, 0, 1, 1)])
        self._wear(self._surfaces.card(NodePath("print"), both, picture_texture(photo, "photo"), "print", glow=0.4))

    def _wear(self, node: NodePath) -> None:
        if self._model is not None:
            self._model.remove_node()
        self._model = node
        node.reparent_to(self._turned)

    def place(self, x_m: float, y_m: float, z_m: float, yaw_rad: float, pitch_rad: float = 0.0) -> None:
        """Puts the product's middle at a point in the store, turned about its own middle. Hands over what was read.

        At yaw 0 its front faces -y; pitch tips its top towards the viewer.
        """
        self._loader.pump(0.004)
        self.root.set_pos_hpr(x_m, y_m, z_m, math.degrees(yaw_rad), math.degrees(pitch_rad), 0.0)
        height = self._content.size_m[1] if self._content is not None else 0.0
        self._turned.set_z(-height / 2)

    def show_dimensions(self, shown: bool) -> None:
        """Shows or hides the measure lines."""
        if self._measures is not None:
            self._measures.remove_node()
            self._measures = None
        if shown and self._content is not None:
            self._measures = dimension_lines(self._renderer.programs, self._fonts, self._content.size_m)
            self._measures.reparent_to(self._turned)

    def wait_loaded(self, timeout_s: float = 20.0) -> bool:
        """Blocks until everything asked for is shown, for headless pictures; False when time ran out."""
        import time

        end = time.monotonic() + timeout_s
        while self._loader.pending and time.monotonic() < end:
            self._loader.pump(0.05)
            time.sleep(0.002)
        return self._loader.pending == 0

    def hide(self) -> None:
        """Lets go of the product."""
        self._clear()

    def _clear(self) -> None:
        if self._model is not None:
            self._model.remove_node()
        if self._measures is not None:
            self._measures.remove_node()
        self._model = self._measures = self._content = self._asked = None

    def close(self) -> None:
        """Idempotent."""
        self._loader.close()
        self._clear()
        self.root.remove_node()
