"""A real web server for benches: nginx on loopback, counting the bytes it sends."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from client.domain.errors import VitrineError


@dataclass(frozen=True)
class Traffic:
    """What was asked for and sent: bodies, and bodies with headers."""

    requests: int
    body_bytes: int
    bytes: int


@dataclass(frozen=True)
class Web:
    """A running server. `address` ends with a slash."""

    address: str
    log: Path

    def traffic(self) -> Traffic:
        """Everything since the last `forget`."""
        lines = [line.split() for line in self.log.read_text("utf-8").splitlines()]
        return Traffic(len(lines), sum(int(line[0]) for line in lines), sum(int(line[1]) for line in lines))

    def forget(self) -> None:
        """Counts from nothing again."""
        with self.log.open("r+b") as stream:
            stream.truncate(0)


def program(name: str) -> str:
    """The path of a program; raises VitrineError when there is none."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise VitrineError(f"This measure needs {name}, which is not installed.")
    return found


@contextmanager
def serving(folder: Path, scratch: Path) -> Iterator[Web]:
    """Serves a folder with nginx, which keeps what it writes in `scratch`."""
    scratch.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = scratch / "sent.log"
    log.touch()
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {scratch}/{kind};\n" for kind in kinds)
    (scratch / "nginx.conf").write_text(
        f"user {_user()};\ndaemon off; pid {scratch}/pid; error_log {scratch}/error.log; worker_processes 1;\n"
        f"events {{}}\nhttp {{ log_format sent '$body_bytes_sent $bytes_sent $uri'; access_log {log} sent;\n"
        f"{temporary}sendfile on; tcp_nopush on; keepalive_requests 100000; gzip off; default_type "
        f"application/octet-stream;\nserver {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n",
        "utf-8",
    )
    errors = scratch / "error.log"
    command = [program("nginx"), "-p", str(scratch), "-c", str(scratch / "nginx.conf"), "-e", str(errors)]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, running, errors)
        yield Web(f"http://127.0.0.1:{port}/", log)
    finally:
        running.terminate()
        running.wait(10)


def _user() -> str:
    import getpass

    return getpass.getuser()


def _wait_for(port: int, running: subprocess.Popen[bytes], errors: Path) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if running.poll() is not None:
            break
        time.sleep(0.05)
    raise VitrineError(f"nginx does not start: {errors.read_text('utf-8')[-300:]}")
