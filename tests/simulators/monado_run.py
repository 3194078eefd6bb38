"""Runs a visit in a process of its own on the real runtime, and does to the runtime what the visit asks for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.simulators.monado import Monado

VISITS = "tests.simulators.monado_visits"


def visit(
    monado: Monado, name: str, root: Path, home: Path, out: Path, repository: Path, module: str = VISITS
) -> dict[str, Any]:
    """What a visit of `monado_visits` (or of another module beside it) told."""
    (home / "data" / "help-seen").unlink(missing_ok=True)  # everybody comes for the first time
    process = monado.python(
        "-m", module, name, str(root), str(out),
        MONADO_PORT=str(monado.port), VITRINE_HOME=str(home), PYTHONPATH=str(repository), PYTHONFAULTHANDLER="1",
    )  # fmt: skip
    assert process.stdout is not None

    def another() -> None:
        monado.python(
            "-m", VISITS, "contract", str(root), str(out),
            VITRINE_HOME=str(out / "another"), PYTHONPATH=str(repository),
        )  # fmt: skip

    answers = {"kill": monado.kill, "start": monado.start, "recenter": monado.recenter, "another": another}
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("ASK "):
            answers[line.split()[1]]()
    assert process.wait(120) == 0, "".join(said[-40:])
    return dict(json.loads(said[-1]))
