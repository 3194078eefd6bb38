"""The `train` command finds its trainings and says what is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts import train
from build_scripts.errors import SetupError


def test_every_training_is_a_folder_with_a_command(repository: Path) -> None:
    for name in train.names():
        command = (repository / "build_scripts" / "train" / name / "command.py").read_text("utf-8")
        assert "def main(arguments: Sequence[str]) -> int:" in command, name


def test_an_unknown_training_is_a_sentence() -> None:
    with pytest.raises(SetupError, match="no training called singing"):
        train.run("singing", ())


def test_without_torch_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "names", lambda: ("dialogue",))
    monkeypatch.setattr(train, "PACKAGES", ("a_package_nobody_has",))
    with pytest.raises(SetupError, match="a_package_nobody_has"):
        train.run("dialogue", ())


def test_the_command_line_of_a_training_is_asked_which_one(repository: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "build_scripts.train"], cwd=repository, capture_output=True, text=True)
    assert done.returncode == 2
    assert "Which one?" in done.stderr
