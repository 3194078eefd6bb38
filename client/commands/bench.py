"""`vitrine bench NAME`: measures something and prints one flat JSON object as its last line."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

from client.bench.registry import BENCHES, bench_module

_FACTS_DIGITS = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `vitrine bench`: one name, and what that bench takes."""
    names = parser.add_subparsers(dest="bench", required=True, metavar="NAME")
    names.add_parser("list", help="say what can be measured")
    for name, summary in BENCHES.items():
        bench = names.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        bench_module(name).add_arguments(bench)


def run(args: argparse.Namespace) -> int:
    """Measures in this process, or in a new one when the bench needs variables that must stand before the start."""
    if args.bench == "list":
        for name, summary in BENCHES.items():
            print(f"{name:<12} {summary}")
        return 0
    bench = bench_module(args.bench)
    missing = {name: value for name, value in bench.ENVIRONMENT.items() if os.environ.get(name) != value}
    if missing:
        words = [sys.executable, "-m", "client", "bench", args.bench, *bench.arguments(args)]
        return subprocess.run(words, env={**os.environ, **missing}, check=False).returncode
    figures = {"bench": args.bench, **bench.measure(args)}
    print(json.dumps({key: _rounded(value) for key, value in figures.items()}, ensure_ascii=False))
    return 0


def _rounded(value: float | int | str | bool) -> float | int | str | bool:
    return round(value, _FACTS_DIGITS) if isinstance(value, float) else value
