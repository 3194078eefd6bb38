"""What is done on the real runtime, in a process of its own: `python -m tests.simulators.monado_visits VISIT ARGS`.

Prints `ASK something` where the test has to do something to the runtime, and one JSON object as the last line.
"""

from __future__ import annotations

import json
import math
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import numpy as np
from PIL import Image

from client.app import OpenShop, ShopOptions, open_visit
from client.domain.session import Session
from client.headset.api import Pose, Presence
from client.headset.auto import AutoHeadset
from client.headset.openxr import choices, spaces
from client.headset.openxr.headset import OpenXrHeadset
from client.interaction.rig import about_z, eye_in_store, inverse, rotate
from client.settings import Settings, find_folders
from tests.simulators.headset_contract import keep_contract
from tests.simulators.monado_remote import Remote
from tests.simulators.remote_pilot import RemotePilot, head_in_store_of

_SHARED_S = 240.0
SETTINGS = Settings(width=320, height=200, samples=2, headset_quality=0.7, headset="auto")


@contextmanager
def visiting(root: Path, record: Path | None = None) -> Iterator[tuple[RemotePilot, OpenShop]]:
    said: list[str] = []
    options = ShopOptions(SETTINGS, find_folders(os.environ), root, record=record, say=said.append)
    remote = Remote(int(os.environ["MONADO_PORT"])).connect()
    with open_visit(options) as (opened, headset):
        assert isinstance(headset, AutoHeadset)
        pilot = RemotePilot(opened, headset, remote)
        pilot.said = said
        yield pilot, opened
    remote.close()


def ask(what: str) -> None:
    sys.stdout.write(f"ASK {what}\n")
    sys.stdout.flush()


def cart(session: Session) -> list[tuple[str, int]]:
    return [(line.item.sku, line.quantity) for line in session.gathered.cart.lines]


def save_eyes(pilot: RemotePilot, path: Path) -> list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]:
    pictures = pilot.worn().shown().read_back()
    Image.fromarray(np.concatenate(pictures, axis=1)[..., :3]).save(path)
    return pictures


def mirror_off(pilot: RemotePilot, path: Path) -> float:
    """How far the window's picture is from the middle of the left eye's, as a mean of absolute differences."""
    shot = pilot.opened.stage.output.output.get_screenshot()
    width, height = shot.get_x_size(), shot.get_y_size()
    pixels = np.frombuffer(memoryview(shot.get_ram_image_as("RGB")), np.uint8).reshape(height, width, 3)[::-1]
    window = Image.fromarray(np.ascontiguousarray(pixels))
    window.save(path)
    eye = Image.fromarray(np.ascontiguousarray(pilot.worn().shown().read_back()[0][..., :3]))
    tall = round(eye.width * height / width)
    top = (eye.height - tall) // 2
    cut = eye.crop((0, top, eye.width, top + tall)).resize((width, height), Image.Resampling.BILINEAR)
    return float(np.abs(np.asarray(window, np.float64) - np.asarray(cut, np.float64)).mean())


def projected(pilot: RemotePilot, sku: str) -> list[list[float]]:
    """The edges of a product in each eye's picture, by projection alone: left, top, right, bottom in pixels."""
    boxes = pilot.opened.shop.keeper.current.boxes
    number = boxes.names.index(sku)
    centre, half, heading = boxes.centres[number], boxes.halves[number], boxes.headings[number]
    cos, sin = math.cos(heading), math.sin(heading)
    signs = np.array([(i, j, k) for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)]) * half
    corners = centre + signs @ np.array([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]])
    found = []
    assert pilot.last is not None
    for eye, size in zip(pilot.last.eyes, pilot.worn().eye_sizes, strict=True):
        pose = eye_in_store(pilot.session.standing, eye, pilot.last.head)
        seen = []
        for corner in corners:
            ox, oy, oz = (float(a - b) for a, b in zip(corner, pose.position, strict=True))
            x, y, z = rotate(inverse(pose.turn), (ox, oy, oz))
            left, right, up, down = (math.tan(a) for a in (eye.fov.left, eye.fov.right, eye.fov.up, eye.fov.down))
            seen.append(((x / y - left) / (right - left) * size[0], (up - z / y) / (up - down) * size[1]))
        columns, rows = zip(*seen, strict=True)
        found.append([min(columns), min(rows), max(columns), max(rows)])
    return found


def seen_edges(pilot: RemotePilot, sku: str) -> list[list[float]]:
    """The edges of what changes in the runtime's pictures when the product is taken out of the scene."""
    store = pilot.opened.stage._store.store
    assert store is not None
    whole = pilot.frames(4).worn().shown().read_back()
    store.lift(sku)
    without = pilot.frames(4).worn().shown().read_back()
    store.put_back(sku)
    found = []
    for one, other in zip(whole, without, strict=True):
        rows, columns = np.nonzero(np.abs(one.astype(int) - other)[..., :3].max(axis=2) > 24)
        found.append([float(columns.min()), float(rows.min()), float(columns.max() + 1), float(rows.max() + 1)])
    return found


