"""`vitrine bench sync`: publishing and following a large made-up catalogue with vectors, through a real nginx.

Everything runs as a merchant and a shop run it: `vitrine-server` and `vitrine sync` in processes of their own. Bytes
are those that nginx says it sent, signatures included. In the same run: what `zstd -19` makes of the changed rows and
vectors alone, what rsync moves for the same change of plain files, a plain download of everything, and curl fetching
the same packs.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from client.bench.registry import Figures
from client.domain.errors import VitrineError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from client.bench.web import Web

ENVIRONMENT: Mapping[str, str] = {}
_PASSPHRASE: Final = "a passphrase for measuring"  # noqa: S105 - of keys that live as long as the measure
_LEVEL: Final = 19


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--products, --changed, --rounds."""
    parser.add_argument("--products", type=_count, default=100_000, help="how many products (default 100000)")
    parser.add_argument(
        "--changed", type=_shares, default="1", metavar="PERCENTS",
        help="percents of the rows to change, one version each, e.g. 1,0.1,0 (0: one product); default 1",
    )  # fmt: skip
    parser.add_argument("--rounds", type=_count, default=3, help="how often fetching is timed, each way (default 3)")
    parser.add_argument("--folder", type=Path, help="where to work, kept afterwards; default: a temporary one")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("give a number from 1 on")
    return int(text)


def _shares(text: str) -> str:
    if not re.fullmatch(r"\d+(\.\d+)?(,\d+(\.\d+)?)*", text) or any(float(part) > 100 for part in text.split(",")):
        raise argparse.ArgumentTypeError("give percents with commas between them, e.g. 1,0.1,0")
    return text


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    words = ["--products", str(args.products), "--changed", args.changed, "--rounds", str(args.rounds)]
    return [*words, *(["--folder", str(args.folder)] if args.folder else [])]


