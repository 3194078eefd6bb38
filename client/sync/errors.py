"""What can go wrong while following a publisher, in sentences; the shop goes on with what it has."""

from __future__ import annotations

from client.domain.errors import VitrineError


class SyncError(VitrineError):
    """The catalogue could not be brought up to date; the one on disk is as it was."""


class Unreachable(SyncError):  # noqa: N818 - what it is
    """The publisher does not answer, or breaks off; trying again later may help."""


class NotThere(SyncError):  # noqa: N818
    """The publisher answers that it has no such file."""


class RangeIgnored(SyncError):  # noqa: N818
    """The publisher cannot continue a file where it broke off; it has to be read from its start."""


class Refused(SyncError):  # noqa: N818
    """The answer leads somewhere else or is a web page; it is not followed."""


class Tampered(SyncError):  # noqa: N818
    """What came is not what the publisher signed."""


class Expired(SyncError):  # noqa: N818
    """The signatures are out of date, or the clock is wrong."""


class Busy(SyncError):  # noqa: N818
    """Another process works on the same folder."""


class NoSpace(SyncError):  # noqa: N818
    """The disk is full or cannot be written."""


class BadVersion(SyncError):  # noqa: N818
    """The new version was signed but does not work; the old one stays."""
