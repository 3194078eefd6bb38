"""Understanding by rules: normalise, read the slots, decide the act by the first turn of phrase that fits.

The order of the questions is the order of certainty. What no rule knows is `chat`: the guide says that it did not
understand rather than do something nobody asked for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import msgspec

from inference.dialogue.acts import Act, ActName, Described, Heard, Ref, described
from inference.dialogue.cues import cues
from inference.dialogue.lexicon import Lexicon
from inference.dialogue.normal import MOST_LETTERS, Speller, english_words, normalised
from inference.dialogue.refs import bare_numbers
from inference.dialogue.slots import Slots, read
from inference.dialogue.wishes import (
    ask,
    attributes_in,
    compare,
    facets_of,
    navigate,
    other_words,
    search_text,
    served,
    service,
)

_OTHERWISE = re.compile(r"\b(?:another|other|different|half|bigger|smaller|version)\b|别的|其他|其它|换|另")
_LONGEST_NAME = 30
"""Letters of a free search: what is longer is talk."""
_NAME_WORDS, _NAME_LETTERS = 2, 5
_A_SENTENCE = re.compile(
    r"\b(?:your|you're|are|is|was|were|been|about|know|who|why|when|if|because|tell|call|change|say|told|did|today|"
    r"tomorrow|yesterday|tonight|help|his|her|their|much|many)\b|\bto (?!buy|get|see|find|purchase|order|have)\w+|你(?!们)|为什么|"
    r"怎么|是不是|知道|告诉|问题|时候"
)
_MOST_OTHER_WORDS = 3
_CART = re.compile(r"\b(?:cart|basket)\b|购物车")
_ASKS_FOR = re.compile(
    r"^(?:please |hi |hello |hey |ok |so |um |and |,|\s)*(?:do you (?:have|sell|carry|stock|do)|have you got|"
    r"you got|got any|"
    r"find(?: me)?|search(?: for)?|look(?:ing)? for|i'?m (?:looking for|after)|you (?:have|sell)|"
    r"i am looking for|any|i (?:need|want)(?: to (?:buy|see|get))?|i'?d like|show me|can i (?:get|see|buy)|"
    r"where can i (?:get|buy|find))\b|"
    r"有没有|找|想买|想要|搜|卖不卖|卖.*[吗不没]|我要|来(?:一)?个|需要|有.*(?:吗|卖|不$|没$)"
)
_BOTH = re.compile(r"\bboth\b|\bthe (?:2|two)(?: of them)?\b|[两2]个都|都")
_TAKES_OUT = re.compile(r"\b(?:remove|delete|take|put|drop|empty|clear)\b|删|拿掉|拿出|移|清空|清掉")


@dataclass(frozen=True)
class Evidence:
    """What the rules make of an utterance, and how sure they are of it.

    `confidence` is between 0 and 1; `coverage` is the share of the words that is known shop talk.
    """

    act: Act
    text: str
    confidence: float
    coverage: float


class Rules:
    """The understanding of one shop; immutable."""

    def __init__(self, brands: Sequence[str] = ()) -> None:
        self.lexicon = Lexicon(brands)
        told = resources.files(__package__).joinpath("normal.toml").read_text("utf-8")
        shop = str(tomllib.loads(told)["shop"]["words"]).split()
        self.speller = Speller({*self.lexicon.words, *shop}, self.lexicon.phrases, english_words())

    def parse(self, utterance: str, heard: Heard | None = None) -> Act:
        """The act of an utterance. Never raises; the same words in the same state give the same act."""
        return self.parse_with_evidence(utterance, heard).act

    def parse_with_evidence(self, utterance: str, heard: Heard | None = None) -> Evidence:
        """The act, the words as they were read, and how much speaks for it."""
        heard = heard or Heard()
        text = normalised(utterance, self.speller)
        if not re.search(r"[a-z0-9\u4e00-\u9fff]", text):
            return Evidence(Act("chat"), text, 1.0, 0.0)
        slots = read(text, self.lexicon)
        words = max(1, len(re.findall(r"[a-z']+|\d+|[\u4e00-\u9fff]{1,2}", text)))
        others = other_words(text, slots, self.lexicon)
        coverage = max(0.0, 1.0 - others / words)
        for certainty, decide in ((0.9, self._of_the_visit), (0.85, self._of_a_thing), (0.7, self._of_a_wish)):
            act = decide(text, slots, heard)
            if act is not None:
                return Evidence(act, text, round(certainty * (0.5 + 0.5 * coverage), 3), coverage)
        return Evidence(Act("chat", text=utterance.strip()[:MOST_LETTERS] or None), text, 0.3, coverage)

    def _of_the_visit(self, text: str, slots: Slots, heard: Heard) -> Act | None:
        """What needs no product: manners, a person, undo, service, the cart, paying, help."""
        bare = cues().polite.sub(" ", text).strip(" .,!?~") or text.strip(" .,!?~")
        wanted = bool(slots.facets) or slots.limited
        asked = heard.focus and bool(attributes_in(text, self.lexicon)) and cues().question.search(text) is not None
        chatty = cues().chat.search(text.strip())
        buys = cues().add.search(text) is not None and (heard.focus or heard.shown > 0)
        chatty = None if buys else chatty
        if chatty and (not wanted or _is_praise(text)) and not slots.refs and not cues().human.search(text):
            return Act("chat")
        others = other_words(text, slots, self.lexicon)
        ours = wanted and (cues().search.search(text) is not None or ("category" in slots.facets and others < 3))
        if cues().elsewhere.search(text) and not ours and not asked:
            topic = served(text, slots, self.lexicon, heard)
            return service(topic, text, slots) if topic and others < 3 else Act("chat", text=text)
        if (
            chatty
            and (not wanted or _is_praise(text))
            and not cues().human.search(text)
            and not asked
            and not ({ref for ref in slots.refs if ref != "this"} and not _is_praise(text))
        ):
            return Act("chat")
        if cues().human.search(text) and not slots.facets.get("category"):
            return Act("chat") if _asks_who(text) else Act("human")
        topic = served(text, slots, self.lexicon, heard)
        if topic is not None and not (asked and not slots.order_id and topic in ("care", "warranty")):
            if topic == "payment" and cues().checkout.search(text) and re.search(r"\bready|done|now\b|了", text):
                return Act("checkout")
            return service(topic, text, slots)
        if cues().undo.search(text) and not wanted:
            return Act("undo")
        if (cues().help.search(bare) or cues().help.search(text)) and not wanted and not asked:
            return Act("help")
        return self._of_the_cart(text, slots, heard)

    def _of_the_cart(self, text: str, slots: Slots, heard: Heard) -> Act | None:
        """Remove, add, look into it, pay."""
        things = bool(slots.refs) or heard.focus or heard.shown > 0 or _CART.search(text) is not None
        done = re.search(r"^(?:did|is|was|has|have|are)\b|[没吗]", text) is not None
        if cues().cart.search(text) and not _TAKES_OUT.search(text) and (done or not cues().add.search(text)):
            return Act("cart")
        refining = heard.searched and not _CART.search(text) and (not slots.refs or bool(slots.refused))
        if (
            cues().remove.search(text)
            and not (refining and (slots.facets or slots.refused))
            and (things or "category" in slots.facets)
        ):
            return _with_refs("remove", slots, text, heard, qty=slots.qty)
        comparing = cues().compare.search(text) is not None and not _CART.search(text)
        asking = "?" in text or text.endswith(("吗", "不"))
        if (
            things
            and cues().add.search(text)
            and not comparing
            and not (asking and not _CART.search(text))
            and not (heard.searched and not _CART.search(text) and slots.facets and not slots.refs)
        ):
            return _with_refs("add", slots, text, heard, qty=slots.qty)
        if cues().checkout.search(text) and not (slots.facets or navigate(text, slots, self.lexicon)):
            return Act("checkout")
        return None

    def _of_a_thing(self, text: str, slots: Slots, heard: Heard) -> Act | None:
        """What is done with, or asked about, a thing that is meant."""
        if (
            cues().compare.search(text)
            and (act := compare(text, slots, self.lexicon, heard)) is not None
            and (len(act.refs) > 1 or not (heard.searched and slots.facets))
        ):
            return act
        meant = bool(slots.refs) or heard.focus
        worn = meant or (heard.shown > 0 and "category" in slots.facets)
        roomy = (
            cues().room.search(text) is not None and re.search(r"\b(?:put|place|stand)\b|[放摆搁]", text) is not None
        )
        coloured = "color" in slots.facets and re.search(r"\bcolou?r\b|颜色|色", text) is not None
        if worn and cues().try_on.search(text) and not coloured and not roomy and "room" not in slots.facets:
            return msgspec.structs.replace(_with_refs("try_on", slots, text, heard), size=slots.size)
        roomed = cues().room.search(text) is not None or ("room" in slots.facets and bool(slots.refs))
        asked = {one.name for one in attributes_in(text, self.lexicon)} - (
            {"size"} if "room" in slots.facets else set()
        )
        if meant and roomed and cues().room_verb.search(text) and not _wants_another(text, slots) and not asked:  # fmt: skip
            return Act("show_in_room", room=slots.facets.get("room"), ref=_first_ref(slots, text, heard))
        origin = any(one.name == "origin" for one in attributes_in(text, self.lexicon))
        place = None if origin else navigate(text, slots, self.lexicon)
        if place is not None and not (heard.focus and place.ref == "this" and attributes_in(text, self.lexicon)):
            return place
        changed = bool({"color", "material"} & set(slots.facets)) or slots.size is not None or _OTHERWISE.search(text)
        if cues().recommend.search(text):
            return _recommend(text, slots, heard)
        answer = ask(text, slots, self.lexicon, heard)
        if answer is not None and (answer.attribute not in ("material", "color", "size") or " " in (answer.size or "")):
            return answer
        if (
            cues().variant.search(text)
            and _is_variant(slots, heard)
            and (changed or answer is None)
            and not _is_question_of(text, slots, heard)
        ):
            return _variant(text, slots, heard)
        if answer is not None:
            return answer
        if (
            heard.focus
            and not heard.searched
            and "category" not in slots.facets
            and not slots.price_max
            and ({"color", "material"} & set(slots.facets) or slots.size)
        ):
            return _variant(text, slots, heard)
        return None

    def _of_a_wish(self, text: str, slots: Slots, heard: Heard) -> Act | None:
        """Select, refine, search."""
        if (act := _selected(text, slots, heard)) is not None:
            return act
        wanted = {k: v for k, v in slots.facets.items() if k != "category"}
        limited = slots.limited
        category = slots.facets.get("category")
        others = other_words(text, slots, self.lexicon)
        certain = category is not None and bool(wanted or limited)
        foreign = (others > _MOST_OTHER_WORDS and not certain) or (others and cues().elsewhere.search(text))
        if foreign and not (heard.searched and (limited or slots.refused)):
            return None
        if heard.searched and category is None and (wanted or limited or slots.refused or cues().only.search(text)):
            bare = not wanted and not limited
            return facets_of("refine", slots, text=search_text(text, slots) if bare else None)
        if category is not None:
            return facets_of("search", slots)
        if wanted or limited:
            if others > (1 if wanted or cues().search.search(text) else 2) + (1 if wanted and limited else 0):
                return None
            return facets_of("refine" if cues().only.search(text) and heard.shown else "search", slots)
        if others <= _MOST_OTHER_WORDS and self.lexicon.find(text, "goods"):
            return Act("search", text=search_text(text, slots))
        if _ASKS_FOR.search(text) and (words := search_text(text, slots)) and _is_a_name(text, words):
            return Act("search", text=words)
        return None


def _is_a_name(text: str, words: str) -> bool:
    """Whether what somebody asks for can be a thing: a word or two, not a sentence about you and me."""
    if _A_SENTENCE.search(text) or len(words) > _LONGEST_NAME:
        return False
    return len(words.split()) <= _NAME_WORDS and len(re.sub(r"[^\u4e00-\u9fff]", "", words)) <= _NAME_LETTERS


def _selected(text: str, slots: Slots, heard: Heard) -> Act | None:
    """One of what is shown, by its place, by what it is like, or pointed at."""
    shown = heard.shown > 0 or heard.focus
    pointed = [ref for ref in slots.refs if ref != "this"]
    numbers = bare_numbers(text, heard.shown)
    if not pointed and not slots.facets and numbers and len(text) < 24:
        return Act("select", ref=numbers[0])
    if not shown and not any(isinstance(ref, int) for ref in pointed):
        return None
    sure = pointed and (isinstance(pointed[0], int) or cues().select.search(text) or len(text) < 40)
    if sure and not _starts_a_search(text, slots) and not slots.limited:
        return Act("select", ref=pointed[0])
    picks = slots.refs and not slots.facets and not slots.limited and not slots.refused
    if picks and cues().select.search(text) and len(text) < 60 and not (cues().only.search(text) and heard.searched):
        return Act("select", ref=slots.refs[0])
    if picks and len(text) < 12:
        return Act("select", ref=slots.refs[0])
    return None


def _recommend(text: str, slots: Slots, heard: Heard) -> Act:
    """Things that go with one that is meant, or that somebody may like; the thing itself is no wish."""
    ref: Ref | None = next((one for one in slots.refs if one != "this"), next(iter(slots.refs), None))
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


def _variant(text: str, slots: Slots, heard: Heard) -> Act:
    """The thing meant, otherwise: what it is to become is no description of it."""
    ref: Ref = next((one for one in slots.refs if one != "this"), "this")
    kept = {k: v for k, v in slots.facets.items() if k in ("color", "material")}
    if isinstance(ref, Described):
        said = [one for one in slots.found if one.kind in kept]
        last = {one.kind: one.name for one in said}
        kept = {k: v for k, v in last.items() if getattr(ref, k) != v}
        ref = ref if ref.category or ref.brand or len(said) > len(kept) else "this"
    return Act("variant", ref=ref, size=slots.size, **kept)  # type: ignore[arg-type]


def _is_question_of(text: str, slots: Slots, heard: Heard) -> bool:
    """ "What would this cost in oak" is asked, not shown."""
    return bool(re.search(r"\bhow much\b|\bcost\b|多少钱", text)) or (
        heard.searched and not heard.focus and not any(ref != "this" for ref in slots.refs)
    )


def _asks_who(text: str) -> bool:
    """ "Are you a real person?" asks for no other one."""
    return re.search(r"\b(?:are|r) (?:you|u)\b|你是|你(?:到底)?是不是|\bam i (?:talking|speaking)\b", text) is not None


def _is_praise(text: str) -> bool:
    return cues().search.search(text) is None and re.search(
        r"太(?:好看|酷|棒|美|赞|可爱|漂亮|好玩|厉害)|yyds|绝了|爱了|\b(?:so|soo|really|super|very) (?:cool|cute|"
        r"pretty|beautiful|nice)\b|"
        r"\b(?:gorgeous|lovely|awesome|amazing|wow)\b", text) is not None  # fmt: skip


def _wants_another(text: str, slots: Slots) -> bool:
    """ "A lamp for my bedroom" looks for one; "how would it look in my bedroom" means one."""
    return "category" in slots.facets and not slots.refs and bool(cues().search.search(text))


def _first_ref(slots: Slots, text: str, heard: Heard) -> Ref:
    if slots.refs:
        return next((one for one in slots.refs if one != "this"), "this")
    return next(iter(bare_numbers(text, heard.shown)), "this")


def _is_variant(slots: Slots, heard: Heard) -> bool:
    """A thing is meant, not the list of what was found ("make it leather" after a search)."""
    if heard.focus or heard.shown == 1 or any(ref != "this" for ref in slots.refs):
        return True
    return not heard.searched and bool(slots.refs)


def _starts_a_search(text: str, slots: Slots) -> bool:
    """ "Show me the red sofas" looks for sofas, "the red sofa" and "that red one" mean one."""
    described = [ref for ref in slots.refs if isinstance(ref, Described)]
    plural = re.search(r"\b\w+[^s]s\b(?! one)", text) is not None and not re.search(
        r"\bones?\b|\b(?:that|this|those|these)\b|[这那]", text
    )
    return bool(described) and described[0].category is not None and plural


def _with_refs(name: ActName, slots: Slots, text: str, heard: Heard, qty: int | None = None) -> Act:
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
