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

from client.domain.comfort import Comfort, Pointing, Side, Travel
from client.domain.errors import VitrineError
from client.domain.text import Language

PREFIX: Final = "VITRINE_"
HOME_VARIABLE: Final = "VITRINE_HOME"
_FILE_LIMIT = 1_000_000


class SettingsError(VitrineError):
    """A setting that cannot be what it says."""


_Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
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
    headset_hz: Annotated[float, msgspec.Meta(ge=30.0, le=480.0)] = 90.0
    headset_depth: bool = True
    snap_degrees: Literal[30, 45] = 30
    keyboard: Literal["auto", "always", "never"] = "auto"
    shelf_limit: Annotated[int, msgspec.Meta(ge=1, le=2000)] = 2000
    sync_from: str = ""
    sync_fingerprint: str = ""
    sync_minutes: Annotated[float, msgspec.Meta(ge=0.01, le=10080.0)] = 10.0
    sync_limit_kb: Annotated[float, msgspec.Meta(ge=0.0, le=10_000_000.0)] = 0.0
    sync_grace_days: Annotated[float, msgspec.Meta(ge=0.0, le=365.0)] = 0.0
    sync_models: bool = False
    cache_gb: Annotated[float, msgspec.Meta(ge=0.0, le=10_000.0)] = 20.0
    kiosk: bool = False
    longest_step: Annotated[float, msgspec.Meta(ge=0.01, le=0.25)] = 0.1
    travel: Travel = "both"
    vignette: _Share = 0.6
    seated: bool = False
    raise_height: Annotated[float, msgspec.Meta(ge=-0.5, le=0.8)] = 0.0
    main_hand: Side = "right"
    one_handed: bool = False
    pointing: Pointing = "hands"
    dwell: Annotated[float, msgspec.Meta(ge=0.4, le=4.0)] = 1.0
    high_contrast: bool = False
    volume: _Share = 0.7
    mono_sound: bool = False
    captions: bool = False
    read_aloud: bool = False
    haptics: _Share = 1.0
    remind_minutes: Annotated[float, msgspec.Meta(ge=0.0, le=240.0)] = 0.0
    profile: bool = True
    share_counts: bool = False
    share_with: str = ""

    def comfort(self) -> Comfort:
        """How the shop is fitted to who comes in."""
        return Comfort(
            walk_m_per_s=self.walk_speed,
            fast_m_per_s=self.walk_speed * 2,
            turn_rad_per_s=self.turn_speed * math.pi / 180.0,
            snap_turn=self.snap_turn,
            snap_rad=math.radians(self.snap_degrees),
            look_rad_per_height=self.look_speed,
            invert_look=self.invert_look,
            longest_step_s=self.longest_step,
            travel=self.travel,
            vignette=self.vignette,
            seated=self.seated,
            raise_m=self.raise_height,
            main_hand=self.main_hand,
            one_handed=self.one_handed,
            pointing=self.pointing,
            dwell_s=self.dwell,
            text_scale=self.text_scale,
            high_contrast=self.high_contrast,
            volume=self.volume,
            mono_sound=self.mono_sound,
            captions=self.captions,
            read_aloud=self.read_aloud,
            haptics=self.haptics,
            remind_min=self.remind_minutes,
        )

    @staticmethod
    def of_comfort(comfort: Comfort) -> dict[str, object]:
        """The settings that make this comfort, by name; what no setting can say is brought to the nearest."""
        return {
            "walk_speed": round(comfort.walk_m_per_s, 2),
            "turn_speed": round(math.degrees(comfort.turn_rad_per_s), 1),
            "snap_turn": comfort.snap_turn,
            "snap_degrees": 30 if math.degrees(comfort.snap_rad) < 37.5 else 45,
            "look_speed": round(comfort.look_rad_per_height, 2),
            "invert_look": comfort.invert_look,
            "longest_step": comfort.longest_step_s,
            "travel": comfort.travel,
            "vignette": round(comfort.vignette, 2),
            "seated": comfort.seated,
            "raise_height": round(comfort.raise_m, 2),
            "main_hand": comfort.main_hand,
            "one_handed": comfort.one_handed,
            "pointing": comfort.pointing,
            "dwell": round(comfort.dwell_s, 2),
            "text_scale": round(comfort.text_scale, 2),
            "high_contrast": comfort.high_contrast,
            "volume": round(comfort.volume, 2),
            "mono_sound": comfort.mono_sound,
            "captions": comfort.captions,
            "read_aloud": comfort.read_aloud,
            "haptics": round(comfort.haptics, 2),
            "remind_minutes": round(comfort.remind_min, 1),
        }


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
    "headset_hz": "Pictures a second in a headset that offers a choice (30 to 480); the nearest it has is taken.",
    "headset_depth": "Tell headsets that ask how far things are, for a steadier picture at some cost: true or false.",
    "snap_degrees": "How far one step turns: 30 or 45 degrees.",
    "keyboard": "Keys on the search panel: auto (while hands or controllers point), always or never.",
    "shelf_limit": "How many products stand in the store at once (1 to 2000); the rest comes by department and page.",
    "sync_from": "Whom to follow: https://... or file:///... Empty: nobody, and the shop never uses the network.",
    "sync_fingerprint": "The publisher's fingerprint, as they gave it; needed until the first sync.",
    "sync_minutes": "Minutes between two looks at the publisher while the shop is open (0.01 to 10080).",
    "sync_limit_kb": "Kilobytes a second that following may use of the network; 0 sets no limit.",
    "sync_grace_days": "Days a kiosk goes on without a word after the publisher's signatures ran out (0 to 365).",
    "sync_models": "Fetch the models that the publisher offers as well: true or false.",
    "cache_gb": "Gigabytes of pictures and models kept of a publisher's catalogue; 0 keeps all that came.",
    "kiosk": "A shop for whoever comes by: choices are not remembered and nobody leaves by a button: true or false.",
    "longest_step": "A frame that comes late moves the shopper no further than one of so many seconds (0.01 to 0.25).",
    "travel": "What sticks do in a headset: both (glide and jump) or teleport (jump only).",
    "vignette": "How dark the edge of a headset's view gets while gliding, 0 (not at all) to 1.",
    "seated": "The floor is brought up so that a sitting shopper sees as if standing: true or false.",
    "raise_height": "The eyes are shown so many metres higher than they are (-0.5 to 0.8).",
    "main_hand": "The hand that points first, turns and jumps: right or left.",
    "one_handed": "Everything is on the main hand's controller: true or false.",
    "pointing": "hands (or mouse), or gaze: what the middle of the view rests on is selected.",
    "dwell": "How many seconds a gaze rests on a thing to select it (0.4 to 4).",
    "high_contrast": "White and yellow on black panels: true or false.",
    "volume": "How loud the shop is, 0 to 1.",
    "mono_sound": "The same sound on both ears: true or false.",
    "captions": "Sounds are written as well: true or false.",
    "read_aloud": "What is looked at is read aloud where a voice is installed: true or false.",
    "haptics": "How strongly controllers vibrate, 0 (not at all) to 1.",
    "profile": "Keep what you like for the next visit, encrypted, on this machine: true or false. Never on a kiosk.",
    "share_counts": "Share one coarse answer in four weeks, true or not by chance (docs/privacy.md): true or false.",
    "share_with": "The address that counts are shared with, https://... Empty: nobody.",
    "remind_minutes": "Says when a headset has been worn for so many minutes, and again (0: never, to 240).",
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
    def followed_catalog(self) -> Path:
        """The catalogue of the publisher that is followed."""
        return self.data / "followed"

    @property
    def followed_models(self) -> Path:
        """The models of the publisher that is followed."""
        return self.data / "followed-models"

    @property
    def exports(self) -> Path:
        """What is known of the shopper, where they asked for it as a file."""
        return self.data / "exports"

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
