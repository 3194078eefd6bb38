"""The command line: help, sentences instead of tracebacks, exit codes."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import client
from client import cli
from client.commands import doctor
from client.commands.measure import percentile
from client.commands.run import has_display
from client.settings import find_folders


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "home"))


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["--help"])
    assert stop.value.code == 0
    said = capsys.readouterr().out
    assert all(name in said for name in cli.COMMANDS)


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_has_its_own_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main([name, "--help"])
    assert stop.value.code == 0
    assert "usage: vitrine " + name in capsys.readouterr().out


def test_help_loads_neither_engine_nor_widgets(repository: Path) -> None:
    script = (
        "import sys\nfrom client.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = [m for m in ('panda3d', 'PySide6', 'numpy', 'scipy') if m in sys.modules]\n"
        "sys.exit(1 if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=repository, check=False).returncode == 0


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (["replay", "no-such-file"], "cannot be read"),
        (["tour", "--out", "x", "--catalog", "no-such-catalogue"], "no catalogue"),
    ],
)
def test_a_failure_is_one_sentence_and_exit_code_1(
    line: list[str], says: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(line) == 1
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert "Traceback" not in said
    assert "Traceback" in (tmp_path / "home" / "logs" / "vitrine.log").read_text("utf-8")


@pytest.mark.parametrize(
    "line", [[], ["no-such-command"], ["tour"], ["run", "--size", "huge"], ["run", "--lang", "fr"]]
)
def test_a_wrong_line_is_exit_code_2(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(line)
    assert stop.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_the_version_is_the_projects(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]
    assert client.__version__ == project["version"]


def test_a_display_is_asked_of_the_environment_on_linux_only() -> None:
    assert has_display("win32", {})
    assert has_display("linux", {"DISPLAY": ":0"})
    assert has_display("linux", {"WAYLAND_DISPLAY": "wayland-0"})
    assert not has_display("linux", {"DISPLAY": ""})


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile([], 0.5) == 0.0
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([float(v) for v in range(1, 101)], 0.99) == 99.0


@pytest.mark.gl
def test_the_doctor_says_what_is_here_and_how_to_get_the_rest(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code = cli.main(["doctor", "--json", "--catalog", str(tmp_path / "none")])
    findings = {f["topic"]: f for f in json.loads(capsys.readouterr().out)["findings"]}
    assert {"python", "packages", "graphics", "openxr", "models", "fonts", "settings", "catalogue", "disk"} <= set(
        findings
    )
    assert findings["catalogue"]["state"] == "warning"
    assert "no catalogue" in findings["catalogue"]["says"]
    assert code == (1 if any(f["state"] == "missing" for f in findings.values()) else 0)
    assert all(f["fix"] for f in findings.values() if f["state"] == "missing")


def test_a_look_that_fails_is_a_finding_and_hides_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken() -> list[doctor.Finding]:
        raise OSError("no luck")

    monkeypatch.setattr(doctor, "_fonts", broken)
    monkeypatch.setattr(doctor, "_graphics", lambda environment: [])
    findings = doctor.examine(find_folders({"VITRINE_HOME": str(tmp_path)}), {})
    by_topic = {f.topic: f for f in findings}
    assert "no luck" in by_topic["fonts"].says
    assert by_topic["disk"].state in ("ok", "warning")


def test_an_openxr_runtime_is_found_without_being_started(tmp_path: Path) -> None:
    manifest = tmp_path / "runtime.json"
    (found,) = doctor._openxr({"XR_RUNTIME_JSON": str(manifest)})
    assert found.state == "warning"
    manifest.write_text("{}", "utf-8")
    (found,) = doctor._openxr({"XR_RUNTIME_JSON": str(manifest)})
    assert found.state == "ok"


def test_what_the_system_refuses_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Full:
        def run(self, args: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "x.png"))

    parse = cli.make_parser().parse_args(["doctor"])
    monkeypatch.setattr(cli, "_module", lambda name: Full())
    monkeypatch.setattr(cli, "make_parser", lambda wanted: type("P", (), {"parse_args": lambda self, words: parse})())
    assert cli.main(["doctor"]) == 1
    said = capsys.readouterr().err.strip()
    assert said.startswith("vitrine: the system says: No space left on device")
    assert len(said.splitlines()) == 1
