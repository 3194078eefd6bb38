"""From what people did to what is published: all at once, day by day, on Spark, and stopped at the gate."""

from __future__ import annotations

import csv
import importlib.util
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.retrieval.rows import ROW_BYTES, SPACE, unpack
from server.cli import main
from server.errors import ServerError
from server.fairness import Gate, fairness
from server.interactions import read_interactions
from server.item_vectors import RECIPE, StateFolder, added, counted
from server.vectors import read_vectors
from tests.simulators.mirror import Clock, Publisher

Event = tuple[str, str, str, str]


def _events(skus: Sequence[str], people: int, seed: int = 4, start: int = 0) -> list[Event]:
    """People walk along the list of products: neighbours in it belong together."""
    random = np.random.default_rng(seed)
    said = []
    for person in range(people):
        at = int(random.integers(len(skus)))
        for step in range(int(random.integers(2, 8))):
            at = (at + int(random.integers(1, 3))) % len(skus)
            said.append((f"p{start + person}", skus[at], "viewed", f"2026-11-2{step}T10:00:00Z"))
    return said


def _write(path: Path, events: Sequence[Event]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("person", "sku", "what", "when"))
        writer.writerows(events)
    return path


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    return Publisher(tmp_path_factory.mktemp("publisher"), Clock())


@pytest.fixture(scope="module")
def skus(catalog: Publisher) -> list[str]:
    from client.catalog.reader import open_current

    with open_current(catalog.catalog) as reader:
        return [product.sku for product in reader.products()]


def _run(catalog: Publisher, interactions: Path, out: Path, *more: str) -> int:
    where = ("--interactions", str(interactions), "--catalog", str(catalog.catalog), "--out", str(out))
    return main(["vectors", *where, *more])


def _rows(path: Path) -> tuple[np.ndarray, list[str]]:
    with np.load(path) as held:
        return held["vectors"], [str(sku) for sku in held["skus"]]


