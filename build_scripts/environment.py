"""Makes `.venv` from the hashed lock, once: a stamp of the lock's content tells when nothing is left to do."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from contextlib import suppress
from pathlib import Path

from build_scripts import system_libraries
from build_scripts.errors import SetupError

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
APP_LOCK = ROOT / "requirements.txt"
DEV_LOCK = ROOT / "requirements-dev.txt"
TRAIN_LOCK = ROOT / "requirements-train.txt"
"""Each of the three contains the one before; the last is large and only for those who train models."""
OLDEST, NEWEST = (3, 11), (3, 13)


def venv_program(name: str) -> Path:
    """A program inside `.venv`."""
    return VENV / ("Scripts" if os.name == "nt" else "bin") / (f"{name}.exe" if os.name == "nt" else name)


def prepare(*, dev: bool) -> None:
    """Everything a command needs: a fitting Python, system libraries, installed packages. Quiet when all is there."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        found = ".".join(map(str, sys.version_info[:3]))
        raise SetupError(f"Vitrine needs Python 3.11, 3.12 or 3.13; this is {found}. Start it with one of those.")
    system_libraries.ensure(dev=dev)
    lock = DEV_LOCK if dev else APP_LOCK
    if not _installed(lock):
        _install(lock)
        _compile()


def prepare_training() -> None:
    """What training needs beside what developing needs: several gigabytes, once."""
    prepare(dev=True)
    if not _installed(TRAIN_LOCK):
        _install(TRAIN_LOCK)


def vitrine(*arguments: str) -> int:
    """Runs the `vitrine` command in `.venv`; its exit code."""
    return subprocess.run([str(venv_program("python")), "-m", "client", *arguments], cwd=ROOT, check=False).returncode


def _stamp_of(lock: Path) -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {version}"


def _stamp_file(lock: Path) -> Path:
    return VENV / f"installed-{lock.stem}"


def _installed(lock: Path) -> bool:
    """Whether this lock is installed, or one that contains it."""
    locks = [APP_LOCK, DEV_LOCK, TRAIN_LOCK]
    for candidate in locks[locks.index(lock) :]:
        stamp = _stamp_file(candidate)
        if stamp.is_file() and stamp.read_text().strip() == _stamp_of(candidate) and venv_program("python").exists():
            return True
    return False


def _install(lock: Path) -> None:
    if not venv_program("python").exists():
        _say("Making .venv ...")
        try:
            venv.create(VENV, with_pip=True, clear=VENV.exists())
        except (OSError, subprocess.CalledProcessError) as cause:
            hint = "On Debian or Ubuntu: apt-get install python3-venv." if sys.platform == "linux" else ""
            raise SetupError(f"Could not make {VENV.name} ({cause}). {hint}".rstrip()) from cause
    _say(f"Installing the packages of {lock.name} (hash-checked; once, a few minutes) ...")
    command = [str(venv_program("python")), "-m", "pip", "install", "--require-hashes", "--requirement", str(lock)]
    command += ["--disable-pip-version-check", "--no-input", "--quiet"]
    command += ["--progress-bar", "on" if sys.stdout.isatty() else "off"]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise SetupError("Installing the packages failed (see above). Check the network, then run the command again.")
    _link_project()
    _stamp_file(lock).write_text(_stamp_of(lock) + "\n")


def _link_project() -> None:
    """Puts the checkout on `.venv`'s path and the commands beside its `python`.

    By hand, since `pip install --editable` would fetch a build backend that no hash covers.
    """
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    asked = subprocess.run([str(venv_program("python")), "-c", where], check=True, capture_output=True, text=True)
    (Path(asked.stdout.strip()) / "vitrine.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    for name, package in (("vitrine", "client"), ("vitrine-server", "server")):
        if os.name == "nt":
            launcher = f'@"%~dp0python.exe" -m {package} %*\n'
            (VENV / "Scripts" / f"{name}.cmd").write_text(launcher, encoding="ascii")
            continue
        command = VENV / "bin" / name
        command.write_text(f'#!/bin/sh\nexec "$(dirname "$0")/python" -m {package} "$@"\n', encoding="ascii")
        command.chmod(0o755)


def _compile() -> None:
    """Turns the project's own modules into byte code: a shop whose user does not let Python write any starts faster."""
    folders = [name for name in ("client", "scenes", "inference") if (ROOT / name).is_dir()]
    command = [str(venv_program("python")), "-m", "compileall", "-q", *folders]
    # Without it everything still runs, only slower: a checkout one may not write to is no failure.
    with suppress(OSError):
        subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _say(text: str) -> None:
    print(text, flush=True)
