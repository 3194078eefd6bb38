"""Counts what a view holds, by the same bounding volumes that the engine culls by."""

from __future__ import annotations

from collections.abc import Iterator

from panda3d.core import BoundingVolume, GeomNode, NodePath


def visible_geoms(scene: NodePath, camera: NodePath) -> Iterator[tuple[int, int]]:
    """(Geoms, triangles) of every shown node of `scene` whose bounds touch the frustum of a camera in it."""
    bounds = camera.node().get_lens().make_bounds()
    bounds.xform(camera.get_mat(scene))
    yield from _walk(scene, scene, bounds)


def _walk(scene: NodePath, path: NodePath, frustum: BoundingVolume) -> Iterator[tuple[int, int]]:
    if path.is_stashed() or (path != scene and path.is_hidden()):
        return
    node = path.node()
    whole = node.get_bounds().make_copy()
    if path != scene and path.get_parent() != scene:
        whole.xform(path.get_parent().get_mat(scene))
    if frustum.contains(whole) == BoundingVolume.IF_no_intersection:
        return
    if isinstance(node, GeomNode) and node.get_num_geoms():
        faces = sum(
            geom.get_primitive(i).get_num_faces() for geom in node.get_geoms() for i in range(geom.get_num_primitives())
        )
        yield node.get_num_geoms(), faces
    for child in path.get_children():
        yield from _walk(scene, child, frustum)
