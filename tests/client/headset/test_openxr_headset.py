"""What a session owes its runtime: frames that nobody sees, input that is another's, runtimes that cannot show us."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import Any

import pytest

from client.bench.registry import bench_module
from client.cli import make_parser
from client.headset.api import Fov, Hand, Pose, Presence
from client.headset.openxr.errors import NO_RUNTIME, HeadsetError, HeadsetLostError
from client.headset.openxr.states import Life, State

xr = pytest.importorskip("xr")
from client.headset.openxr import calls, instance  # noqa: E402
from client.headset.openxr.convert import pose_from  # noqa: E402
from client.headset.openxr.headset import OpenXrHeadset  # noqa: E402
from client.headset.openxr.session import Session, Told  # noqa: E402

FOV = Fov(-0.8, 0.8, 0.7, -0.7)
EYES = ((Pose((-0.03, 0.0, 1.6)), FOV), (Pose((0.03, 0.0, 1.6)), FOV))


class Runtime:
    """Session, spaces, hands, swapchain and pictures of a headset at once; what was done is in `calls`."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.life = Life()
        for state in (State.READY, State.FOCUSED):
            self.life.enter(int(state))
        self.seen, self.tracked, self.lost_at = True, True, ""
        self.rate_hz: float | None = 72.0
        self.time, self.base, self.base_address, self.located = 1_000_000_000, None, 0, None
        self.begun = False

    def _do(self, name: str) -> None:
        self.calls.append(name)
        if self.lost_at == name:
            raise HeadsetLostError("gone")

    def begin_frame(self) -> Told:
        self._do("begin")
        self.begun = True
        self.time += 20_000_000
        return Told(self.time, self.seen)

    def end_frame(self, space: int = 0, shown: object = None) -> None:
        if self.begun:
            self._do("end" if shown is None else "show")
        self.begun = False

    def views(self, space: int, time: int) -> object:
        self._do("views")
        return EYES if self.tracked else None

    def head(self, time: int) -> Pose | None:
        return Pose((0.0, 0.0, 1.6)) if self.tracked else None

    def read(self, spaces: object, time: int, head: Pose) -> list[Hand]:
        self._do("hands")
        return [Hand("right", head, head, poke=(0.0, 0.5, 1.0))]

    def copy(self, texture: int, depth_texture: int | None) -> None:
        assert (texture, depth_texture) == (1, 2)
        self._do("copy")

    def shown(self, located: object) -> object:
        return "views"

    def texture(self) -> int:
        return 1

    def depth_texture(self) -> int:
        return 2


@pytest.fixture
def runtime() -> Runtime:
    return Runtime()


@pytest.fixture
def headset(runtime: Runtime) -> OpenXrHeadset:
    from client.headset.openxr.anchor import Anchor

    made = OpenXrHeadset.__new__(OpenXrHeadset)
    parts: Any = made
    parts._session = parts._spaces = parts._hands = parts._chains = parts._pictures = runtime
    parts._before, parts._told, parts._views, parts._index, parts._closed = None, None, (), 0, False
    parts.lost_because, parts.anchor = None, Anchor()
    return made


def test_a_frame_in_order(headset: OpenXrHeadset, runtime: Runtime) -> None:
    frame = headset.wait()
    assert frame is not None
    assert frame.dt_s == pytest.approx(1 / 72), "the first frame lasts as long as the headset's others"
    sample = headset.sample(frame)
    assert len(sample.hands) == 1
    assert [eye.fov for eye in sample.eyes] == [FOV, FOV]
    headset.submit(frame)
    assert runtime.calls == ["begin", "views", "hands", "copy", "show"]
    following = headset.wait()
    assert following is not None
    assert (following.index, following.dt_s) == (1, pytest.approx(0.02))


def test_what_nobody_sees_is_not_drawn(headset: OpenXrHeadset, runtime: Runtime) -> None:
    runtime.seen = False
    assert headset.wait() is None
    assert runtime.calls == ["begin", "end"], "ended with nothing in it, and nobody was asked for eyes"
    runtime.seen, runtime.tracked = True, False
    assert headset.wait() is None
    assert runtime.calls[2:] == ["begin", "views", "end"], "nor while the head is lost from sight"


def test_a_session_that_does_not_run_gets_no_frames(headset: OpenXrHeadset, runtime: Runtime) -> None:
    frame = headset.wait()
    assert frame is not None
    runtime.life.enter(int(State.STOPPING))
    headset.submit(frame)
    assert headset.wait() is None
    assert runtime.calls == ["begin", "views"], "what was begun before the end is not shown"


def test_a_frame_that_was_never_shown_is_ended_first(headset: OpenXrHeadset, runtime: Runtime) -> None:
    headset.wait()
    headset.wait()
    assert runtime.calls == ["begin", "views", "end", "begin", "views"]


@pytest.mark.parametrize("state", [State.VISIBLE, State.SYNCHRONIZED])
def test_input_is_asked_for_only_with_the_focus(headset: OpenXrHeadset, runtime: Runtime, state: State) -> None:
    runtime.life.enter(int(state))
    frame = headset.wait()
    assert frame is not None
    assert headset.sample(frame).hands == ()
    assert "hands" not in runtime.calls
    headset.submit(frame)
    assert runtime.calls[-1] == "show", "the picture is shown all the same"


