"""The guide before real workers: killed in mid-sentence they cost no answer, and are back for the next."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from client.domain import actions as a
from client.guide_models import free_words, understanding
from client.local_models import LocalModels
from client.texts import Texts
from inference.dialogue.acts import Heard
from inference.dialogue.rules import Rules
from inference.models.manifest import LIST_FILE, ModelLists, write_list
from tests.client.features.guide.talking import SAMPLE, Talking
from tests.client.test_local_models import listed

pytest.importorskip("xllamacpp", reason="language models need the package xllamacpp")
PATIENT_S = 120.0


@pytest.fixture
def models(tmp_path: Path) -> Iterator[LocalModels]:
    lists = ModelLists(tmp_path / "bundled", tmp_path / "own")
    write_list(tmp_path / "own" / LIST_FILE, [listed(tmp_path / "own", "babble", "dialogue", side=1024)])
    with LocalModels(lists) as made:
        yield made


@pytest.fixture
def talking(tmp_path: Path, models: LocalModels) -> Iterator[Talking]:
    made = Talking(tmp_path)
    made.feature.close()
    made.feature = made.guide(free_words(models))
    yield made
    models.close()
    made.feature.close()


def frames(talking: Talking, models: LocalModels, until: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENT_S
    while not until():
        assert time.monotonic() < end, "it never came to be"
        models.pump()
        talking.feature.update(talking.session, frozenset(), SAMPLE)
        time.sleep(0.002)


def worker(models: LocalModels) -> int | None:
    runtime = models.desk.runtime
    return next((one.pid for one in runtime.spawner.workers if one.lives), None) if runtime is not None else None


def test_killed_in_mid_sentence_nothing_but_its_words_is_lost(talking: Talking, models: LocalModels) -> None:
    writer = models.dialogue()
    assert writer is not None
    talking.do(a.PickUp("MUG-1"))
    talking.do(a.Say("how heavy is this?"))
    frames(talking, models, lambda: models.desk.state(writer.spec) == "busy")
    pid = worker(models)
    assert pid is not None
    os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    frames(talking, models, lambda: not talking.session.talk.waiting)
    told = Texts("en").say("guide.weight", name="Stoneware mug", value="0.38 kg")
    assert talking.session.talk.lines[-1].text == told
    assert len(talking.session.talk.lines) == 2
    frames(talking, models, lambda: models.desk.state(writer.spec).startswith("It runs"))
    assert worker(models) not in (None, pid)
    talking.do(a.Say("how heavy is this?"))
    frames(talking, models, lambda: not talking.session.talk.waiting)
    assert talking.session.talk.lines[-1].text.startswith(told)
    assert talking.session.talk.lines[-1].sources


def test_a_shop_that_closes_does_not_wait_for_a_model(talking: Talking, models: LocalModels) -> None:
    writer = models.dialogue()
    assert writer is not None
    talking.do(a.PickUp("MUG-1"))
    talking.do(a.Say("how heavy is this?"))
    frames(talking, models, lambda: models.desk.state(writer.spec) == "busy")
    models.close()
    talking.feature.close()


def test_without_a_large_model_there_are_no_free_words(tmp_path: Path) -> None:
    with LocalModels(ModelLists(tmp_path / "bundled", tmp_path / "own")) as models:
        assert free_words(models) is None


def test_words_are_understood_by_rules_where_the_model_dies_or_is_late(tmp_path: Path) -> None:
    lists = ModelLists(tmp_path / "bundled", tmp_path / "own")
    write_list(tmp_path / "own" / LIST_FILE, [listed(tmp_path / "own", "babble", "acts")])
    rules = Rules()
    said, heard = "compare the first and the second", Heard(shown=3)
    with LocalModels(lists) as models:
        assert understanding(models, within_s=0.0)(rules)(said, heard) == rules.parse(said, heard)
        both = understanding(models, within_s=PATIENT_S)(rules)
        assert both(said, heard) == rules.parse(said, heard)
        writer = models.acts()
        assert writer is not None
        assert models.desk.state(writer.spec).startswith("It runs"), "the model was asked"
        pid = worker(models)
        assert pid is not None
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        assert both(said, heard) == rules.parse(said, heard)
        assert both(said, heard) == rules.parse(said, heard)
        assert models.desk.state(writer.spec).startswith("It runs"), "it is back"
    assert both(said, heard) == rules.parse(said, heard), "also after the shop closed"


def test_without_a_model_the_rules_understand(tmp_path: Path) -> None:
    rules = Rules()
    with LocalModels(ModelLists(tmp_path / "bundled", tmp_path / "own")) as models:
        assert understanding(models)(rules)("show me sofas", Heard()).category == "sofa"
        assert models.desk.runtime is None
