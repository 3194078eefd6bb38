"""`vitrine models`: which models there are, whether they are whole, and taking in one of your own."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inference.models.manifest import Known, ModelLists
    from inference.runtime.runtime import Runtime

_BUDGET_BYTES = 8 << 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """list, verify, add."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listing = acts.add_parser("list", help="the models, what they are for, and whether their files are there")
    listing.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    verify = acts.add_parser("verify", help="compare every file with its hash and look through it")
    verify.add_argument("names", nargs="*", metavar="NAME", help="only these")
    adding = acts.add_parser("add", help="take in a model file (ONNX or GGUF)")
    adding.add_argument("file", type=Path, metavar="FILE", help="the file; it is copied")
    adding.add_argument("--name", default="", help="what to call it (default: the file's name)")
    adding.add_argument("--licence", default="not stated", help="its licence")
    adding.add_argument(
        "--task",
        default="",
        help="what it is for: acts, acts-adapter, dialogue, sentences, pictures (default: dialogue for GGUF, "
        "acts-adapter for a LoRA)",
    )


def run(args: argparse.Namespace) -> int:
    """0 when everything asked for is well."""
    from client.local_models import model_lists
    from client.settings import find_folders

    lists = model_lists(find_folders(os.environ))
    if args.act == "list":
        return _list(lists, args.json)
    from inference.runtime.runtime import Runtime

    with Runtime(_BUDGET_BYTES) as runtime:
        return _verify(runtime, lists, args.names) if args.act == "verify" else _add(runtime, lists, args)


def _list(lists: ModelLists, as_json: bool) -> int:
    import msgspec

    known = lists.known()
    if as_json:
        rows = [
            {**msgspec.to_builtins(one.entry), "own": one.own, "whose": one.whose, "there": one.path.is_file()}
            for one in known
        ]
        print(json.dumps({"models": rows}, ensure_ascii=False))
        return 0
    if not known:
        print("No models are here yet. `vitrine models add FILE` takes in one of your own.")
    for one in known:
        print(_line(one))
    return 0


def _line(known: Known) -> str:
    entry = known.entry
    quality = ", ".join(f"{name} {value:g}" for name, value in sorted(entry.quality.items())) or "not measured"
    whose = {"owner": "yours", "publisher": "the publisher's", "shop": "the shop's"}[known.whose]
    there = "" if known.path.is_file() else "; its file is missing"
    return (
        f"{entry.name:<24} {entry.format}, {entry.bytes / 1e6:.1f} MB, for {entry.task}, {whose}, {entry.licence}; "
        f"needs {entry.minimum_memory_bytes / 1e6:.0f} MB of memory; quality: {quality}{there}"
    )


def _verify(runtime: Runtime, lists: ModelLists, names: list[str]) -> int:
    from inference.errors import InferenceError
    from inference.models.adding import check

    wrong = 0
    chosen = [lists.find(name) for name in names] or list(lists.known())
    for known in chosen:
        try:
            checked = check(runtime, known)
        except InferenceError as problem:
            wrong += 1
            print(f"WRONG  {known.entry.name}: {problem}")
        else:
            print(f"well   {known.entry.name}: " + ", ".join(f"{k} {v}" for k, v in checked.facts.items()))
    print(f"{len(chosen) - wrong} of {len(chosen)} models are well.", file=sys.stderr)
    return 1 if wrong else 0


def _add(runtime: Runtime, lists: ModelLists, args: argparse.Namespace) -> int:
    from inference.models.adding import Wish, add, disk_free

    entry = add(runtime, lists, Wish(args.file, args.name, args.licence, args.task), disk_free)
    from inference.models.manifest import TASKS

    use = TASKS.get(entry.task, "nothing the shop knows; it is kept and not used")
    print(f"{entry.name} is here: {entry.format}, {entry.bytes / 1e6:.1f} MB, sha256 {entry.sha256}. It is for {use}.")
    return 0
