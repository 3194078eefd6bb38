"""The lock: hashed requirements for every platform and Python at once, with no addresses in it."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from build_scripts.environment import APP_LOCK, DEV_LOCK, ROOT, TRAIN_LOCK, venv_program
from build_scripts.errors import SetupError

PLATFORMS = ("x86_64-manylinux_2_34", "x86_64-pc-windows-msvc")
"""glibc 2.34 is what Qt's wheels ask for: Debian 12, Ubuntu 22.04 or later."""
PYTHONS = ("3.11", "3.13")


def _uv(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(venv_program("uv")), *arguments]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


def compile_locks() -> None:
    """Writes all locks anew from pyproject.toml, each with the versions of the one before."""
    dev = ["--extra", "dev"]
    train = [*dev, "--extra", "train", "--extra", "spark", "--constraints", DEV_LOCK.name]
    for target, extras in ((APP_LOCK, []), (DEV_LOCK, [*dev, "--constraints", APP_LOCK.name]), (TRAIN_LOCK, train)):
        done = _uv(
            "pip", "compile", "pyproject.toml", *extras, "--universal", "--python-version", "3.11", "--generate-hashes",
            "--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--custom-compile-command",
            "python3 -m build_scripts lock", "--output-file", target.name, "--quiet",
        )  # fmt: skip
        if done.returncode != 0:
            raise SetupError(f"Compiling {target.name} failed:\n{done.stderr.strip()}")


def check_locks() -> bool:
    """No address in the locks, every dependency of pyproject.toml in them, and wheels for Linux and Windows x64."""
    return all([_has_no_addresses(), *(_resolves(platform, python) for platform in PLATFORMS for python in PYTHONS)])


def _has_no_addresses() -> bool:
    clean = True
    for path in (APP_LOCK, DEV_LOCK, TRAIN_LOCK):
        if re.search(r"https?://|file:|--(extra-)?index-url|--find-links", path.read_text()):
            print(f"{path.name} names an address; compile it again.")
            clean = False
    return clean


def _resolves(platform: str, python: str) -> bool:
    """Whether the locked versions satisfy pyproject.toml there, with wheels only, by their hashes."""
    with tempfile.TemporaryDirectory() as folder:
        target = ("--python-platform", platform, "--python-version", python, "--target", folder)
        wheels = ("--only-binary", ":all:", "--dry-run", "--quiet")
        installed = _uv("pip", "install", *target, *wheels, "--require-hashes", "-r", DEV_LOCK.name)
        satisfied = _uv(
            "pip", "compile", "pyproject.toml", "--extra", "dev", "--python-platform", platform,
            "--python-version", python, "--constraints", DEV_LOCK.name, "--quiet",
            "--output-file", str(Path(folder) / "out.txt"),
        )  # fmt: skip
    for done in (installed, satisfied):
        if done.returncode != 0:
            print(f"The lock does not resolve for {platform}, Python {python}:\n{done.stderr.strip()}")
            return False
    print(f"The lock resolves for {platform}, Python {python}.")
    return True
