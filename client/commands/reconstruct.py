"""`vitrine reconstruct PHOTO`: a product that one can walk around, from one photo, on this machine."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from client.domain.errors import VitrineError
from client.domain.text import LANGUAGES
from client.texts import Texts

if TYPE_CHECKING:
    from inference.reconstruction.values import Card, PhotoJob

_MOST_CM = 2_000.0


class ReconstructError(VitrineError):
    """The command line asks for what cannot be."""


class Report(msgspec.Struct, frozen=True):
    """What `--report` writes."""

    photo: str
    said: str
    """What became of it, in words."""
    card: Card
    files: tuple[str, ...]
    seconds: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `vitrine reconstruct`."""
    parser.add_argument("photo", type=Path, metavar="PHOTO", help="a photo of one product before a plain background")
    parser.add_argument("--out", type=Path, metavar="X.glb", help="the model; beside it X.shelf.glb and X.far.glb")
    parser.add_argument("--report", type=Path, metavar="R.json", help="the trust card, as JSON")
    parser.add_argument(
        "--category", default="", metavar="C", help="what it is, e.g. 'chair'; else all kinds are tried"
    )
    for axis in ("width", "height", "depth"):
        parser.add_argument(f"--{axis}-cm", type=_centimetres, default=0.0, metavar="N", help=f"its {axis}, if known")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another number looks in other places")
    parser.add_argument("--quick", action="store_true", help="a tenth of the search")
    parser.add_argument(
        "--anyway", action="store_true", help="write the model even if it is not good enough for a shop"
    )
    parser.add_argument("--lang", choices=LANGUAGES, help="language of what is said")


def _centimetres(text: str) -> float:
    """A size; argparse turns the error into a usage error."""
    value = float(text)
    if not 0.1 <= value <= _MOST_CM:
        raise argparse.ArgumentTypeError(f"{text!r} is no size of a product in centimetres")
    return value


def run(args: argparse.Namespace) -> int:
    """0 when it is good enough (or --anyway), 1 when the photo stays a photo."""
    from client.reconstruction import Reconstructor
    from client.settings import find_folders, load_settings
    from inference.reconstruction.values import PhotoJob

    if args.out is not None and args.out.suffix.lower() != ".glb":
        raise ReconstructError("The model is written as GLB: --out must end in .glb.")
    settings = load_settings(find_folders(os.environ).settings_file, os.environ, {"language": args.lang})
    texts = Texts(settings.language)
    started = time.perf_counter()
    job = PhotoJob(args.category, args.width_cm / 100, args.height_cm / 100, args.depth_cm / 100, args.seed, args.quick)
    with Reconstructor(time.sleep) as reconstructor:
        result = reconstructor.of_photo(args.photo, job, _progress)
    _clear()
    kept = not result.card.refused and (result.card.accepted or args.anyway)
    files = _write(args.out, (result.hero, result.shelf, result.far)) if kept and args.out is not None else ()
    said = said_of(result.card, job, texts)
    if args.report is not None:
        seconds = round(time.perf_counter() - started, 2)
        report = Report(args.photo.name, " ".join(said), result.card, tuple(p.name for p in files), seconds)
        _write_one(args.report, msgspec.json.format(msgspec.json.encode(report), indent=1))
    for line in said:
        print(line)
    return 0 if kept else 1


def said_of(card: Card, job: PhotoJob, texts: Texts) -> list[str]:
    """What became of a photo, in words."""
    if card.refused:
        return [texts.say(f"reconstruct.refused_{card.refused}")]
    centimetres = " x ".join(f"{metres * 100:.1f}" for metres in card.size_m)
    lines = [
        texts.say(
            "reconstruct.accepted" if card.accepted else "reconstruct.not_good_enough", score=f"{card.score:.2f}"
        ),
        texts.say("reconstruct.made", kind=card.family.replace("_", " "), seen=f"{card.seen_share * 100:.0f}"),
        texts.say(f"reconstruct.size_{card.size_from}", size=centimetres),
    ]
    if not job.category:
        lines.append(texts.say("reconstruct.kind_guessed"))
    return lines


def _write(out: Path, levels: tuple[bytes, bytes, bytes]) -> tuple[Path, ...]:
    paths = (out, out.with_suffix(".shelf.glb"), out.with_suffix(".far.glb"))
    for path, data in zip(paths, levels, strict=True):
        _write_one(path, data)
    return paths


def _write_one(path: Path, data: bytes) -> None:
    from client.catalog.layout import write_atomically

    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, data)


def _progress(share: float) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{share * 100:3.0f} % ")


def _clear() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r       \r")
