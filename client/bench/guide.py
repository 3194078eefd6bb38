"""`vitrine bench guide`: how well the guide understands, how soon it speaks, what it costs, whether it is true."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Mapping
from typing import cast

from client.bench.registry import Bench, Figures
from client.commands.options import add_store_arguments

ENVIRONMENT: Mapping[str, str] = {"GALLIUM_NOOP": "1"}
PARTS = {
    "words": "client.bench.guide_words",
    "truth": "client.bench.guide_truth",
    "speed": "client.bench.guide_speed",
}
"""Each is a bench of its own; here they are one."""


def _part(name: str) -> Bench:
    return cast(Bench, importlib.import_module(PARTS[name]))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--only, and what the parts take."""
    parser.add_argument("--only", choices=tuple(PARTS), action="append", help="only this part; repeatable")
    for name in PARTS:
        _part(name).add_arguments(parser)
    add_store_arguments(parser)


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    words = [word for name in args.only or () for word in ("--only", name)]
    words += [
        word for name in ("catalog", "lang") if getattr(args, name) for word in (f"--{name}", getattr(args, name))
    ]
    words += ["--size", f"{args.size[0]}x{args.size[1]}"] if args.size else []
    return words + [word for name in PARTS for word in _part(name).arguments(args)]


def measure(args: argparse.Namespace) -> Figures:
    """All parts, or those that were chosen."""
    figures: dict[str, float | int | str | bool] = {}
    for name in args.only or PARTS:
        figures.update(_part(name).measure(args))
    return figures
