"""`vitrine bench frame`: what a frame costs the CPU in a store of 1,000 products, seen with two eyes.

Mesa's `GALLIUM_NOOP=1` takes every command and draws nothing, so what is left is our own work: choosing levels,
culling, sorting, handing Geoms to the driver. At each place the same frames are also drawn in two passes, one an eye:
`stereo_ratio` is what drawing them costs over what one pass for both costs, frame after frame, and
`stereo_ratio_updating` the same with `Showroom.update` before each frame: it leaves the processor's caches cold for the
first pass, and a second one finds them warm. The same store is measured once more with every product as nodes of its
own at its shelf level, which is what batching saves.
"""

from __future__ import annotations

import argparse
import math
import os
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from client.bench.registry import Figures
from client.commands.measure import percentile, resident_mb
from client.commands.options import add_store_arguments, catalog_root, settings_of

if TYPE_CHECKING:
    from client.bench.goods import Goods
    from scenes.showroom.build import Showroom
    from scenes.showroom.route import Pose
    from scenes.showroom.two_eyes import Eyes
    from scenes.showroom.values import StorePlan

ENVIRONMENT: Mapping[str, str] = {"GALLIUM_NOOP": "1"}
MOST_DISTINCT = 120
"""Different products among the thousand: their shelf levels must all be in memory for the unbatched store."""
FRAME_S = 1.0 / 90.0
_SETTLE_S = 60.0
_WARM_FRAMES = 2
_TREMBLE_M = 1e-4
_ROUNDS = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--products, --places, --frames, and which catalogue."""
    parser.add_argument("--products", type=int, default=1000, help="products in the store (default 1000)")
    parser.add_argument("--places", type=int, default=50, help="places along the tour (default 50)")
    parser.add_argument("--frames", type=int, default=9, help="frames measured at each place (default 9)")
    parser.add_argument("--seed", type=int, default=1, help="varies the tour")
    add_store_arguments(parser)


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    words = []
    for name in ("products", "places", "frames", "seed", "catalog", "lang"):
        value = getattr(args, name)
        if value is not None:
            words += [f"--{name}", str(value)]
    return words


def measure(args: argparse.Namespace) -> Figures:
    """Plans, builds, walks, measures. Takes a minute or two."""
    settings, folders = settings_of(args)
    from client.bench.goods import stock_up
    from client.catalog.reader import open_current

    with open_current(catalog_root(settings, folders)) as catalog:
        goods = stock_up(catalog, args.products, MOST_DISTINCT)
    from scenes.kit.environment import cached_environment
    from scenes.showroom.plan import plan_store
    from scenes.showroom.two_eyes import Eyes

    plan = plan_store(goods.items)
    poses = _places(plan, args.places, args.seed)
    with ExitStack() as stack:
        eyes = Eyes(cached_environment(folders.cache))
        stack.callback(eyes.close)
        batched = _batched(eyes, plan, goods, poses, args.frames, folders.cache)
        apart = _apart(eyes, plan, goods, poses, max(3, args.frames // 2), folders.cache)
        driver = eyes.driver()
    return _figures(plan, goods, batched, apart) | {"places": len(poses), "driver": driver}


def _places(plan: StorePlan, count: int, seed: int) -> Sequence[Pose]:
    from scenes.showroom.route import FloorMap, poses_along, tour_path

    return poses_along(tour_path(plan, seed, FloorMap(plan)), count)


class Walked:
    """What was measured along the tour: milliseconds of every frame; at every place, Geoms of every eye and of both at
    once, and milliseconds of drawing both eyes in "one" pass and in "two", with the store's update before or not."""

    def __init__(self) -> None:
        self.frame_ms: list[float] = []
        self.wall_ms: list[float] = []
        self.update_ms: list[float] = []
        self.geoms: list[int] = []
        self.geoms_at_once: list[int] = []
        self.passes_ms: dict[tuple[str, bool], list[float]] = defaultdict(list)
        self.waits_s: list[float] = []


def cpu_s() -> float:
    """CPU time of this process over all its threads, in seconds; on Windows (coarse there) the time that passes."""
    return time.perf_counter() if os.name == "nt" else time.process_time()


def _batched(eyes: Eyes, plan: StorePlan, goods: Goods, poses: Sequence[Pose], frames: int, cache: object) -> Walked:
    """The store as it is: at each place everything is loaded, then frames are timed, `update` included."""
    showroom = _showroom(eyes, plan, goods, cache)
    walked = Walked()
    try:
        for pose in poses:
            began = time.perf_counter()
            showroom.wait_loaded((pose.x_m, pose.y_m, pose.eye_m), _SETTLE_S)
            walked.waits_s.append(time.perf_counter() - began)
            _look(eyes, walked, pose, frames, showroom)
            _compare(eyes, walked, pose, frames, showroom)
    finally:
        showroom.close()
    return walked


