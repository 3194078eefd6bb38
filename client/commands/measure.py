"""Small measures of this process: how long it lives, how much memory it takes, percentiles."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path


def seconds_alive(fallback_started: float) -> float:
    """Seconds since the process was started; on systems that do not say, since `fallback_started` (perf_counter)."""
    try:
        fields = Path("/proc/self/stat").read_text("ascii").rsplit(")", 1)[1].split()
        started = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return time.clock_gettime(time.CLOCK_BOOTTIME) - started  # type: ignore[attr-defined,unused-ignore]
    except (OSError, IndexError, ValueError, AttributeError):
        return time.perf_counter() - fallback_started


def resident_mb() -> float:
    """Most resident memory so far, in MB (10^6 bytes); 0 where the system does not say."""
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024) / 1e6


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile; 0 for no values."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
