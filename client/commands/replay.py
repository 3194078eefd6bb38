"""`vitrine replay`: does a recorded visit again and says whether it came out the same."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from client.commands.options import add_store_arguments, catalog_root, settings_of

if TYPE_CHECKING:
    from client.app import OpenShop
    from client.headset.api import Sample
    from client.journal.reader import Journal
    from client.journal.records import MarkRecord

_SETTLE_S = 60.0


@dataclass
class Outcome:
    """What a replay came to. `frames` without an end record came from a visit that was cut off."""

    frames: int = 0
    ended: bool = False
    marks: int = 0
    differences: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """For people."""
        what = f"{self.frames} frames, {self.marks} marked"
        cut = "" if self.ended else " The recording was cut off, so only what it holds was compared."
        if self.differences:
            first = "; ".join(self.differences[:5])
            return f"The replay differs ({what}): {first}.{cut}"
        return f"The replay is equal ({what}): same session, same pictures at the marks.{cut}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `vitrine replay`."""
    parser.add_argument("journal", metavar="FILE", type=Path, help="a journal that `vitrine run --record` wrote")
    parser.add_argument("--out", metavar="DIR", type=Path, help="write the picture of every mark and of the end here")
    add_store_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """0 when the visit came out the same, 1 when not."""
    from msgspec.structs import replace

    from client.app import ShopOptions, headless_output, open_shop
    from client.journal.reader import read_journal

    journal = read_journal(args.journal)
    settings, folders = settings_of(args)
    header = journal.header
    settings = replace(settings, width=header.width_px, height=header.height_px)
    root = catalog_root(settings, folders)
    options = ShopOptions(settings, folders, root, start=header.session, welcome=False, replaying=True)
    with open_shop(options, lambda: headless_output(settings, header.samples)) as opened:
        if opened.catalog.info.version != header.catalog_version:
            print(
                f"The visit was recorded with version {header.catalog_version} of the catalogue; "
                f"this is {opened.catalog.info.version}, so it may differ."
            )
        if header.renderer and header.renderer != opened.stage.renderer_name():
            print(f"The pictures were drawn by {header.renderer}, here by another driver, so they may differ.")
        outcome = replay(opened, journal, args.out)
    print(outcome.sentence())
    return 1 if outcome.differences else 0


def replay(opened: OpenShop, journal: Journal, out: Path | None = None) -> Outcome:
    """Steps through all records; draws only where a picture is wanted."""
    from client.journal.records import EndRecord, FrameRecord, MarkRecord, sample_of, session_hash

    outcome = Outcome()
    sample: Sample | None = None
    shop = opened.shop
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    for record in journal.records():
        if isinstance(record, FrameRecord):
            sample = sample_of(record, sample)
            shop.pump()
            if not shop.step_replayed(sample, record):
                outcome.differences.append(f"in frame {record.frame.index} the hands meant something else")
            outcome.frames += 1
        elif isinstance(record, MarkRecord) and sample is not None:
            _compare_mark(opened, record, sample, outcome, out)
        elif isinstance(record, EndRecord):
            outcome.ended = True
            if record.session_sha256 != session_hash(shop.session):
                outcome.differences.append("the final session is another one")
    if out is not None and sample is not None:
        opened.stage.still_picture(shop, sample, _SETTLE_S).save(out / "end.png")
    return outcome


def _compare_mark(opened: OpenShop, record: MarkRecord, sample: Sample, outcome: Outcome, out: Path | None) -> None:
    from client.journal.glance import ALIKE_LEVELS, apart
    from client.journal.records import session_hash

    outcome.marks += 1
    if record.session_sha256 != session_hash(opened.shop.session):
        outcome.differences.append(f"the session after frame {record.frame} is another one")
    if not record.glance and out is None:
        return
    seen = opened.stage.still_picture(opened.shop, sample, _SETTLE_S)
    if record.glance and apart(record.glance, seen.glance) > ALIKE_LEVELS:
        outcome.differences.append(f"the picture of frame {record.frame} is another one")
    if out is not None:
        seen.save(out / f"mark-{record.frame:06d}.png")