def measure(args: argparse.Namespace) -> Figures:
    """Publishes, follows, changes, publishes and follows again; raises VitrineError when a part of it fails."""
    if os.name == "nt":
        raise VitrineError("This measure starts nginx and curl and runs on Linux.")
    from client.bench.web import program, serving

    for name in ("nginx", "curl", "rsync"):
        program(name)
    with tempfile.TemporaryDirectory(prefix="vitrine-bench-") as temporary:
        folder = (args.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        run = _Run(folder, args.products)
        run.prepare()
        with serving(run.repo, folder / "nginx") as web:
            figures = run.first(web)
            shares = [float(part) for part in args.changed.split(",")]
            for edition, share in enumerate(shares, 1):
                figures |= run.change(web, edition, share, "" if edition == 1 else f"_{edition}")
            figures |= _fetching(run.repo, folder, web, args.rounds)
    return {"products": args.products, **figures}


class _Run:
    """A merchant and a shop in one folder."""

    def __init__(self, folder: Path, products: int) -> None:
        self.folder, self.products = folder, products
        self.catalog, self.repo, self.shop = folder / "catalog", folder / "repo", folder / "shop"
        self.vectors, self.plain = folder / "vectors.npy", folder / "plain"
        self._fingerprint = ""

    def prepare(self) -> None:
        """Makes the catalogue, the vectors and the keys."""
        from client.bench.made_rows import make_catalog, make_vectors, write_vectors

        make_catalog(self.catalog, self.products)
        self._table = make_vectors(self.products)
        write_vectors(self.vectors, self._table)
        (self.folder / "passphrase").write_text(_PASSPHRASE, "utf-8")
        said = self._server("init")
        found = re.search(r"--fingerprint ([0-9a-f]{64})", said)
        if found is None:
            raise VitrineError("vitrine-server init printed no fingerprint.")
        self._fingerprint = found[1]
        self._write_plain("old")

    def first(self, web: Web) -> dict[str, float | int | str | bool]:
        """The first publish and the first sync."""
        began = time.monotonic()
        self._server("publish", str(self.catalog), "--vectors", str(self.vectors))
        published = time.monotonic() - began
        seconds, peak = self._sync(web)
        sent = web.traffic()
        packed = self._packed(self.plain / "old")
        return {
            "publish_s": published,
            "first_sync_s": seconds,
            "first_sync_bytes": sent.body_bytes,
            "first_sync_requests": sent.requests,
            "whole_file_bytes": packed,
            "peak_mb": peak,
        }

    def change(self, web: Web, edition: int, percent: float, mark: str) -> dict[str, float | int | str | bool]:
        """A version with some rows changed, published and followed."""
        from client.bench.made_rows import change_catalog, make_vectors, write_vectors

        every = round(100 / percent) if percent else self.products
        change_catalog(self.catalog, self.products, every, edition)
        fresh = make_vectors(self.products, edition)
        self._table[::every] = fresh[::every]
        write_vectors(self.vectors, self._table)
        alone = self._alone(edition, every)
        began = time.monotonic()
        self._server("publish", str(self.catalog), "--vectors", str(self.vectors))
        published = time.monotonic() - began
        seconds, peak = self._sync(web)
        sent = web.traffic()
        self._write_plain("new")
        return {
            f"delta_rows{mark}": len(range(0, self.products, every)),
            f"delta_bytes{mark}": sent.body_bytes,
            f"delta_with_headers_bytes{mark}": sent.bytes,
            f"delta_requests{mark}": sent.requests,
            f"changed_alone_bytes{mark}": alone,
            f"delta_ratio{mark}": sent.body_bytes / alone,
            f"rsync_bytes{mark}": self._rsync(),
            f"publish_change_s{mark}": published,
            f"delta_s{mark}": seconds,
            f"delta_peak_mb{mark}": peak,
        }

    def _alone(self, edition: int, every: int) -> int:
        """What zstd makes of the changed rows and vectors and nothing else."""
        import zstandard

        from client.bench.made_rows import product
        from client.catalog.schema import encode_product

        numbers = range(0, self.products, every)
        rows = b"".join(encode_product(product(n, edition)) + b"\n" for n in numbers)
        changed: npt.NDArray[np.int8] = self._table[::every]
        return len(zstandard.ZstdCompressor(level=_LEVEL).compress(rows + changed.tobytes()))

    def _write_plain(self, name: str) -> None:
        """Rows and vectors as plain files, as one would keep them for rsync."""
        from client.catalog.reader import open_current
        from client.catalog.schema import encode_product

        folder = self.plain / name
        folder.mkdir(parents=True, exist_ok=True)
        with open_current(self.catalog) as catalog, (folder / "rows.jsonl").open("wb") as stream:
            stream.writelines(encode_product(product) + b"\n" for product in catalog.products())
        (folder / "vectors.bin").write_bytes(self._table.tobytes())

    def _packed(self, folder: Path) -> int:
        import zstandard

        compressor = zstandard.ZstdCompressor(level=9)
        return sum(len(compressor.compress(path.read_bytes())) for path in sorted(folder.iterdir()))

    def _rsync(self) -> int:
        """Bytes that rsync moves, both ways, to make the old plain files the new ones; then they are."""
        from client.bench.web import program

        words = ["-r", "--no-whole-file", "--ignore-times", "--compress", "--inplace", "--stats"]
        done = subprocess.run(
            [program("rsync"), *words, f"{self.plain / 'new'}/", f"{self.plain / 'old'}/"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        moved = re.findall(r"Total bytes (?:sent|received): ([\d,.]+)", done.stdout)
        if done.returncode != 0 or len(moved) != 2:
            raise VitrineError(f"rsync failed: {done.stderr[-200:]}")
        return sum(int(re.sub(r"\D", "", part)) for part in moved)

    def _server(self, command: str, *words: str) -> str:
        given = ["--repo", str(self.repo), "--keys", str(self.folder / "keys")]
        secret = ["--passphrase-file", str(self.folder / "passphrase")]
        said, _, _ = _timed([sys.executable, "-m", "server", command, *words, *given, *secret])
        return said

    def _sync(self, web: Web) -> tuple[float, float]:
        """Seconds and peak resident megabytes of `vitrine sync`, Python's own start included."""
        web.forget()
        words = ["--from", web.address, "--into", str(self.shop), "--fingerprint", self._fingerprint]
        _, seconds, peak_mb = _timed([sys.executable, "-m", "client", "sync", *words])
        return seconds, peak_mb


_SMALL: Final = """
import json, os, subprocess, sys, time
began = time.monotonic()
running = subprocess.Popen(sys.argv[1:], stdout=sys.stderr)
_, status, usage = os.wait4(running.pid, 0)
seconds = time.monotonic() - began
print(json.dumps([os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss / 1024]))
"""
"""Starts a command from a small process: Linux counts what the starting process held as the peak of the started one."""


def _timed(words: list[str]) -> tuple[str, float, float]:
    """What a process said, seconds, peak resident megabytes."""
    command = [sys.executable, "-c", _SMALL, *words]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=True)
    status, seconds, peak_mb = json.loads(done.stdout)
    if status != 0:
        raise VitrineError(f"`{' '.join(words[2:4])}` failed: {done.stderr.strip()[-300:]}")
    return done.stderr, float(seconds), float(peak_mb)


def _fetching(repo: Path, folder: Path, web: Web, rounds: int) -> dict[str, float | int | str | bool]:
    """Seconds to fetch all packs, the best of each: curl with one connection, one file after the other; and the shop's
    own downloader with its four threads, every hash checked and every file moved to its place.
    """
    packs = sorted(path for path in (repo / "packs").rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in packs)
    curl, own = [], []
    for number in range(rounds):
        curl.append(_curl(packs, folder / f"curl-{number}", web))
        own.append(_own(packs, folder / f"own-{number}", web))
    return {
        "fetched_files": len(packs),
        "fetched_bytes": size,
        "curl_mb_s": size / min(curl) / 1e6,
        "fetch_mb_s": size / min(own) / 1e6,
        "throughput_ratio": min(curl) / min(own),
    }


def _curl(packs: list[Path], folder: Path, web: Web) -> float:
    from client.bench.web import program

    folder.mkdir()
    lines = [f'url = "{web.address}packs/{p.name[:2]}/{p.name}"\noutput = "{folder / p.name}"\n' for p in packs]
    (folder / "list").write_text("".join(lines), "utf-8")
    _, seconds, _ = _timed([program("curl"), "--silent", "--fail", "--config", str(folder / "list")])
    return seconds


def _own(packs: list[Path], folder: Path, web: Web) -> float:
    from client.sync.download import Downloader, Wanted
    from client.sync.source import Limits, open_source
    from client.sync.wire import pack_path

    source = open_source(web.address, Limits())
    try:
        wanted = [Wanted(pack_path(p.name), p.name, p.stat().st_size, folder / p.name, durable=False) for p in packs]
        began = time.monotonic()
        with Downloader(source, folder / "parts", Limits()) as downloader:
            downloader.fetch_all(wanted)
        return time.monotonic() - began
    finally:
        source.close()
