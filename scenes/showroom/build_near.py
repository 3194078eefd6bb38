"""The nearer levels: which products deserve their own geometry from here, within a budget of Geoms."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from panda3d.core import NodePath

from scenes.kit.arrays import U8, f32
from scenes.kit.gltf_nodes import NodeMaker
from scenes.kit.labels import quads
from scenes.kit.loader import Loader
from scenes.kit.prepare import Prepared, prepare_model
from scenes.kit.surfaces import TRACES, SlotTable
from scenes.model.gltf_read import read_gltf
from scenes.showroom.build_far import Shown
from scenes.showroom.build_photos import NEAR_PX, print_pose, print_size, read_photo

GEOM_BUDGET = 80
NEAR_ANGLE, LEAVE_ANGLE, HERO_ANGLE = 0.14, 0.11, 1.1
"""Longest side over distance above which the shelf level is wanted, below which it is given up, above which hero is."""
FADE_S = 0.25
KEPT_BYTES = 192_000_000
_GUESS = 1
"""The least a model can cost: so what is shown in the end depends on real costs only, not on the order of loading."""

Want = tuple[str, str, str | None]
"""Item id, level ("shelf" or "hero"), material variant."""


@dataclass
class _Near:
    node: NodePath
    geoms: int
    want: Want
    bytes: int
    fade: float = 0.0
    highlight: float = 0.0

    @property
    def hides_far(self) -> bool:
        """A sharper print lies on its frame; a finer model replaces the coarse one."""
        return self.want[1] != "photo"


def load_prepared(path: Path, variant: str | None, ground_shade: float) -> Prepared:
    """Reads one product file for drawing; runs in any thread. Raises ModelError or OSError."""
    model = read_gltf(path.read_bytes())
    index = model.variants.index(variant) if variant in model.variants else None
    return prepare_model(model, index, ground_shade)


def load_near(item: Shown, want: Want) -> Prepared | U8:
    """What a near level is made of; runs in any thread. Raises ModelError or OSError."""
    if want[1] == "photo":
        return read_photo(item.content.photo, NEAR_PX)
    path = item.content.hero if want[1] == "hero" else item.content.shelf
    if path is None:
        raise FileNotFoundError(f"The product {want[0]} has no file for its {want[1]} level.")
    standing = not (item.place.hangs or item.fixture.kind == "rack")
    return load_prepared(path, want[2], 0.35 if standing else 0.0)


class NearLevels:
    """Shows shelf and hero levels around the eye. `update` costs a few numpy operations and what changed."""

    def __init__(
        self, parent: NodePath, maker: NodeMaker, slots: SlotTable, loader: Loader, shown: Sequence[Shown]
    ) -> None:
        self._root = parent.attach_new_node("near")
        self._maker, self._slots, self._loader = maker, slots, loader
        self._shown = {item.place.item_id: item for item in shown}
        self._order = list(shown)
        self._centres = np.array(
            [(i.place.x_m, i.place.y_m, i.place.z_m + i.content.size_m[1] / 2) for i in shown], dtype=np.float32
        ).reshape(-1, 3)
        self._reach = np.array([i.reach_m for i in shown], dtype=np.float32)
        self._near: dict[str, _Near] = {}
        self._kept: OrderedDict[Want, _Near] = OrderedDict()
        self._costs: dict[Want, int] = {}
        self._asked: set[Want] = set()
        self._broken: set[Want] = set()
        self._variants: dict[str, str | None] = {}
        self._lifted: set[str] = set()
        self._highlighted: str | None = None
        self.on_failed: Callable[[str, str], None] = lambda item_id, why: None

    @property
    def geoms(self) -> int:
        """Geoms of all nearer levels now in the scene."""
        return sum(near.geoms for near in self._near.values())

    def update(self, eye_xyz: tuple[float, float, float], dt_s: float) -> None:
        """Asks for what is wanted from here, gives up what is not, fades."""
        wanted = self._wanted(eye_xyz)
        for item_id in [i for i, near in self._near.items() if wanted.get(i) != near.want]:
            if item_id not in wanted or wanted[item_id] in self._kept:
                self._drop(item_id)
        for want in self._asked - set(wanted.values()):
            self._loader.cancel(want)
        self._asked &= set(wanted.values())
        for rank, (item_id, want) in enumerate(wanted.items()):
            self._ask(item_id, want, rank)
        self._fade(dt_s)

    def _wanted(self, eye: tuple[float, float, float]) -> dict[str, Want]:
        if not len(self._order):
            return {}
        distance = np.linalg.norm(self._centres - f32(eye), axis=1)
        angle = self._reach / np.maximum(distance, 0.2)
        chosen = np.flatnonzero(angle > LEAVE_ANGLE)
        chosen = chosen[np.argsort(-angle[chosen], kind="stable")]
        lit = self._shown.get(self._highlighted or "")
        # What is looked at comes first, however far: it has to light up.
        ranked = [*([lit.slot - 1] if lit is not None else []), *chosen]
        wanted: dict[str, Want] = {}
        left = GEOM_BUDGET
        for i in ranked:
            item = self._order[int(i)]
            item_id = item.place.item_id
            far = angle[i] < NEAR_ANGLE and item_id not in self._near
            if item_id in wanted or (far and item_id != self._highlighted):
                continue
            want = self._level(item, float(angle[i]))
            if want is None or want in self._broken or item_id in self._lifted:
                continue
            left -= self._costs.get(want, _GUESS)
            if left < 0:
                break
            wanted[item_id] = want
        return wanted

    def _level(self, item: Shown, angle: float) -> Want | None:
        item_id, content = item.place.item_id, item.content
        variant = self._variants.get(item_id, content.material_variant)
        if not content.has_model:
            return (item_id, "photo", None) if content.photo is not None else None
        if content.hero is not None and (angle > HERO_ANGLE or content.shelf is None):
            return item_id, "hero", variant
        return (item_id, "shelf", variant) if content.shelf is not None else None

    def _ask(self, item_id: str, want: Want, rank: int) -> None:
        near = self._near.get(item_id)
        if (near is not None and near.want == want) or want in self._asked:
            return
        kept = self._kept.pop(want, None)
        if kept is not None:
            self._show(item_id, kept)
            return
        item = self._shown[item_id]
        self._asked.add(want)
        self._loader.submit(
            want,
            10.0 + rank,
            partial(load_near, item, want),
            partial(self._arrived, want),
            partial(self._failed, want),
        )

    def _arrived(self, want: Want, made: Prepared | U8) -> None:
        self._asked.discard(want)
        item_id = want[0]
        place = self._shown[item_id].place
        if isinstance(made, Prepared):
            node, geoms, size = self._maker.nodes(made, item_id), len(made.parts), made.bytes
            node.set_pos_hpr(place.x_m, place.y_m, place.z_m, float(np.degrees(place.heading_rad)), 0.0, 0.0)
        else:
            pose = print_pose(place, print_size(self._shown[item_id].content.size_m, made), 0.0075)
            node, geoms, size = self._maker.print_node(quads([pose], [(0, 0, 1, 1)]), made), 1, made.nbytes
        self._costs[want] = geoms
        self._show(item_id, _Near(node, geoms, want, size))

    def _failed(self, want: Want, error: Exception) -> None:
        self._asked.discard(want)
        self._broken.add(want)
        self.on_failed(want[0], str(error))

    def _show(self, item_id: str, near: _Near) -> None:
        old = self._near.get(item_id)
        if old is not None:
            self._drop(item_id)
        # A finer level takes over from a coarser one at once: the far level must not shine through meanwhile.
        near.fade = old.fade if old is not None else 0.0
        near.node.reparent_to(self._root)
        NodeMaker.set_look(near.node, near.fade, 0.0)
        if near.fade >= 1.0 and near.hides_far:
            self._slots.show(self._shown[item_id].slot, 0.0)
        self._near[item_id] = near

    def _drop(self, item_id: str) -> None:
        near = self._near.pop(item_id)
        near.node.detach_node()
        near.highlight = 0.0
        self._kept[near.want] = near
        while self._kept and sum(kept.bytes for kept in self._kept.values()) > KEPT_BYTES:
            self._kept.popitem(last=False)[1].node.remove_node()
        if item_id not in self._lifted:
            self._slots.show(self._shown[item_id].slot, 1.0)

    def _fade(self, dt_s: float) -> None:
        for item_id, near in self._near.items():
            target = 1.0 if item_id == self._highlighted else 0.0
            if near.fade >= 1.0 and near.highlight == target:
                continue
            near.fade = min(1.0, near.fade + dt_s / FADE_S)
            step = dt_s / 0.15
            near.highlight = min(target, near.highlight + step) if target else max(0.0, near.highlight - step)
            NodeMaker.set_look(near.node, near.fade, near.highlight)
            if near.fade >= 1.0 and near.hides_far:
                # Only now: two half-shown dithers would leave holes.
                self._slots.show(self._shown[item_id].slot, 0.0)

    def highlight(self, item_id: str | None) -> None:
        """Lights up one product, or none."""
        self._highlighted = item_id

    def lift(self, item_id: str) -> None:
        """Takes a product off its place."""
        self._lifted.add(item_id)
        if item_id in self._near:
            self._drop(item_id)
        self._slots.show(self._shown[item_id].slot, 0.0)
        self._slots.show(self._shown[item_id].slot + TRACES, 0.0)

    def put_back(self, item_id: str) -> None:
        """Puts it back."""
        self._lifted.discard(item_id)
        self._slots.show(self._shown[item_id].slot, 1.0)
        self._slots.show(self._shown[item_id].slot + TRACES, 1.0)

    def show_variant(self, item_id: str, variant: str | None) -> None:
        """Shows a product in a material variant from now on."""
        self._variants[item_id] = variant

    def renew(self, shown: Sequence[Shown]) -> None:
        """Some products have other files now; they come like others, when the eye asks."""
        for item in shown:
            item_id = item.place.item_id
            self._shown[item_id] = item
            self._order[item.slot - 1] = item
            self._broken = {want for want in self._broken if want[0] != item_id}
            for want in [want for want in self._kept if want[0] == item_id]:
                self._kept.pop(want).node.remove_node()
            near = self._near.get(item_id)
            if near is not None and near.want[1] == "photo":
                self._drop(item_id)
                self._kept.pop(near.want).node.remove_node()

    def forget(self) -> None:
        """Gives up all nearer levels and their costs: what is shown next depends on the eye's place alone."""
        for item_id in list(self._near):
            self._drop(item_id)
        for near in self._kept.values():
            near.node.remove_node()
        for want in self._asked:
            self._loader.cancel(want)
        self._kept.clear()
        self._costs.clear()
        self._asked.clear()

    def settled(self) -> bool:
        """Whether nothing is asked for and nothing fades."""
        return not self._asked and all(near.fade >= 1.0 for near in self._near.values())

    def close(self) -> None:
        """Removes all nodes; idempotent."""
        for near in [*self._near.values(), *self._kept.values()]:
            near.node.remove_node()
        self._near.clear()
        self._kept.clear()
        self._root.remove_node()
