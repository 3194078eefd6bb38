"""What an import did with every product, for the merchant: as JSON and in a few lines."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Literal

import msgspec

from client.catalog.layout import write_atomically

Status = Literal["accepted", "repaired", "refused"]


class Entry(msgspec.Struct, frozen=True):
    """What became of one product. `repairs` changed something, `notes` only tell, `reason` is why it was refused."""

    status: Status
    sku: str
    title: str
    source: str
    repairs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str = ""
    has_3d: bool = False
    pictures: int = 0


class Figures(msgspec.Struct, frozen=True):
    """How the import went as a whole. `reused_assets` were finished by an earlier import."""

    products: int
    accepted: int
    repaired: int
    refused: int
    with_3d: int
    made_assets: int
    reused_assets: int
    seconds: float
    products_per_second: float
    peak_rss_mb: float


class Report(msgspec.Struct, frozen=True):
    """A whole import. `version` is the catalogue's version in use afterwards, None when nothing changed it."""

    version: str | None
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    figures: Figures
    products: tuple[Entry, ...]

    def write(self, path: Path) -> None:
        """Writes it as JSON, atomically."""
        write_atomically(path, msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n")

    def summary(self, most: int = 8) -> str:
        """A few lines for people."""
        f = self.figures
        lines = [
            f"{f.products} products: {f.accepted} accepted, {f.repaired} repaired, {f.refused} refused; "
            f"{f.with_3d} with a 3D model. {f.seconds:.1f} s."
        ]
        lines += [f"  {note}" for note in self.notes]
        repairs = Counter(_kind(r) for e in self.products for r in e.repairs)
        if repairs:
            lines.append("Repaired:")
            lines += [f"  {count} x {text}" for text, count in repairs.most_common(most)]
        refused = [e for e in self.products if e.status == "refused"]
        if refused:
            lines.append("Refused:")
            lines += [f"  {e.title or e.sku or e.source} ({e.source}): {e.reason}" for e in refused[:most]]
            if len(refused) > most:
                lines.append(f"  and {len(refused) - most} more; see the report.")
        return "\n".join(lines)


def _kind(sentence: str) -> str:
    """A repair without its details, so that like ones are counted together."""
    return sentence.split(":", 1)[0].rstrip(".")
