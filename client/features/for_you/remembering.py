"""The taste from visit to visit: what this machine keeps is recalled at the start and kept again, beside the frame."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from client.domain import actions as a
from client.domain.session import Change, Notice, Session
from client.domain.taste import Known, Taste
from client.headset.api import Sample
from client.profile.memory import Loaded, Problem, Profile, Store, readable, recalled, remembered

CALM_S = 1.5
_EVERYTHING = frozenset(Change)

Share = Callable[[Profile], Profile]
"""Shares what the shopper agreed to share of a profile, if it is time; the profile with what was said."""


class RememberFeature:
    """For the shopper whose machine this is. After a new visit began, somebody else is here: of a guest nothing is
    kept and to a guest nothing is told. `keep` False (a kiosk): nothing is ever kept, and each new visit erases all.
    """

    def __init__(
        self, store: Store, dispatch: Callable[[a.Action], None], exports: Path,
        today: Callable[[], datetime.date] = datetime.date.today, *, keep: bool = True, share: Share | None = None,
    ) -> None:  # fmt: skip
        self._store, self._dispatch, self._exports, self._today, self._share = store, dispatch, exports, today, share
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="profile")
        self._keep, self._kiosk = keep, not keep
        self._first = True
        self._loading: Future[Loaded] | None = self._pool.submit(store.load) if keep else None
        self._saving: Future[Problem | None] | None = None
        self._exporting: Future[Path] | None = None
        self._profile = Profile()
        self._kept: Known | None = None
        self._taste = Taste()
        self._since = 0.0
        self._told: set[str] = set()

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Recalls, keeps what has calmed down, forgets at once."""
        first, self._first = self._first, False
        if changes >= _EVERYTHING and not first:
            self._another()
        if self._loading is not None and self._loading.done():
            self._recall(self._loading.result())
        self._export(session.taste)
        before, self._taste = self._taste, session.taste
        if self._taste.known != before.known:
            self._since = sample.frame.time_s
        if self._taste.forgotten != before.forgotten or sample.frame.time_s - self._since >= CALM_S:
            self._save()
        if self._saving is not None and self._saving.done():
            problem, self._saving = self._saving.result(), None
            if problem is not None:
                self._tell(problem)

    def _recall(self, loaded: Loaded) -> None:
        self._loading = None
        self._profile, known = loaded.profile, recalled(loaded.profile, self._today())
        self._kept = self._taste.known if known == Known() else None
        if loaded.problem is not None:
            self._tell(loaded.problem)
        if loaded.problem != "no_key":
            self._dispatch(a.Recalled(known, loaded.kept))
        if self._share is not None:
            self._pool.submit(self._shared, self._share)

    def _shared(self, share: Share) -> None:
        self._profile = share(self._profile)

    def _save(self) -> None:
        """Once what was kept is known, and only what differs from it."""
        known = self._taste.known
        if not self._keep or self._loading is not None or known == self._kept or self._taste.kept == "visit":
            return
        self._kept = known
        self._saving = self._pool.submit(self._store_now, self._taste)

    def _store_now(self, taste: Taste) -> Problem | None:
        if taste.known == Known():
            self._store.erase()  # all forgotten: not even an empty file is left
            return None
        self._profile = remembered(taste, self._profile, self._today())
        return self._store.save(self._profile)

    def _another(self) -> None:
        """Somebody else is here now."""
        if self._keep:
            self._save()
            self._keep, self._loading = False, None
        elif self._kiosk:
            self._pool.submit(self._store.erase)
        self._pool.submit(self._nobody)  # after what is kept still: it goes with what was said of it before
        self._taste, self._exporting = Taste(), None

    def _nobody(self) -> None:
        self._profile = Profile()

    def _export(self, taste: Taste) -> None:
        if taste.exports > self._taste.exports and self._exporting is None:
            profile = remembered(taste, self._profile, self._today())
            self._exporting = self._pool.submit(write_export, profile, self._exports, self._today())
        elif self._exporting is not None and self._exporting.done():
            done, self._exporting = self._exporting, None
            if done.exception() is not None:
                self._dispatch(a.Notify(Notice("taste_not_exported")))
            else:
                self._dispatch(a.Notify(Notice("taste_exported", (("file", str(done.result())),))))

    def _tell(self, problem: Problem) -> None:
        """In a sentence, once each."""
        if problem not in self._told:
            self._told.add(problem)
            self._dispatch(a.Notify(NOTICES[problem]))

    def close(self) -> None:
        """Keeps what is still to be kept, and waits for it; idempotent."""
        try:
            self._save()
        except RuntimeError:
            return  # closed before
        self._pool.shutdown(wait=True)


NOTICES: dict[Problem, Notice] = {
    "wrong_key": Notice("profile_wrong_key"),
    "damaged": Notice("profile_damaged"),
    "no_key": Notice("profile_no_key"),
    "not_written": Notice("profile_not_written"),
}
"""What a shopper is told about each problem."""


def write_export(profile: Profile, folder: Path, today: datetime.date) -> Path:
    """Writes a profile where its owner can read it, whole or not at all; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"taste-{today.isoformat()}.json"
    partial = path.with_name(path.name + ".part")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(readable(profile))
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)
    return path
