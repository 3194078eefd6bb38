"""The asset worker: a process that opens foreign files and answers with finished ones. It may be killed at any time."""

from __future__ import annotations

import os
import signal
import sys
from multiprocessing.connection import Connection

import msgspec

from client.catalog.assets.jobs import Answer, Failed, Job, PictureJob, WorkerLimits
from client.domain.errors import VitrineError


def serve(connection: Connection, limits: WorkerLimits) -> None:
    """Answers tasks until the other end is gone. The target of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    _limit_memory(limits)
    decoder = msgspec.msgpack.Decoder(Job)
    encoder = msgspec.msgpack.Encoder()
    while True:
        try:
            job = decoder.decode(connection.recv_bytes())
        except (EOFError, OSError):
            return
        _allow_cpu(limits)
        answer = perform(job, limits)
        try:
            connection.send_bytes(encoder.encode(answer))
        except (BrokenPipeError, OSError):
            return


def perform(job: Job, limits: WorkerLimits) -> Answer:
    """Does one task; whatever goes wrong becomes a sentence."""
    try:
        if isinstance(job, PictureJob):
            from client.catalog.assets.opening import open_source
            from client.catalog.assets.pictures import reduce_picture

            return reduce_picture(open_source(job.source, limits)[0], limits)
        from client.catalog.assets.models import finish_model

        return finish_model(job, limits)
    except VitrineError as problem:
        return Failed(str(problem))
    except MemoryError:
        return Failed("It needs more memory than one product may take.")
    except RecursionError:
        return Failed("It is nested too deeply.")
    except Exception as problem:  # noqa: BLE001 - the worker's edge: no foreign file may end an import
        if type(problem).__name__ == "ModelError":
            return Failed(str(problem))
        return Failed(f"The file could not be read ({type(problem).__name__}: {str(problem)[:200]}).")


def _limit_memory(limits: WorkerLimits) -> None:
    """Address space, on Linux. Elsewhere the limits of the model reader and the parent's clock must do."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow_cpu(limits: WorkerLimits) -> None:
    """Grants the next task its computing time on top of what was used so far."""
    if sys.platform == "linux":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + limits.cpu_s, hard))
