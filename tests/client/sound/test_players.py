"""All players keep to one contract; the real one is heard through OpenAL's own file writer."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from client.sound.ports import LatePlayer, NoVoice, Player, Silence
from client.sound.shop_sounds import make_sounds
from tests.simulators.player_contract import RecordingPlayer, check_player

LISTEN = """
import time
from scenes.kit.speaker import open_speaker
from client.sound.synth import wav_bytes
import numpy as np
tone = 0.4 * np.sin(2 * np.pi * 800 * np.arange(9600) / 48000)
player = open_speaker({"tone": wav_bytes(tone.astype(np.float32))})
for gain, at in ((0.5, None), (0.25, None), (0.5, (-0.42, 0.9, 0.0)), (0.5, (0.42, 0.9, 0.0))):
    player.play("tone", gain, at)
    time.sleep(1.0)
time.sleep(1.0)
player.close()
"""


def test_the_recorder_keeps_to_it() -> None:
    check_player(RecordingPlayer)


def test_silence_keeps_to_it() -> None:
    check_player(lambda sounds: Silence("Nothing is here."))


def test_a_late_player_keeps_to_it() -> None:
    check_player(lambda sounds: LatePlayer(make_sounds, RecordingPlayer))


def test_openal_keeps_to_it(repository: Path) -> None:
    said = _run(repository, ["-m", "tests.simulators.player_contract"], {"ALSOFT_DRIVERS": "null"})
    assert said.returncode == 0, said.stderr
    assert said.stdout == "kept\n"
    assert said.stderr == ""


def test_without_a_device_there_is_a_sentence_and_not_a_word_more(repository: Path) -> None:
    script = "from client.features.sound.playing import open_player; print(open_player({}).says)"
    said = _run(repository, ["-c", script], {"ALSOFT_DRIVERS": "no-such-driver"})
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout == "The shop is silent: there is no sound device that works.\n"


def test_what_is_really_played(repository: Path, tmp_path: Path) -> None:
    """Left is left, right is right, in the middle both ears get the same, half the gain is half as loud."""
    written = tmp_path / "heard.wav"
    config = tmp_path / "openal.conf"
    config.write_text(f"[general]\ndrivers=wave\nchannels=stereo\n[wave]\nfile={written}\n", encoding="utf-8")
    said = _run(repository, ["-c", LISTEN], {"ALSOFT_CONF": str(config)})
    assert (said.returncode, said.stderr) == (0, "")
    plain, half, left, right = _bursts(written)
    assert plain[0] == pytest.approx(plain[1], rel=1e-3)
    assert half[0] == pytest.approx(plain[0] / 2, rel=0.15)
    assert left[0] > 1.5 * left[1] > 0.0
    assert right[1] > 1.5 * right[0] > 0.0


def _run(repository: Path, arguments: list[str], extra: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(repository), **extra}
    return subprocess.run(
        [sys.executable, *arguments], cwd=repository, env=environment, capture_output=True, text=True, timeout=600
    )


def _bursts(path: Path) -> list[tuple[float, float]]:
    """Loudness (left, right) of each stretch between silences. OpenAL writes 32-bit float."""
    raw = path.read_bytes()
    start = raw.index(b"data") + 8
    samples = np.frombuffer(raw[start : start + (len(raw) - start) // 8 * 8], dtype="<f4").reshape(-1, 2)
    loud = np.convolve((samples**2).sum(axis=1), np.ones(400) / 400, "same") > 1e-6
    edges = np.flatnonzero(np.diff(loud.astype(np.int8), prepend=0, append=0))
    found = []
    for begin, end in edges.reshape(-1, 2):
        if end - begin > 4000:
            ears = np.sqrt((samples[begin:end].astype(float) ** 2).mean(axis=0))
            found.append((float(ears[0]), float(ears[1])))
    return found


def test_a_device_that_answers_late_is_no_ones_wait() -> None:
    may_open = threading.Event()
    recorder = RecordingPlayer()

    def opening(sounds: Mapping[str, bytes]) -> Player:
        may_open.wait(120)
        return recorder

    player = LatePlayer(make_sounds, opening)
    player.play("add", 0.5)
    assert recorder.played == []
    may_open.set()
    player.wait(120)
    player.play("add", 0.5)
    assert recorder.names == ["add"]
    player.close()


def test_a_device_that_opens_after_the_shop_closed_is_closed_too() -> None:
    may_open = threading.Event()
    recorder = RecordingPlayer()

    def opening(sounds: Mapping[str, bytes]) -> Player:
        may_open.wait(120)
        return recorder

    player = LatePlayer(make_sounds, opening)
    player.close()
    may_open.set()
    player.wait(120)
    recorder.play("add", 0.5)
    assert recorder.played == [], "it was closed"


def test_another_device_is_opened_beside_the_frame_and_the_old_one_closed_first() -> None:
    opened: list[RecordingPlayer] = []
    may_open = threading.Event()
    may_open.set()

    def opening(sounds: Mapping[str, bytes]) -> Player:
        may_open.wait(120)
        if opened:
            opened[-1].play("add", 0.5)
            assert opened[-1].played == [], "it was closed before"
        opened.append(RecordingPlayer())
        return opened[-1]

    player = LatePlayer(make_sounds, opening)
    player.wait(120)
    may_open.clear()
    player.reopen()
    player.reopen()  # it changes once more while it is being opened
    player.play("take", 0.5)
    may_open.set()
    player.wait(120)
    may_open.clear()
    player.play("take", 0.5)
    may_open.set()
    player.wait(120)
    player.play("put_back", 0.5)
    assert len(opened) == 3
    assert opened[-1].names == ["put_back"]
    player.close()
    player.reopen()
    assert len(opened) == 3


def test_a_driver_that_fails_is_silence_with_a_sentence() -> None:
    def opening(sounds: Mapping[str, bytes]) -> Player:
        raise OSError("no such thing")

    player = LatePlayer(make_sounds, opening)
    player.wait(120)
    player.play("add", 0.5)
    assert "no such thing" in player.says


def test_no_voice_says_so() -> None:
    voice = NoVoice()
    voice.speak("Oslo sofa", "en")
    voice.close()
    assert not voice.there
