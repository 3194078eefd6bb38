"""Which topic of customer service is asked about."""

from __future__ import annotations

import re

from inference.dialogue.acts import Act, Heard
from inference.dialogue.cues import cues
from inference.dialogue.lexicon import Lexicon
from inference.dialogue.slots import Slots, lone_number

_STRONG_TOPICS = ("refund", "cancel_order", "change_order", "address", "invoice", "complaint", "account")
_OF_A_THING = frozenset({"warranty", "care", "delivery"})
"""Topics that are also attributes: of the thing meant if one is."""
_POINTS = re.compile(r"\b(?:this|it|that|these|they|them|those|its|it's)\b|这(?!里|边|么)|它|那[个款件张双]")
_ORDER = re.compile(
    r"\b(?:orders?|package|parcel)\b ?(?:[#\d]|$|\w)|\bpurchases?\b"
    r"(?! (?:a|an|one|some|\d+|new|nice|it|this|that|these|those)\b)|"
    r"\bpurchase (?:number |no\.? ?)?#?\d{4}|订单|快递|包裹|单子|这单|那单"
)
_NOT_SERVICE = re.compile(
    r"\border (?:it|this|that|\d|one|the|a|an|some|me|these|those)\b(?! status)|in (?:this|that) order|"
    r"\bin order to\b|\b(?:want|like|wanna|ready) to (?:place|make) (?:an|my|the) order\b|\bbank account\b|"
    r"\bready to order\b|\bnew arrivals?\b|(?:^|把|,)(?:那就)?退掉?(?:这|那|它|第\d)(?![单笔次些])|"
    r"第\d[个件双把张款].{0,3}退掉|[这那][个件双把张盏款].{0,6}退掉$|上一步|"
    r"(?:在哪|哪里)里?(?:付|结|买单)|\bwhere (?:do|can|to) (?:i )?pay\b"
)


def served(text: str, slots: Slots, lexicon: Lexicon, heard: Heard) -> str | None:
    """The topic of customer service that is asked about, if any."""
    if _NOT_SERVICE.search(text) and slots.order_id is None:
        return None
    topics = [found.name for found in lexicon.find(text, "topic")]
    topics += [name for name, asked in cues().topics.items() if name not in topics and asked.search(text)]
    of_order = _ORDER.search(text) is not None
    if cues().late.search(text) and not slots.limited and not heard.focus and not (set(topics) & set(_STRONG_TOPICS)):
        return "order_status"
    if not topics or topics == ["order_status"]:
        return _of_order(text) if of_order or topics or slots.order_id is not None else None
    for strong in _STRONG_TOPICS:
        if strong in topics:
            return strong
    if "order_status" in topics and (topics[0] == "delivery" or of_order) and _of_order(text) == "order_status":
        return "order_status"
    if (
        topics[0] in _OF_A_THING
        and (heard.focus or heard.shown)
        and (heard.focus or _POINTS.search(text) or slots.refs)
    ):
        return None
    if of_order and "delivery" not in topics and _of_order(text) != "order_status":
        return _of_order(text)
    if topics[0] == "delivery" and lone_number(text) and not slots.limited:
        return "order_status"
    return topics[0]


def _of_order(text: str) -> str:
    if re.search(r"cancel|取消", text):
        return "cancel_order"
    if re.search(r"chang|modif|edit|correct|updat|swap|switch|remov|delet|add|修改|改|换", text):
        return "change_order"
    if re.search(r"how soon|how long|when .*(?:arriv|expect|receive|get)|几天|多久", text):
        return "delivery"
    return "order_status"


def service(topic: str, text: str, slots: Slots) -> Act:
    """Asked of the merchant's policies or orders."""
    return Act("service", topic=topic, order_id=slots.order_id or lone_number(text))
