"""The text of a Wavefront OBJ file as arrays. Written for speed: shops bring files of several megabytes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scenes.model.errors import ModelError
from scenes.model.limits import Meter

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]


@dataclass
class ObjText:
    """What the file says.

    positions: (n, 3). colors: (n, 3) or None. uvs: (t, 2), v up as in OBJ. normals: (k, 3). sizes: (f,) corners of each
    face. corners: (sum of sizes, 3) vertex, uv and normal index from 0, -1 where there is none. material: (f,) index
    into `names`.
    """

    positions: F64
    colors: F64 | None
    uvs: F64
    normals: F64
    sizes: I64
    corners: I64
    material: I64
    names: list[str]
    libraries: list[str]


@dataclass
class _Lines:
    v: list[bytes] = field(default_factory=list)
    vt: list[bytes] = field(default_factory=list)
    vn: list[bytes] = field(default_factory=list)
    f: list[bytes] = field(default_factory=list)
    runs: list[tuple[int, str]] = field(default_factory=list)
    """From which face on which material is worn."""
    counts: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Faces, vertices, uvs and normals so far, at every change of material and end of a run of faces."""
    libraries: list[str] = field(default_factory=list)


def read_text(data: bytes, meter: Meter) -> ObjText:
    """Parses OBJ text.

    Raises:
        ModelError: not OBJ, damaged, or beyond the limits.
    """
    lines = _sort_lines(data)
    if not lines.v or not lines.f:
        raise ModelError("The file holds no surface that could be shown.")
    limits = meter.limits
    if max(len(lines.v), len(lines.vt), len(lines.vn)) > limits.max_vertices:
        raise ModelError(f"The model has more than {limits.max_vertices:,} vertices.")
    if len(lines.f) > limits.max_triangles:
        raise ModelError(f"The model has more than {limits.max_triangles:,} triangles.")
    vertices = _numbers(lines.v, (3, 4, 6, 7), 3)
    uvs = _numbers(lines.vt, (2, 3), 2)[:, :2] if lines.vt else np.zeros((0, 2))
    normals = _numbers(lines.vn, (3,), 3) if lines.vn else np.zeros((0, 3))
    sizes = np.fromiter((len(line.split()) for line in lines.f), np.int64, len(lines.f))
    corners = _corners(lines, sizes)
    _resolve(corners, lines, sizes, (len(vertices), len(uvs), len(normals)))
    names, material = _materials(lines)
    colors = vertices[:, 3:6] if vertices.shape[1] == 6 else None
    return ObjText(vertices[:, :3], colors, uvs, normals, sizes, corners, material, names, lines.libraries)


def _sort_lines(data: bytes) -> _Lines:
    if b"\\" in data:
        data = data.replace(b"\\\r\n", b" ").replace(b"\\\n", b" ")
    data = data.replace(b"\t", b" ").replace(b"\r", b"\n")
    out = _Lines()
    v, vt, vn, f = out.v.append, out.vt.append, out.vn.append, out.f.append
    drawn = False
    for line in data.split(b"\n"):
        kind = line[:2]
        if kind == b"v ":
            if drawn:
                out.counts.append((len(out.f), len(out.v), len(out.vt), len(out.vn)))
                drawn = False
            v(line[2:])
        elif kind == b"f ":
            f(line[2:])
            drawn = True
        elif kind == b"vt":
            vt(line[3:])
        elif kind == b"vn":
            vn(line[3:])
        elif kind in (b"us", b"mt", b"fo") or line[:1] in (b" ", b"\xef"):
            _other(line.strip(b" \xef\xbb\xbf"), out)
    out.counts.append((len(out.f), len(out.v), len(out.vt), len(out.vn)))
    return out


