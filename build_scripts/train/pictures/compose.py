"""Pictures from drawings: each time another light, place, background, camera. All in torch, a batch at once."""

from __future__ import annotations

import io
import math

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional


class Composer:
    """Lights drawings (n, s, s, 8) uint8 and puts them into scenes; gives pictures (n, 3, side, side) in 0..1 sRGB.

    clutter: the share of pictures with other products behind or before the thing.
    """

    def __init__(self, side: int, seed: int, clutter: float = 0.45, jpeg: float = 0.25) -> None:
        self._side, self._clutter, self._jpeg = side, clutter, jpeg
        self._random = torch.Generator().manual_seed(seed)
        self._numbers = np.random.default_rng(seed)

    def __call__(self, drawings: Tensor, others: Tensor | None = None) -> Tensor:
        """`others`: drawings to clutter with; the batch itself when none are given."""
        lit = self._lit(drawings)
        mess = lit if others is None else self._lit(others)
        mess = mess[torch.randint(len(mess), (len(lit),), generator=self._random)]
        thing = self._placed(lit, self._uniform(len(lit), 0.72, 1.2), 0.22, 0.15)
        ground = self._cluttered(self._grounds(len(lit)), mess)
        ground = ground * (1 - self._shadow(thing[:, 3:]))
        picture = thing[:, :3] + ground * (1 - thing[:, 3:])
        return self._photographed(self._covered(picture, mess))

    def _uniform(self, count: int, low: float, high: float, width: int = 1) -> Tensor:
        shape = (count,) if width == 1 else (count, width)
        return low + (high - low) * torch.rand(shape, generator=self._random)

    def _chance(self, count: int, share: float) -> Tensor:
        return (torch.rand(count, generator=self._random) < share).float()[:, None, None, None]

    def _lit(self, drawings: Tensor) -> Tensor:
        """Premultiplied linear RGBA (n, 4, s, s) under a sky, a ground, a lamp and a weaker lamp."""
        count = len(drawings)
        values = drawings.permute(0, 3, 1, 2).float()
        colour = (values[:, :3] / 255) ** 2.2
        normal = (values[:, 3:6] - 128) / 127
        cover, spaces = values[:, 6:7] / 255, values[:, 7:8] / 255
        grey = colour.mean(1, keepdim=True)
        colour = torch.lerp(colour, grey.expand_as(colour), self._chance(count, 0.06))
        sky = self._tinted(count, 0.25, 0.75)
        floor = self._tinted(count, 0.1, 0.5)
        light = (
            torch.lerp(floor, sky, (normal[:, 1:2] + 1) / 2)
            * spaces ** self._uniform(count, 0.5, 2.5)[:, None, None, None]
        )
        for strength in (0.9, 0.4):
            around = self._uniform(count, -2.2, 2.2)
            above = self._uniform(count, 0.0, 1.4)
            to = torch.stack([around.sin() * above.cos(), above.sin(), around.cos() * above.cos()], 1)[:, :, None, None]
            facing = (normal * to).sum(1, keepdim=True).clamp(min=0)
            lamp = self._tinted(count, 0.0, strength)
            light = light + lamp * facing
            half = functional.normalize(to + torch.tensor([0.0, 0.0, 1.0])[None, :, None, None], dim=1)
            power = self._uniform(count, 8, 60)[:, None, None, None]
            gloss = self._chance(count, 0.5) * self._uniform(count, 0.0, 0.5)[:, None, None, None]
            colour = colour + gloss * lamp * (normal * half).sum(1, keepdim=True).clamp(min=0) ** power
        return torch.cat([colour * light * cover, cover], 1)

    def _tinted(self, count: int, low: float, high: float) -> Tensor:
        strength = self._uniform(count, low, high)[:, None] * (1 + self._uniform(count, -0.12, 0.12, 3))
        return strength[:, :, None, None]

    def _placed(self, lit: Tensor, size: Tensor, off: float, turn: float) -> Tensor:
        """Made `size` as large, moved by up to `off` of the side, turned a little, into side x side pixels."""
        count = len(lit)
        angle = torch.randn(count, generator=self._random) * turn
        squeeze = self._uniform(count, 0.92, 1.09)
        cos, sin = angle.cos() / size, angle.sin() / size
        move = self._uniform(count, -off, off, 2)
        rows = torch.stack([cos * squeeze, -sin, move[:, 0], sin, cos / squeeze, move[:, 1]], 1).view(count, 2, 3)
        grid = functional.affine_grid(rows, [count, 4, self._side, self._side], align_corners=False)
        return functional.grid_sample(lit, grid, align_corners=False)

    def _grounds(self, count: int) -> Tensor:
        """Plain, studio (a wall and a floor that run into each other), or textured, linear."""
        side = self._side
        one = self._uniform(count, 0.0, 1.0, 3)[:, :, None, None] ** 1.5
        # Rooms are greyer than the cube of colours.
        one = torch.lerp(
            one, one.mean(1, keepdim=True).expand_as(one), self._uniform(count, 0.2, 1)[:, None, None, None]
        )
        white = self._chance(count, 0.3)
        one = torch.lerp(one, self._uniform(count, 0.75, 1.0)[:, None, None, None].expand_as(one), white)
        two = (one * self._uniform(count, 0.5, 1.3)[:, None, None, None]).clamp(0, 1)
        two = torch.lerp(
            two, self._uniform(count, 0.0, 1.0, 3)[:, :, None, None], self._chance(count, 0.35) * (1 - white)
        )
        down = torch.linspace(0, 1, side)[None, None, :, None]
        edge = self._uniform(count, 0.35, 0.9)[:, None, None, None]
        sharp = 10 ** self._uniform(count, 0.3, 2.2)[:, None, None, None]
        ground = torch.lerp(one, two, torch.sigmoid((down - edge) * sharp))
        for cells, share in ((5, 0.45), (16, 0.3), (side // 2, 0.3)):
            noise = torch.randn((count, 3, cells, cells), generator=self._random)
            noise = torch.lerp(noise, noise.mean(1, keepdim=True).expand_as(noise), 0.7)
            noise = functional.interpolate(noise, (side, side), mode="bilinear")
            ground = ground * (
                1 + noise * self._chance(count, share) * self._uniform(count, 0.05, 0.5)[:, None, None, None]
            )
        across = torch.linspace(0, 1, side)[None, None, None, :] * self._uniform(count, 0, 60)[:, None, None, None]
        stripes = torch.sin(across + down * self._uniform(count, 0, 60)[:, None, None, None]).sign()
        return (ground * (1 + stripes * self._chance(count, 0.15) * 0.3)).clamp(0, 1)

    def _cluttered(self, ground: Tensor, mess: Tensor) -> Tensor:
        some = self._chance(len(ground), self._clutter)
        for _ in range(3):
            mess = mess[torch.randperm(len(mess), generator=self._random)]
            thing = self._placed(mess, self._uniform(len(mess), 0.3, 1.1), 1.1, 0.2)
            thing = thing * some * self._chance(len(mess), 0.75)
            ground = thing[:, :3] + ground * (1 - thing[:, 3:])
        return ground

    def _covered(self, picture: Tensor, mess: Tensor) -> Tensor:
        """Now and then something small stands before it, near the edge."""
        mess = mess[torch.randperm(len(mess), generator=self._random)]
        before = self._placed(mess, self._uniform(len(mess), 0.2, 0.35), 1.0, 0.2)
        before = before * self._chance(len(mess), 0.25 * self._clutter)
        return before[:, :3] + picture * (1 - before[:, 3:])

    def _shadow(self, cover: Tensor) -> Tensor:
        down = functional.pad(cover, (0, 0, 6, 0))[:, :, : self._side]
        soft = functional.avg_pool2d(down, 13, 1, 6)
        return soft * self._uniform(len(cover), 0.0, 0.6)[:, None, None, None]

    def _photographed(self, picture: Tensor) -> Tensor:
        """Exposure, cast, contrast, softness, noise, JPEG; sRGB in 0..1."""
        count = len(picture)
        cast = 1 + self._uniform(count, -0.14, 0.14, 3)[:, :, None, None]
        seen = (picture * cast * 2 ** self._uniform(count, -0.5, 0.9)[:, None, None, None]).clamp(1e-5, 1) ** (1 / 2.2)
        middle = seen.mean(dim=(1, 2, 3), keepdim=True)
        seen = middle + (seen - middle) * self._uniform(count, 0.75, 1.2)[:, None, None, None]
        soft = functional.avg_pool2d(seen, 3, 1, 1)
        seen = torch.lerp(seen, soft, self._uniform(count, -0.4, 1.0)[:, None, None, None].clamp(min=0))
        noise = torch.randn(seen.shape, generator=self._random) * self._uniform(count, -0.03, 0.05)[
            :, None, None, None
        ].clamp(min=0)
        return self._pressed((seen + noise).clamp(0, 1))

    def _pressed(self, pictures: Tensor) -> Tensor:
        for row in np.flatnonzero(self._numbers.random(len(pictures)) < self._jpeg):
            pixels = (pictures[row].permute(1, 2, 0).numpy() * 255).astype(np.uint8)
            held = io.BytesIO()
            Image.fromarray(pixels).save(held, "JPEG", quality=int(self._numbers.integers(25, 90)))
            back = np.asarray(Image.open(held), np.float32) / 255
            pictures[row] = torch.from_numpy(back).permute(2, 0, 1)
        return pictures


def sheet(pictures: Tensor, columns: int = 12) -> Image.Image:
    """A contact sheet of pictures (n, 3, s, s) in 0..1."""
    rows = math.ceil(len(pictures) / columns)
    side = pictures.shape[2]
    out = np.zeros((rows * side, columns * side, 3), np.uint8)
    for number, picture in enumerate(pictures):
        y, x = number // columns * side, number % columns * side
        out[y : y + side, x : x + side] = (picture.permute(1, 2, 0).numpy() * 255).astype(np.uint8)
    return Image.fromarray(out)
