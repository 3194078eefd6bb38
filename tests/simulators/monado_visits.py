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

from client.app import OpenShop, ShopOptions
from client.headset.api import Pose
from client.headset.auto import AutoHeadset
from client.headset.openxr import choices, spaces
from client.headset.openxr.headset import OpenXrHeadset
from client.interaction.rig import about_z, eye_in_store, inverse, rotate
from client.live import open_visit
from client.pilot.aiming import direction
from client.pilot.person import go_to, held_middle, position_of
from client.pilot.visit import go_shopping, take
from client.settings import Settings, find_folders
from tests.simulators.errand import ERRAND
from tests.simulators.headset_contract import keep_contract
from tests.simulators.monado_remote import Remote
from tests.simulators.remote_wearer import RemotePilot, RemoteWearer

_SHARED_S = 240.0
_SETTLED = 12
"""Frames until what is looked at is loaded and drawn."""
SETTINGS = Settings(width=320, height=200, samples=2, headset_quality=0.7, headset="auto")


@contextmanager
def visiting(root: Path, record: Path | None = None) -> Iterator[tuple[RemotePilot, OpenShop]]:
    said: list[str] = []
    options = ShopOptions(SETTINGS, find_folders(os.environ), root, record=record, say=said.append)
    remote = Remote(int(os.environ["MONADO_PORT"])).connect()
    with open_visit(options) as (opened, headset):
        assert isinstance(headset, AutoHeadset)
        pilot = RemotePilot(RemoteWearer(opened, headset, remote))
        pilot.said = said
        yield pilot, opened
    remote.close()


def ask(what: str) -> None:
    sys.stdout.write(f"ASK {what}\n")
    sys.stdout.flush()


def save_eyes(pilot: RemotePilot, path: Path) -> list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]:
    pictures = pilot.remote.worn().shown().read_back()
    Image.fromarray(np.concatenate(pictures, axis=1)[..., :3]).save(path)
    return pictures


def mirror_off(pilot: RemotePilot, path: Path) -> float:
    """How far the window's picture is from the middle of the left eye's, as a mean of absolute differences."""
    shot = pilot.remote.opened.stage.output.output.get_screenshot()
    width, height = shot.get_x_size(), shot.get_y_size()
    pixels = np.frombuffer(memoryview(shot.get_ram_image_as("RGB")), np.uint8).reshape(height, width, 3)[::-1]
    window = Image.fromarray(np.ascontiguousarray(pixels))
    window.save(path)
    eye = Image.fromarray(np.ascontiguousarray(pilot.remote.worn().shown().read_back()[0][..., :3]))
    tall = round(eye.width * height / width)
    top = (eye.height - tall) // 2
    cut = eye.crop((0, top, eye.width, top + tall)).resize((width, height), Image.Resampling.BILINEAR)
    return float(np.abs(np.asarray(window, np.float64) - np.asarray(cut, np.float64)).mean())


def projected(pilot: RemotePilot, sku: str) -> list[list[float]]:
    """The edges of a product in each eye's picture, by projection alone: left, top, right, bottom in pixels."""
    boxes = pilot.remote.opened.shop.keeper.current.boxes
    number = boxes.names.index(sku)
    centre, half, heading = boxes.centres[number], boxes.halves[number], boxes.headings[number]
    cos, sin = math.cos(heading), math.sin(heading)
    signs = np.array([(i, j, k) for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)]) * half
    corners = centre + signs @ np.array([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]])
    found = []
    assert pilot.last is not None
    for eye, size in zip(pilot.last.eyes, pilot.remote.worn().eye_sizes, strict=True):
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
    store = pilot.remote.opened.stage._store.store
    assert store is not None
    whole = pilot.run(4).remote.worn().shown().read_back()
    store.lift(sku)
    without = pilot.run(4).remote.worn().shown().read_back()
    store.put_back(sku)
    found = []
    for one, other in zip(whole, without, strict=True):
        rows, columns = np.nonzero(np.abs(one.astype(int) - other)[..., :3].max(axis=2) > 24)
        found.append([float(columns.min()), float(rows.min()), float(columns.max() + 1), float(rows.max() + 1)])
    return found


