"""`python -m build_scripts train pictures --catalog DIR --out DIR`: draws, learns, quantises, measures.

`--catalog`: a catalogue imported from Sweet Home 3D's libraries (`vitrine catalog import FILE.sh3f`). What was drawn
before in `--out` is used again. The last line is one JSON object with what was measured.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch

from build_scripts.environment import ROOT
from build_scripts.train.pictures import views
from build_scripts.train.pictures.compose import Composer, sheet
from build_scripts.train.pictures.export import run_onnx, write_float, write_int8
from build_scripts.train.pictures.learn import Drawings, Learning, read_drawings, to_tensor
from build_scripts.train.pictures.measure import Shelf, draw_piece, measure
from build_scripts.train.pictures.network import SIDE
from build_scripts.train.pictures.ship import ship
from build_scripts.train.pictures.split import held_out

_EXAMPLES = 192


def main(arguments: Sequence[str]) -> int:
    """Trains; exit code 0 when all was done."""
    args = _parser().parse_args(arguments)
    torch.set_num_threads(args.threads)
    folder: Path = args.out
    tested = set(held_out())
    if not (folder / "views.json").is_file():
        views.make(_wanted(args, tested), folder, 32 if args.smoke else 128, args.threads)
    drawings = read_drawings(folder)
    learning = Learning(drawings, args.smoke, args.seed)
    print(f"{len(drawings.names)} products; begins from {'ImageNet' if learning.pretrained else 'noise'}", flush=True)
    seconds, products = (6.0, 12) if args.smoke else (args.seconds, args.products)
    losses = learning.run(seconds, products, 3, folder / "checkpoint.pt")
    torch.save({"encoder": learning.encoder.state_dict(), "steps": learning.steps}, folder / "encoder.pt")
    finish(learning, drawings, folder, args.seed)
    told = {"steps": float(learning.steps), "first_loss": losses[0], "last_loss": float(np.mean(losses[-10:]))}
    if args.catalog is not None:
        shelf = shelf_of(args.catalog, folder / "shelf.npz")
        told |= measure(partial(run_onnx, folder / "pictures.onnx"), shelf, drawings)
        if args.ship:
            ship(folder / "pictures.onnx", told, ROOT / "models_cache", ROOT / "docs" / "models" / "pictures.md")
    print(json.dumps({name: round(value, 4) for name, value in told.items()}))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="train pictures", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for drawings, checkpoints and the model")
    parser.add_argument("--catalog", type=Path, help="catalogue imported from the furniture libraries")
    parser.add_argument("--seconds", type=float, default=1200.0, help="how long to learn")
    parser.add_argument("--members", type=int, default=14, help="products of each parametric family")
    parser.add_argument("--products", type=int, default=48, help="products in a batch, three pictures each")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ship", action="store_true", help="put the model among those that come with the shop")
    parser.add_argument("--smoke", action="store_true", help="everything once, tiny, in under a minute")
    return parser


def _wanted(args: argparse.Namespace, tested: set[str]) -> list[views.Wanted]:
    if args.smoke:
        return views.wanted_members(1, 4, args.seed)[::3]
    pieces = views.wanted_pieces(args.catalog, tested, 12, args.seed) if args.catalog is not None else []
    return pieces + views.wanted_members(args.members, 10, 100_000 * args.seed)


def finish(learning: Learning, drawings: Drawings, folder: Path, seed: int) -> None:
    """Writes the float and the INT8 model, and a sheet of pictures as they were learned from."""
    rng = np.random.default_rng(seed)
    train = drawings.rows_of("train")
    chosen = rng.choice(train, _EXAMPLES)
    rows = drawings.first[chosen] + rng.integers(drawings.count[chosen])
    pictures = Composer(SIDE, seed)(to_tensor(drawings.views, rows))
    sheet(pictures[:96]).save(folder / "learned_from.png")
    write_float(learning.encoder, folder / "float.onnx")
    write_int8(folder / "float.onnx", folder / "pictures.onnx", np.asarray(pictures.numpy(), np.float32))


def shelf_of(catalog: Path, kept: Path) -> Shelf:
    """The index under test; drawn once, then read from `kept`."""
    if not kept.is_file():
        drawn, names = [], []
        for one in views.wanted_pieces(catalog, set(), 1, 1):
            pictures = draw_piece(one.shelf)
            if pictures is not None:
                drawn.append(pictures)
                names.append(one.name)
        np.savez(kept, pictures=np.concatenate(drawn), names=np.array(names))
    with np.load(kept, allow_pickle=False) as told:
        return Shelf(told["pictures"], tuple(str(name) for name in told["names"]))
