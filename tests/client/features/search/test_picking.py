"""A picture chosen at a desk comes from a process of its own."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from client.features.search.picking import Picker, _Program, has_screen
from client.shell.pick_photo import MOST_BYTES, read


def came(picker: Picker) -> bytes:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if data := picker.came():
            return data
        time.sleep(0.002)
    return b""


class PaperDialog:
    """Writes what it is told to, once it is told to."""

    def __init__(self) -> None:
        self.answered, self.ended = threading.Event(), False
        self.data = b""

    def answer(self, data: bytes) -> None:
        self.data = data
        self.answered.set()

    def output(self) -> bytes:
        assert self.answered.wait(20)
        return self.data

    def end(self) -> None:
        self.ended = True
        self.answered.set()


def until(done: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not done() and time.monotonic() < end:
        time.sleep(0.002)
    return done()


class Desk:
    """Starts paper dialogs."""

    def __init__(self) -> None:
        self.commands: list[Sequence[str]] = []
        self.dialogs: list[PaperDialog] = []
        self.picker = Picker(self.start)

    def start(self, command: Sequence[str]) -> PaperDialog:
        self.commands.append(command)
        self.dialogs.append(PaperDialog())
        return self.dialogs[-1]


def test_one_dialog_at_a_time() -> None:
    desk = Desk()
    desk.picker.choose("Which?")
    desk.picker.choose("Which?")
    assert until(lambda: len(desk.dialogs) == 1)
    assert desk.picker.came() == b""
    desk.dialogs[0].answer(b"picture")
    assert came(desk.picker) == b"picture"
    assert len(desk.commands) == 1
    assert desk.commands[0][-2:] == ["choose", "Which?"]


def test_nothing_chosen_is_no_picture() -> None:
    desk = Desk()
    desk.picker.paste()
    assert until(lambda: len(desk.dialogs) == 1)
    desk.dialogs[0].answer(b"")
    assert until(lambda: desk.picker._busy < 0)
    assert desk.picker.came() == b""


def test_the_dialog_of_who_left_is_ended_and_its_picture_is_nobodys() -> None:
    desk = Desk()
    desk.picker.choose("Which?")
    assert until(lambda: len(desk.dialogs) == 1)
    assert until(lambda: desk.picker._open is not None)
    desk.dialogs[0].data = b"of the one before"
    desk.picker.leave()
    assert desk.dialogs[0].ended
    desk.picker.choose("Which?")
    assert until(lambda: len(desk.dialogs) == 2)
    desk.dialogs[1].answer(b"mine")
    assert came(desk.picker) == b"mine"


def test_a_program_that_is_ended_leaves_no_process() -> None:
    program = _Program([sys.executable, "-c", "import time; time.sleep(600)"])
    program.end()
    assert program.output() == b""
    assert program._process.poll() is not None
    assert _Program([sys.executable, "-c", "print('picture')"]).output().strip() == b"picture"


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
