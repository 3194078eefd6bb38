"""A taste goes from visit to visit on its owner's machine, and to nobody else."""

from __future__ import annotations

import datetime
import threading
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.reduce import reduce
from client.domain.session import NO_CHANGES, Change, Session
from client.domain.taste import Known, Steering
from client.features.for_you.remembering import CALM_S, NOTICES, RememberFeature, Share
from client.headset.api import Eye, Fov, Frame, Pose, Sample
from client.profile.keys import Keys
from client.profile.memory import Done, Loaded, Problem, Profile, Report
from client.profile.vault import Vault

DAY = datetime.date(2026, 11, 24)


class Visiting:
    """Visits on one machine, one after another."""

    def __init__(
        self,
        folder: Path,
        *,
        keep: bool = True,
        day: datetime.date = DAY,
        store: Vault | None = None,
        share: Share | None = None,
    ) -> None:
        self.folder = folder
        self.session = Session()
        self.said: list[a.Action] = []
        self._changes: frozenset[Change] = frozenset(Change)
        self._time = 0.0
        self.store = store or vault(folder)
        self.feature = RememberFeature(
            self.store, self._reduce, folder / "exports", lambda: day, keep=keep, share=share
        )
        self.wait()

    def _reduce(self, action: a.Action) -> None:
        self.said.append(action)
        self.session, changed = reduce(self.session, action)
        self._changes |= changed

    def step(self, seconds: float = 0.0) -> None:
        """A frame so much later."""
        self._time += seconds
        changes, self._changes = self._changes, NO_CHANGES
        sample = Sample(Frame(0, self._time, 0.01), (Eye(Pose(), Fov(-0.5, 0.5, 0.5, -0.5)),), Pose())
        self.feature.update(self.session, changes, sample)

    def wait(self) -> None:
        """Until disk and keyring have answered, and what they said was heard."""
        for _ in range(3):
            self.step()
            self.feature._pool.submit(int).result(20)
            self.step()

    def do(self, *done: a.Action, calm: bool = True) -> None:
        for action in done:
            self._reduce(action)
            self.step()
        if calm:
            self.step(CALM_S + 0.1)
        self.wait()

    def leave(self) -> None:
        self.feature.close()
        self.feature.close()


def vault(folder: Path) -> Vault:
    return Vault(folder / "profile", Keys(folder / "profile.key", None))


def on_disk(folder: Path) -> Profile:
    loaded = vault(folder).load()
    assert loaded.problem is None
    return loaded.profile


def test_what_was_done_is_known_in_the_next_visit_and_fades_with_days(tmp_path: Path) -> None:
    first = Visiting(tmp_path)
    first.do(a.PickUp("chair"), a.AddToCart(ItemRef("table", "table-oak")), a.NotForMe("hide"), a.Steer(Steering(0.5)))
    first.leave()
    assert on_disk(tmp_path).done == (Done("chair", "picked", DAY), Done("table", "cart", DAY, "table-oak"))
    later = Visiting(tmp_path, day=DAY + datetime.timedelta(days=30))
    known = later.session.taste.known
    assert [(one.sku, one.kind, one.days, one.variant) for one in known.past] == [
        ("chair", "picked", 30, None), ("table", "cart", 30, "table-oak"),
    ]  # fmt: skip
    assert (known.refused, known.steering, later.session.taste.kept) == (("hide",), Steering(0.5), "file")
    later.do(a.PickUp("table"))
    later.leave()
    days = {one.sku: (one.kind, one.day) for one in on_disk(tmp_path).done}
    assert days == {"chair": ("picked", DAY), "table": ("cart", DAY + datetime.timedelta(days=30))}


def test_it_is_kept_a_moment_after_one_stops_and_at_the_end(tmp_path: Path) -> None:
    visit = Visiting(tmp_path)
    visit.do(a.PickUp("chair"), calm=False)
    assert on_disk(tmp_path) == Profile()
    visit.step(CALM_S + 0.1)
    visit.wait()
    assert on_disk(tmp_path).done
    visit.do(a.PickUp("lamp"), calm=False)
    visit.leave()
    assert {one.sku for one in on_disk(tmp_path).done} == {"chair", "lamp"}


def test_nothing_new_is_not_written_again(tmp_path: Path) -> None:
    Visiting(tmp_path).leave()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()], "who did nothing leaves nothing"
    first = Visiting(tmp_path)
    first.do(a.PickUp("chair"))
    before = first.store.file.read_bytes()
    first.do(a.Move(1.0, 1.0, 0.0))
    first.leave()
    assert first.store.file.read_bytes() == before


def test_forgetting_is_at_once_on_the_disk_and_can_be_taken_back(tmp_path: Path) -> None:
    visit = Visiting(tmp_path)
    visit.do(a.PickUp("chair"), a.PickUp("lamp"))
    visit.do(a.ForgetTaste("chair"), calm=False)
    assert [one.sku for one in on_disk(tmp_path).done] == ["lamp"]
    visit.do(a.ForgetTaste(None), calm=False)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()], "not even a key is left"
    visit.do(a.RestoreTaste(), calm=False)
    assert [one.sku for one in on_disk(tmp_path).done] == ["lamp"]
    visit.leave()


