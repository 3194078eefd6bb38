"""The models of this shop: one reader of their lists, one runtime for the app or a command, engines when needed.

A model may be missing, damaged, too large or killed: whatever asks for it gets None or an error, never a stop.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from client.settings import Folders
from inference.errors import InferenceError
from inference.models.manifest import Known, ModelLists
from inference.runtime.desk import Desk

if TYPE_CHECKING:
    from inference.llama.writer import Writer
    from inference.pictures.encoder import WorkerEncoder
    from inference.runtime.runtime import Runtime
    from inference.runtime.scheduler import AnySpec
    from inference.sentences.api import SentenceEncoder

_log = logging.getLogger("vitrine")
_LEAST_BUDGET: Final = 1 << 30
_SHARE: Final = 0.5
"""Of the machine's memory, all models together."""
_RESERVE: Final = 512 << 20
_SOON_S: Final = 4.0
_ACTS_CONTEXT, _TALK_CONTEXT = 1024, 4096


def model_lists(folders: Folders) -> ModelLists:
    """What came with the shop, what its owner added, what its publisher sent."""
    bundled = Path(__file__).resolve().parents[1] / "models_cache"
    return ModelLists(bundled, folders.data / "models", folders.followed_models)


class LocalModels:
    """Belongs to the thread that makes it, which pumps; what it hands out may be used on any thread."""

    def __init__(
        self,
        lists: ModelLists,
        runtime: Callable[[], Runtime] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lists = lists
        self._found: tuple[Known, ...] | None = None
        self._wrong: set[str] = set()
        self._soon: list[AnySpec] = []
        self._pumped_s: float | None = None
        self._clock = clock
        self.desk = Desk(runtime or usual_runtime)

    def known(self, task: str) -> tuple[Known, ...]:
        """The models for a task whose files are there: the owner's, the publisher's, the shop's."""
        if self._found is None:
            self._found = tuple(one for one in self._lists.known(self._tell) if self._is_there(one))
        return tuple(one for one in self._found if one.entry.task == task)

    def _is_there(self, known: Known) -> bool:
        if known.path.is_file():
            return True
        self._tell(InferenceError(f"The file of the model {known.entry.name} is missing."))
        return False

    def _tell(self, problem: InferenceError) -> None:
        if str(problem) not in self._wrong:
            self._wrong.add(str(problem))
            _log.warning("models: %s", problem)

    def acts(self) -> Writer | None:
        """The model that tells what words mean, with the merchant's adapter where there is one."""
        models = [one for one in self.known("acts") if one.entry.format == "gguf"]
        adapters = [one for one in self.known("acts-adapter") if one.entry.format == "gguf"]
        return self._writer(models, adapters, _ACTS_CONTEXT)

    def dialogue(self) -> Writer | None:
        """The large model for free words; there is none until somebody adds one."""
        return self._writer([one for one in self.known("dialogue") if one.entry.format == "gguf"], [], _TALK_CONTEXT)

    def _writer(self, models: list[Known], adapters: list[Known], context: int) -> Writer | None:
        if not models or not language_models_run():
            return None
        from inference.llama.values import llama_spec
        from inference.llama.writer import Writer
        from inference.runtime.runtime import usual_threads

        model, adapter = models[0], adapters[0] if adapters else None
        laid = (adapter.entry, adapter.path) if adapter is not None else None
        return Writer(self.desk, llama_spec(model.entry, model.path, context, usual_threads(), laid))

    def sentences(self, within_s: float | None = None) -> SentenceEncoder | None:
        """Sentences as vectors; `within_s`: how long a call waits at most, where somebody waits for it in a talk."""
        models = [one for one in self.known("sentences") if one.entry.format == "onnx"]
        if not models:
            return None
        from inference.runtime.runtime import usual_threads
        from inference.sentences.encoder import USUAL_S, WorkerEncoder
        from inference.sentences.values import sentences_spec

        entry = models[0].entry
        spec = sentences_spec(entry, models[0].path, usual_threads())
        return WorkerEncoder(self.desk, spec, entry.sha256, USUAL_S if within_s is None else within_s)

    def pictures(self) -> WorkerEncoder | None:
        """Pictures as vectors, and files of pictures and models."""
        models = [one for one in self.known("pictures") if one.entry.format == "onnx"]
        if not models:
            return None
        from inference.pictures.encoder import WorkerEncoder
        from inference.pictures.values import pictures_spec
        from inference.runtime.runtime import usual_threads

        entry = models[0].entry
        return WorkerEncoder(self.desk, pictures_spec(entry, models[0].path, usual_threads()), entry.sha256)

    def pump(self) -> None:
        """Once a frame: answers in, jobs out. Never waits."""
        if self._soon:
            now = self._clock()
            self._pumped_s = now if self._pumped_s is None else self._pumped_s
            if now - self._pumped_s >= _SOON_S:
                for spec in self._soon:
                    self.desk.warm(spec)
                self._soon.clear()
        self.desk.pump()

    def warm_soon(self, spec: AnySpec) -> None:
        """Loads an engine before it is asked, and again at once when it dies; not while the shop still opens."""
        self._soon.append(spec)

    def frame(self, work_s: float, budget_s: float) -> None:
        """Told of each frame, so that models stand still before one is late."""
        self.desk.frame(work_s, budget_s)

    def close(self) -> None:
        """Ends all workers; whoever waits for them is told. Idempotent."""
        self.desk.close()

    def __enter__(self) -> LocalModels:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def language_models_run() -> bool:
    """Whether llama.cpp is installed; asked without loading it."""
    import importlib.util

    return importlib.util.find_spec("xllamacpp") is not None


def usual_runtime() -> Runtime:
    """A runtime that may take half of this machine's memory."""
    import psutil

    from inference.runtime.runtime import Runtime

    budget = max(_LEAST_BUDGET, round(psutil.virtual_memory().total * _SHARE))
    return Runtime(budget, _RESERVE)
