"""What plays sounds and what reads aloud, as ports, and what stands in their place where there is neither."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Thread
from typing import Final, Protocol

from client.domain.text import Language
from client.headset.api import Vec3


class Player(Protocol):
    """Plays the shop's sounds. Nothing here raises, prints or makes a frame wait, whatever the machine has."""

    @property
    def says(self) -> str:
        """In a sentence: what plays, or why it is silent."""

    def play(self, name: str, gain: float, at: Vec3 | None = None) -> None:
        """Begins a sound; one that is not known, or after `close`, is silence. See `values.Heard` for the rest."""

    def reopen(self) -> None:
        """The system's usual device may be another one now: a headset was put on or off."""

    def close(self) -> None:
        """Stops everything; idempotent."""


class Voice(Protocol):
    """Reads aloud."""

    @property
    def there(self) -> bool:
        """Whether it can speak."""

    def speak(self, text: str, language: Language) -> None:
        """Begins to say a sentence, in place of the one before."""

    def close(self) -> None:
        """Falls silent; idempotent."""


class NoVoice:
    """No voice is installed."""

    @property
    def there(self) -> bool:
        """It cannot speak."""
        return False

    def speak(self, text: str, language: Language) -> None:
        """Says nothing."""

    def close(self) -> None:
        """Keeps nothing."""


class Silence:
    """A player that plays nothing, and why."""

    def __init__(self, why: str) -> None:
        self._why = why

    @property
    def says(self) -> str:
        """Why it is silent."""
        return self._why

    def play(self, name: str, gain: float, at: Vec3 | None = None) -> None:
        """Plays nothing."""

    def reopen(self) -> None:
        """Stays silent."""

    def close(self) -> None:
        """Keeps nothing."""


_OPENING: Final = Silence("The sound device is being opened.")


class LatePlayer:
    """Makes the sounds and opens the player on a thread; silent until it is there, and for good if it fails.

    A sound device may take seconds to answer.
    """

    def __init__(
        self, make_sounds: Callable[[], Mapping[str, bytes]], opening: Callable[[Mapping[str, bytes]], Player]
    ) -> None:
        self._make_sounds, self._opening = make_sounds, opening
        self._player: Player = _OPENING
        self._sounds: Mapping[str, bytes] = {}
        self._closed = self._again = False
        self._thread = self._start()

    def _start(self) -> Thread:
        before, self._player = self._player, _OPENING
        thread = Thread(target=self._open, args=(before,), name="sound", daemon=True)
        thread.start()
        return thread

    def _open(self, before: Player) -> None:
        before.close()
        try:
            self._sounds = self._sounds or self._make_sounds()
            player = self._opening(self._sounds)
        except Exception as error:  # noqa: BLE001 - the thread's edge: no driver may end a visit
            player = Silence(f"The sound device could not be opened ({type(error).__name__}: {error}).")
        self._player = player
        if self._closed:
            player.close()

    @property
    def says(self) -> str:
        """What plays, or why it is silent."""
        return self._player.says

    def play(self, name: str, gain: float, at: Vec3 | None = None) -> None:
        """Plays where there is something to play on."""
        if self._again and not self._thread.is_alive():
            self.reopen()
        if not self._closed:
            self._player.play(name, gain, at)

    def reopen(self) -> None:
        """Opens the usual device again, beside the frame; once more if it changes meanwhile."""
        self._again = self._thread.is_alive()
        if not self._closed and not self._again:
            self._thread = self._start()

    def wait(self, timeout_s: float) -> None:
        """Waits until the device was opened or not, at most so long. For tests and the doctor."""
        self._thread.join(timeout_s)

    def close(self) -> None:
        """Stops; a device that opens later is closed at once. Idempotent."""
        self._closed = True
        self._player.close()
