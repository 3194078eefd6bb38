"""What is drawn: the renderer, the store and all views over it. Built by `app`, told by `shop`."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from panda3d.core import NodePath
from PIL import Image, ImageFont

from client.catalog.api import Catalog
from client.domain.product import BlobRef, Product
from client.domain.text import Language
from client.features.cards.feature import Panels
from client.features.cards.view import CardsView
from client.features.comfort.motion import Motion
from client.features.comfort.view import ComfortView
from client.features.guide.view import AskedView
from client.features.hold.view import HoldView
from client.features.pointing.buttons import ButtonsView
from client.features.pointing.view import PointingView
from client.features.store.view import StandingStore, StoreView
from client.headset.api import Fov, Pose, Sample
from client.interaction.rig import eye_in_store, forward, heading_of
from client.journal.glance import glance
from client.moment import Moment, View
from client.shop import Shop
from client.store.contents import StoreContents, shown_size
from client.store.signs import sign_texts
from client.texts import Texts
from scenes.kit.both_eyes import EyeLook
from scenes.kit.engine import Output
from scenes.kit.environment import cached_environment
from scenes.kit.eyes import EyeViews
from scenes.kit.fonts import find_fonts
from scenes.kit.front_layer import FrontLayer
from scenes.kit.in_view import visible_geoms
from scenes.kit.prepare import Prepared, prepare_model
from scenes.kit.renderer import BACKGROUND, Renderer
from scenes.kit.still import StillBuffer
from scenes.kit.text_picture import text_picture
from scenes.model.gltf_read import read_gltf
from scenes.showroom.build import Showroom
from scenes.showroom.content import ItemContent

_SETTLE_DRAWS = 2
_PANEL_PUMPS = 40
_LABEL_PX = 44
_PHOTO_PX = 1024


@dataclass(frozen=True)
class Seen:
    """A picture that was drawn: (height, width, 3) RGB, row 0 on top, and its hash."""

    pixels: NDArray[np.uint8]

    @property
    def sha256(self) -> str:
        """A hash of size and pixels."""
        return hashlib.sha256(repr(self.pixels.shape).encode() + self.pixels.tobytes()).hexdigest()

    @property
    def glance(self) -> str:
        """What a journal keeps of it."""
        return glance(self.pixels)

    def save(self, path: Path) -> None:
        """Writes a PNG, whole or not at all."""
        partial = path.with_name(path.name + ".part")
        Image.fromarray(self.pixels).save(partial, format="PNG")
        partial.replace(path)


@dataclass(frozen=True)
class Count:
    """Geoms and triangles in a view."""

    geoms: int
    triangles: int


class Stage:
    """Owns the renderer. `close` is idempotent."""

    def __init__(self, output: Output, cache: Path, catalog: Catalog, language: Language) -> None:
        self.output, self._cache, self._catalog = output, cache, catalog
        self.renderer = Renderer(output, cached_environment(cache))
        self._fonts = find_fonts()
        self._layer = FrontLayer(self.renderer)
        self.eyes = EyeViews(self.renderer, self._layer)
        """A headset's eyes; it opens them when it comes."""
        self._store = StoreView(self._build, self._texts, self._content_of, language)
        self._hold = HoldView(self.renderer, self._layer, self._content_of, load_held, self._write)
        self._font: ImageFont.FreeTypeFont | None = None
        self._still: StillBuffer | None = None
        self._closed = False

    def views(self, panels: Panels) -> list[View]:
        """The views of a visit, the store first."""
        return [
            self._store,
            self._hold,
            CardsView(self.renderer, self._layer, panels),
            ComfortView(self.renderer, self._layer),
            AskedView(self.renderer, self._layer, self._write),
            ButtonsView(self.renderer, self._layer, self._write),
            PointingView(self.renderer, self._layer),
        ]

    def draw(self, moment: Moment) -> None:
        """Places the eye, or both eyes of a headset, and draws."""
        sample = moment.sample
        both = self.eyes.is_open and len(sample.eyes) == 2
        self.eyes.show(both)
        if both:
            standing = moment.session.standing
            self.eyes.place([_look(eye_in_store(standing, eye, sample.head), eye.fov) for eye in sample.eyes])
        eye = sample.eyes[0]
        pose = eye_in_store(moment.session.standing, eye, sample.head)
        x, y, z = forward(pose.turn)
        self.renderer.set_fov(eye.fov.right - eye.fov.left)
        self.renderer.place_eye(*pose.position, heading_of(pose.turn), math.atan2(z, math.hypot(x, y)))
        self.renderer.draw()

    def still_picture(self, shop: Shop, sample: Sample, timeout_s: float, *, anew: bool = True) -> Seen:
        """The picture of a moment with everything loaded and every fade done.

        `anew` loads what is near again, so that the same moment looks the same whatever way led there; it takes longer.
        """
        fade, motion, shop.fade, shop.motion = shop.fade, shop.motion, 0.0, Motion()
        shop.draw(sample)
        if anew:
            self._store.forget_near()
        until = time.monotonic() + timeout_s
        for _ in range(_SETTLE_DRAWS):
            self._store.settle(shop.moment(sample), max(0.0, until - time.monotonic()))
            self._hold.settle(max(0.0, until - time.monotonic()))
            if shop.session.panel is not None or shop.session.notice is not None:
                for _ in range(_PANEL_PUMPS):
                    shop.pump()
            shop.draw(sample)
        shop.fade, shop.motion = fade, motion
        return Seen(self.picture())

    def picture(self) -> NDArray[np.uint8]:
        """What was drawn last, (height, width, 3) RGB, row 0 on top."""
        if self.output.frame is not None:
            return self.renderer.picture()
        if self._still is None or self._still.size_px != self.size_px():
            if self._still is not None:
                self._still.close()
            self._still = StillBuffer(self.renderer, (self.renderer.camera, self._layer.camera), BACKGROUND)
        return self._still.picture()

    def count(self) -> Count:
        """What is seen now (by both eyes of a headset at once), by bounding volumes, as the cull traversal decides."""
        geoms = triangles = 0
        for geom_count, triangle_count in visible_geoms(self.renderer.scene, self._seeing()):
            geoms, triangles = geoms + geom_count, triangles + triangle_count
        return Count(geoms, triangles)

    def _seeing(self) -> NodePath:
        """The camera that culls."""
        return self.eyes.camera if self.eyes.shown else self.renderer.camera

    def failed(self) -> int:
        """How many products of this store could not be loaded."""
        return len(self._store.store.failed) if self._store.store is not None else 0

    def renderer_name(self) -> str:
        """The driver that draws."""
        return str(self.output.output.get_gsg().get_driver_renderer())

    def size_px(self) -> tuple[int, int]:
        """Width and height of the pictures."""
        return int(self.output.output.get_x_size()), int(self.output.output.get_y_size())

    def _build(self, contents: StoreContents, language: Language) -> StandingStore:
        content, signs = self._texts(contents, language)
        return Showroom(self.renderer, contents.plan, content, signs, self._cache, self._fonts)

    def _texts(
        self, contents: StoreContents, language: Language
    ) -> tuple[Mapping[str, ItemContent], Mapping[str, str]]:
        texts = Texts(language)
        content = {sku: self._content(product, texts, None) for sku, product in contents.products.items()}
        return content, sign_texts(contents, texts.department, texts.sign)

    def _content_of(
        self, contents: StoreContents, sku: str, variant: str | None, language: Language
    ) -> ItemContent | None:
        product = contents.product(sku)
        return self._content(product, Texts(language), variant) if product is not None else None

    def _content(self, product: Product, texts: Texts, variant_sku: str | None) -> ItemContent:
        width, depth, height = shown_size(product)
        variant = product.variant(variant_sku)
        asset = (variant.asset if variant is not None else None) or product.asset
        image = (variant.image if variant is not None else None) or (product.images[0] if product.images else None)
        price = product.price_of(variant_sku)
        return ItemContent(
            item_id=product.sku,
            size_m=(width, height, depth),
            far=self._file(asset.far.blob) if asset is not None else None,
            shelf=self._file(asset.shelf.blob) if asset is not None else None,
            hero=self._file(asset.hero.blob) if asset is not None else None,
            photo=self._file(image.blob) if image is not None else None,
            title=product.title.get(texts.language),
            price=price.text() if price is not None else "",
            material_variant=variant.material_variant if variant is not None else None,
            coming=asset is not None,
        )

    def _write(self, text: str) -> NDArray[np.uint8]:
        if self._font is None:
            self._font = self._fonts.load(_LABEL_PX, strong=True)
        return text_picture(text, self._font)

    def _file(self, blob: BlobRef) -> Path | None:
        """A file that is there; a missing one leaves the product without it, and the store stands."""
        path = self._catalog.blob_path(blob)
        return path if path.is_file() else None

    def close(self) -> None:
        """Gives everything back."""
        if not self._closed:
            self._closed = True
            if self._still is not None:
                self._still.close()
            self.eyes.close()
            self._store.close()
            self._layer.close()
            self.renderer.close()


def _look(pose: Pose, fov: Fov) -> EyeLook:
    left, right, up, down = (math.tan(angle) for angle in (fov.left, fov.right, fov.up, fov.down))
    return EyeLook(pose.position, pose.turn, (left, right, up, down))


def load_held(content: ItemContent) -> Prepared | NDArray[np.uint8] | None:
    """The best model there is for a product in the hand, in its variant; else its photo. Runs on a thread."""
    path = content.hero or content.shelf or content.far
    if path is not None:
        model = read_gltf(path.read_bytes())
        worn = content.material_variant
        return prepare_model(model, model.variants.index(worn) if worn in model.variants else None)
    if content.photo is None:
        return np.full((8, 8, 4), 236, dtype=np.uint8) if content.coming else None
    with Image.open(content.photo) as photo:
        photo.thumbnail((_PHOTO_PX, _PHOTO_PX))
        return np.asarray(photo.convert("RGBA"))


def open_stage(output: Output, cache: Path, catalog: Catalog, language: Language) -> Stage:
    """A stage on an output."""
    return Stage(output, cache, catalog, language)
