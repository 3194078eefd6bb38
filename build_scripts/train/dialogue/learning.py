"""Trains the network for a number of seconds or steps; it can be stopped and goes on from its checkpoint."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import torch
from tokenizers import Tokenizer
from torch.nn import functional

from build_scripts.train.dialogue.data import Batch
from build_scripts.train.dialogue.network import Network, Shape

_BETAS: Final = (0.9, 0.98)
_DECAY: Final = 0.05
_WARM_UP: Final = 100
_LAST_SHARE: Final = 0.02
_SAVE_S: Final = 60.0
_LARGEST_STEP: Final = 1.0


@dataclass
class Course:
    """How far it is. `curve`: seconds, samples, loss over the last report."""

    seconds: float = 0.0
    steps: int = 0
    samples: int = 0
    tokens: int = 0
    curve: list[tuple[float, int, float]] | None = None


@dataclass(frozen=True)
class Plan:
    """How long and how fast."""

    seconds: float
    rate: float = 1.5e-3
    report_steps: int = 100


def learn(
    network: Network, batches: Iterator[Batch], plan: Plan, checkpoint: Path, say: Callable[[str], None],
    clock: Callable[[], float] = time.monotonic,
) -> Course:  # fmt: skip
    """Trains until the plan's seconds are over, counting those before a stop; the network is left in `checkpoint`."""
    optimizer = torch.optim.AdamW(_groups(network), lr=plan.rate, betas=_BETAS, fused=True)
    course = _resumed(network, optimizer, checkpoint) or Course(curve=[])
    begun, saved, losses = clock() - course.seconds, clock(), list[float]()
    network.train()
    for batch in batches:
        course.seconds = clock() - begun
        if course.seconds >= plan.seconds:
            break
        for group in optimizer.param_groups:
            group["lr"] = plan.rate * _pace(course, plan)
        losses.append(_step(network, optimizer, batch))
        course.steps += 1
        course.samples += len(batch.ids)
        course.tokens += int((batch.ids > 0).sum())
        if course.steps % plan.report_steps == 0:
            _tell(course, losses, say)
        if clock() - saved > _SAVE_S:
            save(network, optimizer, course, checkpoint)
            saved = clock()
    save(network, optimizer, course, checkpoint)
    network.eval()
    return course


def _groups(network: Network) -> list[dict[str, object]]:
    """Weights decay, norms do not."""
    matrices = [weight for weight in network.parameters() if weight.dim() > 1]
    others = [weight for weight in network.parameters() if weight.dim() <= 1]
    return [{"params": matrices, "weight_decay": _DECAY}, {"params": others, "weight_decay": 0.0}]


def _pace(course: Course, plan: Plan) -> float:
    """Warm-up, then half a cosine over the time there is."""
    done = min(1.0, course.seconds / plan.seconds)
    return min(1.0, (course.steps + 1) / _WARM_UP) * (
        _LAST_SHARE + (1 - _LAST_SHARE) * 0.5 * (1 + math.cos(math.pi * done))
    )


def loss_of(network: Network, batch: Batch) -> torch.Tensor:
    """Mean over what counts, each token by its weight; only those are scored."""
    ids, weights = torch.from_numpy(batch.ids), torch.from_numpy(batch.weights)
    with torch.autocast("cpu", torch.bfloat16):
        hidden = network.hidden(ids[:, :-1])
        counted = weights[:, 1:] > 0
        scores = functional.linear(hidden[counted], network.embedding.weight)
    each = functional.cross_entropy(scores.float(), ids[:, 1:][counted], reduction="none")
    weight = weights[:, 1:][counted]
    return (each * weight).sum() / weight.sum()


def _step(network: Network, optimizer: torch.optim.Optimizer, batch: Batch) -> float:
    loss = loss_of(network, batch)
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(network.parameters(), _LARGEST_STEP)
    optimizer.step()
    return float(loss.detach())


def _tell(course: Course, losses: list[float], say: Callable[[str], None]) -> None:
    mean = sum(losses) / len(losses)
    losses.clear()
    assert course.curve is not None
    course.curve.append((round(course.seconds, 1), course.samples, round(mean, 4)))
    pace = course.tokens / course.seconds
    say(f"{course.seconds:5.0f} s  {course.samples:8d} samples  {pace:6.0f} tokens/s  loss {mean:.4f}")


def save(network: Network, optimizer: torch.optim.Optimizer, course: Course, checkpoint: Path) -> None:
    """Writes the checkpoint, whole or not at all."""
    part = checkpoint.with_suffix(".part")
    torch.save({
        "shape": asdict(network.shape), "network": network.state_dict(), "optimizer": optimizer.state_dict(),
        "course": json.dumps(asdict(course)),
    }, part)  # fmt: skip
    part.replace(checkpoint)


def _resumed(network: Network, optimizer: torch.optim.Optimizer, checkpoint: Path) -> Course | None:
    if not checkpoint.exists():
        return None
    kept = torch.load(checkpoint, weights_only=True)
    network.load_state_dict(kept["network"])
    optimizer.load_state_dict(kept["optimizer"])
    return Course(**json.loads(kept["course"]))


def load(checkpoint: Path) -> Network:
    """The network of a checkpoint, ready to be asked."""
    kept = torch.load(checkpoint, weights_only=True)
    network = Network(Shape(**kept["shape"]))
    network.load_state_dict(kept["network"])
    return network.eval()


def tokenizer_of(folder: Path) -> Tokenizer:
    """The tokenizer beside a checkpoint."""
    return Tokenizer.from_file(str(folder / "tokens.json"))
