"""What is written is what is read."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scenes.model.errors import ModelError
from scenes.model.gltf.encode import PictureCache
from scenes.model.gltf_read import read_gltf
from scenes.model.gltf_write import write_glb
from scenes.model.values import Material, Model


def description(glb: bytes) -> dict:
    (length,) = struct.unpack_from("<I", glb, 12)
    return json.loads(glb[20 : 20 + length])


def test_everything_survives(rich_model: Model) -> None:
    read = read_gltf(write_glb(rich_model))
    assert read.name == "Thing"
    assert read.variants == ("Oak", "Ash")
    assert read.notes == ()
    for before, after in zip(rich_model.primitives, read.primitives, strict=True):
        np.testing.assert_array_equal(before.positions, after.positions)
        np.testing.assert_array_equal(before.triangles, after.triangles)
        np.testing.assert_allclose(before.normals, after.normals, atol=1e-6)
        assert (before.part, before.material, before.variant_materials) == (
            after.part,
            after.material,
            after.variant_materials,
        )
        for one, other in ((before.uv0, after.uv0), (before.uv1, after.uv1)):
            assert (one is None) == (other is None)
            if one is not None:
                np.testing.assert_array_equal(one, other)
        if before.colors is not None:
            np.testing.assert_allclose(before.colors, after.colors, atol=1 / 65535)
    for before, after in zip(rich_model.materials, read.materials, strict=True):
        assert replace(before, emissive=(0, 0, 0)) == replace(after, emissive=(0, 0, 0))
        assert after.emissive == pytest.approx(before.emissive)
    assert [t.wrap for t in read.textures] == ["clamp", "repeat", "mirror"]
    np.testing.assert_array_equal(read.textures[2].pixels, rich_model.textures[2].pixels)
    assert np.abs(read.textures[0].pixels.astype(int) - rich_model.textures[0].pixels).mean() < 3


def test_bytes_are_the_same_every_time(rich_model: Model) -> None:
    assert write_glb(rich_model) == write_glb(rich_model)


def test_a_picture_used_twice_is_stored_once(rich_model: Model) -> None:
    root = description(write_glb(rich_model))
    assert len(root["textures"]) == 3
    assert len(root["images"]) == 2
    assert [image["mimeType"] for image in root["images"]] == ["image/jpeg", "image/png"]
    assert root["asset"]["generator"] == "Vitrine"


def test_a_cache_encodes_a_picture_only_once(rich_model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    from scenes.model.gltf import encode

    calls = []
    real = encode.encode_picture
    monkeypatch.setattr(encode, "encode_picture", lambda pixels, role: calls.append(1) or real(pixels, role))
    cache = PictureCache()
    assert write_glb(rich_model, cache) == write_glb(rich_model, cache)
    assert len(calls) == 2


def test_plain_models_use_no_extensions(sphere) -> None:
    assert "extensionsUsed" not in description(write_glb(sphere()))


def test_many_vertices_get_long_indices(sphere) -> None:
    model = sphere(260, 256)
    root = description(write_glb(model))
    kinds = {a["componentType"] for a in root["accessors"] if a["type"] == "SCALAR"}
    assert kinds == {5125}
    np.testing.assert_array_equal(read_gltf(write_glb(model)).primitives[0].triangles, model.primitives[0].triangles)


@pytest.mark.parametrize("broken", ["nan", "index", "material", "empty", "lengths"])
def test_impossible_models_are_refused(sphere, broken: str) -> None:
    model = sphere(4, 6)
    primitive = model.primitives[0]
    changed = {
        "nan": replace(primitive, positions=np.full_like(primitive.positions, np.nan)),
        "index": replace(primitive, triangles=primitive.triangles + np.uint32(1000)),
        "material": replace(primitive, material=3),
        "empty": replace(primitive, triangles=primitive.triangles[:0]),
        "lengths": replace(primitive, normals=primitive.normals[:3]),
    }[broken]
    with pytest.raises(ModelError):
        write_glb(Model((changed,), (Material(),)))


def test_real_files_come_back_the_same(shared_data: Path) -> None:
    files = sorted((shared_data / "gltf").glob("*.glb"))
    assert files
    for path in files:
        model = read_gltf(path.read_bytes())
        again = read_gltf(write_glb(model))
        assert again.materials == model.materials, path.name
        assert again.variants == model.variants, path.name
        for one, other in zip(model.primitives, again.primitives, strict=True):
            np.testing.assert_array_equal(one.positions, other.positions)
            np.testing.assert_array_equal(one.triangles, other.triangles)
            assert one.variant_materials == other.variant_materials
