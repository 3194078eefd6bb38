"""The acts that need more than a turn of phrase: comparing, asking, finding the way, service, searching."""

from __future__ import annotations

import re

from inference.dialogue.acts import Act, ActName, Heard, Ref, described
from inference.dialogue.cues import cues
from inference.dialogue.lexicon import Lexicon
from inference.dialogue.slots import Slots

_BOTH = re.compile(r"\bboth\b|\b(?:these|those|the) (?:2|two)\b|\bthem\b|这两|那两|两个|2个|两款|2款|它们|前两|这2|那2")
_JOINED = re.compile(r"\b(?:with|to|and|against|or|vs)\b|[和跟与或]")
"""What stands between two things compared."""
_FIRST_TWO = re.compile(r"\bfirst (?:2|two)\b|前(?:面)?(?:2|两)")
_ATTRIBUTES_OF_A_THING = frozenset(
    {"price", "weight", "size", "material", "color", "stock", "brand", "care", "rating", "origin"}
)
_STRONG_TOPICS = ("refund", "address", "invoice", "complaint", "account", "cancel_order", "change_order")
_ORDER = re.compile(r"\b(?:orders?|purchases?|package|parcel)\b ?(?:[#\d]|$|\w)|订单|快递|包裹")
_NOT_SERVICE = re.compile(
    r"\border (?:it|this|that|\d|one|the|a|an|some|me|these|those)\b(?! status)|in (?:this|that) order|"
    r"\bin order to\b"
)
_STOP = re.compile(
    r"\b(?:show|find|search|look(?:ing)?|for|me|i|want|need|to|buy|a|an|the|some|any|do|you|have|got|please|can|"
    r"could|would|like|sell|is|are|there|"
    r"something|anything|my|of|in|with|see|get|browse|and|that|it|this|one|ones|only|just|hi|hello|what|about|how|"
    r"let|us|let's|i'd|i'm|shop)\b|"
    r"请|帮我|我|想要|想买|想|要|买|有没有|有|找|找一下|看看|看|给|一下|一个|个|吗|么|呢|吧|的|了|你们|这里|卖|需要|搜索|搜|些|点|来|把|下"
)
_MORTAR = re.compile(
    r"\b(?:what|whats|what's|which|is|are|does|do|how|tell|know|the|of|for|at|exactly|actually|right|now|still|"
    r"info|come|comes|really)\b|多少|什么|是|有"
)
_MOST_OTHER_WORDS = 0
_PLACE_CUE = re.compile(
    r"section|department|area|zone|aisle|counter|room\b|entrance|exit|door|till|cashier|区|台|间|入口|出口|门口|大厅|处"
)


def facets_of(
    name: ActName,
    slots: Slots,
    ref: Ref | None = None,
    text: str | None = None,
    only: tuple[str, ...] = (),
    sizes: bool = True,
) -> Act:
    """An act with the facets that were said; `only` keeps some of them."""
    kept = {k: v for k, v in slots.facets.items() if not only or k in only}
    return Act(
        name, price_min=slots.price_min if not only else None, price_max=slots.price_max if not only else None,
        size=slots.size if sizes else None, ref=ref, text=text, **kept,  # type: ignore[arg-type]
    )  # fmt: skip


def search_text(text: str, slots: Slots) -> str | None:
    """The words that a search in free text is left with."""
    words = _STOP.sub(" ", cues().polite.sub(" ", text))
    words = re.sub(r"[^\w\u4e00-\u9fff' -]", " ", words)
    return re.sub(r"\s+", " ", words).strip(" -'") or None


def compare(text: str, slots: Slots, lexicon: Lexicon, heard: Heard) -> Act:
    """The things side by side; an attribute when one is asked for."""
    refs = tuple(ref for ref in slots.refs if ref != "this") if len(slots.refs) > 2 else slots.refs
    if _FIRST_TWO.search(text) or (len(refs) < 2 and _BOTH.search(text)):
        refs = (1, 2)
    if len(refs) == 1 and len(slots.found) >= 2 and not isinstance(refs[0], int):
        named = [one for one in slots.found if one.kind in ("color", "category", "material")]
        joined = _JOINED.search(text)
        other = {one.kind: one.name for one in named if joined is not None and one.start >= joined.end()}
        if "this" in refs and other:
            refs = (*refs, described(other))
        elif "this" not in refs and len(named) >= 2:
            refs = tuple(described({one.kind: one.name}) for one in named[:2])
        else:
            refs = (*refs, *(described({one.kind: one.name}) for one in named[:1]))
    attribute = next((f.name for f in lexicon.find(text, "attribute") if f.name in _ATTRIBUTES_OF_A_THING), None)
    return Act("compare", refs=refs, attribute=attribute or _better(text))


