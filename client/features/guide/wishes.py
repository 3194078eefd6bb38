"""Searching, refining, recommending, and the way to a place."""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.product import Sku
from client.features.guide.answers import name_of, price
from client.features.guide.sizes import length_text, space, unit_of
from client.features.guide.values import Asked, GoTo, Reply, decoded, encoded
from inference.dialogue.acts import Act

_WISH_SLOTS = ("category", "color", "material", "style", "room", "brand", "price_min", "price_max", "size", "text")
_OFFERED = 6
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
    values: dict[str, str | int] = {"count": len(found.skus), "first": _told(asked, first.sku, wish.size)}
    if found.given_up:
        parts = asked.listed(tuple(asked.texts.say(f"guide.part.{name}") for name in found.given_up))
        line = asked.say("guide.found_near", parts=parts, **values)
    else:
        line = asked.say("guide.found", **values)
    return _offering(asked, line.text + _other_money(asked, wish, first.sku), found.skus, encoded(wish))


def recommend(asked: Asked, act: Act) -> Reply:
    """What the taste of this visit leads to; with a category, or without a taste, what is like the thing at hand."""
    said = any(getattr(act, name) is not None for name in _WISH_SLOTS) or act.ref is not None
    offered = tuple(offer.sku for offer in asked.session.taste.offered[:_OFFERED])
    if not said and offered and asked.stock.product(offered[0]) is not None:
        line = asked.say("guide.recommends", first=_told(asked, offered[0], None))
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


def goes(asked: Asked, item: ItemRef, name: str, shown: tuple[Sku, ...] | None = None) -> Reply:
    """To the product's place; where it has none in the store as it is filled now, its panel shows it."""
    line = asked.say("guide.stands_elsewhere", name=name)
    looks = Reply(line, (a.OpenPanel("product", item),), shown, about=item.sku)
    line = msgspec.structs.replace(asked.say("guide.goes", name=name), products=(item.sku,))
    return Reply(line, (a.ClosePanel(), GoTo(item.sku)), shown, about=item.sku, otherwise=looks)


def _offering(asked: Asked, said: str, skus: tuple[Sku, ...], wish: str | None) -> Reply:
    """The list, and the way to its first where it stands here."""
    reply = Reply(
        msgspec.structs.replace(asked.say("guide.says", said=said), products=skus), shown=skus, wish=wish, about=skus[0]
    )
    if skus[0] not in asked.places:
        return reply
    offer = asked.say("guide.offers_way").text
    line = msgspec.structs.replace(reply.line, text=f"{said}{space(asked.texts)}{offer}")
    return replace(reply, line=line, pending=Act("navigate", ref=1))


def _told(asked: Asked, sku: Sku, size: str | None) -> str:
    """A product in a few words: name, price, and its width where a width was asked for."""
    product = asked.stock.product(sku)
    if product is None:
        return sku
    parts = [name_of(product, asked.texts)]
    if (money := price(product, asked.session.chosen_variant(sku), asked.texts)) is not None:
        parts.append(money)
    true = product.true_size()
    if size is not None and true is not None and unit_of(size, none="") != "":
        parts.append(asked.texts.say("guide.wide", width=length_text(true.width_m, unit_of(size), asked.texts)))
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
