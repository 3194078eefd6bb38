"""The lines of a journal. One JSON object a line; the first is a header, the last an end unless the visit was cut."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from client.domain.actions import Action
from client.domain.errors import VitrineError
from client.domain.session import Session
from client.headset.api import Eye, Frame, Hand, Mouse, Pad, Pose, Sample

FORMAT = 4
Source = Literal["hands", "panel", "shop"]


class JournalError(VitrineError):
    """A journal that cannot be written or read."""


class _Record(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="record"):
    """Base of all lines."""


class Header(_Record, frozen=True, tag="header"):
    """What a replay needs to start from the same place. `renderer` names the driver that drew the
    pictures, `samples` how many it took of a pixel."""

    format: int
    app_version: str
    catalog_version: str
    session: Session
    width_px: int
    height_px: int
    samples: int = 0
    seed: int = 0
    renderer: str = ""


class Happened(msgspec.Struct, frozen=True, array_like=True):
    """An action and who said it: the hands (a replay works it out again), a panel, or the shop itself."""

    source: Source
    action: Action


class FrameRecord(_Record, frozen=True, tag="frame"):
    """One frame: the sample and the actions, in order. Eyes and head are left out while they stay as they were.

    The first `early` actions came before the hands were asked. `swapped` says that the store was rebuilt at the start
    of this frame (another department came).
    """

    frame: Frame
    eyes: tuple[Eye, ...] | None = None
    head: Pose | None = None
    hands: tuple[Hand, ...] = ()
    mouse: Mouse | None = None
    pad: Pad | None = None
    keys: tuple[str, ...] = ()
    pressed: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    text: str = ""
    happened: tuple[Happened, ...] = ()
    early: int = 0
    swapped: bool = False


class MarkRecord(_Record, frozen=True, tag="mark"):
    """A hash of the session after a frame, and the picture at a glance (or nothing); a replay must come to the same."""

    frame: int
    session_sha256: str
    glance: str = ""


class EndRecord(_Record, frozen=True, tag="end"):
    """A visit that was closed properly: how many frames, and the final session's hash."""

    frames: int
    session_sha256: str


Record = Header | FrameRecord | MarkRecord | EndRecord


def session_hash(session: Session) -> str:
    """A hash of every field of a session."""
    return hashlib.sha256(msgspec.json.encode(session)).hexdigest()


def shortened(
    sample: Sample, before: Sample | None, happened: tuple[Happened, ...], early: int, swapped: bool
) -> FrameRecord:
    """The record of a frame that followed `before`."""
    return FrameRecord(
        frame=sample.frame,
        eyes=None if before is not None and before.eyes == sample.eyes else sample.eyes,
        head=None if before is not None and before.head == sample.head else sample.head,
        hands=sample.hands,
        mouse=sample.mouse,
        pad=sample.pad,
        keys=sample.keys,
        pressed=sample.pressed,
        repeated=sample.repeated,
        text=sample.text,
        happened=happened,
        early=early,
        swapped=swapped,
    )


def sample_of(record: FrameRecord, before: Sample | None) -> Sample:
    """The sample of a record that followed `before`. Raises JournalError when its eyes were never told."""
    eyes = record.eyes if record.eyes is not None else (before.eyes if before is not None else None)
    head = record.head if record.head is not None else (before.head if before is not None else None)
    if not eyes or head is None:
        raise JournalError("The journal's first frame says nothing of eyes and head, so it cannot be replayed.")
    return Sample(
        frame=record.frame,
        eyes=eyes,
        head=head,
        hands=record.hands,
        mouse=record.mouse,
        pad=record.pad,
        keys=record.keys,
        pressed=record.pressed,
        repeated=record.repeated,
        text=record.text,
    )
