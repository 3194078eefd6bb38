"""What is chosen, changed or put somewhere: acts about a thing that is shown."""

from __future__ import annotations

import re

from inference.dialogue.acts import Act, ActName, Described, Heard, Ref, described
from inference.dialogue.amounts import MEASURE
from inference.dialogue.cues import cues
from inference.dialogue.refs import bare_numbers
from inference.dialogue.slots import Slots

_MIDDLE = re.compile(rf"(?:最|正)?(?:中间|当中)的?[那这]?[{MEASURE}]|\b(?:the )?middle one\b")
_ALIKE = re.compile(r"同类|相似|类似|配套|搭的")
_LONGEST_NAME = 30
"""Letters of a free search: what is longer is talk."""
_NAME_WORDS, _NAME_LETTERS = 2, 5
_A_SENTENCE = re.compile(
    r"\b(?:your|you're|are|is|was|were|been|about|know|who|why|when|if|because|tell|call|change|say|told|did|today|"
    r"tomorrow|yesterday|tonight|help|his|her|their|much|many)\b|\bto (?!buy|get|see|find|purchase|order|"
    r"have)\w+|你(?!们)|为什么|"
    r"怎么|是不是|知道|告诉|问题|时候"
)
_BOTH = re.compile(r"\bboth\b|\bthe (?:2|two)(?: of them)?\b|[两2]个都|都")


def in_the_middle(text: str, shown: int) -> str:
    """The words with 中间那个 as the place it is at, where an odd number is shown."""
    return _MIDDLE.sub(f"第{(shown + 1) // 2}个", text) if shown > 2 and shown % 2 else text


def is_a_name(text: str, words: str) -> bool:
    """Whether what somebody asks for can be a thing: a word or two, not a sentence about you and me."""
    if _A_SENTENCE.search(text) or len(words) > _LONGEST_NAME:
        return False
    return len(words.split()) <= _NAME_WORDS and len(re.sub(r"[^\u4e00-\u9fff]", "", words)) <= _NAME_LETTERS


def selected(text: str, slots: Slots, heard: Heard) -> Act | None:
    """One of what is shown, by its place, by what it is like, or pointed at."""
    shown = heard.shown > 0 or heard.focus
    pointed = [ref for ref in slots.refs if ref != "this"]
    numbers = bare_numbers(text, heard.shown)
    if not pointed and not slots.facets and numbers and len(text) < 24:
        return Act("select", ref=numbers[0])
    if not shown and (slots.facets or not any(isinstance(ref, int) for ref in pointed)):
        return None
    sure = pointed and (isinstance(pointed[0], int) or cues().select.search(text) or len(text) < 40)
    if sure and not starts_a_search(text, slots) and not slots.limited:
        return Act("select", ref=pointed[0])
    picks = slots.refs and not slots.facets and not slots.limited and not slots.refused
    if picks and cues().select.search(text) and len(text) < 60 and not (cues().only.search(text) and heard.searched):
        return Act("select", ref=slots.refs[0])
    if picks and len(text) < 12:
        return Act("select", ref=slots.refs[0])
    return None


def recommend(text: str, slots: Slots, heard: Heard) -> Act:
    """Things that go with one that is meant, or that somebody may like; the thing itself is no wish."""
    ref: Ref | None = next((one for one in slots.refs if one != "this"), next(iter(slots.refs), None))
    if ref is None and heard.focus and _ALIKE.search(text):
        ref = "this"
    wanted = dict(slots.facets)
    categories = [one.name for one in slots.found if one.kind == "category"]
    if isinstance(ref, Described) and ref.category:
        rest = [name for name in categories if name != ref.category]
        wanted = {"category": rest[0]} if rest else {}
    elif ref == "this" and len(categories) > 1:
        with_this = re.search(r"\b(?:this|that|these|those|my) (?:\w+ )?$|"
            r"[这那][个款件张把双盏条台只套]?$", text[: next(
            one.start for one in slots.found if one.kind == "category")])  # fmt: skip
        wanted["category"] = categories[1] if with_this else categories[0]
    elif ref == "this" and categories and re.search(r"\b(?:this|that|these|those) (?:\w+ )?\w+$|[这那].{1,4}$", text):
        wanted.pop("category", None)
    kept = {k: v for k, v in wanted.items() if k in ("category", "color", "material", "style", "room", "brand")}
    return Act("recommend", ref=ref, price_min=slots.price_min, price_max=slots.price_max, **kept)  # type: ignore[arg-type]


