"""`vitrine profile`: what this machine knows of your taste: shown, written to a file, forgotten."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from client.domain.errors import VitrineError

if TYPE_CHECKING:
    from client.profile.memory import Problem, Profile
    from client.profile.vault import Vault

_PROBLEMS: dict[Problem, str] = {
    "wrong_key": "What was kept is encrypted with another key; it was put aside.",
    "damaged": "What was kept cannot be read; it was put aside.",
    "no_key": "The keyring does not open, so nothing can be read or changed.",
    "not_written": "The disk takes nothing, so nothing was changed.",
}
_KEPT = {
    "keyring": "the key is in the system's keyring",
    "file": "there is no keyring here, so the key is in a file that only you can read",
    "visit": "nothing is kept",
}


class ProfileError(VitrineError):
    """The profile cannot be read, written or changed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """show, export, forget."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("show", help="print everything that is kept of your taste")
    export = acts.add_parser("export", help="write everything to a JSON file")
    export.add_argument("file", type=Path, metavar="FILE", help="the file to write; it must not be there yet")
    forget = acts.add_parser("forget", help="forget what was done with products, or everything")
    what = forget.add_mutually_exclusive_group(required=True)
    what.add_argument("--item", action="append", metavar="SKU", help="an item number (may be given more than once)")
    what.add_argument("--all", action="store_true", help="everything, and the key")


def run(args: argparse.Namespace) -> int:
    """0 when it was done. An open shop has its own copy: close it first, or use its panel."""
    from client.profile.memory import readable
    from client.profile.vault import open_vault
    from client.settings import find_folders

    folders = find_folders(os.environ)
    vault = open_vault(folders.data, folders.config)
    if args.act == "forget" and args.all:
        vault.erase()
        print("Everything is forgotten, and the key is gone.")
        return 0
    profile = _load(vault)
    if args.act == "show":
        sys.stdout.write(readable(profile).decode())
        return 0
    if args.act == "export":
        return _export(profile, args.file)
    return _forget(vault, profile, args.item)


def _load(vault: Vault) -> Profile:
    there = vault.file.exists()
    loaded = vault.load()
    if loaded.problem is not None:
        raise ProfileError(_PROBLEMS[loaded.problem])
    where = f"Encrypted in {vault.file}; {_KEPT[loaded.kept]}." if there else "Nothing is kept of your taste."
    print(where, file=sys.stderr)
    return loaded.profile


def _export(profile: Profile, file: Path) -> int:
    from client.profile.memory import readable

    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(readable(profile))
    except FileExistsError as cause:
        raise ProfileError(f"{file} is there already; name another file.") from cause
    except OSError as cause:
        raise ProfileError(f"{file} cannot be written: {cause.strerror}.") from cause
    print(f"Written to {file} on {datetime.date.today().isoformat()}, readable by you alone.")
    return 0


def _forget(vault: Vault, profile: Profile, items: list[str]) -> int:
    from msgspec.structs import replace

    known = {one.sku for one in profile.done} | set(profile.refused)
    missing = [sku for sku in items if sku not in known]
    if missing:
        raise ProfileError(f"Nothing is known of {', '.join(missing)}; `vitrine profile show` lists what is.")
    done = tuple(one for one in profile.done if one.sku not in items)
    refused = tuple(sku for sku in profile.refused if sku not in items)
    problem = vault.save(replace(profile, done=done, refused=refused))
    if problem is not None:
        raise ProfileError(_PROBLEMS[problem])
    print(f"Forgotten: {', '.join(items)}.")
    return 0
