"""From rows of a feed to products: rows of one SKU are merged, rows of one group become a product with variants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from client.catalog.importers.draft import Draft, ModelPlan, PicturePlan, Refusal, StatedSize
from client.catalog.importers.facts import MODEL_TYPES, Facts, FilesBeside, colour_of
from client.catalog.importers.labels import category_labels
from client.catalog.importers.words import guess_category, local, options_label, plain_text, safe_sku, title_text
from client.domain.money import Money
from client.domain.product import Attribution, Availability, Product, Variant
from client.domain.text import LocalText

_MAX_PICTURES: Final = 8
_MAX_VARIANTS: Final = 500


@dataclass(frozen=True)
class Record:
    """What a row of any feed says; texts may still hold markup."""

    sku: str
    title: str
    where: str
    description: str = ""
    title_zh: str = ""
    description_zh: str = ""
    brand: str = ""
    categories: tuple[tuple[str, ...], ...] = ()
    price: Money | None = None
    gtin: str | None = None
    availability: Availability = "in_stock"
    stated: StatedSize = StatedSize()  # noqa: RUF009 - a frozen value
    mass_kg: float | None = None
    materials: tuple[str, ...] = ()
    colour: str = ""
    images: tuple[str, ...] = ()
    """Paths or addresses, the main one first."""
    model: str = ""
    group: str = ""
    group_title: str = ""
    group_images: tuple[str, ...] = ()
    """Pictures of the whole group, shown before those of its versions."""
    options: tuple[tuple[str, str], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    attribution: tuple[str, str, str] = ("", "", "")
    """Licence, author, source."""
    repairs: tuple[str, ...] = ()


class RowMaker:
    """Makes drafts of records, with the pictures and models that lie beside the feed."""

    def __init__(self, files: FilesBeside) -> None:
        self._files = files

    def product(self, records: list[Record]) -> Draft | Refusal:
        """One product of all records of a SKU or group; the first is the main one."""
        facts = Facts()
        versions = _merged_by_sku(records, facts)
        main = versions[0]
        grouped = len(versions) > 1 or bool(main.group and main.options)
        sku = safe_sku(main.group if grouped and main.group else main.sku)
        title = title_text((main.group_title if grouped else "") or main.title)
        if not sku or not title:
            return Refusal(main.where, "It has no SKU or no title that could be shown.", sku, title)
        for sentence in (s for v in versions for s in v.repairs):
            facts.repair(sentence)
        variants = self._variants(versions, sku, facts) if grouped else ()
        path = _category(versions, title, facts)
        named, described = local(title), local(plain_text(main.description))
        stated = _first_stated(versions, facts)
        product = Product(
            sku=sku,
            title=LocalText(named.en, title_text(main.title_zh) or named.zh_cn),
            description=LocalText(described.en, plain_text(main.description_zh) or described.zh_cn),
            gtin=None if grouped else main.gtin,
            brand=next((title_text(v.brand) for v in versions if v.brand), ""),
            category=path[0],
            category_label=path[1],
            price=min((v.price for v in versions if v.price), key=lambda m: m.amount, default=None),
            availability=main.availability if not grouped else _best([v.availability for v in versions]),
            size=facts.size(*stated.sides),
            mass_kg=next((v.mass_kg for v in versions if v.mass_kg), None),
            materials=tuple(dict.fromkeys(title_text(m) for v in versions for m in v.materials))[:20],
            colour=colour_of(main.colour),
            variants=variants,
            attributes=_attributes(versions, stated),
            attribution=Attribution(*map(title_text, main.attribution)),
        )
        pictures = self._pictures(versions, variants, facts)
        return Draft(product, main.where, stated, self._model(versions, facts), pictures, tuple(facts.repairs))

    def _variants(self, versions: list[Record], sku: str, facts: Facts) -> tuple[Variant, ...]:
        made: dict[str, Variant] = {}
        for record in versions:
            told = record.options or (("version", record.title),)
            options = tuple((title_text(name), title_text(value)) for name, value in told)
            name = safe_sku(record.sku)
            if name == sku:  # a variant must not hide behind its product's SKU
                name = safe_sku(f"{name}-{'-'.join(value for _, value in options)}")
            made.setdefault(name, Variant(
                sku=name, label=options_label(options), options=options, price=record.price,
                availability=record.availability, gtin=record.gtin, colour=colour_of(record.colour),
            ))  # fmt: skip
        if len(made) > _MAX_VARIANTS:
            facts.repair(f"Only the first {_MAX_VARIANTS} of its {len(made)} variants were taken.")
        return tuple(made.values())[:_MAX_VARIANTS]

    def _pictures(self, versions: list[Record], variants: tuple[Variant, ...], facts: Facts) -> tuple[PicturePlan, ...]:
        known = {v.sku for v in variants}
        wanted: dict[str, list[str]] = {}
        own: list[str] = list(dict.fromkeys([*versions[0].group_images, *versions[0].images]))
        for record in versions:
            if record.images and record.sku in known:
                wanted.setdefault(record.images[0], []).append(record.sku)
            own += [image for image in record.images if image not in own and not variants]
        plans: list[PicturePlan] = []
        missing = web = 0
        for reference in list(dict.fromkeys([*own[:_MAX_PICTURES], *wanted])):
            source = self._files.find(reference)
            if source is None or source.path.lower().endswith(MODEL_TYPES):
                missing += 1
                web += "://" in reference
                continue
            skus = tuple(wanted.get(reference, ()))
            plans.append(PicturePlan(source, variants=skus if reference not in own[:_MAX_PICTURES] else ("", *skus)))
        if missing:
            place = (
                "are on the web, which an import does not read; put them beside the feed" if web else "were not found"
            )
            facts.repair(f"{missing} of its pictures {place}.")
        return tuple(plans)

    def _model(self, versions: list[Record], facts: Facts) -> ModelPlan | None:
        reference = next((v.model for v in versions if v.model), "")
        if not reference:
            return None
        source = self._files.find(reference)
        if source is None or not source.path.lower().endswith(MODEL_TYPES):
            facts.repair("Its 3D model was not found beside the feed (GLB or glTF).")
            return None
        return ModelPlan(source)


def _merged_by_sku(records: list[Record], facts: Facts) -> list[Record]:
    """One record per SKU: a repeated row adds its categories and fills what the first left empty."""
    merged: dict[str, Record] = {}
    for record in records:
        first = merged.get(record.sku)
        if first is None:
            merged[record.sku] = record
            continue
        facts.repair("The feed has it in several rows; they were merged.")
        if first.price and record.price and first.price != record.price:
            facts.repair(f"The rows differ in price; the first ({first.price.text()}) was kept.")
        changes = {
            name: getattr(record, name)
            for name in ("description", "brand", "price", "gtin", "mass_kg", "materials", "colour", "model", "images")
            if not getattr(first, name) and getattr(record, name)
        }
        changes["categories"] = tuple(dict.fromkeys(first.categories + record.categories))
        changes["repairs"] = tuple(dict.fromkeys(first.repairs + record.repairs))
        if not first.stated.complete and record.stated.complete:
            changes["stated"] = record.stated
        merged[record.sku] = Record(**{**_fields(first), **changes})
    return list(merged.values())


def _fields(record: Record) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def _category(versions: list[Record], title: str, facts: Facts) -> tuple[tuple[str, ...], tuple[LocalText, ...]]:
    paths = [path for v in versions for path in v.categories if path]
    if paths:
        return paths[0], category_labels(paths[0])
    path, labels = guess_category(title)
    if path:
        facts.repair(f"No category was given; it was guessed from the name: {' > '.join(path)}.")
    return path, labels


def _first_stated(versions: list[Record], facts: Facts) -> StatedSize:
    """The first whole size, else the first partial one."""
    whole = [v.stated for v in versions if v.stated.complete]
    if len(set(whole)) > 1:
        facts.repair("Its variants differ in size; the first one's size is shown.")
    if whole:
        return whole[0]
    return next((v.stated for v in versions if any(v.stated.sides)), StatedSize())


def _attributes(versions: list[Record], stated: StatedSize) -> tuple[tuple[str, str], ...]:
    """What is shown as it is: the feed's own, further categories, sides of an incomplete size."""
    found = [(title_text(n), title_text(v)) for n, v in versions[0].attributes if v.strip()]
    others = [" > ".join(path) for v in versions for path in v.categories][1:]
    first = " > ".join(versions[0].categories[0]) if versions[0].categories else ""
    others = [o for o in dict.fromkeys(others) if o != first]
    if others:
        found.append(("Also in", "; ".join(others)[:500]))
    if not stated.complete:
        names = ("Width", "Height", "Depth")
        found += [(n, f"{s * 100:.4g} cm") for n, s in zip(names, stated.sides, strict=True) if s is not None]
    return tuple(found[:60])


def _best(found: list[Availability]) -> Availability:
    order: tuple[Availability, ...] = ("in_stock", "backorder", "preorder", "out_of_stock")
    return min(found, key=order.index)
