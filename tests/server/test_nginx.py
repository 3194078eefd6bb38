"""The configuration of docs/deploy.md, in the real nginx, on loopback."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.publish import published_index, published_shards
from tests.simulators.mirror import Clock, Follower, Publisher

_NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = pytest.mark.skipif(_NGINX is None, reason="nginx is not installed")


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path / "merchant", Clock())
    made.publish()
    return made


@pytest.fixture
def address(tmp_path: Path, repository: Path, publisher: Publisher) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = (repository / "docs" / "deploy.md").read_text("utf-8")
    found = re.search(r"```nginx\n(.*?)```", page, re.DOTALL)
    assert found is not None
    server = found[1].replace("listen 80;", f"listen 127.0.0.1:{port};")
    server = server.replace("root /srv/published;", f"root {publisher.folder};")
    assert str(publisher.folder) in server
    folder = tmp_path / "nginx"
    folder.mkdir()
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi"))
    user = "user root;\n" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""  # test folders are private
    (folder / "nginx.conf").write_text(
        f"{user}daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;\n"
        f"events {{}}\nhttp {{ access_log off; scgi_temp_path {folder}/scgi;\n{temporary}{server}}}\n"
    )
    command = [str(_NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    running = subprocess.Popen(command)
    try:
        for _ in range(1200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert running.poll() is None, (folder / "error.log").read_text()
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
    finally:
        running.terminate()
        running.wait(60)


def test_a_shop_follows_through_nginx(tmp_path: Path, publisher: Publisher, address: str) -> None:
    shop = Follower(tmp_path / "shop", address, publisher.fingerprint, publisher.clock)
    assert shop.sync().products == 12
    publisher.rename("mug-0", "Cup")
    publisher.publish()
    done = shop.sync()
    assert (done.how, done.blobs) == ("deltas", 0)
    assert shop.titles()["mug-0"] == "Cup"


def test_a_broken_download_goes_on_through_nginx(tmp_path: Path, publisher: Publisher, address: str) -> None:
    shop = Follower(tmp_path / "shop", address, publisher.fingerprint, publisher.clock)
    index = published_index(publisher.repository)
    assert index is not None
    pack = published_shards(publisher.repository, index)[0]
    part = shop.root / ".sync" / "parts" / pack.sha256
    part.parent.mkdir(parents=True)
    data = (publisher.folder / "packs" / pack.sha256[:2] / pack.sha256).read_bytes()
    part.write_bytes(data[:300])
    done = shop.sync()
    assert done.row_bytes == len(data) - 300 + index.shards.bytes


def test_headers(publisher: Publisher, address: str) -> None:
    index = published_index(publisher.repository)
    assert index is not None
    sha256 = published_shards(publisher.repository, index)[0].sha256
    asked = urllib.request.Request(f"{address}packs/{sha256[:2]}/{sha256}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers["Content-Encoding"] is None
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["ETag"]
    with urllib.request.urlopen(f"{address}metadata/timestamp.json") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=60"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{address}.lock")
