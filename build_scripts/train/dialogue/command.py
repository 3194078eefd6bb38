"""`python -m build_scripts train dialogue`: data, tokens, network, GGUF; goes on where it was stopped."""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

_TEXTS: Final = 60_000
_FILE: Final = "vitrine-dialogue.gguf"
_MEASURED: Final = 1000
_ADAPTER_S: Final = 120.0


@dataclass(frozen=True)
class _Size:
    """How much of everything."""

    texts: int
    vocabulary: int
    seconds: float
    batch_tokens: int
    width: int
    layers: int
    heads: int
    inner: int


_REAL: Final = _Size(_TEXTS, 4096, 1300, 3_072, 256, 5, 4, 768)
_SMOKE: Final = _Size(2_000, 1024, 10, 2_048, 64, 2, 2, 128)


def main(arguments: Sequence[str]) -> int:
    """Trains and exports; 0."""
    parser = argparse.ArgumentParser(prog="python -m build_scripts train dialogue", description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="the whole pipeline on little data, in under a minute")
    parser.add_argument("--out", type=Path, default=Path("build/train/dialogue"), help="where everything is left")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--seconds", type=float, help=f"how long to train (default {_REAL.seconds:.0f})")
    parser.add_argument("--adapter", action="store_true", help="fit a trained model to a merchant's own words")
    parser.add_argument("--catalog", type=Path, help="with --adapter: the merchant's catalogue folder")
    parser.add_argument("--base", type=Path, help="with --adapter: the --out folder of the model's training")
    parser.add_argument("--measure", action="store_true", help="only measure the model in --out, as JSON")
    parser.add_argument(
        "--sealed", action="store_true", help="with --measure: people's sealed half too; at the end only"
    )
    parser.add_argument("--shared", type=Path, help="with --measure: the folder of CLINC150 and Bitext")
    parser.add_argument("--ship", action="store_true", help="put the measured model of --out beside the shop")
    args = parser.parse_args(arguments)
    size = _SMOKE if args.smoke else _REAL
    if args.ship:
        from build_scripts.train.dialogue.shipping import ship

        ship(args.out)
        return 0
    if args.measure:
        from build_scripts.train.dialogue.figures import figures

        told = figures(args.out / _FILE, args.seed, _MEASURED, args.shared, _say, args.sealed)
        (args.out / "figures.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
        return 0
    if args.adapter:
        if args.catalog is None or args.base is None:
            parser.error("--adapter needs --catalog and --base")
        from build_scripts.train.dialogue.merchant import fit

        fit(args.base, args.catalog, args.out, args.seed, args.seconds or _ADAPTER_S, size.batch_tokens, _say)
        return 0
    run(args.out, args.seed, size, args.seconds or size.seconds)
    return 0


def run(out: Path, seed: int, size: _Size, seconds: float) -> None:
    """Leaves tokens.json, checkpoint.pt, report.json and the models in `out`."""
    import torch

    from build_scripts.train.dialogue import data, export, learning, tokens
    from build_scripts.train.dialogue.network import Network, Shape

    torch.set_num_threads(2)
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    if (out / "tokens.json").exists():
        tokenizer = learning.tokenizer_of(out)
    else:
        some = itertools.islice(data.samples(seed + 1), size.texts)
        tokenizer = tokens.learn((text for s in some for text in (" " + s.words, s.answer)), size.vocabulary)
        tokenizer.save(str(out / "tokens.json"))
    count = -(-tokenizer.get_vocab_size() // 64) * 64
    network = Network(Shape(count, size.width, size.layers, size.heads, size.inner))
    _say(f"{sum(weight.numel() for weight in network.parameters()) / 1e6:.1f} M weights, {count} tokens")
    # A run that goes on sees other samples than before the stop, but the same ones each time.
    salt = seed + 1000 * sum(1 for _ in out.glob("checkpoint.pt"))
    batches = data.batches(data.samples(salt), tokenizer, size.batch_tokens, salt)
    course = learning.learn(network, batches, learning.Plan(seconds), out / "checkpoint.pt", _say)
    export.write(out / _FILE, network, tokenizer)
    export.write(out / "exact.gguf", network, tokenizer, exact=True)
    report = {"seed": seed, "size": asdict(size), "course": asdict(course), "bytes": (out / _FILE).stat().st_size}
    (out / "report.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    _say(f"{out / _FILE}: {(out / _FILE).stat().st_size / 1e6:.1f} MB")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
