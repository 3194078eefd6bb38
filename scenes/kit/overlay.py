"""What is drawn over the world for the shopper: size lines, a reticle, the teleport arc and its landing ring."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from panda3d.core import CullFaceAttrib, GeomNode, NodePath, TransparencyAttrib

from scenes.kit.arrays import f32
from scenes.kit.fonts import FontFiles
from scenes.kit.geometry import VERTEX, Mesh, joined, to_geom
from scenes.kit.shaders import Programs
from scenes.kit.shapes import grid_triangles
from scenes.kit.surfaces import picture_texture

F32 = NDArray[np.float32]
Color = tuple[float, float, float, float]
Point = tuple[float, float, float]
INK: Color = (0.13, 0.13, 0.13, 1.0)
ACCENT: Color = (0.18, 0.62, 0.52, 0.95)
REFUSED: Color = (0.80, 0.28, 0.22, 0.9)


def centimetres(length_m: float) -> str:
    """A length for a shopper: `84 cm`, `6.5 cm` under ten, `2.15 m` above three metres."""
    if length_m >= 3.0:
        return f"{length_m:.2f} m"
    return f"{length_m * 100:.1f} cm" if length_m < 0.0995 else f"{length_m * 100:.0f} cm"


def _bar(a: Point, b: Point, radius_m: float, color: Color, sides: int = 6) -> Mesh:
    """A thin round bar between two points."""
    start, end = f32(a), f32(b)
    along = end - start
    length = float(np.linalg.norm(along)) or 1e-6
    axis = along / length
    helper = f32([0, 0, 1]) if abs(float(axis[2])) < 0.9 else f32([1, 0, 0])
    u = np.cross(axis, helper)
    u /= np.linalg.norm(u)
    v = np.cross(axis, u)
    angle = np.linspace(0, 2 * math.pi, sides + 1)
    around = np.cos(angle)[:, None] * u + np.sin(angle)[:, None] * v
    position = np.concatenate([start + around * radius_m, end + around * radius_m])
    return _colored(position.astype(np.float32), grid_triangles(2, sides + 1), color)


def _colored(position: F32, triangles: NDArray[np.uint32], color: Color) -> Mesh:
    out = np.zeros(len(position), dtype=VERTEX)
    out["position"] = position
    out["normal"] = (0.0, 0.0, 1.0)
    out["color"] = np.round(np.array(color) * 255)
    return Mesh(out, triangles)


def _plain(mesh: Mesh, programs: Programs, name: str, on_top: bool) -> NodePath:
    node = GeomNode(name)
    if len(mesh.triangles):
        node.add_geom(to_geom(mesh))
    path = NodePath(node)
    path.set_shader(programs.get("flat", "line"))
    path.set_transparency(TransparencyAttrib.M_alpha)
    path.set_attrib(CullFaceAttrib.make(CullFaceAttrib.M_cull_none))
    if on_top:
        path.set_bin("overlay", 10)
        path.set_depth_test(False)
        path.set_depth_write(False)
    return path


def dimension_lines(programs: Programs, fonts: FontFiles, size_m: tuple[float, float, float]) -> NodePath:
    """Three measure lines with their lengths around a box of width, height, depth that stands on the origin."""
    width, height, depth = size_m
    gap = 0.05 * max(size_m) + 0.01
    thin = max(0.0012, 0.003 * max(size_m))
    x, y = width / 2, depth / 2
    lines: list[tuple[Point, Point, float]] = [
        ((-x, -y - gap, 0.0), (x, -y - gap, 0.0), width),
        ((x + gap, -y, 0.0), (x + gap, y, 0.0), depth),
        ((-x - gap, -y, 0.0), (-x - gap, -y, height), height),
    ]
    root = NodePath("dimensions")
    bars: list[Mesh] = []
    for a, b, length in lines:
        bars.append(_bar(a, b, thin, INK))
        bars += _ticks(a, b, thin)
        label = _label(programs, fonts, centimetres(length), 0.07 * max(size_m) + 0.012)
        middle = (f32(a) + f32(b)) / 2
        label.set_pos(float(middle[0]), float(middle[1]), float(middle[2]))
        label.reparent_to(root)
    _plain(joined(bars), programs, "lines", on_top=False).reparent_to(root)
    return root


def _ticks(a: Point, b: Point, thin: float) -> list[Mesh]:
    """Short cross bars at both ends."""
    along = f32(b) - f32(a)
    across = f32([0, 1, 0]) if abs(along[0]) >= max(abs(along[1]), abs(along[2])) else f32([1, 0, 0])
    step = across * thin * 6
    ends = []
    for end in (f32(a), f32(b)):
        low, high = end - step, end + step
        ends.append(_bar((low[0], low[1], low[2]), (high[0], high[1], high[2]), thin, INK))
    return ends


def _label(programs: Programs, fonts: FontFiles, text: str, height_m: float) -> NodePath:
    """A small dark tag that always turns to the eye and is never hidden."""
    from PIL import Image, ImageDraw

    font = fonts.load(52, strong=True)
    width_px = round(font.getlength(text)) + 44
    image = Image.new("RGBA", (width_px, 84), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, width_px - 1, 83), 26, fill=(30, 29, 28, 235))
    pen.text((width_px / 2, 41), text, font=font, fill=(252, 250, 246, 255), anchor="mm")
    half_w, half_h = height_m * width_px / 84 / 2, height_m / 2
    corners = f32([(-half_w, 0, -half_h), (half_w, 0, -half_h), (half_w, 0, half_h), (-half_w, 0, half_h)])
    mesh = _colored(corners, np.array([[0, 1, 2], [0, 2, 3]], dtype=np.uint32), (1, 1, 1, 1))
    mesh.vertices["uv"] = [(0, 0), (1, 0), (1, 1), (0, 1)]
    path = _plain(mesh, programs, "label", on_top=True)
    path.set_shader(programs.get("flat", "screen"))
    texture = picture_texture(np.asarray(image), "label", srgb=False, clamp=True)
    path.set_shader_inputs(picture=texture, panel=(half_w * 2, half_h * 2, half_h * 0.6, 0.0))
    path.set_billboard_point_eye()
    return path


def reticle(programs: Programs, radius_m: float = 0.006) -> NodePath:
    """A small ring to hang before the eye (at about one metre), over everything."""
    mesh = joined([_ring(radius_m, 0.16, (1, 1, 1, 0.95), True), _ring(radius_m * 1.16, 0.12, (0, 0, 0, 0.5), True)])
    return _plain(mesh, programs, "reticle", on_top=True)


def landing_ring(programs: Programs, allowed: bool = True, radius_m: float = 0.28) -> NodePath:
    """Where a teleport would land: a ring lying just above the floor."""
    color = ACCENT if allowed else REFUSED
    mesh = joined([_ring(radius_m, 0.10, color, False), _ring(radius_m * 0.35, 0.5, (*color[:3], 0.4), False)])
    path = _plain(mesh, programs, "landing", on_top=False)
    path.set_depth_write(False)
    path.set_bin("transparent", 20)
    path.set_pos(0.0, 0.0, 0.012)
    return path


def _ring(radius: float, share: float, color: Color, upright: bool) -> Mesh:
    """A flat ring; `share` is its thickness as a part of the radius."""
    angle = np.linspace(0.0, 2 * math.pi, 49)
    c, s, zero = np.cos(angle), np.sin(angle), np.zeros(49)
    rows = []
    for r in (radius, radius * (1.0 - share)):
        rows.append(np.stack([c * r, zero, s * r] if upright else [c * r, s * r, zero], axis=1))
    return _colored(np.concatenate(rows).astype(np.float32), grid_triangles(2, 49), color)


def teleport_arc(programs: Programs, points: Sequence[Point], allowed: bool = True) -> NodePath:
    """A thin arc through points in the world, fading in from the hand."""
    color = ACCENT if allowed else REFUSED
    bars = []
    for i in range(len(points) - 1):
        strength = min(1.0, 0.25 + 1.5 * i / max(1, len(points) - 1))
        bars.append(_bar(points[i], points[i + 1], 0.006, (*color[:3], color[3] * strength)))
    return _plain(joined(bars), programs, "arc", on_top=False)


def floor_frame(programs: Programs, width_m: float, depth_m: float) -> NodePath:
    """A bright frame around a product's footprint, to show what is looked at. Lies on the origin's plane."""
    x, y, t = width_m / 2 + 0.03, depth_m / 2 + 0.03, 0.008
    corners: list[Point] = [(-x, -y, 0.004), (x, -y, 0.004), (x, y, 0.004), (-x, y, 0.004)]
    bars = [_bar(corners[i], corners[(i + 1) % 4], t / 2, (1.0, 0.97, 0.88, 0.95)) for i in range(4)]
    return _plain(joined(bars), programs, "frame", on_top=False)
