"""The demo catalogue: made in the data folder from the parametric product library, and again when that has changed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from client.domain.errors import VitrineError
from client.settings import Folders

DEMO_SOURCE = "demo:"


def ensure_demo(folders: Folders, source: str = DEMO_SOURCE, version: str | None = None) -> Path:
    """The folder of the demo catalogue; makes it when it is not there or when other code made it.

    A broken-off making goes on where it was. The catalogue of before is in use until the new one is whole, and stays
    so when that fails. `version` stands for the code, by default the hash of this one. Raises VitrineError when there
    is no catalogue in the end.
    """
    from client.catalog.importers.demo import demo_version

    root, wanted = folders.demo_catalog, version or demo_version()
    made_with = _made_with(root)
    if made_with == wanted:
        return root
    if made_with is None:
        sys.stderr.write(f"Making the demo catalogue in {root} (once)...\n")
    else:
        sys.stderr.write(f"The demo products have changed; making the catalogue in {root} anew (once)...\n")
    try:
        make_demo(root, source, wanted)
    except VitrineError as problem:
        if made_with is None:
            raise
        sys.stderr.write(f"{problem} The one of before is shown.\n")
    return root


def _made_with(root: Path) -> str | None:
    """Which code made the catalogue there; None when there is none that can be opened."""
    from client.catalog.api import open_catalog
    from client.catalog.errors import CatalogError

    try:
        catalog = open_catalog(root)
    except CatalogError:
        return None
    made_with = catalog.info.made_with
    catalog.close()
    return made_with


def make_demo(root: Path, source: str, version: str) -> None:
    """Imports the demo products through the same importer as any other source."""
    from client.catalog.importing import ImportPlan
    from client.commands.catalog import run_import

    workers = min(4, os.cpu_count() or 2)
    if run_import(ImportPlan((source,), root, made_with=version, workers=workers)) != 0:
        raise VitrineError("The demo catalogue could not be made; the lines above say why.")
    _write_policies(root)


def _write_policies(root: Path) -> None:
    """The demo merchant's policies and orders, beside the catalogue, as any merchant's."""
    from importlib import resources

    (root / "policies").mkdir(exist_ok=True)
    for file in resources.files("client.commands").joinpath("demo_policies").iterdir():
        target = (root / "policies" if file.name.endswith(".md") else root) / file.name
        partial = target.with_name(target.name + ".part")
        partial.write_bytes(file.read_bytes())
        partial.replace(target)