def variant(text: str, slots: Slots, heard: Heard) -> Act:
    """The thing meant, otherwise: what it is to become is no description of it."""
    ref: Ref = next((one for one in slots.refs if one != "this"), "this")
    kept = {k: v for k, v in slots.facets.items() if k in ("color", "material")}
    if isinstance(ref, Described):
        said = [one for one in slots.found if one.kind in kept]
        last = {one.kind: one.name for one in said}
        kept = {k: v for k, v in last.items() if getattr(ref, k) != v}
        ref = ref if ref.category or ref.brand or len(said) > len(kept) else "this"
    return Act("variant", ref=ref, size=slots.size, **kept)  # type: ignore[arg-type]


def is_question_of(text: str, slots: Slots, heard: Heard) -> bool:
    """ "What would this cost in oak" is asked, not shown."""
    return bool(re.search(r"\bhow much\b|\bcost\b|多少钱", text)) or (
        heard.searched and not heard.focus and not any(ref != "this" for ref in slots.refs)
    )


def asks_who(text: str) -> bool:
    """ "Are you a real person?" asks for no other one."""
    return re.search(r"\b(?:are|r) (?:you|u)\b|你是|你(?:到底)?是不是|\bam i (?:talking|speaking)\b", text) is not None


def is_praise(text: str) -> bool:
    """ "These are so pretty" wants nothing."""
    return cues().search.search(text) is None and re.search(
        r"太(?:好看|酷|棒|美|赞|可爱|漂亮|好玩|厉害)|yyds|绝了|爱了|\b(?:so|soo|really|super|very) (?:cool|cute|"
        r"pretty|beautiful|nice)\b|"
        r"\b(?:gorgeous|lovely|awesome|amazing|wow)\b", text) is not None  # fmt: skip


def wants_another(text: str, slots: Slots) -> bool:
    """ "A lamp for my bedroom" looks for one; "how would it look in my bedroom" means one."""
    return "category" in slots.facets and not slots.refs and bool(cues().search.search(text))


def first_ref(slots: Slots, text: str, heard: Heard) -> Ref:
    """The thing that is meant first, however it was said."""
    if slots.refs:
        return next((one for one in slots.refs if one != "this"), "this")
    return next(iter(bare_numbers(text, heard.shown)), "this")


def is_variant(slots: Slots, heard: Heard) -> bool:
    """A thing is meant, not the list of what was found ("make it leather" after a search)."""
    if heard.focus or heard.shown == 1 or any(ref != "this" for ref in slots.refs):
        return True
    return not heard.searched and bool(slots.refs)


def starts_a_search(text: str, slots: Slots) -> bool:
    """ "Show me the red sofas" looks for sofas, "the red sofa" and "that red one" mean one."""
    described = [ref for ref in slots.refs if isinstance(ref, Described)]
    plural = re.search(r"\b\w+[^s]s\b(?! one)", text) is not None and not re.search(
        r"\bones?\b|\b(?:that|this|those|these)\b|[这那]", text
    )
    return bool(described) and described[0].category is not None and plural


def with_refs(name: ActName, slots: Slots, text: str, heard: Heard, qty: int | None = None) -> Act:
    """One thing as `ref`, several as `refs`."""
    refs = slots.refs
    if len(refs) > 1:
        refs = tuple(ref for ref in refs if ref != "this") or refs
    if numbered := tuple(ref for ref in refs if isinstance(ref, int)):
        refs = numbered
    if not refs and qty is None:
        refs = bare_numbers(text, heard.shown)
    if not any(ref != "this" for ref in refs) and heard.shown > 1 and not heard.focus and _BOTH.search(text):
        refs, qty = (1, 2), None
    if name == "remove" and slots.refused and not any(ref != "this" for ref in refs):
        refs = ()
    if len(refs) > 1 and re.search(r"\band\b|,|[和跟与都]|both", text):
        return Act(name, refs=refs, qty=qty)
    if refs and not (isinstance(refs[0], Described) and refs[0].category is None and "category" in slots.facets):
        return Act(name, ref=refs[0], qty=qty)
    every = (*slots.found, *slots.refused) if name == "remove" else slots.found
    kinds: dict[str, str] = {}
    for one in every:
        if one.kind in ("category", "color", "material", "style", "brand"):
            kinds.setdefault(one.kind, one.name)
    return Act(name, ref=described(kinds) if kinds else "this", qty=qty)
