"""`vitrine doctor`: what is here, what is missing, how to get it. Starts no OpenXR runtime, opens no window."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from client.settings import DOCUMENTED, PREFIX, Folders, SettingsError, find_folders, load_settings

State = Literal["ok", "missing", "warning"]
_LEAST_FREE_BYTES = 2_000_000_000
_PACKAGES = ("panda3d", "PySide6-Essentials", "pyopenxr", "numpy", "scipy", "msgspec", "Pillow", "segno")
_OPENXR_VARIABLE = "XR_RUNTIME_JSON"
_OPENXR_FILE = Path("openxr/1/active_runtime.json")


@dataclass(frozen=True)
class Finding:
    """One line of the report. `fix` is a command or a step, empty when nothing is to be done."""

    topic: str
    state: State
    says: str
    fix: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `vitrine doctor`."""
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    parser.add_argument("--catalog", metavar="DIR", help="look at this catalogue instead of the set one")


def run(args: argparse.Namespace) -> int:
    """Prints the findings; 1 when something is missing without which the store does not open."""
    folders = find_folders(os.environ)
    findings = examine(folders, os.environ, args.catalog)
    if args.json:
        print(json.dumps({"findings": [vars(f) for f in findings]}, ensure_ascii=False, indent=1))
    else:
        _print(findings)
    return 1 if any(f.state == "missing" for f in findings) else 0


def _print(findings: list[Finding]) -> None:
    marks = {"ok": "ok     ", "missing": "MISSING", "warning": "note   "}
    for finding in findings:
        print(f"{marks[finding.state]}  {finding.topic:<12} {finding.says}")
        if finding.fix:
            print(f"{'':22} -> {finding.fix}")


def examine(folders: Folders, environment: Mapping[str, str], catalog: str | None = None) -> list[Finding]:
    """All findings, in the order they are printed. One that fails to look becomes a finding itself."""
    looks: list[tuple[str, Callable[[], list[Finding]]]] = [
        ("python", _python),
        ("packages", _packages),
        ("graphics", lambda: _graphics(environment)),
        ("openxr", lambda: _openxr(environment)),
        ("sound", _sound),
        ("models", lambda: _models(folders)),
        ("fonts", _fonts),
        ("settings", lambda: _settings(folders, environment)),
        ("catalogue", lambda: _catalog(folders, environment, catalog)),
        ("service", lambda: _service(folders, environment, catalog)),
        ("following", lambda: _following(folders, environment)),
        ("disk", lambda: _disk(folders)),
    ]
    findings: list[Finding] = []
    for topic, look in looks:
        try:
            findings.extend(look())
        except Exception as error:  # noqa: BLE001 - a look that fails must not hide the others
            findings.append(Finding(topic, "warning", f"could not be looked at ({type(error).__name__}: {error})"))
    return findings


def _python() -> list[Finding]:
    from client import __version__

    version = platform.python_version()
    says = f"Vitrine {__version__}, Python {version}, {platform.system()} {platform.release()} {platform.machine()}"
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        return [Finding("python", "missing", says, "install Python 3.11, 3.12 or 3.13 and set up again")]
    return [Finding("python", "ok", says)]


def _packages() -> list[Finding]:
    present, absent = [], []
    for name in _PACKAGES:
        try:
            present.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            absent.append(name)
    findings = [Finding("packages", "ok", ", ".join(present))]
    if absent:
        findings.append(Finding("packages", "missing", ", ".join(absent), "python3 -m build_scripts setup"))
    return findings


