"""Importing sources into a catalogue: read drafts, finish their assets in workers, publish a new version.

Nothing a reader sees changes before the last step. What the workers finish is kept in the journal and the blob store,
so an import that is killed goes on where it was, and one that runs again does only what is new.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import msgspec

from client.catalog.assembling import Assembly, refused
from client.catalog.assets.jobs import Answer, Failed, Job, ModelDone, ModelJob, PictureJob, WorkerLimits
from client.catalog.assets.pool import AssetPool
from client.catalog.blobs import BlobStore
from client.catalog.errors import CatalogError, SourceError, UnreadableVersion
from client.catalog.importers.demo import is_demo
from client.catalog.importers.detect import importer_for
from client.catalog.importers.draft import ArchiveSource, Draft, FileSource, Refusal, SourceOptions
from client.catalog.layout import Layout
from client.catalog.reader import open_current
from client.catalog.report import Entry, Figures, Report
from client.catalog.staging import Fingerprints, Journal, Kept, KeptFailure, KeptModel, KeptPicture, blobs_of
from client.catalog.writer import VersionWriter, prune
from client.domain.product import Asset3D, Image, Level
from client.domain.text import LocalText

DEFAULT_TITLE: Final = LocalText("Vitrine", "Vitrine 商店")
_AHEAD: Final = 3
"""Jobs that wait for each worker, so that none idles while the parent writes."""


class Progress(Protocol):
    """Who wants to know how far an import is."""

    def step(self, done: int, total: int, what: str) -> None:
        """`done` of `total` products are finished; `what` is the last one."""


@dataclass(frozen=True)
class ImportPlan:
    """What to import, where to, and how."""

    sources: tuple[str, ...]
    root: Path
    mapping: Path | None = None
    title: LocalText | None = None
    """None keeps the catalogue's title."""
    checkout_url: str | None = None
    """None keeps the catalogue's template."""
    currency: str | None = None
    made_with: str | None = None
    """Set when the demo products are made anew: those of before are not taken over. None keeps the catalogue's."""
    workers: int = 2
    keep_versions: int = 3
    limits: WorkerLimits = WorkerLimits()  # noqa: RUF009 - a frozen value