def shopping(root: Path, out: Path) -> dict[str, object]:
    """Enter, read the help, look around, turn, teleport, pick up, panel, cart, put back."""
    told: dict[str, object] = {}
    began = time.monotonic()
    with visiting(root, out / "visit.jsonl") as (pilot, opened):
        shop = opened.shop
        pilot.enter().until(lambda: pilot.session.panel == "help", "the help welcomes")
        told["controller"] = pilot.worn().controller("right")
        told["entered_at"] = list(head_in_store_of(pilot).position)
        save_eyes(pilot, out / "1-entered.png")
        pilot.frames(2).point_at(shop.cards.element_point("start")).click()
        pilot.until(lambda: pilot.session.panel is None, "the help is closed")
        for yaw in (0.4, -0.4, 0.0):
            pilot.look(yaw)
        heading = pilot.session.standing.heading_rad
        pilot.snap_turn(to_the_left=True)
        told["snapped_deg"] = math.degrees(pilot.session.standing.heading_rad - heading)
        pilot.snap_turn(to_the_left=False)
        spot = shop.keeper.current.spot_of("chair-1")
        assert spot is not None
        pilot.teleport_to(spot.x_m, spot.y_m)
        head = head_in_store_of(pilot).position
        told["landed_off_m"] = math.hypot(head[0] - spot.x_m, head[1] - spot.y_m)
        turns = round(
            math.remainder(spot.heading_rad - pilot.session.standing.heading_rad, math.tau) / math.radians(30)
        )
        for _ in range(abs(turns)):
            pilot.snap_turn(to_the_left=turns > 0)
        boxes = shop.keeper.current.boxes
        x, y, z = (float(v) for v in boxes.centres[boxes.names.index("chair-1")])
        pilot.look(0.0, -0.35).point_at((x, y, z))
        told["looking_at"] = pilot.session.looking_at
        assert pilot.session.looking_at == "chair-1", told
        pilot.frames(20)
        pictures = save_eyes(pilot, out / "2-chair.png")
        told["spread"] = [float(p[..., :3].std()) for p in pictures]
        told["left_unlike_right"] = float((np.abs(pictures[0].astype(int) - pictures[1]).max(axis=2) > 8).mean())
        told["mirror_off"] = mirror_off(pilot, out / "2-window.png")
        told["chair_projected"], told["chair_seen"] = projected(pilot, "chair-1"), seen_edges(pilot, "chair-1")
        pilot.squeeze().until(lambda: pilot.session.panel == "product", "the product's panel is open")
        assert pilot.session.held is not None
        told["held"] = pilot.session.held.item.sku
        pilot.frames(12)
        save_eyes(pilot, out / "3-held.png")
        pilot.point_at(shop.cards.element_point("add_to_cart")).click()
        pilot.until(lambda: bool(cart(pilot.session)), "the chair is in the cart")
        pilot.press("b").until(lambda: pilot.session.panel is None and pilot.session.held is None, "all is put back")
        pilot.press("b", left=True).until(lambda: pilot.session.panel == "map", "the map is open")
        pilot.frames(8)
        save_eyes(pilot, out / "4-map.png")
        pilot.press("b").until(lambda: pilot.session.panel is None, "the map is closed")
        told |= {"cart": cart(pilot.session), "pitch": pilot.session.standing.pitch_rad, "said": pilot.said}
        assert pilot.last is not None
        told["frames"], told["fps"] = pilot.last.frame.index, pilot.last.frame.index / (time.monotonic() - began)
    return told


def killed(root: Path, out: Path) -> dict[str, object]:
    """The service is killed while a product is held, and comes back."""
    told: dict[str, object] = {}
    with visiting(root, out / "visit.jsonl") as (pilot, opened):
        pilot.enter().press("b").until(lambda: pilot.session.panel is None, "the help is closed")
        pilot.remote.head = Pose((0.5, 0.4, 1.7), about_z(0.5))
        pilot.remote.send()
        pilot.frames(4)
        boxes = opened.shop.keeper.current.boxes
        spot = opened.shop.keeper.current.spot_of("chair-1")
        assert spot is not None
        pilot.teleport_to(spot.x_m, spot.y_m)
        x, y, z = (float(v) for v in boxes.centres[boxes.names.index("chair-1")])
        pilot.point_at((x, y, z)).squeeze().until(lambda: pilot.session.held is not None, "the chair is held")
        before, stood = pilot.session, head_in_store_of(pilot)
        pilot.remote.close()
        ask("kill")
        shown_at = time.monotonic()
        while pilot.last is not None and len(pilot.last.eyes) == 2:
            if pilot.frame() is not None and len(pilot.last.eyes) == 2:
                shown_at = time.monotonic()
        told["window_after_s"], told["longest_frame_s"] = time.monotonic() - shown_at, pilot.longest_s
        pilot.frames(5)
        told["held_still"] = pilot.session.held == before.held and pilot.session.panel == before.panel
        now = head_in_store_of(pilot)
        told["moved_in_window_m"] = math.dist(now.position[:2], stood.position[:2])
        ask("start")
        back_from = time.monotonic()
        pilot.remote.connect()
        pilot.enter()
        told["headset_again_s"] = time.monotonic() - back_from
        pilot.frames(3)
        now = head_in_store_of(pilot)
        told["moved_in_headset_m"] = math.dist(now.position[:2], stood.position[:2])
        told["held_at_last"] = pilot.session.held is not None
        pilot.squeeze().until(lambda: pilot.session.held is None, "it is put back")
        told["said"] = pilot.said
    return told


