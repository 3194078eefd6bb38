"""JSON of unknown origin, read with checks: every surprise is a ModelError that names the place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scenes.model.errors import ModelError

_EMPTY: Mapping[str, object] = {}


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@dataclass(frozen=True)
class View:
    """One JSON object and where in the file it stands."""

    data: Mapping[str, object]
    where: str

    def fail(self, what: str) -> ModelError:
        """The error to raise about this object."""
        return ModelError(f"The file is damaged: {self.where} {what}.")

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self.data

    def find(self, key: str) -> View | None:
        """The object under the key, or None when missing."""
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.fail(f"has no object under “{key}”")
        return View(value, f"{self.where}.{key}")

    def child(self, key: str) -> View:
        """The object under the key, an empty one when missing."""
        return self.find(key) or View(_EMPTY, f"{self.where}.{key}")

    def extension(self, name: str) -> View | None:
        """One of the object's glTF extensions."""
        return self.child("extensions").find(name)

    def items(self, key: str, most: int) -> list[View]:
        """The list of objects under the key, empty when missing, refused when longer than `most`."""
        value = self._list(key, most)
        where = f"{self.where}.{key}"
        for i, item in enumerate(value):
            if not isinstance(item, dict):
                raise self.fail(f"has something else than objects under “{key}” (entry {i})")
        return [View(item, f"{where}[{i}]") for i, item in enumerate(value) if isinstance(item, dict)]

    def integers(self, key: str, high: int, most: int) -> list[int]:
        """The list of indices (0 <= index < high) under the key, empty when missing."""
        found: list[int] = []
        for item in self._list(key, most):
            if not isinstance(item, int) or isinstance(item, bool) or not 0 <= item < high:
                raise self.fail(f"refers under “{key}” to something that is not there")
            found.append(item)
        return found

    def texts(self, key: str, most: int = 1000) -> list[str]:
        """The list of strings under the key, empty when missing."""
        return [str(item) for item in self._list(key, most) if isinstance(item, str)]

    def integer(self, key: str, low: int, high: int) -> int | None:
        """The whole number (low <= value < high) under the key, None when missing."""
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value < high:
            raise self.fail(f"has an impossible value under “{key}”")
        return value

    def integer_or(self, key: str, default: int, low: int, high: int) -> int:
        """The whole number under the key, the default when missing."""
        value = self.integer(key, low, high)
        return default if value is None else value

    def need_integer(self, key: str, low: int, high: int) -> int:
        """The whole number under the key, which must be there."""
        value = self.integer(key, low, high)
        if value is None:
            raise self.fail(f"lacks “{key}”")
        return value

    def number(self, key: str, default: float, low: float = -1e9, high: float = 1e9) -> float:
        """The number under the key, brought into low..high; the default when missing."""
        value = self.data.get(key)
        if value is None:
            return default
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            raise self.fail(f"has no number under “{key}”")
        return float(min(max(value, low), high))

    def numbers(self, key: str, default: tuple[float, ...], low: float = -1e9, high: float = 1e9) -> tuple[float, ...]:
        """As many numbers as the default has, brought into low..high; the default when missing."""
        if key not in self.data:
            return default
        value = self._list(key, len(default))
        numbers = [float(v) for v in value if isinstance(v, float) or (_is_int(v) and isinstance(v, int))]
        if len(numbers) != len(default) or not all(math.isfinite(v) for v in numbers):
            raise self.fail(f"should have {len(default)} numbers under “{key}”")
        return tuple(min(max(v, low), high) for v in numbers)

    def text(self, key: str, default: str = "", most: int = 120) -> str:
        """The string under the key, cut to `most` characters; the default when missing or not a string."""
        value = self.data.get(key)
        return value[:most] if isinstance(value, str) else default

    def flag(self, key: str) -> bool:
        """Whether the key holds true."""
        return self.data.get(key) is True

    def _list(self, key: str, most: int) -> list[object]:
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.fail(f"has no list under “{key}”")
        if len(value) > most:
            raise ModelError(
                f"The model is too complex: {self.where} lists {len(value):,} {key}, allowed are {most:,}."
            )
        return value