def test_forgetting_before_the_keyring_has_answered_forgets_that_too(tmp_path: Path) -> None:
    first = Visiting(tmp_path)
    first.do(a.PickUp("chair"))
    first.leave()
    gate = threading.Event()

    class Slow(Vault):
        def load(self) -> Loaded:
            gate.wait(20)
            return super().load()

    slow = Slow(tmp_path / "profile", Keys(tmp_path / "profile.key", None))
    visit = Visiting.__new__(Visiting)
    visit.session, visit.said, visit._changes, visit._time = Session(), [], frozenset(Change), 0.0
    visit.feature = RememberFeature(slow, visit._reduce, tmp_path, lambda: DAY)
    visit.step()
    visit._reduce(a.ForgetTaste(None))
    visit.step(CALM_S + 1)
    assert on_disk(tmp_path).done, "nothing is written before it is known what is there"
    gate.set()
    visit.wait()
    visit.step(CALM_S + 1)
    visit.wait()
    assert visit.session.taste.known == Known()
    assert on_disk(tmp_path) == Profile()
    visit.leave()


def test_a_guest_sees_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    visit = Visiting(tmp_path)
    visit.do(a.PickUp("chair"), calm=False)
    visit.do(a.NewVisit())
    assert [one.sku for one in on_disk(tmp_path).done] == ["chair"], "the owner's is kept"
    assert visit.session.taste.known == Known()
    visit.do(a.PickUp("guest's"), a.ForgetTaste(None), a.PickUp("guest's"), a.NewVisit(), a.PickUp("other"))
    visit.leave()
    assert [one.sku for one in on_disk(tmp_path).done] == ["chair"]


def test_a_kiosk_knows_nobody_keeps_nothing_and_erases_what_there_was(tmp_path: Path) -> None:
    owner = Visiting(tmp_path)
    owner.do(a.PickUp("chair"))
    owner.leave()
    kiosk = Visiting(tmp_path, keep=False)
    assert kiosk.session.taste.known == Known()
    kiosk.do(a.PickUp("lamp"))
    kiosk.do(a.NewVisit())
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    kiosk.do(a.PickUp("lamp"))
    kiosk.leave()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("problem", sorted(NOTICES))
def test_every_problem_is_a_sentence(tmp_path: Path, problem: Problem) -> None:
    class Failing(Vault):
        def load(self) -> Loaded:
            return Loaded(Profile(), "file", None if problem == "not_written" else problem)

        def save(self, profile: Profile) -> Problem | None:
            return problem if problem in ("not_written", "no_key") else None

    visit = Visiting(tmp_path, store=Failing(tmp_path / "profile", Keys(tmp_path / "profile.key", None)))
    visit.do(a.PickUp("chair"))
    visit.do(a.PickUp("lamp"))
    assert [one for one in visit.said if isinstance(one, a.Notify)] == [a.Notify(NOTICES[problem])], "once"
    visit.leave()


def test_everything_known_is_written_for_its_owner_to_read(tmp_path: Path) -> None:
    visit = Visiting(tmp_path)
    visit.do(a.PickUp("chair"), a.NotForMe("hide"), a.ExportTaste())
    visit.wait()
    (notice,) = (one.notice for one in visit.said if isinstance(one, a.Notify))
    assert notice is not None
    assert notice.key == "taste_exported"
    (file,) = (tmp_path / "exports").iterdir()
    assert dict(notice.values)["file"] == str(file)
    written = msgspec.json.decode(file.read_bytes())
    assert written["refused"] == ["hide"]
    assert written["done"] == [{"sku": "chair", "kind": "picked", "day": "2026-11-24"}]
    visit.leave()


def test_what_was_agreed_to_is_shared_once_at_the_start_of_the_owners_visit(tmp_path: Path) -> None:
    owner = Visiting(tmp_path)
    owner.do(a.PickUp("chair"))
    owner.leave()
    asked: list[Profile] = []

    def share(profile: Profile) -> Profile:
        asked.append(profile)
        return replace(profile, report=Report("2026-10-05", "Furniture", touched=True, sent=True))

    visit = Visiting(tmp_path, share=share)
    visit.do(a.PickUp("lamp"))
    visit.do(a.NewVisit(), a.PickUp("guest's"))
    visit.leave()
    assert [len(profile.done) for profile in asked] == [1]
    kept = on_disk(tmp_path)
    assert {one.sku for one in kept.done} == {"chair", "lamp"}
    assert kept.report is not None, "what was said is kept along with what was done since"
    Visiting(tmp_path, keep=False, share=share).leave()
    assert len(asked) == 1


def test_what_a_visit_recalls_is_an_action_so_its_journal_replays() -> None:
    """The same actions, without a machine that remembers: the same session."""
    known = Known(past=(), refused=("hide",), steering=Steering(0.5))
    actions = (a.PickUp("chair"), a.Recalled(known, "file"), a.ForgetTaste("hide"), a.RestoreTaste())
    packed = msgspec.json.encode(actions)
    sessions = []
    for done in (actions, msgspec.json.decode(packed, type=tuple[a.Action, ...])):
        session = Session()
        for action in done:
            session, _ = reduce(session, action)
        sessions.append(session)
    assert sessions[0] == sessions[1]
    assert sessions[0].taste.refused == ("hide",)


def test_what_was_shared_is_kept_when_somebody_else_comes_at_once(tmp_path: Path) -> None:
    """Else the question of a period would be answered twice, which tells more than was agreed to."""
    vault(tmp_path).save(Profile(report=Report("2026-10-26", "Lamps", True, sent=True)))
    visit, gate = Visiting(tmp_path), threading.Event()
    visit.feature._pool.submit(gate.wait, 20)
    visit._reduce(a.PickUp("chair"))
    visit.step()
    visit._reduce(a.NewVisit())
    visit.step()
    gate.set()
    visit.leave()
    assert on_disk(tmp_path).done == (Done("chair", "picked", DAY),)
    assert on_disk(tmp_path).report == Report("2026-10-26", "Lamps", True, sent=True)
