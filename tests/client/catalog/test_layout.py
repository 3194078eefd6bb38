"""Files replaced in one step, also on systems that refuse it while somebody reads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from client.catalog.layout import write_atomically


def test_a_reader_holds_a_new_pointer_up_for_a_moment_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pointer, refused = tmp_path / "current", [PermissionError("it is being read")] * 2
    pointer.write_bytes(b"old")
    really = os.replace

    def replace(source: Path, target: Path) -> None:
        assert pointer.read_bytes() == b"old"
        if refused:
            raise refused.pop()
        really(source, target)

    monkeypatch.setattr(os, "replace", replace)
    write_atomically(pointer, b"new")
    assert pointer.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [pointer]


def test_what_stays_refused_is_said_and_leaves_the_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pointer = tmp_path / "current"
    pointer.write_bytes(b"old")

    def refuse(source: Path, target: Path) -> None:
        raise PermissionError("it is not yours")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PermissionError):
        write_atomically(pointer, b"new")
    assert pointer.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [pointer]
