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

HEADSET_PICTURES = {"headset-held": "held", "headset-typing": "typing"}
"""Name in docs/pictures to the moment of the visit on the real runtime; left eye beside right eye."""

_TO_JPEG = (
    "import sys; from PIL import Image; picture = Image.open(sys.argv[1]).convert('RGB');"
    "picture.thumbnail((1280, 1280)); picture.save(sys.argv[2], quality=86)"
)


def take() -> None:
    """Walks the demo store and writes docs/pictures anew."""
    with tempfile.TemporaryDirectory() as folder:
        if vitrine("tour", "--out", folder, "--size", "1280x720") != 0:
            raise SetupError("The tour failed (see above).")
        for name, place in PICTURES.items():
            found = sorted(Path(folder).glob(f"*-{place}.png"))
            if not found:
                raise SetupError(f"The tour took no picture named {place}.")
            _keep(found[0], name)


def take_headset() -> None:
    """Visits the demo store in the headset of a real runtime, which is fetched from Debian's packages."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(venv_program("python")), "-m", "tests.simulators.headset_pictures", "--out", folder]
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            raise SetupError("There are no pictures from a headset (see above).")
        for name, moment in HEADSET_PICTURES.items():
            _keep(Path(folder) / f"{moment}.png", name)


def _keep(picture: Path, name: str) -> None:
    target = ROOT / "docs" / "pictures" / f"{name}.jpg"
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([str(venv_program("python")), "-c", _TO_JPEG, str(picture), str(target)], check=True)
