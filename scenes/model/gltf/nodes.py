"""The node tree: where every mesh stands in the world (glTF 2.0, section 3.5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.model.errors import ModelError
from scenes.model.gltf.json_view import View
from scenes.model.limits import Limits

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Placed:
    """A mesh put into the world by a node."""

    mesh: int
    world: F64
    skin: int | None
    weights: tuple[float, ...]
    name: str


@dataclass(frozen=True)
class Tree:
    """All nodes of the chosen scene. `worlds`: (4, 4) matrix per node, for column vectors; None outside the scene."""

    placed: tuple[Placed, ...]
    worlds: tuple[F64 | None, ...]


def read_nodes(root: View, limits: Limits) -> Tree:
    """Walks the default scene.

    Raises:
        ModelError: too many or too deeply nested nodes, a node that is its own ancestor or has two parents.
    """
    nodes = root.items("nodes", limits.max_nodes)
    children = [node.integers("children", len(nodes), limits.max_nodes) for node in nodes]
    worlds: list[F64 | None] = [None] * len(nodes)
    order: list[int] = []
    stack = [(index, np.eye(4), 1) for index in reversed(_roots(root, nodes, children, limits))]
    while stack:
        index, above, depth = stack.pop()
        if worlds[index] is not None:
            raise ModelError("The file is damaged: a node hangs in two places or contains itself.")
        if depth > limits.max_depth:
            raise ModelError(f"The model's parts are nested more than {limits.max_depth} deep.")
        world = above @ local_matrix(nodes[index])
        worlds[index] = world
        order.append(index)
        stack.extend((child, world, depth + 1) for child in reversed(children[index]))
    return Tree(tuple(_placed(root, nodes, worlds, order, limits)), tuple(worlds))


def _roots(root: View, nodes: list[View], children: list[list[int]], limits: Limits) -> list[int]:
    scenes = root.items("scenes", 1000)
    if scenes:
        chosen = scenes[root.integer_or("scene", 0, 0, len(scenes))]
        return chosen.integers("nodes", len(nodes), limits.max_nodes)
    owned = {child for family in children for child in family}
    tops = [index for index in range(len(nodes)) if index not in owned]
    if nodes and not tops:
        raise ModelError("The file is damaged: its nodes contain each other.")
    return tops


def _placed(root: View, nodes: list[View], worlds: list[F64 | None], order: list[int], limits: Limits) -> list[Placed]:
    mesh_count = len(root.items("meshes", limits.max_primitives))
    skin_count = len(root.items("skins", limits.max_nodes))
    found = []
    for index in order:
        world, node = worlds[index], nodes[index]
        mesh = node.integer("mesh", 0, mesh_count)
        if mesh is None or world is None:
            continue
        if not np.isfinite(world).all():
            raise node.fail("has a position that is not a number")
        weights = _weights(node)
        found.append(Placed(mesh, world, node.integer("skin", 0, skin_count), weights, node.text("name")))
    return found


def _weights(view: View) -> tuple[float, ...]:
    raw = view.data.get("weights")
    count = len(raw) if isinstance(raw, list) else 0
    if count > 4096:
        raise view.fail("has too many weights")
    return view.numbers("weights", (0.0,) * count) if count else ()


def local_matrix(node: View) -> F64:
    """(4, 4) matrix of one node for column vectors, from its matrix or its translation, rotation and scale."""
    if node.has("matrix"):
        identity = tuple(float(v) for v in np.eye(4).ravel())
        return np.array(node.numbers("matrix", identity), np.float64).reshape(4, 4).T
    matrix = np.eye(4)
    if node.has("rotation"):
        matrix[:3, :3] = rotation_matrix(node.numbers("rotation", (0.0, 0.0, 0.0, 1.0)))
    if node.has("scale"):
        matrix[:3, :3] *= np.array(node.numbers("scale", (1.0, 1.0, 1.0)))
    if node.has("translation"):
        matrix[:3, 3] = node.numbers("translation", (0.0, 0.0, 0.0))
    return matrix


def rotation_matrix(quaternion: tuple[float, ...]) -> F64:
    """(3, 3) rotation of a quaternion x, y, z, w, which need not be of unit length."""
    length = float(np.linalg.norm(quaternion))
    if length < 1e-12:
        return np.eye(3)
    x, y, z, w = (v / length for v in quaternion)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
