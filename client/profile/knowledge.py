"""Reads the shop's own small tables (`*.toml` in this folder): which facts count, what goes with what."""

from __future__ import annotations

import tomllib
from importlib import resources

import msgspec


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """weights: what sharing a fact of this family says. attributes: the merchant's facts that count, by first word."""

    weights: dict[str, float]
    attributes: tuple[str, ...]


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A thing of one kind goes with a thing of another; words of category paths. `why` is a key of texts."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    why: str


class Companions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rules of what goes with what: kinds, families of material and of style, and where the merchant's links stand."""

    kinds: tuple[Pair, ...]
    materials: tuple[tuple[str, ...], ...]
    styles: tuple[tuple[str, ...], ...]
    links: tuple[str, ...]
    bought: tuple[str, ...]


def read_facts() -> Facts:
    """The table of facts."""
    return msgspec.convert(_table("facts.toml"), Facts)


def read_companions() -> Companions:
    """The table of companions."""
    return msgspec.convert(_table("goes_with.toml"), Companions)


def _table(name: str) -> object:
    return tomllib.loads((resources.files("client.profile") / name).read_text("utf-8"))
