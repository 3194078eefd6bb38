"""The `vitrine-server` command: reads the line, hands over, turns expected failures into one sentence."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from client.domain.errors import VitrineError

if TYPE_CHECKING:
    from client.sync.source import Source
    from server.keys import KeyFolder
    from server.repository import Repository

PASSPHRASE_FILE = "VITRINE_KEYS_PASSPHRASE_FILE"  # noqa: S105 - the name of a variable


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = argparse.ArgumentParser(prog="vitrine-server", description="Publishes a catalogue that shops can verify.")
    parser.add_argument("--debug", action="store_true", help="show the traceback of a failure")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    start = commands.add_parser("init", help="make keys and an empty published folder")
    start.add_argument("--root-keys", type=int, default=3, help="how many root keys to make (default 3)")
    start.add_argument("--root-threshold", type=int, default=2, help="how many of them must sign (default 2)")
    start.add_argument("--targets-keys", type=int, default=1, help="how many targets keys to make; all must sign")
    publish = commands.add_parser("publish", help="publish the version in use of a catalogue")
    publish.add_argument("catalog", type=Path, metavar="CATALOG_DIR")
    publish.add_argument(
        "--vectors", type=Path, metavar="FILE", help="item vectors: .npz, or .npy with .skus beside it"
    )
    publish.add_argument("--space", metavar="NAME", help="what made the vectors; else as the file says or is called")
    publish.add_argument("--models", type=Path, metavar="DIR", help="a folder with models.toml and the models")
    _add_vectors(commands.add_parser("vectors", help="make item vectors from what people did with products"))
    refresh = commands.add_parser("refresh", help="sign the timestamp anew; run it daily")
    rotate = commands.add_parser("rotate-key", help="replace a key of a role (takes the root keys)")
    rotate.add_argument("role", choices=("root", "targets", "snapshot", "timestamp", "catalogue", "vectors", "models"))
    pruning = commands.add_parser("prune", help="remove files that no version in use needs")
    pruning.add_argument("--keep", type=int, default=3, metavar="N", help="versions to keep (default 3)")
    pruning.add_argument(
        "--grace-hours", type=float, default=48.0, metavar="H", help="how long a replaced version is kept (default 48)"
    )
    check = commands.add_parser("verify", help="check signatures and files, as a shop would")
    due = commands.add_parser("due", help="say what runs out when; fails when something does soon")
    for command in (check, due):
        command.add_argument("--url", metavar="URL", help="look at what a host serves, instead of a folder")
        command.add_argument("--fingerprint", metavar="SHA256", help="with --url: as init printed it")
    check.add_argument("--sample", type=int, default=20, metavar="N", help="with --url: shards to fetch (default 20)")
    serve = commands.add_parser("serve", help="serve the folder on this computer; for development only")
    serve.add_argument("--port", type=int, default=8765)
    for command in (start, publish, refresh, rotate, pruning, check, due, serve):
        where = command in (check, due)
        command.add_argument("--repo", type=Path, required=not where, metavar="DIR", help="the published folder")
    for command in (start, publish, refresh, rotate):
        command.add_argument("--keys", type=Path, required=True, metavar="DIR", help="the folder of signing keys")
        command.add_argument(
            "--passphrase-file", type=Path, metavar="FILE", help=f"else {PASSPHRASE_FILE} names one, else it is asked"
        )
    return parser


def _add_vectors(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--interactions", type=Path, required=True, metavar="FILE", help="CSV: person,sku,what,when")
    parser.add_argument("--catalog", type=Path, required=True, metavar="DIR", help="the catalogue they are for")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="for `publish --vectors`, .npz")
    parser.add_argument("--state", type=Path, metavar="DIR", help="keep counts here, so that a day's events are enough")
    parser.add_argument("--again", action="store_true", help="with --state: train everything anew from all counts")
    parser.add_argument("--engine", choices=("local", "spark"), default="local", help="where it is counted")
    parser.add_argument("--master", default="local[2]", metavar="URL", help="of the Spark cluster (default local[2])")
    parser.add_argument("--gate", action="store_true", help="write nothing where a threshold of fairness is missed")
    parser.add_argument("--least-coverage", type=float, default=0.3, metavar="SHARE", help="(default 0.3)")
    parser.add_argument("--most-head-share", type=float, default=0.6, metavar="SHARE", help="(default 0.6)")
    parser.add_argument("--most-exposure", type=float, default=5.0, metavar="FACTOR", help="of a brand (default 5)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. 0: done; 1: an expected failure, said in a sentence; 2: a wrong command line."""
    args = make_parser().parse_args(arguments)
    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "init": _init, "publish": _publish, "refresh": _refresh,
        "rotate-key": _rotate, "prune": _prune, "verify": _verify, "due": _due,
        "serve": _serve, "vectors": _vectors,
    }  # fmt: skip
    try:
        return actions[args.command](args)
    except KeyboardInterrupt:
        _say("Stopped.")
        return 130
    except (VitrineError, OSError) as error:
        if args.debug:
            raise
        sys.stderr.write(f"vitrine-server: {error}\n")
        return 1


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _repository(args: argparse.Namespace) -> Repository:
    from server.repository import Repository

    return Repository(args.repo, lambda: datetime.now(UTC))


def _keys(args: argparse.Namespace, *, new: bool = False) -> KeyFolder:
    from server.errors import KeyTrouble
    from server.keys import KeyFolder

    named = args.passphrase_file or os.environ.get(PASSPHRASE_FILE)
    if named:
        return KeyFolder(args.keys, Path(named).read_bytes().strip())
    passphrase = getpass.getpass("Passphrase of the keys: ")
    if new and getpass.getpass("Again: ") != passphrase:
        raise KeyTrouble("The two passphrases differ.")
    return KeyFolder(args.keys, passphrase.encode())