def shopping(root: Path, out: Path) -> dict[str, object]:
    """The script of a visit; then what only a headset has: what the eyes were given, snap turns, the menu button."""
    told: dict[str, object] = {}
    began = time.monotonic()
    with visiting(root, out / "visit.jsonl") as (pilot, opened):

        def moment(name: str) -> None:
            pilot.remote.draw_every = 1
            pilot.run(_SETTLED)
            save_eyes(pilot, out / f"{name}.png")
            pilot.remote.draw_every = 4
            told.setdefault("controller", pilot.remote.worn().controller("right"))

        told["had"] = msgspec.to_builtins(go_shopping(pilot, ERRAND, moment))
        pilot.remote.draw_every = 1
        pilot.press_button("back").run_until(lambda: pilot.session.panel is None, what="all is put back")
        told["looked"] = looked(pilot, out)
        heading = pilot.session.standing.heading_rad
        pilot.snap_turn(to_the_left=True)
        told["snapped_deg"] = math.degrees(pilot.session.standing.heading_rad - heading)
        pilot.press_button("menu").run_until(lambda: pilot.session.panel == "map", what="the map is open")
        pilot.press_button("back").run_until(lambda: pilot.session.panel is None, what="the map is closed")
        spot = opened.shop.keeper.current.spot_of(ERRAND.sku)
        assert spot is not None
        told["landed_off_m"] = math.dist(pilot.head().position[:2], (spot.x_m, spot.y_m))
        told |= {"pitch": pilot.session.standing.pitch_rad, "said": pilot.said}
        told["frames"] = pilot.sample.frame.index
        told["fps"] = pilot.sample.frame.index / (time.monotonic() - began)
    return told


def looked(pilot: RemotePilot, out: Path) -> dict[str, object]:
    """What the runtime was given while a product was looked at, nothing else in view."""
    pilot.look_at(position_of(pilot.shop, ERRAND.sku)).run(_SETTLED)
    pictures = save_eyes(pilot, out / "looked.png")
    return {
        "spread": [float(p[..., :3].std()) for p in pictures],
        "left_unlike_right": float((np.abs(pictures[0].astype(int) - pictures[1]).max(axis=2) > 8).mean()),
        "mirror_off": mirror_off(pilot, out / "window.png"),
        "projected": projected(pilot, ERRAND.sku),
        "seen": seen_edges(pilot, ERRAND.sku),
    }


def grab(pilot: RemotePilot) -> None:
    """Takes hold of what hangs before the eyes, and turns the wrist: from then on it goes with the hand."""
    pilot.point_to(lambda: held_middle(pilot)).squeeze(1.0)
    heading, pitch = direction((0.0, 0.0, 0.0), pilot.ray().direction)
    pilot.aim(heading + 0.3, pitch).run_until(
        lambda: (held := pilot.session.held) is not None and bool(held.hands), what="it goes with the hand"
    )


def killed(root: Path, out: Path) -> dict[str, object]:
    """The service is killed while a hand has a product, and comes back."""
    told: dict[str, object] = {}
    with visiting(root, out / "visit.jsonl") as (pilot, opened):
        pilot.enter().press_button("back").run_until(lambda: pilot.session.panel is None, what="the help is closed")
        pilot.remote.body.head = Pose((0.5, 0.4, 1.7), about_z(0.5))
        spot = opened.shop.keeper.current.spot_of(ERRAND.sku)
        assert spot is not None
        go_to(pilot.run(4), spot.x_m, spot.y_m)
        take(pilot, ERRAND.sku)
        grab(pilot)
        before, stood = pilot.session, pilot.head()
        pilot.remote.disconnect()
        ask("kill")
        killed_at = time.monotonic()
        pilot.run_until(lambda: len(pilot.sample.eyes) == 1, what="the window shows the visit")
        told["window_after_s"], told["longest_frame_s"] = time.monotonic() - killed_at, pilot.remote.longest_s
        pilot.run(5)
        told["held_still"] = pilot.session.held == before.held and pilot.session.panel == before.panel
        pilot.remote.body.right.squeeze = 0.0
        told["moved_in_window_m"] = math.dist(pilot.head().position[:2], stood.position[:2])
        ask("start")
        pilot.remote.connect()
        pilot.enter().run(3)
        told["moved_in_headset_m"] = math.dist(pilot.head().position[:2], stood.position[:2])
        told["held_at_last"] = pilot.session.held is not None
        pilot.press_button("back").run_until(lambda: pilot.session.held is None, what="it is put back")
        told["said"] = pilot.said
    return told


