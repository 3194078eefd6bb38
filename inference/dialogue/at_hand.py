"""Turns of phrase that are sure once one knows what is before the shopper: whether it fits, more money, being led to
it, and the thing that it is compared with.
"""

from __future__ import annotations

import re
from typing import Final

from inference.dialogue.acts import Act, Heard, Ref, described
from inference.dialogue.slots import Slots

_THERE: Final = re.compile(
    r"(?:(?:ok|yes|and|so|then|now|please|can you|could you|would you|will you|just|let's|i want you to)[, ]+)*"
    r"(?:take|bring|lead|walk|beam|teleport|guide|get|move|fly|send) (?:me|us) (?:right |straight |over )?"
    r"(?:there|to (?:it|that|this|that one|this one))(?:[, ]+(?:please|now|then|thanks))*[.!? ]*|"
    r"(?:好的?|那|那就|请|麻烦|快)*[,， ]*(?:你)?(?:带|领|送)(?:我|我们)(?:去|到|过)?"
    r"(?:过去|那里|那儿|那边|去|它那里?|它那儿)"
    r"(?:看看|看一?下|瞧瞧)?(?:吧|好吗|可以吗|行吗)?[.!?。！？ ]*"
)
_MAY_COST: Final = re.compile(
    r"\b(?:may|might|can|could) (?:also )?(?:cost|be|go)\b(?: up)?(?: to)?|\bcosts? up to\b|"
    r"预算.{0,6}(?:到|加|提|涨|升|放宽)"
)
_QUESTION: Final = re.compile(r"\?|^(?:how|what|why|does|do|is|are|which|can|could|may|might)\b|吗|多少")
_ROOM_FOR: Final = re.compile(
    r"\b(?:fits?|go|stand|squeeze) (?:in|into|on|along|against|at|by|within|to)\b.*"
    r"\b(?:wall|space|gap|niche|alcove)\b|"
    r"\b(?:fits?) (?:my |our |the |a )?.*\b(?:wall|space|gap|niche|alcove)\b|"
    r"\btoo (?:big|wide|long|large)\b.*\b(?:wall|space|gap|niche|alcove)\b|"
    r"\b(?:narrower|wider|smaller|shorter) than \d|"
    r"(?:能|可以|会不会|能不能|可不可以).{0,8}(?:放|摆|靠|塞).{0,10}墙|墙.{0,8}(?:放|摆|靠|塞)得?.{0,3}(?:吗|不)"
)
_ASKS: Final = re.compile(
    r"\?|^(?:and |so |but |ok )*(?:does|do|will|would|can|could|is|are|isn't|won't|too)\b|吗|能不能|会不会|可不可以|不$"
)
_WITH: Final = re.compile(
    r"^(?:那|请|帮我)*(?:把(?:它|这个|这款))?(?:跟|和|与|同)(?!前|第|这[两2]|它们).{1,12}?(?:比|对比|相比)"
)


def at_hand(text: str, slots: Slots, heard: Heard) -> Act | None:
    """The act, where such a turn of phrase fits what is there; else None."""
    there = heard.focus or heard.shown > 0
    if there and _THERE.fullmatch(text):
        return Act("navigate", ref="this")
    if not there:
        return None
    dearer = heard.searched and slots.price_max is not None and "category" not in slots.facets
    if dearer and _MAY_COST.search(text) and not _QUESTION.search(text):
        return Act("refine", price_min=slots.price_min, price_max=slots.price_max)
    pointed: Ref | None = next((one for one in slots.refs if one != "this"), next(iter(slots.refs), None))
    if heard.focus or pointed is not None:
        measured = slots.size is not None and " " in slots.size and "category" not in slots.facets
        if measured and _ROOM_FOR.search(text) and _ASKS.search(text):
            return Act("ask", ref=pointed or "this", attribute="size", size=slots.size)
    kinds = {one.kind: one.name for one in slots.found if one.kind in ("category", "color", "material", "brand")}
    if heard.focus and "category" in kinds and set(slots.refs) <= {"this"} and _WITH.search(text):
        return Act("compare", refs=("this", described(kinds)))
    return None
