"""`vitrine bench start`: from the start of the process to the first picture of the store, in fresh processes.

Each run is a process of its own that imports, opens the catalogue, plans, builds, draws once and ends. One run before
those that count fills the caches that a first start fills. Seconds of the processor are measured beside those on the
clock, which a busy machine makes longer.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping

from client.bench.registry import Figures
from client.commands.measure import resident_mb, seconds_alive
from client.commands.options import add_store_arguments, catalog_root, settings_of
from client.domain.errors import VitrineError

ENVIRONMENT: Mapping[str, str] = {}
_LIMIT_S = 300.0
_MEDIANS = (
    "first_frame_s", "first_frame_cpu_s", "import_s", "import_cpu_s", "open_s", "open_cpu_s", "first_draw_s",
    "first_draw_cpu_s", "resident_mb",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--runs, and which catalogue."""
    parser.add_argument("--runs", type=_runs, default=3, help="fresh processes to take the medians of (default 3)")
    parser.add_argument("--once", action="store_true", help="measure this very process, which must be a fresh one")
    add_store_arguments(parser)


def _runs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError("give a number from 1 to 100")
    return int(text)


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    words = ["--runs", str(args.runs), *(["--once"] if args.once else [])]
    for name in ("catalog", "lang"):
        if getattr(args, name) is not None:
            words += [f"--{name}", str(getattr(args, name))]
    return [*words, *(["--size", f"{args.size[0]}x{args.size[1]}"] if args.size else [])]


def measure(args: argparse.Namespace) -> Figures:
    """The medians over fresh processes; raises VitrineError when one of them fails."""
    if args.once:
        return _once(args)
    settings, folders = settings_of(args)
    catalog_root(settings, folders)
    runs = [_fresh(args) for _ in range(args.runs + 1)][1:]
    figures: dict[str, float | int | str | bool] = {
        name: statistics.median(float(run[name]) for run in runs) for name in _MEDIANS
    }
    return {"runs": len(runs), "size_px": runs[0]["size_px"], "driver": runs[0]["driver"], **figures}


def _fresh(args: argparse.Namespace) -> dict[str, float | int | str | bool]:
    words = [sys.executable, "-m", "client", "bench", "start", *arguments(args), "--once"]
    try:
        done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", timeout=_LIMIT_S, check=False)
    except subprocess.TimeoutExpired as cause:
        raise VitrineError(f"The store did not open within {_LIMIT_S:.0f} seconds.") from cause
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        raise VitrineError(f"The store did not open: {said[-1] if said else 'it said nothing'}")
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def _once(args: argparse.Namespace) -> Figures:
    began = time.perf_counter()
    settings, folders = settings_of(args)
    root = catalog_root(settings, folders)
    from client.app import ShopOptions, headless_output, open_shop
    from client.headset.scripted import ScriptedHeadset
    from client.pilot import Pilot

    # Importing is everything before the shop is asked for, the start of Python itself included.
    marks = [(seconds_alive(began), time.process_time())]
    options = ShopOptions(settings, folders, root, pictures=True)
    with open_shop(options, lambda: headless_output(settings)) as opened:
        marks.append((seconds_alive(began), time.process_time()))
        pilot = Pilot(opened.shop, ScriptedHeadset(settings.width, settings.height))
        pilot.run(1)
        pilot.draw()
        marks.append((seconds_alive(began), time.process_time()))
        driver = opened.stage.renderer_name()
    (imported, imported_cpu), (open_, open_cpu), (drawn, drawn_cpu) = marks
    return {
        "first_frame_s": drawn,
        "first_frame_cpu_s": drawn_cpu,
        "import_s": imported,
        "import_cpu_s": imported_cpu,
        "open_s": open_ - imported,
        "open_cpu_s": open_cpu - imported_cpu,
        "first_draw_s": drawn - open_,
        "first_draw_cpu_s": drawn_cpu - open_cpu,
        "resident_mb": resident_mb(),
        "size_px": f"{settings.width}x{settings.height}",
        "driver": driver,
    }
