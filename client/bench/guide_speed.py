"""How soon the guide answers in a store that draws, what it costs the frames, and what our runtime costs a model.

A shopper stands in the store with the guide's panel open. Frames with a guide who is asked one thing after another and
frames without take turns. Mesa takes the drawing and does not do it, which is a graphics card's part. `first_ms`: from
the words to the first word of the answer or the first thing done, frames included. The tokens of the model behind it
are counted against llama.cpp alone, in turns, on the same file.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from client.bench.registry import Figures
from client.commands.measure import percentile
from client.commands.options import catalog_root, settings_of

if TYPE_CHECKING:
    from client.app import OpenShop
    from client.headset.scripted import ScriptedHeadset
    from client.local_models import LocalModels
    from inference.llama.bare import Task
    from inference.llama.writer import Writer
    from inference.models.manifest import Known

ENVIRONMENT: Mapping[str, str] = {"GALLIUM_NOOP": "1"}
_RATE_HZ: Final = 90.0
_LONGEST_S: Final = 20.0
_WARM_S: Final = 30.0
_TOKENS: Final = 96
_GRAMMAR: Final = "root ::= [a-z ]{400,}"
"""Keeps both from ending early; what is written matters to neither."""
_SAID: Final = (
    "a sofa under 900", "in green", "how much is the first", "what is it made of", "有没有木头的桌子", "第二个多少钱",
    "compare the first and the second", "show me lamps", "is it in stock", "这个多大", "can i send it back", "谢谢",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--rounds, --stretch."""
    parser.add_argument("--rounds", type=int, default=3, help="turns of frames with and without the guide (default 3)")
    parser.add_argument("--stretch", type=int, default=60, help="frames of a turn without the guide (default 60)")


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    return ["--rounds", str(args.rounds), "--stretch", str(args.stretch)]


def measure(args: argparse.Namespace) -> Figures:
    """Opens the store without a display and talks; then the model alone, where there is one."""
    from client.app import ShopOptions, headless_output, open_shop
    from client.headset.scripted import ScriptedHeadset

    settings, folders = settings_of(args)
    options = ShopOptions(settings, folders, catalog_root(settings, folders))
    with open_shop(options, lambda: headless_output(settings)) as opened:
        headset = ScriptedHeadset(settings.width, settings.height, _RATE_HZ)
        figures = _Talk(opened, headset).measured(args.rounds, args.stretch)
        return figures | _tokens(opened.models)


