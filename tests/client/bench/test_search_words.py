"""The bench of what searches find: its queries can be read, and what they mean is told by facts."""

from __future__ import annotations

import argparse
from decimal import Decimal
from pathlib import Path

import pytest

from client.bench.search_words import QueriesError, Query, add_arguments, arguments, measure, read_queries
from client.catalog.writer import VersionWriter
from client.domain.money import Money
from client.domain.product import Product, Size
from client.domain.text import LocalText


def sofa(sku: str, title: str, price: int, width: float) -> Product:
    return Product(
        sku, LocalText(title, "沙发"), category=("Furniture", "Sofas"), price=Money(Decimal(price), "USD"),
        size=Size(width, 1.0, 1.0), materials=("leather",),
    )  # fmt: skip


def test_facts_tell_what_is_meant() -> None:
    red, wide = sofa("1", "Red sofa", 100, 1.5), sofa("2", "Sofa", 900, 2.5)
    for facts, meant in (
        ("leaf=Sofas", {"1", "2"}), ("leaf=Beds|Sofas price<=500", {"1"}), ("title~^sofa$", {"2"}),
        ("width<=2 material=leather", {"1"}), ("colour~green|red", {"1"}), ("material=oak", set()),
    ):  # fmt: skip
        query = Query("demo", "plain", "x", facts)
        assert {one.sku for one in (red, wide) if query.means(one)} == meant, facts
    with pytest.raises(QueriesError):
        Query("demo", "plain", "x", "nothing").means(red)


def test_the_queries_are_many_in_both_languages_and_none_is_asked_twice() -> None:
    queries = read_queries()
    assert len({(query.catalogue, query.text) for query in queries}) == len(queries) >= 120
    assert {query.kind for query in queries} == {"plain", "synonym", "typo", "prefix", "pinyin", "facets", "across"}
    assert sum(any("\u4e00" <= sign <= "\u9fff" for sign in query.text) for query in queries) >= 40


def test_each_way_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with VersionWriter(tmp_path) as writer:
        writer.add_all([sofa("1", "Red sofa", 100, 1.5), sofa("2", "Sofa", 900, 2.5)])
        writer.publish(LocalText("Shop"), "", "2026-01-01T00:00:00Z")
    mine = [Query("demo", "plain", "sofa", "leaf=Sofas"), Query("demo", "synonym", "couch", "leaf=Sofas")]
    monkeypatch.setattr("client.bench.search_words.read_queries", lambda: mine)
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    args = parser.parse_args(["--demo", str(tmp_path)])
    assert parser.parse_args(arguments(args)) == args
    figures = measure(args)
    assert figures["plain_words"] == 1.0
    assert figures["synonym_words"] == 0.0
    assert figures["synonym_facets"] == 1.0
    assert figures["queries"] == 2
    with pytest.raises(QueriesError):
        measure(parser.parse_args([]))
