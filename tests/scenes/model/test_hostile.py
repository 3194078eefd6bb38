"""Files that mean harm, or are merely broken: one clear error each, quickly, and nothing else."""

from __future__ import annotations

import copy
import io
import json
import struct
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from scenes.model.errors import ModelError
from scenes.model.gltf_read import read_gltf
from scenes.model.gltf_write import write_glb
from scenes.model.limits import Limits
from scenes.model.obj_read import read_obj
from scenes.model.values import Model

SMALL = Limits(
    max_bytes=4_000_000, max_triangles=20_000, max_vertices=20_000, max_texture_pixels=512 * 512, max_nodes=500
)


def change(root: dict, path: list, value: object) -> dict:
    changed = copy.deepcopy(root)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


CHANGES: list[tuple[list, object]] = [
    (["accessors", 0, "count"], 2**31 - 1),
    (["accessors", 0, "count"], -5),
    (["accessors", 0, "count"], 10**30),
    (["accessors", 0, "count"], 4),
    (["accessors", 0, "count"], "3"),
    (["accessors", 0, "count"], None),
    (["accessors", 0, "byteOffset"], 2**30),
    (["accessors", 0, "byteOffset"], -4),
    (["accessors", 0, "componentType"], 7),
    (["accessors", 0, "type"], "MAT9"),
    (["accessors", 0, "type"], "VEC2"),
    (["accessors", 1, "count"], 2**31 - 1),
    (["accessors", 1, "componentType"], 5126),
    (["accessors", 1, "bufferView"], 99),
    (["bufferViews", 0, "byteLength"], 2**31),
    (["bufferViews", 0, "byteLength"], -1),
    (["bufferViews", 0, "byteOffset"], 2**30),
    (["bufferViews", 0, "byteStride"], 100_000),
    (["bufferViews", 0, "buffer"], 3),
    (["buffers"], []),
    (["buffers", 0, "uri"], "../../etc/passwd"),
    (["buffers", 0, "uri"], "/etc/passwd"),
    (["buffers", 0, "uri"], "file:///etc/passwd"),
    (["buffers", 0, "uri"], "https://example.org/a.bin"),
    (["buffers", 0, "uri"], "C:\\\\windows\\\\a.bin"),
    (["buffers", 0, "uri"], "a/%2e%2e/%2e%2e/b"),
    (["buffers", 0, "uri"], "data:application/octet-stream"),
    (["nodes", 0, "mesh"], 5),
    (["nodes", 0, "children"], [0]),
    (["nodes", 0, "matrix"], [1] * 15),
    (["nodes", 0, "scale"], [1e300, 1, 1]),
    (["nodes", 0, "translation"], [1e8, 0, 0]),
    (["scenes", 0, "nodes"], [7]),
    (["scene"], 9),
    (["meshes", 0, "primitives"], {}),
    (["meshes", 0, "primitives", 0, "attributes"], []),
    (["meshes", 0, "primitives", 0, "attributes", "POSITION"], 1),
    (["meshes", 0, "primitives", 0, "attributes", "POSITION"], 88),
    (["meshes", 0, "primitives", 0, "indices"], 0),
    (["meshes", 0, "primitives", 0, "mode"], 12),
    (["meshes", 0, "primitives", 0, "material"], 4),
    (["meshes", 0, "primitives", 0, "targets"], [{"POSITION": 0}] * 100_000),
    (["meshes", 0, "primitives", 0, "extensions"], {"KHR_draco_mesh_compression": {"bufferView": 0, "attributes": {}}}),
    (["materials"], [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 3}}}]),
    (["materials"], [{"pbrMetallicRoughness": {"baseColorFactor": [1, 2]}}]),
    (["materials"], "steel"),
    (["asset"], {"version": "1.0"}),
    (["asset"], None),
]


@pytest.mark.parametrize(("path", "value"), CHANGES)
def test_impossible_descriptions(glb_of, triangle_file, path: list, value: object) -> None:
    root, binary = triangle_file()
    root["asset"] = {"version": "2.0"}
    tracemalloc.start()
    try:
        with pytest.raises(ModelError) as caught:
            read_gltf(glb_of(change(root, path, value), binary), SMALL, resolve=lambda path: pytest.fail(path))
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert len(sentence) < 250


