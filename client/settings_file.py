"""Writes to the settings file what a shopper chose, and leaves everything else in it as its owner wrote it."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from client.domain.comfort import Comfort
from client.domain.text import Language
from client.settings import Settings, SettingsError

_log = logging.getLogger("vitrine")

_HEAD = "# What was chosen in the shop. Every setting is explained in docs/settings.md.\n"


def remember(file: Path, values: Mapping[str, object]) -> bool:
    """Writes these settings, whole or not at all; comments, order and other settings stay. Whether anything was new.

    A setting that is as usual and not in the file is not added to it. SettingsError in words when it cannot be written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    usual = Settings()
    try:
        old = file.read_text("utf-8") if file.exists() else _HEAD
        page = tomlkit.parse(old)
        for name, value in values.items():
            if name in page:
                if page[name] != value:
                    page[name] = value
            elif value != getattr(usual, name):
                page[name] = value
        new = tomlkit.dumps(page)
        if new == old:
            return False
        _write(file, new)
    except (OSError, UnicodeDecodeError, TOMLKitError) as cause:
        raise SettingsError(f"The settings file {file} cannot be written: {cause}.") from cause
    return True


def remembering(file: Path) -> Callable[[Comfort, Language], None]:
    """What remembers a shopper's choices in this file; where it cannot be written, the visit goes on."""

    def keep(comfort: Comfort, language: Language) -> None:
        try:
            remember(file, {"language": language, **Settings.of_comfort(comfort)})
        except SettingsError as error:
            _log.warning("%s", error)

    return keep


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(file.name + ".part")
    with partial.open("w", encoding="utf-8", newline="") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(file)
