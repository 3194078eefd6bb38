"""Golden pictures: an absolute comparison per channel, and a report in HTML for what differs.

`VITRINE_GOLDEN=update python -m pytest tests/golden` writes the pictures anew; look at them before committing.
`VITRINE_GOLDEN_REPORT` names the folder of the report (default: `golden-report` in the temporary folder).
"""

from __future__ import annotations

import base64
import html
import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

FOLDER = Path(__file__).parent
U8 = NDArray[np.uint8]


@dataclass(frozen=True)
class Limits:
    """A picture is the golden one when no channel of more than `share` of the pixels is off by more than `step`."""

    step: int = 6
    share: float = 0.002
    worst: int = 255
    """No channel of any pixel may be off by more than this."""


@dataclass(frozen=True)
class Difference:
    """What a comparison found. `off` is the share of pixels beyond the limit's step."""

    name: str
    off: float
    worst: int
    why: str = ""

    @property
    def equal(self) -> bool:
        """Whether the picture passes."""
        return not self.why


def compare(name: str, seen: U8, golden: U8, limits: Limits) -> Difference:
    """Absolute differences per channel, in steps of 0 to 255."""
    if seen.shape != golden.shape:
        return Difference(
            name, 1.0, 255, f"it is {seen.shape[1]}x{seen.shape[0]}, not {golden.shape[1]}x{golden.shape[0]}"
        )
    apart = np.abs(seen.astype(np.int16) - golden.astype(np.int16)).max(axis=2)
    off, worst = float((apart > limits.step).mean()), int(apart.max())
    if off > limits.share:
        return Difference(name, off, worst, f"{off:.2%} of the pixels differ by more than {limits.step}")
    if worst > limits.worst:
        return Difference(name, off, worst, f"a pixel differs by {worst}")
    return Difference(name, off, worst)


def check(name: str, seen: U8, limits: Limits = Limits()) -> Difference:
    """Compares with `tests/golden/NAME.png`; writes a report when it differs, the picture itself when updating."""
    path = FOLDER / f"{name}.png"
    if os.environ.get("VITRINE_GOLDEN") == "update":
        Image.fromarray(seen).save(path, optimize=True)
        return Difference(name, 0.0, 0)
    if not path.is_file():
        return Difference(name, 1.0, 255, "there is no golden picture yet; see tests/golden/compare.py")
    golden = np.asarray(Image.open(path).convert("RGB"))
    found = compare(name, seen, golden, limits)
    if not found.equal:
        write_report(report_folder(), found, seen, golden)
    return found


def report_folder() -> Path:
    """Where reports go."""
    named = os.environ.get("VITRINE_GOLDEN_REPORT")
    return Path(named) if named else Path(tempfile.gettempdir()) / "golden-report"


def write_report(folder: Path, found: Difference, seen: U8, golden: U8) -> Path:
    """One HTML file with the golden picture, the one seen, and where they differ (eightfold)."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = [("golden", golden), ("seen", seen)]
    if seen.shape == golden.shape:
        apart = np.abs(seen.astype(np.int16) - golden.astype(np.int16))
        pictures.append(("difference, eightfold", np.clip(apart * 8, 0, 255).astype(np.uint8)))
    figures = "".join(
        f'<figure><img src="{_inline(pixels)}" alt="{html.escape(title)}">'
        f"<figcaption>{html.escape(title)}</figcaption></figure>"
        for title, pixels in pictures
    )
    page = (
        f'<!doctype html><meta charset="utf-8"><title>{html.escape(found.name)}</title>'
        "<style>body{font:16px sans-serif;margin:24px}figure{display:inline-block;margin:8px}</style>"
        f"<h1>{html.escape(found.name)}</h1><p>{html.escape(found.why)}; the worst channel is off by {found.worst}.</p>"
        f"{figures}"
    )
    path = folder / f"{found.name}.html"
    path.write_text(page, "utf-8")
    return path


def _inline(pixels: U8) -> str:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode("ascii")
