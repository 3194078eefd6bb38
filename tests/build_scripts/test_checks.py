"""What failed once is run once more, alone; what failed twice, or with many others, has failed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from build_scripts import checks


class Runs:
    """Answers of pytest, one a run; remembers how it was called."""

    def __init__(self, folder: Path, failed: list[str], *passed: bool) -> None:
        self._folder, self._failed, self._answers = folder, failed, list(passed)
        self.calls: list[tuple[str, ...]] = []

    def __call__(self, program: str, *arguments: str) -> bool:
        self.calls.append(arguments)
        cache = self._folder / ".pytest_cache" / "tests" / "v" / "cache"
        cache.mkdir(parents=True, exist_ok=True)
        (cache / "lastfailed").write_text(json.dumps(dict.fromkeys(self._failed, True)), "utf-8")
        return self._answers.pop(0)


@pytest.mark.parametrize(
    ("failed", "answers", "passed", "runs"),
    [
        ([], [True], True, 1),
        (["a"], [False, True], True, 2),
        (["a"], [False, False], False, 2),
        ([f"t{n}" for n in range(9)], [False], False, 1),
        ([], [False], False, 1),
    ],
)
def test_a_second_chance_for_a_few(
    failed: list[str],
    answers: list[bool],
    passed: bool,
    runs: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = Runs(tmp_path, failed, *answers)
    monkeypatch.setattr(checks, "ROOT", tmp_path)
    monkeypatch.setattr(checks, "_run", made)
    assert checks._tests() is passed
    assert len(made.calls) == runs
    if runs == 2:
        assert "-n" not in made.calls[1], "alone"
        assert "--last-failed" in made.calls[1]
        assert "once more" in capsys.readouterr().out, "it is told"
