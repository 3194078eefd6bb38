"""What the shop writes passes the Khronos glTF validator."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from scenes.model.gltf_read import read_gltf
from scenes.model.gltf_write import write_glb
from scenes.model.levels import make_levels
from scenes.model.values import Model

SCRIPT = """
const validator = require('gltf-validator'), fs = require('fs');
(async () => {
  const reports = {};
  for (const file of process.argv.slice(1)) {
    const report = await validator.validateBytes(new Uint8Array(fs.readFileSync(file)));
    reports[file] = report.issues.messages.filter(m => m.severity === 0);
  }
  console.log(JSON.stringify(reports));
})();
"""


@pytest.fixture(scope="session")
def validator() -> Path:
    """A folder with npm's gltf-validator in it, installed on first use."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node.js is not installed")
    folder = Path(os.environ.get("VITRINE_TEST_CACHE") or user_cache_path("vitrine") / "tests") / "gltf-validator"
    if not (folder / "node_modules" / "gltf-validator").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), "gltf-validator"]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=120)
        except (subprocess.SubprocessError, OSError):
            pytest.skip("gltf-validator could not be installed")
    return folder


def errors(validator: Path, folder: Path, files: dict[str, bytes]) -> dict[str, list]:
    paths = []
    for name, data in files.items():
        paths.append(folder / name)
        paths[-1].write_bytes(data)
    done = subprocess.run(
        ["node", "-e", SCRIPT, *map(str, paths)], cwd=validator, check=True, capture_output=True, text=True, timeout=120
    )
    reports = json.loads(done.stdout)
    assert len(reports) == len(files)
    return {Path(path).name: found for path, found in reports.items() if found}


def test_the_validator_finds_errors(validator: Path, tmp_path: Path, sphere) -> None:
    glb = write_glb(sphere())
    assert errors(validator, tmp_path, {"bad.glb": glb.replace(b'"VEC3"', b'"VEC2"', 1)})


def test_written_models(validator: Path, tmp_path: Path, rich_model: Model, sphere) -> None:
    hero, shelf, far = make_levels(rich_model).glbs()
    files = {"rich.glb": write_glb(rich_model), "plain.glb": write_glb(sphere())}
    assert errors(validator, tmp_path, {**files, "hero.glb": hero, "shelf.glb": shelf, "far.glb": far}) == {}


def test_levels_of_real_models(validator: Path, tmp_path: Path, shared_data: Path) -> None:
    files: dict[str, bytes] = {}
    for path in [
        *sorted((shared_data / "gltf").glob("*.glb"))[::2],
        *sorted((shared_data / "furniture").glob("*.glb"))[::12],
    ]:
        for level, data in zip(("hero", "shelf", "far"), make_levels(read_gltf(path.read_bytes())).glbs(), strict=True):
            files[f"{path.stem}-{level}.glb"] = data
    assert errors(validator, tmp_path, files) == {}
