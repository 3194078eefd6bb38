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
    """All tests but those of the step `headset`."""
    workers = ("-n", "2", "--dist", "worksteal")
    words = ("-q", "-m", "not monado", "--hypothesis-profile", "ci", *workers, "--durations", "15")
    return _run("python", "-m", "pytest", *words)


def _headset() -> bool:
    """The tests against a real OpenXR runtime, which fetch one first; where that cannot be they skip and say why.

    One at a time: each starts a display, a runtime and a shop. Processes are killed and started in them while others
    share the machine, so a test that failed is run once more, alone; that it had to be is told.
    """
    words = ("-m", "pytest", "-q", "-m", "monado", "--timeout", "1800", "-o", "cache_dir=.pytest_cache/headset")
    if _run("python", *words, "--durations", "5"):
        return True
    print("== headset: what failed is run once more, alone", flush=True)
    again = _run("python", *words, "--last-failed", "--last-failed-no-failures", "none")
    print(f"== headset: {'it passed at the second time' if again else 'it failed again'}", flush=True)
    return again


STEPS: dict[str, Callable[[], bool]] = {
    "lint": lambda: _run("ruff", "check", "."),
    "format": lambda: _run("ruff", "format", "--check", "."),
    "imports": lambda: _run("lint-imports"),
    "types": lambda: _run("mypy"),
    "lock": lock.check_locks,
    "tests": _tests,
    "headset": _headset,
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
