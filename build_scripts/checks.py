"""The checks of `python3 -m build_scripts test`, in the order of how soon they fail."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from build_scripts import environment, lock
from build_scripts.environment import ROOT, venv_program

_FEW = 5
"""More failed tests than this are no accident of the machine."""


def _run(program: str, *arguments: str) -> bool:
    return subprocess.run([str(venv_program(program)), *arguments], cwd=ROOT, check=False).returncode == 0


def _pytest(name: str, *words: str, together: Sequence[str] = ()) -> bool:
    """Runs tests; `together` are words for the first run only. A few that failed are run once more, alone.

    Processes are started and killed in the tests while others share the machine. That a test had to be run twice is
    told: who reads it mends it.
    """
    cache = ROOT / ".pytest_cache" / name
    words = ("-m", "pytest", "-q", "-o", f"cache_dir={cache}", *words)
    if _run("python", *words, *together):
        return True
    failed = _failed_last(cache)
    if not 0 < len(failed) <= _FEW:
        return False
    print(f"== {name}: what failed is run once more, alone: {', '.join(failed)}", flush=True)
    again = _run("python", *words, "--last-failed", "--last-failed-no-failures", "none")
    print(f"== {name}: {'it passed at the second time' if again else 'it failed again'}", flush=True)
    return again


def _failed_last(cache: Path) -> list[str]:
    try:
        return sorted(json.loads((cache / "v" / "cache" / "lastfailed").read_text("utf-8")))
    except (OSError, ValueError):
        return []


def _tests() -> bool:
    """All tests but those of the steps `training` and `headset`."""
    words = ("-m", "not monado and not training", "--hypothesis-profile", "ci")
    return _pytest("tests", *words, together=("-n", "2", "--dist", "worksteal", "--durations", "15"))


def _types() -> bool:
    """All but the trainings, whose types nobody can tell without PyTorch; the step `training` does."""
    return _run("mypy", "--exclude", "build_scripts/train/.+/")


def _training() -> bool:
    """Every training: its types, and start to end on tiny data. What they need is large and is installed now."""
    environment.prepare_training()
    typed = _run("mypy", "--package", "build_scripts")
    return _pytest("training", "-m", "training", together=("--durations", "5")) and typed


def _headset() -> bool:
    """The tests against a real OpenXR runtime, which fetch one first; where that cannot be they skip and say why.

    One at a time: each starts a display, a runtime and a shop.
    """
    return _pytest("headset", "-m", "monado", "--timeout", "1800", together=("--durations", "5"))


STEPS: dict[str, Callable[[], bool]] = {
    "lint": lambda: _run("ruff", "check", "."),
    "format": lambda: _run("ruff", "format", "--check", "."),
    "imports": lambda: _run("lint-imports"),
    "types": _types,
    "lock": lock.check_locks,
    "tests": _tests,
    "headset": _headset,
    "training": _training,
}
STEP_NAMES = tuple(STEPS)


def run(only: Sequence[str] | None) -> int:
    """Runs the steps, all of them even when one fails; 0 when all passed. The tests come last."""
    failed = []
    for name, step in STEPS.items():
        if only and name not in only:
            continue
        print(f"== {name}", flush=True)
        started = time.monotonic()
        if not step():
            failed.append(name)
        print(f"== {name}: {'failed' if name in failed else 'ok'} ({time.monotonic() - started:.0f} s)", flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0
