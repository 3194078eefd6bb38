"""How large a foreign model may be. Checked before anything is allocated."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.model.errors import ModelError


@dataclass(frozen=True)
class Limits:
    """Bounds on what reading a file may cost. The defaults suit a shop's import on a plain PC."""

    max_bytes: int = 256 * 2**20
    """Of the file, of each file it refers to, and of all of them together after unpacking."""
    max_json_bytes: int = 32 * 2**20
    max_triangles: int = 3_000_000
    max_vertices: int = 4_000_000
    max_texture_pixels: int = 8192 * 8192
    """Of one picture."""
    max_texture_pixels_total: int = 4 * 8192 * 8192
    """Of all pictures of the file, as they are in it."""
    keep_texture_side: int = 2048
    """Larger pictures are reduced to this while reading, so that memory stays small."""
    max_nodes: int = 20_000
    max_depth: int = 64
    max_materials: int = 2_000
    max_textures: int = 500
    max_primitives: int = 20_000
    max_morph_targets: int = 256
    max_size: float = 1e7
    """Largest coordinate a vertex may have, in the file's unit."""


class Meter:
    """Counts what a file has used so far against its limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._bytes = 0
        self._vertices = 0
        self._triangles = 0
        self._work = 0
        self._pixels = 0

    def take_bytes(self, count: int) -> None:
        """Refuses a file whose parts unpack to more than `max_bytes`."""
        self._bytes += count
        if count < 0 or self._bytes > self.limits.max_bytes:
            raise ModelError(f"The file unpacks to more than {self.limits.max_bytes // 2**20} MB.")

    def take_vertices(self, count: int) -> None:
        """Refuses a file with more vertices than `max_vertices`."""
        self._vertices += count
        if self._vertices > self.limits.max_vertices:
            raise ModelError(f"The model has more than {self.limits.max_vertices:,} vertices.")

    def take_triangles(self, count: int) -> None:
        """Refuses a file with more triangles than `max_triangles`."""
        self._triangles += count
        if self._triangles > self.limits.max_triangles:
            raise ModelError(f"The model has more than {self.limits.max_triangles:,} triangles.")

    def take_work(self, count: int) -> None:
        """Refuses a small file that makes us read the same data over and over."""
        self._work += count
        if self._work > 20 * (self.limits.max_vertices + self.limits.max_triangles):
            raise ModelError("The model uses the same data so many times that reading it would take too long.")

    def take_picture(self, width: int, height: int) -> None:
        """Refuses a picture, or all pictures together, that would unpack to too many pixels."""
        if width < 1 or height < 1 or width * height > self.limits.max_texture_pixels:
            raise ModelError(f"A picture of {width} x {height} pixels is larger than allowed.")
        self._pixels += width * height
        if self._pixels > self.limits.max_texture_pixels_total:
            raise ModelError("The model's pictures together are larger than allowed.")
