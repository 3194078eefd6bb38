"""Recipe to samples: additive tones with exponential decay, and noise shaped in the frequency domain. Reproducible."""

from __future__ import annotations

import io
import math
import wave
import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

from client.sound.values import Breath, Note, Recipe

F64 = NDArray[np.float64]
RATE_HZ: Final = 48_000
_TAIL_S: Final = 0.012
_HIGHEST_HZ: Final = 9_000.0
_NOISE_SEED: Final = 20_260
_FRAMES: Final = 24
"""A breath's band moves in so many steps."""


def render(recipe: Recipe, rate_hz: int = RATE_HZ) -> NDArray[np.float32]:
    """(n,) samples of one ear in -1..1. It starts and ends at nought, so that nothing clicks."""
    length = max(part.start_s + part.length_s for part in recipe.parts)
    mixed = np.zeros(round(length * rate_hz) + 1)
    for part in recipe.parts:
        made = _note(part, rate_hz) if isinstance(part, Note) else _breath(part, rate_hz)
        first = round(part.start_s * rate_hz)
        mixed[first : first + len(made)] += part.gain * made[: len(mixed) - first]
    mixed -= mixed.mean()
    mixed *= _ramps(len(mixed), round(0.002 * rate_hz), round(_TAIL_S * rate_hz))
    loudest = float(np.abs(mixed).max())
    return (mixed * (recipe.peak / loudest if loudest else 0.0)).astype(np.float32)


def wav_bytes(samples: NDArray[np.float32], rate_hz: int = RATE_HZ) -> bytes:
    """A WAV file of 16 bits, one channel."""
    packed = np.round(np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2")
    into = io.BytesIO()
    with wave.open(into, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(packed.tobytes())
    return into.getvalue()


def _note(note: Note, rate_hz: int) -> F64:
    """Partials k of the fundamental; the k-th dies k times as fast, as a struck string's do."""
    count = round(note.length_s * rate_hz)
    t = np.arange(count) / rate_hz
    # The phase of a pitch that glides evenly on a logarithmic scale: the integral of f * glide^(t/T).
    bend = math.log(note.glide) / note.length_s
    phase = note.hertz * (np.expm1(bend * t) / bend if bend else t)
    total = np.zeros(count)
    for k, gain in enumerate((1.0, *note.overtones), start=1):
        if k * note.hertz * max(1.0, note.glide) < _HIGHEST_HZ:
            total += gain * np.sin(2 * np.pi * k * phase) * np.exp(-t * k / note.decay_s)
    swell = np.minimum(1.0, t / note.attack_s)
    shaped: F64 = total * np.sin(0.5 * np.pi * swell) ** 2 * _ramps(count, 0, round(_TAIL_S * rate_hz))
    return shaped


def _breath(breath: Breath, rate_hz: int) -> F64:
    """Noise through a band an octave wide whose middle moves from `low` to `high`, in overlapping windows."""
    count = round(breath.length_s * rate_hz)
    seed = zlib.crc32(repr((breath.low_hertz, breath.high_hertz, breath.length_s)).encode()) ^ _NOISE_SEED
    noise = np.random.default_rng(seed).standard_normal(count)
    spectrum, hertz = np.fft.rfft(noise), np.fft.rfftfreq(count, 1.0 / rate_hz)
    centres = np.geomspace(breath.low_hertz, breath.high_hertz, _FRAMES)
    at = np.linspace(0.0, 1.0, count) * (_FRAMES - 1)
    total = np.zeros(count)
    for index, centre in enumerate(centres):
        octaves = np.log2(np.maximum(hertz, 1.0) / centre)
        band = np.fft.irfft(spectrum * np.exp(-0.5 * (octaves / 0.5) ** 2), count)
        total += band / (np.std(band) or 1.0) * np.clip(1.0 - np.abs(at - index), 0.0, 1.0)
    shaped: F64 = total * np.sin(np.pi * np.arange(count) / max(1, count - 1)) ** 2
    return shaped


def _ramps(count: int, rise: int, fall: int) -> F64:
    """1, but rising from 0 over the first samples and falling to 0 over the last."""
    shape = np.ones(count)
    rise, fall = min(rise, count // 2), min(fall, count // 2)
    shape[:rise] = 0.5 - 0.5 * np.cos(np.pi * np.arange(rise) / max(1, rise))
    shape[count - fall :] = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, fall + 1) / max(1, fall))
    return shape
