"""What is done with, or said about, a product that must be found first; of two that fit it is asked which."""

from __future__ import annotations

import re

import msgspec

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.product import Product, Sku, Variant
from client.features.guide.answers import comparison, fact, fits, name_of, value_of
from client.features.guide.meaning import at_side, meant, side_said
from client.features.guide.sizes import metres_of, space, unit_said
from client.features.guide.values import Asked, GoTo, Reply
from client.features.guide.wishes import goes
from inference.dialogue.acts import Act, Described, Ref

_WORN = frozenset({"shirt", "t-shirt", "dress", "jacket", "coat", "hoodie", "sweater", "jeans", "trousers", "skirt",
                   "shorts", "hat", "shoes", "boots", "sneakers", "sandals", "heels", "loafers", "scarf", "blouse",
                   "glasses", "sunglasses", "watch", "ring", "necklace"})  # fmt: skip


def with_things(asked: Asked, act: Act) -> Reply:
    """The act, done with the things meant."""
    every: list[ItemRef] = []
    for ref in act.refs or ((act.ref,) if act.ref is not None else ("this",)):
        found = _found(asked, ref)
        if len(found) > 1:
            return _which(asked, act, found)
        every += found
    items = [(item, product) for item in every if (product := asked.stock.product(item.sku)) is not None]
    if not items:
        return Reply(asked.say("guide.which_one"), understood=False)
    if act.act in ("add", "remove"):
        return _cart(asked, act, items)
    item, product = items[0]
    name = name_of(product, asked.texts)
    match act.act:
        case "ask" if act.attribute == "size" and metres_of(act.size) is not None:
            return Reply(fits(product, act.size or "", asked.texts), about=item.sku)
        case "ask":
            unit = unit_said(asked.said)
            return Reply(fact(product, item.variant, act.attribute, asked.texts, unit), about=item.sku)
        case "variant":
            return _variant(asked, act, product)
        case "navigate":
            return goes(asked, item, name, act=act)
        case "show_in_room" | "try_on":
            return _before_you(asked, act, item, product)
        case _:
            line = msgspec.structs.replace(asked.say("guide.shows", name=name), products=(item.sku,))
            return Reply(line, (GoTo(item.sku), a.PickUp(item.sku)), about=item.sku)


def _found(asked: Asked, ref: Ref) -> list[ItemRef]:
    """What a reference can mean; which of several is told by where it stands, if that was said."""
    found = meant(asked, ref)
    side = side_said(asked.said) if len(found) > 1 else None
    sku = at_side(asked, tuple(item.sku for item in found), side) if side is not None else None
    return [asked.item(sku)] if sku is not None else found


def _which(asked: Asked, act: Act, found: list[ItemRef]) -> Reply:
    """Which of these is asked; they are lit up, and the act waits for the answer."""
    skus = tuple(item.sku for item in found)
    line = msgspec.structs.replace(asked.say("guide.which", count=len(skus)), products=skus)
    return Reply(line, shown=skus, asked=skus, pending=act)


def compare(asked: Asked, act: Act) -> Reply:
    """Two or more, as a table; they are put on the list of things compared as well."""
    items = [one for ref in act.refs for one in meant(asked, ref)[: _as_many(ref)]]
    if len(items) < 2 and asked.focus is not None and asked.focus not in items:
        items.insert(0, asked.focus)
    if len(items) < 2:
        items += [asked.item(sku) for sku in asked.session.talk.shown if sku not in {i.sku for i in items}]
        items = items[:2]
    pairs = [(i, p) for i in dict.fromkeys(items) if (p := asked.stock.product(i.sku)) is not None]
    if len(pairs) < 2:
        return Reply(asked.say("guide.which_two"), understood=False)
    compared = {item.sku for item in asked.session.gathered.compared}
    adding = tuple(a.ToggleCompare(item) for item, _ in pairs if item.sku not in compared)
    products, variants = tuple(p for _, p in pairs), tuple(i.variant for i, _ in pairs)
    line = comparison(products, act.attribute, asked.texts, variants, unit_said(asked.said))
    return Reply(line, adding, tuple(p.sku for p in products), about=products[0].sku)


def _as_many(ref: Ref) -> int:
    """ "Compare the sofas" means two of them, "the red one" one."""
    return 2 if isinstance(ref, Described) and ref.category is not None else 1


