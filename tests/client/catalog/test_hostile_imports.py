"""Files made to do harm, through the real command: one clear sentence, the catalogue as it was, in bounded time."""

from __future__ import annotations

import json
import os
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from client.catalog.layout import Layout
from client.cli import main
from tests.client.catalog.samples import box_glb, write_sh3f

Make = Callable[[Path], Path]


def _glb(root: dict[str, object], binary: bytes) -> bytes:
    text = json.dumps(root).encode()
    text += b" " * (-len(text) % 4)
    binary += b"\0" * (-len(binary) % 4)
    head = struct.pack("<4sII", b"glTF", 2, 28 + len(text) + len(binary))
    return head + struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(binary), b"BIN\0") + binary


def _triangle(primitive: dict[str, object] | None = None, binary: bytes = b"", **accessor: object) -> bytes:
    corners = struct.pack("<9f", 0, 0, 0, 1, 0, 0, 0, 1, 0) + binary
    return _glb(
        {
            "asset": {"version": "2.0"},
            "scene": 0,
            "scenes": [{"nodes": [0]}],
            "nodes": [{"mesh": 0}],
            "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, **(primitive or {})}]}],
            "accessors": [{"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", **accessor}],
            "bufferViews": [
                {"buffer": 0, "byteLength": 36},
                {"buffer": 0, "byteOffset": 36, "byteLength": max(1, len(binary))},
            ],
            "buffers": [{"byteLength": len(corners)}],
        },
        corners,
    )


def _picture_bomb() -> bytes:
    """A PNG of 50,000 x 50,000 pixels in some hundred kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 10_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _textured(picture: bytes) -> bytes:
    data = json.loads(_triangle(binary=picture)[20:].split(b"BIN\0")[0][:-4])
    data["images"] = [{"bufferView": 1, "mimeType": "image/png"}]
    data["textures"] = [{"source": 0}]
    data["materials"] = [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}]
    data["meshes"][0]["primitives"][0]["material"] = 0
    return _glb(data, struct.pack("<9f", 0, 0, 0, 1, 0, 0, 0, 1, 0) + picture)


def _file(name: str, data: bytes) -> Make:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


def _properties(text: str) -> Make:
    def make(folder: Path) -> Path:
        with zipfile.ZipFile(folder / "lib.sh3f", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("PluginFurnitureCatalog.properties", text)
        return folder / "lib.sh3f"

    return make


def _member(name: str) -> Make:
    def make(folder: Path) -> Path:
        path = write_sh3f(folder / "lib.sh3f")
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(name, b"x")
        return path

    return make


_PRODUCT = b'{"@context":"https://schema.org","@type":"Product","sku":"x","name":'
_DRACO = {"extensions": {"KHR_draco_mesh_compression": {"bufferView": 1, "attributes": {"POSITION": 0}}}}
_FEED = '<rss xmlns:g="http://base.google.com/ns/1.0">'
_LOL = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(9))
HOSTILE: dict[str, Make] = {
    "accessor of 2^31": _file("a.glb", _triangle(count=2**31)),
    "sparse beyond its end": _file(
        "a.glb",
        _triangle(
            binary=b"\xff" * 12,
            sparse={"count": 3, "indices": {"bufferView": 1, "componentType": 5125}, "values": {"bufferView": 0}},
        ),
    ),
    "sparse of 2^31": _file(
        "a.glb",
        _triangle(
            sparse={"count": 2**31, "indices": {"bufferView": 0, "componentType": 5125}, "values": {"bufferView": 0}}
        ),
    ),
    "draco noise": _file("a.glb", _triangle(_DRACO, b"DRACO\x02\x02\x01\x01\0\0" + bytes(range(256)) * 9)),
    "picture bomb in a model": _file("a.glb", _textured(_picture_bomb())),
    "nested gltf": _file("a.gltf", b'{"asset":' + b"[" * 10**6 + b"]" * 10**6 + b"}"),
    "nested json-ld": _file("a.json", _PRODUCT + b"[" * 10**6 + b"]" * 10**6 + b"}"),
    "nested xml": _file("a.xml", (_FEED + "<a>" * 300_000).encode()),
    "billion laughs": _file("a.xml", f'<!DOCTYPE l [<!ENTITY e0 "lol">{_LOL}]>{_FEED}&e9;</rss>'.encode()),
    "path out of the library": _member("../evil.obj"),
    "drive letter": _member("c:evil.obj"),
    "properties bomb": _properties("id#1=a\nname#1=" + "x" * (80 << 20)),
    "huge index": _properties("id#" + "9" * 10_000 + "=a\n"),
    "picture bomb alone": _file("a.png", _picture_bomb()),
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shop")
    (root / "chair.glb").write_bytes(box_glb())
    assert main(["catalog", "import", str(root / "chair.glb"), "--into", str(root / "catalog"), "--workers", "1"]) == 0
    return root / "catalog"


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_one_sentence_and_the_catalogue_as_it_was(
    shop: Path, tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    before = Layout(shop).current()
    source = HOSTILE[name](tmp_path)
    started = time.monotonic()
    code = main(["catalog", "import", str(source), "--into", str(shop), "--workers", "1"])
    assert time.monotonic() - started < 240
    out, err = capfd.readouterr()
    assert code != 0
    assert "Traceback" not in out + err
    sentences = [line for line in (out + err).splitlines() if source.name in line or "Nothing came in" in line]
    assert sentences, out + err
    assert all(len(line) < 500 for line in sentences)
    assert Layout(shop).current() == before
    assert not list(Layout(shop).versions.glob(".new-*"))


@pytest.mark.parametrize("pointer", ["../../etc", "/etc/passwd", "000001-0123456789ab/../../x", "", "\0", "x" * 10**6])
def test_a_pointer_leads_nowhere_else(tmp_path: Path, pointer: str, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "current").write_text(pointer, "utf-8")
    assert main(["catalog", "list", "--catalog", str(tmp_path)]) != 0
    said = capfd.readouterr().err
    assert "damaged" in said
    assert "Traceback" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes among its files")
def test_a_feed_that_is_a_pipe_is_not_waited_for(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "box.glb").write_bytes(box_glb())
    started = time.monotonic()
    assert main(["catalog", "import", str(tmp_path / "pipe.csv"), "--into", str(tmp_path / "shop")]) != 0
    assert "pipe or a device" in capfd.readouterr().err
    assert main(["catalog", "import", str(tmp_path), "--into", str(tmp_path / "shop"), "--workers", "1"]) == 0
    assert time.monotonic() - started < 240
