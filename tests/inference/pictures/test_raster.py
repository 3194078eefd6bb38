"""Drawing without an engine: what is in front hides what is behind, and glass does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.pictures.raster import Camera, look
from inference.pictures.surface import surface
from scenes.model.values import Material, Model, Primitive, Texture, TextureUse

SIDE = 32


def card(z: float, half: float = 1.0, material: int = 0) -> Primitive:
    """A square that faces +Z."""
    corners = np.array([(-half, -half, z), (half, -half, z), (half, half, z), (-half, half, z)], np.float32)
    normals = np.tile(np.array([0, 0, 1], np.float32), (4, 1))
    uv = np.array([(0, 1), (1, 1), (1, 0), (0, 0)], np.float32)
    return Primitive(corners, normals, np.array([(0, 1, 2), (0, 2, 3)], np.uint32), material, uv0=uv)


RED, BLUE = Material(base_color=(1, 0, 0, 1)), Material(base_color=(0, 0, 1, 1))


def test_a_card_from_the_front_fills_its_share_of_the_picture() -> None:
    seen = look(surface(Model((card(0.0),), (RED,))), Camera(0.0, 0.0, fill=0.5), SIDE)
    assert seen.cover.sum() == pytest.approx((SIDE * 0.5) ** 2, rel=0.05)
    middle = SIDE // 2
    assert seen.colour[middle, middle] == pytest.approx([1, 0, 0], abs=1e-5)
    assert seen.normal[middle, middle] == pytest.approx([0, 0, 1], abs=1e-5)


def test_what_is_in_front_hides_what_is_behind_from_either_side() -> None:
    model = Model((card(0.2), card(-0.2, material=1)), (RED, BLUE))
    middle = SIDE // 2
    front = look(surface(model), Camera(0.0, 0.0), SIDE)
    back = look(surface(model), Camera(np.pi, 0.0), SIDE)
    assert front.colour[middle, middle] == pytest.approx([1, 0, 0], abs=1e-5)
    assert back.colour[middle, middle] == pytest.approx([0, 0, 1], abs=1e-5)
    assert back.normal[middle, middle, 2] == pytest.approx(1, abs=1e-5), "the side that is seen faces the eye"


def test_through_glass_both_are_seen() -> None:
    glass = replace(RED, base_color=(1, 0, 0, 0.5), alpha_mode="BLEND")
    seen = look(surface(Model((card(0.2), card(-0.2, material=1)), (glass, BLUE))), Camera(0.0, 0.0), SIDE)
    mean = seen.colour[8:24, 8:24].mean(axis=(0, 1))
    assert 0.3 < mean[0] < 0.7
    assert 0.3 < mean[2] < 0.7


def test_a_picture_lies_upright_and_its_holes_are_holes() -> None:
    pixels = np.zeros((2, 2, 4), np.uint8)
    pixels[0] = (0, 255, 0, 255)
    pixels[1] = (255, 255, 255, 0)
    cut = Material(alpha_mode="MASK", textures=(("base_color", TextureUse(0)),))
    model = Model((card(0.0),), (cut,), (Texture(pixels),))
    seen = look(surface(model), Camera(0.0, 0.0, fill=1.0), SIDE)
    assert seen.cover[4, SIDE // 2] == pytest.approx(1.0)
    assert seen.colour[4, SIDE // 2] == pytest.approx([0, 1, 0], abs=1e-5)
    assert seen.cover[-4, SIDE // 2] == pytest.approx(0.0)


def test_the_eye_moves_around_to_the_right() -> None:
    """A card on the model's right side is seen whole from there, and as an edge from the front."""
    turned = replace(card(0.0), positions=card(0.0).positions[:, [2, 1, 0]] * (1, 1, -1))
    drawn = surface(Model((turned,), (RED,)))
    assert look(drawn, Camera(np.pi / 2, 0.0), SIDE).cover.sum() > 8 * look(drawn, Camera(0.0, 0.0), SIDE).cover.sum()


def test_nothing_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="no triangle"):
        surface(Model(()))
