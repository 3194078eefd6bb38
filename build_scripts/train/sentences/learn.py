"""The student learns: the teacher's directions for English, the same directions for the Chinese side."""

from __future__ import annotations

import ctypes
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from build_scripts.train.sentences.data import Data
from build_scripts.train.sentences.network import Student
from inference.sentences.api import FloatArray
from inference.sentences.pieces import Pieces, padded

_HEAT: Final = 0.05
_SAME: Final = 0.95
"""Two English texts that the teacher holds for one are not set apart."""
_KEEP_EVERY: Final = 100


@dataclass(frozen=True)
class Plan:
    """How long and how fast. batch: Chinese texts in a step; as many English ones, and half as many of the pairs'."""

    steps: int
    batch: int = 256
    rate: float = 4e-4
    table_rate: float = 2e-3
    most: int = 48


def keep_memory() -> None:
    """glibc gives large arrays back at once and gets them anew, page by page, at each step: told not to."""
    if sys.platform == "linux":
        libc = ctypes.CDLL("libc.so.6")
        libc.mallopt(-3, 1 << 30)
        libc.mallopt(-1, (1 << 31) - 1)


def warm_chinese(student: Student, pieces: Pieces, data: Data, ridge: float = 0.3) -> None:
    """Sets the characters so that the mean over a Chinese text is near the mean over its English, by least squares.

    Pieces that both sides use (digits, signs) stay as the teacher has them.
    """
    table = student.table.weight.detach().numpy().astype(np.float64)
    english_used: set[int] = set()
    rows = []
    for english, chinese in data.pairs:
        one, other = pieces.numbers(english, 48)[1:-1], pieces.numbers(chinese, 48)[1:-1]
        english_used.update(one)
        if one and other:
            rows.append((one, other))
    own = np.array(sorted({number for _, other in rows for number in other} - english_used))
    place = {int(number): at for at, number in enumerate(own)}
    left, right = np.zeros((len(own), len(own))), np.zeros((len(own), table.shape[1]))
    for one, other in rows:
        at = [place[number] for number in other if number in place]
        if not at:
            continue
        share = 1.0 / len(other)
        rest = [number for number in other if number not in place]
        wanted = table[one].mean(0) - (table[rest].sum(0) * share if rest else 0.0)
        left[np.ix_(at, at)] += share * share
        right[at] += share * wanted
    found = np.linalg.solve(left + np.eye(len(own)) * ridge, right)
    with torch.no_grad():
        student.table.weight[torch.from_numpy(own)] = torch.from_numpy(found).float()


class Texts:
    """Cut texts with what is asked of them; batches of like length, in an order that the seed decides."""

    def __init__(self, rows: Sequence[Sequence[int]], targets: Sequence[int], batch: int, seed: int) -> None:
        self._rows, self._targets = rows, np.asarray(targets)
        self._batch = batch
        self._rng = random.Random(seed)  # noqa: S311 - data, not secrets

    def forever(self) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        """Numbers, mask, rows of the targets."""
        while True:
            order = list(range(len(self._rows)))
            self._rng.shuffle(order)
            pool = 16 * self._batch
            batches: list[list[int]] = []
            for start in range(0, len(order), pool):
                some = sorted(order[start : start + pool], key=lambda at: len(self._rows[at]))
                batches.extend(some[at : at + self._batch] for at in range(0, len(some), self._batch))
            self._rng.shuffle(batches)
            for chosen in batches:
                numbers, mask = padded([self._rows[at] for at in chosen])
                yield torch.from_numpy(numbers), torch.from_numpy(mask), torch.from_numpy(self._targets[chosen])


