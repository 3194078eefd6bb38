"""`python -m build_scripts.train NAME ...`, inside `.venv`."""

from __future__ import annotations

import sys

from build_scripts import train
from build_scripts.errors import SetupError


def main(argv: list[str]) -> int:
    """Runs the training named first with what follows; a SetupError becomes its sentence and exit code 1."""
    if not argv or argv[0].startswith("-"):
        sys.stderr.write(f"Which one? There are {', '.join(train.names())}.\n")
        return 2
    try:
        return train.run(argv[0], argv[1:])
    except SetupError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Run the same command again to go on from the last checkpoint.\n")
        return 130


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
