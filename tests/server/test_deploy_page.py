"""Every command of docs/deploy.md, run in the order of the page."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from server.serve import make_server
from tests.simulators.made_catalog import make_catalog

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the page is for a server that runs Linux")


def _blocks(repository: Path) -> list[str]:
    page = (repository / "docs" / "deploy.md").read_text("utf-8")
    return re.findall(r"```sh\n(.*?)```", page, re.DOTALL)


def _commands(folder: Path, repository: Path) -> dict[str, str]:
    """An environment in which `vitrine` and `vitrine-server` are those of this checkout."""
    for name, module in (("vitrine", "client"), ("vitrine-server", "server")):
        script = folder / "bin" / name
        script.parent.mkdir(exist_ok=True)
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n')
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(repository), "VITRINE_HOME": str(folder / "home")}


def _merchant(folder: Path) -> None:
    make_catalog(folder / "my-shop")
    (folder / "passphrase").write_text("a passphrase of some length")
    np.savez(folder / "vectors.npz", skus=np.array(["mug-0"]), vectors=np.ones((1, 8), np.int8))
    said = [
        f"p{person},mug-{person % 3},viewed,{step}\np{person},chair-{step},ordered,9"
        for person in range(9)
        for step in (1, 3)
    ]
    (folder / "yesterday.csv").write_text("\n".join(["person,sku,what,when", *said]))
    (folder / "models").mkdir()
    (folder / "models" / "guide.gguf").write_bytes(b"GGUF" + b"\1" * 40)
    said = 'name = "guide"\nfile = "guide.gguf"\nlicence = "Apache-2.0"\ntask = "dialogue"\n'
    (folder / "models" / "models.toml").write_text(f"[[model]]\n{said}")


def test_every_command_of_the_page(tmp_path: Path, repository: Path) -> None:
    _merchant(tmp_path)
    environment = _commands(tmp_path, repository)
    environment["VITRINE_KEYS_PASSPHRASE_FILE"] = "passphrase"
    (tmp_path / "published").mkdir()
    said, fingerprint = "", ""
    with make_server(tmp_path / "published", 0, lambda _: None) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for block in _blocks(repository):
            if shutil.which("rclone") is None and "rclone" in block:
                continue
            if shutil.which("rsync") is None:
                block = "\n".join(line for line in block.splitlines() if not line.startswith("rsync"))
            (tmp_path / "host").mkdir(exist_ok=True)
            ready = block.replace("https://shop.example/", f"http://127.0.0.1:{server.server_port}/")
            ready = ready.replace("FINGERPRINT", fingerprint).replace("VITRINE_KEYS_PASSPHRASE_FILE", "IGNORED")
            ready = ready.replace("WEBHOST", "host").replace("BUCKET", "bucket").replace("STICK", str(tmp_path))
            words = ["bash", "-euo", "pipefail", "-c", ready]
            done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
            said += done.stdout
            found = re.search(r"--fingerprint ([0-9a-f]{64})", said)
            fingerprint = found[1] if found else ""
        server.shutdown()
    assert said.count("All is well: version 1, 12 products.") == 3
    assert len(re.findall(r"^\w+ +until ", said, re.MULTILINE)) == 14
    for name in ("root", "targets"):
        assert not list((tmp_path / "keys").glob(f"{name}-*.pem"))
    for copy in ("host", "bucket"):
        if (tmp_path / copy / "metadata").is_dir():
            _same(tmp_path / "published", tmp_path / copy)


def _same(published: Path, copy: Path) -> None:
    for below in ("metadata/timestamp.json", "metadata/1.root.json"):
        assert (copy / below).is_file()
    packs = {path.name for path in (copy / "packs").rglob("*") if path.is_file()}
    assert {path.name for path in (published / "packs").rglob("*") if path.is_file()} <= packs


def test_the_page_has_the_commands_there_are(repository: Path) -> None:
    from server.cli import make_parser

    page = "\n".join(_blocks(repository))
    choices = next(a.choices for a in make_parser()._actions if a.dest == "command")
    assert choices is not None
    for name in set(choices) - {"serve"}:
        assert f"vitrine-server {name} " in page
