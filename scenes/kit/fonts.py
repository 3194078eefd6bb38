"""Finds fonts that can write English and Chinese on this machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import ImageFont

PROBE = "价格桌灯"
_LINUX = ("/usr/share/fonts", "/usr/local/share/fonts")
_REGULAR = (
    "NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "NotoSansCJKsc-Regular.otf", "msyh.ttc", "Deng.ttf",
    "simhei.ttf", "wqy-microhei.ttc", "DroidSansFallbackFull.ttf", "SourceHanSansSC-Regular.otf",
)  # fmt: skip
_BOLD = ("NotoSansCJK-Bold.ttc", "NotoSansSC-Bold.otf", "NotoSansCJKsc-Bold.otf", "msyhbd.ttc", "Dengb.ttf")


class FontError(Exception):
    """No font on this machine can write what is asked; the sentence says how to get one."""


@dataclass(frozen=True)
class FontFiles:
    """Files (and the index in a collection) for plain and strong text. `chinese` tells whether they have Chinese."""

    plain: Path
    plain_index: int
    strong: Path
    strong_index: int
    chinese: bool

    def load(self, size_px: int, strong: bool = False) -> ImageFont.FreeTypeFont:
        """The font at a height in pixels. Use one per thread."""
        if strong:
            return ImageFont.truetype(str(self.strong), size_px, index=self.strong_index)
        return ImageFont.truetype(str(self.plain), size_px, index=self.plain_index)


def has_chinese(font: ImageFont.FreeTypeFont) -> bool:
    """Whether the font draws Chinese characters as something else than its missing-glyph box."""
    missing = bytes(font.getmask("\U0010fffe"))
    return all(bytes(font.getmask(letter)) != missing and any(font.getmask(letter)) for letter in PROBE)


def find_fonts() -> FontFiles:
    """The best fonts at hand; prefers simplified Chinese forms. Raises FontError when there is no font at all."""
    found = {path.name: path for path in _files(_folders())}
    for name in _REGULAR:
        if name in found and (index := _chinese_index(found[name])) is not None:
            strong = next((found[b] for b in _BOLD if b in found and b[:6] == name[:6]), found[name])
            strong_index = _chinese_index(strong)
            return FontFiles(found[name], index, strong, index if strong_index is None else strong_index, True)
    fallback = _asked() or next((p for p in found.values() if p.suffix.lower() in (".ttf", ".otf", ".ttc")), None)
    if fallback is None:
        raise FontError("No font was found on this machine. Install one, for example the package fonts-noto-cjk.")
    index = _chinese_index(fallback)
    return FontFiles(fallback, index or 0, fallback, index or 0, index is not None)


def _folders() -> list[Path]:
    windows = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
    home = Path.home()
    return [*(Path(p) for p in _LINUX), home / ".fonts", home / ".local/share/fonts", windows, Path("/Library/Fonts")]


def _files(folders: Iterable[Path]) -> Iterable[Path]:
    for folder in folders:
        if folder.is_dir():
            yield from sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".ttf", ".otf", ".ttc"))


def _chinese_index(path: Path) -> int | None:
    """The face of a file that has Chinese, the simplified one where a collection has several."""
    best: int | None = None
    for index in range(10):
        try:
            font = ImageFont.truetype(str(path), 24, index=index)
        except OSError:
            break
        if has_chinese(font):
            family = (font.getname()[0] or "").upper()
            if " SC" in family or "YAHEI" in family:
                return index
            best = index if best is None else best
    return best


def _asked() -> Path | None:
    """What fontconfig would take for Chinese, where it is installed."""
    try:
        done = subprocess.run(
            ["fc-match", "-f", "%{file}", ":lang=zh-cn"], capture_output=True, text=True, timeout=5, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    path = Path(done.stdout.strip())
    return path if path.is_file() else None