def _cart(asked: Asked, act: Act, items: list[tuple[ItemRef, Product]]) -> Reply:
    name = asked.listed(tuple(name_of(product, asked.texts) for _, product in items))
    before, about = asked.session.gathered.cart, items[0][0].sku
    if act.act == "remove":
        skus = {item.sku for item, _ in items}
        lines = [line.item for line in before.lines if line.item.sku in skus]
        if not lines:
            return Reply(asked.say("guide.not_in_cart", name=name), about=about)
        return Reply(asked.say("guide.removed", name=name), tuple(a.SetQuantity(i, 0) for i in lines), about=about)
    for item, product in items:
        if asked.must_choose(product, item.variant):
            choose = a.OpenPanel("product", ItemRef(product.sku))
            return Reply(asked.say("guide.choose_first", name=name_of(product, asked.texts)), (choose,), about=about)
    count, cart, adding = act.qty or 1, before, []
    for item, _ in items:
        cart = cart.with_quantity(item, cart.quantity(item) + count)
        adding.append(a.AddToCart(item, count))
    added = cart.pieces() - before.pieces()
    line = asked.say("guide.added" if added else "guide.cart_full", name=name, count=added)
    return Reply(line, tuple(adding), about=about)


def _variant(asked: Asked, act: Act, product: Product) -> Reply:
    """Another version, shown on the shelf at once; without a word for which, all are told."""
    name, texts = name_of(product, asked.texts), asked.texts
    if not product.variants:
        return Reply(asked.say("guide.one_version", name=name), about=product.sku)
    wanted = {word for word in (act.color, act.material) if word is not None}
    named = _named_version(asked.said, product)
    for variant in product.variants if named is None else (named,):
        words = asked.stock.words_of(variant.label.all())
        sized = act.size is not None and act.size in dict(variant.options).values()
        if named is not None or (wanted and wanted <= words) or sized:
            label = variant.label.get(texts.language)
            money = variant.price or product.price
            key = "guide.varied_priced" if money is not None else "guide.varied"
            said = asked.say(key, name=name, version=label, price=money.text() if money is not None else "")
            line = msgspec.structs.replace(said, products=(product.sku,))
            going = (GoTo(product.sku),) if product.sku in asked.places and not _in_hand(asked, product.sku) else ()
            doing = (*going, a.ChooseVariant(product.sku, variant.sku))
            return Reply(line, doing, about=product.sku)
    labels = asked.listed(tuple(v.label.get(texts.language) for v in product.variants))
    key = "guide.versions" if not wanted and act.size is None else "guide.no_such_version"
    said = asked.say(key, name=name, versions=labels)
    return Reply(msgspec.structs.replace(said, products=(product.sku,)), about=product.sku)


def _named_version(said: str, product: Product) -> Variant | None:
    """The one version of which a word is said that no other has: "oatmeal", 燕麦."""
    text, found = said.lower(), []
    labels = [f"{v.label.all()}".lower() for v in product.variants]
    spoken = frozenset(re.findall(r"[a-z]{3,}", text))
    for place, variant in enumerate(product.variants):
        others = " ".join(labels[:place] + labels[place + 1 :])
        words = set(re.findall(r"[a-z]{3,}", labels[place])) - set(re.findall(r"[a-z]{3,}", others))
        runs = re.findall(r"[\u4e00-\u9fff]{2,}", labels[place])
        pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
        if words & spoken or any(pair in text and pair not in others for pair in pairs):
            found.append(variant)
    return found[0] if len(found) == 1 else None


def _in_hand(asked: Asked, sku: Sku) -> bool:
    return asked.session.held is not None and asked.session.held.item.sku == sku


def _before_you(asked: Asked, act: Act, item: ItemRef, product: Product) -> Reply:
    """The nearest that the shop can do: the thing before the shopper at its true size, with its measures."""
    texts, name = asked.texts, name_of(product, asked.texts)
    size = value_of(product, item.variant, "size", texts, unit_said(asked.said))
    worn = act.act == "try_on" and bool(_WORN & asked.stock.facts(product).words["category"])
    key = "room" if act.act == "show_in_room" else "body" if worn else "not_worn"
    said = asked.say(f"guide.before_you_{key}", name=name)
    measures = a.ShowDimensions(size is not None)
    if size is not None:
        text = said.text + space(texts) + texts.say("guide.its_size", size=size)
        said = msgspec.structs.replace(said, text=text, sources=fact(product, None, "size", texts).sources)
    line = msgspec.structs.replace(said, products=(item.sku,))
    doing = (a.ClosePanel(), a.PickUp(item.sku), a.TrueSize(), measures)
    return Reply(line, doing, about=item.sku)
