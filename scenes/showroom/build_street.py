"""What is seen through the shop's glass front: a quiet street in daylight. Meshes in the store's coordinates."""

from __future__ import annotations

import numpy as np

from scenes.kit.geometry import Mesh, joined
from scenes.kit.shapes import BLACK, WHITE, Finish, box, cylinder, lathe, sheet
from scenes.showroom.values import Rect

PAVEMENT = Finish((0.70, 0.69, 0.67), 0.85, material="plaster", tile_m=1.5, glow=0.05)
ROAD = Finish((0.30, 0.30, 0.30), 0.9, material="plaster", tile_m=1.5, glow=0.02)
SKY = Finish((0.80, 0.88, 0.96), 1.0, glow=0.22)
WINDOW = Finish((0.16, 0.20, 0.24), 0.12, glow=0.04)
FOLIAGE = Finish((0.22, 0.33, 0.13), 0.95, material="rug", tile_m=0.35, glow=0.03)
TRUNK = Finish((0.17, 0.12, 0.08), 0.9)
FACADES = ((0.80, 0.74, 0.66), (0.72, 0.69, 0.66), (0.84, 0.80, 0.74), (0.70, 0.56, 0.47), (0.78, 0.78, 0.76))
SIDE_M, FAR_M = 16.0, 13.0


def street_mesh(floor: Rect) -> Mesh:
    """Pavement, road, trees and the houses across, before a bright sky."""
    x0, x1, y = floor.x0 - SIDE_M, floor.x1 + SIDE_M, floor.y0
    parts = [
        _ground(x0, x1, y - 4.5, y, PAVEMENT, -0.01),
        _ground(x0, x1, y - 9.5, y - 4.5, ROAD, -0.12),
        _ground(x0, x1, y - FAR_M, y - 9.5, PAVEMENT, -0.01),
        box((x0, y - 4.65, -0.12), (x1, y - 4.45, -0.005), PAVEMENT, 0.02),
    ]
    z = np.linspace(0.0, 16.0, 9)
    x = np.linspace(x1, x0, 12)
    sky = np.stack(np.broadcast_arrays(x[None, :], y - FAR_M - 6.0, z[::-1, None]), axis=-1).astype(np.float32)
    parts.append(sheet(sky, SKY))
    at, i = x0, 0
    while at < x1:
        width = 5.5 + 1.7 * (i * 7 % 4)
        parts += _house(at, min(at + width, x1), y - FAR_M, 6.5 + 1.2 * (i * 5 % 3), i)
        at, i = at + width, i + 1
    for k, tree_x in enumerate(np.arange(x0 + 2.0, x1, 5.4)):
        parts.append(_tree(3.6 + 0.5 * (k % 3)).moved(float(tree_x), y - 3.9, 0.0))
    return joined(parts)


def _ground(x0: float, x1: float, y0: float, y1: float, finish: Finish, z: float) -> Mesh:
    x, y = np.linspace(x0, x1, 12), np.linspace(y1, y0, 3)
    grid = np.stack(np.broadcast_arrays(x[None, :], y[:, None], z), axis=-1).astype(np.float32)
    return sheet(grid, finish)


def _house(x0: float, x1: float, y: float, height: float, number: int) -> list[Mesh]:
    """A plain front with a shop window below and rows of windows above."""
    wall = Finish(FACADES[number % len(FACADES)], 0.9, glow=0.045)
    parts = [box((x0, y - 1.0, 0.0), (x1, y, height), wall, 0.03)]
    parts.append(box((x0 + 0.5, y - 0.02, 0.4), (x1 - 0.5, y + 0.02, 2.5), WINDOW, 0.01))
    parts.append(box((x0 + 0.35, y, 2.55), (x1 - 0.35, y + 0.25, 2.75), WHITE if number % 2 else BLACK, 0.02))
    for row in np.arange(3.5, height - 1.4, 1.9):
        count = max(2, int((x1 - x0) / 1.5))
        for cx in np.linspace(x0 + 0.9, x1 - 0.9, count):
            parts.append(box((cx - 0.42, y - 0.02, row), (cx + 0.42, y + 0.015, row + 1.25), WHITE, 0.01))
            parts.append(box((cx - 0.35, y - 0.02, row + 0.07), (cx + 0.35, y + 0.02, row + 1.18), WINDOW, 0.01))
    return parts


def _tree(height: float) -> Mesh:
    """A clipped street tree: a slim trunk and a round crown."""
    radius, middle = height * 0.27, height * 0.70
    angle = np.linspace(-np.pi / 2, np.pi / 2, 15)
    crown = [(float(np.cos(a)) * radius, middle + float(np.sin(a)) * radius * 1.1) for a in angle]
    return joined([cylinder(0.06, 0.0, middle - radius * 0.8, TRUNK, 8), lathe(crown, FOLIAGE, 28, 0.9)])
