"""Runs a Python program in a simulated headset: `python -m tests.simulators.with_monado [--fast] -m client bench xr`.

Both controllers are seen and held still. Without `--fast` the compositor shows nothing and makes 20 pictures a second;
with it it draws into a window of the simulated display, 60 a second, and takes a good part of a core for that.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from platformdirs import user_cache_path

from tests.simulators.monado import Monado, NoMonadoError, get_monado
from tests.simulators.monado_remote import Remote


def main(words: list[str]) -> int:
    """The program's exit code; 3 where the runtime cannot be had."""
    fast = words[:1] == ["--fast"]
    cache = Path(os.environ.get("VITRINE_TEST_CACHE") or user_cache_path("vitrine") / "tests")
    try:
        with Monado(get_monado(cache)) as monado:
            if fast:
                monado.show()
            remote = Remote(monado.port).connect()
            remote.send()
            process = monado.python(*words[fast:], MONADO_PORT=str(monado.port))
            assert process.stdout is not None
            for line in process.stdout:
                sys.stdout.write(line)
                sys.stdout.flush()
            code = process.wait()
            remote.close()
            return code
    except NoMonadoError as reason:
        sys.stderr.write(f"Monado cannot be had: {reason}\n")
        return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
