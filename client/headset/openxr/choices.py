"""What is chosen from what a runtime offers. Pure: numbers are those of the OpenXR and OpenGL registries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

OPAQUE: Final = 1
ADDITIVE: Final = 2
ALPHA_BLEND: Final = 3

SRGB8_ALPHA8: Final = 0x8C43
RGBA8: Final = 0x8058
DEPTH_BITS: Final = {0x81A6: 24, 0x8CAC: 32}
"""GL_DEPTH_COMPONENT24 and GL_DEPTH_COMPONENT32F: the bits that the eyes are opened with for them."""

VIEW: Final = 1
LOCAL: Final = 2
STAGE: Final = 3
LOCAL_FLOOR: Final = 1000426000

BASE_HZ: Final = 90.0
Surround = Literal["store", "room"]
"""A store of its own around the shopper, or the shopper's own room seen through."""


def blend_mode(offered: Sequence[int], surround: Surround = "store") -> int | None:
    """The blend mode for what is to be seen around the shopper; None when it cannot be shown on this device.

    A device that has no opaque mode (see-through glasses) shows the store additively: dark is transparent there.
    """
    wanted = (OPAQUE, ALPHA_BLEND, ADDITIVE) if surround == "store" else (ALPHA_BLEND, ADDITIVE)
    return next((mode for mode in wanted if mode in offered), None)


def refresh_rate(offered: Sequence[float], wanted_hz: float = BASE_HZ) -> float | None:
    """The rate nearest to the wanted one, the faster of two; None when the runtime offers none to choose from."""
    rates = [rate for rate in offered if rate > 0.0]
    return min(rates, key=lambda rate: (abs(rate - wanted_hz), -rate)) if rates else None


def swapchain_format(offered: Sequence[int]) -> int | None:
    """Colours come out of the shaders ready to be seen, so an sRGB format is right; plain RGBA8 looks paler.

    None when neither is offered.
    """
    return next((wanted for wanted in (SRGB8_ALPHA8, RGBA8) if wanted in offered), None)


def depth_format(offered: Sequence[int]) -> int | None:
    """Depths are copied without change, so only formats that the eyes can be drawn in do; the runtime's order counts.

    None when there is none.
    """
    return next((one for one in offered if one in DEPTH_BITS), None)


def reference_space(offered: Sequence[int]) -> int:
    """Floor-level spaces first; LOCAL, whose height is the eyes' at start, is always there."""
    return next((space for space in (STAGE, LOCAL_FLOOR) if space in offered), LOCAL)


def eye_size(recommended: tuple[int, int], largest: tuple[int, int], quality: float) -> tuple[int, int]:
    """Pixels of an eye: the recommended size times a quality, even numbers, never above what the runtime takes."""
    width, height = (
        max(16, min(most, round(base * quality)) // 2 * 2) for base, most in zip(recommended, largest, strict=True)
    )
    return width, height
