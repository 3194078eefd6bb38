"""`vitrine tour --headset scripted`: one visit by two hands, seen by two eyes, with no headset and no display."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from pathlib import Path

    from client.app import OpenShop
    from client.headset.api import Sample
    from client.pilot.worn import WornPilot

_RATE_HZ = 90.0
_UP_RAD = math.radians(46)
"""Headsets see about 90 degrees from top to bottom."""
_SETTLE_S = 90.0


def worn_person(opened: OpenShop, size_px: tuple[int, int]) -> WornPilot:
    """Somebody in a scripted headset whose eyes have pictures of this size."""
    from client.headset.scripted import ScriptedHeadset
    from client.pilot.scripted import ScriptedWearer
    from client.pilot.worn import WornPilot

    return WornPilot(ScriptedWearer(opened.shop, ScriptedHeadset(*size_px, rate_hz=_RATE_HZ, eyes=2, up_rad=_UP_RAD)))


def shop_in_headset(opened: OpenShop, person: WornPilot, sku: str | None, out: Path) -> list[dict[str, object]]:
    """From the door to the order with this product; pictures of both eyes come to `out`. What was seen, a row each."""
    from client.pilot.errands import errand_of
    from client.pilot.visit import go_shopping

    rows: list[dict[str, object]] = []

    def moment(name: str) -> None:
        place = next((one for one in opened.shop.cards.places() if one.name == person.session.panel), None)
        if place is not None:
            person.look_at(place.pose.position)
        rows.append(_look(opened, person.sample, out / f"{len(rows) + 1:02d}-{name}.png", name))
        print(f"{len(rows):3d}  {name}", flush=True)

    if sku is not None:
        go_shopping(person, errand_of(opened.shop.keeper.current, sku), moment)
    return rows


def _look(opened: OpenShop, sample: Sample, path: Path, name: str) -> dict[str, object]:
    """Draws what each eye sees, saves them side by side, the left one left."""
    import numpy as np

    from client.stage import Seen

    began = time.perf_counter()
    left, right = sample.eyes
    seen = [
        opened.stage.still_picture(opened.shop, replace(sample, eyes=eyes), _SETTLE_S, anew=False).pixels
        for eyes in ((left, right), (right, left))  # the stage's own view is that of the first eye
    ]
    both = Seen(np.concatenate(seen, axis=1))
    both.save(path)
    if opened.recorder is not None:
        opened.recorder.mark(sample.frame.index, opened.shop.session, Seen(seen[0]).glance)
    return {
        "name": name, "file": path.name, "load_s": round(time.perf_counter() - began, 3), "sha256": both.sha256,
        "left_unlike_right": float((np.abs(seen[0].astype(int) - seen[1]).max(axis=2) > 8).mean()),
    }  # fmt: skip
