"""All families by name, and the demo catalogue made of them. To add a family: write its class, list it here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from inference.families.armchairs import Armchair
from inference.families.beds import Bed
from inference.families.cabinets import Cabinet
from inference.families.chairs import DiningChair
from inference.families.clocks import Clock
from inference.families.floor_lamps import FloorLamp
from inference.families.framed import Picture
from inference.families.mirrors import Mirror
from inference.families.mugs import Mug
from inference.families.names import BRANDS, NAMES
from inference.families.pendants import Pendant
from inference.families.planters import Planter
from inference.families.pots import Pot
from inference.families.rugs import Rug
from inference.families.shelves import Shelf
from inference.families.sofas import Sofa
from inference.families.stools import Stool
from inference.families.table_lamps import TableLamp
from inference.families.tables import CoffeeTable, Desk, DiningTable, SideTable
from inference.families.tableware import Tableware
from inference.families.values import Family, FamilyError, Member, Params, VariantLabel
from inference.families.vases import Vase
from inference.families.worn import worn_families
from scenes.model.values import Model

_CANDIDATES = 10


def families() -> tuple[Family, ...]:
    """Every family, in the order of the catalogue."""
    return (*home_families(), *worn_families())


def home_families() -> tuple[Family, ...]:
    """Furniture, lighting, kitchen and decoration."""
    return (
        DiningChair(),
        Stool(),
        Armchair(),
        Sofa(),
        DiningTable(),
        CoffeeTable(),
        SideTable(),
        Desk(),
        Cabinet(),
        Shelf(),
        Bed(),
        TableLamp(),
        FloorLamp(),
        Pendant(),
        Mug(),
        Tableware(),
        Vase(),
        Pot(),
        Planter(),
        Rug(),
        Mirror(),
        Picture(),
        Clock(),
    )


def family(key: str) -> Family:
    """The family with this key. Raises FamilyError when there is none."""
    for known in families():
        if known.key == key:
            return known
    raise FamilyError(f"there is no family {key!r}")


def make_member(
    made: Family, params: Params, name: tuple[str, str], brand: str, detail: float = 1.0, model: Model | None = None
) -> Member:
    """Builds one product: `name` is its English and Chinese given name ("Alder", "奥尔德").

    `model` is taken as it is when given; an empty one when only the texts are wanted.
    """
    texts = made.describe(params)
    looks = made.looks(params)
    model = made.build(params, detail) if model is None else model
    labels = tuple(VariantLabel(k.name, k.label_en, k.label_zh, k.finishes[0][1].hex()) for k in looks)
    return Member(
        family=made.key,
        params=params,
        model=model,
        category=made.category,
        category_zh=made.category_zh,
        title_en=f"{name[0]} {texts.noun_en}, {texts.feature_en}",
        title_zh=f"{name[1]} {texts.noun_zh}，{texts.feature_zh}",
        description_en=with_articles(texts.description_en),
        description_zh=texts.description_zh,
        brand=brand,
        price=texts.price,
        currency="USD",
        colour=texts.colour,
        materials=tuple(dict.fromkeys(texts.materials)),
        mass_kg=texts.mass_kg,
        style=texts.style,
        variants=labels if len(looks) > 1 else (),
    )


@dataclass(frozen=True)
class PlannedMember:
    """A member that is not built yet: everything `make_member` needs."""

    family: Family
    params: Params
    name: tuple[str, str]
    brand: str


def with_articles(text: str) -> str:
    """ "a oval" becomes "an oval": the families' sentences are put together from words they do not know."""
    return re.sub(r"\b([Aa]) (?=[aeiou]|8|11\b|18\b)", r"\1n ", text)


def demo_members(count: int = 300, seed: int = 7, detail: float = 1.0) -> Iterator[Member]:
    """The members of `planned_members`, built."""
    for plan in planned_members(count, seed):
        yield make_member(plan.family, plan.params, plan.name, plan.brand, detail)


def planned_members(count: int = 300, seed: int = 7) -> Iterator[PlannedMember]:
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
            yield PlannedMember(made, params, name, BRANDS[int(rng.integers(len(BRANDS)))])


def spread_params(made: Family, count: int, rng: np.random.Generator) -> list[Params]:
    """`count` members far apart in the parameter space: best of a few candidates each (Mitchell, 1991)."""
    taken: list[Params] = []
    for _ in range(count):
        candidates = [made.sample(rng) for _ in range(_CANDIDATES)]
        gaps = [min((_unlike(made, c, t) for t in taken), default=0.0) for c in candidates]
        taken.append(candidates[int(np.argmax(gaps))])
    return taken


def _unlike(made: Family, one: Params, other: Params) -> float:
    """How different two members are: a different choice counts as much as the whole range of a number."""
    total = 0.0
    for p in made.parameters:
        if p.kind == "choice":
            total += one[p.name] != other[p.name]
        else:
            total += abs(p.to_unit(one[p.name]) - p.to_unit(other[p.name]))
    return total
