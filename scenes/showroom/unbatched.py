"""The store as one would naively build it: every product its own nodes. Only for comparing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from panda3d.core import NodePath

from scenes.kit.gltf_nodes import NodeMaker
from scenes.kit.prepare import prepare_model
from scenes.kit.renderer import Renderer
from scenes.model.gltf_read import read_gltf
from scenes.showroom.content import ItemContent
from scenes.showroom.values import StorePlan


def attach_all(renderer: Renderer, plan: StorePlan, content: Mapping[str, ItemContent]) -> NodePath:
    """All products at their places under one node; a file that several share is read once."""
    root = renderer.scene.attach_new_node("unbatched")
    maker = NodeMaker(renderer.programs)
    made: dict[Path, NodePath] = {}
    for place in plan.placements:
        path = content[place.item_id].shelf
        if path is None:
            continue
        if path not in made:
            made[path] = maker.nodes(prepare_model(read_gltf(path.read_bytes())), place.item_id)
        node = made[path].copy_to(root)
        node.set_pos_hpr(place.x_m, place.y_m, place.z_m, math.degrees(place.heading_rad), 0.0, 0.0)
    return root
