"""Is there a runtime, and what is said when there is none: nothing is loaded for those who have no headset."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from client.commands import run
from client.domain.errors import VitrineError
from client.headset.api import Pose
from client.headset.openxr import opening
from client.headset.openxr.errors import HeadsetError
from client.headset.openxr.fine_timer import fine_timer
from client.headset.openxr.registered import is_registered, registered_runtime
from client.headset.openxr.steamvr import is_steamvr, running_programs, would_start


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
    assert registered_runtime({}, "win32", registry=lambda: r"C:\\steamxr.json") == Path(r"C:\\steamxr.json")
    first = registered_runtime({"HOME": "/h"}, "linux", lambda _: True)
    assert first == Path("/h/.config/openxr/1/active_runtime.json"), "a person's own before the system's"


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


STEAMVR = '{"file_format_version": "1.0.0", "runtime": {"name": "SteamVR", "library_path": "bin/linux64/vrclient.so"}}'
MONADO = '{"file_format_version": "1.0.0", "runtime": {"name": "Monado", "library_path": "libopenxr_monado.so"}}'


def test_steamvr_is_known_by_its_file(tmp_path: Path) -> None:
    file = tmp_path / "active_runtime.json"
    for text, found in ((STEAMVR, True), (STEAMVR.replace("SteamVR", "x"), True), (MONADO, False), ("{", False),
                        ("[]", False), ('{"runtime": 7}', False), ("", False)):  # fmt: skip
        file.write_text(text, "utf-8")
        assert is_steamvr(file) == found, text
    assert not is_steamvr(tmp_path / "nothing.json")
    assert is_steamvr(tmp_path / "steamxr_win64.json"), "by its name alone"


def test_looking_for_a_headset_does_not_start_steamvr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "active_runtime.json"
    file.write_text(STEAMVR, "utf-8")
    assert would_start(file, lambda: iter(["steam", "bash"]))
    assert not would_start(file, lambda: iter(["steam", "vrserver"]))
    assert not would_start(file, lambda: iter(["VRServer.exe"]))
    file.write_text(MONADO, "utf-8")
    assert not would_start(file, lambda: iter([])), "others start nothing"
    file.write_text(STEAMVR, "utf-8")
    monkeypatch.setenv("XR_RUNTIME_JSON", str(file))
    monkeypatch.setattr("client.headset.openxr.steamvr.running_programs", lambda: iter(["bash"]))
    before = set(sys.modules)
    with pytest.raises(HeadsetError, match="SteamVR is not running"):
        opening.open_headset(None, 1.0, Pose(), may_start=False)  # type: ignore[arg-type]
    assert "xr" not in set(sys.modules) - before, "nothing was loaded for it"


def test_programs_that_run(tmp_path: Path) -> None:
    for number, name in ((12, "bash"), (345, "vrserver")):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "comm").write_text(name + "\n", "utf-8")
    (tmp_path / "99").mkdir()
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "comm").write_text("python", "utf-8")
    assert sorted(running_programs("linux", tmp_path)) == ["bash", "vrserver"]
    if sys.platform == "linux":
        assert Path("/proc/self/comm").read_text("utf-8").strip() in set(running_programs())


class Timer:
    """winmm.dll, simulated."""

    def __init__(self, answer: int) -> None:
        self.answer, self.calls = answer, list[str]()

    def timeBeginPeriod(self, period_ms: int, /) -> int:
        self.calls.append(f"begin {period_ms}")
        return self.answer

    def timeEndPeriod(self, period_ms: int, /) -> int:
        self.calls.append(f"end {period_ms}")
        return 0


def test_windows_is_asked_for_a_fine_timer_and_gets_it_back() -> None:
    timer = Timer(0)
    seen: list[str] = []

    def fails() -> None:
        with fine_timer("win32", lambda: timer):
            seen.extend(timer.calls)
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert seen == ["begin 1"]
    assert timer.calls == ["begin 1", "end 1"]
    refused = Timer(97)
    with fine_timer("win32", lambda: refused):
        pass
    assert refused.calls == ["begin 1"], "what was not begun is not ended"
    with fine_timer("linux", lambda: pytest.fail("elsewhere nothing is asked for")):
        pass
