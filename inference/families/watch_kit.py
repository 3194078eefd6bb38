"""Parts of a wearable."""

from __future__ import annotations

from inference.families.geometry import Mesh

Parts = list[tuple[str, str, Mesh]]
