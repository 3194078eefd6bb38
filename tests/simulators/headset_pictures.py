"""Pictures of both eyes on the real runtime: `python -m tests.simulators.headset_pictures --out DIR`.

Starts Monado, does the one script of a visit, and saves what the runtime was given at each of its moments, left beside
right, as wide as the eyes see.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from PIL import Image
from platformdirs import user_cache_path

from client.commands.demo import ensure_demo
from client.commands.tour import pick_product
from client.headset.api import Fov
from client.pilot.errands import errand_of
from client.pilot.visit import go_shopping
from client.settings import find_folders
from tests.simulators import monado_visits
from tests.simulators.monado import Monado, NoMonadoError, get_monado
from tests.simulators.remote_wearer import RemotePilot

_SETTLED = 12
"""Frames until what is looked at is loaded and drawn."""


def pictures(catalog: Path, out: Path, quality: float) -> None:
    """In the process that wears the headset. Frames between the moments are not drawn: they would take minutes."""
    out.mkdir(parents=True, exist_ok=True)
    monado_visits.SETTINGS = replace(monado_visits.SETTINGS, width=640, height=360, samples=4, headset_quality=quality)
    with monado_visits.visiting(catalog) as (pilot, opened):
        pilot.run()
        pilot.remote.draw_every = 0
        sku = pick_product(opened)
        if sku is None:
            raise LookupError("nothing stands in this shop")
        go_shopping(pilot, errand_of(opened.shop.keeper.current, sku), lambda name: _take(pilot, out / f"{name}.png"))


def _take(pilot: RemotePilot, path: Path) -> None:
    """Looks at the panel, where one is open, and saves what both eyes see."""
    place = next((one for one in pilot.shop.cards.places() if one.name == pilot.session.panel), None)
    if place is not None:
        pilot.look_at(place.pose.position)
    pilot.remote.draw_every = 1
    pilot.run(_SETTLED)
    pilot.remote.draw_every = 0
    pictures = pilot.remote.worn().shown().read_back()
    eyes = [_as_wide(one[..., :3], eye.fov) for one, eye in zip(pictures, pilot.sample.eyes, strict=True)]
    Image.fromarray(np.concatenate(eyes, axis=1)).save(path)
    sys.stdout.write(f"{path.name}: {pictures[0].shape[1]} by {pictures[0].shape[0]} an eye\n")
    sys.stdout.flush()


def _as_wide(
    picture: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], fov: Fov
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A headset's pixels need not be square; those of a picture are."""
    left, right, up, down = (math.tan(angle) for angle in (fov.left, fov.right, fov.up, fov.down))
    height = picture.shape[0]
    size = (round(height * (right - left) / (up - down)), height)
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))


def main() -> int:
    """Starts the runtime, and this program again in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--catalog", type=Path, help="default: the demo catalogue")
    parser.add_argument("--quality", type=float, default=4.0, help="times the 320 by 240 that Monado asks for an eye")
    parser.add_argument("--worn", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    catalog = args.catalog or ensure_demo(find_folders(os.environ))
    if args.worn:
        pictures(catalog, args.out, args.quality)
        return 0
    cache = Path(os.environ.get("VITRINE_TEST_CACHE") or user_cache_path("vitrine") / "tests")
    try:
        return _wear(cache, catalog, args.out, args.quality)
    except NoMonadoError as reason:
        sys.stderr.write(f"No pictures: {reason}\n")
        return 1


def _wear(cache: Path, catalog: Path, out: Path, quality: float) -> int:
    with tempfile.TemporaryDirectory() as home, Monado(get_monado(cache)) as runtime:
        process = runtime.python(
            "-m", "tests.simulators.headset_pictures", "--worn", "--out", str(out), "--catalog", str(catalog),
            "--quality", str(quality),
            MONADO_PORT=str(runtime.port), VITRINE_HOME=home, PYTHONPATH=str(Path.cwd()),
        )  # fmt: skip
        if process.stdout is not None:
            for line in process.stdout:
                sys.stdout.write(line)
        return process.wait(120)


if __name__ == "__main__":
    sys.exit(main())
