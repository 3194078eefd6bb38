"""Every way in which glTF stores triangles."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import DracoPy
import meshopt
import numpy as np
import pytest
from PIL import Image

from scenes.model.errors import ModelError
from scenes.model.gltf_read import read_gltf
from scenes.model.gltf_write import write_glb
from scenes.model.limits import Limits
from scenes.model.notes import Note


def read(glb_of, root, binary):
    return read_gltf(glb_of(root, binary))


def test_a_triangle(glb_of, triangle_file) -> None:
    model = read(glb_of, *triangle_file())
    (primitive,) = model.primitives
    np.testing.assert_array_equal(primitive.triangles, [[0, 1, 2]])
    np.testing.assert_allclose(primitive.normals, [[0, 0, 1]] * 3)


def test_missing_indices_count_up(glb_of, triangle_file) -> None:
    root, binary = triangle_file(meshes=[{"primitives": [{"attributes": {"POSITION": 0}}]}])
    assert read(glb_of, root, binary).triangle_count == 1


@pytest.mark.parametrize(("mode", "expected"), [(5, [[0, 1, 2], [2, 1, 3]]), (6, [[1, 2, 0], [2, 3, 0]])])
def test_strips_and_fans(glb_of, triangle_file, mode: int, expected: list[list[int]]) -> None:
    corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0]], "<f4")
    if mode == 6:
        corners = corners[[0, 1, 3, 2]]
    root, _ = triangle_file(
        meshes=[{"primitives": [{"attributes": {"POSITION": 0}, "mode": mode}]}],
        accessors=[{"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3"}],
        bufferViews=[{"buffer": 0, "byteLength": 48}],
        buffers=[{"byteLength": 48}],
    )
    (primitive,) = read(glb_of, root, corners.tobytes()).primitives
    positions = primitive.positions[primitive.triangles]
    np.testing.assert_allclose(positions, corners[np.array(expected)])
    np.testing.assert_allclose(primitive.normals, [[0, 0, 1]] * 4)


def test_points_and_lines_are_noted_and_left_out(glb_of, triangle_file) -> None:
    root, binary = triangle_file()
    root["meshes"][0]["primitives"].append({"attributes": {"POSITION": 0}, "mode": 1})
    model = read(glb_of, root, binary)
    assert len(model.primitives) == 1
    assert model.notes == (Note("points_left_out"),)


def test_only_lines_is_nothing_to_show(glb_of, triangle_file) -> None:
    root, binary = triangle_file(meshes=[{"primitives": [{"attributes": {"POSITION": 0}, "mode": 1}]}])
    with pytest.raises(ModelError, match="no surface"):
        read(glb_of, root, binary)


def test_nodes_stack_and_mirrors_turn_triangles(glb_of, triangle_file) -> None:
    root, binary = triangle_file(
        nodes=[
            {"children": [1], "translation": [1, 2, 3]},
            {"mesh": 0, "scale": [-2, 2, 2], "rotation": [0, 0, 0.7071068, 0.7071068]},
        ]
    )
    (primitive,) = read(glb_of, root, binary).primitives
    # (1, 0, 0) mirrored to (-2, 0, 0), turned a quarter to (0, -2, 0), moved.
    assert [1, 0, 3] in np.round(primitive.positions, 5).tolist()
    a, b, c = primitive.positions[primitive.triangles[0]]
    assert np.cross(b - a, c - a) @ primitive.normals[0] > 0


def test_matrix_nodes(glb_of, triangle_file) -> None:
    matrix = [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 5, 6, 7, 1]
    root, binary = triangle_file(nodes=[{"mesh": 0, "matrix": matrix}])
    low, high = read(glb_of, root, binary).bounds()
    np.testing.assert_allclose(low, [5, 6, 7])
    np.testing.assert_allclose(high, [7, 8, 7])


def test_a_mesh_used_twice_stands_twice(glb_of, triangle_file) -> None:
    root, binary = triangle_file(scenes=[{"nodes": [0, 1]}], nodes=[{"mesh": 0}, {"mesh": 0, "translation": [4, 0, 0]}])
    model = read(glb_of, root, binary)
    assert len(model.primitives) == 2
    assert model.size_m() == pytest.approx((5, 1, 0))


def test_sparse_accessors(glb_of, triangle_file) -> None:
    root, binary = triangle_file()
    root["accessors"][0]["sparse"] = {
        "count": 1,
        "indices": {"bufferView": 2, "componentType": 5121},
        "values": {"bufferView": 3},
    }
    binary += b"\x00\x00" + b"\x02\x00\x00\x00" + np.array([0, 9, 0], "<f4").tobytes()
    root["bufferViews"] += [
        {"buffer": 0, "byteOffset": 44, "byteLength": 1},
        {"buffer": 0, "byteOffset": 48, "byteLength": 12},
    ]
    assert read(glb_of, root, binary).size_m()[1] == pytest.approx(9)


def test_accessor_without_data_is_zero_until_sparse(glb_of, triangle_file) -> None:
    root, binary = triangle_file()
    del root["accessors"][0]["bufferView"]
    root["accessors"][0]["sparse"] = {
        "count": 3,
        "indices": {"bufferView": 1, "componentType": 5123},
        "values": {"bufferView": 0},
    }
    assert read(glb_of, root, binary).size_m() == pytest.approx((1, 1, 0))


def test_quantised_interleaved_positions(glb_of, triangle_file) -> None:
    rows = np.zeros(3, [("p", "<i2", 3), ("pad", "<i2"), ("uv", "<u2", 2)])
    rows["p"] = [[0, 0, 0], [32767, 0, 0], [0, -32767, 0]]
    rows["uv"] = [[0, 0], [65535, 0], [0, 65535]]
    root, _ = triangle_file(
        extensionsRequired=["KHR_mesh_quantization"],
        meshes=[{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 1}}]}],
        accessors=[
            {"bufferView": 0, "componentType": 5122, "normalized": True, "count": 3, "type": "VEC3"},
            {"bufferView": 0, "byteOffset": 8, "componentType": 5123, "normalized": True, "count": 3, "type": "VEC2"},
        ],
        bufferViews=[{"buffer": 0, "byteLength": 36, "byteStride": 12}],
        buffers=[{"byteLength": 36}],
    )
    (primitive,) = read(glb_of, root, rows.tobytes()).primitives
    np.testing.assert_allclose(primitive.positions, [[0, 0, 0], [1, 0, 0], [0, -1, 0]])
    np.testing.assert_allclose(primitive.uv0, [[0, 0], [1, 0], [0, 1]])


def test_morph_targets_at_default_weights(glb_of, triangle_file) -> None:
    root, binary = triangle_file()
    root["meshes"][0]["primitives"][0]["targets"] = [{"POSITION": 0}]
    root["meshes"][0]["weights"] = [0.5]
    assert read(glb_of, root, binary).size_m() == pytest.approx((1.5, 1.5, 0))


def test_skins_stand_in_their_default_pose(glb_of, triangle_file) -> None:
    root, binary = triangle_file()
    joints, weights = np.zeros((3, 4), "u1"), np.array([[1, 0, 0, 0]] * 3, "<f4")
    start = 44
    binary = binary + b"\x00\x00" + joints.tobytes() + weights.tobytes()
    root["bufferViews"] += [
        {"buffer": 0, "byteOffset": start, "byteLength": 12},
        {"buffer": 0, "byteOffset": start + 12, "byteLength": 48},
    ]
    root["accessors"] += [
        {"bufferView": 2, "componentType": 5121, "count": 3, "type": "VEC4"},
        {"bufferView": 3, "componentType": 5126, "count": 3, "type": "VEC4"},
    ]
    root["meshes"][0]["primitives"][0]["attributes"] |= {"JOINTS_0": 2, "WEIGHTS_0": 3}
    root["skins"] = [{"joints": [1]}]
    root["nodes"] = [{"mesh": 0, "skin": 0, "translation": [100, 0, 0]}, {"translation": [0, 7, 0]}]
    root["scenes"] = [{"nodes": [0, 1]}]
    low, _ = read(glb_of, root, binary).bounds()
    # The joint moves the vertices, the node of a skinned mesh does not.
    np.testing.assert_allclose(low, [0, 7, 0])


def test_draco(glb_of, triangle_file, sphere) -> None:
    model = sphere(12, 16)
    source = model.primitives[0]
    packed = DracoPy.encode(source.positions, source.triangles, quantization_bits=14, preserve_order=True)
    count, corners = len(source.positions), source.triangles.size
    root, _ = triangle_file(
        extensionsRequired=["KHR_draco_mesh_compression"],
        meshes=[
            {
                "primitives": [
                    {
                        "attributes": {"POSITION": 0},
                        "indices": 1,
                        "extensions": {"KHR_draco_mesh_compression": {"bufferView": 0, "attributes": {"POSITION": 0}}},
                    }
                ]
            }
        ],
        accessors=[
            {"componentType": 5126, "count": count, "type": "VEC3"},
            {"componentType": 5123, "count": corners, "type": "SCALAR"},
        ],
        bufferViews=[{"buffer": 0, "byteLength": len(packed)}],
        buffers=[{"byteLength": len(packed)}],
    )
    read_back = read(glb_of, root, packed)
    assert read_back.triangle_count == len(source.triangles)
    assert read_back.size_m() == pytest.approx(model.size_m(), abs=1e-3)
    with pytest.raises(ModelError, match="Draco"):
        read(glb_of, root, packed[: len(packed) // 2] + b"\x00" * (len(packed) - len(packed) // 2))


def test_meshopt(glb_of, triangle_file, sphere) -> None:
    source = sphere(12, 16).primitives[0]
    points = meshopt.encode_gltf_buffer(source.positions, "ATTRIBUTES")
    corners = meshopt.encode_gltf_buffer(source.triangles.reshape(-1), "TRIANGLES")
    count, indices = len(source.positions), source.triangles.size
    binary = points + b"\x00" * (-len(points) % 4) + corners

    def view(offset: int, data: bytes, count: int, stride: int, mode: str) -> dict:
        packed = {"buffer": 0, "byteOffset": offset, "byteLength": len(data), "byteStride": stride, "count": count}
        return {
            "buffer": 1,
            "byteLength": count * stride,
            "extensions": {"EXT_meshopt_compression": {**packed, "mode": mode}},
        }

    root, _ = triangle_file(
        extensionsRequired=["EXT_meshopt_compression"],
        accessors=[
            {"bufferView": 0, "componentType": 5126, "count": count, "type": "VEC3"},
            {"bufferView": 1, "componentType": 5125, "count": indices, "type": "SCALAR"},
        ],
        bufferViews=[
            view(0, points, count, 12, "ATTRIBUTES"),
            view(len(binary) - len(corners), corners, indices, 4, "TRIANGLES"),
        ],
        buffers=[{"byteLength": len(binary)}, {"byteLength": count * 12}],
    )
    (primitive,) = read(glb_of, root, binary).primitives
    assert len(primitive.triangles) == len(source.triangles)
    np.testing.assert_allclose(np.sort(primitive.positions, axis=0), np.sort(source.positions, axis=0))
    with pytest.raises(ModelError):
        read(glb_of, root, b"\xff" * len(binary))


def picture(kind: str, size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 100, 50)).save(out, kind)
    return out.getvalue()


def with_picture(triangle_file, data: bytes, texture: dict | None = None, **material: object):
    root, binary = triangle_file()
    root["bufferViews"].append({"buffer": 0, "byteOffset": 44, "byteLength": len(data)})
    root["images"] = [{"bufferView": 2}]
    root["textures"] = [texture or {"source": 0}]
    root["materials"] = [material or {"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}]
    root["meshes"][0]["primitives"][0]["material"] = 0
    return root, binary + b"\x00\x00" + data


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures(glb_of, triangle_file, kind: str) -> None:
    texture = {"extensions": {"EXT_texture_webp": {"source": 0}}} if kind == "WEBP" else {"source": 0}
    model = read(glb_of, *with_picture(triangle_file, picture(kind), texture))
    assert model.textures[0].pixels.shape == (8, 8, 3)
    np.testing.assert_allclose(model.textures[0].pixels[4, 4], [200, 100, 50], atol=6)


def test_a_damaged_picture_is_left_out_with_a_note(glb_of, triangle_file) -> None:
    model = read(glb_of, *with_picture(triangle_file, picture("PNG")[:40]))
    assert model.textures == ()
    assert model.notes == (Note("picture_unreadable", (("name", "1"),)),)


def test_a_damaged_ktx2_picture_is_left_out_with_a_note(glb_of, triangle_file) -> None:
    head = b"\xabKTX 20\xbb\r\n\x1a\n" + b"\x00" * 8 + (64).to_bytes(4, "little") * 2 + b"\x07" * 200
    model = read(glb_of, *with_picture(triangle_file, head, {"extensions": {"KHR_texture_basisu": {"source": 0}}}))
    assert model.textures == ()
    assert model.notes == (Note("picture_unreadable", (("name", "1"),)),)


def test_large_pictures_are_reduced_while_reading(glb_of, triangle_file) -> None:
    root, binary = with_picture(triangle_file, picture("JPEG", (600, 300)))
    model = read_gltf(glb_of(root, binary), Limits(keep_texture_side=100))
    assert model.textures[0].pixels.shape == (50, 100, 3)


def test_specular_glossiness_becomes_metal(glb_of, triangle_file) -> None:
    glossy = {"diffuseFactor": [0, 0, 0, 1], "specularFactor": [0.9, 0.7, 0.3], "glossinessFactor": 0.75}
    root, binary = triangle_file(
        materials=[
            {"extensions": {"KHR_materials_pbrSpecularGlossiness": glossy}},
            {
                "extensions": {
                    "KHR_materials_pbrSpecularGlossiness": {
                        **glossy,
                        "diffuseFactor": [0.6, 0.5, 0.4, 1],
                        "specularFactor": [0.04, 0.04, 0.04],
                    }
                }
            },
        ]
    )
    gold, paint = read(glb_of, root, binary).materials[:2]
    assert gold.metallic == pytest.approx(1, abs=0.01)
    assert gold.base_color[:3] == pytest.approx((0.9, 0.7, 0.3), abs=0.01)
    assert gold.roughness == pytest.approx(0.25)
    assert paint.metallic == 0
    assert paint.base_color[:3] == pytest.approx((0.6, 0.5, 0.4), abs=0.01)


def test_specular_glossiness_pictures_are_converted(glb_of, triangle_file) -> None:
    glossy = {"diffuseTexture": {"index": 0}, "specularGlossinessTexture": {"index": 0}}
    root, binary = with_picture(
        triangle_file, picture("PNG"), extensions={"KHR_materials_pbrSpecularGlossiness": glossy}
    )
    model = read(glb_of, root, binary)
    assert {slot for slot, _ in model.materials[0].textures} == {"base_color", "metallic_roughness"}
    surface = dict(model.materials[0].textures)["metallic_roughness"]
    # Glossiness 1 is a mirror, and this specular colour is far above 4 %.
    _, roughness, metallic = model.textures[surface.texture].pixels[4, 4]
    assert roughness == 0
    assert metallic > 240
    assert read_gltf(write_glb(model)).materials[0].textures[0][0] == "base_color"


def test_gltf_with_files_beside_it(triangle_file) -> None:
    root, binary = triangle_file(buffers=[{"byteLength": 44, "uri": "my%20data.bin"}])
    text = json.dumps({"asset": {"version": "2.0"}, **root}).encode()
    model = read_gltf(text, resolve={"my data.bin": binary + b"\x00\x00"}.__getitem__)
    assert model.triangle_count == 1
    with pytest.raises(ModelError, match=r"my data\.bin"):
        read_gltf(text)


def test_gltf_with_data_uri(triangle_file) -> None:
    uri = "data:application/octet-stream;base64," + base64.b64encode(triangle_file()[1]).decode()
    root, _ = triangle_file(buffers=[{"byteLength": 44, "uri": uri}])
    assert read_gltf(json.dumps({"asset": {"version": "2.0"}, **root}).encode()).triangle_count == 1


def test_unknown_required_extension_is_named(glb_of, triangle_file) -> None:
    root, binary = triangle_file(extensionsRequired=["ACME_hologram"])
    with pytest.raises(ModelError, match="ACME_hologram"):
        read(glb_of, root, binary)


def test_a_few_broken_vertices_are_dropped_many_refused(glb_of, sphere) -> None:
    import struct

    model = sphere(24, 32)
    glb = bytearray(write_glb(model))
    (length,) = struct.unpack_from("<I", glb, 12)
    start = 20 + length + 8
    glb[start : start + 4] = struct.pack("<f", float("nan"))
    repaired = read_gltf(bytes(glb))
    assert 0 < repaired.triangle_count < model.triangle_count
    assert repaired.notes[0].key == "triangles_left_out"
    for vertex in range(0, 400, 2):
        glb[start + vertex * 12 : start + vertex * 12 + 4] = struct.pack("<f", float("inf"))
    with pytest.raises(ModelError, match="not numbers"):
        read_gltf(bytes(glb))


def test_real_files_have_their_known_sizes(shared_data: Path) -> None:
    known = json.loads((shared_data / "furniture" / "sizes.json").read_text())
    assert len(known) > 50
    for entry in known:
        model = read_gltf((shared_data / "furniture" / f"{entry['name']}.glb").read_bytes())
        assert model.triangle_count == entry["tris"], entry["name"]
        assert model.size_m() == pytest.approx(entry["ext_m"], abs=0.002), entry["name"]


def test_real_files_with_extensions(shared_data: Path) -> None:
    lines = (shared_data / "gltf" / "TABLE.tsv").read_text().splitlines()
    rows = [dict(zip(lines[0].split("\t"), line.split("\t"), strict=False)) for line in lines[1:]]
    assert len(rows) == 11
    for row in rows:
        model = read_gltf((shared_data / "gltf" / f"{row['name']}.glb").read_bytes())
        assert model.triangle_count == int(row["tris"]), row["name"]
        assert model.size_m() == pytest.approx(json.loads(row["extents_xyz_m"]), abs=0.002), row["name"]
