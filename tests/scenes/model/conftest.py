"""Small models and files made here, for the tests of this folder."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable

import numpy as np
import pytest

from scenes.model.values import Material, Model, Primitive, Texture, TextureUse

Json = dict[str, object]
GlbOf = Callable[..., bytes]


def _glb(root: Json, binary: bytes = b"", asset: bool = True) -> bytes:
    whole = {"asset": {"version": "2.0"}, **root} if asset else root
    text = json.dumps(whole).encode()
    text += b" " * (-len(text) % 4)
    binary += b"\x00" * (-len(binary) % 4)
    chunks = struct.pack("<I4s", len(text), b"JSON") + text
    if binary:
        chunks += struct.pack("<I4s", len(binary), b"BIN\x00") + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


@pytest.fixture(scope="session")
def glb_of() -> GlbOf:
    """glb_of(root, binary) packs a JSON description and a binary chunk as GLB."""
    return _glb


@pytest.fixture(scope="session")
def triangle_file() -> Callable[..., tuple[Json, bytes]]:
    """triangle_file(**root) gives the JSON and binary of a one-triangle file, with parts of the JSON replaced."""

    def make(**changes: object) -> tuple[Json, bytes]:
        binary = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], "<f4").tobytes() + np.array([0, 1, 2], "<u2").tobytes()
        root: Json = {
            "scenes": [{"nodes": [0]}],
            "nodes": [{"mesh": 0}],
            "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
            "accessors": [
                {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"},
                {"bufferView": 1, "componentType": 5123, "count": 3, "type": "SCALAR"},
            ],
            "bufferViews": [
                {"buffer": 0, "byteOffset": 0, "byteLength": 36},
                {"buffer": 0, "byteOffset": 36, "byteLength": 6},
            ],
            "buffers": [{"byteLength": 44}],
        }
        return {**root, **changes}, binary

    return make


def make_sphere(rings: int, segments: int, radius: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Positions and triangles of a closed sphere, outsides outward."""
    theta = np.linspace(0, np.pi, rings + 1)[1:-1]
    phi = np.arange(segments) * 2 * np.pi / segments
    t, p = np.meshgrid(theta, phi, indexing="ij")
    body = np.stack([np.sin(t) * np.sin(p), np.cos(t), np.sin(t) * np.cos(p)], axis=-1).reshape(-1, 3)
    points = np.concatenate([body, [[0, 1, 0], [0, -1, 0]]]) * radius
    triangles = []
    top, bottom = len(body), len(body) + 1
    for s in range(segments):
        n = (s + 1) % segments
        triangles.append((top, s, n))
        last = (rings - 2) * segments
        triangles.append((last + s, bottom, last + n))
        for r in range(rings - 2):
            a, b, c, d = r * segments + s, r * segments + n, (r + 1) * segments + s, (r + 1) * segments + n
            triangles += [(a, c, b), (b, c, d)]
    return points.astype(np.float32), np.array(triangles, np.uint32)


@pytest.fixture(scope="session")
def sphere() -> Callable[..., Model]:
    """sphere(rings, segments, material) is a closed model of one primitive."""

    def make(rings: int = 24, segments: int = 32, material: Material | None = None, radius: float = 0.5) -> Model:
        points, triangles = make_sphere(rings, segments, radius)
        normals = points / np.linalg.norm(points, axis=1, keepdims=True)
        return Model((Primitive(points, normals.astype(np.float32), triangles, 0),), (material or Material(),))

    return make


@pytest.fixture
def rich_model() -> Model:
    """Two parts, three materials with every extension, pictures with and without alpha, two variants."""
    chance = np.random.default_rng(1)
    points, triangles = make_sphere(8, 12)
    normals = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    uv = chance.random((len(points), 2)).astype(np.float32)
    colours = chance.random((len(points), 4)).astype(np.float32)
    wood = np.broadcast_to(np.linspace(40, 200, 96, dtype=np.uint8)[:, None, None], (96, 80, 3)).copy()
    lace = np.full((70, 70, 4), 255, np.uint8)
    lace[::2, :, 3] = 0
    materials = (
        Material(
            "wood",
            (0.9, 0.8, 0.7, 1.0),
            0.1,
            0.6,
            textures=(("base_color", TextureUse(0, 1, (0.1, 0.2), 0.3, (2.0, 3.0))), ("normal", TextureUse(1))),
            normal_scale=0.5,
            clearcoat=0.7,
            clearcoat_roughness=0.2,
        ),
        Material(
            "lace",
            alpha_mode="MASK",
            alpha_cutoff=0.4,
            double_sided=True,
            textures=(("base_color", TextureUse(2)),),
            sheen_color=(0.2, 0.1, 0.0),
            sheen_roughness=0.5,
        ),
        Material(
            "glass", (0.9, 1.0, 1.0, 0.4), alpha_mode="BLEND", transmission=0.8, ior=1.4, emissive=(3.0, 1.5, 0.0)
        ),
    )
    return Model(
        primitives=(
            Primitive(
                points,
                normals,
                triangles,
                0,
                uv0=uv,
                uv1=uv[::-1].copy(),
                variant_materials=((0, 1), (1, 2)),
                part="seat",
            ),
            Primitive(points + np.float32(1), normals, triangles, 1, uv0=uv, colors=colours, part="legs"),
            Primitive(points - np.float32(1), normals, triangles, 2, part="legs"),
        ),
        materials=materials,
        textures=(Texture(wood, "clamp"), Texture(wood), Texture(lace, "mirror")),
        variants=("Oak", "Ash"),
        name="Thing",
    )
