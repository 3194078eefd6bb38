"""Finishes of painted wooden toys."""

from __future__ import annotations

from inference.families.materials import rubber, wood
from inference.families.toy_kit import SET_NAMES, SETS
from inference.families.values import Look, Params
from inference.families.worn_kit import steps


def set_looks(params: Params) -> tuple[Look, ...]:
    """Three sets of colours on the bare wood."""
    out = []
    for key in steps(tuple(SETS), params.choice("colours"), (1, 2)):
        paints = [(f"paint{i}", wood(f"lacquer_{c}")) for i, c in enumerate(SETS[key])]
        out.append(
            Look(key, *SET_NAMES[key], (*paints, ("wood", wood(params.choice("base"))), ("rope", rubber("graphite"))))
        )
    return tuple(out)
