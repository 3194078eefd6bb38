"""All families by name, and the demo catalogue made of them. To add a family: write its class, list it here."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from inference.families.armchairs import Armchair
from inference.families.chairs import DiningChair
from inference.families.names import BRANDS, NAMES
from inference.families.sofas import Sofa
from inference.families.stools import Stool
from inference.families.values import F64, Family, FamilyError, Member, Params, VariantLabel
from inference.families.worn import worn_families

_CANDIDATES = 10


def families() -> tuple[Family, ...]:
    """Every family, in the order of the catalogue."""
    return (*home_families(), *worn_families())


def home_families() -> tuple[Family, ...]:
    """Furniture, lighting, kitchen and decoration."""
    return (DiningChair(), Stool(), Armchair(), Sofa())


def family(key: str) -> Family:
    """The family with this key. Raises FamilyError when there is none."""
    for known in families():
        if known.key == key:
            return known
    raise FamilyError(f"there is no family {key!r}")


def make_member(made: Family, params: Params, name: tuple[str, str], brand: str, detail: float = 1.0) -> Member:
    """Builds one product: `name` is its English and Chinese given name ("Alder", "奥尔德")."""
    texts = made.describe(params)
    looks = made.looks(params)
    model = made.build(params, detail)
    labels = tuple(VariantLabel(k.name, k.label_en, k.label_zh, k.finishes[0][1].hex()) for k in looks)
    return Member(
        family=made.key,
        params=params,
        model=model,
        category=made.category,
        category_zh=made.category_zh,
        title_en=f"{name[0]} {texts.noun_en}, {texts.feature_en}",
        title_zh=f"{name[1]} {texts.noun_zh}，{texts.feature_zh}",
        description_en=texts.description_en,
        description_zh=texts.description_zh,
        brand=brand,
        price=texts.price,
        currency="USD",
        colour=texts.colour,
        materials=texts.materials,
        mass_kg=texts.mass_kg,
        style=texts.style,
        variants=labels if len(looks) > 1 else (),
    )


def demo_members(count: int = 300, seed: int = 7, detail: float = 1.0) -> Iterator[Member]:
    """`count` products spread evenly over all families, each unlike its siblings, names unique, deterministic.

    Each family's members are chosen far apart: of several candidates the one furthest (in parameters) from those
    already taken.
    """
    known = families()
    shares = [count // len(known) + (1 if i < count % len(known) else 0) for i in range(len(known))]
    order = np.random.default_rng(seed).permutation(len(NAMES))
    given = 0
    for index, (made, share) in enumerate(zip(known, shares, strict=True)):
        rng = np.random.default_rng([seed, index])
        for params in spread_params(made, share, rng):
            name = NAMES[int(order[given % len(NAMES)])]
            given += 1
            yield make_member(made, params, name, BRANDS[int(rng.integers(len(BRANDS)))], detail)


def spread_params(made: Family, count: int, rng: np.random.Generator) -> list[Params]:
    """`count` members far apart in the parameter space: best of a few candidates each (Mitchell, 1991)."""
    taken: list[Params] = []
    places: list[F64] = []
    for _ in range(count):
        candidates = [made.sample(rng) for _ in range(_CANDIDATES)]
        codes = [made.encode(c) for c in candidates]
        best = 0
        if places:
            gaps = [min(float(np.abs(code - other).sum()) for other in places) for code in codes]
            best = int(np.argmax(gaps))
        taken.append(candidates[best])
        places.append(codes[best])
    return taken
