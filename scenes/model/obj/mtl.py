"""MTL material libraries as the shop's materials.

MTL describes light of the 1990s: Kd and Ks are display colours (sRGB), Ns is a Blinn-Phong exponent. Roughness comes
from the exponent as alpha = sqrt(2 / (Ns + 2)), roughness = sqrt(alpha) (Karis, Real Shading in Unreal Engine 4, read
backwards); a weak Ks makes it duller.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

import numpy as np

from scenes.model.colour import srgb_to_linear
from scenes.model.values import U8, Material

Colour = tuple[float, float, float]

_METAL = re.compile(r"metal|chrome|chrom|steel|inox|alumin|brass|copper|silver|gold(?!en ?oak)|iron|acier|cromo", re.I)


@dataclass
class MtlEntry:
    """One material as written. Colours are sRGB 0..1; pictures are paths as written."""

    name: str
    kd: Colour = (0.8, 0.8, 0.8)
    ks: Colour = (0.0, 0.0, 0.0)
    ke: Colour = (0.0, 0.0, 0.0)
    ns: float = 10.0
    opacity: float | None = None
    transparency: float | None = None
    ior: float = 1.5
    map_kd: str = ""
    map_d: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def read_mtl(data: bytes, most: int) -> dict[str, MtlEntry]:
    """The first `most` materials of a library by name. Lines that make no sense are passed over."""
    entries: dict[str, MtlEntry] = {}
    current: MtlEntry | None = None
    for raw in data.decode("utf-8", "replace").splitlines():
        key, _, rest = raw.strip().replace("\t", " ").partition(" ")
        if key == "newmtl" and len(entries) < most:
            current = entries.setdefault(rest.strip()[:120], MtlEntry(rest.strip()[:120]))
        elif current is not None and rest:
            _apply(current, key.lower(), rest.strip())
    return entries


def _apply(entry: MtlEntry, key: str, rest: str) -> None:
    if key in ("map_kd", "map_d"):
        setattr(entry, key, _path(rest))
        return
    numbers = _floats(rest)
    if not numbers:
        return
    colour = (numbers[0], numbers[1], numbers[2]) if len(numbers) >= 3 else (numbers[0],) * 3
    if key in ("kd", "ks", "ke"):
        setattr(entry, key, tuple(min(max(v, 0.0), 1.0) for v in colour))
    elif key == "ns":
        entry.ns = min(max(numbers[0], 0.0), 1e5)
    elif key == "d":
        entry.opacity = min(max(numbers[-1], 0.0), 1.0)
    elif key == "tr":
        entry.transparency = min(max(numbers[0], 0.0), 1.0)
    elif key == "ni":
        entry.ior = numbers[0] if 1.0 <= numbers[0] <= 3.0 else 1.5


def _floats(text: str) -> list[float]:
    found = []
    for word in text.split():
        try:
            value = float(word)
        except ValueError:
            continue
        if math.isfinite(value):
            found.append(value)
    return found


def _path(text: str) -> str:
    """The file name of a map statement, after options like `-s 1 1 1`."""
    return re.sub(r"^(?:-[a-z]+\s+(?:(?:[-+.\d]+(?:e[-+]?\d+)?|on|off)\s+)*)+", "", text, flags=re.I).strip()[:500]


def to_linear(colour: Colour) -> Colour:
    """A display colour as linear light."""
    whole: U8 = np.array([round(v * 255.0) for v in colour], np.uint8)
    r, g, b = (float(v) for v in srgb_to_linear(whole))
    return r, g, b


def as_material(entry: MtlEntry) -> Material:
    """The material without its pictures."""
    opacity = entry.opacity
    if opacity is None:
        opacity = 1.0 - entry.transparency if entry.transparency is not None else 1.0
    shine = max(entry.ks)
    kd = entry.kd
    if entry.map_kd:
        # Exporters write a grey Kd beside a picture that already has the right brightness.
        strongest = max(kd)
        kd = (kd[0] / strongest, kd[1] / strongest, kd[2] / strongest) if strongest > 0 else (1.0, 1.0, 1.0)
    metal = bool(_METAL.search(entry.name)) and not entry.map_kd and opacity >= 1.0
    glossy = (2.0 / (entry.ns + 2.0)) ** 0.25
    roughness = 0.9 + (glossy - 0.9) * min(shine * 1.3, 1.0)
    if metal:
        roughness = min(max(roughness, 0.2), 0.5)
    if opacity < 1.0:
        roughness = min(roughness, 0.3)
    r, g, b = to_linear(kd)
    return Material(
        name=entry.name,
        base_color=(r, g, b, max(opacity, 0.05)),
        metallic=0.9 if metal else 0.0,
        roughness=min(max(roughness, 0.08), 0.95),
        emissive=to_linear(entry.ke),
        alpha_mode="BLEND" if opacity < 0.995 else "OPAQUE",
        ior=entry.ior if opacity < 1.0 else 1.5,
    )


_BUILT_IN: dict[str, tuple[Colour, float, float]] = {
    "amber": ((0.9, 0.6, 0.1), 1.0, 40.0),
    "amber_trans": ((0.9, 0.6, 0.1), 0.6, 40.0),
    "aqua_filter": ((0.4, 0.85, 0.85), 0.4, 40.0),
    "black": ((0.04, 0.04, 0.04), 1.0, 20.0),
    "blue": ((0.1, 0.15, 0.8), 1.0, 20.0),
    "bluetint": ((0.6, 0.7, 0.9), 0.5, 60.0),
    "bone": ((0.88, 0.85, 0.75), 1.0, 10.0),
    "brass": ((0.78, 0.62, 0.25), 1.0, 60.0),
    "brown": ((0.4, 0.25, 0.13), 1.0, 10.0),
    "bronze": ((0.6, 0.42, 0.22), 1.0, 40.0),
    "charcoal": ((0.15, 0.15, 0.16), 1.0, 5.0),
    "chrome": ((0.75, 0.75, 0.77), 1.0, 200.0),
    "copper": ((0.75, 0.45, 0.3), 1.0, 60.0),
    "cyan": ((0.1, 0.8, 0.8), 1.0, 20.0),
    "glass": ((0.85, 0.92, 0.92), 0.3, 200.0),
    "gold": ((0.85, 0.68, 0.25), 1.0, 80.0),
    "green": ((0.1, 0.6, 0.15), 1.0, 20.0),
    "grey": ((0.5, 0.5, 0.5), 1.0, 10.0),
    "khaki": ((0.72, 0.68, 0.5), 1.0, 5.0),
    "lavender": ((0.7, 0.65, 0.85), 1.0, 10.0),
    "navy_blue": ((0.08, 0.1, 0.35), 1.0, 10.0),
    "pale_green": ((0.7, 0.85, 0.7), 1.0, 10.0),
    "pale_pink": ((0.93, 0.78, 0.78), 1.0, 10.0),
    "pale_yellow": ((0.95, 0.92, 0.7), 1.0, 10.0),
    "pink": ((0.9, 0.55, 0.65), 1.0, 10.0),
    "red": ((0.8, 0.08, 0.08), 1.0, 20.0),
    "redwood": ((0.5, 0.25, 0.18), 1.0, 5.0),
    "silver": ((0.75, 0.75, 0.77), 1.0, 120.0),
    "smoked_glass": ((0.2, 0.2, 0.22), 0.6, 150.0),
    "steel": ((0.55, 0.57, 0.6), 1.0, 60.0),
    "tan": ((0.78, 0.66, 0.5), 1.0, 5.0),
    "white": ((0.94, 0.94, 0.94), 1.0, 20.0),
    "yellow": ((0.9, 0.8, 0.1), 1.0, 20.0),
}


def built_in(name: str) -> MtlEntry:
    """What a name of Java3D's built-in library stands for, in colours chosen after the names; else grey."""
    colour, opacity, shine = _BUILT_IN.get(name.lower(), ((0.8, 0.8, 0.8), 1.0, 10.0))
    strength = min(shine / 100.0, 1.0)
    return MtlEntry(name, kd=colour, ks=(strength,) * 3, ns=shine, opacity=opacity)
