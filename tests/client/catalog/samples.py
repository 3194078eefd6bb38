"""Small made-up files of every kind."""

from __future__ import annotations

from pathlib import Path


def box_glb(size: tuple[float, float, float] = (1.0, 1.0, 1.0), variants: tuple[str, ...] = ()) -> bytes:
    """A box standing on the origin, as a GLB; in two colours when it has variants."""
    import numpy as np

    from scenes.model.gltf_write import write_glb
    from scenes.model.values import Material, Model, Primitive

    corners = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (0.0, 1.0) for z in (-0.5, 0.5)], np.float32)
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    positions = np.concatenate([corners[list(f)] for f in faces]) * np.array(size, np.float32)
    sides = [(-1, 0, 0), (1, 0, 0), (0, -1, 0), (0, 1, 0), (0, 0, -1), (0, 0, 1)]
    normals = np.repeat(np.array(sides, np.float32), 4, axis=0)
    triangles = np.array([[4 * i + a, 4 * i + b, 4 * i + c] for i in range(6) for a, b, c in ((0, 1, 2), (0, 2, 3))])
    wear = tuple((i, i) for i in range(len(variants)))
    primitive = Primitive(positions, normals, triangles.astype(np.uint32), 0, variant_materials=wear)
    colours = [(0.7, 0.1, 0.1, 1.0), (0.1, 0.1, 0.7, 1.0)]
    materials = tuple(Material(name=f"m{i}", base_color=colours[i]) for i in range(max(1, len(variants))))
    return write_glb(Model((primitive,), materials, variants=variants))


def photo(colour: tuple[int, int, int] = (200, 30, 30), side: int = 64) -> bytes:
    """A JPEG of one colour, with metadata that must not survive."""
    import io

    from PIL import Image

    picture = Image.new("RGB", (side, side), colour)
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


BOX_OBJ = b"""mtllib box.mtl
v 0 0 0
v 2 0 0
v 2 4 0
v 0 4 0
v 0 0 1
v 2 0 1
v 2 4 1
v 0 4 1
usemtl red
f 4 3 2 1
f 5 6 7 8
f 1 2 6 5
f 3 4 8 7
f 1 5 8 4
f 2 3 7 6
"""
BOX_MTL = b"newmtl red\nKd 0.8 0.1 0.1\n"
SH3F_ENGLISH = """# comment
id=Test#Library
name=Test library
license=CC0
provider=example.org

id#1=Test#box
name#1=Tall \\
  box
category#1=Boxes
icon#1=/test/box.png
model#1=/test/box/box.obj
width#1=20
depth#1=10
height#1=40
creator#1=Ann
elevation#1=12.5

id#2=Test#missing
name#2=Ghost
category#2=Boxes
model#2=/test/ghost.obj
width#2=1
depth#2=1
height#2=1

id#3=Test#turned
name#3=Lying box
category#3=Boxes
model#3=/test/box/box.obj
modelRotation#3=1 0 0 0 0 1 0 -1 0
width#3=20
depth#3=40
height#3=10
"""
SH3F_CHINESE = "name#1=\\u9ad8\\u7bb1\\u5b50\ncategory#1=\\u7bb1\\u5b50\n"
"""高箱子, 箱子."""


def write_sh3f(path: Path, extra: dict[str, bytes] | None = None) -> Path:
    """A furniture library of three pieces, one of which lacks its model."""
    import io
    import zipfile

    from PIL import Image

    icon = io.BytesIO()
    Image.new("RGBA", (32, 32), (10, 20, 30, 128)).save(icon, "PNG")
    files = {
        "PluginFurnitureCatalog.properties": SH3F_ENGLISH.encode("iso-8859-1"),
        "PluginFurnitureCatalog_zh_CN.properties": SH3F_CHINESE.encode(),
        "test/box/box.obj": BOX_OBJ,
        "test/box/box.mtl": BOX_MTL,
        "test/box.png": icon.getvalue(),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**files, **(extra or {})}.items():
            archive.writestr(name, data)
    return path
