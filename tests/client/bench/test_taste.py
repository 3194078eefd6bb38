"""The bench of "for you": every touch is answered, and the figures say how soon."""

import argparse

from client.bench.taste import add_arguments, arguments, measure


def test_a_small_run_answers_every_touch() -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    args = parser.parse_args(["--products", "200"])
    assert parser.parse_args(arguments(args)) == args
    figures = measure(args)
    assert figures["products"] == 200
    assert figures["touches"] == 39
    assert float(figures["answer_ms_max"]) >= float(figures["answer_ms_p95"]) >= float(figures["answer_ms_p50"]) > 0
    assert float(figures["offers"]) > 0
