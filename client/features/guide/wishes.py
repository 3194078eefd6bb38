"""Searching, refining, recommending, and the way to a place."""

from __future__ import annotations

import re

import msgspec

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.product import Sku
from client.domain.talk import Line
from client.features.guide.answers import name_of, price
from client.features.guide.sizes import length_text, space, unit_of
from client.features.guide.stock import Fitting
from client.features.guide.values import Asked, GoTo, Reply, decoded, encoded
from inference.dialogue.acts import Act

_WISH_SLOTS = ("category", "color", "material", "style", "room", "brand", "price_min", "price_max", "size", "text")
_OFFERED = 6
_NEAR_TOLD = 2
_MONEY_WORDS = (
    ("EUR", re.compile(r"€|\beuros?\b|\beur\b|欧元")), ("GBP", re.compile(r"£|\bpounds?\b|\bgbp\b|英镑")),
    ("USD", re.compile(r"\$|\bdollars?\b|\bbucks\b|\busd\b|美元|美金|刀")),
    ("CNY", re.compile(r"\brmb\b|\byuan\b|\bcny\b|人民币")), ("JPY", re.compile(r"\byen\b|\bjpy\b|日元")),
)  # fmt: skip
"""¥ and 块 mean the money of wherever one is."""


def search(asked: Asked, act: Act) -> Reply:
    """What fits the wish, the first named, and the offer to be taken there."""
    talk = asked.session.talk
    wish, said_last = act, frozenset[str]()
    if act.act == "refine" and (before := decoded(talk.wish)) is not None:
        said = {name: value for name in _WISH_SLOTS if (value := getattr(act, name)) is not None and name != "text"}
        wish, said_last = msgspec.structs.replace(before, **said), frozenset(said)
    wish = msgspec.structs.replace(wish, act="search", ref=None)
    found = asked.stock.fitting(wish, said_last=said_last)
    first = asked.stock.product(found.skus[0]) if found.skus else None
    if first is None:
        return Reply(asked.say("guide.found_nothing"), shown=(), wish=encoded(wish), understood=False)
    count = len(found.skus)
    if found.lacking:
        line = asked.say("guide.found_near", near=_near(asked, found, wish))
    else:
        line = asked.say("guide.found", count=count, first=_told(asked, first.sku, wish))
    return _offering(asked, line.text + _other_money(asked, wish, first.sku), found.skus, wish)


def recommend(asked: Asked, act: Act) -> Reply:
    """What the taste of this visit leads to; with a category, or without a taste, what is like the thing at hand."""
    said = any(getattr(act, name) is not None for name in _WISH_SLOTS) or act.ref is not None
    offered = tuple(offer.sku for offer in asked.session.taste.offered[:_OFFERED])
    if not said and offered and asked.stock.product(offered[0]) is not None:
        line = asked.say("guide.recommends", first=_told(asked, offered[0], act))
        return _offering(asked, line.text, offered, None)
    if act.category is None:
        act = _like_focus(asked, act)
    if not any(getattr(act, name) is not None for name in _WISH_SLOTS):
        return Reply(asked.say("guide.recommend_what"))
    return search(asked, act)


def way(asked: Asked, act: Act) -> Reply:
    """To a place of the shop, or to the first product of a category."""
    if act.place == "checkout":
        return Reply(asked.say("guide.opens_checkout"), (a.OpenPanel("checkout"),))
    found = asked.stock.fitting(Act("search", category=act.category or act.place), limit=6)
    here = tuple(sku for sku in found.skus if sku in asked.places) or found.skus
    if act.category is not None and here:
        product = asked.stock.product(here[0])
        name = name_of(product, asked.texts) if product is not None else here[0]
        return goes(asked, asked.item(here[0]), name, here)
    department = next((d for d in asked.stock.departments() if d.key.lower() == act.place), None)
    if department is not None:
        name = asked.texts.department(department.key, department.label)
        return Reply(asked.say("guide.goes_department", name=name), (a.ShowDepartment(department.key),))
    return Reply(asked.say("guide.no_such_place"), (a.OpenPanel("map"),))


