"""What every player of sounds keeps to, and a player that only remembers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from client.headset.api import Vec3
from client.sound.ports import Player
from client.sound.shop_sounds import make_sounds


class RecordingPlayer:
    """Remembers what it was asked to play."""

    def __init__(self, sounds: Mapping[str, bytes] | None = None) -> None:
        self.played: list[tuple[str, float, Vec3 | None]] = []
        self._sounds, self._closed = sounds, False
        self.reopened = 0

    @property
    def says(self) -> str:
        return "Sounds are written down."

    @property
    def names(self) -> list[str]:
        return [name for name, _, _ in self.played]

    def play(self, name: str, gain: float, at: Vec3 | None = None) -> None:
        if not self._closed and (self._sounds is None or name in self._sounds):
            self.played.append((name, gain, at))

    def reopen(self) -> None:
        self.reopened += 1

    def close(self) -> None:
        self._closed = True


def check_player(opening: Callable[[Mapping[str, bytes]], Player]) -> None:
    """Raises AssertionError (or whatever the player raises) where it does not keep to it."""
    sounds = make_sounds()
    player = opening(sounds)
    assert player.says.endswith(".")
    for name in sounds:
        player.play(name, 0.5)
        player.play(name, 0.5, (-1.0, 0.0, 0.0))
    for _ in range(20):
        player.play("add", 1.0, (0.3, 0.9, 0.0))
    player.play("add", 0.0)
    player.play("no such sound", 0.5)
    player.reopen()
    player.play("add", 0.5)
    player.close()
    player.close()
    player.reopen()
    player.play("add", 0.5)
    assert player.says.endswith(".")


if __name__ == "__main__":
    from scenes.kit.speaker import open_speaker

    check_player(open_speaker)
    check_player(open_speaker)  # the device was given back
    sys.stdout.write("kept\n")
