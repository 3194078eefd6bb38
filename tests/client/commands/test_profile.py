"""`vitrine profile`: shown, written out, forgotten, each failure a sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from client import cli
from client.domain.taste import Steering
from client.profile import vault as vaults
from client.profile.keys import Keys
from client.profile.memory import Done, Profile
from client.profile.vault import Vault

PROFILE = Profile(
    done=(Done("chair", "cart", date(2026, 1, 2)), Done("lamp", "picked", date(2026, 1, 3))), refused=("hide",),
    steering=Steering(price=-1.0),
)  # fmt: skip


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """A machine without a keyring that keeps a profile."""
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path))
    made = Vault(tmp_path / "data" / "profile", Keys(tmp_path / "config" / "profile.key", None))
    monkeypatch.setattr(
        vaults, "open_vault", lambda data, config: Vault(data / "profile", Keys(config / "profile.key", None))
    )
    made.save(PROFILE)
    return made


def test_everything_kept_is_shown_and_where(kept: Vault, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["profile", "show"]) == 0
    said = capsys.readouterr()
    shown = msgspec.json.decode(said.out)
    assert [one["sku"] for one in shown["done"]] == ["chair", "lamp"]
    assert shown["refused"] == ["hide"]
    assert "only you can read" in said.err


def test_it_is_written_to_a_file_and_never_over_one(
    kept: Vault, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.json"
    assert cli.main(["profile", "export", str(file)]) == 0
    assert msgspec.json.decode(file.read_bytes(), type=Profile) == PROFILE
    assert cli.main(["profile", "export", str(file)]) == 1
    assert "is there already" in capsys.readouterr().err


def test_one_thing_or_everything_is_forgotten(kept: Vault, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["profile", "forget", "--item", "chair", "--item", "hide"]) == 0
    assert [one.sku for one in kept.load().profile.done] == ["lamp"]
    assert kept.load().profile.refused == ()
    assert cli.main(["profile", "forget", "--item", "chair"]) == 1
    assert "Nothing is known of chair" in capsys.readouterr().err
    assert cli.main(["profile", "forget", "--all"]) == 0
    assert not kept.file.exists()
    assert not (tmp_path / "config" / "profile.key").exists()
    assert cli.main(["profile", "show"]) == 0
    assert "Nothing is kept" in capsys.readouterr().err


def test_what_cannot_be_read_is_a_sentence(kept: Vault, capsys: pytest.CaptureFixture[str]) -> None:
    kept.file.write_bytes(b"damaged")
    assert cli.main(["profile", "show"]) == 1
    assert "cannot be read" in capsys.readouterr().err
