"""Whether an OpenXR runtime is registered at all: asked before the binding, which takes half a second, is loaded.

Where runtimes register is told in the loader's documentation, section "Runtime Discovery".
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

_FILES = ("openxr/1/active_runtime.json", "openxr/1/active_runtime.x86_64.json")
_KEY = r"SOFTWARE\Khronos\OpenXR\1"


def registered_runtime(
    environment: Mapping[str, str],
    platform: str = sys.platform,
    is_file: Callable[[Path], bool] = Path.is_file,
    registry: Callable[[], str] | None = None,
) -> Path | None:
    """The file that names the runtime to ask, or None; it may be broken, or its runtime have no headset."""
    told = environment.get("XR_RUNTIME_JSON") or ((registry or _registry)() if platform == "win32" else "")
    if told or platform == "win32":
        return Path(told) if told else None
    places = (folder / name for folder in _folders(environment) for name in _FILES)
    return next((place for place in places if is_file(place)), None)


def is_registered(
    environment: Mapping[str, str],
    platform: str = sys.platform,
    is_file: Callable[[Path], bool] = Path.is_file,
    registry: Callable[[], str] | None = None,
) -> bool:
    """Whether there is a runtime to ask."""
    return registered_runtime(environment, platform, is_file, registry) is not None


def _folders(environment: Mapping[str, str]) -> Iterator[Path]:
    """The configuration folders of this person, then the system's."""
    own = environment.get("XDG_CONFIG_HOME")
    home = environment.get("HOME")
    if own:
        yield Path(own)
    elif home:
        yield Path(home) / ".config"
    for folder in (environment.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":"):
        if folder:
            yield Path(folder)
    yield from (Path("/etc"), Path("/usr/local/etc"), Path("/usr/local/share"), Path("/usr/share"))


def _registry() -> str:
    """The active runtime of Windows; empty where there is none."""
    found = ""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _KEY) as key:
                found = str(winreg.QueryValueEx(key, "ActiveRuntime")[0])
        except OSError:
            pass
    return found
