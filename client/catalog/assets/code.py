"""Which code makes assets: work done by other code is not reused."""

from __future__ import annotations

import hashlib
import importlib.util
from functools import cache
from pathlib import Path

MAKERS = ("scenes.model", "client.catalog.assets")


@cache
def code_hash(packages: tuple[str, ...] = MAKERS) -> str:
    """A short hash of all source files of these packages; where sources are not installed, of nothing."""
    digest = hashlib.sha256()
    for package in packages:
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            root = Path(place)
            for path in sorted(root.rglob("*.py")):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
