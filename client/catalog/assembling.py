"""From a draft and its finished assets to a product, or to a refusal."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from msgspec.structs import replace

from client.catalog.importers.draft import Draft, PicturePlan, Refusal
from client.catalog.report import Entry
from client.catalog.staging import Kept, KeptFailure, KeptModel, KeptPicture
from client.domain.errors import DomainError
from client.domain.product import Asset3D, Image, Product, Size, TrustCard, Variant
from client.domain.text import LocalText
from client.texts import Texts


@dataclass
class Assembly:
    """A draft whose assets are coming in."""

    index: int
    draft: Draft
    waiting: set[str] = field(default_factory=set)
    model: KeptModel | KeptFailure | None = None
    pictures: list[tuple[PicturePlan, Kept]] = field(default_factory=list)

    def finish(self) -> tuple[Product | None, Entry]:
        """The product with its assets, and what the report says; None when it is refused."""
        draft = self.draft
        repairs, notes, english = list(draft.repairs), list[str](), Texts("en")
        images = self._images(repairs)
        if draft.needs_model and not isinstance(self.model, KeptModel) and not images.own:
            reason = self.model.reason if isinstance(self.model, KeptFailure) else "It has no 3D model."
            return None, refused(Refusal(draft.where, reason, draft.product.sku, draft.product.title.get("en")))
        product = draft.product
        if isinstance(self.model, KeptFailure):
            repairs.append(f"Its 3D model was left out: {self.model.reason} It stands as a photo.")
        try:
            if isinstance(self.model, KeptModel):
                repairs += map(english.trust_note, self.model.decision.repairs)
                notes += map(english.trust_note, (*self.model.decision.notes, *self.model.notes))
                product = _with_model(product, draft, self.model)
            product = _with_images(product, images)
        except DomainError as problem:
            return None, refused(Refusal(draft.where, f"{problem}.", product.sku, product.title.get("en")))
        entry = Entry(
            status="repaired" if repairs else "accepted",
            sku=product.sku,
            title=product.title.get("en"),
            source=draft.where,
            repairs=tuple(dict.fromkeys(repairs)),
            notes=tuple(dict.fromkeys(notes)),
            has_3d=product.asset is not None,
            pictures=len(product.images),
        )
        return product, entry

    def _images(self, repairs: list[str]) -> _Images:
        images = _Images()
        for plan, kept in self.pictures:
            if isinstance(kept, KeptFailure):
                repairs.append(f"A picture was left out: {kept.reason}")
            elif isinstance(kept, KeptPicture):
                image = replace(kept.image, alt=plan.alt)
                if not plan.variants or "" in plan.variants:
                    images.own.append(image)
                images.by_variant.update({sku: image for sku in plan.variants if sku})
        return images


@dataclass
class _Images:
    own: list[Image] = field(default_factory=list)
    by_variant: dict[str, Image] = field(default_factory=dict)


def refused(refusal: Refusal) -> Entry:
    """The report's line for a refusal."""
    sku, title, where, reason = (
        text.encode("utf-8", "replace").decode() for text in (refusal.sku, refusal.title, refusal.where, refusal.reason)
    )
    return Entry("refused", sku, title, where, reason=reason)


def _with_images(product: Product, images: _Images) -> Product:
    variants = tuple(replace(v, image=images.by_variant.get(v.sku, v.image)) for v in product.variants)
    own = images.own or list(dict.fromkeys(images.by_variant.values()))[:1]
    return replace(product, images=tuple(own), variants=variants)


def _with_model(product: Product, draft: Draft, kept: KeptModel) -> Product:
    """Adds the model, what it says of the size, and its material variants."""
    decision, asset = kept.decision, kept.asset
    assert draft.model is not None
    stated = _whole(decision.stated.sides) or product.size
    size = stated
    if size is None and any(draft.stated.sides) and decision.basis == "stated":
        size = asset.size  # the merchant told some sides, the model the others
    trust = TrustCard(
        origin=draft.model.origin,
        size_basis=decision.basis,
        stated_size=_whole(draft.stated.sides),
        measured_size=asset.size if draft.model.units_free else _whole(decision.measured) or asset.size,
        size_error=decision.error,
        notes=(*decision.repairs, *decision.notes, *kept.notes),
    )
    return replace(product, asset=asset, size=size, trust=trust, variants=_variants(product, asset))


def _whole(sides: tuple[float | None, float | None, float | None]) -> Size | None:
    width, height, depth = sides
    if width is None or height is None or depth is None:
        return None
    if not all(0.0 < side < 100.0 for side in (width, height, depth)):
        return None
    return Size(round(width, 6), round(height, 6), round(depth, 6))


def _variants(product: Product, asset: Asset3D) -> tuple[Variant, ...]:
    """The product's variants dressed in the model's materials; a model with materials makes variants of its own."""
    names = {name.casefold(): name for name in asset.material_variants}
    if not product.variants:
        made = {_variant_sku(product.sku, name): name for name in asset.material_variants}
        return tuple(
            Variant(sku, LocalText(name), (("finish", name),), availability=product.availability, material_variant=name)
            for sku, name in made.items()
        )
    dressed = []
    for variant in product.variants:
        words = [value.casefold() for _, value in variant.options]
        found = variant.material_variant or next((names[w] for w in words if w in names), None)
        dressed.append(replace(variant, material_variant=found if found in asset.material_variants else None))
    return tuple(dressed)


def _variant_sku(sku: str, name: str) -> str:
    return f"{sku}~{re.sub(r'[^A-Za-z0-9]+', '-', name).strip('-').lower() or 'variant'}"[:128]
