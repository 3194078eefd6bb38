"""Hands and controllers: declares the actions, suggests bindings, reads them, lets them be felt."""

from __future__ import annotations

import ctypes
import logging
from typing import Literal

import xr

from client.headset.api import Hand, Pose
from client.headset.openxr.bindings import ACTIONS, BUTTONS, PROFILES, Kind, profile_of
from client.headset.openxr.calls import NUMBER, STATE, STICK, Address, address_of, check, function
from client.headset.openxr.fingers import front_end
from client.headset.openxr.instance import Instance
from client.headset.openxr.spaces import Spaces

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
_NOT_FOCUSED = 8
"""XR_SESSION_NOT_FOCUSED."""
_log = logging.getLogger("vitrine.headset")

_KINDS: dict[Kind, xr.ActionType] = {
    "pose": xr.ActionType.POSE_INPUT, "float": xr.ActionType.FLOAT_INPUT, "stick": xr.ActionType.VECTOR2F_INPUT,
    "button": xr.ActionType.BOOLEAN_INPUT, "haptic": xr.ActionType.VIBRATION_OUTPUT,
}  # fmt: skip


class Actions:
    """All actions of a session, in one set. Everything here is gone with the session and its instance."""

    def __init__(self, instance: Instance, session: object) -> None:
        self._instance, self._session = instance, session
        self.paths = {side: xr.string_to_path(instance.handle, f"/user/hand/{side}") for side in SIDES}
        self.set = xr.create_action_set(instance.handle, xr.ActionSetCreateInfo("shop", "Shop", 0))
        both = (xr.Path * 2)(*self.paths.values())
        self.actions = {
            name: xr.create_action(
                self.set,
                xr.ActionCreateInfo(
                    action_type=_KINDS[kind],
                    action_name=name,
                    localized_action_name=name.replace("_", " ").capitalize(),
                    count_subaction_paths=2,
                    subaction_paths=both,
                ),
            )
            for name, kind in ACTIONS.items()
        }
        self._suggest()
        self.spaces = {
            (name, side): xr.create_action_space(
                session,
                xr.ActionSpaceCreateInfo(
                    action=self.actions[name], subaction_path=self.paths[side], pose_in_action_space=xr.Posef()
                ),
            )
            for name in ("grip", "aim")
            for side in SIDES
        }
        self._pads: dict[Side, bool] = dict.fromkeys(SIDES, False)
        self._bare: dict[Side, bool] = dict.fromkeys(SIDES, False)
        self._prepare_calls()
        sets = (xr.ActionSet * 1)(self.set)
        xr.attach_session_action_sets(session, xr.SessionActionSetsAttachInfo(count_action_sets=1, action_sets=sets))

    def _prepare_calls(self) -> None:
        """What `sync` and `hand` call with, made once."""
        self._session_address = address_of(self._session)
        self._places = {key: address_of(space) for key, space in self.spaces.items()}
        active = xr.ActiveActionSet(action_set=self.set, subaction_path=xr.NULL_PATH)
        self._active = (xr.ActiveActionSet * 1)(active)
        self._what = xr.ActionsSyncInfo(count_active_action_sets=1, active_action_sets=self._active)
        self._what_address = ctypes.addressof(self._what)
        self._asks = {
            side: {
                name: xr.ActionStateGetInfo(action=action, subaction_path=path) for name, action in self.actions.items()
            }
            for side, path in self.paths.items()
        }
        self._asked = {
            side: {name: ctypes.addressof(ask) for name, ask in asks.items()} for side, asks in self._asks.items()
        }
        self._number, self._state = xr.ActionStateFloat(), xr.ActionStateBoolean()
        self._pushed = xr.ActionStateVector2f()
        self._number_address, self._state_address, self._pushed_address = (
            ctypes.addressof(each) for each in (self._number, self._state, self._pushed)
        )
        self._sync = function("xrSyncActions", Address, Address)
        self._get_float, self._get_boolean, self._get_vector = (
            function(f"xrGetActionState{kind}", Address, Address, Address) for kind in ("Float", "Boolean", "Vector2f")
        )

    def _suggest(self) -> None:
        """A runtime that does not know a controller says so; the others still work."""
        handle = self._instance.handle
        for profile in PROFILES:
            if profile.extension and profile.extension not in self._instance.extensions:
                continue
            found = [
                xr.ActionSuggestedBinding(self.actions[name], xr.string_to_path(handle, path))
                for name, path in profile.suggestions()
            ]
            suggestion = xr.InteractionProfileSuggestedBinding(
                interaction_profile=xr.string_to_path(handle, profile.path),
                count_suggested_bindings=len(found),
                suggested_bindings=(xr.ActionSuggestedBinding * len(found))(*found),
            )
            try:
                xr.suggest_interaction_profile_bindings(handle, suggestion)
            except xr.exception.ResultException as error:
                _log.info("the runtime takes no bindings for %s: %s", profile.path, error)

    def profile_changed(self) -> None:
        """Another controller is in use."""
        for side in SIDES:
            profile = profile_of(self.profile(side))
            self._pads[side] = profile is not None and profile.pad
            self._bare[side] = profile is not None and profile.bare

    def profile(self, side: Side) -> str:
        """The path of the controller family in use, or empty."""
        state = xr.get_current_interaction_profile(self._session, self.paths[side])
        path = state.interaction_profile
        return str(xr.path_to_string(self._instance.handle, path)) if path else ""

    def sync(self) -> bool:
        """Takes in what the hands do now; False when another program has the input."""
        code = self._sync(self._session_address, self._what_address)
        if code == _NOT_FOCUSED:
            return False
        check(code)
        return True

    def hand(self, side: Side, spaces: Spaces, time: int) -> Hand | None:
        """A hand in the base space, after `sync`, pointing along its grip where it has no aim; None while not seen."""
        grip = spaces.locate(self._places["grip", side], time)
        if grip is None:
            return None
        aim = spaces.locate(self._places["aim", side], time) or grip
        return self._hand(side, grip, aim)

    def _hand(self, side: Side, grip: Pose, aim: Pose) -> Hand:
        asked = self._asked[side]
        return Hand(
            side,
            grip,
            aim,
            trigger=self._float(asked["trigger"]),
            squeeze=self._float(asked["squeeze"]),
            stick=self._stick(side),
            buttons=tuple(name for name in BUTTONS if self._button(asked[name])),
            tracked=self._bare[side],
            poke=front_end(grip, aim),
        )

    def _float(self, asked: int) -> float:
        check(self._get_float(self._session_address, asked, self._number_address))
        value, active = NUMBER.unpack_from(self._number)
        return round(value, 4) if active else 0.0

    def _button(self, asked: int) -> bool:
        check(self._get_boolean(self._session_address, asked, self._state_address))
        pressed, active = STATE.unpack_from(self._state)
        return bool(active and pressed)

    def _stick(self, side: Side) -> tuple[float, float]:
        if self._pads[side] and not self._button(self._asked[side]["stick_click"]):
            return (0.0, 0.0)  # a thumb that merely lies on a pad means nothing
        check(self._get_vector(self._session_address, self._asked[side]["stick"], self._pushed_address))
        x, y, active = STICK.unpack_from(self._pushed)
        return (round(x, 4), round(y, 4)) if active else (0.0, 0.0)

    def pulse(self, side: Side, strength: float, seconds: float) -> None:
        """Lets a hand feel something. strength: 0 to 1. Devices that cannot do nothing."""
        vibration = xr.HapticVibration(duration=max(1, int(seconds * 1e9)), frequency=0.0, amplitude=strength)
        what = xr.HapticActionInfo(action=self.actions["pulse"], subaction_path=self.paths[side])
        xr.apply_haptic_feedback(self._session, what, vibration)
