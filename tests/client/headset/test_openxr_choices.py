"""What is chosen from a runtime's offers, how its values become ours, which states ask for what: no runtime needed."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest

from client.headset.api import Pose, Presence
from client.headset.openxr import choices as c
from client.headset.openxr.anchor import Anchor, SpaceChange, floor_pose
from client.headset.openxr.bindings import ACTIONS, BUTTONS, PROFILES, profile_of
from client.headset.openxr.convert import fov_from, pose_of
from client.headset.openxr.states import Life, State
from client.interaction.keys import HAND_BUTTONS, PANEL_KEYS, SHORTCUTS
from client.interaction.rig import about_x, about_z, forward, heading_of, multiply


def test_blend_modes() -> None:
    assert c.blend_mode([c.OPAQUE]) == c.OPAQUE
    assert c.blend_mode([c.ALPHA_BLEND, c.OPAQUE]) == c.OPAQUE, "a store of its own covers the room"
    assert c.blend_mode([c.ADDITIVE]) == c.ADDITIVE, "see-through glasses"
    assert c.blend_mode([c.OPAQUE, c.ALPHA_BLEND], "room") == c.ALPHA_BLEND
    assert c.blend_mode([c.OPAQUE, c.ADDITIVE], "room") == c.ADDITIVE
    assert c.blend_mode([c.OPAQUE], "room") is None
    assert c.blend_mode([], "store") is None
    assert c.blend_mode([99]) is None


def test_refresh_rates() -> None:
    assert c.refresh_rate([72.0, 80.0, 90.0, 120.0]) == 90.0
    assert c.refresh_rate([72.0, 80.0]) == 80.0
    assert c.refresh_rate([60.0, 120.0]) == 120.0, "of two that are as near, the faster"
    assert c.refresh_rate([72.0, 90.0, 120.0], wanted_hz=120.0) == 120.0
    assert c.refresh_rate([0.0]) is None
    assert c.refresh_rate([]) is None


def test_sizes_formats_and_spaces() -> None:
    assert c.eye_size((2000, 2200), (4096, 4096), 0.5) == (1000, 1100)
    assert c.eye_size((2000, 2200), (2048, 2048), 1.5) == (2048, 2048)
    assert c.eye_size((333, 333), (4096, 4096), 1.0) == (332, 332), "even numbers"
    assert c.swapchain_format([0x881A, c.RGBA8, c.SRGB8_ALPHA8]) == c.SRGB8_ALPHA8
    assert c.swapchain_format([c.RGBA8]) == c.RGBA8
    assert c.swapchain_format([0x881A]) is None
    assert c.reference_space([c.VIEW, c.LOCAL, c.STAGE]) == c.STAGE
    assert c.reference_space([c.VIEW, c.LOCAL, c.LOCAL_FLOOR]) == c.LOCAL_FLOOR
    assert c.reference_space([c.VIEW, c.LOCAL]) == c.LOCAL


def test_formats_of_depths() -> None:
    depth16, depth24, depth32, with_stencil = 0x81A5, 0x81A6, 0x8CAC, 0x88F0
    assert c.depth_format([c.SRGB8_ALPHA8, depth16, depth32, with_stencil]) == depth32
    assert c.depth_format([depth24, depth32]) == depth24, "the runtime's own order"
    assert c.depth_format([depth32, depth24]) == depth32
    assert c.depth_format([c.SRGB8_ALPHA8, depth16, with_stencil]) is None, "nothing the eyes are drawn in"
    assert (c.DEPTH_BITS[depth24], c.DEPTH_BITS[depth32]) == (24, 32)


def xr_pose(position: tuple[float, float, float], turn: tuple[float, float, float, float]) -> SimpleNamespace:
    (x, y, z), (qx, qy, qz, qw) = position, turn
    return SimpleNamespace(position=SimpleNamespace(x=x, y=y, z=z), orientation=SimpleNamespace(x=qx, y=qy, z=qz, w=qw))


def test_axes() -> None:
    half = math.sin(math.pi / 4)
    ahead = pose_of(xr_pose((1.0, 1.6, -2.0), (0.0, 0.0, 0.0, 1.0)))
    assert ahead.position == (1.0, 2.0, 1.6)
    assert forward(ahead.turn) == (0.0, 1.0, 0.0)
    left = pose_of(xr_pose((0.0, 0.0, 0.0), (0.0, half, 0.0, half)))  # a quarter turn to the left, about its Y
    assert forward(left.turn) == pytest.approx((-1.0, 0.0, 0.0))
    up = pose_of(xr_pose((0.0, 0.0, 0.0), (half, 0.0, 0.0, half)))
    assert forward(up.turn) == pytest.approx((0.0, 0.0, 1.0))
    rolled = pose_of(xr_pose((0.0, 0.0, 0.0), (0.0, 0.0, half, half)))
    assert forward(rolled.turn) == pytest.approx((0.0, 1.0, 0.0))
    assert rolled.turn[2] == pytest.approx(-half), "a roll about -Z is one about +Y the other way"
    fov = fov_from(-0.9, 0.7, 0.8, -0.85)
    assert (fov.left, fov.right, fov.up, fov.down) == (-0.9, 0.7, 0.8, -0.85)


def test_the_shopper_stays_when_the_runtime_moves_its_space() -> None:
    start = Pose((2.0, 3.0, 0.0), about_z(0.5))
    anchor = Anchor(start)
    head = Pose((0.4, -0.7, 1.7), multiply(about_z(-1.0), about_x(0.3)))
    anchor.meet(head)
    carried = anchor.carry(head)
    assert carried.position == pytest.approx((2.0, 3.0, 1.7))
    assert heading_of(carried.turn) == pytest.approx(0.5)
    assert forward(carried.turn)[2] == pytest.approx(math.sin(0.3)), "up and down stay the head's own"
    moved = Pose((0.4 + math.sin(1.0), -0.7 + math.cos(1.0), 1.7), head.turn)  # one metre ahead
    anchor.meet(moved)
    assert anchor.stands_at.position == pytest.approx((2.0 - math.sin(0.5), 3.0 + math.cos(0.5), 0.0))
    here = anchor.carry(moved)
    new = Pose((0.0, 0.0, 1.7), about_x(0.3))
    anchor.change(SpaceChange(50))
    anchor.meet(moved, 49)
    assert anchor.carry(moved).position == pytest.approx(here.position), "not yet"
    anchor.meet(new, 50)
    assert anchor.carry(new).position == pytest.approx(here.position)
    assert forward(anchor.carry(new).turn) == pytest.approx(forward(here.turn))
    assert anchor.back(anchor.carry(moved)).position == pytest.approx(moved.position)
    assert floor_pose(head).position == (0.4, -0.7, 0.0)


def walking(number: int, x: float = 0.0) -> Pose:
    return Pose((x + 0.01 * number, 0.0, 1.6))


def test_a_runtime_that_tells_late_or_exactly() -> None:
    late = Anchor()
    for number in range(4):
        late.meet(walking(number), number)
    before = late.stands_at.position[0]
    for number in (4, 5):
        late.meet(walking(number, -2.0), number)
    assert late.stands_at.position[0] < -1.0
    late.change(SpaceChange(3))
    late.meet(walking(6, -2.0), 6)
    assert late.stands_at.position[0] == pytest.approx(before + 0.02, abs=0.02)
    late.change(SpaceChange(3))
    late.meet(walking(7, -2.0), 7)
    assert late.stands_at.position[0] == pytest.approx(before + 0.03, abs=0.02), "told twice, followed once"
    exact = Anchor()
    exact.meet(walking(0), 0)
    exact.change(SpaceChange(1, Pose((0.05, 0.4, 0.0), about_z(0.2))))
    exact.meet(Pose((0.0, 0.0, 1.6)), 1)
    assert exact.stands_at.position == pytest.approx((0.05, 0.4, 0.0))
    assert heading_of(exact.stands_at.turn) == pytest.approx(0.2)


def test_a_runtime_without_a_floor_is_raised_to_eye_height() -> None:
    anchor = Anchor(raise_m=1.62)
    eyes = Pose((0.0, 0.0, 0.05))
    anchor.meet(eyes)
    assert anchor.carry(eyes).position[2] == pytest.approx(1.67)
    assert anchor.back(anchor.carry(eyes)).position[2] == pytest.approx(0.05)
    assert anchor.stands_at.position[2] == 0.0


def test_every_state_of_a_session() -> None:
    life = Life()
    assert life.presence == Presence.IDLE
    seen = []
    for state in (State.IDLE, State.READY, State.SYNCHRONIZED, State.VISIBLE, State.FOCUSED, State.VISIBLE,
                  State.SYNCHRONIZED, State.STOPPING, State.IDLE, State.READY, State.FOCUSED):  # fmt: skip
        seen.append((life.enter(int(state)), life.running, life.presence.value, life.focused))
    assert seen == [
        ("nothing", False, "idle", False), ("begin", True, "idle", False), ("nothing", True, "idle", False),
        ("nothing", True, "running", False), ("nothing", True, "focused", True), ("nothing", True, "running", False),
        ("nothing", True, "idle", False), ("end", False, "idle", False), ("nothing", False, "idle", False),
        ("begin", True, "idle", False), ("nothing", True, "focused", True),
    ]  # fmt: skip
    assert life.enter(77) == "nothing", "states of later versions change nothing"
    assert life.focused
    assert life.enter(int(State.EXITING)) == "leave"
    assert life.presence == Presence.LEAVING
    other = Life()
    assert other.enter(int(State.STOPPING)) == "nothing", "what never began is not ended"
    other.enter(int(State.READY))
    assert other.enter(int(State.READY)) == "nothing", "what runs is not begun again"
    assert other.enter(int(State.LOSS_PENDING)) == "lose"
    assert (other.presence, other.running) == (Presence.LOST, False)
    gone = Life()
    gone.lose()
    assert gone.presence == Presence.LOST


def test_bindings_are_whole() -> None:
    inputs = {name for name, kind in ACTIONS.items() if kind != "haptic"}
    for profile in PROFILES:
        suggested = profile.suggestions()
        assert len(set(suggested)) == len(suggested)
        for action, path in suggested:
            assert action in ACTIONS
            part = path.split("/", 4)[4]
            assert part.startswith("output/" if ACTIONS[action] == "haptic" else "input/"), path
            assert part.endswith("/pose") == (ACTIONS[action] == "pose")
        names = {action for action, _ in suggested}
        assert {"grip", "aim", "trigger"} <= names <= inputs | {"pulse"}
        assert profile_of(profile.path) is profile
    families = {p.path.split("/")[-1] for p in PROFILES}
    assert families == {"simple_controller", "touch_controller", "index_controller", "vive_controller",
                        "motion_controller", "hand_interaction_ext"}  # fmt: skip
    assert [p.path for p in PROFILES if p.pad] == ["/interaction_profiles/htc/vive_controller"]
    assert set(HAND_BUTTONS) == set(BUTTONS)
    assert all(pad in PANEL_KEYS or pad in SHORTCUTS for pad in HAND_BUTTONS.values())
    assert profile_of("/interaction_profiles/nobody/knows") is None
