"""Settings: file < environment < flags; each is documented; folders can be moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.settings import DOCUMENTED, Settings, SettingsError, find_folders, load_settings


def test_file_below_environment_below_flags(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('language = "zh-CN"\nwidth = 800\nheight = 600\nsnap_turn = true\n', "utf-8")
    settings = load_settings(
        file, {"VITRINE_WIDTH": "1024", "VITRINE_HEIGHT": "700"}, {"height": 720, "language": None}
    )
    assert (settings.language, settings.width, settings.height, settings.snap_turn) == ("zh-CN", 1024, 720, True)
    assert settings.comfort().snap_turn


@pytest.mark.parametrize(
    ("content", "environment"),
    [
        ('language = "fr"', {}),
        ("width = 3", {}),
        ("no_such_setting = 1", {}),
        ("width = ", {}),
        ("\x00", {}),
        ("", {"VITRINE_WIDTH": "wide"}),
        ("", {"VITRINE_SAMPLES": "3"}),
        ("walk_speed = nan", {}),
    ],
)
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, content: str, environment: dict[str, str]) -> None:
    (tmp_path / "settings.toml").write_text(content, "utf-8")
    with pytest.raises(SettingsError):
        load_settings(tmp_path / "settings.toml", environment)


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.toml", {}) == Settings()


def test_every_setting_is_documented(repository: Path) -> None:
    assert set(DOCUMENTED) == set(Settings.__struct_fields__)
    text = (repository / "docs" / "settings.md").read_text("utf-8")
    for name, meaning in DOCUMENTED.items():
        assert f"| `{name}` | `VITRINE_{name.upper()}` |" in text
        assert meaning in text


def test_everything_moves_with_vitrine_home(tmp_path: Path) -> None:
    folders = find_folders({"VITRINE_HOME": str(tmp_path)})
    inside = (folders.data, folders.cache, folders.config, folders.logs, folders.demo_catalog, folders.orders)
    assert all(path.is_relative_to(tmp_path) for path in inside)
    assert find_folders({}).data.is_absolute()
