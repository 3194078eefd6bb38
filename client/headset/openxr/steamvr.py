"""Whether asking the OpenXR runtime would start SteamVR, which fills the screen with windows of its own.

OpenXR has no call that asks for a headset and starts nothing: SteamVR starts with `xrCreateInstance`. So a program that
only looks whether there is a headset asks first, as others do, whether SteamVR's server process runs already.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

SERVER = "vrserver"
NOT_STARTED = (
    "SteamVR is not running. Start it to go into the headset; the visit moves there by itself. "
    "`--headset openxr` starts it too."
)
_MOST_BYTES = 100_000
_PROCESSES = 2
"""TH32CS_SNAPPROCESS."""


def is_steamvr(runtime: Path) -> bool:
    """Whether a runtime's file is SteamVR's, by its name or by what it names; a broken one is nobody's."""
    if runtime.name.lower().startswith("steamxr"):
        return True
    try:
        with runtime.open("rb") as file:
            told = json.loads(file.read(_MOST_BYTES))["runtime"]
        return str(told.get("name", "")).lower() == "steamvr" or "vrclient" in str(told.get("library_path", ""))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def would_start(runtime: Path, names: Callable[[], Iterator[str]] | None = None) -> bool:
    """Whether a session with this runtime would start SteamVR. `names`: of the programs that run now."""
    if not is_steamvr(runtime):
        return False
    return not any(name.lower().removesuffix(".exe") == SERVER for name in (names or running_programs)())


def running_programs(platform: str = sys.platform, processes: Path = Path("/proc")) -> Iterator[str]:
    """Names of the programs that run; of those one may not look at, none."""
    if platform == "win32":
        yield from _windows_programs()
        return
    for told in processes.glob("[0-9]*/comm"):
        with suppress(OSError):
            yield told.read_text("utf-8", "replace").strip()


class _ProcessEntry(ctypes.Structure):
    """PROCESSENTRY32W of Windows."""

    _fields_ = (
        ("size", ctypes.c_uint32), ("usage", ctypes.c_uint32), ("process", ctypes.c_uint32),
        ("heap", ctypes.c_void_p), ("module", ctypes.c_uint32), ("threads", ctypes.c_uint32),
        ("parent", ctypes.c_uint32), ("priority", ctypes.c_int32), ("flags", ctypes.c_uint32),
        ("file", ctypes.c_wchar * 260),
    )  # fmt: skip


def _windows_programs() -> list[str]:
    """By the Tool Help library."""
    names: list[str] = []
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateToolhelp32Snapshot.restype = ctypes.c_void_p
        for name in ("Process32FirstW", "Process32NextW"):
            getattr(kernel, name).argtypes = [ctypes.c_void_p, ctypes.POINTER(_ProcessEntry)]
        kernel.CloseHandle.argtypes = [ctypes.c_void_p]
        snapshot = kernel.CreateToolhelp32Snapshot(_PROCESSES, 0)
        if snapshot in (None, ctypes.c_void_p(-1).value):
            return names
        try:
            entry = _ProcessEntry(size=ctypes.sizeof(_ProcessEntry))
            found = kernel.Process32FirstW(snapshot, ctypes.byref(entry))
            while found:
                names.append(str(entry.file))
                found = kernel.Process32NextW(snapshot, ctypes.byref(entry))
        finally:
            kernel.CloseHandle(snapshot)
    return names
