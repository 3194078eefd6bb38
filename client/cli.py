"""The `vitrine` command: reads the line, hands over, turns expected failures into one sentence."""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from client.domain.errors import VitrineError

COMMANDS = {
    "run": "open the store and walk in",
    "tour": "walk the store without a display and write pictures and figures",
    "replay": "do a recorded visit again and compare",
    "catalog": "import, list and check catalogues",
    "sync": "follow a publisher: fetch and verify its newest catalogue",
    "search": "find products as the shop does, and say why each was found",
    "reconstruct": "make a product that one can walk around from a photo",
    "guide": "say what the guide understands of an utterance",
    "profile": "show, write out or forget what this machine knows of your taste",
    "models": "list, check and add the models that run on this machine",
    "bench": "measure, one JSON object as the last line",
    "doctor": "say what is here, what is missing and how to get it",
}
"""Command to what it does; each is a module of `client.commands`."""

_SCENE_ERRORS = ("EngineError", "ModelError", "SceneError", "InferenceError")
"""Errors of `scenes` and `inference`, which know nothing of the client's tree but carry a sentence too."""


class Command(Protocol):
    """A module of `client.commands`. It imports what is heavy only when it runs."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds the command's arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Does it; the exit code."""


def make_parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """The parser of the whole command line; with `wanted`, only that command's own arguments are known.

    A command's module is read only when its arguments are asked for, so that `vitrine --help` is quick.
    """
    parser = argparse.ArgumentParser(prog="vitrine", description="A VR shop that runs on your own PC.")
    parser.add_argument("--debug", action="store_true", help="show the traceback of a failure")
    parser.add_argument("--version", action="version", version=f"vitrine {version()}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        command.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        if wanted in (None, name):
            _module(name).add_arguments(command)
    return parser


def version() -> str:
    """The version of this program."""
    from client import __version__

    return __version__


def _module(name: str) -> Command:
    return cast(Command, importlib.import_module(f"client.commands.{name}"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. 0: done; 1: an expected failure, said in a sentence; 2: a wrong command line."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    args = make_parser(next((word for word in given if not word.startswith("-")), "")).parse_args(given)
    _start_log(args.debug)
    try:
        return _module(args.command).run(args)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130
    except BrokenPipeError:
        # Nobody reads on (`vitrine doctor | head`): that is no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if args.debug:
            raise
        return _failed(error)


def _failed(error: Exception) -> int:
    logging.getLogger("vitrine").error("failed", exc_info=error)
    expected = isinstance(error, VitrineError) or any(k.__name__ in _SCENE_ERRORS for k in type(error).__mro__)
    if expected:
        sys.stderr.write(f"vitrine: {error}\n")
    elif isinstance(error, OSError) and error.strerror:
        # The system's own words: no space, no permission, a file where a folder should be.
        where = f" ({error.filename})" if error.filename else ""
        sys.stderr.write(f"vitrine: the system says: {error.strerror}{where}.\n")
    else:
        sys.stderr.write(
            f"vitrine: something unexpected went wrong ({type(error).__name__}: {error}). "
            "Run it again with --debug and send what it says.\n"
        )
    return 1


def _start_log(debug: bool) -> None:
    """A log file of warnings and failures beside the other things of this person; never settings or environment."""
    from client.settings import find_folders

    log = logging.getLogger("vitrine")
    log.setLevel(logging.DEBUG if debug else logging.INFO)
    try:
        from logging.handlers import RotatingFileHandler

        folder = find_folders(os.environ).logs
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "vitrine.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8")
    except OSError:
        return  # a shop without a log is still a shop
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log.addHandler(handler)
