"""A small catalogue on disk, made of boxes: the same bytes every time, so that pictures of it can be compared."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image as Picture

from client.catalog.blobs import BlobStore
from client.catalog.layout import Layout
from client.catalog.writer import VersionWriter
from client.domain.money import Money
from client.domain.product import Asset3D, Image, Level, Product, Size, Variant
from client.domain.text import LocalText
from scenes.model.gltf_write import write_glb
from scenes.model.values import Material, Model, Primitive

CHECKOUT = "https://shop.example/cart/{sku}:{qty},..."
_FACES = (
    ((1, 0, 0), (0, 1, 0), (0, 0, 1)), ((-1, 0, 0), (0, 0, 1), (0, 1, 0)), ((0, 1, 0), (0, 0, 1), (1, 0, 0)),
    ((0, -1, 0), (1, 0, 0), (0, 0, 1)), ((0, 0, 1), (1, 0, 0), (0, 1, 0)), ((0, 0, -1), (0, 1, 0), (1, 0, 0)),
)  # fmt: skip


def box(size: tuple[float, float, float], colours: tuple[tuple[float, float, float], ...]) -> Model:
    """A box with its origin at the bottom centre; further colours are its material variants."""
    points, normals, triangles = [], [], []
    half = np.array(size) / 2
    for out, u, v in _FACES:
        first = len(points)
        for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
            points.append((np.array(out) + a * np.array(u) + b * np.array(v)) * half + (0, half[1], 0))
            normals.append(out)
        triangles += [(first, first + 1, first + 2), (first, first + 2, first + 3)]
    names = tuple(f"colour {i}" for i in range(1, len(colours)))
    part = Primitive(
        np.array(points, np.float32),
        np.array(normals, np.float32),
        np.array(triangles, np.uint32),
        0,
        variant_materials=tuple((i, i + 1) for i in range(len(names))),
    )
    materials = tuple(Material(f"colour {i}", (*colour, 1.0), roughness=0.6) for i, colour in enumerate(colours))
    return Model((part,), materials, variants=names)


def _asset(store: BlobStore, size: Size, colours: tuple[tuple[float, float, float], ...]) -> Asset3D:
    model = box((size.width_m, size.height_m, size.depth_m), colours)
    far = replace(model, variants=(), materials=model.materials[:1])
    far = replace(far, primitives=tuple(replace(p, variant_materials=()) for p in far.primitives))
    near = Level(store.put(write_glb(model), "model/gltf-binary"), 12, len(colours))
    return Asset3D(near, near, Level(store.put(write_glb(far), "model/gltf-binary"), 12, 1), size, model.variants)


def make_catalog(root: Path) -> Path:
    """Twelve products in three departments; four have two more colours, one is a photo only."""
    store = BlobStore(Layout(root).blobs)
    products = []
    for i in range(4):
        size = Size(0.5 + 0.1 * i, 0.8, 0.5)
        colours = ((0.5, 0.1 + 0.15 * i, 0.1), (0.1, 0.2, 0.6), (0.1, 0.5, 0.2))
        chair = f"chair-{i}"
        variants = tuple(
            Variant(f"{chair}-{k}", LocalText(f"Colour {k}", f"颜色 {k}"), material_variant=f"colour {k}")
            for k in (1, 2)
        )
        products.append(
            Product(chair, LocalText(f"Chair {i}", f"椅子 {i}"), category=("Furniture", "Chairs"),
                    price=Money(Decimal(f"{80 + i}.50"), "USD"), size=size, variants=variants,
                    asset=_asset(store, size, colours))
        )  # fmt: skip
    for i in range(7):
        size = Size(0.12, 0.1 + 0.02 * i, 0.1)
        kind, zh, path = (("Mug", "杯子", ("Kitchen", "Mugs")), ("Lamp", "台灯", ("Lighting", "Lamps")))[i % 2]
        colour = ((0.1 + 0.12 * i, 0.4, 0.6),)
        products.append(
            Product(f"{kind.lower()}-{i}", LocalText(f"{kind} {i}", f"{zh} {i}"), category=path,
                    price=Money(Decimal(9 + i), "USD"), size=size, asset=_asset(store, size, colour))
        )  # fmt: skip
    stream = BytesIO()
    Picture.new("RGB", (60, 80), (180, 60, 40)).save(stream, "PNG")
    photo = Image(store.put(stream.getvalue(), "image/png"), 60, 80)
    products.append(
        Product("poster", LocalText("Poster", "海报"), category=("Lighting", "Posters"), images=(photo,),
                price=Money(Decimal(5), "USD"))
    )  # fmt: skip
    with VersionWriter(root) as writer:
        writer.add_all(products)
        writer.publish(LocalText("Made-up shop", "虚构商店"), CHECKOUT, "2026-01-01T00:00:00Z")
    return root