def _init(args: argparse.Namespace) -> int:
    from server.ceremony import initialise

    keys = _keys(args, new=True)
    fingerprint = initialise(_repository(args), keys, args.root_keys, args.root_threshold, args.targets_keys)
    _say(f"Keys are in {args.keys}. Move root-*.pem and targets-*.pem to where no network reaches; keep copies.")
    _say("Shops follow this publisher with:")
    _say(f"  vitrine sync --from https://... --fingerprint {fingerprint}")
    return 0


def _publish(args: argparse.Namespace) -> int:
    from server.publish import Extras, publish
    from server.vectors import read_vectors

    extras = Extras(read_vectors(args.vectors, args.space) if args.vectors else None, args.models)
    done = publish(args.catalog, _repository(args), _keys(args), extras)
    if done.vectors is not None:
        _say(f"{done.vectors} products have a vector, {done.without_vector} have none.")
    if done.models is not None:
        _say(f"{done.models} models are offered.")
    if not done.changed:
        _say(f"Version {done.serial} is published already; its signatures are fresh again.")
        return 0
    _say(
        f"Published version {done.serial}: {done.products} products in {done.shards} shards; wrote {done.new_packs} "
        f"packs and {done.new_blobs} files, {done.new_bytes} bytes; the delta has {done.delta_rows} rows in "
        f"{done.delta_bytes} bytes."
    )
    return 0


def _vectors(args: argparse.Namespace) -> int:
    from server.fairness import Gate
    from server.vector_command import VectorOptions, make_vectors

    gate = Gate(args.least_coverage, args.most_head_share, args.most_exposure) if args.gate else None
    where = (args.interactions, args.catalog, args.out)
    made = make_vectors(VectorOptions(*where, args.engine, args.state, gate, args.master, args.again), _say)
    looked = made.fairness
    if made.left_out:
        _say(f"{made.left_out} lines could not be read and were left out.")
    most = next(iter(looked.exposure.items()), None)
    _say(
        f"Wrote {made.written} rows to {args.out}; {made.changed} were made anew. Of what {looked.people} people can "
        f"be offered, {looked.coverage:.0%} is; {looked.head_share:.0%} of the offers go to the most popular tenth"
        + (f"; {most[0]} is offered {most[1]:.1f} times its share." if most else ".")
    )
    return 0


def _refresh(args: argparse.Namespace) -> int:
    from client.sync.lock import only_one
    from server.repository import refresh

    with only_one(args.repo / ".lock", "Another process is just publishing into this folder."):
        _say(f"Signed anew: {', '.join(refresh(_repository(args), _keys(args)))}.")
    return 0


def _rotate(args: argparse.Namespace) -> int:
    from client.sync.lock import only_one
    from server.ceremony import rotate

    with only_one(args.repo / ".lock", "Another process is just publishing into this folder."):
        keyid = rotate(_repository(args), _keys(args), args.role)
    _say(f"The new key of {args.role} is {args.role}-{keyid[:16]}.pem; the one it replaces signs no more.")
    return 0


def _prune(args: argparse.Namespace) -> int:
    from client.sync.lock import only_one
    from server.prune import prune

    with only_one(args.repo / ".lock", "Another process is just publishing into this folder."):
        done = prune(_repository(args), args.keep, timedelta(hours=max(0.0, args.grace_hours)))
    _say(f"Removed {done.files} files, {done.bytes} bytes; {done.versions} versions stay.")
    return 0


def _verify(args: argparse.Namespace) -> int:
    from server.verify import verify_published

    now = datetime.now(UTC)
    if args.url:
        from server.look import look_at

        with _source(args) as (source, fingerprint):
            verified, problems = look_at(source, fingerprint, now, max(0, args.sample))
        index = verified.index if verified is not None else None
    else:
        index, problems = verify_published(_given(args), now)
    for problem in problems:
        _say(problem)
    if index is not None and not problems:
        _say(f"All is well: version {index.serial}, {index.products} products.")
    return 1 if problems else 0


def _due(args: argparse.Namespace) -> int:
    from server.look import due
    from server.verify import believed, signed_state

    now = datetime.now(UTC)
    if args.url:
        with _source(args) as (source, fingerprint):
            verified = believed(source, fingerprint, now)
    else:
        verified = signed_state(_given(args), now)
    soon = False
    for role, until, near in due(verified):
        soon |= near
        _say(f"{role:<10} until {until:%Y-%m-%d %H:%M} UTC, {(until - now).days} days" + (", soon" if near else ""))
    return 1 if soon else 0


def _given(args: argparse.Namespace) -> Path:
    from server.errors import ServerError

    if args.repo is None:
        raise ServerError("Say what to look at: --repo DIR, or --url URL and --fingerprint.")
    return Path(args.repo)


@contextmanager
def _source(args: argparse.Namespace) -> Iterator[tuple[Source, str]]:
    from client.sync.source import Limits, open_source
    from server.errors import ServerError

    if not args.fingerprint:
        raise ServerError("Say whom to expect there: --fingerprint, as init printed it.")
    source = open_source(args.url, Limits())
    try:
        yield source, args.fingerprint
    finally:
        source.close()


def _serve(args: argparse.Namespace) -> int:
    from server.serve import make_server

    with make_server(args.repo, args.port, _say) as server:
        _say(f"Serving {args.repo} at http://127.0.0.1:{server.server_port}/ (for development; Ctrl+C ends it).")
        server.serve_forever()
    return 0
