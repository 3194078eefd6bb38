"""docs/accessibility.md: the 19 user needs are all there, and every test it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from client.settings import DOCUMENTED

NEEDS = (
    "Immersive semantics and customization", "Motion agnostic interactions", "Immersive personalization",
    "Interaction and target customization", "Voice commands", "Color changes", "Magnification, context and resetting",
    "Critical messaging and alerts", "Gestural interfaces and interactions",
    "Signing videos and text description transformation", "Safe harbour controls", "Immersive time limits",
    "Orientation and navigation", "Second screen devices", "Interaction speed", "Avoiding sickness triggers",
    "Spatial audio tracks and alternatives", "Spatial orientation: mono audio option",
    "Captioning, subtitling and text",
)  # fmt: skip


@pytest.fixture
def rows(repository: Path) -> list[list[str]]:
    """The cells of the table of needs."""
    text = (repository / "docs" / "accessibility.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if re.match(r"\| \d+ \|", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_user_need_has_its_row(rows: list[list[str]]) -> None:
    assert [row[0] for row in rows] == [str(number) for number in range(1, 20)]
    assert tuple(row[1] for row in rows) == NEEDS
    assert all(len(row) == 5 and all(row) for row in rows)


def test_what_is_said_to_be_done_is_shown_by_a_test_that_exists(rows: list[list[str]], repository: Path) -> None:
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row[4])
        assert named or row[2].startswith("Nothing"), f"{row[1]} is shown by nothing"
        for file, name in named:
            tree = ast.parse((repository / file).read_text("utf-8"))
            functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
            assert name in functions, f"{row[1]}: {file} has no {name}"


def test_the_settings_page_is_linked_and_knows_the_choices(repository: Path) -> None:
    text = (repository / "docs" / "accessibility.md").read_text("utf-8")
    assert "(settings.md)" in text
    for setting in ("pointing", "one_handed", "seated", "travel", "high_contrast", "mono_sound", "captions"):
        assert setting in DOCUMENTED
