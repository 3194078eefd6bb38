"""All sounds as WAV files in memory, and how long each lasts."""

from __future__ import annotations

from client.sound.recipes import RECIPES
from client.sound.synth import render, wav_bytes
from client.sound.values import SoundName


def make_sounds() -> dict[str, bytes]:
    """Name to WAV; takes a few hundredths of a second."""
    return {name: wav_bytes(render(recipe)) for name, recipe in RECIPES.items()}


def lengths_s() -> dict[SoundName, float]:
    """Seconds, from the recipes alone."""
    return {name: max(part.start_s + part.length_s for part in recipe.parts) for name, recipe in RECIPES.items()}
