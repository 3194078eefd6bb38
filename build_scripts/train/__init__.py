"""`python -m build_scripts train NAME`: one folder a shipped model, each with a `command.py`.

Needs the packages of the extra `train` in `.venv`; they are imported inside the trainings only, so that setting up
needs the standard library alone.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from build_scripts.environment import ROOT, venv_program
from build_scripts.errors import SetupError

PACKAGES = ("torch", "tokenizers")
"""What every training imports; a missing one is told in a sentence before anything begins."""

MEMORY_KEPT = {
    "GLIBC_TUNABLES": "glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=17179869184:"
    "glibc.malloc.arena_max=2:glibc.malloc.hugetlb=1",
    "OMP_WAIT_POLICY": "PASSIVE",
}
"""glibc gives large blocks back at once and asks for them again each step. On a virtual machine the page faults took
most of a step's time: 200,000 a step of the picture encoder, 9 s instead of 2.5 s."""


def names() -> tuple[str, ...]:
    """The trainings there are: folders here that hold a `command.py` with `main(arguments) -> int`."""
    return tuple(sorted(file.parent.name for file in Path(__file__).parent.glob("*/command.py")))


def in_venv(name: str, arguments: Sequence[str]) -> int:
    """Runs a training in `.venv`; its exit code."""
    command = [str(venv_program("python")), "-m", __name__, name, *arguments]
    return subprocess.run(command, cwd=ROOT, env={**MEMORY_KEPT, **os.environ}, check=False).returncode


def run(name: str, arguments: Sequence[str]) -> int:
    """Runs a training in this process; its exit code. Raises SetupError when there is none of that name."""
    if name not in names():
        raise SetupError(f"There is no training called {name}; there are {', '.join(names()) or 'none'}.")
    missing = [package for package in PACKAGES if importlib.util.find_spec(package) is None]
    if missing:
        raise SetupError(
            f"Training needs {' and '.join(missing)}. Install the extra: {venv_program('python')} -m pip install "
            "'.[train]'"
        )
    command = importlib.import_module(f"{__name__}.{name}.command")
    return int(command.main(arguments))
