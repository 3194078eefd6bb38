"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# No test is timed: a busy machine may take long over any example.
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("search")
# A submission is judged by what it changed, not by a new draw of examples; developers' runs keep on searching.
settings.register_profile("ci", derandomize=True, database=None, print_blob=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

# Qt must draw off screen in tests, whatever display the machine has.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real sample files that lie beside a developer's checkout; users do not have them."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real sample files are not on this machine")
    return folder


@pytest.fixture(scope="session")
def sh3f_files() -> tuple[Path, ...]:
    """Sweet Home 3D's furniture libraries, from the distribution's package."""
    files = tuple(sorted(Path("/usr/share/sweethome3d").glob("**/*.sh3f")))
    if not files:
        pytest.skip("the package sweethome3d-furniture is not installed")
    return files
