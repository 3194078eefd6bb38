"""The form of clothes as rings from hem to neck: trunk, sleeves, legs, folds, collars, hood. Metres, hem at y = 0."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from inference.families.geometry import Mesh
from inference.families.geometry_skin import F64, curve, grid_normals, oval, ring, shell, through
from inference.families.shoe_form import sample


@dataclass(frozen=True)
class Trunk:
    """A garment's body. `length` runs from the hem to the highest point of the shoulder beside the neck."""

    length: float
    chest: float
    """Flat width at the arm pits."""
    waist: float
    hem: float
    shoulder: float
    """From tip to tip."""
    depth: float
    """Front to back at the chest."""
    neck_width: float
    neck_drop: float
    """How much lower the neckline is in front."""
    slope: float = 0.045
    armhole: float = 0.21
    """From the shoulder down to the arm pit."""
    waist_at: float = 0.43
    """Below the shoulder."""
    v_neck: float = 0.0
    hem_depth: float = 0.0
    """Front to back at the hem; 0 for the same proportion as the chest."""
    seat: float = 0.0
    """Flat width at the hips, for long garments; 0 for none."""

    def grid(self, around: int, rows: int) -> F64:
        """(rows, around, 3) from the hem to the neckline, from the front by +X."""
        top = self.length
        proportion = self.depth / self.chest
        hem_depth = self.hem_depth or self.hem * proportion
        rings = [ring(self.hem, hem_depth, 0.0, around, 2.3)]
        hips = top - 0.62
        if hips > 0.12:
            width = self.seat or (self.waist * 0.55 + self.hem * 0.45)
            rings.append(ring(width, min(width * proportion * 1.02, hem_depth * 1.3), hips, around, 2.3))
        waist_y = top - self.waist_at
        if waist_y > 0.06:
            rings.append(ring(self.waist, self.waist * proportion * 0.95, waist_y, around, 2.3))
        chest = ring(self.chest, self.depth, top - self.armhole - 0.02, around, 2.5)
        chest[:, 1] -= max(0.0, self.neck_drop - 0.06) * np.clip(chest[:, 2] / self.depth * 2, 0, 1) ** 2
        rings.append(chest)
        rings += [self._shoulder(around), self.neckline(around)]
        knots = [0.0]
        for low, high in pairwise(rings):
            knots.append(knots[-1] + float(np.linalg.norm(high - low, axis=1).mean()))
        return through(rings, rows, knots)

    def _shoulder(self, around: int) -> F64:
        flat = oval(self.shoulder, self.depth * 0.84, around, 2.4)
        front = flat[:, 1] / (self.depth * 0.43)
        side = np.abs(flat[:, 0]) / (self.shoulder / 2)
        low_front = min(-0.075, -self.neck_drop - 0.03)
        height = np.where(front > 0, low_front, -0.065) * np.abs(front) ** 1.3
        height = height - self.slope * side**1.6 - 0.008
        return np.stack([flat[:, 0], self.length + height, flat[:, 1] - 0.004], axis=1)

    def neckline(self, around: int) -> F64:
        """The ring of the neck opening."""
        deep = min(self.neck_width * 0.86, self.depth * 0.62)
        flat = oval(self.neck_width, deep, around, 2.0)
        front = np.clip(flat[:, 1] / (deep / 2), -1, 1)
        round_drop = self.neck_drop * np.clip(front, 0, 1) ** 1.6
        vee = self.neck_drop * np.clip(1 - np.abs(flat[:, 0]) / (self.neck_width * 0.5), 0, 1) * (front > 0)
        drop = round_drop * (1 - self.v_neck) + vee * self.v_neck
        lean = self.depth * 0.30 * np.clip(drop / 0.12, 0, 1.2)
        return np.stack(
            [flat[:, 0], self.length - drop + 0.006 * np.clip(-front, 0, 1), flat[:, 1] * 0.95 - 0.008 + lean * 0.35],
            axis=1,
        )