def _better(text: str) -> str | None:
    for words, name in (
        (r"cheaper|expensive|便宜|贵|划算", "price"), (r"heavier|lighter|更?重|更?轻", "weight"),
        (r"bigger|larger|smaller|taller|wider|更?大|更?小|更?高", "size"),
    ):  # fmt: skip
        if re.search(words, text):
            return name
    return None


def ask(text: str, slots: Slots, lexicon: Lexicon, heard: Heard) -> Act | None:
    """A question about a thing that is meant, or about the one before one's eyes."""
    attributes = [f.name for f in lexicon.find(text, "attribute")]
    if not attributes or not cues().question.search(text) or slots.price_max is not None or slots.price_min is not None:
        return None
    meant = bool(slots.refs) or heard.focus or heard.shown == 1
    category = slots.facets.get("category")
    if not meant and (category is None and other_words(text, slots, lexicon) > _MOST_OTHER_WORDS):
        return None
    if not meant and category is not None and cues().search.search(text) and attributes == ["stock"]:
        return None
    ref: Ref = "this"
    if slots.refs:
        ref = slots.refs[0]
    elif not meant and category is not None:
        kinds = {k: v for k, v in slots.facets.items() if k in ("category", "color", "material", "brand")}
        ref = described(kinds)
    return Act("ask", ref=ref, attribute=attributes[0])


def other_words(text: str, slots: Slots, lexicon: Lexicon) -> int:
    """How many words are neither of the lexicon nor the mortar of a question: a question about something else."""
    kept = text
    for one in sorted((*slots.found, *lexicon.find(text, "attribute")), key=lambda one: -one.start):
        kept = kept[: one.start] + " " + kept[one.end :]
    return len(re.findall(r"[a-z']+|\d+|[\u4e00-\u9fff]+", _STOP.sub(" ", _MORTAR.sub(" ", kept))))


def navigate(text: str, slots: Slots, lexicon: Lexicon) -> Act | None:
    """A place of the shop, or the place of the things named."""
    if not cues().navigate.search(text):
        return None
    places = lexicon.find(text, "place")
    category = slots.facets.get("category")
    if places and (_PLACE_CUE.search(text) or category is None or category == places[0].name):
        return Act("navigate", place=places[0].name)
    if slots.refs and category is None:
        return Act("navigate", ref=slots.refs[0])
    return Act("navigate", category=category) if category is not None else None


def served(text: str, slots: Slots, lexicon: Lexicon) -> str | None:
    """The topic of customer service that is asked about, if any."""
    if _NOT_SERVICE.search(text) and slots.order_id is None:
        return None
    topics = [found.name for found in lexicon.find(text, "topic")]
    of_order = _ORDER.search(text) is not None
    if not topics or topics == ["order_status"]:
        return _of_order(text) if of_order or topics or slots.order_id is not None else None
    if topics[0] in ("warranty", "care") and re.search(r"\b(?:this|it|that)\b|这|它", text):
        return None
    for strong in _STRONG_TOPICS:
        if strong in topics:
            return strong
    if of_order and "delivery" not in topics and _of_order(text) != "order_status":
        return _of_order(text)
    return topics[0]


def _of_order(text: str) -> str:
    if re.search(r"cancel|取消", text):
        return "cancel_order"
    if re.search(r"chang|modif|edit|correct|updat|swap|switch|remov|delet|add|修改|改|换", text):
        return "change_order"
    if re.search(r"how soon|how long|when .*(?:arriv|expect|receive|get)|几天|多久", text):
        return "delivery"
    return "order_status"


def service(topic: str, slots: Slots) -> Act:
    """Asked of the merchant's policies or orders."""
    return Act("service", topic=topic, order_id=slots.order_id)
