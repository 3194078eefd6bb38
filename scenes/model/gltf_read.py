"""Reads glTF 2.0 (.glb and .gltf) of unknown origin into a `Model`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenes.model.beside import Resolve
from scenes.model.errors import ModelError
from scenes.model.gltf.buffers import Buffers
from scenes.model.gltf.container import open_container
from scenes.model.gltf.geometry import GeometryReader, Posed, Raw, pose
from scenes.model.gltf.json_view import View
from scenes.model.gltf.materials import TextureShelf, primitive_variants, read_materials, read_variants
from scenes.model.gltf.nodes import Placed, Tree, read_nodes
from scenes.model.limits import Limits, Meter
from scenes.model.notes import Notes
from scenes.model.values import F32, Material, Model, Primitive

F64 = NDArray[np.float64]

_KNOWN = frozenset(
    {
        "EXT_meshopt_compression",
        "EXT_texture_webp",
        "KHR_draco_mesh_compression",
        "KHR_lights_punctual",
        "KHR_materials_anisotropy",
        "KHR_materials_clearcoat",
        "KHR_materials_diffuse_transmission",
        "KHR_materials_dispersion",
        "KHR_materials_emissive_strength",
        "KHR_materials_ior",
        "KHR_materials_iridescence",
        "KHR_materials_pbrSpecularGlossiness",
        "KHR_materials_sheen",
        "KHR_materials_specular",
        "KHR_materials_transmission",
        "KHR_materials_unlit",
        "KHR_materials_variants",
        "KHR_materials_volume",
        "KHR_mesh_quantization",
        "KHR_meshopt_compression",
        "KHR_texture_basisu",
        "KHR_texture_transform",
        "KHR_xmp_json_ld",
    }
)


def read_gltf(data: bytes, limits: Limits | None = None, resolve: Resolve | None = None) -> Model:
    """The model in a .glb or .gltf file, its nodes' transforms applied, in the file's unit (metres by glTF's rule).

    Skins stand in their default pose, morph targets at their default weights. Missing normals are computed. What had
    to be left out is told in `Model.notes`. `resolve` gives files beside a .gltf by relative path.

    Raises:
        ModelError: the file is damaged, exceeds the limits, refers to something outside its folder, needs an
            extension that is not known, or shows nothing.
    """
    limits = limits or Limits()
    root, binary = open_container(data, limits)
    _check_extensions(root)
    meter, notes = Meter(limits), Notes()
    buffers = Buffers(root, binary, meter, resolve)
    shelf = TextureShelf(root, buffers, meter, resolve, notes.add)
    materials = read_materials(root, shelf, limits)
    variants = read_variants(root)
    tree = read_nodes(root, limits)
    assembly = _Assembly(root, buffers, meter, tree, notes, len(materials), len(variants))
    # numpy warns of overflows on hostile numbers; the results are checked instead.
    with np.errstate(all="ignore"):
        primitives = [part for placed in tree.placed for part in assembly.place(placed)]
    if not primitives:
        raise ModelError("The file holds no surface that could be shown.")
    if assembly.plain_needed:
        materials.append(Material())
    return Model(
        primitives=tuple(primitives),
        materials=tuple(materials),
        textures=tuple(shelf.textures),
        variants=variants,
        name=_name(root),
        notes=notes.all,
    )


def _check_extensions(root: View) -> None:
    unknown = [name for name in root.texts("extensionsRequired") if name not in _KNOWN]
    if unknown:
        raise ModelError(f"The file needs the glTF extension “{unknown[0][:60]}”, which is not supported.")


def _name(root: View) -> str:
    scenes = root.items("scenes", 1000)
    return scenes[root.integer_or("scene", 0, 0, len(scenes))].text("name") if scenes else ""


class _Assembly:
    """Puts meshes where nodes say, reading each primitive once."""

    def __init__(
        self, root: View, buffers: Buffers, meter: Meter, tree: Tree, notes: Notes, materials: int, variants: int
    ) -> None:
        limits = meter.limits
        self._meshes = root.items("meshes", limits.max_primitives)
        self._skins = root.items("skins", limits.max_nodes)
        self._buffers, self._meter, self._tree = buffers, meter, tree
        self._materials, self._variants = materials, variants
        self._reader = GeometryReader(buffers, meter, notes.add)
        self._raw: dict[int, list[tuple[View, Raw]]] = {}
        self._made = 0
        self.plain_needed = False

    def place(self, placed: Placed) -> list[Primitive]:
        """The primitives of one node's mesh, in the world."""
        mesh = self._meshes[placed.mesh]
        part = mesh.text("name") or placed.name
        matrices = None if placed.skin is None else self._joint_matrices(self._skins[placed.skin])
        weighted = self._with_weights(placed, mesh)
        found = []
        for view, raw in self._primitives(placed.mesh, mesh):
            self._made += 1
            if self._made > self._meter.limits.max_primitives:
                raise ModelError(f"The model has more than {self._meter.limits.max_primitives:,} parts.")
            found.append(self._primitive(view, pose(raw, weighted, matrices, self._meter), part))
        return found

    def _primitives(self, index: int, mesh: View) -> list[tuple[View, Raw]]:
        if index not in self._raw:
            views = mesh.items("primitives", self._meter.limits.max_primitives)
            read = [(view, self._reader.read(view)) for view in views]
            self._raw[index] = [(view, raw) for view, raw in read if raw is not None]
        return self._raw[index]

    def _with_weights(self, placed: Placed, mesh: View) -> Placed:
        if placed.weights or not mesh.has("weights"):
            return placed
        raw = mesh.data["weights"]
        count = len(raw) if isinstance(raw, list) else 0
        weights = mesh.numbers("weights", (0.0,) * min(count, 4096))
        return Placed(placed.mesh, placed.world, placed.skin, weights, placed.name)

    def _primitive(self, view: View, posed: Posed, part: str) -> Primitive:
        material = view.integer("material", 0, self._materials)
        if material is None:
            self.plain_needed = True
            material = self._materials
        colors = posed.others.get("COLOR_0")
        return Primitive(
            positions=posed.positions,
            normals=posed.normals,
            triangles=posed.triangles.astype(np.uint32),
            material=material,
            uv0=posed.others.get("TEXCOORD_0"),
            uv1=posed.others.get("TEXCOORD_1"),
            colors=None if colors is None else _rgba(colors),
            variant_materials=primitive_variants(view, self._variants, self._materials),
            part=part,
        )

    def _joint_matrices(self, skin: View) -> F64:
        """(joints, 4, 4) what the skin does to vertices in the default pose."""
        worlds = self._tree.worlds
        joints = skin.integers("joints", len(worlds), self._meter.limits.max_nodes)
        binds = np.tile(np.eye(4), (len(joints), 1, 1))
        source = skin.integer("inverseBindMatrices", 0, self._buffers.accessor_count)
        if source is not None:
            stored = self._buffers.floats(source, (16,), self._meter.limits.max_nodes)
            if len(stored) < len(joints):
                raise skin.fail("has too few matrices")
            binds = stored[: len(joints)].reshape(-1, 4, 4).transpose(0, 2, 1).astype(np.float64)
        stands = [world if (world := worlds[joint]) is not None else np.eye(4) for joint in joints]
        if not stands:
            raise skin.fail("has no joints")
        return np.stack(stands) @ binds


def _rgba(colors: F32) -> F32:
    clipped = np.clip(colors, 0.0, 1.0)
    if clipped.shape[1] == 4:
        return clipped
    return np.concatenate([clipped, np.ones((len(clipped), 1), np.float32)], axis=1)
