"""`vitrine guide parse`: what the guide understands of an utterance, as one line of JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from client.commands import guide_visit
from client.commands.options import add_store_arguments, catalog_root, settings_of
from client.domain.errors import VitrineError

if TYPE_CHECKING:
    from inference.dialogue.acts import Heard

_FILE_LIMIT = 10_000_000
_PATIENT_S = 60.0
"""Nobody stands and waits for a command as one does for a guide: the model may take its time to load."""


class GuideError(VitrineError):
    """What was given to the guide cannot be read."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `vitrine guide`."""
    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    parse = commands.add_parser("parse", help="print the act that an utterance comes to")
    said = parse.add_mutually_exclusive_group(required=True)
    said.add_argument("text", nargs="?", metavar="TEXT", help="the utterance, English or Chinese")
    said.add_argument("--lines", metavar="FILE", type=Path, help="an utterance a line (- is the standard input)")
    parse.add_argument("--json", action="store_true", help="print JSON (always so; for clarity in scripts)")
    parse.add_argument("--state", metavar="FILE", type=Path, help='what was shown before: {"shown": 5, "focus": true}')
    add_store_arguments(parse)
    guide_visit.add_arguments(commands.add_parser("visit", help="a scripted visit: its transcript and pictures"))


def run(args: argparse.Namespace) -> int:
    """One JSON object a line, or a visit; 0."""
    if args.action == "visit":
        return guide_visit.run(args)
    from client.catalog.reader import open_current
    from client.guide_models import understanding
    from client.local_models import LocalModels, model_lists
    from inference.dialogue.acts import encode
    from inference.dialogue.rules import Rules

    settings, folders = settings_of(args)
    root = catalog_root(settings, folders)
    with open_current(root) as catalog:
        brands = sorted({product.brand for product in catalog.products() if product.brand})
    heard = _state(args.state)
    with LocalModels(model_lists(folders)) as models:
        understand = understanding(models, _PATIENT_S)(Rules(brands))
        for line in [args.text] if args.text is not None else _lines(args.lines):
            sys.stdout.write(encode(understand(line, heard)).decode() + "\n")
    return 0


def _state(path: Path | None) -> Heard:
    from inference.dialogue.acts import Heard

    if path is None:
        return Heard()
    try:
        return msgspec.json.decode(_read(path), type=Heard)
    except msgspec.DecodeError as cause:
        raise GuideError(f"The state in {path.name} cannot be read: {cause}.") from cause


def _lines(path: Path) -> Iterable[str]:
    if str(path) == "-":
        return (line.rstrip("\n") for line in sys.stdin)
    try:
        return _read(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as cause:
        raise GuideError(f"{path.name} is not UTF-8 text.") from cause


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _FILE_LIMIT:
            raise GuideError(f"{path.name} is larger than {_FILE_LIMIT // 1_000_000} MB.")
        return path.read_bytes()
    except OSError as cause:
        raise GuideError(f"{path.name} cannot be read: {cause.strerror}.") from cause
