"""`vitrine tour`: walks the store without a display, as a visitor would, and writes pictures and figures."""

from __future__ import annotations

import argparse
import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from client.commands.measure import percentile, resident_mb, seconds_alive
from client.commands.options import add_store_arguments, catalog_root, settings_of
from client.commands.tour_headset import shop_in_headset, worn_person

if TYPE_CHECKING:
    from client.app import OpenShop
    from client.pilot import Pilot

_RATE_HZ = 12.0
"""Steps a second of the walk: coarse, so that a long walk without a graphics card stays short."""
_DRAW_EVERY = 6
_SETTLE_S = 90.0
_LEAST_HANDY_M, _MOST_HANDY_M = 0.12, 0.9


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `vitrine tour`."""
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder for the pictures and tour.json")
    parser.add_argument("--seed", type=int, default=1, help="varies the order of the places")
    parser.add_argument("--record", metavar="FILE", type=Path, help="write a journal of the tour to this new file")
    parser.add_argument(
        "--headset", choices=("scripted",),
        help="instead of the walk: a visit from the door to the order by two hands, with pictures of both eyes",
    )  # fmt: skip
    add_store_arguments(parser)


@dataclass
class Places:
    """What was seen where."""

    out: Path
    rows: list[dict[str, object]] = field(default_factory=list)
    frame_ms: list[float] = field(default_factory=list)


def run(args: argparse.Namespace) -> int:
    """Walks, looks, writes."""
    began = time.perf_counter()
    settings, folders = settings_of(args)
    root = catalog_root(settings, folders)
    from client.app import ShopOptions, headless_output, open_shop
    from client.headset.scripted import ScriptedHeadset
    from client.pilot import Pilot

    args.out.mkdir(parents=True, exist_ok=True)
    options = ShopOptions(settings, folders, root, record=args.record, pictures=True, seed=args.seed)
    with open_shop(options, lambda: headless_output(settings)) as opened:
        places, size_px = Places(args.out), (settings.width, settings.height)
        if args.headset == "scripted":
            person = worn_person(opened, size_px).run()
            opened.shop.draw(person.sample)
            first_frame = seconds_alive(began)
            places.rows += shop_in_headset(opened, person, pick_product(opened), args.out)
        else:
            pilot = Pilot(opened.shop, ScriptedHeadset(*size_px, _RATE_HZ)).run(1)
            pilot.draw()
            first_frame = seconds_alive(began)
            pilot.draw_every = _DRAW_EVERY
            walk(opened, pilot, places, args.seed)
        report = summary(opened, places)
        report |= {"first_frame_s": round(first_frame, 3), "seed": args.seed, "language": settings.language}
    _write(args.out / "tour.json", report)
    print(f"{len(places.rows)} pictures and tour.json are in {args.out}.")
    return 0


def walk(opened: OpenShop, pilot: Pilot, places: Places, seed: int) -> None:
    """The computed route past every named place, then what a shopper does with a product."""
    from client.domain import actions as a
    from client.headset.scripted import Input, standing_head
    from scenes.showroom.route import tour_path

    say = opened.shop.visit.dispatcher("shop")
    for pose in tour_path(opened.shop.keeper.current.plan, seed):
        if not pose.stop:
            try:
                pilot.walk_to(pose.x_m, pose.y_m)
            except TimeoutError:
                say(a.Move(pose.x_m, pose.y_m, pose.heading_rad))
            continue
        # The last centimetres are not walked but set: a place is seen from where the plan says.
        say(a.Move(pose.x_m, pose.y_m, pose.heading_rad, pose.pitch_rad))
        pilot.run(1)
        pilot.do(Input(head=standing_head(pose.eye_m)))
        look(opened, pilot, places, pose.stop)
    shop_around(opened, pilot, places)


def shop_around(opened: OpenShop, pilot: Pilot, places: Places) -> None:
    """A product in the hand with its size, its panel, a variant, the cart, the search, the map, the other language."""
    sku = pick_product(opened)
    if sku is None:
        return
    from client.domain import actions as a

    say = opened.shop.visit.dispatcher("shop")
    spot = opened.shop.keeper.current.spot_of(sku)
    if spot is not None:
        say(a.Move(spot.x_m, spot.y_m, spot.heading_rad, 0.0))
        pilot.run(2)
    say(a.PickUp(sku))
    pilot.run(3)
    look(opened, pilot, places, "product-panel")
    pilot.press("m", "v").run(2)
    pilot.press("b").run(2)
    say(a.ClosePanel())
    say(a.Turn(0.5, 0.12))
    pilot.run(3)
    look(opened, pilot, places, "held-with-dimensions")
    pilot.press("escape").run(1)
    say(a.Move(pilot.session.standing.x_m, pilot.session.standing.y_m, pilot.session.standing.heading_rad, 0.0))
    for key, name in (("c", "cart"), ("g", "map"), ("h", "help")):
        pilot.press(key).run(3)
        look(opened, pilot, places, f"{name}-panel")
        pilot.press("escape").run(1)
    say(a.Search("chair"))
    pilot.press("f").run_until(lambda: not pilot.session.search.running).run(3)
    look(opened, pilot, places, "search-panel")
    pilot.press("escape", "l", "c").run(3)
    look(opened, pilot, places, "other-language")
    pilot.press("escape", "l").run(2)


def pick_product(opened: OpenShop) -> str | None:
    """A product with variants and a model that fits the hand and can be reached, else any that stands here."""
    from client.store.contents import shown_size

    contents = opened.shop.keeper.current
    skus = [p.item_id for p in contents.plan.placements if p.item_id in contents.products]
    modelled = [s for s in skus if contents.products[s].asset is not None]
    handy = [s for s in modelled if _LEAST_HANDY_M <= max(shown_size(contents.products[s])) <= _MOST_HANDY_M]
    best = [s for s in handy if contents.products[s].variants]
    for sku in (*best, *handy, *modelled, *skus):
        if contents.spot_of(sku) is not None:
            return sku
    return None


def look(opened: OpenShop, pilot: Pilot, places: Places, name: str) -> None:
    """Waits until everything is loaded, draws, saves, counts."""
    sample = pilot.last
    if sample is None:
        return
    began = time.perf_counter()
    seen = opened.stage.still_picture(opened.shop, sample, _SETTLE_S, anew=opened.recorder is not None)
    settled = time.perf_counter() - began
    file = places.out / f"{len(places.rows) + 1:02d}-{name}.png"
    seen.save(file)
    print(f"{len(places.rows) + 1:3d}  {name}", flush=True)
    for _ in range(2):
        began = time.perf_counter()
        pilot.draw(sample)
        places.frame_ms.append((time.perf_counter() - began) * 1000)
    count = opened.stage.count()
    standing = pilot.session.standing
    places.rows.append(
        {
            "name": name,
            "file": file.name,
            "x_m": round(standing.x_m, 2),
            "y_m": round(standing.y_m, 2),
            "heading_deg": round(standing.heading_rad * 57.29578, 1),
            "geoms": count.geoms,
            "triangles": count.triangles,
            "load_s": round(settled, 3),
            "sha256": seen.sha256,
        }
    )
    if opened.recorder is not None:
        opened.recorder.mark(sample.frame.index, pilot.session, seen.glance)


def summary(opened: OpenShop, places: Places) -> dict[str, object]:
    """The figures of tour.json."""
    contents = opened.shop.keeper.current
    info = opened.catalog.info
    return {
        "catalog_version": info.version,
        "products_in_catalog": info.products,
        "products_shown": len(contents.plan.placements),
        "departments": len(contents.departments),
        "floor_m": [round(contents.plan.floor.x1 - contents.plan.floor.x0, 1),
                    round(contents.plan.floor.y1 - contents.plan.floor.y0, 1)],
        "renderer": opened.stage.renderer_name(),
        "size_px": list(opened.stage.size_px()),
        "places": places.rows,
        "geoms_max": max((int(str(row.get("geoms", 0))) for row in places.rows), default=0),
        "triangles_max": max((int(str(row.get("triangles", 0))) for row in places.rows), default=0),
        "frame_ms_p50": round(percentile(places.frame_ms, 0.5), 2),
        "frame_ms_p99": round(percentile(places.frame_ms, 0.99), 2),
        "load_s_max": max((float(str(row["load_s"])) for row in places.rows), default=0.0),
        "opening": opened.timings,
        "memory_mb": round(resident_mb(), 1),
    }  # fmt: skip


def _write(path: Path, report: dict[str, object]) -> None:
    partial = path.with_name(path.name + ".part")
    with partial.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(report, ensure_ascii=False, indent=1))
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)