def test_cycles_and_deep_trees(glb_of, triangle_file) -> None:
    root, binary = triangle_file(nodes=[{"children": [1]}, {"children": [0], "mesh": 0}])
    with pytest.raises(ModelError, match="contains itself"):
        read_gltf(glb_of(root, binary))
    del root["scenes"]
    with pytest.raises(ModelError, match="contain each other"):
        read_gltf(glb_of(root, binary))
    chain = [{"children": [i + 1]} for i in range(200)] + [{"mesh": 0}]
    root, binary = triangle_file(nodes=chain)
    with pytest.raises(ModelError, match="deep"):
        read_gltf(glb_of(root, binary))


def test_one_mesh_a_million_times(glb_of, triangle_file) -> None:
    root, binary = triangle_file(nodes=[{"mesh": 0}] * 30_000, scenes=[{"nodes": list(range(30_000))}])
    with pytest.raises(ModelError, match="too complex"):
        read_gltf(glb_of(root, binary))
    many = [{"attributes": {"POSITION": 0}, "indices": 1}] * 400
    root, binary = triangle_file(
        meshes=[{"primitives": many}], nodes=[{"mesh": 0}] * 400, scenes=[{"nodes": list(range(400))}]
    )
    with pytest.raises(ModelError, match="more than"):
        read_gltf(glb_of(root, binary), SMALL)


def test_nested_json_does_not_overflow_the_stack() -> None:
    deep = b'{"asset":{"version":"2.0"},"extras":' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    with pytest.raises(ModelError):
        read_gltf(deep)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"glTF",
        b"glTF\x02\x00\x00\x00\xff\xff\xff\xff",
        b"glTF\x01\x00\x00\x00" + b"\x00" * 20,
        b"PK\x03\x04" + b"\x00" * 100,
        b"\x00" * 1000,
        b"{",
        b"[]",
        b'{"asset": 5}',
        struct.pack("<4sIIII", b"glTF", 2, 20, 2**31, 0x4E4F534A),
    ],
)
def test_what_is_no_gltf_at_all(data: bytes) -> None:
    with pytest.raises(ModelError):
        read_gltf(data)


