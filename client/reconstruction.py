"""Photos to products, for commands and benches: foreign bytes go to the asset workers, their pixels to the engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import msgspec
import numpy as np

from client.catalog.assets.jobs import PictureDone, PictureJob, WorkerLimits
from client.catalog.assets.pool import AssetPool
from client.catalog.importers.draft import FileSource
from client.domain.errors import VitrineError
from inference.errors import InferenceError
from inference.reconstruction.values import Card, Going, PhotoJob, reconstruction_spec
from inference.runtime.runtime import Runtime, Ticket
from inference.runtime.values import Arrays, Failure

_BUDGET_BYTES = 2 << 30
_STEP_S = 0.02
Progress = Callable[[float], None]


class ReconstructionError(VitrineError):
    """A photo cannot be read, or the engine failed."""


class Result(msgspec.Struct, frozen=True):
    """The trust card and the files of the three levels; without files where the photo was refused."""

    card: Card
    hero: bytes = b""
    shelf: bytes = b""
    far: bytes = b""
    mask: bytes = b""
    mask_px: tuple[int, int] = (0, 0)
    """Height and width of `mask`, a byte a pixel."""


class Reconstructor:
    """One photo after another, in processes of their own. Use as a context manager.

    `sleep` waits some seconds; it is where a caller may cancel, by raising.
    """

    def __init__(self, sleep: Callable[[float], None], within_s: float = 240.0) -> None:
        self._sleep, self._within_s = sleep, within_s
        self._pool = AssetPool(1, WorkerLimits())
        self._runtime = Runtime(_BUDGET_BYTES)
        self._spec = reconstruction_spec()

    def of_photo(self, photo: Path, job: PhotoJob, progress: Progress = lambda share: None) -> Result:
        """A product of a photo. Raises ReconstructionError in words."""
        picture = self._read(photo)
        ticket = self._runtime.submit(
            self._spec, job, {"photo": np.frombuffer(picture, np.uint8)}, within_s=self._within_s
        )
        try:
            while (outcome := ticket.outcome()) is None:
                self._runtime.pump()
                self._tell(ticket, progress)
                self._sleep(_STEP_S)
        except BaseException:
            self._runtime.cancel(ticket)
            raise
        if isinstance(outcome, Failure):
            raise ReconstructionError(outcome.sentence) from InferenceError(outcome.kind)
        return _result(*outcome)

    @staticmethod
    def _tell(ticket: Ticket[Going, Card], progress: Progress) -> None:
        for part, _ in ticket.parts():
            progress(part.share)

    def _read(self, photo: Path) -> bytes:
        """The photo upright, without metadata, at most 1,024 pixels long."""
        if not photo.is_file():
            raise ReconstructionError(f"There is no file {photo}.")
        self._pool.submit("photo", PictureJob(FileSource(str(photo.absolute()), str(photo.absolute().parent))))
        _, answer = self._pool.collect()[0]
        if not isinstance(answer, PictureDone):
            raise ReconstructionError(getattr(answer, "reason", "The photo could not be read."))
        return answer.data

    def close(self) -> None:
        """Ends all processes; idempotent."""
        self._pool.close()
        self._runtime.close()

    def __enter__(self) -> Reconstructor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _result(card: Card, arrays: Arrays) -> Result:
    if card.refused or "hero" not in arrays:
        return Result(card)
    mask = arrays["mask"]
    height, width = mask.shape
    hero, shelf, far = (arrays[name].tobytes() for name in ("hero", "shelf", "far"))
    return Result(card, hero, shelf, far, mask.tobytes(), (height, width))
