"""Monado, an OpenXR runtime without a headset: got from the distribution, started on a display of its own.

Nothing is installed: Debian's packages are unpacked into the user's cache folder, and programs run through the unpacked
dynamic linker, so that the machine's own libraries do not matter.
"""

from __future__ import annotations

import getpass
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

SUITE = "trixie"
PACKAGES = (
    "monado-service", "libopenxr1-monado", "mesa-vulkan-drivers", "libgl1-mesa-dri", "libgl1", "libglx-mesa0",
    "libopengl0", "libegl1", "libegl-mesa0",
)  # fmt: skip
_KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_START_S = 90.0
"""Seconds until display or service must answer: a machine may be slow and busy with other things."""
_STARTS = 3


class NoMonadoError(Exception):
    """Why the runtime cannot be had here."""


def get_monado(cache: Path) -> Path:
    """The folder that Monado is unpacked in, filled at the first call (about 170 MB are loaded)."""
    prefix = cache / f"monado-{SUITE}"
    if (prefix / "complete").is_file():
        return prefix
    for program in ("apt-get", "dpkg-deb", "tar", "Xvfb"):
        if shutil.which(program) is None:
            raise NoMonadoError(f"{program} is not here")
    if not _KEYS.is_file() or os.uname().machine != "x86_64":
        raise NoMonadoError("this is no Debian on x86-64")
    partial = Path(tempfile.mkdtemp(prefix="monado-", dir=_made(cache)))
    try:
        _unpack(_download(partial / "apt"), partial)
        shutil.rmtree(partial / "apt")
        (partial / "complete").touch()
        partial.rename(prefix)
    except (OSError, subprocess.SubprocessError) as cause:
        if (prefix / "complete").is_file():
            return prefix  # another test process was faster
        raise NoMonadoError(f"the packages could not be had: {cause}{_last_words(cause)}") from cause
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return prefix


def _last_words(cause: Exception) -> str:
    """What a program that failed wrote, its end."""
    wrote = cause.stderr if isinstance(cause, subprocess.CalledProcessError | subprocess.TimeoutExpired) else None
    return f": {wrote.decode('utf-8', 'replace').strip()[-300:]}" if isinstance(wrote, bytes) and wrote else ""


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _mirror() -> str:
    """The machine's own mirror of Debian."""
    told = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)"], capture_output=True, text=True, check=True, timeout=30
    ).stdout.split()
    return next((uri for uri in told if "security" not in uri), "http://deb.debian.org/debian")


def _download(apt: Path) -> list[Path]:
    """Loads the packages with an apt that has a state of its own; the system's is neither read nor changed."""
    for folder in ("etc/preferences.d", "state/lists/partial", "cache/archives/partial"):
        _made(apt / folder)
    (apt / "status").touch()
    source = apt / "etc/sources.list"
    source.write_text(f"deb [signed-by={_KEYS} arch=amd64] {_mirror()} {SUITE} main\n", "utf-8")
    settings = {
        "Dir::Etc": apt / "etc", "Dir::Etc::sourcelist": source, "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferencesparts": apt / "etc/preferences.d", "Dir::State": apt / "state",
        "Dir::State::status": apt / "status", "Dir::Cache": apt / "cache", "APT::Architecture": "amd64",
        "APT::Install-Recommends": "false", "Acquire::Languages": "none", "Debug::NoLocking": "1",
        "APT::Sandbox::User": getpass.getuser(), "Acquire::http::Timeout": "30", "Acquire::Retries": "2",
    }  # fmt: skip
    command = ["apt-get", "-qq", *(part for k, v in settings.items() for part in ("-o", f"{k}={v}"))]
    subprocess.run([*command, "update"], check=True, capture_output=True, timeout=120)
    install = [*command, "-y", "--download-only", "install", *PACKAGES]
    subprocess.run(install, check=True, capture_output=True, timeout=400)
    return sorted((apt / "cache/archives").glob("*.deb"))


def _unpack(packages: list[Path], prefix: Path) -> None:
    for name in ("lib", "lib64", "bin", "sbin"):
        _made(prefix / "usr" / name)
        (prefix / name).symlink_to(f"usr/{name}")
    for package in packages:
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE) as packed:
            skipped = [f"--exclude=./usr/share/{name}/*" for name in ("doc", "man", "locale")]
            subprocess.run(
                ["tar", "-x", "-C", prefix, "--keep-directory-symlink", "--no-same-owner", *skipped],
                stdin=packed.stdout, check=True, timeout=60,
            )  # fmt: skip
        if packed.returncode:
            raise subprocess.SubprocessError(f"{package.name} could not be unpacked")


