"""Arguments that several commands share, and the settings they come to."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

from client.domain.text import LANGUAGES
from client.settings import Folders, Settings, find_folders, load_settings


def add_store_arguments(parser: argparse.ArgumentParser) -> None:
    """--catalog, --lang, --size."""
    parser.add_argument("--catalog", metavar="DIR", help="folder of the catalogue (default: the demo catalogue)")
    parser.add_argument("--lang", choices=LANGUAGES, help="language of the shop at start")
    parser.add_argument("--size", metavar="WxH", type=size, help="size of the window or the pictures, e.g. 1280x720")


def size(text: str) -> tuple[int, int]:
    """`1280x720` as two numbers; argparse turns the ValueError into a usage error."""
    match = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no size like 1280x720")
    return int(match.group(1)), int(match.group(2))


def settings_of(args: argparse.Namespace) -> tuple[Settings, Folders]:
    """The settings after file, environment and flags."""
    folders = find_folders(os.environ)
    width, height = args.size or (None, None)
    flags = {"catalog": args.catalog, "language": args.lang, "width": width, "height": height}
    return load_settings(folders.settings_file, os.environ, flags), folders


def catalog_root(settings: Settings, folders: Folders) -> Path:
    """The catalogue to open; the demo catalogue is made now if it is wanted and not there yet."""
    if settings.sync_from:
        return followed_root(settings, folders)
    if settings.catalog:
        return Path(settings.catalog).expanduser().absolute()
    from client.commands.demo import ensure_demo

    return ensure_demo(folders)


def followed_root(settings: Settings, folders: Folders) -> Path:
    """The catalogue of the publisher that is followed: its rows are fetched now when there are none yet, and the
    version before is put in use where the one in use is damaged.
    """
    from client.catalog.errors import UnreadableVersion
    from client.catalog.reader import open_current
    from client.sync.build import roll_back
    from client.sync.state import SyncState

    root = Path(settings.catalog).expanduser().absolute() if settings.catalog else folders.followed_catalog
    state = SyncState(root)
    try:
        if state.layout.current() is not None:
            open_current(root).close()
            return root
    except UnreadableVersion:
        if roll_back(state) is not None:
            return root
    from client.sync.follow import Style, Surroundings, follow
    from client.sync.source import Limits, open_source
    from client.sync.trust import utc_now

    limits = Limits(bytes_per_s=settings.sync_limit_kb * 1000.0)
    source = open_source(settings.sync_from, limits)
    try:
        outside = Surroundings(utc_now, say=lambda text: print(text, file=sys.stderr, flush=True))
        fingerprint = None if state.trust.exists() else settings.sync_fingerprint or None
        follow(root, source, outside, limits, fingerprint, style=Style(lazy=True))
    finally:
        source.close()
    return root
