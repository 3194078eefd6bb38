"""What a parametric product family declares and makes: parameters, members, texts. Plain values."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from scenes.model.values import Model

if TYPE_CHECKING:
    from inference.families.materials import Finish

F64 = NDArray[np.float64]
ParameterKind = Literal["real", "integer", "choice"]
ParamValue = float | int | str


class FamilyError(Exception):
    """A parameter that does not exist or has a value outside its range; the message says which."""


@dataclass(frozen=True)
class Parameter:
    """One knob of a family. `low` and `high` are inclusive; for a choice they are 0 and the last index."""

    name: str
    unit: str
    low: float
    high: float
    kind: ParameterKind = "real"
    choices: tuple[str, ...] = ()

    def draw(self, rng: np.random.Generator) -> ParamValue:
        """A uniform draw."""
        if self.kind == "choice":
            return self.choices[int(rng.integers(len(self.choices)))]
        if self.kind == "integer":
            return int(rng.integers(int(self.low), int(self.high) + 1))
        return float(rng.uniform(self.low, self.high))

    def fitted(self, value: ParamValue) -> ParamValue:
        """The nearest allowed value. Raises FamilyError for a choice that does not exist."""
        if self.kind == "choice":
            if value not in self.choices:
                raise FamilyError(f"{self.name} cannot be {value!r}; it is one of {', '.join(self.choices)}")
            return value
        number = min(max(float(value), self.low), self.high)
        return round(number) if self.kind == "integer" else number

    def to_unit(self, value: ParamValue) -> float:
        """The value's place in [0, 1]; a discrete value is at the middle of its bin."""
        if self.kind == "choice":
            return (self.choices.index(str(value)) + 0.5) / len(self.choices)
        if self.kind == "integer":
            return (float(value) - self.low + 0.5) / (self.high - self.low + 1.0)
        return (float(value) - self.low) / (self.high - self.low)

    def from_unit(self, place: float) -> ParamValue:
        """The inverse of `to_unit`; anything outside [0, 1] is clamped."""
        place = min(max(float(place), 0.0), 1.0)
        if self.kind == "choice":
            return self.choices[min(int(place * len(self.choices)), len(self.choices) - 1)]
        if self.kind == "integer":
            bins = int(self.high - self.low) + 1
            return int(self.low) + min(int(place * bins), bins - 1)
        return self.low + place * (self.high - self.low)


def real(name: str, low: float, high: float, unit: str = "m") -> Parameter:
    """A continuous parameter."""
    return Parameter(name, unit, low, high)


def integer(name: str, low: int, high: int, unit: str = "") -> Parameter:
    """A whole-number parameter."""
    return Parameter(name, unit, float(low), float(high), "integer")


def choice(name: str, *choices: str) -> Parameter:
    """A discrete style choice."""
    return Parameter(name, "", 0.0, float(len(choices) - 1), "choice", choices)


class Params(Mapping[str, ParamValue]):
    """Frozen values of a family's parameters, in the family's order."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, ParamValue]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> ParamValue:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(tuple(self._values.items()))

    def __repr__(self) -> str:
        return f"Params({self._values!r})"

    def real(self, name: str) -> float:
        """A number."""
        return float(self._values[name])

    def integer(self, name: str) -> int:
        """A whole number."""
        return int(self._values[name])

    def choice(self, name: str) -> str:
        """A style choice."""
        return str(self._values[name])

    def replaced(self, **changes: ParamValue) -> Params:
        """The same with some values changed."""
        return Params({**self._values, **changes})


@dataclass(frozen=True)
class Look:
    """One material variant of a product: which finish each slot wears. The first look is the default."""

    name: str
    label_en: str
    label_zh: str
    finishes: tuple[tuple[str, Finish], ...]

    def finish(self, slot: str) -> Finish:
        """The finish of a slot; raises FamilyError when the look does not dress it."""
        for known, finish in self.finishes:
            if known == slot:
                return finish
        raise FamilyError(f"the look {self.name!r} has no finish for {slot!r}")


@dataclass(frozen=True)
class Texts:
    """What a family says of a member. The library puts a name in front of `noun`: "Alder dining chair, oak"."""

    noun_en: str
    noun_zh: str
    feature_en: str
    feature_zh: str
    description_en: str
    description_zh: str
    materials: tuple[str, ...]
    style: tuple[str, ...]
    colour: str
    """Main colour, #rrggbb (sRGB)."""
    mass_kg: float
    price: Decimal
    """USD."""


