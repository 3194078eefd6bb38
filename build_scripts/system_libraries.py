"""Shared libraries and fonts that the wheels expect from the system (Linux; Windows brings its own)."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from build_scripts.errors import SetupError


@dataclass(frozen=True)
class Need:
    """Something the system must have, how to see whether it does, and Debian's package for it."""

    what: str
    package: str
    present: Callable[[], bool]
    essential: bool = True


def _library(name: str) -> Callable[[], bool]:
    def loads() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return loads


def _any_file(folders: tuple[str, ...], *patterns: str) -> Callable[[], bool]:
    """Whether a file of these patterns lies in one of the folders (searched wherever they exist)."""

    def found() -> bool:
        places = (Path(folder).expanduser() for folder in folders)
        return any(True for place in places if place.is_dir() for pattern in patterns for _ in place.glob(pattern))

    return found


_LIBRARY_FOLDERS = ("/usr/lib", "/usr/lib64")
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
_CJK_FONTS = ("**/*CJK*.*t*", "**/*SourceHan*.*t*", "**/*wqy*.*t*", "**/*DroidSansFallback*.*t*")
_DRIVERS = ("*/dri/*_dri.so", "dri/*_dri.so", "*/libgallium*.so")

NEEDS: tuple[Need, ...] = (
    Need("OpenGL", "libgl1", _library("libGL.so.1")),
    Need("EGL (drawing with no display)", "libegl1", _library("libEGL.so.1")),
    Need("GLVND OpenGL", "libopengl0", _library("libOpenGL.so.0")),
    Need("an OpenGL driver", "libgl1-mesa-dri", _any_file(_LIBRARY_FOLDERS, *_DRIVERS)),
    Need("Mesa for EGL", "libegl-mesa0", _any_file(_LIBRARY_FOLDERS, "*/libEGL_*.so*", "libEGL_*.so*")),
    Need("X11 client library", "libx11-6", _library("libX11.so.6")),
    Need("keyboard layouts for Qt", "libxkbcommon0", _library("libxkbcommon.so.0")),
    Need("D-Bus for Qt", "libdbus-1-3", _library("libdbus-1.so.3")),
    Need("GLib for Qt", "libglib2.0-0", _library("libglib-2.0.so.0")),
    Need("fontconfig", "libfontconfig1", _library("libfontconfig.so.1")),
    Need("a font with Chinese", "fonts-noto-cjk", _any_file(_FONT_FOLDERS, *_CJK_FONTS), essential=False),
)


def _web_server() -> bool:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is not None


_SH3F = _any_file(("/usr/share/sweethome3d",), "**/*.sh3f")

DEV_NEEDS: tuple[Need, ...] = (
    Need("a virtual display (tests of the window)", "xvfb", lambda: shutil.which("Xvfb") is not None, essential=False),
    Need("a web server (tests of publishing)", "nginx-light", _web_server, essential=False),
    Need("Sweet Home 3D's furniture (tests)", "sweethome3d-furniture", _SH3F, essential=False),
)


def ensure(*, dev: bool) -> None:
    """Installs what is missing (Debian family, as root), else prints the command. Raises when the store cannot open."""
    if sys.platform != "linux":
        return
    missing = [need for need in (*NEEDS, *(DEV_NEEDS if dev else ())) if not need.present()]
    if not missing:
        return
    packages = [need.package for need in missing]
    command = "apt-get install --no-install-recommends " + " ".join(packages)
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        print(f"Installing system packages: {' '.join(packages)} ...", flush=True)
        _apt_install(apt, packages)
        missing = [need for need in missing if not need.present()]
    if not missing:
        return
    names = ", ".join(need.what for need in missing)
    how = f"Install with: sudo {command}" if apt else "Install your distribution's packages for these."
    if any(need.essential for need in missing):
        raise SetupError(f"The system lacks: {names}. {how}")
    print(f"Note: the system lacks: {names}. The store works without. {how}", flush=True)


def _apt_install(apt: str, packages: list[str]) -> None:
    """One package failing (an optional one, an odd release) must not keep the others out."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"env": environment, "check": False, "stdout": subprocess.DEVNULL}
    install = [apt, "install", "-y", "-q", "--no-install-recommends"]
    subprocess.run([apt, "update", "-q"], **quiet)  # type: ignore[call-overload]
    if subprocess.run([*install, *packages], **quiet).returncode != 0:  # type: ignore[call-overload]
        for package in packages:
            subprocess.run([*install, package], **quiet)  # type: ignore[call-overload]
