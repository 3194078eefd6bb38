"""Pictures of both eyes on the real runtime: `python -m tests.simulators.headset_pictures --out DIR --catalog DIR`.

Starts Monado at the size of its headset, does the one script of a visit, and saves what the runtime was given at each
of its moments, left beside right.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from PIL import Image
from platformdirs import user_cache_path

from client.commands.tour import pick_product
from client.pilot.errands import errand_of
from client.pilot.visit import go_shopping
from tests.simulators import monado_visits
from tests.simulators.errand import ERRAND
from tests.simulators.monado import Monado, get_monado

_SETTLED = 25
"""Frames until what is looked at is loaded and drawn."""


def pictures(catalog: Path, out: Path) -> None:
    """In the process that wears the headset."""
    out.mkdir(parents=True, exist_ok=True)
    monado_visits.SETTINGS = replace(monado_visits.SETTINGS, width=640, height=360, samples=4, headset_quality=1.0)
    with monado_visits.visiting(catalog) as (pilot, opened):

        def moment(name: str) -> None:
            pilot.run(_SETTLED)
            eyes = pilot.remote.worn().shown().read_back()
            Image.fromarray(np.concatenate(eyes, axis=1)[..., :3]).save(out / f"{name}.png")
            sys.stdout.write(f"{name}: {eyes[0].shape[1]} by {eyes[0].shape[0]} an eye\n")
            sys.stdout.flush()

        pilot.run()
        sku = pick_product(opened)
        known = sku is None or ERRAND.sku in opened.shop.keeper.current.products
        go_shopping(pilot, ERRAND if known or sku is None else errand_of(opened.shop.keeper.current, sku), moment)


def main() -> int:
    """Starts the runtime, and this program again in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--catalog", type=Path, required=True)
    parser.add_argument("--scale", type=int, default=100, help="percent of the headset's own size")
    parser.add_argument("--worn", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.worn:
        pictures(args.catalog, args.out)
        return 0
    cache = Path(os.environ.get("VITRINE_TEST_CACHE") or user_cache_path("vitrine") / "tests")
    with tempfile.TemporaryDirectory() as home, Monado(get_monado(cache), args.scale) as runtime:
        process = runtime.python(
            "-m", "tests.simulators.headset_pictures", "--worn", "--out", str(args.out), "--catalog",
            str(args.catalog), MONADO_PORT=str(runtime.port), VITRINE_HOME=home, PYTHONPATH=str(Path.cwd()),
        )  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            sys.stdout.write(line)
        return process.wait(60)


if __name__ == "__main__":
    sys.exit(main())
