"""What soft bags share: colours, trims, rings and rivets."""

from __future__ import annotations

import numpy as np

from inference.families.geometry import Mesh
from inference.families.materials import COLOURS, Finish, fabric, leather, metal
from inference.families.solids import lathe, tube
from inference.families.values import Look, Params
from inference.families.worn_kit import colour_looks, steps

TONES = (
    "ivory", "navy", "cognac", "graphite", "sage", "terracotta", "olive", "sand", "burgundy", "teal", "mustard",
    "forest", "blush", "charcoal", "camel", "denim", "espresso", "plum",
)  # fmt: skip


TRIMS = ("cognac", "espresso", "graphite", "camel", "navy", "burgundy")


def cloth_of(kind: str, colour: str) -> Finish:
    """Leather, or a fabric by its kind."""
    return leather(colour) if kind == "leather" else fabric(kind, colour)


def trimmed_looks(params: Params) -> tuple[Look, ...]:
    """Four colours, each with its leather trim."""
    ways = []
    trims = steps(TRIMS, params.choice("trim"), (1, 2, 3))
    for i, key in enumerate(steps(TONES, params.choice("colour"), (1, 5, 9))):
        trim = trims[i % len(trims)]
        trim = "espresso" if trim == key else trim
        finishes = [
            ("cloth", cloth_of(params.choice("cloth"), key)), ("trim", leather(trim)),
            ("lining", fabric("linen", "oatmeal")),
            ("metal", metal(params.choice("metal"))), ("zip", metal("black_steel")), ("web", fabric("canvas", trim)),
        ]  # fmt: skip
        ways.append((COLOURS[key], finishes))
    return colour_looks(ways)


def d_ring(radius: float, wire: float, sides: int) -> Mesh:
    """A D-shaped ring in the x-y plane, its straight side up."""
    t = np.linspace(0, 2 * np.pi, 17)[:-1]
    path = np.stack([radius * np.sin(t), radius * (np.cos(t) * 0.5 - 0.5) * (1 - 0.25 * np.cos(t)), 0 * t], axis=1)
    return tube(path, wire, sides, closed=True)


def rivet(radius: float, sides: int) -> Mesh:
    """A domed stud that faces +Z."""
    r = radius
    profile = [(0, -0.002), (r, -0.002), (r, 0.0), (r * 0.8, r * 0.4), (r * 0.4, r * 0.55), (0, r * 0.6)]
    return lathe(profile, sides, 60).turned("x", np.pi / 2)
