"""Sounds played by the engine's own OpenAL: placed around the head, mixed beside the frame, in any number of copies."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Mapping
from itertools import count
from typing import Final

from panda3d.core import (
    AudioManager,
    AudioSound,
    Filename,
    VirtualFileMountRamdisk,
    VirtualFileSystem,
    load_prc_file_data,
)

_SETTINGS: Final = "audio-library-name p3openal_audio\nnotify-level-audio fatal\naudio-preload-threshold 1000000\n"
_COPIES: Final = 2
"""How many of the same sound may overlap."""
_PROBE_S: Final = 15.0
_WORKS, _NO_DEVICE = 0, 3
_numbers = count()


class NoSoundError(Exception):
    """There is nothing to play on; the sentence says why."""


class Speaker:
    """Plays named WAV files. The listener is at the origin, looking along +Y with Z up. One thread at a time."""

    def __init__(self, manager: AudioManager, sounds: Mapping[str, bytes]) -> None:
        self._manager: AudioManager | None = manager
        self._placed: dict[str, list[AudioSound]] = {}
        self._plain: dict[str, list[AudioSound]] = {}
        manager.audio_3d_set_listener_attributes(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1)
        folder = f"/vitrine-sounds-{next(_numbers)}"
        files = VirtualFileSystem.get_global_ptr()
        files.mount(VirtualFileMountRamdisk(), folder, 0)
        for name, data in sounds.items():
            path = Filename(f"{folder}/{name}.wav")
            files.write_file(path, data, False)
            self._placed[name] = [manager.get_sound(path, True) for _ in range(_COPIES)]
            self._plain[name] = [manager.get_sound(path, False) for _ in range(_COPIES)]
        self._folder = folder

    @property
    def says(self) -> str:
        """What plays."""
        return "Sound is played through OpenAL on the system's usual device."

    def play(self, name: str, gain: float, at: tuple[float, float, float] | None = None) -> None:
        """Begins a sound; `at` is in metres from the head (x right, y ahead, z up), None the same in both ears."""
        if self._manager is None:
            return
        self._manager.update()  # lets go of what has ended
        copies = (self._plain if at is None else self._placed).get(name)
        if not copies:
            return
        sound = next((one for one in copies if one.status() != AudioSound.PLAYING), copies[0])
        sound.set_volume(max(0.0, min(1.0, gain)))
        if at is not None:
            sound.set_3d_attributes(*at, 0.0, 0.0, 0.0)
        sound.play()

    def reopen(self) -> None:
        """It plays where it was opened; another speaker has to be opened for another device."""

    def close(self) -> None:
        """Stops everything and gives the device back; idempotent."""
        if self._manager is not None:
            self._manager.stop_all_sounds()
            self._placed.clear()
            self._plain.clear()
            self._manager = None
            VirtualFileSystem.get_global_ptr().unmount_point(self._folder)


def open_speaker(sounds: Mapping[str, bytes]) -> Speaker:
    """Opens the system's usual device; takes a second or more, so call it beside the frame. Raises NoSoundError.

    Another process tries first: drivers print, hang or crash where there is no device, and none of it may be seen here.
    """
    if not device_works():
        raise NoSoundError("there is no sound device that works")
    # OpenAL Soft takes its log level from the environment alone; what it says of missing microphones is nobody's news.
    os.environ.setdefault("ALSOFT_LOGLEVEL", "0")
    manager = _manager()
    if manager is None:
        raise NoSoundError("the sound device is in use or went away")
    return Speaker(manager, sounds)


def device_works(timeout_s: float = _PROBE_S) -> bool:
    """Whether a process of its own could open the usual sound device in time."""
    process = multiprocessing.get_context("spawn").Process(target=_probe, name="sound-probe", daemon=True)
    process.start()
    process.join(timeout_s)
    if process.exitcode is None:
        process.kill()
        process.join(5.0)
    return process.exitcode == _WORKS


def _manager() -> AudioManager | None:
    load_prc_file_data("vitrine-sound", _SETTINGS)
    manager = AudioManager.create_AudioManager()
    return manager if manager is not None and manager.is_valid() else None


def _probe() -> None:
    """The other process: mute, and its exit code is the answer."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os._exit(_WORKS if _manager() is not None else _NO_DEVICE)