def _other(line: bytes, out: _Lines) -> None:
    key, _, rest = line.partition(b" ")
    if key == b"usemtl":
        out.runs.append((len(out.f), rest.decode("utf-8", "replace").strip()[:120]))
    elif key == b"mtllib":
        out.libraries.append(rest.decode("utf-8", "replace").strip()[:500])
    elif key in (b"f", b"fo"):
        out.f.append(rest)
    elif key in (b"v", b"vt", b"vn"):
        {b"v": out.v, b"vt": out.vt, b"vn": out.vn}[key].append(rest)


def _numbers(lines: list[bytes], widths: tuple[int, ...], need: int) -> F64:
    """(n, width) numbers of lines that all have the same width; otherwise the first `need` of each line."""
    width = len(lines[0].split())
    if width in widths:
        try:
            flat = np.array(b" ".join(lines).split(), dtype=np.float64)
        except (ValueError, OverflowError):
            flat = np.zeros(0)
        if len(flat) == width * len(lines) and (width == need or all(len(x.split()) == width for x in lines)):
            return flat.reshape(-1, width)
    try:
        rows = [(line.split() + [b"0"] * need)[:need] for line in lines]
        return np.array([[float(word) for word in row] for row in rows], np.float64)
    except ValueError as error:
        raise ModelError("The file is damaged: a coordinate is not a number.") from error


def _corners(lines: _Lines, sizes: I64) -> I64:
    """(sum of sizes, 3) indices as written: from 1, negative from the end, 0 where there is none."""
    joined = b" ".join(lines.f)
    total = int(sizes.sum())
    result = np.zeros((total, 3), np.int64)
    doubled = joined.count(b"//")
    slashes = joined.count(b"/")
    try:
        if slashes == 0:
            result[:, 0] = np.array(joined.split(), dtype=np.int64)
            return result
        if slashes == total and not doubled:
            result[:, :2] = np.array(joined.replace(b"/", b" ").split(), dtype=np.int64).reshape(-1, 2)
            return result
        if slashes == 2 * total:
            flat = joined.replace(b"//", b" 0 ").replace(b"/", b" ").split()
            result[:] = np.array(flat, dtype=np.int64).reshape(-1, 3)
            return result
    except (ValueError, OverflowError):
        pass
    return _mixed_corners(joined.split(), result)


def _mixed_corners(words: list[bytes], result: I64) -> I64:
    try:
        for row, word in enumerate(words):
            parts = word.split(b"/")[:3]
            for column, part in enumerate(parts):
                if part:
                    result[row, column] = int(part)
    except (ValueError, OverflowError) as error:
        raise ModelError("The file is damaged: a face refers to something that is not a number.") from error
    return result


def _resolve(corners: I64, lines: _Lines, sizes: I64, have: tuple[int, int, int]) -> None:
    """Turns written indices into indices from 0, in place; -1 where there is none."""
    if (corners < 0).any():
        faces = np.repeat(np.arange(len(sizes)), sizes)
        ends = np.array([count[0] for count in lines.counts])
        counts = np.array([count[1:] for count in lines.counts])
        # A face belongs to the first recorded end after it.
        so_far = counts[np.searchsorted(ends, faces, side="right").clip(0, len(ends) - 1)]
        np.copyto(corners, corners + so_far + 1, where=corners < 0)
    corners -= 1
    if corners.min(initial=0) < -1 or (corners[:, 0] < 0).any() or (corners >= np.array(have)).any():
        raise ModelError("The file is damaged: a face refers to a vertex that is not there.")


def _materials(lines: _Lines) -> tuple[list[str], I64]:
    material = np.zeros(len(lines.f), np.int64)
    numbers: dict[str, int] = {}
    runs = lines.runs if lines.runs and lines.runs[0][0] == 0 else [(0, ""), *lines.runs]
    ends = [start for start, _ in runs[1:]] + [len(lines.f)]
    for (start, name), end in zip(runs, ends, strict=True):
        if end > start:
            material[start:end] = numbers.setdefault(name, len(numbers))
    return list(numbers), material
