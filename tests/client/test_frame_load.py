"""How full a frame is, in a headset that makes one wait and in a window that waits while it draws."""

from client.frame_load import FrameLoad


def test_in_a_headset_the_work_of_a_frame_is_seen() -> None:
    load = FrameLoad()
    assert [round(load.frame(0.006, 0.005), 2) for _ in range(3)][-1] == 0.45
    assert load.frame(0.001, 0.010) > 0.85
    assert load.frame(0.0, 0.012) > 1.0, "also when there was nothing left to wait"


def test_a_window_that_is_in_time_is_not_full_though_it_never_waits() -> None:
    load = FrameLoad()
    for _ in range(200):
        assert load.frame(0.0, 0.0167) < 0.7
    assert load.frame(0.0, 0.033) > 0.85, "a frame was dropped"


def test_what_is_usual_is_learnt_anew() -> None:
    load = FrameLoad()
    for _ in range(10):
        load.frame(0.0, 0.008)
    assert load.frame(0.0, 0.040) > 0.85
    for _ in range(130):
        last = load.frame(0.0, 0.040)
    assert last < 0.7
