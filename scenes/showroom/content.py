"""What the store shows on its fixtures, as plain values handed in by the application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SignTexts = Mapping[str, str]
"""Text of every sign by its `Sign.text_key`, in the shopper's language."""


@dataclass(frozen=True)
class ItemContent:
    """One product: its true size (width, height, depth in metres), its files, and what its label says.

    The files are canonical GLBs (metres, Y up, front to +Z, origin at the bottom centre) or None where a level is
    missing; a product without any is shown by its photo. `material_variant` is a KHR_materials_variants name.
    """

    item_id: str
    size_m: tuple[float, float, float]
    far: Path | None = None
    shelf: Path | None = None
    hero: Path | None = None
    photo: Path | None = None
    title: str = ""
    price: str = ""
    material_variant: str | None = None
    coming: bool = False
    """Its 3D files are on their way: it has the size they will have."""

    @property
    def has_model(self) -> bool:
        """Whether there is anything 3D to show."""
        return self.far is not None or self.shelf is not None or self.hero is not None
