"""What can go wrong with a catalogue, in sentences for the merchant."""

from __future__ import annotations

from client.domain.errors import VitrineError


class CatalogError(VitrineError):
    """A catalogue cannot be opened, read or written; the catalogue on disk is as it was before."""


class UnreadableVersion(CatalogError):  # noqa: N818 - what it is
    """The catalogue is there, but damaged or of another version of Vitrine."""


class SourceError(VitrineError):
    """A whole source (file, folder, feed) cannot be read by any importer, or breaks a safety rule."""
