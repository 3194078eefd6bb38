"""`vitrine bench xr`: what a frame in a headset costs the CPU, and how much of that is our OpenXR layer.

It needs an OpenXR runtime that gives the program its focus. The layer's time is the wall time inside its calls without
the runtime's own wait for the frame's turn and without the drawing, which is finished before. Beside it stands the time
that the bare calls of a frame take through the binding, in the same process on the same runtime; `cpu` fields are this
thread's CPU time in the same calls, which a busy machine moves less. The whole frame is the
CPU time of the shop's part, drawn for two eyes in a process of its own where the driver draws nothing (as in `bench
frame`; a runtime cannot share pictures with such a driver), plus the layer's time. Last, frames are counted that came
too late for the runtime's clock while another process keeps a core busy; those are drawn by the real driver.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from client.bench.frame import cpu_s
from client.bench.registry import Figures
from client.commands.measure import percentile
from client.commands.options import add_store_arguments, catalog_root, settings_of
from client.domain.errors import VitrineError
from client.headset.api import Pose, Presence
from client.headset.openxr.errors import NO_RUNTIME, HeadsetError
from client.headset.openxr.registered import is_registered

if TYPE_CHECKING:
    from client.app import OpenShop
    from client.headset.openxr.headset import OpenXrHeadset
    from client.settings import Settings

ENVIRONMENT: Mapping[str, str] = {}
_PATIENCE_S = 120.0
_WARM_FRAMES = 30
_BUSY = (
    "import os, numpy\n"
    "if hasattr(os, 'nice'): os.nice(19)\n"
    "os.environ.update(OMP_NUM_THREADS='1', OPENBLAS_NUM_THREADS='1')\n"
    "a = numpy.ones((256, 256))\n"
    "while True: a @ a\n"
)
"""What an inference worker is to the machine: one thread at full load, below the shop in priority."""
_BELOW_NORMAL_PRIORITY = 0x4000
"""BELOW_NORMAL_PRIORITY_CLASS of Windows."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--frames, --quality, and which catalogue."""
    parser.add_argument("--frames", type=int, default=300, help="frames measured in each part (default 300)")
    parser.add_argument("--quality", type=float, default=1.0, help="size of the eyes' pictures (default 1)")
    parser.add_argument("--drawn-for", metavar="WxHxBITS", type=_drawn_for_what, help=argparse.SUPPRESS)
    add_store_arguments(parser)


def _drawn_for_what(text: str) -> tuple[int, int, int]:
    """Width and height of an eye in pixels, bits of its depths."""
    width, height, bits = text.split("x")
    return int(width), int(height), int(bits)


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    words = ["--frames", str(args.frames), "--quality", str(args.quality)]
    for name in ("catalog", "lang"):
        if getattr(args, name) is not None:
            words += [f"--{name}", str(getattr(args, name))]
    return words


@dataclass
class Lived:
    """What was measured of some frames, milliseconds each; `missed` of `turns` of the runtime's clock went unused."""

    layer_ms: list[float] = field(default_factory=list)
    layer_cpu_ms: list[float] = field(default_factory=list)
    wall_ms: list[float] = field(default_factory=list)
    turns: int = 0
    missed: int = 0


def measure(args: argparse.Namespace) -> Figures:
    """Opens the shop in the headset and lives some frames in it. Raises HeadsetError in words without a headset."""
    from client.app import ShopOptions, headless_output, open_shop
    from client.commands.run import has_display
    from client.live import window_output

    if args.drawn_for is None and not is_registered(os.environ):
        raise HeadsetError(NO_RUNTIME)
    settings, folders = settings_of(args)
    # The window alone: the headset is driven here, without the choice between the two.
    options = ShopOptions(replace(settings, headset="desktop"), folders, catalog_root(settings, folders))
    in_window = args.drawn_for is None and has_display(sys.platform, os.environ)
    with open_shop(options, lambda: (window_output if in_window else headless_output)(settings)) as opened:
        opened.stage.renderer.draw()
        if args.drawn_for is not None:
            return _drawn_for(opened, args.drawn_for, args.frames)
        worn = _worn(opened, args, settings)
    drawn = _drawn_by_nobody(args, f"{worn['eye_px']}x{worn['depth_bits']}")
    whole = {f"frame_ms_{p}": drawn[f"shop_ms_{p}"] + float(worn[f"layer_ms_{p}"]) for p in ("p50", "p99")}
    return worn | drawn | whole


