"""Is there a runtime, and what is said when there is none: nothing is loaded for those who have no headset."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from client.commands import run
from client.domain.errors import VitrineError
from client.headset.openxr.registered import is_registered


def test_where_runtimes_register() -> None:
    def only(*paths: str) -> bool:
        return is_registered({"HOME": "/somewhere"}, "linux", lambda p: p.as_posix() in paths)

    assert not only()
    assert only("/somewhere/.config/openxr/1/active_runtime.json")
    assert only("/etc/xdg/openxr/1/active_runtime.json")
    assert only("/etc/openxr/1/active_runtime.x86_64.json")
    assert not only("/somewhere/openxr/1/active_runtime.json")
    own = {"HOME": "/somewhere", "XDG_CONFIG_HOME": "/c", "XDG_CONFIG_DIRS": "/d:/e"}
    for folder, found in (("/c", True), ("/d", True), ("/e", True), ("/etc/xdg", False), ("/somewhere/.config", False)):
        path = Path(folder) / "openxr/1/active_runtime.json"
        assert is_registered(own, "linux", lambda p, path=path: p == path) == found
    assert is_registered({"XR_RUNTIME_JSON": "/anything.json"}, "linux", lambda _: False)
    assert is_registered({}, "win32", registry=lambda: r"C:\\steamxr.json")
    assert not is_registered({}, "win32", registry=lambda: "")


def test_without_a_runtime_nothing_is_loaded(repository: Path, tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from client.headset.api import Pose\n"
        "from client.headset.openxr import opening\n"
        "from client.headset.openxr.errors import HeadsetError\n"
        "try: opening.open_headset(None, 1.0, Pose())\n"
        "except HeadsetError as error: print(error)\n"
        "sys.exit(1 if {'xr', 'OpenGL'} & set(sys.modules) else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=repository, env={"HOME": str(tmp_path), "XDG_CONFIG_DIRS": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if sys.platform == "win32" or is_registered({"XDG_CONFIG_DIRS": str(tmp_path)}):
        pytest.skip("a runtime is registered on this machine")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("No OpenXR runtime is installed.")


def test_a_headset_without_a_display_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import argparse

    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(VitrineError, match="no display"):
        run.run(argparse.Namespace(headset="openxr"))