def sleeve(
    trunk: Trunk, length: float, angle_rad: float, cuff: float, around: int, rows: int, puff: float = 0.0
) -> F64:
    """The sleeve on the +X side, from inside the armhole to the cuff. cuff: flat width; angle: below level."""
    tip = np.array([trunk.shoulder / 2, trunk.length - trunk.slope - 0.012])
    hole = trunk.armhole - trunk.slope + 0.012
    way = np.array([np.cos(angle_rad), -np.sin(angle_rad)])
    ease = np.array([np.cos(angle_rad * 0.7), -np.sin(angle_rad * 0.7)])
    middle = tip - np.array([-ease[1], ease[0]]) * hole * 0.48 - (0.008, 0.002)
    bend = min(0.05, length * 0.2)
    start = middle - ease * 0.045
    path = curve(np.stack([start, middle, middle + ease * bend, middle + ease * bend + way * (length - bend)]), rows)
    f = np.linspace(0, 1, rows)
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    up = np.stack([-along[:, 1], along[:, 0]], axis=1)
    out = np.clip((f * (length + 0.045) - 0.045) / length, 0, 1)
    tall = hole * 0.96 * (1 - out) ** 1.15 + cuff * (1 - (1 - out) ** 1.15)
    tall = tall * (1 + puff * np.sin(np.pi * out) ** 1.3) * np.where(out > 0, 1.0, 0.74)
    deep = np.minimum(tall * 0.72, trunk.depth * 0.62) * np.where(out > 0, 1.0, 0.72)
    flat = oval(1.0, 1.0, around, 2.0)
    x = path[:, :1] + up[:, :1] * flat[:, 0] * tall[:, None]
    y = path[:, 1:] + up[:, 1:] * flat[:, 0] * tall[:, None]
    z = flat[:, 1] * deep[:, None] + 0 * x - 0.004
    return np.stack([x, y, z], axis=2)


