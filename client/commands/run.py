"""`vitrine run`: the store in a window; with no display, the tour."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from client.commands.options import add_store_arguments, catalog_root, settings_of
from client.headset.openxr.errors import HeadsetError
from client.settings import find_folders


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `vitrine run`."""
    add_store_arguments(parser)
    parser.add_argument("--record", metavar="FILE", type=Path, help="write a journal of the visit to this new file")
    parser.add_argument("--pictures", action="store_true", help="with --record: F9 remembers the picture of its frame")
    parser.add_argument(
        "--headset", choices=("auto", "openxr", "desktop"), help="where to show the store (default: auto)"
    )
    parser.add_argument("--fullscreen", action="store_true", default=None, help="fill the whole screen")


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can be opened here."""
    return platform in ("win32", "darwin") or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def run(args: argparse.Namespace) -> int:
    """Opens the window and runs until the visitor leaves."""
    if not has_display(sys.platform, os.environ):
        if args.headset == "openxr":
            raise HeadsetError("A headset needs a window beside it, and there is no display here.")
        return _tour_instead(args)
    settings, folders = settings_of(args)
    root = catalog_root(settings, folders)
    from msgspec.structs import replace

    from client.app import ShopOptions
    from client.live import run_window

    if args.fullscreen:
        settings = replace(settings, fullscreen=True)
    if args.headset is not None:
        settings = replace(settings, headset=args.headset)
    options = ShopOptions(settings, folders, root, record=args.record, pictures=args.pictures, following=True, say=_say)
    frames = run_window(options)
    if args.record is not None:
        print(f"The visit ({frames} frames) is in {args.record}; `vitrine replay {args.record}` does it again.")
    return 0


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _tour_instead(args: argparse.Namespace) -> int:
    out = find_folders(os.environ).data / "tour"
    print(f"There is no display here, so the store is toured without one. The pictures come to {out}.")
    from client.commands import tour

    return tour.run(
        argparse.Namespace(
            catalog=args.catalog, lang=args.lang, size=args.size, out=out, seed=1, record=args.record, headset=None
        )
    )