def import_sources(
    plan: ImportPlan,
    now: Callable[[], str],
    progress: Progress | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> Report:
    """Imports; the catalogue has a new version afterwards unless nothing changed or nothing came in.

    now: the time as ISO 8601. Raises SourceError when a source as a whole cannot be read and CatalogError when the
    catalogue cannot be written; either way the catalogue is as it was.
    """
    try:
        return _import(plan, now, progress, monotonic)
    except OSError as cause:
        raise CatalogError(f"The catalogue in {plan.root} cannot be written: {cause.strerror or cause}.") from cause


def _import(
    plan: ImportPlan, now: Callable[[], str], progress: Progress | None, monotonic: Callable[[], float]
) -> Report:
    started = monotonic()
    options = SourceOptions(mapping=plan.mapping, currency=plan.currency)
    with Journal(Layout(plan.root).journal) as journal:
        drafts = [item for source in plan.sources for item in _read(source, options)]
        with AssetPool(plan.workers, plan.limits, monotonic) as pool, VersionWriter(plan.root) as writer:
            heading = _carry_over(plan, writer, options.notes)
            run = _Run(plan, now, journal, pool, writer, progress, len(drafts))
            run.work(drafts)
            version = _publish(run, writer, heading, now())
            peak = pool.measure()
        if version is not None:
            journal.mark_published(run.used)
            prune(plan.root, plan.keep_versions, journal.unpublished_blobs())
    entries = tuple(run.entries[i] for i in sorted(run.entries))
    figures = _figures(entries, run, monotonic() - started, peak)
    return Report(version, plan.sources, tuple(options.notes), figures, entries)


def _read(source: str, options: SourceOptions) -> Iterator[Draft | Refusal]:
    try:
        yield from importer_for(source, options).read(source, options)
    except OSError as cause:
        raise SourceError(f"{source} cannot be read: {cause.strerror or cause}.") from cause


def _carry_over(plan: ImportPlan, writer: VersionWriter, notes: list[str]) -> _Heading:
    """Takes over the products there are; says the heading of the new version."""
    title, checkout_url, made_with = DEFAULT_TITLE, "", ""
    try:
        if Layout(plan.root).current() is not None:
            with open_current(plan.root) as old:
                writer.add_all(p for p in old.products() if plan.made_with is None or not is_demo(p))
                title, checkout_url, made_with = old.info.title, old.info.checkout_url, old.info.made_with
    except (UnreadableVersion, sqlite3.Error, msgspec.MsgspecError) as problem:
        notes.append(f"The products of the old catalogue were not taken over. {problem}")
    return _Heading(
        plan.title or title,
        checkout_url if plan.checkout_url is None else plan.checkout_url,
        made_with if plan.made_with is None else plan.made_with,
    )


class _Heading(NamedTuple):
    """What a version says of itself."""

    title: LocalText
    checkout_url: str
    made_with: str


def _publish(run: _Run, writer: VersionWriter, heading: _Heading, now: str) -> str | None:
    if not any(e.status != "refused" for e in run.entries.values()):
        return None
    return writer.publish(heading.title, heading.checkout_url, now, heading.made_with)


@dataclass
class _Run:
    """One import on its way."""

    plan: ImportPlan
    now: Callable[[], str]
    journal: Journal
    pool: AssetPool
    writer: VersionWriter
    progress: Progress | None
    total: int
    entries: dict[int, Entry] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    """Keys of all assets that this import's products stand on."""
    made: int = 0
    reused: int = 0
    _prints: Fingerprints = field(default_factory=Fingerprints)
    _waiting: dict[str, list[tuple[Assembly, int | None]]] = field(default_factory=dict)
    _skus: dict[str, str] = field(default_factory=dict)
    _blobs: BlobStore = field(init=False)

    def __post_init__(self) -> None:
        self._blobs = BlobStore(Layout(self.plan.root).blobs)

    def work(self, items: Sequence[Draft | Refusal]) -> None:
        """Finishes every draft."""
        try:
            for index, item in enumerate(items):
                if isinstance(item, Refusal):
                    self._note(index, refused(item))
                else:
                    self._begin(index, item)
                while self.pool.pending > _AHEAD * self.plan.workers:
                    self._collect()
            while self.pool.pending:
                self._collect()
        finally:
            self._prints.close()

    def _begin(self, index: int, draft: Draft) -> None:
        sku = draft.product.sku
        taken = self._skus.get(sku) or next(
            (self._skus[v.sku] for v in draft.product.variants if v.sku in self._skus), None
        )
        if taken:
            reason = f"Its SKU {sku} is already taken in this import by {taken}."
            self._note(index, refused(Refusal(draft.where, reason, sku, draft.product.title.get("en"))))
            return
        if not _can_be_written(draft):
            reason = "Its name or texts hold characters that no program can write down; rename it."
            self._note(index, refused(Refusal(draft.where, reason, sku, draft.product.title.get("en"))))
            return
        self._skus.update(dict.fromkeys([sku, *(v.sku for v in draft.product.variants)], draft.where))
        assembly = Assembly(index, draft)
        jobs: list[tuple[Job, int | None]] = [(PictureJob(p.source), i) for i, p in enumerate(draft.pictures)]
        if draft.model is not None:
            jobs.append((ModelJob(draft.model, draft.stated), None))
        assembly.pictures = [(plan, KeptFailure("It was not read.")) for plan in draft.pictures]
        wanted: list[tuple[str, Job, int | None]] = []
        for job, place in jobs:
            try:
                key = self._prints.key(job, self.plan.limits.picture_side_px)
            except (OSError, SourceError) as problem:
                self._arrived(assembly, place, KeptFailure(f"It cannot be read: {problem}."))
                continue
            wanted.append((key, job, place))
            assembly.waiting.add(key)
        for key, job, place in wanted:
            self._request(assembly, key, job, place)
        self._finish_if_ready(assembly)

    def _request(self, assembly: Assembly, key: str, job: Job, place: int | None) -> None:
        """Takes an outcome from the journal, joins a job that is under way, or submits it."""
        self.used.add(key)
        if key in self._waiting:
            self._waiting[key].append((assembly, place))
            return
        known = self.journal.get(key)
        if known is not None and all(self._blobs.has(b) for b in blobs_of(known)):
            self.reused += 1
            self._arrived(assembly, place, known)
            assembly.waiting.discard(key)
            return
        self._waiting[key] = [(assembly, place)]
        self.pool.submit(key, job)

    def _collect(self) -> None:
        for key, answer in self.pool.collect():
            kept = self._keep(answer)
            self.made += 1
            if not isinstance(answer, Failed) or answer.lasting:
                self.journal.put(key, kept, self.now())
            for assembly, place in self._waiting.pop(key):
                self._arrived(assembly, place, kept)
                assembly.waiting.discard(key)
                self._finish_if_ready(assembly)

    def _keep(self, answer: Answer) -> Kept:
        """Stores what a worker made."""
        if isinstance(answer, Failed):
            return KeptFailure(answer.reason)
        if isinstance(answer, ModelDone):
            levels = [
                Level(self._blobs.put(made.glb, "model/gltf-binary"), made.triangles, made.materials)
                for made in (answer.hero, answer.shelf, answer.far)
            ]
            asset = Asset3D(levels[0], levels[1], levels[2], answer.size, answer.variants)
            return KeptModel(asset, answer.decision, answer.notes)
        blob = self._blobs.put(answer.data, answer.media_type)
        return KeptPicture(Image(blob, answer.width_px, answer.height_px))

    def _arrived(self, assembly: Assembly, place: int | None, kept: Kept) -> None:
        if place is not None:
            assembly.pictures[place] = (assembly.pictures[place][0], kept)
        elif not isinstance(kept, KeptPicture):
            assembly.model = kept

    def _finish_if_ready(self, assembly: Assembly) -> None:
        if assembly.waiting or assembly.index in self.entries:
            return
        product, entry = assembly.finish()
        if product is not None:
            self.writer.add(product)
        self._note(assembly.index, entry)

    def _note(self, index: int, entry: Entry) -> None:
        self.entries[index] = entry
        if self.progress is not None:
            self.progress.step(len(self.entries), self.total, entry.title or entry.sku)


def _can_be_written(draft: Draft) -> bool:
    """Whether all texts are Unicode; file names on Linux may be any bytes."""
    paths = [p.source.path for p in draft.pictures]
    if draft.model is not None and isinstance(draft.model.source, FileSource | ArchiveSource):
        paths.append(draft.model.source.path)
    try:
        msgspec.json.encode((draft.product, draft.where, draft.repairs, paths))
    except UnicodeEncodeError:
        return False
    return True


def _figures(entries: Sequence[Entry], run: _Run, seconds: float, peak: int) -> Figures:
    counts = {s: sum(e.status == s for e in entries) for s in ("accepted", "repaired", "refused")}
    return Figures(
        products=len(entries),
        accepted=counts["accepted"],
        repaired=counts["repaired"],
        refused=counts["refused"],
        with_3d=sum(e.has_3d for e in entries),
        made_assets=run.made,
        reused_assets=run.reused,
        seconds=round(seconds, 2),
        products_per_second=round(len(entries) / max(seconds, 1e-6), 2),
        peak_rss_mb=round(peak / 2**20, 1),
    )