@pytest.mark.parametrize("where", ["begin", "views", "hands", "copy", "show"])
def test_lost_in_the_middle_of_a_frame(headset: OpenXrHeadset, runtime: Runtime, where: str) -> None:
    runtime.lost_at = where
    frame = headset.wait()
    if frame is not None:
        headset.sample(frame)
        headset.submit(frame)
    assert runtime.life.presence == Presence.LOST
    assert headset.lost_because is not None
    assert headset.wait() is None


def test_a_runtime_without_opengl_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    offered = [SimpleNamespace(extension_name=b"XR_KHR_D3D11_enable"), SimpleNamespace(extension_name=b"XR_MSFT_x")]
    monkeypatch.setattr(instance.xr, "enumerate_instance_extension_properties", lambda: offered)
    made: list[object] = []
    monkeypatch.setattr(instance.xr, "create_instance", made.append)
    with pytest.raises(HeadsetError, match=r"cannot show OpenGL pictures.*SteamVR"):
        instance.Instance()
    assert made == [], "it is not even started"


@pytest.mark.parametrize(
    ("failure", "said"),
    [("RuntimeUnavailableError", "cannot be loaded"), ("FileContentsInvalidError", "is broken"),
     ("FormFactorUnavailableError", "no headset is connected"), ("OutOfMemoryError", "cannot be used")],
)  # fmt: skip
def test_failures_are_sentences(monkeypatch: pytest.MonkeyPatch, failure: str, said: str) -> None:
    def fail() -> None:
        raise getattr(xr.exception, failure)

    monkeypatch.setattr(instance.xr, "enumerate_instance_extension_properties", fail)
    with pytest.raises(HeadsetError, match=said):
        instance.Instance()


def test_structures_are_read_as_the_binding_lays_them_out() -> None:
    assert calls.laid_out()
    place = xr.SpaceLocation(location_flags=xr.SpaceLocationFlags(3))
    place.pose = xr.Posef(xr.Quaternionf(0.1, 0.2, 0.3, 0.9), xr.Vector3f(1.0, 2.0, 3.0))
    flags, *numbers = calls.LOCATION.unpack_from(place)
    assert flags == 3
    pose = pose_from(*numbers)
    assert pose.position == (1.0, -3.0, 2.0)
    assert pose.turn == pytest.approx((0.9, 0.1, -0.3, 0.2))
    views = (xr.View * 2)(xr.View(), xr.View())
    views[1].fov = xr.Fovf(-0.5, 0.4, 0.3, -0.2)
    views[1].pose.position.x = 7.0
    told = calls.VIEWS.unpack_from(views)
    assert told[18:] == pytest.approx((-0.5, 0.4, 0.3, -0.2))
    assert told[15] == 7.0
    assert calls.NUMBER.unpack_from(xr.ActionStateFloat(current_state=0.5, is_active=1)) == (0.5, 1)
    assert calls.STATE.unpack_from(xr.ActionStateBoolean(current_state=1, is_active=1)) == (1, 1)
    stick = xr.ActionStateVector2f(current_state=xr.Vector2f(0.25, -0.5), is_active=1)
    assert calls.STICK.unpack_from(stick) == (0.25, -0.5, 1)
    frame = xr.FrameState(predicted_display_time=12, predicted_display_period=34, should_render=1)
    assert calls.FRAME.unpack_from(frame) == (12, 34, 1)


def test_results_are_told_apart() -> None:
    calls.check(0)
    with pytest.raises(xr.exception.SessionLostError):
        calls.check(int(xr.Result.ERROR_SESSION_LOST.value))
    with pytest.raises(HeadsetError, match="-987654"):
        calls.check(-987654)


def test_the_refresh_rate_that_is_asked_for() -> None:
    asked: list[float] = []

    def chosen(rates: list[float], answer: int = 0) -> float | None:
        session: Any = Session.__new__(Session)
        session.handle, session._wanted_hz = None, 90.0
        session._instance = SimpleNamespace(extensions=[instance.REFRESH_RATE])

        def listed(_: object, most: int, count: Any, into: Any) -> int:
            count._obj.value = len(rates)
            into[: len(rates)] = rates
            return 0

        def request(_: object, rate: float) -> int:
            asked.append(rate)
            return answer

        session._function = lambda name, kind: listed if "Enumerate" in name else request
        found: float | None = session._choose_rate()
        return found

    assert chosen([72.0, 80.0, 90.0, 120.0]) == 90.0
    assert chosen([]) is None
    assert chosen([72.0], int(xr.Result.ERROR_RUNTIME_FAILURE.value)) is None, "refused: what is in use stays"
    assert asked == [90.0, 72.0]


def test_the_bench_without_a_runtime_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("client.bench.xr.is_registered", lambda environment: environment is not os.environ)
    args = make_parser().parse_args(["bench", "xr", "--frames", "3"])
    with pytest.raises(HeadsetError) as refused:
        bench_module("xr").measure(args)
    assert str(refused.value) == NO_RUNTIME
