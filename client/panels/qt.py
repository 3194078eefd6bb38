"""The one QApplication, always on Qt's off-screen platform: no window of Qt ever reaches the desktop."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

FAMILIES = ("Segoe UI", "Noto Sans CJK SC", "Microsoft YaHei UI", "Source Han Sans SC", "PingFang SC", "DejaVu Sans")
"""Sans faces in order of wish; Qt takes each character from the first family that has it."""

_WINDOWS_FONTS = ("segoeui.ttf", "segoeuib.ttf", "seguisb.ttf", "msyh.ttc", "msyhbd.ttc")


def panel_application() -> QApplication:
    """The application that panels live in; made at the first call, the same one afterwards."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # A display's scale factor must not change how many pixels a panel has.
    os.environ["QT_ENABLE_HIGHDPI_SCALING"] = "0"
    qInstallMessageHandler(_log)
    application = QApplication(["vitrine"])
    application.setQuitOnLastWindowClosed(False)
    # A cursor that blinks would make two pictures of the same moment differ.
    application.setCursorFlashTime(0)
    application.setStyle("Fusion")
    if sys.platform == "win32":
        _load_windows_fonts(Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts")
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(28)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    application.setFont(font)
    return application


def _load_windows_fonts(folder: Path) -> None:
    """The off-screen platform's font database on Windows looks at files only, not at the system's list."""
    for name in _WINDOWS_FONTS:
        path = folder / name
        if path.is_file():
            QFontDatabase.addApplicationFont(str(path))


def _log(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt's messages into the log, without the off-screen platform's remark that it has no window manager."""
    del context
    if "propagateSizeHints" not in message:
        level = logging.DEBUG if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) else logging.WARNING
        logging.getLogger("vitrine.qt").log(level, message)
