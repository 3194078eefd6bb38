"""What is kept of a shopper is encrypted, whole or not at all, and never lost by accident."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client.domain.taste import Steering
from client.profile.keys import SERVICE, USER, Keyring, Keys, system_keyring
from client.profile.memory import Done, Loaded, Profile
from client.profile.vault import MAGIC, Vault

PROFILE = Profile(done=(Done("oak-chair", "cart", date(2026, 1, 2)),), refused=("hide",), steering=Steering(0.5))


class PaperKeyring:
    """A keyring in memory; `locked` makes it refuse."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def _ask(self) -> None:
        if self.locked:
            raise RuntimeError("locked")

    def get_password(self, service: str, user: str) -> str | None:
        self._ask()
        return self.kept.get((service, user))

    def set_password(self, service: str, user: str, password: str) -> None:
        self._ask()
        self.kept[service, user] = password

    def delete_password(self, service: str, user: str) -> None:
        self._ask()
        del self.kept[service, user]


def vault(folder: Path, keyring: Keyring | None = None) -> Vault:
    return Vault(folder / "profile", Keys(folder / "config" / "profile.key", keyring))


@pytest.mark.parametrize("keyring", [None, PaperKeyring()], ids=["file", "keyring"])
def test_what_is_kept_comes_back_and_cannot_be_read_on_disk(tmp_path: Path, keyring: PaperKeyring | None) -> None:
    assert vault(tmp_path, keyring).load() == Loaded(Profile(), "keyring" if keyring else "file")
    assert vault(tmp_path, keyring).save(PROFILE) is None
    assert vault(tmp_path, keyring).load() == Loaded(PROFILE, "keyring" if keyring else "file")
    data = vault(tmp_path).file.read_bytes()
    assert data.startswith(MAGIC)
    assert b"oak" not in data
    assert (tmp_path / "config" / "profile.key").exists() == (keyring is None)


def test_no_two_writes_are_alike(tmp_path: Path) -> None:
    seen = set()
    for _ in range(5):
        vault(tmp_path).save(PROFILE)
        seen.add(vault(tmp_path).file.read_bytes())
    assert len(seen) == 5, "a nonce is never used again"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_key_and_profile_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    vault(tmp_path).save(PROFILE)
    for path in (vault(tmp_path).file, tmp_path / "config" / "profile.key"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_key_is_a_sentence_and_the_file_is_kept_aside(tmp_path: Path) -> None:
    vault(tmp_path).save(PROFILE)
    old = vault(tmp_path).file.read_bytes()
    (tmp_path / "config" / "profile.key").write_text(base64.b64encode(bytes(32)).decode())
    assert vault(tmp_path).load() == Loaded(Profile(), "file", "wrong_key")
    assert (tmp_path / "profile" / "profile-unreadable.bin").read_bytes() == old
    assert vault(tmp_path).save(Profile()) is None
    assert vault(tmp_path).load().problem is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_goes_unnoticed(tmp_path: Path, data: st.DataObject) -> None:
    made = vault(tmp_path)
    made.save(PROFILE)
    good = bytearray(made.file.read_bytes())
    if data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(good) - 1))
        good[place] ^= data.draw(st.integers(1, 255))
    else:
        good = good[: data.draw(st.integers(0, len(good) - 1))]
    made.file.write_bytes(good)
    loaded = vault(tmp_path).load()
    assert loaded.profile == Profile()
    # A changed mark of where the key is leads to a keyring that is not there: nothing is touched then.
    assert loaded.problem in ("damaged", "wrong_key", "no_key")


def test_a_locked_keyring_loses_nothing(tmp_path: Path) -> None:
    ring = PaperKeyring()
    vault(tmp_path, ring).save(PROFILE)
    before = vault(tmp_path).file.read_bytes()
    ring.locked = True
    locked = vault(tmp_path, ring)
    assert locked.load() == Loaded(Profile(), "keyring", "no_key")
    assert locked.save(Profile()) == "no_key"
    gone = vault(tmp_path, None)
    assert gone.load().problem == "no_key", "a profile of a keyring is not opened, nor put aside, where there is none"
    assert gone.save(Profile()) == "no_key"
    assert vault(tmp_path).file.read_bytes() == before
    ring.locked = False
    assert vault(tmp_path, ring).load().profile == PROFILE


def test_a_key_in_a_file_stays_in_use_when_a_keyring_comes(tmp_path: Path) -> None:
    vault(tmp_path).save(PROFILE)
    later = vault(tmp_path, PaperKeyring())
    assert later.load() == Loaded(PROFILE, "file")
    later.save(Profile())
    assert vault(tmp_path).load() == Loaded(Profile(), "file")


def test_erasing_leaves_nothing(tmp_path: Path) -> None:
    ring = PaperKeyring()
    for keyring in (None, ring):
        made = vault(tmp_path, keyring)
        made.save(PROFILE)
        made.file.with_name("profile-unreadable.bin").write_bytes(b"old")
        made.erase()
        made.erase()
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (SERVICE, USER) not in ring.kept


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("a file where the folder should be")
    made = vault(tmp_path)
    assert made.save(PROFILE) == "not_written"


def test_a_killed_writer_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    vault(tmp_path).save(PROFILE)
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.client.profile.test_vault import vault, PROFILE, Profile\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    vault(Path(sys.argv[1])).save(PROFILE); vault(Path(sys.argv[1])).save(Profile())\n"
    )
    for pause in (0.0, 0.003, 0.01):
        child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, env=os.environ)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(pause)
        child.kill()
        child.wait()
        child.stdout.close()
        loaded = vault(tmp_path).load()
        assert loaded.problem is None
        assert loaded.profile in (PROFILE, Profile())


def test_asking_the_system_for_a_keyring_never_fails() -> None:
    found = system_keyring()
    assert found is None or hasattr(found, "get_password")
