from __future__ import annotations

import numpy as np
import pytest

from scenes.kit.environment import LEVELS, cached_environment, face_directions, lookup, make_environment
from scenes.kit.geometry import VERTEX, Mesh
from scenes.kit.shapes import Finish, box, grid_triangles
from tests.scenes.kit.conftest import MakeStudio

pytestmark = [pytest.mark.usefixtures("plain_pictures")]


def srgb(linear: float) -> float:
    return 255.0 * (12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055)


def sphere(roughness: float, metallic: float, tone: float = 1.0) -> Mesh:
    polar, around = np.linspace(0, np.pi, 33), np.linspace(0, 2 * np.pi, 65)
    p, a = np.meshgrid(polar, around, indexing="ij")
    normal = np.stack([np.sin(p) * np.cos(a), np.sin(p) * np.sin(a), np.cos(p)], -1).reshape(-1, 3)
    out = np.zeros(len(normal), dtype=VERTEX)
    out["position"], out["normal"] = normal, normal
    out["color"] = (*[round(255 * tone**0.5)] * 3, 255)
    out["surface"] = (round(roughness * 255), round(metallic * 255), 255, 0)
    return Mesh(out, grid_triangles(33, 65))


@pytest.mark.gl
@pytest.mark.parametrize(("roughness", "metallic"), [(1.0, 0.0), (0.5, 0.0), (0.2, 0.0), (1.0, 1.0), (0.4, 1.0)])
def test_white_furnace(studio: MakeStudio, roughness: float, metallic: float) -> None:
    """A white thing in even white light is as bright as the light, whatever its roughness: no energy made or lost."""
    renderer, surfaces = studio(exposure=0.5)
    surfaces.solid(renderer.scene, sphere(roughness, metallic), "sphere")
    renderer.place_eye(0.0, -4.0, 0.0)
    renderer.draw()
    middle = renderer.picture()[44:84, 44:84].astype(float)
    assert middle.max() - middle.min() <= 6
    assert middle.mean() == pytest.approx(srgb(0.5 - 0.04), abs=4.0)


@pytest.mark.gl
def test_colours_of_products_stay_true(studio: MakeStudio) -> None:
    """Khronos PBR Neutral shows a base colour as itself in light of 1: the chart comes back within 6 of 255."""
    for color in [(0.18, 0.18, 0.18), (0.6, 0.1, 0.1), (0.1, 0.5, 0.2), (0.1, 0.15, 0.6), (0.7, 0.6, 0.2)]:
        renderer, surfaces = studio()
        surfaces.solid(renderer.scene, box((-2, 0, -2), (2, 1, 2), Finish(color, 0.3)), "card")
        renderer.place_eye(0.0, -2.0, 0.0)
        renderer.draw()
        seen = renderer.picture()[64, 64].astype(float)
        assert seen == pytest.approx([srgb(c) for c in color], abs=6.0), color
        renderer.close()


@pytest.mark.gl
def test_the_same_scene_gives_the_same_pixels(studio: MakeStudio) -> None:
    renderer, surfaces = studio(key=0.3)
    surfaces.solid(renderer.scene, sphere(0.3, 0.0, 0.5), "sphere")
    renderer.place_eye(0.0, -4.0, 0.0)
    renderer.draw()
    first = renderer.picture()
    renderer.draw()
    assert (renderer.picture() == first).all()
    assert first.std() > 5


@pytest.mark.gl
def test_light_comes_from_the_world_not_from_the_eye(studio: MakeStudio) -> None:
    """Shading happens in view space, yet turning the eye does not turn the key light: the lit side stays lit."""
    renderer, surfaces = studio(key=0.6)
    surfaces.solid(renderer.scene, sphere(1.0, 0.0, 0.4), "sphere")
    tops = []
    for heading, x, y in ((0.0, 0.0, -4.0), (np.pi, 0.0, 4.0)):
        renderer.place_eye(x, y, 0.0, heading)
        renderer.draw()
        picture = renderer.picture().astype(float)
        tops.append((picture[40, 64].mean(), picture[88, 64].mean()))
    assert tops[0][0] > tops[0][1] + 10
    assert tops[0][0] > tops[1][0] + 10  # the key comes from the front left, so the back is darker


def test_irradiance_of_even_light_is_even() -> None:
    made = make_environment(lambda d: np.ones_like(d), white_up=1.0)
    assert made.sh[0] == pytest.approx([1.0, 1.0, 1.0], abs=0.01)
    assert np.abs(made.sh[1:]).max() < 0.01
    assert all(level.min() > 0.99 and level.max() < 1.01 for level in made.levels)


def test_a_lookup_finds_the_direction_it_was_made_for() -> None:
    directions = face_directions(32)
    found = lookup(directions, directions.reshape(-1, 3)).reshape(directions.shape)
    assert np.abs(found - directions).max() < 1e-5


def test_the_environment_is_kept_and_read_again(tmp_path) -> None:  # type: ignore[no-untyped-def]
    first = cached_environment(tmp_path)
    again = cached_environment(tmp_path)
    assert len(again.levels) == LEVELS
    assert (again.sh == first.sh).all()
    (stored,) = tmp_path.glob("*.npz")
    stored.write_bytes(b"damaged")
    assert cached_environment(tmp_path).sh == pytest.approx(first.sh)
