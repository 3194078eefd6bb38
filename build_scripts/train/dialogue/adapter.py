"""LoRA (Hu et al., 2021): a few thousand weights beside the network's own, fitted to the words of one shop.

The network itself stays as it is; the file holds the product of two thin matrices for each weight it bends, as
llama.cpp reads them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import gguf
import numpy as np
import torch
from torch import Tensor, nn

from build_scripts.train.dialogue.data import LANGUAGES
from build_scripts.train.dialogue.export import NAMES
from build_scripts.train.dialogue.network import Block, Network
from build_scripts.train.dialogue.phrases import load
from build_scripts.train.dialogue.talk import Talk
from build_scripts.train.dialogue.telling import Sample
from build_scripts.train.dialogue.vocabulary import Vocabulary, Word, lexicon_tables
from inference.dialogue.lexicon import Lexicon
from inference.dialogue.model_answer import Resolver

RANK: Final = 8
ALPHA: Final = 16.0
_BENT: Final = ("query", "key", "value", "out", "gate", "up", "down")
_OWN_SHARE: Final = 0.6
"""How often a word is the shop's own; the rest is said as before, so that nothing is forgotten."""


class Bent(nn.Module):
    """A linear layer that stays, and two thin ones beside it that learn."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.layer = layer.requires_grad_(False)
        self.down = nn.Parameter(torch.randn(RANK, layer.in_features) / layer.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(layer.out_features, RANK))

    def forward(self, x: Tensor) -> Tensor:
        """(..., in) to (..., out)."""
        bent = nn.functional.linear(nn.functional.linear(x, self.down), self.up)
        kept: Tensor = self.layer(x)
        return kept + bent * (ALPHA / RANK)


def bend(network: Network) -> Network:
    """Lays thin layers beside those of every block, in place; only they learn."""
    network.requires_grad_(False)
    for block in network.blocks:
        assert isinstance(block, Block)
        for name in _BENT:
            setattr(block, name, Bent(getattr(block, name)))
    return network


def write(path: Path, network: Network) -> None:
    """The thin layers as a GGUF adapter, whole or not at all."""
    part = path.with_suffix(".part")
    writer = gguf.GGUFWriter(str(part), "llama")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, ALPHA)
    for number, block in enumerate(network.blocks):
        for name in _BENT:
            bent = getattr(block, name)
            for letter, tensor in (("a", bent.down), ("b", bent.up)):
                values = tensor.detach().float().numpy().astype(np.float32)
                writer.add_tensor(f"blk.{number}.{NAMES[name]}.weight.lora_{letter}", values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    part.replace(path)


@dataclass(frozen=True)
class Goods:
    """A merchant's own words by language; brands are the same in all."""

    things: Mapping[str, Sequence[str]]
    brands: Sequence[str]


class OwnVocabulary(Vocabulary):
    """Words of one shop among the others."""

    def __init__(self, language: str, goods: Goods) -> None:
        super().__init__(language, lexicon_tables())
        self._own_things = goods.things.get(language) or self.other["things"]
        self._own_brands = goods.brands

    def word(self, kind: str, rng: random.Random, measuring: bool) -> Word:
        """A word for a facet; for a thing mostly one of the shop's, whole or its last words."""
        if kind != "category" or rng.random() > _OWN_SHARE:
            return super().word(kind, rng, measuring)
        words = rng.choice(self._own_things).lower().split(" ")
        return Word(" ".join(words[-rng.choice((1, 2, 3, len(words))) :]), None)

    def brand(self, rng: random.Random) -> str:
        """One of the shop's brands, mostly."""
        if self._own_brands and rng.random() < _OWN_SHARE:
            return rng.choice(self._own_brands)
        return super().brand(rng)


def samples(goods: Goods, seed: int) -> Iterator[Sample]:
    """Training samples of one shop without end."""
    rng = random.Random(seed)  # noqa: S311 - data, not secrets
    resolver = Resolver(Lexicon(goods.brands))
    talks = [Talk(load(language), OwnVocabulary(language, goods), resolver) for language in LANGUAGES]
    while True:
        yield rng.choice(talks).sample(rng)
