"""A picture chosen at a desk comes from a process of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

from client.features.search.picking import Picker, has_screen
from client.shell.pick_photo import MOST_BYTES, read


def came(picker: Picker) -> bytes:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if data := picker.came():
            return data
        time.sleep(0.002)
    return b""


def test_one_dialog_at_a_time() -> None:
    commands: list[Sequence[str]] = []
    answer = threading.Event()

    def run(command: Sequence[str]) -> bytes:
        commands.append(command)
        answer.wait(20)
        return b"picture"

    picker = Picker(run)
    picker.choose("Which?")
    picker.choose("Which?")
    assert picker.came() == b""
    answer.set()
    assert came(picker) == b"picture"
    assert len(commands) == 1
    assert commands[0][-2:] == ["choose", "Which?"]


def test_nothing_chosen_is_no_picture() -> None:
    done = threading.Event()

    def run(command: Sequence[str]) -> bytes:
        done.set()
        return b""

    picker = Picker(run)
    picker.paste()
    assert done.wait(20)
    assert picker.came() == b""


def test_a_dialog_needs_a_screen() -> None:
    assert has_screen("win32", {})
    assert has_screen("linux", {"WAYLAND_DISPLAY": "wayland-0"})
    assert not has_screen("linux", {})


def test_only_files_of_a_sane_size_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"bytes")
    assert read(tmp_path / "a.png") == b"bytes"
    assert read(tmp_path) == read(tmp_path / "missing") == b""
    with (tmp_path / "vast").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert read(tmp_path / "vast") == b""