def learn(
    student: Student, pieces: Pieces, data: Data, targets: tuple[dict[str, int], FloatArray, FloatArray], plan: Plan,
    seed: int, out: Path, look: Callable[[Student], dict[str, float]],
) -> None:  # fmt: skip
    """Trains in place. `targets`: English text to row, the teacher's vectors (n, 384) and what is asked (n, dim).

    Writes `curve.json` and, every few steps, `student.safetensors` into `out`. `look` measures between.
    """
    row, whole, wanted = targets
    asked, full = torch.from_numpy(wanted), torch.from_numpy(whole)
    feeds = [feed.forever() for feed in _feeds(pieces, data, row, plan, seed)]
    masters, optimizer = _optimizer(student, plan)
    student.to(torch.bfloat16).train()
    curve: list[dict[str, float]] = []
    begun = time.perf_counter()
    for step in range(plan.steps):
        _set_rate(optimizer, step, plan)
        total = 0.0
        for number, feed in enumerate(feeds):
            numbers, mask, at = next(feed)
            loss = _loss(student(numbers, mask), asked[at], full[at], contrast=number == 0)
            torch.autograd.backward(loss)
            total += float(loss.detach())
        _step(student, masters, optimizer)
        if step % _KEEP_EVERY == _KEEP_EVERY - 1 or step == plan.steps - 1:
            point = {"step": step + 1, "loss": round(total, 4), "seconds": round(time.perf_counter() - begun, 1)}
            curve.append({**point, **look(student)})
            sys.stdout.write(f"{curve[-1]}\n")
            sys.stdout.flush()
            (out / "curve.json").write_text(json.dumps(curve, indent=1), "utf-8")
            keep(student, masters, out / "student.safetensors")
    student.float()
    _copy(masters, student)


def _feeds(pieces: Pieces, data: Data, row: dict[str, int], plan: Plan, seed: int) -> list[Texts]:
    def texts(said: Sequence[str], english: Sequence[str], batch: int, number: int) -> Texts:
        cut = [pieces.numbers(text, plan.most) for text in said]
        return Texts(cut, [row[text] for text in english], batch, seed + number)

    english, chinese = [pair[0] for pair in data.pairs], [pair[1] for pair in data.pairs]
    feeds = [texts(chinese, english, plan.batch, 1), texts(english, english, plan.batch // 2, 2)]
    return [*feeds, texts(data.english, data.english, plan.batch, 3)] if data.english else feeds


def _loss(found: Tensor, asked: Tensor, whole: Tensor, contrast: bool) -> Tensor:
    """Towards what is asked; likeness within the batch as the teacher sees it; and, for Chinese, apart from others."""
    toward = (1.0 - (found * asked).sum(1)).mean()
    alike = whole @ whole.T
    loss = toward + 4.0 * (found @ found.T - alike).pow(2).mean()
    if contrast:
        scores = found @ asked.T / _HEAT
        same = (alike > _SAME) & ~torch.eye(len(found), dtype=torch.bool)
        loss = loss + 0.2 * functional.cross_entropy(scores.masked_fill(same, -1e4), torch.arange(len(found)))
    return loss


def _optimizer(student: Student, plan: Plan) -> tuple[list[Tensor], torch.optim.Optimizer]:
    """Weights are kept in float32 beside the bfloat16 ones that the matrices are multiplied with."""
    masters = [parameter.detach().clone().float() for parameter in student.parameters()]
    table = [n for n, (name, _) in enumerate(student.named_parameters()) if name.startswith(("table", "widen"))]
    groups = [
        {"params": [masters[n] for n in table], "rate": plan.table_rate},
        {"params": [one for n, one in enumerate(masters) if n not in table], "rate": plan.rate},
    ]
    return masters, torch.optim.AdamW(groups, lr=plan.rate, weight_decay=0.01, betas=(0.9, 0.98))


def _set_rate(optimizer: torch.optim.Optimizer, step: int, plan: Plan) -> None:
    warm = max(1, plan.steps // 20)
    share = min(1.0, (step + 1) / warm) * max(0.02, 1.0 - step / plan.steps)
    for group in optimizer.param_groups:
        group["lr"] = group["rate"] * share


def _step(student: Student, masters: Sequence[Tensor], optimizer: torch.optim.Optimizer) -> None:
    for parameter, master in zip(student.parameters(), masters, strict=True):
        master.grad = None if parameter.grad is None else parameter.grad.float()
        parameter.grad = None
    torch.nn.utils.clip_grad_norm_([one for one in masters if one.grad is not None], 1.0)
    optimizer.step()
    _copy(masters, student)


def _copy(masters: Sequence[Tensor], student: Student) -> None:
    with torch.no_grad():
        for parameter, master in zip(student.parameters(), masters, strict=True):
            parameter.copy_(master)


def keep(student: Student, masters: Sequence[Tensor], path: Path) -> None:
    """The weights, whole or not at all."""
    from safetensors.torch import save_file

    names = [name for name, _ in student.named_parameters()]
    written = path.with_name(f".{path.name}")
    save_file({name: one.contiguous() for name, one in zip(names, masters, strict=True)}, written)
    written.replace(path)
