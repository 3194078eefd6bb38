"""What can be wrong with a headset, in sentences for the shopper."""

from __future__ import annotations

from client.domain.errors import VitrineError

NO_RUNTIME = (
    "No OpenXR runtime is installed. Install the one of your headset (SteamVR, Meta Quest Link, Varjo, Monado ...) "
    "and make it the system's active one."
)


class HeadsetError(VitrineError):
    """No headset can be used now; the sentence says why. It may be there later."""


class HeadsetLostError(HeadsetError):
    """The runtime took session or instance away, or stopped answering."""
