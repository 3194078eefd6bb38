"""The bench of the inference runtime, on little."""

from __future__ import annotations

from argparse import Namespace

import pytest

from client.bench import runtime


@pytest.mark.slow
def test_it_measures_frames_trips_and_a_killed_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "_STRETCH_S", 0.3)
    monkeypatch.setattr(runtime, "_TRIPS", 5)
    figures = runtime.measure(Namespace(rounds=1, workers=1))
    for name in ("alone", "busy", "paced"):
        assert 0.0 <= float(figures[f"missed_percent_{name}"]) <= 100.0
        assert float(figures[f"work_ms_p99_{name}"]) >= runtime._WORK_S * 1e3
    assert 0.0 < float(figures["trip_ms_p50"]) < float(figures["trip_64mb_ms_p50"])
    assert float(figures["back_s"]) > 0.0
