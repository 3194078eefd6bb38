"""Wavefront OBJ as it occurs, and the real libraries of Sweet Home 3D."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scenes.model.measure import measure
from scenes.model.notes import Note
from scenes.model.obj_read import read_obj

SQUARE = b"v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\n"


def png(alpha: bool = False) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGBA" if alpha else "RGB", (4, 4), (255, 0, 0))
    if alpha:
        picture.putpixel((0, 0), (0, 0, 0, 0))
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_square_becomes_two_triangles_with_computed_normals() -> None:
    (primitive,) = read_obj(SQUARE + b"f 1 2 3 4\n").primitives
    assert len(primitive.triangles) == 2
    np.testing.assert_allclose(primitive.normals, [[0, 0, 1]] * 4)


@pytest.mark.parametrize(
    "face",
    [
        b"f -4 -3 -2 -1\n",
        b"f 1// 2// 3// 4//\n",
        b"f 1/ 2/ 3/ 4/\n",
        b"f\t1 2  3 4 \r\n",
        b"f 1 2 \\\n 3 4\n",
        b"f 1 2 3\ng other\ns off\nf 1 3 4\n",
    ],
)
def test_ways_to_write_a_face(face: bytes) -> None:
    model = read_obj(SQUARE + face)
    assert model.triangle_count == 2
    assert measure(model).area_m2 == pytest.approx(1)


def test_negative_indices_count_from_where_they_stand() -> None:
    text = SQUARE + b"f -4 -3 -2\n" + b"v 5 0 0\nv 6 0 0\nv 6 1 0\n" + b"f -3 -2 -1\n"
    (primitive,) = read_obj(text).primitives
    xs = primitive.positions[primitive.triangles][:, :, 0]
    assert xs.max(axis=1).tolist() == [1, 6]


def test_mixed_faces() -> None:
    text = SQUARE + b"vt 0.25 0.75\nvn 0 0 1\nf 1//1 2//1 3//1\nf 1/1/1 3/1/1 4/1/1\nf 1 2 4\n"
    assert read_obj(text).triangle_count == 3


def test_hollow_polygons_keep_their_outline() -> None:
    arrow = b"v 0 0 0\nv 2 1 0\nv 0 2 0\nv 0.5 1 0\n"
    assert measure(read_obj(arrow + b"f 1 2 3 4\n")).area_m2 == pytest.approx(1.5)
    star = b"".join(
        f"v {np.cos(a) * r:.6f} {np.sin(a) * r:.6f} 0\n".encode()
        for a, r in zip(np.arange(10) * np.pi / 5, [1, 0.4] * 5, strict=True)
    )
    model = read_obj(star + b"f 1 2 3 4 5 6 7 8 9 10\n")
    assert model.triangle_count == 8
    assert measure(model).area_m2 == pytest.approx(5 * 1 * 0.4 * np.sin(np.pi / 5), rel=1e-4)


def test_materials_colours_and_opacity() -> None:
    mtl = b"newmtl red\nKd 1 0 0\nKs 0.5 0.5 0.5\nNs 200\nnewmtl pane\nKd 1 1 1\nTr 0.75\nnewmtl glow\nKe 1 1 0\n"
    text = b"mtllib all.mtl\n" + SQUARE + b"usemtl red\nf 1 2 3\nusemtl pane\nf 1 3 4\nusemtl glow\nf 2 3 4\n"
    model = read_obj(text, resolve={"all.mtl": mtl}.__getitem__)
    red, pane, glow = model.materials
    assert red.base_color == pytest.approx((1, 0, 0, 1))
    assert red.roughness < 0.7
    assert pane.alpha_mode == "BLEND"
    assert pane.base_color[3] == pytest.approx(0.25)
    assert glow.emissive == pytest.approx((1, 1, 0))
    assert [p.part for p in model.primitives] == ["red", "pane", "glow"]


@pytest.mark.parametrize(("alpha", "mode"), [(False, "OPAQUE"), (True, "MASK")])
def test_pictures_and_their_direction(alpha: bool, mode: str) -> None:
    mtl = b"newmtl m\nKd 0.64 0.64 0.64\nmap_Kd -s 1 1 1 cloth one.png\n"
    text = b"mtllib m.mtl\n" + SQUARE + b"vt 0 0\nvt 1 0.25\nusemtl m\nf 1/1 2/2 3/1\n"
    model = read_obj(text, resolve={"m.mtl": mtl, "cloth one.png": png(alpha)}.__getitem__)
    (material,) = model.materials
    assert material.alpha_mode == mode
    assert material.base_color == (1, 1, 1, 1)
    # OBJ's v goes up, the model's goes down.
    assert sorted(set(np.asarray(model.primitives[0].uv0)[:, 1].tolist())) == [0.75, 1.0]


def test_missing_files_are_noted() -> None:
    model = read_obj(b"mtllib a.mtl\n" + SQUARE + b"usemtl redwood\nf 1 2 3 4\n")
    assert model.notes[0].key == "materials_missing"
    red, green, blue, _ = model.materials[0].base_color
    assert red > green > blue
    mtl = b"newmtl m\nmap_Kd gone.png\n"
    model = read_obj(b"mtllib a.mtl\n" + SQUARE + b"usemtl m\nf 1 2 3 4\n", resolve={"a.mtl": mtl}.__getitem__)
    assert model.notes == (Note("picture_missing", (("name", "gone.png"),)),)


def test_edges_stay_sharp_and_curves_become_smooth() -> None:
    cube = b"".join(f"v {x} {y} {z}\n".encode() for x in (0, 1) for y in (0, 1) for z in (0, 1))
    faces = b"f 1 2 4 3\nf 5 7 8 6\nf 1 5 6 2\nf 3 4 8 7\nf 1 3 7 5\nf 2 6 8 4\n"
    model = read_obj(cube + faces)
    (primitive,) = model.primitives
    assert len(primitive.positions) == 24
    assert measure(model).watertight
    assert measure(model).volume_m3 == pytest.approx(1)
    assert sorted(np.abs(primitive.normals).max(axis=1).tolist()) == pytest.approx([1] * 24)
    ring = np.arange(32) * 2 * np.pi / 32
    tube = b"".join(f"v {np.sin(a)} {y} {np.cos(a)}\n".encode() for y in (0, 1) for a in ring)
    sides = b"".join(f"f {i + 1} {(i + 1) % 32 + 1} {(i + 1) % 32 + 33} {i + 33}\n".encode() for i in range(32))
    (primitive,) = read_obj(tube + sides).primitives
    assert len(primitive.positions) == 64
    outward = primitive.positions * [1, 0, 1]
    np.testing.assert_allclose(primitive.normals, outward, atol=0.01)


def test_real_libraries(sh3f_files: tuple[Path, ...]) -> None:
    count = 0
    for path in sh3f_files:
        with zipfile.ZipFile(path) as library:
            names = sorted(name for name in library.namelist() if name.endswith(".obj"))[::40]
            for name in names:
                folder = name.rsplit("/", 1)[0] + "/"
                model = read_obj(library.read(name), resolve=lambda p, f=folder, z=library: z.read(f + p))
                assert model.triangle_count > 0, name
                for primitive in model.primitives:
                    np.testing.assert_allclose(np.linalg.norm(primitive.normals, axis=1), 1, atol=1e-3)
                count += 1
    assert count >= 15