def _graphics(environment: Mapping[str, str]) -> list[Finding]:
    """Asks a process of its own: a driver that crashes must not take the doctor with it."""
    import subprocess

    from client.commands.run import has_display

    script = (
        "from scenes.kit.engine import apply_settings, open_offscreen\n"
        "apply_settings(True)\n"
        "o = open_offscreen(64, 64); o.engine.render_frame(); g = o.output.get_gsg()\n"
        "print(g.driver_vendor, '|', g.driver_renderer, '|', g.driver_version, '|', g.max_texture_dimension)"
    )
    asked = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False, cwd=_root()
    )
    window = "a window can be opened" if has_display(sys.platform, environment) else "no display: only headless"
    if asked.returncode != 0 or "|" not in asked.stdout:
        why = (asked.stderr.strip().splitlines() or [f"exit code {asked.returncode}"])[-1]
        fix = "apt-get install -y libegl1 libgl1 libgl1-mesa-dri" if sys.platform == "linux" else "update the driver"
        return [Finding("graphics", "missing", f"OpenGL does not draw here: {why}", fix)]
    line = next(text for text in asked.stdout.splitlines() if "|" in text)
    vendor, renderer, driver, texture = (part.strip() for part in line.split("|"))
    slow = "llvmpipe" in renderer or "softpipe" in renderer
    says = f"{renderer} ({vendor}), OpenGL {driver}, textures to {texture} px; {window}"
    return [Finding("graphics", "warning" if slow else "ok", says + ("; software rendering, slow" if slow else ""))]


def _service(folders: Folders, environment: Mapping[str, str], catalog: str | None) -> list[Finding]:
    """What the merchant left for the guide beside the catalogue: policies and orders, and what is wrong with these."""
    from client.features.guide.orders import read_orders
    from client.features.guide.passages import Policies

    chosen = catalog or load_settings(folders.settings_file, environment).catalog
    root = Path(chosen) if chosen else folders.demo_catalog
    passages, book = len(Policies(root / "policies").passages("en")), read_orders(root)
    findings = [Finding("service", "warning", problem, "see docs/guide.md") for problem in book.problems]
    if not passages:
        fix = f"put returns.md, delivery.md, care.md ... into {root / 'policies'} (docs/guide.md)"
        return [*findings, Finding("service", "warning", "the guide has no policies to answer from", fix)]
    return [*findings, Finding("service", "ok", f"{passages} passages of policies, {len(book.orders)} orders")]


def _root() -> Path:
    return Path(__file__).resolve().parents[2]


def _openxr(environment: Mapping[str, str]) -> list[Finding]:
    """Looks for the runtime's manifest where OpenXR's loader specification says it is; starts nothing."""
    named = environment.get(_OPENXR_VARIABLE)
    if named:
        there = Path(named).is_file()
        says = f"runtime {named}" + ("" if there else " (named by XR_RUNTIME_JSON, but there is no such file)")
        return [Finding("openxr", "ok" if there else "warning", says)]
    if sys.platform == "win32":
        found = _windows_runtime()
    else:
        config = Path(environment.get("XDG_CONFIG_HOME", "") or Path.home() / ".config")
        places = (config / _OPENXR_FILE, Path("/etc/xdg") / _OPENXR_FILE, Path("/etc") / _OPENXR_FILE)
        found = next((str(place) for place in places if place.is_file()), None)
    if found:
        return [Finding("openxr", "ok", f"runtime {found}")]
    fix = "install SteamVR or your headset's PC software" + (" (or Monado)" if sys.platform == "linux" else "")
    return [Finding("openxr", "warning", "no OpenXR runtime is set up; the store opens in a window", fix)]


def _windows_runtime() -> str | None:
    """What the registry names. Asked through `reg`, which every Windows has."""
    import subprocess

    command = ["reg", "query", r"HKLM\SOFTWARE\Khronos\OpenXR\1", "/v", "ActiveRuntime"]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return asked.stdout.rsplit("REG_SZ", 1)[-1].strip() or None


def _sound() -> list[Finding]:
    from scenes.kit.speaker import device_works

    voice = "no voice is installed, labels are not read aloud"
    if device_works():
        return [Finding("sound", "ok", f"a sound device works; {voice}")]
    return [Finding("sound", "warning", f"no sound device works, the shop is silent (captions can be shown); {voice}")]


def _models(folders: Folders) -> list[Finding]:
    """What runs models, and which there are for what. Opens none of them."""
    import onnxruntime

    from client.local_models import language_models_run, model_lists
    from inference.errors import InferenceError
    from inference.models.manifest import TASKS

    providers = ", ".join(onnxruntime.get_available_providers())
    findings = [Finding("models", "ok", f"onnxruntime {onnxruntime.__version__} with {providers}")]
    if language_models_run():
        findings.append(Finding("models", "ok", "language models run (xllamacpp)"))
    else:
        says = "no xllamacpp, so no language models; the guide understands by its rules alone"
        findings.append(Finding("models", "warning", says, "pip install xllamacpp"))
    wrong: list[InferenceError] = []
    known = model_lists(folders).known(wrong.append)
    findings += [Finding("models", "warning", str(problem), "vitrine models list") for problem in wrong]
    for task, use in TASKS.items():
        first = next((one for one in known if one.entry.task == task and one.path.is_file()), None)
        if first is not None:
            findings.append(Finding("models", "ok", f"{use}: {first.entry.name}, {first.entry.bytes / 1e6:.1f} MB"))
    gone = [one.entry.name for one in known if not one.path.is_file()]
    if gone:
        findings.append(Finding("models", "warning", f"files are missing: {', '.join(gone)}", "vitrine models list"))
    return findings


