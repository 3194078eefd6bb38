"""Known shapes seen from in front: members of the families, each from several sides. Where fitting begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from inference.families.library import families
from inference.families.values import Family, Params
from inference.pictures.surface import surface
from inference.reconstruction.likeness import F32, Likeness, Wanted, likeness, overlap, seen
from scenes.model.values import Model

DETAIL: Final = 0.12
"""Tessellation while searching."""
SIDES: Final = tuple(
    (float(np.radians(around)), float(np.radians(above)))
    for around, above in ((0, 8), (-32, 16), (32, 16), (-62, 14), (62, 14), (0, 30))
)
"""Azimuth and elevation from which the first look is taken."""


@dataclass(frozen=True, eq=False)
class Pose:
    """A member of a family, seen from somewhere."""

    family: Family
    params: Params
    azimuth_rad: float
    elevation_rad: float

    def model(self, detail: float) -> Model:
        """Built."""
        return self.family.build(self.params, detail)


@dataclass(frozen=True, eq=False)
class Found:
    """A pose and how alike it is to the photo."""

    pose: Pose
    like: Likeness


@dataclass(frozen=True, eq=False)
class _Known:
    params: Params
    covers: tuple[F32, ...]


class Gallery:
    """Made as it is asked for and kept. `seed`: another one has other members."""

    def __init__(self, members: int = 8, seed: int = 0) -> None:
        self._members, self._seed = members, seed
        self._kept: dict[tuple[str, int], tuple[_Known, ...]] = {}

    def nearest(
        self,
        want: Wanted,
        among: Sequence[Family],
        best: int,
        members: int = 0,
        step: Callable[[], None] = lambda: None,
    ) -> list[Found]:
        """The poses whose silhouettes are most like the photo's, best first. `step` is called between families."""
        ranked: list[tuple[float, int, Pose]] = []
        for made in among:
            for known in self._of(made, members or self._members):
                for (azimuth, elevation), cover in zip(SIDES, known.covers, strict=True):
                    alike = overlap(want.cover, cover)
                    ranked.append((-alike, len(ranked), Pose(made, known.params, azimuth, elevation)))
            step()
        ranked.sort(key=lambda one: one[:2])
        return [Found(pose, fresh_look(want, pose)) for _, _, pose in ranked[:best]]

    def _of(self, made: Family, members: int) -> tuple[_Known, ...]:
        key = made.key, members
        if key not in self._kept:
            # Each family draws from its own numbers, so that the order in which families are asked changes nothing.
            rng = np.random.default_rng([self._seed, members, *made.key.encode()])
            self._kept[key] = tuple(_known(made, made.sample(rng)) for _ in range(members))
        return self._kept[key]


def fresh_look(want: Wanted, pose: Pose) -> Likeness:
    """A pose drawn and compared."""
    return likeness(want, seen(surface(pose.model(DETAIL)), pose.azimuth_rad, pose.elevation_rad))


def _known(made: Family, params: Params) -> _Known:
    drawn = surface(made.build(params, DETAIL))
    return _Known(params, tuple(seen(drawn, around, above).cover for around, above in SIDES))


def families_for(words: str) -> tuple[Family, ...]:
    """Families of a category in a merchant's or shopper's words: a key, a word of a category; all where none fits."""
    said = {word.strip(",.;>/&()").lower() for word in words.replace("_", " ").replace("/", " ").split()} - {""}
    if not said:
        return families()
    exact = [f for f in families() if f.key == words.strip().lower().replace(" ", "_")]
    if exact:
        return tuple(exact)

    def named(made: Family, path: str) -> bool:
        known = f"{made.key.replace('_', ' ')} {path}".lower().replace("&", " ").split()
        return any(_stem(word) in {_stem(k) for k in known} for word in said)

    special = [f for f in families() if named(f, f.category[-1])]
    if special:
        return tuple(special)
    chinese = [f for f in families() if any(part and part in words for part in f.category_zh[-1:])]
    general = chinese or [f for f in families() if named(f, f.category[0])]
    return tuple(general) or families()


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