def _worn(opened: OpenShop, args: argparse.Namespace, settings: Settings) -> dict[str, float | int | str | bool]:
    """What needs the runtime."""
    from client.headset.openxr import opening

    hz, depth = settings.headset_hz, settings.headset_depth
    headset = opening.open_headset(opened.stage.eyes, args.quality, Pose(), hz, depth=depth)
    try:
        told = _lived_in(opened, headset, args.frames)
    finally:
        headset.close()
    opened.stage.renderer.draw()
    return told | _bare(args.frames, args.quality)


def _lived_in(opened: OpenShop, headset: OpenXrHeadset, frames: int) -> dict[str, float | int | str | bool]:
    _enter(opened, headset)
    alone = _live(opened, headset, frames)
    with _busy_worker():
        beside = _live(opened, headset, frames)
    return {
        "layer_ms_p50": percentile(alone.layer_ms, 0.5),
        "layer_ms_p99": percentile(alone.layer_ms, 0.99),
        "layer_cpu_ms_p50": percentile(alone.layer_cpu_ms, 0.5),
        "drawn_ms_p50": percentile(alone.wall_ms, 0.5),
        "missed_percent": 100.0 * beside.missed / max(1, beside.turns),
        "missed_percent_alone": 100.0 * alone.missed / max(1, alone.turns),
        "period_ms": headset.period_s * 1e3,
        "runtime": headset.name,
        "eye_px": f"{headset.eye_sizes[0][0]}x{headset.eye_sizes[0][1]}",
        "depth_bits": headset.depth_bits,
        "driver": opened.stage.renderer_name(),
        "frames": len(alone.layer_ms),
    }


def _drawn_by_nobody(args: argparse.Namespace, drawn_for: str) -> dict[str, float]:
    """The shop's part of the frame, measured in a process whose driver draws nothing."""
    words = [sys.executable, "-m", "client", "bench", "xr", *arguments(args), "--drawn-for", drawn_for]
    # A simulated runtime brings drivers of its own, which are not for a process that does without it.
    own = {name: value for name, value in os.environ.items() if not name.startswith(("LIBGL_", "__GLX_"))}
    told = subprocess.run(words, env={**own, "GALLIUM_NOOP": "1"}, capture_output=True, text=True, check=False)
    if told.returncode != 0:
        raise VitrineError(f"The shop could not be drawn without a runtime: {told.stderr.strip()[-300:]}")
    figures = json.loads(told.stdout.strip().splitlines()[-1])
    return {name: float(figures[name]) for name in ("shop_ms_p50", "shop_ms_p99")}


def _drawn_for(opened: OpenShop, drawn_for: tuple[int, int, int], frames: int) -> Figures:
    """CPU time of the shop's frames for two eyes that look around, one hand pointing. No runtime."""
    from client.headset.api import Hand
    from client.headset.scripted import Input, ScriptedHeadset, standing_head
    from client.interaction.rig import about_z

    *eye, depth_bits = drawn_for
    opened.stage.eyes.open([(eye[0], eye[1])] * 2, depth_bits)
    turns = (about_z(0.5 * math.sin(n / 40)) for n in range(_WARM_FRAMES + frames))
    heads = [Pose(standing_head().position, turn) for turn in turns]
    aim = Pose((0.2, 0.3, 1.2))
    headset = ScriptedHeadset(eyes=2, rate_hz=90.0)
    headset.add(Input(hands=(Hand("right", aim, aim),), head=head) for head in heads)
    took: list[float] = []
    for _ in heads:
        frame = headset.wait()
        assert frame is not None
        began = cpu_s()
        opened.shop.pump()
        sample = headset.sample(frame)
        opened.shop.step(sample)
        opened.shop.draw(sample)
        took.append((cpu_s() - began) * 1e3)
    took = took[_WARM_FRAMES:]
    return {"shop_ms_p50": percentile(took, 0.5), "shop_ms_p99": percentile(took, 0.99)}


