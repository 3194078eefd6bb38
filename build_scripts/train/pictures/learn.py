"""Learning which pictures show the same product: supervised contrast (Khosla et al., 2020) over hard neighbours."""

from __future__ import annotations

import json
import math
import multiprocessing
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from build_scripts.train.pictures.compose import Composer
from build_scripts.train.pictures.network import DIM, SIDE, Encoder, load_pretrained, pretrained_file

TEMPERATURE = 0.07
_HARD = 0.5
_AHEAD = 3
_FROZEN_BLOCKS = 11
"""The stem and the blocks before the last stride keep what ImageNet taught them: much faster, and kinder to photos."""


@dataclass(frozen=True, eq=False)
class Drawings:
    """views: (n, s, s, 8) uint8, mapped. first, count: each product's rows."""

    folder: Path
    views: NDArray[np.uint8]
    names: tuple[str, ...]
    roles: tuple[str, ...]
    pieces: NDArray[np.bool_]
    """Whether it is of the furniture library."""
    first: NDArray[np.int64]
    count: NDArray[np.int64]

    def rows_of(self, role: str) -> NDArray[np.int64]:
        """The numbers of the products in a role."""
        return np.flatnonzero(np.array(self.roles) == role)


def read_drawings(folder: Path) -> Drawings:
    """What `views.make` wrote."""
    told = json.loads((folder / "views.json").read_text("utf-8"))["products"]
    return Drawings(
        folder,
        np.load(folder / "views.npy", mmap_mode="r", allow_pickle=False),
        tuple(one["name"] for one in told),
        tuple(one["role"] for one in told),
        np.array([not one["family"] for one in told]),
        np.array([one["first"] for one in told]),
        np.array([one["views"] for one in told]),
    )


class Sampler:
    """Batches of products, half of each the nearest neighbours of a few: what is easily told apart teaches little."""

    def __init__(self, drawings: Drawings, products: NDArray[np.int64], pictures: int, seed: int) -> None:
        self._drawings, self._products, self._pictures = drawings, products, pictures
        self._random = np.random.default_rng(seed)
        self._bank = self._random.normal(size=(len(products), DIM)).astype(np.float32)
        self._bank /= np.linalg.norm(self._bank, axis=1, keepdims=True)

    def batch(self, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which products (count,), and rows of drawings (count * pictures,), product after product."""
        easy = count - int(count * _HARD)
        chosen = list(self._random.choice(len(self._products), min(easy, len(self._products)), replace=False))
        taken = set(chosen)
        for seed in chosen[: max(1, (count - easy) // 6)]:
            near = np.argsort(-(self._bank @ self._bank[seed]))[:12]
            fresh = [int(n) for n in near if int(n) not in taken][:6]
            chosen += fresh
            taken.update(fresh)
        which = np.array(chosen[:count])
        number = self._products[which]
        rows = [
            self._drawings.first[n] + self._random.choice(self._drawings.count[n], self._pictures, replace=False)
            for n in number
        ]
        return which, np.concatenate(rows)

    def remember(self, which: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Moves the products' places toward where their pictures just fell, (count * pictures, dim)."""
        mean = vectors.reshape(len(which), self._pictures, -1).mean(axis=1)
        moved = 0.5 * self._bank[which] + 0.5 * mean
        self._bank[which] = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6)


def contrast(vectors: Tensor, pictures: int) -> Tensor:
    """SupCon loss of (n, dim) unit rows, `pictures` of each product in a row."""
    count = len(vectors)
    logits = vectors @ vectors.T / TEMPERATURE
    logits = logits - torch.eye(count) * 1e9
    owner = torch.arange(count) // pictures
    same = (owner[:, None] == owner[None]) & ~torch.eye(count, dtype=torch.bool)
    told = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    return -(told * same).sum(1).div(pictures - 1).mean()


def to_tensor(views: NDArray[np.uint8], rows: NDArray[np.int64]) -> Tensor:
    """Drawings as the composer takes them; read in the order of the file, which is kinder to the disk."""
    order = np.argsort(rows)
    picked = np.empty((len(rows), *views.shape[1:]), np.uint8)
    picked[order] = views[rows[order]]
    return torch.from_numpy(picked)


