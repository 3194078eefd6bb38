"""An utterance and the visit as it is, to what the guide does and says. Runs beside the frame, changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.product import Product, Sku
from client.domain.session import Session
from client.domain.talk import Line
from client.features.guide.answers import comparison, fact, name_of
from client.features.guide.manners import manner
from client.features.guide.stock import Stock
from client.texts import Texts
from inference.dialogue.acts import Act, Described, Heard, Ref
from inference.dialogue.rules import Rules

Policy = Callable[[str, str], str | None]
"""Topic and language to what the merchant says about it, if anything."""
_WISH_SLOTS = ("category", "color", "material", "style", "room", "brand", "price_min", "price_max", "size", "text")


@dataclass(frozen=True)
class GoTo:
    """The shopper asked to be taken to a product's place."""

    sku: Sku


@dataclass(frozen=True)
class Reply:
    """What is done, in this order, and what is said. `otherwise`: instead of it, where a `GoTo` leads nowhere."""

    line: Line
    doing: tuple[a.Action | GoTo, ...] = ()
    shown: tuple[Sku, ...] | None = None
    wish: str | None = None
    understood: bool = True
    otherwise: Reply | None = None


class Replies:
    """One version of the shop's catalogue and the understanding of it. Belongs to one thread."""

    def __init__(self, stock: Stock, rules: Rules, policy: Policy) -> None:
        self._stock, self._rules, self._policy = stock, rules, policy

    def reply(self, session: Session, must_choose: Callable[[Product, Sku | None], bool]) -> Reply:
        """The answer to what waits in the session's talk."""
        texts, talk = Texts(session.language), session.talk
        focus = _focus(session)
        heard = Heard(len(talk.shown), focus is not None, bool(talk.wish))
        act = self._rules.parse(talk.waiting, heard)
        return _Answer(self._stock, self._policy, session, texts, focus, must_choose).of(act)


def _focus(session: Session) -> ItemRef | None:
    """The product that "this" is: in the hand, on the open panel, before the eyes, or the first just shown."""
    if session.held is not None:
        return session.held.item
    if session.panel == "product" and session.panel_item is not None:
        return session.panel_item
    sku = session.looking_at or (session.talk.shown[0] if session.talk.shown else None)
    return ItemRef(sku, session.chosen_variant(sku)) if sku is not None else None


