"""The checks of `python3 -m build_scripts test`, in the order of how soon they fail."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence

from build_scripts import lock
from build_scripts.environment import ROOT, venv_program


def _run(program: str, *arguments: str) -> bool:
    return subprocess.run([str(venv_program(program)), *arguments], cwd=ROOT, check=False).returncode == 0


def _tests() -> bool:
    """All tests but those against a real OpenXR runtime, which fetch one first: `pytest -m monado`."""
    workers = ("-n", "2", "--dist", "worksteal")
    return _run("python", "-m", "pytest", "-q", "-m", "not monado", *workers, "--durations", "15")


STEPS: dict[str, Callable[[], bool]] = {
    "lint": lambda: _run("ruff", "check", "."),
    "format": lambda: _run("ruff", "format", "--check", "."),
    "imports": lambda: _run("lint-imports"),
    "types": lambda: _run("mypy"),
    "lock": lock.check_locks,
    "tests": _tests,
}
STEP_NAMES = tuple(STEPS)


def run(only: Sequence[str] | None) -> int:
    """Runs the steps, all of them even when one fails; 0 when all passed. The tests come last, so their line closes."""
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
