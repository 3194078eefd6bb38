"""What goes wrong with a 3D model, told in words a merchant understands."""

from __future__ import annotations


class ModelError(Exception):
    """A model that cannot be used. `str(error)` is one sentence that says why."""
