"""Nothing leaves without a yes; with it one coarse answer a period, true or not by chance, and not a byte more."""

from __future__ import annotations

import http.client
import math
import random
import socket
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from client.catalog.writer import VersionWriter
from client.domain.product import Product
from client.domain.text import LocalText
from client.profile.late import LateVault, share_once, sharing_agreed
from client.profile.memory import Done, Profile, Report
from client.profile.sharing import EPSILON, ShareError, body, drawn, last_period, send, truth_probability
from client.settings import Settings

TODAY = date(2026, 11, 24)
FIRST, LAST = last_period(TODAY)
DEPARTMENTS = ("Furniture", "Kitchen")
TOUCHED = Profile(done=(Done("chair", "cart", FIRST),))


def department_of(sku: str) -> str | None:
    return "Furniture" if sku == "chair" else None


def test_a_period_ended_before_today_and_is_four_weeks_long() -> None:
    for days in range(100):
        today = TODAY + timedelta(days=days)
        first, last = last_period(today)
        assert (last - first).days == 27
        assert last < today <= last + timedelta(days=28)


def test_an_answer_is_no_likelier_than_epsilon_allows() -> None:
    """Of everything done in a period nothing changes the chance of an answer by more than e to the epsilon."""
    assert truth_probability() / (1 - truth_probability()) == pytest.approx(math.exp(EPSILON))
    counts = {}
    for profile in (TOUCHED, Profile()):
        chance = random.Random(3)
        reports = [drawn(profile, department_of, DEPARTMENTS, TODAY, chance) for _ in range(6000)]
        of_furniture = [one.touched for one in reports if one is not None and one.department == "Furniture"]
        counts[profile] = sum(of_furniture) / len(of_furniture)
        assert len(of_furniture) / 6000 == pytest.approx(0.5, abs=0.03), "what is asked depends on nothing done"
    ratio = counts[TOUCHED] / counts[Profile()]
    assert ratio == pytest.approx(math.exp(EPSILON), rel=0.1)
    q = 1 - truth_probability()
    assert (counts[TOUCHED] - q) / (1 - 2 * q) == pytest.approx(1.0, abs=0.06), "the receiver's estimate is right"


def test_only_the_period_asked_for_counts_and_it_is_drawn_once() -> None:
    certain = random.Random(1)
    certain.random = lambda: 0.0  # type: ignore[method-assign]
    for day, touched in ((FIRST, True), (LAST, True), (LAST + timedelta(days=1), False), (FIRST - timedelta(1), False)):
        report = drawn(Profile(done=(Done("chair", "cart", day),)), department_of, ("Furniture",), TODAY, certain)
        assert report is not None
        assert report.touched == touched
    old = Report(FIRST.isoformat(), "Kitchen", True, sent=True)
    kept = Profile(done=TOUCHED.done, report=old)
    assert drawn(kept, department_of, DEPARTMENTS, TODAY, certain) is old
    later = drawn(kept, department_of, DEPARTMENTS, TODAY + timedelta(days=28), certain)
    assert later is not None
    assert later.period > old.period
    assert drawn(TOUCHED, department_of, (), TODAY, certain) is None


class Listening:
    """A receiver on this machine that keeps every byte of every connection."""

    def __init__(self, answer: bytes = b"HTTP/1.1 204 No Content\r\n\r\n") -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.heard: list[bytes] = []
        self._answer = answer
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                data = b""
                while b"}" not in data and (more := connection.recv(65536)):
                    data += more
                self.heard.append(data)
                connection.sendall(self._answer)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def receiver() -> Iterator[Listening]:
    made = Listening()
    yield made
    made.close()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    with VersionWriter(tmp_path / "shop") as writer:
        writer.add_all([Product("chair", LocalText("Chair"), category=("Furniture", "Chairs"))])
        writer.publish(LocalText("Shop"), "https://shop.example/cart", "2026-01-01T00:00:00Z")
    return tmp_path / "shop"


def test_exactly_these_bytes_leave(receiver: Listening) -> None:
    report = Report("2026-10-05", "家具", touched=True)
    send(f"http://127.0.0.1:{receiver.port}/counts", report)
    said = '{"format":1,"period":"2026-10-05","days":28,"department":"家具","touched":true,"epsilon":1.0}'.encode()
    assert body(report) == said
    assert receiver.heard == [
        b"POST /counts HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        % (receiver.port, len(said), said)
    ]


def test_a_visit_with_a_yes_shares_once_a_period(receiver: Listening, shop: Path, tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{receiver.port}/"
    store = LateVault(tmp_path / "data", tmp_path / "config")
    after = share_once(store, shop, address, TOUCHED, lambda: TODAY)
    assert after.report is not None
    assert after.report.sent
    assert len(receiver.heard) == 1
    assert receiver.heard[0].endswith(body(after.report))
    assert b"chair" not in receiver.heard[0], "no product is named"
    assert store.load().profile == after
    assert share_once(store, shop, address, after, lambda: TODAY) == after
    assert share_once(store, shop, address, store.load().profile, lambda: TODAY + timedelta(days=3)).report
    assert len(receiver.heard) == 1


def test_what_could_not_be_sent_is_sent_later_as_it_was_drawn(shop: Path, tmp_path: Path) -> None:
    store = LateVault(tmp_path / "data", tmp_path / "config")
    refusing = Listening(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
    address = f"http://127.0.0.1:{refusing.port}/"
    first = share_once(store, shop, address, TOUCHED, lambda: TODAY)
    assert first.report is not None
    assert not first.report.sent
    again = share_once(store, shop, address, store.load().profile, lambda: TODAY)
    assert again.report == first.report
    assert refusing.heard[0] == refusing.heard[1]
    refusing.close()


@pytest.mark.parametrize(
    "settings",
    [
        Settings(), Settings(share_counts=True), Settings(share_with="https://x.example"),
        Settings(share_counts=True, share_with="https://x.example", kiosk=True),
        Settings(share_counts=True, share_with="https://x.example", profile=False),
    ],
)  # fmt: skip
def test_nothing_is_shared_without_a_yes_and_an_address(settings: Settings) -> None:
    assert not sharing_agreed(settings)
    assert sharing_agreed(Settings(share_counts=True, share_with="https://x.example"))


@pytest.mark.parametrize("address", ["http://shop.example/x", "ftp://127.0.0.1", "", "file:///etc/passwd", "https://"])
def test_only_https_or_this_machine(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_connection(*args: object, **more: object) -> None:
        raise AssertionError("nothing may be opened")

    monkeypatch.setattr(http.client, "HTTPConnection", no_connection)
    monkeypatch.setattr(http.client, "HTTPSConnection", no_connection)
    with pytest.raises(ShareError):
        send(address, Report("2026-10-05", "Furniture", touched=True))