def test_every_truncation_is_told(rich_model: Model) -> None:
    glb = write_glb(rich_model)
    for length in range(0, len(glb), max(1, len(glb) // 60)):
        with pytest.raises(ModelError):
            read_gltf(glb[:length])


def bomb() -> bytes:
    """A PNG of some kilobytes that claims 50,000 x 50,000 pixels."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" * 1_000_000)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def textured(triangle_file: Callable, pictures: list[bytes]) -> tuple[dict, bytes]:
    root, binary = triangle_file()
    binary += b"\x00\x00"
    root["images"], root["textures"], root["materials"] = [], [], []
    for index, data in enumerate(pictures):
        root["bufferViews"].append({"buffer": 0, "byteOffset": len(binary), "byteLength": len(data)})
        binary += data
        root["images"].append({"bufferView": 2 + index})
        root["textures"].append({"source": index})
        root["materials"].append({"emissiveTexture": {"index": index}})
    return root, binary


def test_picture_bombs(glb_of, triangle_file) -> None:
    tracemalloc.start()
    with pytest.raises(ModelError, match="larger than allowed"):
        read_gltf(glb_of(*textured(triangle_file, [bomb()])))
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    out = io.BytesIO()
    Image.new("L", (512, 512)).save(out, "PNG")
    with pytest.raises(ModelError, match="512 x 512"):
        read_gltf(glb_of(*textured(triangle_file, [out.getvalue()])), Limits(max_texture_pixels=500 * 500))
    limits = Limits(max_texture_pixels_total=3 * 512 * 512)
    with pytest.raises(ModelError, match="together"):
        read_gltf(glb_of(*textured(triangle_file, [out.getvalue()] * 4)), limits)


def test_limits_on_size_and_triangles(rich_model: Model) -> None:
    glb = write_glb(rich_model)
    for limits, words in (
        (Limits(max_bytes=1000), "larger than"),
        (Limits(max_triangles=100), "too complex"),
        (Limits(max_vertices=50), "vertices"),
        (Limits(max_materials=1), "materials"),
        (Limits(max_textures=1), "textures"),
        (Limits(max_nodes=1), "nodes"),
        (Limits(max_json_bytes=100), "larger than allowed"),
    ):
        with pytest.raises(ModelError, match=words):
            read_gltf(glb, limits)


def tiny_glb() -> bytes:
    """A valid file small enough that random changes hit something."""
    chunk = json.dumps(
        {
            "asset": {"version": "2.0"},
            "scenes": [{"nodes": [0]}],
            "nodes": [{"mesh": 0, "children": [1]}, {"mesh": 0, "scale": [1, 2, 1]}],
            "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 2}, "indices": 1, "material": 0}]}],
            "materials": [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}],
            "textures": [{"source": 0}],
            "images": [{"bufferView": 2}],
            "accessors": [
                {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"},
                {"bufferView": 1, "componentType": 5123, "count": 3, "type": "SCALAR"},
                {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC2"},
            ],
            "bufferViews": [
                {"buffer": 0, "byteLength": 36},
                {"buffer": 0, "byteOffset": 36, "byteLength": 6},
                {"buffer": 0, "byteOffset": 44, "byteLength": 70},
            ],
            "buffers": [{"byteLength": 114}],
        }
    ).encode()
    chunk += b" " * (-len(chunk) % 4)
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    binary = struct.pack("<9f3H", 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 2) + b"\x00\x00" + out.getvalue().ljust(70, b"\x00")
    binary += b"\x00" * (-len(binary) % 4)
    parts = struct.pack("<I4s", len(chunk), b"JSON") + chunk + struct.pack("<I4s", len(binary), b"BIN\x00") + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(parts)) + parts


TINY = tiny_glb()


def test_the_tiny_file_is_valid() -> None:
    assert read_gltf(TINY).triangle_count == 2


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.lists(st.tuples(st.integers(0, len(TINY) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_random_bytes_raise_nothing_but_model_error(changes: list[tuple[int, int]]) -> None:
    data = bytearray(TINY)
    for place, value in changes:
        data[place] = value
    try:
        model = read_gltf(bytes(data), SMALL)
    except ModelError:
        return
    assert model.triangle_count >= 1


OBJ = b"mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvn 0 0 1\nusemtl red\nf 1/1/1 2/1/1 3/1/1 4/1/1\n"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, len(OBJ) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_random_bytes_in_obj(changes: list[tuple[int, int]]) -> None:
    data = bytearray(OBJ)
    for place, value in changes:
        data[place] = value
    try:
        model = read_obj(bytes(data), SMALL)
    except ModelError:
        return
    assert model.triangle_count >= 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"v 0 0 0\n",
        b"f 1 2 3\n",
        b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9\n",
        b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 -9\n",
        b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 0 1 2\n",
        b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 99999999999999999999999\n",
        b"v nan 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n",
        b"v a b c\nv 1 0 0\nv 0 1 0\nf 1 2 3\n",
        b"v 1e999 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n",
        b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1/x 2/y 3/z\n",
        b"\xff\xfe\x00" * 100,
    ],
)
def test_impossible_obj(data: bytes) -> None:
    with pytest.raises(ModelError):
        read_obj(data)


def test_obj_never_asks_for_files_outside() -> None:
    asked: list[str] = []

    def resolve(path: str) -> bytes:
        asked.append(path)
        return b"newmtl red\nmap_Kd ../../secret.png\nnewmtl blue\nmap_Kd C:\\secret.png\n"

    data = OBJ + b"mtllib ../../a.mtl\nusemtl blue\nf 1 2 3\n"
    model = read_obj(data, resolve=resolve)
    assert asked == ["a.mtl"]
    assert any(note.key == "picture_outside" for note in model.notes)
