"""The shop fits itself to a person: what a body really did becomes what the shop takes it for. Pure.

Journals keep samples as they were; `fit` runs live and in a replay alike, before the hands are asked what they mean.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from msgspec import structs

from client.domain.comfort import Comfort, Side
from client.domain.session import Session
from client.headset.api import Eye, Hand, Pose, Sample, Vec3
from client.headset.scripted import EYE_HEIGHT_M
from client.interaction.gaze import Gaze, gazed
from client.interaction.values import World
from client.interaction.walk import STEP_BACK, tracked

BAR = "bar"
"""In a fitted hand's buttons: the row of buttons is called for."""
LIFT_S = 0.6
"""How long the floor takes to where it was chosen to be."""
MOST_SEAT_M = 1.0
_BACK_ON, _BACK_OFF = -0.7, -0.3
_BAR_BUTTONS = frozenset({"menu", "variant"})


@dataclass(frozen=True)
class Lift:
    """How much higher the eyes are shown than they are, metres, and the glide to what was chosen last."""

    now_m: float = 0.0
    from_m: float = 0.0
    to_m: float = 0.0
    seat_m: float = 0.0
    """What sitting takes from this person's height, measured at the moment of choosing."""
    since_s: float = LIFT_S
    chosen: tuple[bool, float, bool] | None = None
    """Seated, raised by, in a headset: what the lift was worked out for."""


@dataclass(frozen=True)
class FitState:
    """What was remembered from the frame before."""

    lift: Lift = field(default_factory=Lift)
    gaze: Gaze = field(default_factory=Gaze)
    bar: bool = False
    down: frozenset[str] = field(default_factory=frozenset)
    back: bool = False


def fit(state: FitState, sample: Sample, session: Session, world: World | None = None) -> tuple[FitState, Sample]:
    """The sample as this person means it, and what to remember. Without a world a gaze rests on nothing."""
    comfort = session.comfort
    lift = _lift(state.lift, sample, comfort)
    state = replace(state, lift=lift)
    sample = lifted(sample, lift.now_m)
    if comfort.main_hand == "left" and sample.hands:
        sample = structs.replace(sample, hands=tuple(_swapped(hand) for hand in sample.hands))
    if comfort.pointing == "gaze":
        gaze, sample = gazed(state.gaze, sample, session, world)
        return replace(state, gaze=gaze, bar=False, down=frozenset(), back=False), sample
    state = replace(state, gaze=Gaze())
    state, sample = _stepping_back(state, sample)
    return _one_handed(state, sample, session) if comfort.one_handed else (replace(state, bar=False), sample)


def lifted(sample: Sample, lift_m: float) -> Sample:
    """The same body, this much higher."""
    if lift_m == 0.0:
        return sample
    return structs.replace(
        sample,
        head=_raised(sample.head, lift_m),
        eyes=tuple(Eye(_raised(eye.pose, lift_m), eye.fov) for eye in sample.eyes),
        hands=tuple(_raised_hand(hand, lift_m) for hand in sample.hands),
    )


def worn_side(side: Side, comfort: Comfort) -> Side:
    """The real hand of a hand in a fitted sample: whom to let feel something."""
    return _OTHER[side] if comfort.main_hand == "left" else side


_OTHER: dict[Side, Side] = {"left": "right", "right": "left"}


def _swapped(hand: Hand) -> Hand:
    return structs.replace(hand, side=_OTHER[hand.side])


def _raised(pose: Pose, by_m: float) -> Pose:
    return Pose(_above(pose.position, by_m), pose.turn)


def _above(at: Vec3, by_m: float) -> Vec3:
    return (at[0], at[1], at[2] + by_m)


def _raised_hand(hand: Hand, by_m: float) -> Hand:
    return structs.replace(
        hand,
        grip=_raised(hand.grip, by_m),
        aim=_raised(hand.aim, by_m),
        poke=_above(hand.poke, by_m) if hand.poke is not None else None,
        joints=tuple(_above(joint, by_m) for joint in hand.joints),
    )


def _lift(lift: Lift, sample: Sample, comfort: Comfort) -> Lift:
    """Glides to what was chosen; where a headset comes or goes the new height is there at once, with the new view."""
    wanted = (comfort.seated, comfort.raise_m, tracked(sample))
    if wanted != lift.chosen:
        arrives = lift.chosen is None or lift.chosen[2] != wanted[2]
        sits_down = comfort.seated and (arrives or lift.chosen is None or not lift.chosen[0])
        missing = min(MOST_SEAT_M, max(0.0, EYE_HEIGHT_M - sample.head.position[2]))
        seat = missing if sits_down else (lift.seat_m if comfort.seated else 0.0)
        to = seat + comfort.raise_m
        lift = Lift(to if arrives else lift.now_m, lift.now_m, to, seat, LIFT_S if arrives else 0.0, wanted)
    if lift.since_s >= LIFT_S:
        return replace(lift, now_m=lift.to_m) if lift.now_m != lift.to_m else lift
    since = lift.since_s + max(0.0, min(comfort.longest_step_s, sample.frame.dt_s))
    share = min(1.0, since / LIFT_S)
    eased = share * share * (3.0 - 2.0 * share)
    return replace(lift, since_s=since, now_m=lift.from_m + (lift.to_m - lift.from_m) * eased)


def _stepping_back(state: FitState, sample: Sample) -> tuple[FitState, Sample]:
    """The turning stick pulled back once is one step back: it is told to the feet as a button."""
    pulled = min(
        (h.stick[1] for h in sample.hands if h.side == "right" and abs(h.stick[1]) > abs(h.stick[0])), default=0.0
    )
    back = pulled < (_BACK_OFF if state.back else _BACK_ON)
    if back and not state.back:
        sample = _with_button(sample, STEP_BACK)
    return replace(state, back=back), sample


def _one_handed(state: FitState, sample: Sample, session: Session) -> tuple[FitState, Sample]:
    """One controller does it all: what has no button of its own is on the row of buttons, which a button calls."""
    hands = tuple(hand for hand in sample.hands if hand.side == "right")[:1]
    down = frozenset(name for hand in hands for name in hand.buttons)
    nothing_open = session.panel is None and session.held is None
    calls = _BAR_BUTTONS | ({"back"} if nothing_open else frozenset())
    shown = state.bar != bool((down - state.down) & calls) and nothing_open
    kept = tuple(structs.replace(hand, buttons=_without(hand.buttons, calls)) for hand in hands)
    sample = structs.replace(sample, hands=kept)
    return replace(state, bar=shown, down=down), _with_button(sample, BAR) if shown else sample


def _without(buttons: tuple[str, ...], left_out: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in buttons if name not in left_out)


def _with_button(sample: Sample, name: str) -> Sample:
    """The main hand with one button more."""
    hands = tuple(
        structs.replace(hand, buttons=(*hand.buttons, name)) if hand.side == "right" else hand for hand in sample.hands
    )
    return structs.replace(sample, hands=hands)
