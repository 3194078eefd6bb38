"""Typed settings (a file, overridden by the environment, overridden by flags), and the folders of this person."""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from client.domain.comfort import Comfort
from client.domain.errors import VitrineError
from client.domain.text import Language

PREFIX: Final = "VITRINE_"
HOME_VARIABLE: Final = "VITRINE_HOME"
_FILE_LIMIT = 1_000_000


class SettingsError(VitrineError):
    """A setting that cannot be what it says."""


_Pixels = Annotated[int, msgspec.Meta(ge=160, le=8192)]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything one can set. `DOCUMENTED` says what each means."""

    language: Language = "en"
    catalog: str = ""
    width: _Pixels = 1280
    height: _Pixels = 720
    fullscreen: bool = False
    samples: Literal[0, 2, 4, 8] = 4
    text_scale: Annotated[float, msgspec.Meta(ge=1.0, le=1.5)] = 1.0
    walk_speed: Annotated[float, msgspec.Meta(ge=0.3, le=5.0)] = 1.8
    turn_speed: Annotated[float, msgspec.Meta(ge=10.0, le=360.0)] = 80.0
    snap_turn: bool = False
    look_speed: Annotated[float, msgspec.Meta(ge=0.2, le=6.0)] = 1.8
    invert_look: bool = False
    headset: Literal["auto", "openxr", "desktop"] = "auto"
    headset_quality: Annotated[float, msgspec.Meta(ge=0.3, le=2.0)] = 1.0
    snap_degrees: Literal[30, 45] = 30
    keyboard: Literal["auto", "always", "never"] = "auto"
    shelf_limit: Annotated[int, msgspec.Meta(ge=1, le=2000)] = 2000

    def comfort(self) -> Comfort:
        """How the shopper moves."""
        return Comfort(
            walk_m_per_s=self.walk_speed,
            fast_m_per_s=self.walk_speed * 2,
            turn_rad_per_s=self.turn_speed * math.pi / 180.0,
            snap_turn=self.snap_turn,
            snap_rad=math.radians(self.snap_degrees),
            look_rad_per_height=self.look_speed,
            invert_look=self.invert_look,
            text_scale=self.text_scale,
        )


DOCUMENTED: Final[dict[str, str]] = {
    "language": "Language of the shop at start: en or zh-CN. It can be switched at any moment with L.",
    "catalog": "Folder of the catalogue to open. Empty: the demo catalogue, made once in the data folder.",
    "width": "Width of the window or of the pictures, in pixels (160 to 8192).",
    "height": "Height of the window or of the pictures, in pixels (160 to 8192).",
    "fullscreen": "Fill the whole screen: true or false.",
    "samples": "Samples per pixel against jagged edges: 0, 2, 4 or 8.",
    "text_scale": "Size of the letters on panels, 1.0 to 1.5.",
    "walk_speed": "Walking speed in metres per second (0.3 to 5). With Shift one walks twice as fast.",
    "turn_speed": "Turning speed with keys and sticks in degrees per second (10 to 360).",
    "snap_turn": "Turn in steps instead of gliding, with keys too: true or false. In a headset one always does.",
    "look_speed": "How far the mouse turns the view, in radians for a move over the window's height (0.2 to 6).",
    "invert_look": "Mouse down looks up: true or false.",
    "headset": "auto: the headset if there is one, else the window; openxr: the headset; desktop: the window.",
    "headset_quality": "Size of the eyes' pictures beside what the headset recommends, 0.3 to 2.0.",
    "snap_degrees": "How far one step turns: 30 or 45 degrees.",
    "keyboard": "Keys on the search panel: auto (while hands or controllers point), always or never.",
    "shelf_limit": "How many products stand in the store at once (1 to 2000); the rest comes by department and page.",
}


@dataclass(frozen=True)
class Folders:
    """Where this person's things are."""

    data: Path
    cache: Path
    config: Path
    logs: Path

    @property
    def settings_file(self) -> Path:
        """The settings file, which need not exist."""
        return self.config / "settings.toml"

    @property
    def demo_catalog(self) -> Path:
        """The demo catalogue."""
        return self.data / "demo-catalog"

    @property
    def orders(self) -> Path:
        """Order files written at checkout."""
        return self.data / "orders"


def find_folders(environment: Mapping[str, str]) -> Folders:
    """The folders where the system keeps such things, or all below VITRINE_HOME."""
    home = environment.get(HOME_VARIABLE, "")
    if home:
        root = Path(home).expanduser().absolute()
        return Folders(root / "data", root / "cache", root / "config", root / "logs")
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("vitrine", appauthor=False)
    return Folders(dirs.user_data_path, dirs.user_cache_path, dirs.user_config_path, dirs.user_log_path)


def load_settings(
    file: Path, environment: Mapping[str, str] = os.environ, flags: Mapping[str, object] | None = None
) -> Settings:
    """File < environment (VITRINE_LANGUAGE, VITRINE_WIDTH ...) < flags. Raises SettingsError in words."""
    values = _from_file(file)
    for name in Settings.__struct_fields__:
        text = environment.get(PREFIX + name.upper())
        if text is not None:
            values[name] = text
    values.update({name: value for name, value in (flags or {}).items() if value is not None})
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as cause:
        raise SettingsError(
            f"A setting is wrong: {cause}. See `vitrine doctor` for what is read from where."
        ) from cause


def _from_file(file: Path) -> dict[str, object]:
    try:
        if file.stat().st_size > _FILE_LIMIT:
            raise SettingsError(f"The settings file {file} is too large to be one.")
        return dict(tomllib.loads(file.read_text("utf-8")))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        raise SettingsError(f"The settings file {file} cannot be read: {cause}.") from cause
