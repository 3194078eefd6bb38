"""Looking at a publisher from outside, as a monitor does: what the host serves, and what runs out soon."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from client.sync.errors import NotThere, RangeIgnored, SyncError, Tampered
from client.sync.source import Source
from client.sync.trust import Verified
from client.sync.wire import METADATA, File, Shard, Table, decode_shards, pack_path
from server.verify import believed

SOON: Final = {
    "timestamp": timedelta(days=4),
    "snapshot": timedelta(days=10),
    "catalogue": timedelta(days=20),
    "vectors": timedelta(days=20),
    "models": timedelta(days=20),
    "targets": timedelta(days=45),
    "root": timedelta(days=45),
}
"""From when on a signature runs out soon. `refresh` renews all but the last two long before; those need a person."""
_NO_SUCH: Final = f"{METADATA}no-such-file"


def due(verified: Verified) -> list[tuple[str, datetime, bool]]:
    """Role, when its signature runs out, whether that is soon; the first to run out first."""
    found = sorted(verified.runs_out.items(), key=lambda pair: pair[1])
    return [(role, until, until - verified.at < SOON[role]) for role, until in found]


def look_at(source: Source, fingerprint: str, now: datetime, sample: int) -> tuple[Verified | None, list[str]]:
    """What a new shop would believe, and what is wrong with the host, in sentences.

    sample: how many shards to fetch and check, drawn anew each time (by the clock); the newest deltas are always.
    """
    try:
        verified = believed(source, fingerprint, now)
    except SyncError as error:
        return None, [str(error)]
    problems = _answers(source)
    chance = random.Random(now.timestamp())  # noqa: S311 - which files to look at
    for table in (verified.index, verified.vectors):
        if table is not None:
            problems += _table(source, table, chance, sample)
    return verified, problems


def _answers(source: Source) -> list[str]:
    """Whether what is not there is said not to be, and a broken download can go on."""
    problems = []
    try:
        b"".join(source.read(_NO_SUCH, 0, 100_000))
        problems.append(f"{source.name} answers with something where there is no file; it has to answer 404.")
    except NotThere:
        pass
    except SyncError as error:
        problems.append(f"Where there is no file: {error} It has to answer 404.")
    try:
        b"".join(source.read(f"{METADATA}1.root.json", 10, 1_000_000))
    except RangeIgnored as error:
        problems.append(f"{error} Broken downloads begin anew; let it serve ranges.")
    except SyncError as error:
        problems.append(str(error))
    return problems


def _table(source: Source, table: Table, chance: random.Random, sample: int) -> list[str]:
    try:
        shards: Sequence[Shard] = decode_shards(_fetch(source, table.shards), table)
    except SyncError as error:
        return [str(error)]
    problems = []
    for pack in (*table.deltas[-1:], *chance.sample(shards, min(sample, len(shards)))):
        try:
            _fetch(source, pack)
        except SyncError as error:
            problems.append(str(error))
    return problems


def _fetch(source: Source, file: File) -> bytes:
    data = b"".join(source.read(pack_path(file.sha256), 0, file.bytes))
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise Tampered(f"{source.name} serves another file than was signed as {pack_path(file.sha256)}.")
    return data