class _Talk:
    """Frames of a store, some of them with a guide who talks."""

    def __init__(self, opened: OpenShop, headset: ScriptedHeadset) -> None:
        self._opened, self._headset = opened, headset
        self._say = opened.shop.visit.dispatcher("panel")
        self._ended = time.perf_counter()
        self.first_ms: list[float] = []
        self.whole_ms: list[float] = []

    def _frame(self) -> float:
        """One frame, drawn; seconds of its work."""
        from client.headset.scripted import Input

        self._headset.add([Input()])
        frame = self._headset.wait()
        due = self._ended + 1.0 / _RATE_HZ
        time.sleep(max(0.0, due - time.perf_counter()))
        begun = time.perf_counter()
        shop = self._opened.shop
        shop.pump()
        if frame is not None:
            sample = self._headset.sample(frame)
            shop.step(sample)
            shop.draw(sample)
        ended = time.perf_counter()
        self._opened.told(begun - self._ended, ended - begun)
        self._ended = ended
        return ended - begun

    def measured(self, rounds: int, stretch: int) -> dict[str, float | int | str | bool]:
        from client.domain import actions as a

        self._say(a.OpenPanel("guide"))
        end = time.perf_counter() + _WARM_S
        self._answer("hello")
        while time.perf_counter() < end and not self._is_warm():
            self._frame()
        self.first_ms.clear()
        self.whole_ms.clear()
        quiet: list[float] = []
        talking: list[float] = []
        for number in range(rounds):
            quiet += [self._frame() for _ in range(stretch)]
            for said in _SAID[number % 2 :: 2]:
                talking += self._answer(said)
        return {
            "first_ms_p50": percentile(self.first_ms, 0.5), "first_ms_p90": percentile(self.first_ms, 0.9),
            "answered_ms_p50": percentile(self.whole_ms, 0.5), "answers": len(self.whole_ms),
            "frame_p99_ratio": percentile(talking, 0.99) / percentile(quiet, 0.99),
            "frame_p50_ratio": percentile(talking, 0.5) / percentile(quiet, 0.5),
            "frame_ms_p50_quiet": percentile(quiet, 0.5) * 1e3, "frame_ms_p99_quiet": percentile(quiet, 0.99) * 1e3,
            "frame_ms_p99_talking": percentile(talking, 0.99) * 1e3, "frames_talking": len(talking),
            "models": ", ".join(one.entry.name for one in _language_models(self._opened.models)) or "none: rules alone",
        }  # fmt: skip

    def _is_warm(self) -> bool:
        models = self._opened.models
        writers = [one for one in (models.acts(), models.dialogue()) if one is not None]
        return all(writer.state().startswith("It runs") for writer in writers)

    def _answer(self, said: str) -> list[float]:
        """Asks and waits for the whole answer; seconds of the frames meanwhile, and a few after it."""
        from client.domain import actions as a

        self._say(a.Say(said))
        begun, worked, first = time.perf_counter(), [self._frame()], 0.0
        before = self._opened.shop.session
        while time.perf_counter() - begun < _LONGEST_S:
            worked.append(self._frame())
            now = self._opened.shop.session
            if not first and (now.talk.saying or not now.talk.waiting or now.undo != before.undo):
                first = time.perf_counter() - begun
            if not now.talk.waiting:
                break
        self.first_ms.append((first or _LONGEST_S) * 1e3)
        self.whole_ms.append((time.perf_counter() - begun) * 1e3)
        return worked + [self._frame() for _ in range(4)]


def _language_models(models: LocalModels) -> Sequence[Known]:
    return (*models.known("acts")[:1], *models.known("dialogue")[:1])


def _tokens(models: LocalModels, rounds: int = 9) -> dict[str, float]:
    """Tokens a second through the runtime over those of llama.cpp alone, in turns; nothing without a model."""
    writer = models.acts() or models.dialogue()
    if writer is None:
        return {}
    from inference.llama.bare import Task
    from inference.llama.values import GenerateJob

    prompt = "The guide of a shop says that "
    job = GenerateJob(prompt, _GRAMMAR, _TOKENS)
    ours: list[float] = []
    alone: list[float] = []
    with _bare(writer) as bare:
        for number in range(rounds + 1):
            begun = time.perf_counter()
            tokens = writer.write(job, 120.0).tokens
            took = time.perf_counter() - begun
            done = bare(Task(prompt, _GRAMMAR, _TOKENS))
            if number:  # the first turn reads the prompt
                ours.append(tokens / took)
                alone.append(done)
    ratio = percentile([mine / theirs for mine, theirs in zip(ours, alone, strict=True)], 0.5)
    return {"tokens_ratio": ratio, "tokens_per_s": percentile(ours, 0.5), "tokens_per_s_alone": percentile(alone, 0.5)}


@contextmanager
def _bare(writer: Writer) -> Iterator[Callable[[Task], float]]:
    import multiprocessing

    import msgspec

    from inference.llama.bare import Done, serve

    options = dict(writer.spec.options)
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=serve, args=(theirs, str(options["path"]), int(options["threads"]), int(options["context"])), daemon=True
    )
    process.start()
    theirs.close()

    def ask(task: Task) -> float:
        ours.send_bytes(msgspec.msgpack.encode(task))
        done = msgspec.msgpack.decode(ours.recv_bytes(), type=Done)
        return done.tokens / done.seconds

    try:
        yield ask
    finally:
        process.kill()
        process.join()
