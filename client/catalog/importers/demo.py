"""The demo source `demo:`, `demo:300` or `demo:300,7` (count, seed): members of the parametric product library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from client.catalog.assets.code import MAKERS, code_hash
from client.catalog.assets.jobs import PIPELINE
from client.catalog.errors import SourceError
from client.catalog.importers.draft import Draft, FamilySource, ModelPlan, Refusal, SourceOptions
from client.domain.money import Money
from client.domain.product import Attribution, Product, Variant
from client.domain.text import LocalText

if TYPE_CHECKING:
    from inference.families.values import Member
    from scenes.model.values import Model

_SOURCE = re.compile(r"demo:(\d{1,5})?(?:,(\d{1,9}))?")
_COUNT: Final = 300
_SEED: Final = 7
_ATTRIBUTION: Final = Attribution("CC0-1.0", "Vitrine", "Made from parameters")


def demo_version() -> str:
    """Changes whenever the demo products would come out otherwise: a hash of all code that makes them."""
    return f"{PIPELINE}-{code_hash((*MAKERS, 'inference.families'))}"


def is_demo(product: Product) -> bool:
    """Whether a product of a catalogue came from this source."""
    return product.attribution == _ATTRIBUTION


class DemoSource:
    """Products that nobody has to bring: made from parameters, always the same for a count and a seed."""

    name = "demo products"

    def fits(self, source: str, options: SourceOptions) -> bool:
        """By its name."""
        return source.startswith("demo:")

    def read(self, source: str, options: SourceOptions) -> Iterator[Draft | Refusal]:
        """All members; their models are built later, in the workers."""
        match = _SOURCE.fullmatch(source)
        if match is None:
            raise SourceError(f"{source!r} is not a demo source; write demo:COUNT or demo:COUNT,SEED.")
        from inference.families.library import make_member, planned_members
        from scenes.model.values import Model

        count, seed = int(match.group(1) or _COUNT), int(match.group(2) or _SEED)
        code = code_hash(("inference.families",))
        for number, plan in enumerate(planned_members(count, seed), start=1):
            member = make_member(plan.family, plan.params, plan.name, plan.brand, model=Model(()))
            sku = f"{member.family}-{seed}-{number:04d}"
            built = FamilySource(member.family, dict(member.params), code)
            yield Draft(
                _product(member, sku),
                f"{source}, product {number}",
                model=ModelPlan(built, "procedural"),
                needs_model=True,
            )


def _product(member: Member, sku: str) -> Product:
    price = Money(member.price, member.currency)
    return Product(
        sku=sku,
        title=LocalText(member.title_en, member.title_zh),
        description=LocalText(member.description_en, member.description_zh),
        brand=member.brand,
        category=member.category,
        category_label=tuple(LocalText(en, zh) for en, zh in zip(member.category, member.category_zh, strict=True)),
        price=price,
        mass_kg=member.mass_kg,
        materials=member.materials,
        colour=member.colour,
        variants=tuple(
            Variant(
                sku=f"{sku}-{look.name}",
                label=LocalText(look.label_en, look.label_zh),
                options=(("finish", look.label_en),),
                price=price,
                colour=look.colour,
                material_variant=look.name,
            )
            for look in member.variants
        ),
        attribution=_ATTRIBUTION,
        attributes=(("Style", ", ".join(member.style)),) if member.style else (),
    )


def build_member(source: FamilySource) -> Model:
    """The model of a member; runs inside an asset worker."""
    from inference.families.library import family

    made = family(source.family)
    return made.build(made.params(**source.params))