def goes(asked: Asked, item: ItemRef, name: str, shown: tuple[Sku, ...] | None = None, act: Act | None = None) -> Reply:
    """To the product's place, where it is shown in the version wished for; where it has no place in the store as it is
    filled now, its panel shows it.
    """
    line = asked.say("guide.stands_elsewhere", name=name)
    looks = Reply(line, (a.OpenPanel("product", item),), shown, about=item.sku)
    product = asked.stock.product(item.sku)
    version = asked.stock.version_like(product, act) if product is not None and act is not None else None
    dressing = (a.ChooseVariant(item.sku, version.sku),) if version is not None else ()
    if version is not None:
        label = version.label.get(asked.texts.language)
        line = asked.say("guide.goes_in", name=name, version=label)
    else:
        line = asked.say("guide.goes", name=name)
    line = msgspec.structs.replace(line, products=(item.sku,))
    return Reply(line, (a.ClosePanel(), GoTo(item.sku), *dressing), shown, about=item.sku, otherwise=looks)


def _offering(asked: Asked, said: str, skus: tuple[Sku, ...], wish: Act | None) -> Reply:
    """The list, and the way to its first where it stands here, in the version that was wished for."""
    kept = encoded(wish) if wish is not None else None
    if skus[0] not in asked.places:
        return Reply(Line("guide", said, skus), shown=skus, wish=kept, about=skus[0])
    line = Line("guide", said + space(asked.texts) + asked.texts.say("guide.offers_way", count=len(skus)), skus)
    color, material = (wish.color, wish.material) if wish is not None else (None, None)
    going = Act("navigate", ref=1, color=color, material=material)
    return Reply(line, shown=skus, wish=kept, about=skus[0], pending=going)


def _near(asked: Asked, found: Fitting, wish: Act) -> str:
    """The nearest with what it lacks, and the nearest of those that lack something else."""
    told: list[str] = []
    lacked: list[tuple[str, ...]] = []
    for sku, lacking in zip(found.skus, found.lacking, strict=True):
        if lacking in lacked:
            continue
        lacked.append(lacking)
        parts = asked.listed(tuple(asked.texts.say(f"guide.part.{name}") for name in lacking))
        told.append(
            asked.texts.say(
                "guide.but_not" if not told else "guide.or_but_not", product=_told(asked, sku, wish), parts=parts
            )
        )
    return space(asked.texts).join(told[:_NEAR_TOLD])


def _told(asked: Asked, sku: Sku, wish: Act) -> str:
    """A product in a few words: name, the version wished for, price, and its width where a width was asked for."""
    product = asked.stock.product(sku)
    if product is None:
        return sku
    version = asked.stock.version_like(product, wish)
    parts = [name_of(product, asked.texts)]
    if version is not None:
        parts.append(asked.texts.say("guide.also_in", version=version.label.get(asked.texts.language)))
    chosen = version.sku if version is not None else asked.session.chosen_variant(sku)
    if (money := price(product, chosen, asked.texts)) is not None:
        parts.append(money)
    true, unit = product.true_size(), unit_of(wish.size, none="")
    if unit and true is not None:
        parts.append(asked.texts.say("guide.wide", width=length_text(true.width_m, unit, asked.texts)))
    return asked.texts.say("guide.facts_separator").join(parts)


def _other_money(asked: Asked, wish: Act, sku: Sku) -> str:
    """That the shop's prices are in another currency than the one that was said; nothing is converted."""
    product = asked.stock.product(sku)
    money = next((p for p in (product.price, *(v.price for v in product.variants)) if p), None) if product else None
    if money is None or (wish.price_max is None and wish.price_min is None):
        return ""
    said = next((code for code, words in _MONEY_WORDS if words.search(asked.said.lower())), money.currency)
    if said == money.currency:
        return ""
    return space(asked.texts) + asked.texts.say("guide.other_money", currency=money.currency)


def _like_focus(asked: Asked, act: Act) -> Act:
    """Without a category: what is like the thing at hand."""
    product = asked.stock.product(asked.focus.sku) if asked.focus is not None else None
    if product is None:
        return act
    words = asked.stock.facts(product).words
    return msgspec.structs.replace(
        act,
        category=next(iter(sorted(words["category"])), None),
        style=act.style or next(iter(sorted(words["style"])), None),
    )
