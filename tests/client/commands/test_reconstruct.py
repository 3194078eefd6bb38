"""`vitrine reconstruct` as a merchant uses it: photos good and bad, through the real workers."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from client.cli import main
from client.reconstruction import ReconstructionError, Reconstructor
from inference.reconstruction.values import PhotoJob
from scenes.model.gltf_read import read_gltf
from tests.inference.reconstruction.made_photos import member, photo


@pytest.fixture(scope="module")
def mug_photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photos") / "mug.jpg"
    place = Image.Exif()
    place[0x8825] = {1: "N", 2: (47.0, 22.0, 11.0)}
    Image.fromarray(photo(member("mug"), side=400)).save(path, quality=95, exif=place)
    return path


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "home"))


def test_a_photo_becomes_files(mug_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, report = tmp_path / "made" / "mug.glb", tmp_path / "mug.json"
    words = ["reconstruct", str(mug_photo), "--category", "mug", "--height-cm", "10", "--out", str(out)]
    assert main([*words, "--report", str(report), "--quick", "--anyway"]) == 0
    said, told = capsys.readouterr().out, json.loads(report.read_text())
    assert "10.0" in said
    assert told["card"]["family"] == "mug"
    assert told["card"]["photos"] == 1
    assert told["files"] == ["mug.glb", "mug.shelf.glb", "mug.far.glb"]
    for name in told["files"]:
        data = (out.parent / name).read_bytes()
        low, high = read_gltf(data).bounds()
        assert high[1] - low[1] == pytest.approx(0.1, rel=0.03)
        assert b"Exif" not in data, "where a photo was taken is nobody's business"


def test_bad_photos_are_refused_with_advice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wild, out = tmp_path / "wild.png", tmp_path / "x.glb"
    tiles = np.random.default_rng(0).integers(0, 255, (24, 24, 3)).astype(np.uint8)
    Image.fromarray(tiles.repeat(16, 0).repeat(16, 1)).save(wild)
    assert main(["reconstruct", str(wild), "--out", str(out)]) == 1
    assert "plain wall" in capsys.readouterr().out
    assert main(["reconstruct", str(wild), "--out", str(out), "--lang", "zh-CN"]) == 1
    assert "纯色" in capsys.readouterr().out
    assert not out.exists()


def test_what_does_not_look_alike_is_not_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chair, out = tmp_path / "chair.png", tmp_path / "x.glb"
    Image.fromarray(photo(member("dining_chair"), side=400)).save(chair)
    assert main(["reconstruct", str(chair), "--category", "mug", "--out", str(out), "--quick"]) == 1
    assert "photo on a stand" in capsys.readouterr().out
    assert not out.exists()


def _hostile(folder: Path) -> dict[str, Path]:
    plain = Image.fromarray(photo(member("mug"), side=300))
    paths = {name: folder / name for name in ("cut.jpg", "text.png", "tiny.png", "empty.webp")}
    plain.save(folder / "whole.jpg")
    paths["cut.jpg"].write_bytes((folder / "whole.jpg").read_bytes()[:900])
    paths["text.png"].write_text("this is no picture")
    Image.new("RGB", (1, 1)).save(paths["tiny.png"])
    paths["empty.webp"].write_bytes(b"")
    paths["nowhere"] = folder / "nowhere.png"
    return paths


def test_hostile_files_end_in_a_sentence(tmp_path: Path) -> None:
    with Reconstructor(time.sleep) as reconstructor:
        for name, path in _hostile(tmp_path).items():
            with pytest.raises(ReconstructionError) as no:
                reconstructor.of_photo(path, PhotoJob("mug", quick=True))
            assert str(no.value).endswith("."), name


@pytest.mark.parametrize("kind", ["cmyk.jpg", "deep.png", "animated.gif", "grey.png", "wrong.png", "turned.jpg"])
def test_odd_files_are_read(kind: str, tmp_path: Path) -> None:
    picture, path = Image.fromarray(photo(member("mug"), side=300)), tmp_path / kind
    if kind == "cmyk.jpg":
        picture.convert("CMYK").save(path)
    elif kind == "deep.png":
        Image.fromarray(np.asarray(picture.convert("L"), np.uint16) * 257).save(path)
    elif kind == "animated.gif":
        picture.save(path, save_all=True, append_images=[picture.rotate(90)])
    elif kind == "grey.png":
        picture.convert("L").save(path)
    elif kind == "wrong.png":
        picture.save(path, "JPEG")
    else:
        turned = Image.Exif()
        turned[0x0112] = 6
        picture.rotate(90, expand=True).save(path, exif=turned)
    with Reconstructor(time.sleep) as reconstructor:
        result = reconstructor.of_photo(path, PhotoJob("mug", quick=True))
    assert result.card.refused == ""
    assert result.card.silhouette > 0.75, "upright, and the first picture of several"


def test_a_cancelled_photo_ends_and_the_next_one_works(mug_photo: Path) -> None:
    class StopError(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.1:
            raise StopError

    shares: list[float] = []
    with Reconstructor(time.sleep) as reconstructor:
        with pytest.raises(StopError):
            reconstructor.of_photo(mug_photo, PhotoJob("mug"), stop)
        result = reconstructor.of_photo(mug_photo, PhotoJob("mug", quick=True), shares.append)
    assert result.hero[:4] == b"glTF"
    assert shares == sorted(shares)
    assert shares[-1] <= 1.0


def test_the_command_line_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconstruct", "x.png", "--out", str(tmp_path / "x.obj")]) == 1
    assert ".glb" in capsys.readouterr().err
    assert main(["reconstruct", str(tmp_path / "none.png")]) == 1
    assert "no file" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["reconstruct", "x.png", "--width-cm", "-3"])
