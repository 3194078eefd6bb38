"""What can go wrong for a publisher, in sentences."""

from __future__ import annotations

from client.domain.errors import VitrineError


class ServerError(VitrineError):
    """Publishing did not happen; what is published is as it was."""


class KeyTrouble(ServerError):  # noqa: N818 - what it is
    """A key is missing, its passphrase is wrong, or there are fewer keys than the threshold asks for."""
