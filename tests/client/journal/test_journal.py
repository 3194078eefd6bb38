"""Journals: what is written is read; what is cut is forgiven at the end only; foreign bytes are refused in words."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from client.domain import actions as a
from client.domain.session import Session
from client.headset.api import Eye, Frame, Mouse, Pose, Sample
from client.headset.scripted import view_fov
from client.journal import reader
from client.journal.reader import read_journal
from client.journal.recorder import Recorder
from client.journal.records import FORMAT, EndRecord, FrameRecord, Happened, Header, JournalError, MarkRecord, sample_of

HEADER = Header(FORMAT, "0.1.0", "000001-abc", Session(language="zh-CN"), 480, 270, seed=4)


def samples(count: int) -> list[Sample]:
    head = Pose((0.0, 0.0, 1.62))
    eye = Eye(head, view_fov(480, 270))
    return [
        Sample(
            Frame(i, i / 60, 1 / 60), (eye,), head, mouse=Mouse(0.1 * (i % 7), -0.2, wheel=float(i % 2)), text="灯" * i
        )
        for i in range(count)
    ]


def write(path: Path, count: int = 5) -> list[Sample]:
    written = samples(count)
    with Recorder(path, HEADER) as recorder:
        for i, sample in enumerate(written):
            happened = (Happened("hands", a.LookAt("lamp")), Happened("panel", a.Search("灯"))) if i == 2 else ()
            recorder.frame(sample, happened, Session(page=i), early=0, swapped=i == 3)
        recorder.mark(count - 1, Session(page=count - 1), "f" * 64)
    return written


def test_every_sample_and_action_comes_back(tmp_path: Path) -> None:
    written = write(tmp_path / "v.jsonl")
    journal = read_journal(tmp_path / "v.jsonl")
    assert journal.header == HEADER
    records = list(journal.records())
    frames = [r for r in records if isinstance(r, FrameRecord)]
    before = None
    for sample, record in zip(written, frames, strict=True):
        before = sample_of(record, before)
        assert before == sample
    assert [h.action for h in frames[2].happened] == [a.LookAt("lamp"), a.Search("灯")]
    assert [f.swapped for f in frames] == [False, False, False, True, False]
    assert isinstance(records[-2], MarkRecord)
    assert records[-1] == EndRecord(5, records[-2].session_sha256)


def test_an_idle_frame_takes_little_room(tmp_path: Path) -> None:
    write(tmp_path / "v.jsonl", 200)
    lines = (tmp_path / "v.jsonl").read_bytes().splitlines()
    assert len(lines[1]) > len(lines[2]) + 100, "eyes and head are told once while they rest"


def test_a_journal_is_never_overwritten(tmp_path: Path) -> None:
    write(tmp_path / "v.jsonl")
    before = (tmp_path / "v.jsonl").read_bytes()
    with pytest.raises(JournalError, match="never overwritten"):
        Recorder(tmp_path / "v.jsonl", HEADER)
    assert (tmp_path / "v.jsonl").read_bytes() == before


def test_every_cut_of_the_last_line_is_forgiven(tmp_path: Path) -> None:
    write(tmp_path / "v.jsonl")
    whole = (tmp_path / "v.jsonl").read_bytes()
    last = whole.rstrip(b"\n").rfind(b"\n") + 1
    for end in range(last, len(whole) - 1):
        (tmp_path / "cut.jsonl").write_bytes(whole[:end])
        records = list(read_journal(tmp_path / "cut.jsonl").records())
        assert len(records) in (6, 7)


@pytest.mark.parametrize(
    "damage",
    [b"{}", b"nonsense", b"\xff\xfe\x00", b'{"record":"frame"}', b'{"record":"frame","frame":[1,2]}', b"[" * 5000, b""],
)
def test_a_wrong_line_in_the_middle_is_refused_with_its_number(tmp_path: Path, damage: bytes) -> None:
    write(tmp_path / "v.jsonl")
    lines = (tmp_path / "v.jsonl").read_bytes().splitlines()
    lines[3] = damage
    (tmp_path / "bad.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    with pytest.raises(JournalError, match="line 4"):
        list(read_journal(tmp_path / "bad.jsonl").records())


@pytest.mark.parametrize("content", [b"", b"\n", b"GIF89a", b'{"record":"end","frames":1,"session_sha256":""}\n'])
def test_what_is_no_journal_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(JournalError):
        read_journal(tmp_path / "x")


def test_lines_without_end_and_newer_formats_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_LINE_BYTES", 1000)
    (tmp_path / "x").write_bytes(b'{"record":"header"' + b" " * 2000)
    with pytest.raises(JournalError, match="longer"):
        read_journal(tmp_path / "x")
    monkeypatch.undo()
    write(tmp_path / "v.jsonl")
    newer = (
        (tmp_path / "v.jsonl").read_bytes().replace(f'"format":{FORMAT}'.encode(), f'"format":{FORMAT + 1}'.encode(), 1)
    )
    (tmp_path / "newer").write_bytes(newer)
    with pytest.raises(JournalError, match=f"format {FORMAT + 1}"):
        read_journal(tmp_path / "newer")


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a Unix signal")
def test_what_was_written_survives_kill_9(tmp_path: Path, repository: Path) -> None:
    script = (
        "import sys, pathlib, itertools\n"
        "from tests.client.journal.test_journal import HEADER, samples\n"
        "from client.journal.recorder import Recorder\n"
        "from client.domain.session import Session\n"
        "r = Recorder(pathlib.Path(sys.argv[1]), HEADER)\n"
        "for i, s in enumerate(itertools.cycle(samples(20))):\n"
        "    r.frame(s, (), Session(), early=0, swapped=False)\n"
        "    if i == 300: print('go', flush=True)\n"
    )
    path = tmp_path / "v.jsonl"
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=repository) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"go"
        os.kill(process.pid, signal.SIGKILL)
    records = list(read_journal(path).records())
    assert len(records) >= 301
    assert not any(isinstance(r, EndRecord) for r in records)