class Monado:
    """A display and a runtime on it. Use it in a `with`; every run has folders and a port of its own.

    The compositor is the one that shows nothing (20 frames a second): tests read what was given to it, and drawing that
    once more in software would take more time than the whole shop does.
    """

    def __init__(self, prefix: Path, scale_percent: int = 30) -> None:
        self._prefix = prefix
        self._libraries = prefix / "usr/lib/x86_64-linux-gnu"
        self._folder = Path(tempfile.mkdtemp(prefix="monado"))
        self._folder.chmod(0o700)
        self._processes: list[subprocess.Popen[bytes]] = []
        self._service: subprocess.Popen[bytes] | None = None
        driver = self._file(
            "lvp.json", {"ICD": {"api_version": "1.4.305", "library_path": self._library("vulkan_lvp")}}
        )
        self._runtime = {"runtime": {"name": "Monado", "library_path": self._library("openxr_monado")}}
        _made(self._folder / "monado")
        self._choose_port()
        self.environment = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(self._folder), "XDG_CONFIG_HOME": str(self._folder), "VK_DRIVER_FILES": driver,
            "XR_RUNTIME_JSON": self._file("runtime.json", self._runtime), "LIBGL_ALWAYS_SOFTWARE": "1",
            "LIBGL_DRIVERS_PATH": str(self._libraries / "dri"), "__GLX_VENDOR_LIBRARY_NAME": "mesa",
            "VK_LAYER_PATH": str(self._folder), "XRT_NO_STDIN": "1", "XRT_COMPOSITOR_NULL": "1",
            "XRT_COMPOSITOR_SCALE_PERCENTAGE": str(scale_percent), "QT_QPA_PLATFORM": "offscreen",
        }  # fmt: skip

    def _choose_port(self) -> None:
        """One that is free now; the service, which takes it a moment later, may still find it taken."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        remote = {"active": "remote", "remote": {"version": 0, "port": self.port, "view_count": 2}}
        (self._folder / "monado/config_v0.json").write_text(json.dumps(remote), "utf-8")

    def _library(self, name: str) -> str:
        return str(self._libraries / f"lib{name}.so")

    def _file(self, name: str, content: dict[str, object]) -> str:
        path = self._folder / name
        path.write_text(json.dumps({"file_format_version": "1.0.0", **content}), "utf-8")
        return str(path)

    def __enter__(self) -> Monado:
        try:
            self._start_display()
            self._start_somehow()
        except BaseException:
            self.close()
            raise
        return self

    def _start_somehow(self) -> None:
        for last in (*[False] * (_STARTS - 1), True):
            try:
                self.start()
            except NoMonadoError:
                if last:
                    raise
                self.kill()
                self._choose_port()
            else:
                return

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start_display(self) -> None:
        reading, writing = os.pipe()
        self._spawn(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"],
            env=dict(os.environ), pass_fds=(writing,), stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as pipe:
            if not select.select([pipe], [], [], _START_S)[0]:
                raise NoMonadoError("Xvfb did not start")
            self.environment["DISPLAY"] = f":{int(pipe.readline())}"

    def _spawn(self, command: list[str], **options: object) -> subprocess.Popen[bytes]:
        process: subprocess.Popen[bytes] = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)  # type: ignore[call-overload]
        self._processes.append(process)
        return process

    def start(self) -> None:
        """Starts the service (again) and waits until it answers."""
        log = self._folder / "service.log"
        with log.open("wb") as out:
            self._service = self._spawn(
                self.command(str(self._prefix / "usr/bin/monado-service")),
                env=self.environment, stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip
        until = time.monotonic() + _START_S
        while "has started" not in log.read_text("utf-8", "replace"):
            if self._service.poll() is not None or time.monotonic() > until:
                raise NoMonadoError(f"the service did not start: {log.read_text('utf-8', 'replace')[-800:]}")
            time.sleep(0.02)

    def show(self) -> None:
        """From the next start on the compositor draws into a window of the display, at 60 pictures a second."""
        del self.environment["XRT_COMPOSITOR_NULL"]
        self.environment["XRT_COMPOSITOR_FORCE_XCB"] = "1"
        self.kill()
        self._start_somehow()

    def kill(self) -> None:
        """The service is gone from one moment to the next."""
        if self._service is not None:
            self._service.kill()
            self._service.wait(60)

    def recenter(self) -> None:
        """What the runtime's own menu does when a wearer asks for it."""
        control = self.command(str(self._prefix / "usr/bin/monado-ctl"), "-c")
        subprocess.run(control, env=self.environment, check=True, capture_output=True, timeout=_START_S)

    def command(self, *program: str) -> list[str]:
        """A program run with the unpacked libraries."""
        u = self._libraries
        path = ":".join(str(p) for p in (u, u / "blas", u / "lapack", u / "pulseaudio", self._prefix / "usr/lib"))
        return [str(self._prefix / "usr/lib64/ld-linux-x86-64.so.2"), "--library-path", path, *program]

    def python(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        """This Python on the runtime, its output a pipe; `more` goes into its environment."""
        process = subprocess.Popen(
            self.command(sys.executable, *arguments), env={**self.environment, **more}, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._processes.append(process)  # type: ignore[arg-type]
        return process

    def close(self) -> None:
        """Ends everything that was started; idempotent."""
        for process in reversed(self._processes):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait(60)
            if process.stdout is not None:
                with suppress(OSError):
                    process.stdout.close()
        self._processes.clear()
        shutil.rmtree(self._folder, ignore_errors=True)
