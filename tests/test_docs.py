"""What the documents say is true of the code."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from client.cli import COMMANDS

MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|tmp|home/\w+)/")


def _pages(repository: Path) -> list[Path]:
    return [repository / "README.md", *sorted((repository / "docs").rglob("*.md"))]


def _tracked(repository: Path) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=repository, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [repository / name for name in listed.stdout.decode().split("\0") if name]


def test_links_lead_somewhere(repository: Path) -> None:
    for page in _pages(repository):
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_command_in_the_documents_exists(repository: Path) -> None:
    commands = set(COMMANDS)
    said = set()
    for page in _pages(repository):
        blocks = re.findall(r"```.*?```|`[^`\n]+`", page.read_text(encoding="utf-8"), re.DOTALL)
        for block in blocks:
            said |= set(re.findall(r"(?:^|[`\s])vitrine ([a-z]+)", block))
    assert said - commands == set()
    assert commands - said == set(), "a command that no document mentions"


def test_the_readme_commands_are_those_of_the_set_up(repository: Path) -> None:
    readme = (repository / "README.md").read_text(encoding="utf-8")
    for command in re.findall(r"python3 -m build_scripts (\w+)", readme):
        done = subprocess.run(
            [sys.executable, "-m", "build_scripts", command, "--help"], cwd=repository, capture_output=True, check=False
        )
        assert done.returncode == 0, command


def test_ci_calls_the_readme_command_and_nothing_else(repository: Path) -> None:
    lines = (repository / ".ci" / "run").read_text().splitlines()
    assert [line for line in lines if "build_scripts" in line] == ["exec python3 -m build_scripts test"]


def test_no_machine_paths_and_no_stray_addresses(repository: Path) -> None:
    for path in _tracked(repository):
        if path.suffix in {".py", ".md", ".toml", ".txt", ".glsl", ".frag", ".vert", ".json"} and path.is_file():
            found = MACHINE_PATHS.search(path.read_text(encoding="utf-8", errors="replace"))
            assert found is None or path.name == "test_docs.py", f"{path.relative_to(repository)}: {found}"
