"""The demo catalogue: made once, in the data folder, from the parametric product library."""

from __future__ import annotations

import sys
from pathlib import Path

from client.settings import Folders


def ensure_demo(folders: Folders) -> Path:
    """The folder of the demo catalogue; makes it when it is not there. A broken-off making goes on where it was."""
    from client.catalog.layout import Layout

    root = folders.demo_catalog
    if Layout(root).current() is None:
        sys.stderr.write(f"Making the demo catalogue in {root} (once)...\n")
        make_demo(root)
    return root


def make_demo(root: Path) -> None:
    """Imports the demo products through the same importer as any other source."""
    from client.cli import main

    code = main(["catalog", "import", "demo:", "--into", str(root)])
    if code != 0:
        from client.domain.errors import VitrineError

        raise VitrineError("The demo catalogue could not be made; the lines above say why.")
