"""What a model's surface is: its area, its volume, whether it is closed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes.model.normals import face_normals, places
from scenes.model.values import Model


@dataclass(frozen=True)
class Measurement:
    """Of all primitives together. `volume_m3` means something only where `watertight` is true."""

    area_m2: float
    volume_m3: float
    watertight: bool
    open_edges: int


def measure(model: Model) -> Measurement:
    """Area, enclosed volume (divergence theorem) and whether every edge joins just two triangles in opposite ways."""
    positions = np.concatenate([p.positions for p in model.primitives]).astype(np.float64)
    starts = np.cumsum([0, *(len(p.positions) for p in model.primitives)])
    parts = [p.triangles.astype(np.int64) + start for p, start in zip(model.primitives, starts, strict=False)]
    triangles = np.concatenate(parts)
    normals = face_normals(positions, triangles)
    centre = (positions.min(axis=0) + positions.max(axis=0)) / 2
    corners = positions[triangles[:, 0]] - centre
    area = float(np.linalg.norm(normals, axis=1).sum()) / 2
    volume = float(np.einsum("ij,ij->", corners, normals)) / 6
    place = places(positions)[triangles]
    flat = (place == np.roll(place, 1, axis=1)).any(axis=1)
    edges = np.concatenate([place[~flat][:, [k, (k + 1) % 3]] for k in range(3)])
    count = len(positions) + 1
    ways, uses = np.unique(edges[:, 0] * count + edges[:, 1], return_counts=True)
    back = np.isin(ways, edges[:, 1] * count + edges[:, 0])
    unmatched = int((~back).sum() + (uses[back] > 1).sum())
    return Measurement(area, volume, unmatched == 0 and len(ways) > 0, unmatched)
