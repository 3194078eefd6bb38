"""Hands and controllers: declares the actions, suggests bindings, reads them, lets them be felt."""

from __future__ import annotations

import logging
from typing import Literal

import xr

from client.headset.api import Hand, Pose
from client.headset.openxr.bindings import ACTIONS, BUTTONS, PROFILES, Kind, profile_of
from client.headset.openxr.fingers import front_end
from client.headset.openxr.instance import Instance
from client.headset.openxr.spaces import Spaces

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
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
        sets = (xr.ActionSet * 1)(self.set)
        xr.attach_session_action_sets(session, xr.SessionActionSetsAttachInfo(count_action_sets=1, action_sets=sets))

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
        active = (xr.ActiveActionSet * 1)(xr.ActiveActionSet(action_set=self.set, subaction_path=xr.NULL_PATH))
        try:
            xr.sync_actions(self._session, xr.ActionsSyncInfo(count_active_action_sets=1, active_action_sets=active))
        except xr.exception.SessionNotFocused:
            return False
        return True

    def hand(self, side: Side, spaces: Spaces, time: int) -> Hand | None:
        """A hand in the base space, after `sync`, pointing along its grip where it has no aim; None while not seen."""
        grip = spaces.locate(self.spaces["grip", side], time)
        aim = spaces.locate(self.spaces["aim", side], time) or grip
        return self._hand(side, grip, aim) if grip is not None and aim is not None else None

    def _hand(self, side: Side, grip: Pose, aim: Pose) -> Hand:
        x, y = self._stick(side)
        return Hand(
            side,
            grip,
            aim,
            trigger=self._float("trigger", side),
            squeeze=self._float("squeeze", side),
            stick=(x, y),
            buttons=tuple(name for name in BUTTONS if self._button(name, side)),
            tracked=self._bare[side],
            poke=front_end(grip, aim),
        )

    def _ask(self, name: str, side: Side) -> xr.ActionStateGetInfo:
        return xr.ActionStateGetInfo(action=self.actions[name], subaction_path=self.paths[side])

    def _float(self, name: str, side: Side) -> float:
        state = xr.get_action_state_float(self._session, self._ask(name, side))
        return round(float(state.current_state), 4) if state.is_active else 0.0

    def _button(self, name: str, side: Side) -> bool:
        state = xr.get_action_state_boolean(self._session, self._ask(name, side))
        return bool(state.is_active and state.current_state)

    def _stick(self, side: Side) -> tuple[float, float]:
        if self._pads[side] and not self._button("stick_click", side):
            return (0.0, 0.0)  # a thumb that merely lies on a pad means nothing
        state = xr.get_action_state_vector2f(self._session, self._ask("stick", side))
        if not state.is_active:
            return (0.0, 0.0)
        return round(float(state.current_state.x), 4), round(float(state.current_state.y), 4)

    def pulse(self, side: Side, strength: float, seconds: float) -> None:
        """Lets a hand feel something. strength: 0 to 1. Devices that cannot do nothing."""
        vibration = xr.HapticVibration(duration=max(1, int(seconds * 1e9)), frequency=0.0, amplitude=strength)
        what = xr.HapticActionInfo(action=self.actions["pulse"], subaction_path=self.paths[side])
        xr.apply_haptic_feedback(self._session, what, vibration)
