"""A program of its own: asks for a picture file with the system's dialog, or takes the clipboard's picture.

    python -m client.shell.pick_photo choose TITLE    or    python -m client.shell.pick_photo paste

The bytes go to standard output; nothing when there is none. The shop's own widgets are drawn off screen, so the dialog
needs a process with the real screen; and what is opened here is never parsed in the shop.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

MOST_BYTES = 64 << 20
_FILTER = "JPEG, PNG, WebP (*.jpg *.jpeg *.png *.webp)"


def main(arguments: Sequence[str]) -> int:
    """0 when there is a picture on standard output."""
    from PySide6.QtWidgets import QApplication, QFileDialog

    kept = QApplication([])
    if arguments[:1] == ["paste"]:
        data = _pasted()
    else:
        title = arguments[1] if len(arguments) > 1 else ""
        data = read(Path(QFileDialog.getOpenFileName(None, title, str(Path.home()), _FILTER)[0]))
    del kept
    sys.stdout.buffer.write(data)
    return 0 if data else 1


def read(file: Path) -> bytes:
    """A file's bytes; nothing for what is no file, cannot be read or is too large."""
    try:
        return file.read_bytes() if file.is_file() and file.stat().st_size <= MOST_BYTES else b""
    except OSError:
        return b""


def _pasted() -> bytes:
    """The clipboard's picture as PNG, or the file that was copied."""
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QGuiApplication

    mime = QGuiApplication.clipboard().mimeData()
    for url in mime.urls():
        if url.isLocalFile() and (data := read(Path(url.toLocalFile()))):
            return data
    image = QGuiApplication.clipboard().image()
    if image.isNull():
        return b""
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(held, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt takes str only
    return bytes(held.data().data())


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
