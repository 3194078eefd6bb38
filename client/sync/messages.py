"""What a shop and the process that follows for it say to each other: frozen values, as bytes."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from client.domain.product import BlobRef, Sha256


class FollowOptions(msgspec.Struct, frozen=True):
    """What to follow and how much of this computer may be used for it. Zero limits nothing."""

    root: str
    source: str
    fingerprint: str = ""
    interval_s: float = 600.0
    bytes_per_s: float = 0.0
    workers: int = 4
    cache_bytes: int = 0
    """What pictures and models may take on the disk."""
    models: str = ""
    """The folder of the models that come the same way; empty follows none."""
    grace_days: float = 0.0


class Orders(msgspec.Struct, frozen=True, tag="orders"):
    """Files the shop lacks, the most urgent first; they take the place of what was wanted before."""

    wanted: tuple[BlobRef, ...] = ()


class InUse(msgspec.Struct, frozen=True, tag="in_use"):
    """Files that must not be thrown away; all others may be."""

    sha256s: tuple[Sha256, ...] = ()


class RoundNow(msgspec.Struct, frozen=True, tag="round_now"):
    """Look for a newer version at once."""


class Came(msgspec.Struct, frozen=True, tag="came"):
    """These files are here, and are what was signed."""

    sha256s: tuple[Sha256, ...]


class Lacks(msgspec.Struct, frozen=True, tag="lacks"):
    """This file did not come; it is tried again later."""

    sha256: Sha256
    why: str


class Rested(msgspec.Struct, frozen=True, tag="rested"):
    """A round is over. `kind` names the error when it was not `ok`."""

    ok: bool
    says: str
    kind: str = ""


class VersionThere(msgspec.Struct, frozen=True, tag="version"):
    """Another version of the catalogue is in use on the disk, and opens."""

    version: str


class Age(msgspec.Struct, frozen=True, tag="age"):
    """How far to trust what is shown; see `client.sync.state.Freshness`."""

    state: Literal["fresh", "grace", "expired", "never", "clock"]
    days: int


Order = Orders | InUse | RoundNow
Report = Came | Lacks | Rested
News = Came | Lacks | Rested | VersionThere | Age

_encode: Final = msgspec.msgpack.encode


def to_bytes(message: Order | Report | FollowOptions) -> bytes:
    """A message on its way."""
    return _encode(message)


def order_from(data: bytes) -> Order:
    """What the shop says; raises msgspec.MsgspecError."""
    order: Order = msgspec.msgpack.decode(data, type=Order)
    return order


def report_from(data: bytes) -> Report:
    """What the process says; raises msgspec.MsgspecError."""
    report: Report = msgspec.msgpack.decode(data, type=Report)
    return report