def wrinkled(grid: F64, rng: np.random.Generator, count: int, size: float, lean: float, ease: float = 1.0) -> F64:
    """Folds and dents: `count` soft ridges of `size` metres height, at most `lean` radians off upright."""
    rows, around = grid.shape[:2]
    t = np.linspace(0, 1, rows)[:, None]
    s = np.linspace(0, 1, around + 1)[:-1][None]
    girth = float(np.linalg.norm(np.roll(grid[rows // 2], -1, 0) - grid[rows // 2], axis=1).sum())
    tall = float(np.linalg.norm(np.diff(grid, axis=0), axis=2).mean(axis=1).sum())
    total = np.zeros((rows, around))
    for _ in range(count):
        cs, ct = rng.uniform(0, 1), rng.uniform(0.05, 0.92)
        turn = rng.uniform(-lean, lean)
        reach, narrow = rng.uniform(0.10, 0.28) * min(tall, 0.8), rng.uniform(0.008, 0.018)
        x = ((s - cs + 0.5) % 1.0 - 0.5) * girth
        y = (t - ct) * tall
        along, across = x * np.sin(turn) + y * np.cos(turn), x * np.cos(turn) - y * np.sin(turn)
        across = across + 0.15 * along * along / reach
        weight = np.exp(-((along / reach) ** 2)) * rng.choice([1.0, 1.0, -0.7])
        total += weight * (np.exp(-((across / narrow) ** 2)) - 0.5 * np.exp(-(((across - 2 * narrow) / narrow) ** 2)))
    fade = np.clip((1 - t) / 0.10, 0, 1) * ease + (1 - ease)
    return grid + grid_normals(grid) * (np.tanh(total * 0.8) * size * fade)[..., None]


def draped(
    grid: F64, rng: np.random.Generator, folds: float, size: float, start: float = 1.0, sharp: float = 1.0
) -> F64:
    """Hanging folds that grow from `start` (place along the rows, 1 is the top) down to the first ring.

    folds: how many around; size: their height in metres at the hem; sharp: above 1 the valleys get narrow.
    """
    rows, around = grid.shape[:2]
    t = np.linspace(0, 1, rows)[:, None]
    angle = 2 * np.pi * np.linspace(0, 1, around + 1)[:-1][None]
    k = max(2, round(folds))
    warp = 0.55 * np.sin(angle * 2 + rng.uniform(0, 6)) + 0.35 * np.sin(angle * 3 + rng.uniform(0, 6) + 1.2 * t)
    wave = np.cos(k * angle + warp * 2.2 + rng.uniform(0, 6))
    wave = 1 - 2 * np.abs((1 - wave) / 2) ** (1 / sharp)
    uneven = 0.72 + 0.28 * np.sin(angle * 5 + rng.uniform(0, 6))
    grow = np.clip((start - t) / max(start, 1e-6), 0, 1) ** 1.25
    level = grid_normals(grid) * (1.0, 0.15, 1.0)
    return grid + level * (wave * uneven * grow * size)[..., None]


def leg(side_x: float, crotch: float, thigh: F64, knee: float, hem: float, around: int, rows: int, stand: float) -> F64:
    """One leg (+X) from hem to crotch: `thigh` is its top ring (around, 3); knee and hem are flat widths."""
    low = ring(hem, hem * 0.92, 0.0, around, 2.2, x=side_x * stand, z=0.0)
    middle = ring(knee, knee * 0.92, crotch * 0.52, around, 2.2, x=side_x * (0.45 + 0.55 * stand), z=0.006)
    upper = thigh * (0.96, 1.0, 0.96) + (side_x * 0.04, -crotch * 0.16, 0.0)
    return through([low, middle, upper, thigh], rows, [0.0, 0.50, 0.86, 1.0])


def turned_collar(line: F64, stand: float, fall: float, point: float, gap: float, thickness: float = 0.0022) -> Mesh:
    """A shirt collar: a stand on the neckline (n, 3, from the front by +X) and the leaf that falls over it.

    point: how much longer the leaf's front corners are. gap: the opening in front, as a part of the whole turn.
    """
    n = len(line)
    s = np.linspace(gap, 1 - gap, n)
    base = sample(np.stack([line, line]), s, np.zeros(n))
    middle = base.mean(axis=0)
    out = (base - middle) * (1, 0, 1)
    out = out / np.linalg.norm(out, axis=1, keepdims=True)
    front = np.clip(np.cos(2 * np.pi * s), 0, 1) ** 3
    up = np.array([0.0, 1.0, 0.0])
    leaf = fall + point * front
    rows = [
        base - up * 0.004,
        base + up * stand * 0.55 - out * 0.001,
        base + up * stand + out * 0.001,
        base + up * (stand + 0.002) + out * 0.005,
        base + up * stand * 0.9 + out * 0.010,
        base + up * (stand - leaf * 0.55)[:, None] + out * (0.016 + 0.012 * front)[:, None],
        base + up * (stand - leaf)[:, None] + out * (0.021 + 0.026 * front)[:, None],
    ]
    return shell(through(rows, 14), thickness, closed=False)


def band(line: F64, height: float, thickness: float, rows: int = 4, lean: float = 0.0) -> Mesh:
    """A standing band on a ring (n, 3): ribbed neck, stand-up collar, cuff. lean: inwards at the top, metres."""
    middle = line.mean(axis=0)
    inward = (middle - line) * (1, 0, 1)
    inward = inward / np.maximum(np.linalg.norm(inward, axis=1, keepdims=True), 1e-9)
    t = np.linspace(0, 1, rows)[:, None, None]
    bulge = np.sin(np.pi * t) * thickness * 0.5
    return shell(line + t * (0, height, 0) + inward * (lean * t - bulge), thickness)


def hood(trunk: Trunk, size: float, around: int, rows: int) -> F64:
    """A hood lying on the back: an open (rows, around, 3) grid from the neckline's one front corner to the other."""
    line = trunk.neckline(around * 2)
    s = np.linspace(0.05, 0.95, around)
    base = sample(np.stack([line, line]), s, np.zeros(around))
    back = np.clip(-np.cos(2 * np.pi * s), -0.3, 1)
    full = np.clip((back + 0.3) / 1.3, 0, 1)
    side = np.sin(2 * np.pi * s)
    rings = [
        base - (0, 0.004, 0),
        base + np.stack([side * 0.018, 0.030 + 0.010 * full, -0.020 * full + 0.006 * (1 - full)], axis=1),
        base + np.stack([side * 0.040, 0.052 + 0.012 * full, -0.075 * full], axis=1) * (size, size, size),
        base + np.stack([side * 0.052, 0.030 - 0.055 * full, -0.125 * full], axis=1) * (size, size, size),
        base + np.stack([side * 0.045, 0.010 - 0.115 * full, -0.110 * full], axis=1) * (size, size, size),
    ]
    inner = base + np.stack([side * 0.010, 0.050 + 0.004 * full, -0.045 * full], axis=1)
    return through([*rings[:4], rings[4]], rows) if size > 0 else np.stack([base, inner])


def hanger(shoulder: float, slope: float, y: float) -> tuple[Mesh, Mesh]:
    """A clothes hanger: wooden arms under the shoulders, and the metal hook. y: height of the neck point."""
    from inference.families.solids import tube

    half = shoulder / 2 - 0.04
    arms = curve(
        [(-half, y - slope - 0.045, 0.0), (-half * 0.55, y - slope * 0.6 - 0.024, 0.0), (0, y - 0.012, -0.008),
         (half * 0.55, y - slope * 0.6 - 0.024, 0.0), (half, y - slope - 0.045, 0.0)], 24,
    )  # fmt: skip
    wood = tube(arms, np.interp(np.abs(arms[:, 0]), [0, half], [0.010, 0.016]), 10, round_ends=3)
    angle = np.linspace(np.pi * 1.5, np.pi * 0.5 - 2.3, 16)
    bend = np.stack([0.024 * np.cos(angle), y + 0.105 + 0.024 * np.sin(angle) + 0.0, 0 * angle - 0.006], axis=1)
    hook = np.concatenate([[(0, y - 0.004, -0.006), (0, y + 0.045, -0.006)], bend])
    return wood, tube(curve(hook, 30), 0.0019, 8, round_ends=2)
