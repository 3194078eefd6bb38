"""The README's pictures, taken by `vitrine tour` in the demo store."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from build_scripts.environment import ROOT, venv_program, vitrine
from build_scripts.errors import SetupError

PICTURES = {
    "entrance": "entrance",
    "department": "department-decoration",
    "held": "held-with-dimensions",
    "product-panel": "product-panel",
    "chinese": "other-language",
}
"""Name in docs/pictures to the place of the tour."""

_TO_JPEG = "import sys; from PIL import Image; Image.open(sys.argv[1]).convert('RGB').save(sys.argv[2], quality=88)"


def take() -> None:
    """Walks the demo store and writes docs/pictures anew."""
    with tempfile.TemporaryDirectory() as folder:
        if vitrine("tour", "--out", folder, "--size", "1280x720") != 0:
            raise SetupError("The tour failed (see above).")
        for name, place in PICTURES.items():
            found = sorted(Path(folder).glob(f"*-{place}.png"))
            if not found:
                raise SetupError(f"The tour took no picture named {place}.")
            target = ROOT / "docs" / "pictures" / f"{name}.jpg"
            target.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run([str(venv_program("python")), "-c", _TO_JPEG, str(found[0]), str(target)], check=True)
