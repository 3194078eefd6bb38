"""Drawings to train on, kept as what lies in each pixel, so that light and background can differ every time.

`views.npy`: (n, side, side, 8) uint8: colour (sRGB, 3), normal (3, 128 is 0), cover, openness. `views.json`: for every
product its name, group (a family or category), role and which rows are its.
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from inference.pictures.raster import Camera, Seen, look
from inference.pictures.surface import surface
from scenes.model.colour import linear_to_srgb
from scenes.model.values import Model

U8 = NDArray[np.uint8]
Role = Literal["train", "test"]
CHANNELS = 8


@dataclass(frozen=True)
class Wanted:
    """A product to draw: a member of a family, or a model's file; `far` is its coarse file or empty."""

    name: str
    group: str
    role: Role
    views: int
    seed: int
    family: str = ""
    shelf: str = ""
    far: str = ""


def wanted_members(each: int, views: int, seed: int) -> list[Wanted]:
    """`each` random members of every parametric family."""
    from inference.families.library import families

    return [
        Wanted(f"{made.key}-{number}", made.key, "train", views, seed + 1000 * index + number, family=made.key)
        for index, made in enumerate(families())
        for number in range(each)
    ]


def wanted_pieces(catalog: Path, tested: set[str], views: int, seed: int) -> list[Wanted]:
    """The products with a model of a catalogue imported from the library; those in `tested` are for testing."""
    from client.catalog.api import open_catalog

    opened = open_catalog(catalog)
    found = []
    for index, product in enumerate(opened.products()):
        if product.asset is not None:
            files = [str(opened.blob_path(level.blob)) for level in (product.asset.shelf, product.asset.far)]
            role: Role = "test" if product.sku in tested else "train"
            group = "/".join(product.category[:1]) or "?"
            found.append(Wanted(product.sku, group, role, views, seed + index, "", *files))
    opened.close()
    return found


def random_camera(rng: np.random.Generator) -> Camera:
    """As people hold a camera: mostly before the thing and a little above, sometimes behind or high up."""
    around = rng.uniform(-np.pi, np.pi) if rng.random() < 0.25 else rng.uniform(-1.6, 1.6)
    above = rng.uniform(-0.15, 0.7) if rng.random() < 0.9 else rng.uniform(0.7, 1.2)
    return Camera(around, above, rng.uniform(0.25, 1.0), 0.94, rng.normal() * 0.04)


def packed(seen: Seen) -> U8:
    """(side, side, 8) uint8."""
    normal = np.clip(seen.normal * 127 + 128, 0, 255)
    rest = np.stack([seen.cover, seen.open], axis=2) * 255 + 0.5
    return np.concatenate([linear_to_srgb(seen.colour), normal.astype(np.uint8), rest.astype(np.uint8)], axis=2)


def draw(task: tuple[Wanted, int]) -> U8 | None:
    """All views of a product; None when it cannot be drawn."""
    wanted, side = task
    rng = np.random.default_rng(wanted.seed)
    models = list(_models(wanted, rng))
    drawn = []
    for number in range(wanted.views):
        try:
            drawn.append(packed(look(surface(models[number % len(models)]), random_camera(rng), side)))
        except (ValueError, MemoryError):
            return None
    return np.stack(drawn)


def _models(wanted: Wanted, rng: np.random.Generator) -> Iterator[Model]:
    """The fine model three times for each coarse one: a shop far away shows the coarse one too."""
    if wanted.family:
        from inference.families.library import family

        made = family(wanted.family)
        model = made.build(made.sample(rng), 0.35)
        yield model.with_variant(int(rng.integers(len(model.variants))) if model.variants else None)
        return
    from scenes.model.gltf_read import read_gltf

    fine = read_gltf(Path(wanted.shelf).read_bytes())
    yield from (fine, fine, fine)
    yield read_gltf(Path(wanted.far).read_bytes())


def make(wanted: Sequence[Wanted], folder: Path, side: int, processes: int) -> None:
    """Draws everything into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, known = 0, []
    total = sum(one.views for one in wanted)
    shape = (total, side, side, CHANNELS)
    out = np.lib.format.open_memmap(folder / "views.npy", mode="w+", dtype=np.uint8, shape=shape)
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes) as pool:
        for one, drawn in zip(wanted, pool.imap(draw, [(one, side) for one in wanted], chunksize=4), strict=True):
            if drawn is None:
                continue
            out[rows : rows + len(drawn)] = drawn
            known.append({**asdict(one), "first": rows})
            rows += len(drawn)
            if len(known) % 100 == 0:
                print(f"{len(known)} of {len(wanted)} products drawn", flush=True)
    out.flush()
    (folder / "views.json").write_text(json.dumps({"rows": rows, "products": known}), "utf-8")
