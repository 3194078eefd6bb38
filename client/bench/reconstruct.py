"""`vitrine bench reconstruct --data DIR`: photos beside their true models, NAME.png and NAME.glb, by a fixed protocol.

Baselines are judged in the same run on the same masks: the silhouette cut from a board, the silhouette blown up, the
nearest of the known models as it is. A photo that is refused counts as nothing, for all of them.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from client.bench.registry import Figures
from client.commands.measure import percentile
from client.domain.errors import VitrineError

if TYPE_CHECKING:
    from client.reconstruction import Reconstructor, Result
    from inference.reconstruction.gallery import Gallery
    from inference.reconstruction.judge import Verdict
    from inference.reconstruction.solid import Solid

ENVIRONMENT: Mapping[str, str] = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_DETAIL = 0.5


class BenchDataError(VitrineError):
    """There is nothing to measure with."""


@dataclass(frozen=True)
class Row:
    """One photo. Verdicts are None where it was refused."""

    name: str
    refused: str
    family: str
    accepted: bool
    score: float
    seconds: float
    work_s: float
    peak_bytes: int
    made: Verdict | None
    baselines: Mapping[str, Verdict]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--data, --report, --quick."""
    parser.add_argument("--data", metavar="DIR", help="folder of NAME.png and NAME.glb; NAME.txt beside: its category")
    parser.add_argument("--report", metavar="FILE", help="a JSON file with the protocol and every photo's figures")
    parser.add_argument("--quick", action="store_true", help="a tenth of the search")


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    report = ["--report", args.report] if args.report else []
    return [*(["--data", args.data] if args.data else []), *report, *(["--quick"] if args.quick else [])]


def measure(args: argparse.Namespace) -> Figures:
    """Every pair, one after another; each photo goes the way that `vitrine reconstruct` sends it."""
    from client.reconstruction import Reconstructor
    from inference.reconstruction.gallery import Gallery
    from inference.reconstruction.judge import PROTOCOL

    if args.data is None:
        raise BenchDataError("Say which photos to use: --data DIR, a folder of NAME.png and NAME.glb.")
    photos = sorted(p for p in Path(args.data).glob("*.png") if p.with_suffix(".glb").is_file())
    if not photos:
        raise BenchDataError(f"{args.data} holds no pair NAME.png and NAME.glb.")
    gallery, rows = Gallery(), []
    with Reconstructor(time.sleep) as reconstructor:
        for photo in photos:
            rows.append(_row(photo, reconstructor, gallery, args.quick))
            sys.stderr.write(_line(rows[-1]) + "\n")
    figures = summary(rows)
    if args.report:
        from client.catalog.layout import write_atomically

        whole = {"protocol": PROTOCOL, "figures": figures, "rows": rows}
        write_atomically(Path(args.report), msgspec.json.format(msgspec.json.encode(whole), indent=1))
    return figures


def _row(photo: Path, reconstructor: Reconstructor, gallery: Gallery, quick: bool) -> Row:
    from inference.reconstruction.judge import judge
    from inference.reconstruction.solid import solid_of
    from inference.reconstruction.values import PhotoJob
    from scenes.model.gltf_read import read_gltf

    beside = photo.with_suffix(".txt")
    category = beside.read_text("utf-8").strip() if beside.is_file() else ""
    started = time.perf_counter()
    result = reconstructor.of_photo(photo, PhotoJob(category, quick=quick))
    seconds, card = time.perf_counter() - started, result.card
    made: Verdict | None = None
    baselines: Mapping[str, Verdict] = {}
    if not card.refused:
        truth = solid_of(read_gltf(photo.with_suffix(".glb").read_bytes()))
        made = judge(solid_of(read_gltf(result.hero)), truth)
        baselines = {name: judge(solid, truth) for name, solid in _simple(result, gallery, category).items()}
    return Row(
        photo.stem,
        card.refused,
        card.family,
        card.accepted,
        card.score,
        seconds,
        card.work_s,
        card.peak_bytes,
        made,
        baselines,
    )


def _simple(result: Result, gallery: Gallery, category: str) -> Mapping[str, Solid]:
    """What is compared with, of the same mask."""
    from inference.reconstruction.baselines import extruded, inflated
    from inference.reconstruction.gallery import families_for
    from inference.reconstruction.likeness import wanted
    from inference.reconstruction.mask import Cut
    from inference.reconstruction.solid import solid_of

    mask = np.frombuffer(result.mask, np.uint8).reshape(result.mask_px) > 0
    # Retrieval goes by the silhouette alone, so no colours are needed.
    blank = Cut(np.zeros((*mask.shape, 3), np.uint8), mask, "background")
    nearest = gallery.nearest(wanted(blank), families_for(category), 1)[0]
    return {"slab": extruded(mask), "inflated": inflated(mask), "nearest": solid_of(nearest.pose.model(_DETAIL))}


def summary(rows: Sequence[Row]) -> Figures:
    """Means over all photos; of accepted ones where the name says so. `baseline_f02` is that of the best baseline."""
    made = [row for row in rows if row.made is not None]
    taken = [row.made for row in made if row.accepted and row.made is not None]
    beside = {
        name: sum(row.baselines[name].f02 for row in made) / len(rows) for name in (made[0].baselines if made else ())
    }
    best = max(beside, key=lambda name: beside[name], default="")
    figures: dict[str, float | int | str | bool] = {
        key: sum(float(getattr(row.made, key)) for row in made) / len(rows)
        for key in ("f02", "f05", "iou", "silhouette_iou")
    }
    figures["chamfer"] = sum(row.made.chamfer for row in made if row.made is not None) / max(len(made), 1)
    figures |= {
        "accepted": len(taken) / len(rows),
        "accepted_f02": sum(v.f02 for v in taken) / max(len(taken), 1),
        "accepted_f05": sum(v.f05 for v in taken) / max(len(taken), 1),
        "refused": 1 - len(made) / len(rows),
        "seconds_p50": percentile([row.seconds for row in rows], 0.5),
        "work_s_p50": percentile([row.work_s for row in rows], 0.5),
        "baseline": best,
        "baseline_f02": beside.get(best, 0.0),
        "peak_mb": max(row.peak_bytes for row in rows) / 1e6,
        "photos": len(rows),
    }
    return figures | {f"{name}_f02": value for name, value in beside.items()}


def _line(row: Row) -> str:
    if row.made is None:
        return f"{row.name}: refused ({row.refused})"
    spent = f"{row.seconds:.1f} s, computing {row.work_s:.1f} s"
    others = " ".join(f"{name} {verdict.f02:.2f}" for name, verdict in row.baselines.items())
    return (
        f"{row.name}: {row.family} {'accepted' if row.accepted else 'not accepted'} score {row.score:.3f} "
        f"f02 {row.made.f02:.2f} f05 {row.made.f05:.2f} iou {row.made.iou:.2f} | f02 of {others} | {spent}"
    )