def recentred(root: Path, out: Path) -> dict[str, object]:
    """The runtime moves its space; controllers vanish and come back."""
    told: dict[str, object] = {}
    # Monado leaves STAGE alone when it recentres; a runtime without one gives spaces that move.
    spaces.reference_space = lambda _: choices.LOCAL
    with visiting(root) as (pilot, _):
        pilot.enter()
        pilot.remote.head = Pose((0.6, -0.3, 1.65), about_z(0.8))
        pilot.remote.send()
        pilot.frames(20)  # this head leaps, which a real one does not: it must be forgotten first
        before, raw = head_in_store_of(pilot), pilot.runtime_head()
        ask("recenter")
        pilot.until(lambda: math.dist(pilot.runtime_head().position, raw.position) > 0.3, "the runtime's space moved")
        after = head_in_store_of(pilot.frames(3))
        told["moved_m"] = math.dist(before.position, after.position)
        told["turned"] = max(abs(a - b) for a, b in zip(before.turn, after.turn, strict=True))
        pilot.remote.right.active = pilot.remote.left.active = False
        pilot.remote.send()
        pilot.until(lambda: pilot.last is not None and pilot.last.hands == (), "no hands are seen")
        told["presence_without_hands"] = str(pilot.presence)
        pilot.remote.right.active = pilot.remote.left.active = True
        pilot.remote.send()
        pilot.until(lambda: pilot.last is not None and len(pilot.last.hands) == 2, "both hands are back")
        told["focused"] = pilot.presence == Presence.FOCUSED
    return told


def contract(root: Path, out: Path) -> dict[str, object]:
    """The headset alone, without a shop's views on it."""
    settings = msgspec.structs.replace(SETTINGS, headset="desktop")
    options = ShopOptions(settings, find_folders(os.environ), root)
    with open_visit(options) as (opened, _):
        opened.stage.renderer.draw()
        headset = OpenXrHeadset(opened.stage.eyes, 0.5, Pose())
        sizes = headset.eye_sizes
        opened.stage.eyes.show(True)
        opened.stage.renderer.draw()
        samples = keep_contract(headset)
        opened.stage.renderer.draw()
        again = OpenXrHeadset(opened.stage.eyes, 1.0, Pose((1.0, 2.0, 0.0), about_z(1.0)))
        opened.stage.eyes.show(True)
        opened.stage.renderer.draw()
        second = keep_contract(again)
        return {
            "sizes": [sizes, again.eye_sizes],
            "name": headset.name,
            "hands": max(len(s.hands) for s in samples),
            "first_head": samples[0].head.position,
            "second_head": second[0].head.position,
            "fov_deg": [math.degrees(a) for a in (samples[0].eyes[0].fov.left, samples[0].eyes[0].fov.right)],
        }


def shared(root: Path, out: Path) -> dict[str, object]:
    """Another program takes the focus and gives it back."""
    told: dict[str, object] = {}
    with visiting(root) as (pilot, _):
        pilot.enter()
        pilot.remote.right.trigger = 1.0
        pilot.remote.send()
        pilot.until(lambda: any(hand.trigger > 0.9 for hand in pilot.last.hands), "the trigger is pulled")  # type: ignore[union-attr]
        before = pilot.session
        ask("another")
        seen = set()
        pilot.until(lambda: pilot.presence != Presence.FOCUSED, "another program has the focus")
        until = time.monotonic() + _SHARED_S
        while pilot.presence != Presence.FOCUSED and time.monotonic() < until:
            sample = pilot.frame()
            if sample is not None and pilot.presence != Presence.FOCUSED:
                seen.add((str(pilot.presence), len(sample.eyes), len(sample.hands)))
        told["seen"] = sorted(seen)
        told["focus_again"] = pilot.presence == Presence.FOCUSED
        told["nothing_happened"] = (before.held, before.panel) == (pilot.session.held, pilot.session.panel)
        pilot.enter()
    return told


VISITS = {"shopping": shopping, "killed": killed, "recentred": recentred, "contract": contract, "shared": shared}

if __name__ == "__main__":
    name, catalog, folder = sys.argv[1:]
    sys.stdout.write(json.dumps(VISITS[name](Path(catalog), Path(folder))) + "\n")
