"""The product in the hand, and the lines that say how large it truly is, however large it is shown."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from panda3d.core import LQuaternionf

from client.domain.session import Session
from client.domain.text import Language
from client.features.hold.dimensions import Measure, length_text, measures
from client.headset.api import Pose, Vec3
from client.interaction.hold import held_pose
from client.interaction.rig import about_z, head_in_store, heading_of
from client.interaction.values import HeldThing
from client.moment import Moment
from client.store.contents import StoreContents
from scenes.kit.flat_card import Colour, FlatCard, flat_shape
from scenes.kit.front_layer import FrontLayer
from scenes.kit.gltf_nodes import NodeMaker
from scenes.kit.prepare import Prepared
from scenes.kit.renderer import Renderer
from scenes.showroom.content import ItemContent

_LINE: Colour = (0.02, 0.45, 0.50, 1.0)
_STRONG: tuple[tuple[Colour, float], ...] = (((0.05, 0.07, 0.08, 1.0), 2.6), ((1.0, 0.82, 0.25, 1.0), 1.4))
"""For high contrast: yellow on black, which stands out from whatever is behind; how wide beside the usual line."""
_LABEL_M_PER_M = 0.036
"""Height of a label per metre of its distance from the eye."""


class ContentOf(Protocol):
    """Finds a product's files."""

    def __call__(
        self, contents: StoreContents, sku: str, variant: str | None, language: Language
    ) -> ItemContent | None:
        """None when the product is not in this store."""


Photo = NDArray[np.uint8]
Load = Callable[[ItemContent], Prepared | Photo | None]
"""Reads a product's best model, else its photo (height, width, 4), else None. Runs on a thread."""


