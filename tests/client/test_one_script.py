"""One script of a visit, done at a desk and in a scripted headset: what the shopper has at the end is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from client.app import OpenShop, ShopOptions, headless_output, open_shop
from client.headset.scripted import ScriptedHeadset
from client.pilot.desk import Pilot
from client.pilot.person import Person
from client.pilot.scripted import ScriptedWearer
from client.pilot.visit import MOMENTS, go_shopping
from client.pilot.worn import WornPilot
from client.settings import Settings, find_folders
from tests.simulators.errand import ERRAND, HAD
from tests.simulators.made_catalog import make_catalog

pytestmark = [pytest.mark.gl, pytest.mark.slow]

SIZE = (640, 480)
SETTINGS = Settings(width=SIZE[0], height=SIZE[1], samples=0)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_catalog(tmp_path_factory.mktemp("catalog"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@contextmanager
def opened_shop(root: Path, home: Path) -> Iterator[OpenShop]:
    options = ShopOptions(SETTINGS, find_folders({"VITRINE_HOME": str(home)}), root, welcome=True)
    with open_shop(options, lambda: headless_output(SETTINGS)) as opened:
        yield opened


def at_a_desk(opened: OpenShop) -> Person:
    return Pilot(opened.shop, ScriptedHeadset(*SIZE))


def in_a_headset(opened: OpenShop) -> Person:
    return WornPilot(ScriptedWearer(opened.shop, ScriptedHeadset(*SIZE, rate_hz=90.0, eyes=2)))


@pytest.mark.parametrize("person_of", [at_a_desk, in_a_headset])
def test_one_script_of_a_visit(person_of: Callable[[OpenShop], Person], root: Path, home: Path) -> None:
    moments: list[str] = []
    with opened_shop(root, home) as opened:
        person = person_of(opened)
        had = go_shopping(person, ERRAND, moments.append)
        assert had == HAD
        assert moments == list(MOMENTS)