def _apart(eyes: Eyes, plan: StorePlan, goods: Goods, poses: Sequence[Pose], frames: int, cache: object) -> Walked:
    """The same room and fixtures, every product as its own nodes at its shelf level."""
    from scenes.showroom.unbatched import attach_all

    showroom = _showroom(eyes, plan, None, cache)
    root = attach_all(eyes.renderer, plan, goods.content)
    walked = Walked()
    try:
        for pose in poses:
            _look(eyes, walked, pose, frames, showroom)
    finally:
        root.remove_node()
        showroom.close()
    return walked


def _showroom(eyes: Eyes, plan: StorePlan, goods: Goods | None, cache: object) -> Showroom:
    from pathlib import Path

    from client.texts import Texts
    from scenes.showroom.build import Showroom

    texts = Texts("en")
    signs = {
        s.text_key: texts.department(s.text_key) if s.is_department else texts.sign(s.text_key) for s in plan.signs
    }
    folder = cache if isinstance(cache, Path) else None
    return Showroom(eyes.renderer, plan, goods.content if goods else {}, signs, folder)


def _look(eyes: Eyes, walked: Walked, pose: Pose, frames: int, showroom: Showroom) -> None:
    where = (pose.x_m, pose.y_m, pose.eye_m)
    eyes.place(pose)
    walked.geoms.extend(eyes.geoms())
    walked.geoms_at_once.append(eyes.geoms_at_once())
    for n in range(_WARM_FRAMES + frames):
        wall, began = time.perf_counter(), cpu_s()
        showroom.update(where, FRAME_S)
        updated = cpu_s()
        eyes.draw()
        ended = cpu_s()
        if n >= _WARM_FRAMES:
            walked.frame_ms.append((ended - began) * 1e3)
            walked.update_ms.append((updated - began) * 1e3)
            walked.wall_ms.append((time.perf_counter() - wall) * 1e3)


def _compare(eyes: Eyes, walked: Walked, pose: Pose, frames: int, showroom: Showroom) -> None:
    """Draws in one pass and in two while the head trembles, alone and with the store's update before each frame."""
    for updating in (False, True):
        drawn: dict[str, list[float]] = {"one": [], "two": []}
        for kind in ("one", "two") * _ROUNDS:
            (eyes.one_pass if kind == "one" else eyes.two_passes)()
            for n in range(_WARM_FRAMES + frames):
                eyes.place(replace(pose, x_m=pose.x_m + n * _TREMBLE_M, heading_rad=pose.heading_rad + n * _TREMBLE_M))
                if updating:
                    showroom.update((pose.x_m, pose.y_m, pose.eye_m), FRAME_S)
                began = cpu_s()
                eyes.draw()
                if n >= _WARM_FRAMES:
                    drawn[kind].append((cpu_s() - began) * 1e3)
        for kind, milliseconds in drawn.items():
            walked.passes_ms[kind, updating].append(percentile(milliseconds, 0.5))
    eyes.one_pass()


def _figures(plan: StorePlan, goods: Goods, batched: Walked, apart: Walked) -> dict[str, float | int | str | bool]:
    p50, unbatched = percentile(batched.frame_ms, 0.5), percentile(apart.frame_ms, 0.5)
    floor, passes = plan.floor, batched.passes_ms
    return {
        "products": len(plan.placements),
        "distinct_products": goods.distinct,
        "fixtures": len(plan.fixtures),
        "floor_m2": round((floor.x1 - floor.x0) * (floor.y1 - floor.y0)),
        "geoms_per_eye_max": max(batched.geoms),
        "geoms_per_eye_p50": int(percentile(batched.geoms, 0.5)),
        "geoms_both_eyes_max": max(batched.geoms_at_once),
        "stereo_ratio": sum(passes["two", False]) / sum(passes["one", False]),
        "one_pass_ms_p50": percentile(passes["one", False], 0.5),
        "two_passes_ms_p50": percentile(passes["two", False], 0.5),
        "stereo_ratio_updating": sum(passes["two", True]) / sum(passes["one", True]),
        "cpu_ms_p50": p50,
        "cpu_ms_p99": percentile(batched.frame_ms, 0.99),
        "update_ms_p50": percentile(batched.update_ms, 0.5),
        "wall_ms_p50": percentile(batched.wall_ms, 0.5),
        "unbatched_ratio": unbatched / p50 if p50 > 0 else math.inf,
        "unbatched_cpu_ms_p50": unbatched,
        "unbatched_geoms_per_eye_max": max(apart.geoms),
        "load_s_max": max(batched.waits_s),
        "resident_mb": round(resident_mb()),
    }