class HoldView:
    """Loads beside the frame; until the model is there, nothing is shown in the hand."""

    def __init__(
        self, renderer: Renderer, layer: FrontLayer, content_of: ContentOf, load: Load, write: Callable[[str], Photo]
    ) -> None:
        self._renderer, self._content_of, self._load, self._write = renderer, content_of, load, write
        self._root = layer.root.attach_new_node("held")
        self._lines = layer.root.attach_new_node("dimensions")
        self._maker = NodeMaker(renderer.programs, anisotropy=4)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="held")
        self._shown: tuple[str, str | None] | None = None
        self._coming: Future[Prepared | Photo | None] | None = None
        self._labels: list[FlatCard] = []
        self._measured: tuple[HeldThing, bool] | None = None

    def enter(self, contents: StoreContents) -> None:
        """What was held stays in the other store."""
        self._clear()

    def refresh(self, moment: Moment) -> None:
        """Follows the hand."""
        session = moment.session
        thing = moment.contents.held_thing(session.held.item.sku) if session.held is not None else None
        if session.held is None or thing is None:
            self._clear()
            return
        wanted = (session.held.item.sku, session.held.item.variant)
        if wanted != self._shown or wanted[0] in moment.arrived:
            self._start(moment, wanted)
        self._take(thing)
        aside = session.panel is not None
        pose = held_pose(session.held, thing, session.standing, moment.sample, aside=aside)
        for path in (self._root, self._lines):
            path.set_pos(*pose.position)
            path.set_quat(LQuaternionf(*pose.turn))
            path.set_scale(session.held.scale)
        self._measure(moment, session, thing, session.held.scale)

    def _start(self, moment: Moment, wanted: tuple[str, str | None]) -> None:
        content = self._content_of(moment.contents, *wanted, moment.session.language)
        self._stop_loading()
        if self._shown is not None and self._shown[0] != wanted[0]:
            self._root.get_children().detach()  # another product; of another version the one before may stay so long
        self._shown = wanted
        self._coming = self._pool.submit(self._load, content) if content is not None else None

    def _stop_loading(self) -> None:
        """What was wanted before, and is still waiting for its turn, need not be read."""
        if self._coming is not None:
            self._coming.cancel()
        self._coming = None

    def _take(self, thing: HeldThing) -> None:
        if self._coming is None or not self._coming.done():
            return
        loaded = self._coming.result() if self._coming.exception() is None else None
        self._coming = None
        self._root.get_children().detach()
        if loaded is None:
            return
        width, _, height = thing.size_m
        if isinstance(loaded, Prepared):
            node = self._maker.nodes(loaded, "held")
            node.reparent_to(self._root)
            node.set_z(-height / 2)
        else:
            card = FlatCard(self._renderer, self._root, (width, height), (loaded.shape[1], loaded.shape[0]))
            card.upload_rgba(loaded)

    def settle(self, timeout_s: float) -> None:
        """Waits for what is being loaded."""
        if self._coming is not None:
            self._coming.exception(timeout_s)

    def _measure(self, moment: Moment, session: Session, thing: HeldThing, scale: float) -> None:
        if not (session.dimensions_shown and thing.size_known):
            self._unmeasure()
            return
        strong = session.comfort.high_contrast
        if self._measured != (thing, strong):
            self._unmeasure()
            self._measured = (thing, strong)
            width, depth, height = thing.size_m
            for measure in measures(width, depth, height):
                self._line(measure, 0.0035 * max(thing.size_m), strong)
                self._labels.append(self._label(measure))
        # Between the eyes: a label that turned to one of them would look askew to the other.
        eye = head_in_store(session.standing, moment.sample)
        for card in self._labels:
            card.path.set_quat(self._lines.get_top(), LQuaternionf(*_upright(eye)))
            x, y, z = card.path.get_pos(self._lines.get_top())
            ex, ey, ez = eye.position
            away = ((x - ex) ** 2 + (y - ey) ** 2 + (z - ez) ** 2) ** 0.5
            card.path.set_scale(_LABEL_M_PER_M * session.comfort.text_scale * away / scale)

    def _line(self, measure: Measure, half_m: float, strong: bool) -> None:
        for order, (colour, wide) in enumerate(_STRONG if strong else ((_LINE, 1.0),)):
            for a, b in _strokes(measure):
                points, faces = bar(a, b, half_m * wide)
                path = flat_shape(self._renderer, self._lines, points, faces, colour, on_top=True)
                path.set_bin("overlay", 10 + order)

    def _label(self, measure: Measure) -> FlatCard:
        pixels = self._write(length_text(measure.metres))
        height, width = pixels.shape[:2]
        card = FlatCard(self._renderer, self._lines, (width / height, 1.0), (width, height), on_top=True)
        card.upload_rgba(pixels)
        card.path.set_pos(*measure.label_at)
        return card

    def _unmeasure(self) -> None:
        self._lines.get_children().detach()
        self._labels.clear()
        self._measured = None

    def _clear(self) -> None:
        if self._shown is not None or self._measured is not None:
            self._root.get_children().detach()
            self._unmeasure()
            self._stop_loading()
            self._shown = None

    def close(self) -> None:
        """Ends the loader and removes the nodes; idempotent."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        for path in (self._root, self._lines):
            if not path.is_empty():
                path.remove_node()


def _upright(eye: Pose) -> tuple[float, float, float, float]:
    return about_z(heading_of(eye.turn))


def _strokes(measure: Measure) -> list[tuple[Vec3, Vec3]]:
    tx, ty, tz = (0.5 * t for t in measure.tick)
    ends = [((x - tx, y - ty, z - tz), (x + tx, y + ty, z + tz)) for x, y, z in (measure.a, measure.b)]
    return [(measure.a, measure.b), *ends]


def bar(a: Vec3, b: Vec3, half_m: float) -> tuple[list[Vec3], list[tuple[int, int, int]]]:
    """A thin square bar along an axis-aligned line, with its triangles."""
    low = tuple(min(p, q) - half_m for p, q in zip(a, b, strict=True))
    high = tuple(max(p, q) + half_m for p, q in zip(a, b, strict=True))
    corners: list[Vec3] = [(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
    quads = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
    return corners, [face for p, q, r, s in quads for face in ((p, q, r), (p, r, s))]