class Kitchen:
    """Composes batches in a process beside the one that learns, a few ahead."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._wanted: list[NDArray[np.int64]] = []
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_compose, args=(folder, seed, theirs), daemon=True)
        self._process.start()

    def order(self, which: NDArray[np.int64], rows: NDArray[np.int64]) -> None:
        """Asks for pictures of these rows."""
        self._wanted.append(which)
        self._pipe.send_bytes(rows.astype(np.int64).tobytes())

    def fetch(self) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """The batch ordered first: its products, and pictures (n, 3, SIDE, SIDE) uint8."""
        made = np.frombuffer(self._pipe.recv_bytes(), np.uint8).reshape(-1, 3, SIDE, SIDE)
        return self._wanted.pop(0), made.copy()

    def __enter__(self) -> Kitchen:
        return self

    def __exit__(self, *error: object) -> None:
        self._process.kill()
        self._process.join()


def _compose(folder: Path, seed: int, pipe: Connection) -> None:
    torch.set_num_threads(1)
    drawings, composer = read_drawings(folder), Composer(SIDE, seed)
    while True:
        rows = np.frombuffer(pipe.recv_bytes(), np.int64)
        made = composer(to_tensor(drawings.views, rows))
        pipe.send_bytes((made * 255 + 0.5).to(torch.uint8).numpy().tobytes())


class Learning:
    """An encoder being trained; goes on from a checkpoint when there is one."""

    def __init__(self, drawings: Drawings, tiny: bool, seed: int, rate: float = 6e-4) -> None:
        torch.manual_seed(seed)
        self.encoder = Encoder(tiny)
        file = None if tiny else pretrained_file()
        self.pretrained = file is not None
        if file is not None:
            load_pretrained(self.encoder, file)
            for part in (self.encoder.stem, self.encoder.blocks[:_FROZEN_BLOCKS]):
                part.requires_grad_(False)
        self.encoder.to(memory_format=torch.channels_last)
        self._rate, self._drawings, self._seed = rate, drawings, seed
        slow = [p for n, p in self.encoder.named_parameters() if p.requires_grad and not n.startswith("out.")]
        fast = list(self.encoder.out.parameters())
        groups = [{"params": slow, "share": 1.0}, {"params": fast, "share": 4.0}]
        self.optimiser = torch.optim.AdamW(groups, lr=rate, weight_decay=0.02)
        self.steps = 0

    def run(self, seconds: float, products: int, pictures: int, checkpoint: Path | None = None) -> list[float]:
        """Trains for so long, its rate rising, then falling to nothing; the losses."""
        chosen = self._drawings.rows_of("train")
        sampler = Sampler(self._drawings, chosen, pictures, self._seed)
        begun, losses = time.monotonic(), []
        with Kitchen(self._drawings.folder, self._seed) as kitchen:
            for _ in range(_AHEAD):
                kitchen.order(*sampler.batch(min(products, len(chosen))))
            while (gone := time.monotonic() - begun) < seconds:
                which, made = kitchen.fetch()
                kitchen.order(*sampler.batch(min(products, len(chosen))))
                batch = (torch.from_numpy(made).float() / 255).contiguous(memory_format=torch.channels_last)
                loss, vectors = self._step(batch, pictures, gone / seconds)
                sampler.remember(which, vectors)
                losses.append(loss)
                self._tell(gone, losses, checkpoint)
        return losses

    def _tell(self, gone: float, losses: list[float], checkpoint: Path | None) -> None:
        self.steps += 1
        if self.steps % 20 == 0:
            print(f"{gone:5.0f} s, step {self.steps}, loss {sum(losses[-20:]) / 20:.3f}", flush=True)
        if checkpoint is not None and self.steps % 50 == 0:
            torch.save({"encoder": self.encoder.state_dict(), "steps": self.steps}, checkpoint)

    def _step(self, batch: Tensor, pictures: int, part: float) -> tuple[float, NDArray[np.float32]]:
        self.encoder.train()
        if self.pretrained:
            self.encoder.stem.eval()
            self.encoder.blocks[:_FROZEN_BLOCKS].eval()
        for group in self.optimiser.param_groups:
            rise = min(1.0, (self.steps + 1) / 40)
            group["lr"] = self._rate * group["share"] * rise * 0.5 * (1 + math.cos(math.pi * min(part, 1.0)))
        with torch.autocast("cpu", torch.bfloat16):
            vectors = self.encoder(batch)
        loss = contrast(vectors.float(), pictures)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.encoder.parameters(), 5.0)
        self.optimiser.step()
        return float(loss.detach()), vectors.detach().float().numpy()


@torch.no_grad()
def encode(encoder: Encoder, pictures: Tensor, most: int = 64) -> NDArray[np.float32]:
    """Directions (n, DIM) of pictures (n, 3, s, s)."""
    encoder.eval()
    with torch.autocast("cpu", torch.bfloat16):
        parts = [encoder(p.contiguous(memory_format=torch.channels_last)).float() for p in pictures.split(most)]  # type: ignore[no-untyped-call]
    return np.asarray(torch.cat(parts).numpy(), np.float32)
