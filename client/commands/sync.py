"""`vitrine sync`: bring a catalogue to what a publisher signed, or say how old it is."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import timedelta
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `vitrine sync`."""
    parser.add_argument(
        "--from", dest="source", metavar="URL", help="https://..., or file:///... for a folder or stick"
    )
    parser.add_argument(
        "--into", type=Path, metavar="DIR", help="the catalogue; default: `followed` in the data folder"
    )
    parser.add_argument("--fingerprint", metavar="SHA256", help="whom to trust; needed the first time only")
    parser.add_argument(
        "--lazy", action="store_true", help="products only; pictures and models come when a shop shows them"
    )
    parser.add_argument("--models", action="store_true", help="fetch the models that the publisher offers as well")
    parser.add_argument("--status", action="store_true", help="only say how old the last verified state is")
    parser.add_argument("--grace-days", type=float, default=0.0, metavar="N", help="days a kiosk may go on past expiry")
    parser.add_argument("--workers", type=int, default=4, help="downloads at the same time")
    parser.add_argument("--limit-kb", type=float, default=0.0, metavar="N", help="kilobytes a second at most")


def run(args: argparse.Namespace) -> int:
    """Does it; 0 when the catalogue is up to date afterwards."""
    from client.settings import find_folders
    from client.sync.errors import SyncError
    from client.sync.state import SyncState, freshness
    from client.sync.trust import utc_now

    root: Path = args.into or find_folders(os.environ).data / "followed"
    grace = timedelta(days=max(0.0, args.grace_days))
    if args.status:
        state = freshness(root, utc_now(), grace)
        print(state.sentence())
        if (said := SyncState(root).said()) is not None:
            print(f"Last look in the background, {said.at:%Y-%m-%d %H:%M} UTC: {said.says}")
        return 0 if state.state in ("fresh", "grace") else 1
    if not args.source:
        raise SyncError("Say where from: --from https://... or file:///...")
    try:
        return _sync(args, root)
    except SyncError:
        state = freshness(root, utc_now(), grace)
        if state.last is not None:
            sys.stderr.write(f"The shop goes on with what it has. {state.sentence()}\n")
        raise


def _sync(args: argparse.Namespace, root: Path) -> int:
    from client.settings import find_folders
    from client.sync.follow import Style, Surroundings, follow
    from client.sync.source import Limits, open_source
    from client.sync.trust import utc_now

    limits = Limits(bytes_per_s=max(0.0, args.limit_kb) * 1000.0)
    style = Style(lazy=args.lazy, models=find_folders(os.environ).followed_models if args.models else None)
    source = open_source(args.source, limits)
    try:
        outside = Surroundings(utc_now, say=lambda text: print(text, file=sys.stderr, flush=True))
        done = follow(root, source, outside, limits, args.fingerprint, max(1, min(16, args.workers)), style)
    finally:
        source.close()
    if not done.how and not done.changed:
        print(f"Up to date: version {done.serial}, {done.products} products.")
        return 0
    print(
        f"Version {done.serial} is in use: {done.products} products, by {done.how or 'what was here'}. Fetched "
        f"{done.row_bytes} bytes of rows and {done.blobs} files ({done.blob_bytes} bytes) in {done.seconds:.1f} s."
    )
    return 0