def _fonts() -> list[Finding]:
    """Whether panels can show Chinese."""
    from client.panels.qt import panel_application

    panel_application()
    from PySide6.QtGui import QFontDatabase

    chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    if chinese:
        return [Finding("fonts", "ok", f"{len(QFontDatabase.families())} families; Chinese: {chinese[0]}")]
    fix = "apt-get install -y fonts-noto-cjk" if sys.platform == "linux" else "install a Chinese font"
    return [Finding("fonts", "missing", "no font has Chinese characters", fix)]


def _settings(folders: Folders, environment: Mapping[str, str]) -> list[Finding]:
    source = str(folders.settings_file) if folders.settings_file.is_file() else f"{folders.settings_file} (not there)"
    named = [PREFIX + name.upper() for name in DOCUMENTED if PREFIX + name.upper() in environment]
    says = f"file {source}" + (f"; from the environment: {', '.join(named)}" if named else "")
    try:
        load_settings(folders.settings_file, environment)
    except SettingsError as error:
        return [Finding("settings", "warning", str(error), f"correct {folders.settings_file} or the variable")]
    return [Finding("settings", "ok", says)]


def _catalog(folders: Folders, environment: Mapping[str, str], named: str | None) -> list[Finding]:
    from client.catalog.layout import Layout
    from client.catalog.reader import open_current

    chosen = named or load_settings(folders.settings_file, environment).catalog
    root = Path(chosen) if chosen else folders.demo_catalog
    if not chosen and Layout(root).current() is None:
        return [Finding("catalogue", "ok", f"the demo catalogue is made at the first start, in {root}")]
    catalog = open_current(root)
    try:
        info = catalog.info
        departments = len(catalog.departments())
        says = f"{info.title.get('en')}: {info.products} products, {departments} departments, version {info.version}"
        lost = sum(1 for p in catalog.products() if p.asset and not catalog.blob_path(p.asset.far.blob).is_file())
    finally:
        catalog.close()
    if lost:
        return [Finding("catalogue", "warning", f"{says}; {lost} models are missing on disk", "import it again")]
    return [Finding("catalogue", "ok", f"{says} in {root}")]


def _following(folders: Folders, environment: Mapping[str, str]) -> list[Finding]:
    """How old what is shown is, and how the last look at the publisher ended. Asks nobody."""
    from client.sync.state import SyncState, freshness

    settings = load_settings(folders.settings_file, environment)
    if not settings.sync_from:
        return [Finding("following", "ok", "nobody is followed; the shop uses no network")]
    root = Path(settings.catalog).expanduser() if settings.catalog else folders.followed_catalog
    found = freshness(root, datetime.now(UTC), timedelta(days=settings.sync_grace_days))
    says = f"{settings.sync_from}: {found.sentence()}"
    said = SyncState(root).said()
    if said is not None:
        says += f" The last look in the background, {said.at:%Y-%m-%d %H:%M} UTC: {said.says}"
    trouble = found.state not in ("fresh", "grace") or (said is not None and not said.ok)
    return [Finding("following", "warning" if trouble else "ok", says, "vitrine sync --from ..." if trouble else "")]


def _disk(folders: Folders) -> list[Finding]:
    there = folders.data
    while not there.exists():
        there = there.parent
    free = shutil.disk_usage(there).free
    says = f"{free / 1e9:.1f} GB free for {folders.data}"
    if free < _LEAST_FREE_BYTES:
        return [Finding("disk", "warning", says, f"free at least {_LEAST_FREE_BYTES // 10**9} GB")]
    return [Finding("disk", "ok", says)]
