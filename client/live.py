"""A visit by a person: the shop in a window, and the headset or the window's mouse and keys to visit it with."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from client.app import OpenShop, ShopOptions, open_shop
from client.domain.comfort import Side
from client.features.feel.feature import FeelFeature
from client.features.help.seen import help_was_seen
from client.headset.api import Headset, Pose, Sample
from client.interaction.fit import worn_side
from client.loop import run_loop
from client.profile.late import LateVault, share_once, sharing_agreed
from client.settings import Settings
from scenes.kit.engine import Output, apply_settings, open_window


def window_output(settings: Settings) -> Output:
    """A window of its own."""
    apply_settings(headless=False)
    return open_window("Vitrine", settings.width, settings.height, settings.samples, settings.fullscreen)


def run_window(options: ShopOptions, frames: int | None = None) -> int:
    """Opens the shop in a window or a headset and runs it until the visitor leaves (or for so many frames).

    Returns how many frames were drawn.
    """
    with open_visit(options) as (opened, headset):
        return run_loop(opened.shop, headset, frames, opened.told)


@contextmanager
def open_visit(options: ShopOptions) -> Iterator[tuple[OpenShop, Headset]]:
    """The shop in a window of its own, and the headset (or the window's mouse and keys) to visit it with."""
    settings = options.settings
    options = replace(options, welcome=not help_was_seen(options.folders), audible=True, remember=not settings.kiosk)
    options = with_profile(options)
    with open_shop(options, lambda: window_output(settings)) as opened:
        headset = open_headset(opened, options)
        if opened.recorder is not None:
            opened.shop.on_mark = marker(opened, options.pictures)
        try:
            yield opened, headset
        finally:
            headset.close()


def with_profile(options: ShopOptions) -> ShopOptions:
    """The same, with what this machine keeps of the shopper: their taste, and what they agreed to share of it."""
    settings, folders = options.settings, options.folders
    if not settings.profile:
        return options
    store = LateVault(folders.data, folders.config)
    share = partial(share_once, store, options.root, settings.share_with) if sharing_agreed(settings) else None
    return replace(options, profile=store, share=share)


def open_headset(opened: OpenShop, options: ShopOptions) -> Headset:
    """The window alone, or the window and whatever headset there is now or comes later."""
    from client.headset.desktop import DesktopHeadset

    output, settings = opened.stage.output, options.settings
    desktop = DesktopHeadset(output.engine, output.output)
    if settings.headset == "desktop":
        return desktop
    from client.headset.auto import AutoHeadset, WornHeadset
    from client.headset.openxr import opening

    # The window's context is current only after it has drawn once.
    opened.stage.renderer.draw()

    def worn(stands_at: Pose) -> WornHeadset:
        may_start = settings.headset == "openxr"
        quality, wanted_hz, depth = settings.headset_quality, settings.headset_hz, settings.headset_depth
        return opening.open_headset(opened.stage.eyes, quality, stands_at, wanted_hz, may_start=may_start, depth=depth)

    auto = AutoHeadset(desktop, worn, time.perf_counter, options.say, must=settings.headset == "openxr")

    def pulse(side: Side, strength: float, seconds: float) -> None:
        auto.pulse(worn_side(side, opened.shop.session.comfort), strength, seconds)

    opened.shop.on_step = FeelFeature(pulse).feel
    return auto


def marker(opened: OpenShop, pictures: bool) -> Callable[[Sample], None]:
    """What F9 does: the frame's session, and its picture if wanted, are remembered in the journal."""

    def mark(sample: Sample) -> None:
        if opened.recorder is not None:
            seen = opened.stage.still_picture(opened.shop, sample, 30.0).glance if pictures else ""
            opened.recorder.mark(sample.frame.index, opened.shop.session, seen)

    return mark
