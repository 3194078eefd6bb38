"""Which part of which controller does what: one table a controller family. Pure data.

Paths are those of the OpenXR specification, section "Interaction Profile Paths", and of XR_EXT_hand_interaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["pose", "float", "stick", "button", "haptic"]

ACTIONS: Final[dict[str, Kind]] = {
    "grip": "pose", "aim": "pose", "trigger": "float", "squeeze": "float", "stick": "stick", "stick_click": "button",
    "menu": "button", "back": "button", "variant": "button", "pulse": "haptic",
}  # fmt: skip
"""Action to what it is. Buttons are those of `Hand.buttons`; `stick_click` only wakes a touch pad's stick."""

BUTTONS: Final = tuple(name for name, kind in ACTIONS.items() if kind == "button" and name != "stick_click")

_BOTH: Final = {"grip": "input/grip/pose", "aim": "input/aim/pose"}
_FELT: Final = {**_BOTH, "pulse": "output/haptic"}


@dataclass(frozen=True)
class Profile:
    """A controller family: suggestions for both hands, for one hand only, and the extension it needs, if any."""

    path: str
    both: dict[str, str]
    left: dict[str, str]
    right: dict[str, str]
    extension: str = ""
    pad: bool = False
    """Its stick is a touch pad: it counts only while it is pressed down."""
    bare: bool = False
    """It is no controller but a bare hand, understood by the runtime."""

    def suggestions(self) -> tuple[tuple[str, str], ...]:
        """(action, full path) of both hands."""
        found = []
        for side, own in (("left", self.left), ("right", self.right)):
            for action, path in {**self.both, **own}.items():
                found.append((action, f"/user/hand/{side}/{path}"))
        return tuple(found)


PROFILES: Final = (
    Profile(
        "/interaction_profiles/khr/simple_controller",
        {**_FELT, "trigger": "input/select/click"},
        {"menu": "input/menu/click"},
        {"back": "input/menu/click"},
    ),
    Profile(
        "/interaction_profiles/oculus/touch_controller",
        {**_FELT, "trigger": "input/trigger/value", "squeeze": "input/squeeze/value", "stick": "input/thumbstick"},
        {"menu": "input/menu/click", "variant": "input/x/click", "back": "input/y/click"},
        {"variant": "input/a/click", "back": "input/b/click"},
    ),
    Profile(
        "/interaction_profiles/valve/index_controller",
        {
            **_FELT,
            "trigger": "input/trigger/value",
            "squeeze": "input/squeeze/value",
            "stick": "input/thumbstick",
            "variant": "input/a/click",
        },
        {"menu": "input/b/click"},
        {"back": "input/b/click"},
    ),
    Profile(
        "/interaction_profiles/htc/vive_controller",
        {
            **_FELT,
            "trigger": "input/trigger/value",
            "squeeze": "input/squeeze/click",
            "stick": "input/trackpad",
            "stick_click": "input/trackpad/click",
        },
        {"menu": "input/menu/click"},
        {"back": "input/menu/click"},
        pad=True,
    ),
    Profile(
        "/interaction_profiles/microsoft/motion_controller",
        {**_FELT, "trigger": "input/trigger/value", "squeeze": "input/squeeze/click", "stick": "input/thumbstick"},
        {"menu": "input/menu/click"},
        {"back": "input/menu/click"},
    ),
    Profile(
        "/interaction_profiles/ext/hand_interaction_ext",
        {**_BOTH, "trigger": "input/aim_activate_ext/value", "squeeze": "input/grasp_ext/value"},
        {},
        {},
        extension="XR_EXT_hand_interaction",
        bare=True,
    ),
)


def profile_of(path: str) -> Profile | None:
    """The profile of a path, as the runtime names the controller in use."""
    return next((profile for profile in PROFILES if profile.path == path), None)
