"""The bench of the vector index: the same run beside an exact search, fields as asked."""

import argparse

from client.bench.search import add_arguments, arguments, measure


def test_a_small_run_says_how_right_and_how_fast() -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    args = parser.parse_args(["--items", "3000", "--queries", "30", "--top", "10"])
    assert parser.parse_args(arguments(args)) == args
    figures = measure(args)
    assert figures["recall_at_10"] == 1.0  # so few are searched exactly
    assert float(figures["p50_ms"]) > 0
    assert float(figures["exact_p50_ms"]) > 0
    assert float(figures["mb"]) < 1
    assert figures["random_recall"] == 1.0
