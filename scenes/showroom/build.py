"""The store as nodes: built from a plan at once, filled by threads while one walks."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from panda3d.core import GeomNode, NodePath

from scenes.kit.batch import Cell, cell_of, cell_size
from scenes.kit.fonts import FontFiles, find_fonts
from scenes.kit.geometry import Mesh
from scenes.kit.gltf_nodes import NodeMaker
from scenes.kit.labels import U8
from scenes.kit.loader import Loader
from scenes.kit.renderer import Renderer
from scenes.kit.surfaces import Surfaces, picture_texture
from scenes.showroom.build_far import FarCell, Shown, load_cards, load_far
from scenes.showroom.build_near import NearLevels
from scenes.showroom.build_signs import attach_signs, sign_bodies
from scenes.showroom.build_world import build_world
from scenes.showroom.content import ItemContent, SignTexts
from scenes.showroom.values import StorePlan

HAND_OVER_S = 0.002
CARDS_WITHIN_M, SHADOWS_WITHIN_M = 6.0, 14.0


class Showroom:
    """A walk-in store. Build it on the main thread; call `update` each frame; close it when done."""

    def __init__(
        self,
        renderer: Renderer,
        plan: StorePlan,
        content: Mapping[str, ItemContent],
        sign_texts: SignTexts,
        cache: Path | None = None,
        fonts: FontFiles | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.renderer, self.plan = renderer, plan
        self.root = renderer.scene.attach_new_node("showroom")
        self.surfaces = Surfaces(renderer, cache)
        self.failed: dict[str, str] = {}
        self._fonts = fonts or find_fonts()
        self._clock = clock
        self._loader = Loader(2, clock)
        self.world = build_world(self.root, self.surfaces, plan)
        self.surfaces.solid(self.root, sign_bodies(plan.signs, plan.ceiling_m), "sign boards")
        self._signs = attach_signs(self.root, self.surfaces, plan.signs, sign_texts, self._fonts)
        self._size = cell_size(plan.floor.x1 - plan.floor.x0, plan.floor.y1 - plan.floor.y0)
        self._shown = self._place(content)
        self._cells = self._by_cell()
        # Made in a fixed order, so that threads that finish in another order still give the same pictures.
        self._nodes = {cell: self.root.attach_new_node(f"cell {cell}") for cell in sorted(self._cells)}
        self._far_asked: set[Cell] = set()
        self._far_version: dict[Cell, int] = {}
        self._far_nodes: dict[Cell, list[NodePath]] = {}
        self._far_done: set[Cell] = set()
        self._cards: dict[Cell, NodePath] = {}
        self._cards_asked: set[Cell] = set()
        self._shadows: dict[Cell, NodePath] = {}
        self._cards_version: dict[Cell, int] = {}
        self.maker = NodeMaker(renderer.programs, renderer.anisotropy)
        self.near = NearLevels(self.root, self.maker, self.surfaces.slots, self._loader, self._shown)
        self.near.on_failed = self._note
        self._closed = False

    def _place(self, content: Mapping[str, ItemContent]) -> list[Shown]:
        fixtures = {f.fixture_id: f for f in self.plan.fixtures}
        shown: list[Shown] = []
        for place in self.plan.placements:
            item = content.get(place.item_id)
            if item is not None and len(shown) + 1 < self.surfaces.slots.capacity:
                shown.append(Shown(len(shown) + 1, place, fixtures[place.fixture_id], item))
        return shown

    def _by_cell(self) -> dict[Cell, list[Shown]]:
        cells: dict[Cell, list[Shown]] = {}
        for item in self._shown:
            cells.setdefault(cell_of(item.fixture.x_m, item.fixture.y_m, self._size), []).append(item)
        return cells

    def _note(self, item_id: str, why: str) -> None:
        self.failed[item_id] = why

    def _cell_distance(self, cell: Cell, eye: tuple[float, float, float]) -> float:
        x0, y0 = cell[0] * self._size, cell[1] * self._size
        dx = max(x0 - eye[0], 0.0, eye[0] - x0 - self._size)
        dy = max(y0 - eye[1], 0.0, eye[1] - y0 - self._size)
        return math.hypot(dx, dy)

    def update(self, eye_xyz: tuple[float, float, float], dt_s: float) -> None:
        """Each frame: takes over a little of what was loaded, asks for what is wanted from here. Never blocks."""
        self._loader.pump(HAND_OVER_S)
        if len(self._far_asked) < len(self._cells):
            self._ask_far(eye_xyz)
        for cell in self._cells:
            distance = self._cell_distance(cell, eye_xyz)
            self._show_cards(cell, distance)
            shadows = self._shadows.get(cell)
            if shadows is not None:
                shadows.show() if distance < SHADOWS_WITHIN_M else shadows.hide()
        self.near.update(eye_xyz, dt_s)

    def _ask_far(self, eye: tuple[float, float, float]) -> None:
        for cell in sorted(self._cells, key=lambda c: self._cell_distance(c, eye)):
            if cell in self._far_asked:
                continue
            self._far_asked.add(cell)
            items, ceiling = list(self._cells[cell]), self.plan.ceiling_m
            version = self._far_version.get(cell, 0)
            self._loader.submit(
                ("far", cell, version),
                0.01 * self._cell_distance(cell, eye),
                partial(load_far, items, ceiling),
                partial(self._far_arrived, cell, version),
                partial(self._far_failed, cell),
            )

    def _far_arrived(self, cell: Cell, version: int, far: FarCell) -> None:
        if version != self._far_version.get(cell, 0):
            return
        self._far_done.add(cell)
        self.failed.update(far.failed)
        before, nodes = self._far_nodes.get(cell, []), []
        if len(far.solid.triangles):
            nodes.append(self.surfaces.solid(self._nodes[cell], far.solid, f"far {cell}", two_sided=True))
        self._shadows.pop(cell, None)
        if far.shadow_picture is not None:
            nodes.append(self.surfaces.shadows(self._nodes[cell], far.shadows, far.shadow_picture, f"shadows {cell}"))
            self._shadows[cell] = nodes[-1]
        if far.photos is not None and far.photo_picture is not None:
            texture = picture_texture(far.photo_picture, "photos", clamp=True)
            nodes.append(self.surfaces.card(self._nodes[cell], far.photos, texture, f"photos {cell}"))
        self._far_nodes[cell] = nodes
        for node in before:
            node.remove_node()

    def _far_failed(self, cell: Cell, error: Exception) -> None:
        self._far_done.add(cell)
        for item in self._cells[cell]:
            self.failed[item.place.item_id] = str(error)

    def _show_cards(self, cell: Cell, distance: float) -> None:
        node = self._cards.get(cell)
        if node is not None:
            node.show() if distance < CARDS_WITHIN_M else node.hide()
        if distance < CARDS_WITHIN_M and cell not in self._cards_asked:
            self._cards_asked.add(cell)
            items, fonts, version = list(self._cells[cell]), self._fonts, self._cards_version.get(cell, 0)
            self._loader.submit(
                ("cards", cell, version),
                5.0 + distance,
                lambda: load_cards(items, fonts),
                lambda made: self._cards_arrived(cell, version, made),
                lambda error: self._note(f"cards {cell}", str(error)),
            )

    def _cards_arrived(self, cell: Cell, version: int, made: tuple[Mesh, U8] | None) -> None:
        if made is None or version != self._cards_version.get(cell, 0):
            return
        texture = picture_texture(made[1], "cards", clamp=True)
        texture.set_anisotropic_degree(self.renderer.anisotropy)
        old = self._cards.pop(cell, None)
        if old is not None:
            old.remove_node()
        self._cards[cell] = self.surfaces.card(self._nodes[cell], made[0], texture, f"cards {cell}")

    def wait_loaded(self, eye_xyz: tuple[float, float, float], timeout_s: float = 60.0) -> bool:
        """Blocks until everything wanted from here is shown and nothing fades; False when time ran out."""
        end = self._clock() + timeout_s
        while self._clock() < end:
            self.update(eye_xyz, 10.0)
            if self._loader.pending == 0 and self.near.settled():
                self.update(eye_xyz, 10.0)
                if self._loader.pending == 0 and self.near.settled():
                    return True
            time.sleep(0.002)
        return False

    def forget_near(self) -> None:
        """Back to the far level: what is loaded next depends on the eye's place alone, not on the way there."""
        self.near.forget()

    def progress(self) -> float:
        """Share of the store that is shown at least from afar, 0..1."""
        return len(self._far_done) / len(self._cells) if self._cells else 1.0

    def highlight(self, item_id: str | None) -> None:
        """Lights up the product that is looked at, or none."""
        self.near.highlight(item_id)

    def lift(self, item_id: str) -> None:
        """A product leaves its place (it is in the hand)."""
        self.near.lift(item_id)

    def put_back(self, item_id: str) -> None:
        """A product stands at its place again."""
        self.near.put_back(item_id)

    def show_variant(self, item_id: str, material_variant: str | None) -> None:
        """Shows a product in one of its material variants, from near."""
        self.near.show_variant(item_id, material_variant)

    def set_texts(self, content: Mapping[str, ItemContent], sign_texts: SignTexts) -> None:
        """Another language: signs at once, cards as they come; nothing else is loaded again."""
        if self._signs is not None:
            self._signs.remove_node()
        self._signs = attach_signs(self.root, self.surfaces, self.plan.signs, sign_texts, self._fonts)
        updated = [Shown(i.slot, i.place, i.fixture, content.get(i.place.item_id, i.content)) for i in self._shown]
        self._shown = updated
        self._cells = self._by_cell()
        for cell in self._cells:
            self._cards_version[cell] = self._cards_version.get(cell, 0) + 1
        self._cards_asked.clear()
        for node in self._cards.values():
            node.remove_node()
        self._cards.clear()

    def renew(self, content: Mapping[str, ItemContent]) -> None:
        """Some products have other files, names or prices than before: each is shown as it was until the new is loaded.

        Signs stay as they are.
        """
        old = {item.place.item_id: item for item in self._shown if item.place.item_id in content}
        new = {
            name: replace(item, content=content[name]) for name, item in old.items() if content[name] != item.content
        }
        if not new:
            return
        self._shown = [new.get(item.place.item_id, item) for item in self._shown]
        self._cells = self._by_cell()
        for cell, items in self._cells.items():
            pairs = [(old[i.place.item_id].content, i.content) for i in items if i.place.item_id in new]
            if any(_far_files(before) != _far_files(now) for before, now in pairs):
                self._far_version[cell] = self._far_version.get(cell, 0) + 1
                self._far_asked.discard(cell)
            if any((before.title, before.price) != (now.title, now.price) for before, now in pairs):
                self._cards_version[cell] = self._cards_version.get(cell, 0) + 1
                self._cards_asked.discard(cell)
        files = [item for name, item in new.items() if _files(old[name].content) != _files(item.content)]
        for item in files:
            self.failed.pop(item.place.item_id, None)
        self.near.renew(files)

    def geoms_in_view(self) -> int:
        """Geoms the renderer's camera sees from where it is."""
        return count_geoms(self.renderer)

    def close(self) -> None:
        """Stops loading and removes the store; idempotent."""
        if self._closed:
            return
        self._closed = True
        self._loader.close()
        self.near.close()
        self.root.remove_node()


def _files(content: ItemContent) -> tuple[object, ...]:
    return (*_far_files(content), content.shelf, content.hero)


def _far_files(content: ItemContent) -> tuple[object, ...]:
    """What the far level is made of."""
    model = content.far or content.shelf or content.hero
    return (model, content.coming) if model is not None else (content.photo, content.coming)


def count_geoms(renderer: Renderer) -> int:
    """Geoms of the scene whose bounds meet the camera's view, as culling sees it; hidden nodes do not count."""
    count = 0
    stack = [renderer.scene]
    while stack:
        path = stack.pop()
        if path.is_hidden() or path == renderer.camera:
            continue
        bounds = renderer.lens.make_bounds()
        bounds.xform(renderer.camera.get_mat(path.get_parent() if path.has_parent() else path))
        node = path.node()
        if path.has_parent() and not node.get_bounds().is_empty() and bounds.contains(node.get_bounds()) == 0:
            continue
        if isinstance(node, GeomNode):
            count += node.get_num_geoms()
        stack.extend(path.get_children())
    return count
