"""The set-up: what it does when something is missing, and that the lock stays clean."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts import environment, system_libraries
from build_scripts.errors import SetupError
from build_scripts.system_libraries import Need


def test_set_up_needs_only_the_standard_library(repository: Path) -> None:
    """`-S -I` hides site-packages: what imports now imports on a bare Python."""
    code = "import sys; sys.path.insert(0, '.'); import build_scripts.__main__"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=repository, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_is_hashed_universal_and_names_no_address(repository: Path, name: str) -> None:
    lock = (repository / name).read_text()
    assert "://" not in lock
    requirements = [line for line in lock.splitlines() if re.match(r"[a-z]", line)]
    assert len(requirements) > 10
    assert lock.count("--hash=sha256:") >= len(requirements)
    assert "onnxruntime-directml" in lock
    assert "sys_platform == 'win32'" in lock


def test_a_missing_library_is_a_sentence_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = Need("a thing", "libthing0", present=lambda: False)
    monkeypatch.setattr(system_libraries, "NEEDS", (missing,))
    monkeypatch.setattr(system_libraries.sys, "platform", "linux")
    monkeypatch.setattr(system_libraries.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(system_libraries.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(SetupError, match=r"a thing.*sudo apt-get install .*libthing0"):
        system_libraries.ensure(dev=False)


def test_a_missing_font_does_not_close_the_store(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_libraries, "NEEDS", (Need("a font", "fonts-x", lambda: False, essential=False),))
    monkeypatch.setattr(system_libraries.sys, "platform", "linux")
    monkeypatch.setattr(system_libraries.os, "geteuid", lambda: 1000, raising=False)
    system_libraries.ensure(dev=False)
    assert "a font" in capsys.readouterr().out


def test_an_old_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "OLDEST", (99, 0))
    with pytest.raises(SetupError, match=r"3\.11"):
        environment.prepare(dev=False)


def test_a_second_start_installs_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("six==1.0\n")
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "APP_LOCK", lock)
    monkeypatch.setattr(environment, "DEV_LOCK", tmp_path / "requirements-dev.txt")
    monkeypatch.setattr(environment, "venv_program", lambda name: Path(sys.executable))
    monkeypatch.setattr(environment.system_libraries, "ensure", lambda *, dev: None)
    installs: list[Path] = []

    def install(which: Path) -> None:
        installs.append(which)
        environment._stamp_file(which).write_text(environment._stamp_of(which))

    monkeypatch.setattr(environment, "_install", install)
    (tmp_path / "requirements-dev.txt").write_text("six==1.0\npytest==9\n")
    environment.prepare(dev=False)
    environment.prepare(dev=False)
    assert installs == [lock]
    lock.write_text("six==1.1\n")
    environment.prepare(dev=False)
    assert installs == [lock, lock], "a changed lock is installed again"