def recentred(root: Path, out: Path) -> dict[str, object]:
    """Controllers vanish while a product is held and come back; the runtime moves its space."""
    told: dict[str, object] = {}
    # Monado leaves STAGE alone when it recentres; a runtime without one gives spaces that move.
    spaces.reference_space = lambda _: choices.LOCAL
    with visiting(root) as (pilot, opened):
        pilot.enter().press_button("back").run_until(lambda: pilot.session.panel is None, what="the help is closed")
        pilot.remote.body.head = Pose((0.6, -0.3, 1.65), about_z(0.8))
        spot = opened.shop.keeper.current.spot_of(ERRAND.sku)
        assert spot is not None
        go_to(pilot, spot.x_m, spot.y_m)
        take(pilot, ERRAND.sku)
        pilot.point_at("add_to_cart").pull(1.0)
        before = pilot.session
        told["without_hands"] = unseen(pilot)
        told["pressed_nothing"] = (before.held, before.panel, before.gathered) == (
            pilot.session.held, pilot.session.panel, pilot.session.gathered,
        )  # fmt: skip
        grab(pilot)
        unseen(pilot)
        told["held_on"] = pilot.session.held is not None and pilot.session.panel == "product"
        told["focused"] = pilot.remote.focused()
        pilot.point_at("add_to_cart").click().run_until(
            lambda: bool(pilot.session.gathered.cart.lines), what="the hands do again what they did"
        )
        pilot.run(20)  # this head leaped, which a real one does not: it must be forgotten first
        before, raw = pilot.head(), pilot.device_head()
        ask("recenter")
        pilot.run_until(
            lambda: math.dist(pilot.device_head().position, raw.position) > 0.3, what="the runtime's space moved"
        )
        after = pilot.run(3).head()
        told["moved_m"] = math.dist(before.position, after.position)
        told["turned"] = max(abs(a - b) for a, b in zip(before.turn, after.turn, strict=True))
    return told


def unseen(pilot: RemotePilot) -> str:
    """Takes both hands out of sight and brings them back with nothing pressed; the presence meanwhile."""
    body = pilot.remote.body
    body.right.active = body.left.active = False
    pilot.run_until(lambda: pilot.sample.hands == (), what="no hands are seen").run(5)
    meanwhile = str(pilot.remote.presence)
    body.right.trigger = body.right.squeeze = 0.0
    body.right.active = body.left.active = True
    pilot.run_until(lambda: len(pilot.sample.hands) == 2, what="both hands are back").run(5)
    return meanwhile


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
        pilot.enter().pull(1.0)
        before, remote = pilot.session, pilot.remote
        ask("another")
        seen = set()
        pilot.run_until(lambda: not remote.focused(), what="another program has the focus")
        until = time.monotonic() + _SHARED_S
        while not remote.focused() and time.monotonic() < until:
            sample = remote.frame()
            if sample is not None and not remote.focused():
                seen.add((str(remote.presence), len(sample.eyes), len(sample.hands)))
        told["seen"] = sorted(seen)
        told["focus_again"] = remote.focused()
        told["nothing_happened"] = (before.held, before.panel) == (pilot.session.held, pilot.session.panel)
        pilot.enter()
    return told


VISITS = {"shopping": shopping, "killed": killed, "recentred": recentred, "contract": contract, "shared": shared}

if __name__ == "__main__":
    name, catalog, folder = sys.argv[1:]
    sys.stdout.write(json.dumps(VISITS[name](Path(catalog), Path(folder))) + "\n")