def test_what_is_wanted_together_is_published_as_neighbours(
    catalog: Publisher, skus: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "vectors.npz"
    assert _run(catalog, _write(tmp_path / "events.csv", _events(skus, 400)), out) == 0
    rows, named = _rows(out)
    assert rows.shape == (len(skus), ROW_BYTES)
    read = read_vectors(out)
    assert (read.space, read.dtype, read.dim) == (SPACE, "int8", ROW_BYTES)
    vectors, lists = unpack(rows, named)
    places = {sku: place for place, sku in enumerate(named)}
    hits = 0
    for at, sku in enumerate(skus):
        best = {named[item] for item in lists.ids[places[sku]][:4] if item >= 0}
        hits += bool(best & {skus[(at + 1) % len(skus)], skus[(at + 2) % len(skus)]})
    assert hits > 0.8 * len(skus)
    near = [float(vectors[places[skus[i]]] @ vectors[places[skus[i + 1]]]) for i in range(len(skus) - 1)]
    far = [float(vectors[places[skus[i]]] @ vectors[places[skus[i - len(skus) // 2]]]) for i in range(len(skus))]
    assert np.mean(near) > np.mean(far) + 0.1


def test_two_days_count_like_both_at_once(catalog: Publisher, skus: list[str], tmp_path: Path) -> None:
    events = _events(skus, 120)
    first = [event for event in events if event[3] < "2026-11-23"]
    second = [event for event in events if event[3] >= "2026-11-23"]
    for day, part in (("one", first), ("two", second)):
        path = _write(tmp_path / f"{day}.csv", part)
        assert _run(catalog, path, tmp_path / "daily.npz", "--state", str(tmp_path / "state")) == 0
    assert (
        _run(catalog, _write(tmp_path / "all.csv", events), tmp_path / "once.npz", "--state", str(tmp_path / "s2")) == 0
    )
    daily, once = StateFolder(tmp_path / "state"), StateFolder(tmp_path / "s2")
    assert daily.skus() == once.skus()
    difference = abs(daily.counts().together - once.counts().together)
    assert difference.max() < 1e-4
    assert (daily.counts().popularity == once.counts().popularity).all()
    assert {k: v.tolist() for k, v in daily.tails().items()} == {k: v.tolist() for k, v in once.tails().items()}


def test_a_day_changes_only_the_products_in_it(catalog: Publisher, skus: list[str], tmp_path: Path) -> None:
    state = ("--state", str(tmp_path / "state"))
    assert _run(catalog, _write(tmp_path / "one.csv", _events(skus, 200)), tmp_path / "one.npz", *state) == 0
    day = [("new", skus[0], "cart", "2026-11-30T08:00:00Z"), ("new", skus[1], "ordered", "2026-11-30T09:00:00Z")]
    assert _run(catalog, _write(tmp_path / "two.csv", day), tmp_path / "two.npz", *state) == 0
    (before, named), (after, _) = _rows(tmp_path / "one.npz"), _rows(tmp_path / "two.npz")
    changed = {named[place] for place in np.nonzero((before != after).any(axis=1))[0]}
    assert changed <= {skus[0], skus[1]}
    assert changed


def test_a_file_is_counted_once(
    catalog: Publisher, skus: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, state = _write(tmp_path / "day.csv", _events(skus, 30)), ("--state", str(tmp_path / "state"))
    assert _run(catalog, path, tmp_path / "v.npz", *state) == 0
    assert _run(catalog, path, tmp_path / "v.npz", *state) == 1
    assert "was counted before" in capsys.readouterr().err


def test_a_cut_or_changed_state_is_a_sentence(catalog: Publisher, skus: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "state"
    path = _write(tmp_path / "day.csv", _events(skus, 30))
    assert _run(catalog, path, tmp_path / "v.npz", "--state", str(folder)) == 0
    state, (arrays,) = StateFolder(folder), folder.glob("arrays-*.npz")
    good, head = arrays.read_bytes(), (folder / "state.json").read_bytes()
    for bad in (
        b"",
        good[:10],
        good[: len(good) // 2],
        good[:-30],
        np.lib.format.MAGIC_PREFIX,
    ):
        arrays.write_bytes(bad)
        for read in (state.tails, state.counts, state.trained):
            with pytest.raises(ServerError, match="cannot be read"):
                read()
    arrays.write_bytes(good)
    assert state.tails()
    for words in (b"[]", b"{}", b'{"format": 1}', head[:50]):
        (folder / "state.json").write_bytes(words)
        with pytest.raises(ServerError, match="state in"):
            state.skus()


def test_what_a_shop_sells_no_more_is_not_published(catalog: Publisher, skus: list[str], tmp_path: Path) -> None:
    events = [*_events(skus, 50), ("p1", "gone-1", "viewed", "1"), ("p2", "gone-2", "ordered", "2")]
    assert _run(catalog, _write(tmp_path / "events.csv", events), tmp_path / "v.npz") == 0
    assert set(_rows(tmp_path / "v.npz")[1]) == set(skus)


def test_the_gate_stops_a_training_and_leaves_what_was_there(
    catalog: Publisher, skus: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = _write(tmp_path / "events.csv", _events(skus, 60)), tmp_path / "v.npz"
    assert _run(catalog, path, out, "--gate") == 0
    kept = out.read_bytes()
    assert _run(catalog, path, out, "--gate", "--most-head-share", "0.0001") == 1
    said = capsys.readouterr().err
    assert "Nothing was written" in said
    assert "most popular tenth" in said
    assert out.read_bytes() == kept


def test_a_favoured_brand_is_told() -> None:
    people = [np.array([0, 1], dtype=np.int32)] * 50
    from inference.retrieval.together import train

    lists = train([*people, np.array([0, 2, 1, 0, 2], dtype=np.int32)], 40, {})
    looked = fairness(lists, people, {0: 50.0}, {item: "Loud" if item < 3 else "Quiet" for item in range(40)})
    failures = looked.failures(Gate(least_coverage=0.5, most_head_share=1.0, most_exposure=3.0))
    assert any("Loud is offered" in one for one in failures)
    assert any("ever offered" in one for one in failures)
    assert not looked.failures(Gate(0.0, 1.0, 1e9))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sku,what,when\n", "no column person"),
        ("person,sku,what,when\n" + "p,s,viewed,yesterday\n" * 5, "is no time"),
        ("person,sku,what,when\n" + ",s,viewed,1\n" * 5, "no person or no SKU"),
    ],
)
def test_a_file_that_is_none_is_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "events.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(ServerError, match=said):
        read_interactions(path, {})


def test_bytes_that_are_no_text_are_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_bytes(b"person,sku,what,when\n\xff\xfe\x00,a,viewed,1\n")
    with pytest.raises(ServerError, match="cannot be read"):
        read_interactions(path, {})


def test_times_are_compared_across_zones_and_names_are_not_kept(tmp_path: Path) -> None:
    events = [
        ("ann", "b", "viewed", "2026-11-24T10:00:00+08:00"),  # two in the morning, UTC
        ("ann", "a", "viewed", "2026-11-24T01:30:00Z"),
        ("ann", "c", "viewed", str(1795485600.0 + 86400)),
        ("ann", "d", "removed", "2026-11-24T01:30:00Z"),
    ]
    said = read_interactions(_write(tmp_path / "events.csv", events), {})
    assert [said.skus[item] for item in said.items[0]] == ["a", "b", "c"]
    assert said.people == [said.people[0]]
    assert b"ann" not in said.people[0]


_SEQUENCES = st.lists(st.lists(st.integers(0, 9), max_size=30), min_size=1, max_size=6)


@settings(max_examples=60)
@given(_SEQUENCES, st.data())
def test_wherever_the_days_are_cut_the_counts_are_the_same(people: list[list[int]], data: st.DataObject) -> None:
    """As long as a person's tail is as long as the window."""
    cuts = [data.draw(st.integers(0, len(one))) for one in people]
    arrays = [np.array(one, dtype=np.int32) for one in people]
    before = counted([one[:cut] for one, cut in zip(arrays, cuts, strict=True)], 10)
    tails = [one[:cut][-RECIPE.window :] for one, cut in zip(arrays, cuts, strict=True)]
    joined = [np.concatenate([tail, one[cut:]]) for tail, one, cut in zip(tails, arrays, cuts, strict=True)]
    more = counted(joined, 10, [len(tail) for tail in tails])
    both, once = added(before, more), counted(arrays, 10)
    assert abs(both.together - once.together).max() < 1e-4
    assert (both.popularity == once.popularity).all()


@pytest.mark.training
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs a Java runtime")
@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="Spark is an extra of its own")
def test_spark_counts_what_one_machine_counts(catalog: Publisher, skus: list[str], tmp_path: Path) -> None:
    from server.spark import counted_on_spark

    events = [*_events(skus, 80), ("p1", skus[0], "viewed", "nonsense"), ("p1", skus[0], "removed", "1")]
    path = _write(tmp_path / "events.csv", events)
    counts, named, tails = counted_on_spark(str(path), work=tmp_path)
    said = read_interactions(path, {})
    local = counted(said.items, len(said.skus))
    order = [named.index(sku) for sku in said.skus]
    assert abs(counts.together[order][:, order] - local.together).max() < 1e-3
    assert (counts.popularity[order] == local.popularity).all()
    mine = sorted([said.skus[item] for item in items][-RECIPE.window :] for items in said.items)
    assert sorted([named[item] for item in tail] for tail in tails) == mine
    assert _run(catalog, path, tmp_path / "spark.npz", "--engine", "spark") == 0
    assert _run(catalog, path, tmp_path / "local.npz") == 0
    (spark, spark_named), (here, here_named) = _rows(tmp_path / "spark.npz"), _rows(tmp_path / "local.npz")
    again = [spark_named.index(sku) for sku in here_named]
    assert np.mean(spark[again][:, 64:] == here[:, 64:]) > 0.99
