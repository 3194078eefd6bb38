"""Sounds as numbers: soft, short, without clicks, and the same every time."""

from __future__ import annotations

import io
import wave

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.sound.recipes import RECIPES
from client.sound.shop_sounds import lengths_s, make_sounds
from client.sound.synth import RATE_HZ, render, wav_bytes
from client.sound.values import Breath, Note, Recipe


def spectrum(samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    padded = 1 << 17
    energy = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), padded)) ** 2
    return np.fft.rfftfreq(padded, 1 / RATE_HZ), energy


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_a_sound_is_soft_short_and_does_not_click(name: str) -> None:
    samples = render(RECIPES[name]).astype(float)
    assert len(samples) / RATE_HZ <= (0.9 if name == "done" else 0.5)
    assert np.abs(samples).max() == pytest.approx(RECIPES[name].peak, rel=1e-3)
    assert np.abs(samples).max() <= 0.3
    assert samples[0] == 0.0
    assert abs(samples[-1]) < 1e-4
    assert np.abs(np.diff(samples)).max() < 0.16 * RECIPES[name].peak, "a leap between two samples is a click"
    hertz, energy = spectrum(samples)
    assert energy[hertz > 4000].sum() < 0.01 * energy.sum(), "nothing shrill"
    assert energy[hertz < 90].sum() < 0.02 * energy.sum(), "nothing booms"


def test_no_sound_is_much_louder_than_the_others() -> None:
    loud = {name: np.sqrt(np.mean(render(recipe).astype(float) ** 2)) for name, recipe in RECIPES.items()}
    quiet = loud.pop("tick")
    assert max(loud.values()) / min(loud.values()) < 10 ** (9 / 20)
    assert quiet < min(loud.values()), "what is heard most often is the softest"


@pytest.mark.parametrize(("name", "hertz"), [("tick", 880.0), ("select", 587.33), ("refused", 329.63)])
def test_a_tone_has_its_pitch(name: str, hertz: float) -> None:
    frequencies, energy = spectrum(render(RECIPES[name]))
    assert frequencies[energy.argmax()] == pytest.approx(hertz, rel=0.01)


def test_adding_rises_and_taking_off_falls() -> None:
    def pitches(name: str) -> tuple[float, float]:
        samples = render(RECIPES[name])
        middle = round(0.085 * RATE_HZ)
        ends = []
        for part in (samples[:middle], samples[2 * middle :]):
            hertz, energy = spectrum(part)
            ends.append(float(hertz[energy.argmax()]))
        return ends[0], ends[1]

    first, last = pitches("add")
    assert last > 1.2 * first
    first, last = pitches("remove")
    assert last < 0.8 * first


def test_every_sound_is_another_one_and_the_same_every_time() -> None:
    once, again = make_sounds(), make_sounds()
    assert once == again
    assert len(set(once.values())) == len(RECIPES)


def test_a_wav_file_holds_the_samples() -> None:
    samples = render(RECIPES["add"])
    with wave.open(io.BytesIO(wav_bytes(samples))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
        read = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2") / 32767.0
    assert np.abs(read - samples).max() < 1 / 32000
    assert len(samples) / RATE_HZ == pytest.approx(lengths_s()["add"], abs=1e-3)


@settings(deadline=None)
@given(
    hertz=st.floats(60, 4000),
    length_s=st.floats(0.03, 0.6),
    glide=st.sampled_from([0.5, 0.94, 1.0, 1.5]),
    peak=st.floats(0.01, 1.0),
    breath=st.booleans(),
)
def test_whatever_the_parameters_a_sound_stays_within_bounds(
    hertz: float, length_s: float, glide: float, peak: float, breath: bool
) -> None:
    part = (
        Breath(hertz, hertz * 2, length_s=length_s)
        if breath
        else Note(hertz, length_s=length_s, glide=glide, decay_s=length_s / 3)
    )
    samples = render(Recipe((part,), peak))
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= peak * 1.0001
    assert samples[0] == 0.0
    assert abs(samples[-1]) < 1e-3
