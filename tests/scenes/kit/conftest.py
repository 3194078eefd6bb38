from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from scenes.kit.engine import EngineError, apply_settings, open_offscreen
from scenes.kit.environment import Environment, make_environment
from scenes.kit.renderer import Renderer
from scenes.kit.shaders import Lighting
from scenes.kit.surfaces import Surfaces

SIDE_PX = 128
MakeStudio = Callable[..., tuple[Renderer, Surfaces]]


@pytest.fixture(scope="session")
def uniform() -> Environment:
    """The same light from everywhere, radiance 1."""
    return make_environment(lambda d: np.ones_like(d), white_up=1.0)


@pytest.fixture
def studio(uniform: Environment) -> Iterator[MakeStudio]:
    """Opens a small renderer in even light, without the key light unless asked for."""
    opened: list[Renderer] = []

    def make(key: float = 0.0, exposure: float = 1.0) -> tuple[Renderer, Surfaces]:
        apply_settings(headless=True)
        try:
            output = open_offscreen(SIDE_PX, SIDE_PX, 4)
        except EngineError as error:
            pytest.skip(str(error))
        lighting = Lighting(uniform.sh, len(uniform.levels) - 1, key_color=(key, key, key), exposure=exposure)
        renderer = Renderer(output, uniform, lighting)
        renderer.set_fov(1.0)
        opened.append(renderer)
        surfaces = Surfaces(renderer)
        return renderer, surfaces

    yield make
    for renderer in opened:
        renderer.close()
        renderer.close()


@pytest.fixture
def plain_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small stand-ins for the shop's material pictures, which these tests do not look at."""
    import scenes.kit.surfaces as surfaces

    def layers() -> NDArray[np.uint8]:
        return np.full((8, 4, 4, 4), 128, dtype=np.uint8)

    monkeypatch.setattr(surfaces, "material_layers", layers)
    monkeypatch.setattr(surfaces, "plank_floor", lambda _size: layers()[0])
    monkeypatch.setattr(surfaces, "PLANKS_PX", 4)
    monkeypatch.setattr(surfaces, "LAYER_PX", 4)