def _enter(opened: OpenShop, headset: OpenXrHeadset) -> None:
    """Waits for the focus; what is made beside the first frames is made then."""
    until = time.monotonic() + _PATIENCE_S
    seen = 0
    while seen < _WARM_FRAMES:
        if time.monotonic() > until or headset.poll() in (Presence.LOST, Presence.LEAVING):
            raise HeadsetError("The runtime never gave this program the focus; end what else runs in the headset.")
        lived = Lived()
        _frame(opened, headset, lived)
        seen += headset.poll() == Presence.FOCUSED and bool(lived.layer_ms)


def _live(opened: OpenShop, headset: OpenXrHeadset, frames: int) -> Lived:
    lived = Lived()
    while len(lived.layer_ms) < frames:
        if headset.poll() in (Presence.LOST, Presence.LEAVING):
            raise HeadsetError("The headset went away.")
        _frame(opened, headset, lived)
    return lived


def _frame(opened: OpenShop, headset: OpenXrHeadset, into: Lived) -> None:
    """One turn of the loop, as `client.loop` does it, with a watch on the headset's calls."""
    from client.headset.openxr.bare import finish_drawing

    shop, watch = opened.shop, time.perf_counter
    began, cpu = watch(), time.thread_time()
    headset.poll()
    frame = headset.wait()
    waited = headset.waited_s
    layer, busy = watch() - began - waited, time.thread_time() - cpu
    shop.pump()
    if frame is None:
        shop.idle()
        return
    asked, cpu = watch(), time.thread_time()
    sample = headset.sample(frame)
    layer, busy = layer + watch() - asked, busy + time.thread_time() - cpu
    shop.step(sample)
    shop.draw(sample)
    finish_drawing()  # or the runtime waits for the pictures inside our calls
    shown, cpu = watch(), time.thread_time()
    headset.submit(frame)
    ended, busy = watch(), busy + time.thread_time() - cpu
    into.layer_cpu_ms.append(busy * 1e3)
    into.layer_ms.append((layer + ended - shown) * 1e3)
    into.wall_ms.append((ended - began - waited) * 1e3)
    turns = max(1, round(frame.dt_s / headset.period_s)) if headset.period_s > 0 else 1
    into.turns += turns
    into.missed += turns - 1


@contextmanager
def _busy_worker() -> Iterator[None]:
    below = _BELOW_NORMAL_PRIORITY if sys.platform == "win32" else 0
    worker = subprocess.Popen([sys.executable, "-c", _BUSY], creationflags=below)
    try:
        yield
    finally:
        worker.kill()
        worker.wait()


def _bare(frames: int, quality: float) -> dict[str, float | int | str | bool]:
    """The bare calls of as many frames."""
    from client.headset.openxr.bare import BareLoop, require_focus

    loop = BareLoop(quality)
    took: list[float] = []
    busy: list[float] = []
    try:
        require_focus(loop, _PATIENCE_S)
        while len(took) < frames:
            frame = loop.frame()
            if frame is not None:
                took.append((frame.calls_s - frame.waited_s) * 1e3)
                busy.append(frame.cpu_s * 1e3)
    finally:
        loop.close()
    return {
        "bare_ms_p50": percentile(took, 0.5),
        "bare_ms_p99": percentile(took, 0.99),
        "bare_cpu_ms_p50": percentile(busy, 0.5),
    }