@dataclass(frozen=True)
class _Answer:
    """One answer in the making."""

    stock: Stock
    policy: Policy
    session: Session
    texts: Texts
    focus: ItemRef | None
    must_choose: Callable[[Product, Sku | None], bool]

    def of(self, act: Act) -> Reply:
        match act.act:
            case "search" | "refine" | "recommend":
                return self._search(act)
            case "cart" | "checkout" | "help":
                return Reply(self._say(f"guide.opens_{act.act}"), (a.OpenPanel(act.act),))
            case "undo":
                known = bool(self.session.undo)
                return Reply(
                    self._say("guide.undone" if known else "guide.nothing_to_undo"), (a.Undo(),) if known else ()
                )
            case "service":
                return self._service(act)
            case "navigate" if act.ref is None:
                return self._way(act)
            case "chat" | "human" | "show_in_room" | "try_on":
                return self._cannot(act)
            case "compare":
                return self._compare(act)
            case _:
                return self._with_one(act)

    def _say(self, key: str, **values: str | int) -> Line:
        return Line("guide", self.texts.say(key, **values))

    def _search(self, act: Act) -> Reply:
        wish, said_last = act, frozenset[str]()
        if act.act == "refine" and self.session.talk.wish:
            before = msgspec.json.decode(self.session.talk.wish, type=Act)
            said = {name: value for name in _WISH_SLOTS if (value := getattr(act, name)) is not None and name != "text"}
            wish, said_last = msgspec.structs.replace(before, **said), frozenset(said)
        if act.act == "recommend" and act.category is None:
            wish = self._like_focus(act)
        found = self.stock.fitting(msgspec.structs.replace(wish, act="search"), said_last=said_last)
        kept = msgspec.json.encode(msgspec.structs.replace(wish, act="search")).decode()
        if not found.skus:
            return Reply(self._say("guide.found_nothing"), shown=(), wish=kept)
        count = len(found.skus)
        if found.given_up:
            names = self.texts.say("product.list_separator").join(
                self.texts.say(f"guide.part.{n}") for n in found.given_up
            )
            line = self._say("guide.found_near", count=count, parts=names)
        else:
            line = self._say("guide.found", count=count)
        return Reply(msgspec.structs.replace(line, products=found.skus), shown=found.skus, wish=kept)

    def _like_focus(self, act: Act) -> Act:
        """Without a category: what is like the thing at hand."""
        product = self.stock.product(self.focus.sku) if self.focus is not None else None
        if product is None:
            return act
        words = self.stock.facts(product).words
        category = act.category or next(iter(sorted(words["category"])), None)
        return msgspec.structs.replace(
            act, category=category, style=act.style or next(iter(sorted(words["style"])), None)
        )

    def _service(self, act: Act) -> Reply:
        topic = act.topic or "help"
        said = self.policy(topic, self.session.language)
        if said is not None:
            return Reply(Line("guide", said))
        name = self.texts.say(f"guide.topic.{topic}") if self.texts.has(f"guide.topic.{topic}") else topic
        return Reply(self._say("guide.no_policy", topic=name))

    def _way(self, act: Act) -> Reply:
        if act.place == "checkout":
            return Reply(self._say("guide.opens_checkout"), (a.OpenPanel("checkout"),))
        wish = Act("search", category=act.category or act.place)
        found = self.stock.fitting(wish, limit=6)
        if act.category is not None and found.skus:
            product = self.stock.product(found.skus[0])
            name = name_of(product, self.texts) if product is not None else found.skus[0]
            return self._goes(self._item(found.skus[0]), name, found.skus)
        department = next((d for d in self.stock.departments() if d.key.lower() == act.place), None)
        if department is not None:
            name = self.texts.department(department.key, department.label)
            return Reply(self._say("guide.goes_department", name=name), (a.ShowDepartment(department.key),))
        return Reply(self._say("guide.no_such_place"), (a.OpenPanel("map"),))

    def _goes(self, item: ItemRef, name: str, shown: tuple[Sku, ...] | None = None) -> Reply:
        """To the product's place; where it has none in the store as it is filled now, its panel shows it."""
        looks = Reply(self._say("guide.stands_elsewhere", name=name), (a.OpenPanel("product", item),), shown)
        line = msgspec.structs.replace(self._say("guide.goes", name=name), products=shown or ())
        return Reply(line, (a.ClosePanel(), GoTo(item.sku)), shown, otherwise=looks)

    def _cannot(self, act: Act) -> Reply:
        if act.act == "chat" and act.text is None:
            return Reply(self._say(f"guide.{manner(self.session.talk.waiting)}"))
        if act.act == "chat":
            again = self.session.talk.misses + 1 >= 2
            return Reply(self._say("guide.not_understood_again" if again else "guide.not_understood"), understood=False)
        return Reply(self._say(f"guide.cannot_{act.act}"))

    def _compare(self, act: Act) -> Reply:
        items = [one for ref in act.refs for one in self._meant(ref)[:1]]
        if len(items) < 2 and self.focus is not None and self.focus not in items:
            items.insert(0, self.focus)
        products = tuple(p for item in dict.fromkeys(items) if (p := self.stock.product(item.sku)) is not None)
        if len(products) < 2:
            return Reply(self._say("guide.which_two"), understood=False)
        compared = {item.sku for item in self.session.gathered.compared}
        adding = tuple(a.ToggleCompare(ItemRef(p.sku)) for p in products if p.sku not in compared)
        return Reply(comparison(products, act.attribute, self.texts), adding)

    def _with_one(self, act: Act) -> Reply:
        """Acts on one thing that must be found first; two that fit are asked about."""
        refs = act.refs or ((act.ref,) if act.ref is not None else ("this",))
        every: list[ItemRef] = []
        for ref in refs:
            found = self._meant(ref)
            if len(found) > 1:
                skus = tuple(item.sku for item in found)
                return Reply(msgspec.structs.replace(self._say("guide.which"), products=skus), shown=skus)
            every += found
        items = [(item, product) for item in every if (product := self.stock.product(item.sku)) is not None]
        if not items:
            return Reply(self._say("guide.which_one"), understood=False)
        if act.act in ("add", "remove"):
            return self._cart(act, items)
        item, product = items[0]
        match act.act:
            case "ask":
                return Reply(fact(product, item.variant, act.attribute, self.texts), shown=None)
            case "variant":
                return self._variant(act, product)
            case "navigate":
                return self._goes(item, name_of(product, self.texts))
            case _:
                return Reply(
                    self._say("guide.shows", name=name_of(product, self.texts)),
                    (GoTo(item.sku), a.PickUp(item.sku)), shown=(item.sku,),
                )  # fmt: skip

    def _cart(self, act: Act, items: list[tuple[ItemRef, Product]]) -> Reply:
        name = self.texts.say("product.list_separator").join(name_of(product, self.texts) for _, product in items)
        if act.act == "remove":
            skus = {item.sku for item, _ in items}
            lines = [line.item for line in self.session.gathered.cart.lines if line.item.sku in skus]
            if not lines:
                return Reply(self._say("guide.not_in_cart", name=name))
            return Reply(self._say("guide.removed", name=name), tuple(a.SetQuantity(item, 0) for item in lines))
        for item, product in items:
            if self.must_choose(product, item.variant):
                choose = a.OpenPanel("product", ItemRef(product.sku))
                return Reply(self._say("guide.choose_first", name=name_of(product, self.texts)), (choose,))
        count, cart, adding = act.qty or 1, self.session.gathered.cart, []
        for item, _ in items:
            cart = cart.with_quantity(item, cart.quantity(item) + count)
            adding.append(a.AddToCart(item, count))
        added = cart.pieces() - self.session.gathered.cart.pieces()
        return Reply(self._say("guide.added" if added else "guide.cart_full", name=name, count=added), tuple(adding))

    def _variant(self, act: Act, product: Product) -> Reply:
        name = name_of(product, self.texts)
        if not product.variants:
            return Reply(self._say("guide.one_version", name=name))
        wanted = {word for word in (act.color, act.material) if word is not None}
        for variant in product.variants:
            words = self.stock.words_of(variant.label.all())
            if (wanted and wanted <= words) or (act.size is not None and act.size in dict(variant.options).values()):
                label = variant.label.get(self.texts.language)
                return Reply(
                    self._say("guide.varied", name=name, version=label), (a.ChooseVariant(product.sku, variant.sku),)
                )
        labels = self.texts.say("product.list_separator").join(
            v.label.get(self.texts.language) for v in product.variants
        )
        return Reply(self._say("guide.versions" if not wanted else "guide.no_such_version", name=name, versions=labels))

    def _meant(self, ref: Ref) -> list[ItemRef]:
        """What a reference can mean: among what was shown, else in the cart, else in the whole shop."""
        shown = self.session.talk.shown
        if ref == "this":
            return [self.focus] if self.focus is not None else []
        if isinstance(ref, int):
            at = ref - 1 if ref > 0 else len(shown) + ref
            return [self._item(shown[at])] if 0 <= at < len(shown) else []
        return [self._item(sku) for sku in self._described(ref)]

    def _described(self, ref: Described) -> tuple[Sku, ...]:
        if ref.next_to is not None:
            return ()
        cart = tuple(line.item.sku for line in self.session.gathered.cart.lines)
        for among in (self.session.talk.shown, cart):
            if found := self.stock.meant(ref, among):
                return found
        wish = Act("search", ref.category, ref.color, ref.material, ref.style, brand=ref.brand)
        found_in_shop = self.stock.fitting(wish, limit=4)
        return found_in_shop.skus if not found_in_shop.given_up else ()

    def _item(self, sku: Sku) -> ItemRef:
        return ItemRef(sku, self.session.chosen_variant(sku))