@dataclass(frozen=True)
class VariantLabel:
    """A KHR_materials_variants name with its labels."""

    name: str
    label_en: str
    label_zh: str
    colour: str


@dataclass(frozen=True, eq=False)
class Member:
    """A finished product of a family, ready for a catalogue."""

    family: str
    params: Params
    model: Model
    category: tuple[str, ...]
    category_zh: tuple[str, ...]
    title_en: str
    title_zh: str
    description_en: str
    description_zh: str
    brand: str
    price: Decimal
    currency: str
    colour: str
    materials: tuple[str, ...]
    mass_kg: float
    style: tuple[str, ...]
    variants: tuple[VariantLabel, ...]


class Family(ABC):
    """A kind of product. Subclasses are stateless: all methods are pure functions of their arguments."""

    key: str
    category: tuple[str, ...]
    """English path, general to special: ("Furniture", "Chairs")."""
    category_zh: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    typical_size_m: tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
    """Believable (lowest, highest) width, height and depth of any member, metres."""
    hangs: Literal["floor", "ceiling", "wall", "surface"] = "surface"
    """How it is used: stands on the floor, hangs from the ceiling or on a wall, or stands on a surface."""

    def sample(self, rng: np.random.Generator) -> Params:
        """A plausible member."""
        drawn = {p.name: p.draw(rng) for p in self.parameters}
        return self.params(**self.correlated(drawn, rng))

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Makes independent draws fit each other; families override it where sensible."""
        return drawn

    def params(self, **values: ParamValue) -> Params:
        """Complete, clamped parameters; what is not given is mid-range. Raises FamilyError for an unknown name."""
        unknown = set(values) - {p.name for p in self.parameters}
        if unknown:
            raise FamilyError(f"{self.key} has no parameter {', '.join(sorted(unknown))}")
        return Params({p.name: p.fitted(values.get(p.name, p.from_unit(0.5))) for p in self.parameters})

    @abstractmethod
    def looks(self, params: Params) -> tuple[Look, ...]:
        """The member's material variants; the first is the default."""

    @abstractmethod
    def build(self, params: Params, detail: float = 1.0) -> Model:
        """The member's model; `detail` scales tessellation (1 is for the hand, 0.3 for across the room)."""

    @abstractmethod
    def describe(self, params: Params) -> Texts:
        """What the shop says of it."""

    def encode(self, params: Params) -> F64:
        """Parameters as a vector in [0, 1]^n, for fitting and learning."""
        return np.array([p.to_unit(params[p.name]) for p in self.parameters])

    def decode(self, vector: F64) -> Params:
        """The inverse of `encode`; values outside [0, 1] are clamped. Raises FamilyError for a wrong length."""
        if len(vector) != len(self.parameters):
            raise FamilyError(f"{self.key} has {len(self.parameters)} parameters, not {len(vector)}")
        return Params({p.name: p.from_unit(float(v)) for p, v in zip(self.parameters, vector, strict=True)})


def shop_price(amount: float) -> Decimal:
    """A price as shops write it: 9.90, 24.90, 89.00, 349.00, 1290.00 (USD)."""
    if amount < 60.0:
        return Decimal(max(1, round(amount))) - Decimal("0.10")
    step = 5 if amount < 250 else 10 if amount < 1000 else 50
    whole = Decimal(round(amount / step) * step - (1 if amount < 1000 else 10))
    return whole.quantize(Decimal("0.01"), ROUND_HALF_UP)
