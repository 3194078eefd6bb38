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

from inference.dialogue.acts import Act, Heard
from inference.dialogue.at_hand import at_hand
from inference.dialogue.choosing import (
    asks_who,
    first_ref,
    in_the_middle,
    is_a_name,
    is_praise,
    is_question_of,
    is_variant,
    recommend,
    selected,
    variant,
    wants_another,
    with_refs,
)
from inference.dialogue.cues import cues
from inference.dialogue.lexicon import Lexicon
from inference.dialogue.normal import MOST_LETTERS, Speller, english_words, normalised
from inference.dialogue.serving import served, service
from inference.dialogue.slots import Slots, read
from inference.dialogue.sounds import Sounds
from inference.dialogue.wishes import (
    ask,
    attributes_in,
    compare,
    facets_of,
    navigate,
    other_words,
    search_text,
)

_OTHERWISE = re.compile(
    r"\b(?:another|other|different|half|bigger|smaller|larger|darker|lighter|"
    r"longer|shorter|wider|narrower|version|size (?:up|down))\b|别的|其他|其它|换|另"
)
_QUESTION = re.compile(
    r"^(?:and |so |but |ok |please |hi |hey |hello |,|tell me )*(?:who|whom|whose|what|what's|when|why|how|"
    r"where|which|is|are|was|were|"
    r"does|do|did|should|would|will|has|have|had|am|may|might|must(?! be| have))\b|"
    r"为什么|怎么|谁|什么时候|是什么|哪一?年|多久"
)
_SHOP_QUESTION = re.compile(
    r"\b(?:you|u|ya|there|i (?:get|see|buy|have|find|look|order)|stock|sell|sold|in stock|shop|store|any|about|"
    r"available)\b|卖|有|买|来|要|找|看"
)
"""How a shopper asks for goods: "do you have", "is there", "can i see"."""
_MOST_OTHER_WORDS, _MOST_BESIDE_A_CATEGORY = 3, 4
"""Words of no shop: who names goods may tell what they are for."""
_CART = re.compile(r"\b(?:cart|basket)\b|购物车")
_ASKS_FOR = re.compile(
    r"^(?:please |hi |hello |hey |ok |so |um |and |,|\s)*(?:do you (?:have|sell|carry|stock|do)|have you got|"
    r"you got|got any|"
    r"find(?: me)?|search(?: for)?|look(?:ing)? for|i'?m (?:looking for|after)|you (?:have|sell)|"
    r"i am looking for|any|i (?:need|want)(?: to (?:buy|see|get))?|i'?d like|show me|can i (?:get|see|buy)|"
    r"where can i (?:get|buy|find))\b|"
    r"有没有|找|想买|想要|搜|卖不卖|卖.*[吗不没]|我要|来(?:一)?个|需要|有.*(?:吗|卖|不$|没$)"
)
_REQUEST = re.compile(r"\b(?:can|could|may|will|would) (?:i|you|we)\b|能|可以|帮")
_REFUSES = re.compile(r"不(?:想)?(?:要|买)|别(?:加|买|要)|\b(?:don't|do not|not) (?:want|add|buy|need)\b")
_TAKES_OUT = re.compile(r"\b(?:remove|delete|take|put|drop|empty|clear)\b|删|拿掉|拿出|移|清空|清掉|去掉|减掉")


_PAYS_NOW = re.compile(
    r"\bready|done|now\b|^(?!.*(?:失败|不了|不成功|怎么|吗|安全)).*(?:了|(?:去|要|想|就|我来|准备|下单)(?:付款|支付|付钱|付账)(?:吧|啦|咯)?$)"
)
_SURELY_OUT = re.compile(
    r"[减少退]掉?(?:[一\d]|了)|少(?:买|要|拿|来)[一\d]|去掉$|[删移剔]|拿掉|拿走|退掉|先?不买了|不(?:要|买)[那这第].{1,8}了|[撤踢清扣]掉|拿出|放回"
)
"""Taken out of the cart even while a search is open."""


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
        self.sounds = Sounds(self.lexicon, dict(tomllib.loads(told)["sounds"]))
        self.speller = Speller({*self.lexicon.words, *shop}, self.lexicon.phrases, english_words())

    def parse(self, utterance: str, heard: Heard | None = None) -> Act:
        """The act of an utterance. Never raises; the same words in the same state give the same act."""
        return self.parse_with_evidence(utterance, heard).act

    def parse_with_evidence(self, utterance: str, heard: Heard | None = None) -> Evidence:
        """The act, the words as they were read, and how much speaks for it."""
        heard = heard or Heard()
        text = normalised(utterance, self.speller, self.sounds.mended)
        if not re.search(r"[a-z0-9\u4e00-\u9fff]", text):
            return Evidence(Act("chat"), text, 1.0, 0.0)
        text = in_the_middle(text, heard.shown)
        slots = read(text, self.lexicon)
        words = max(1, len(re.findall(r"[a-z']+|\d+|[\u4e00-\u9fff]{1,2}", text)))
        others = other_words(text, slots, self.lexicon)
        coverage = max(0.0, 1.0 - others / words)
        for certainty, decide in (
            (0.95, at_hand),
            (0.9, self._of_the_visit),
            (0.85, self._of_a_thing),
            (0.7, self._of_a_wish),
        ):
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
        if chatty and (not wanted or is_praise(text)) and not slots.refs and not cues().human.search(text):
            return Act("chat")
        others = other_words(text, slots, self.lexicon)
        ours = wanted and (
            cues().search.search(text) is not None
            or ("category" in slots.facets and others < 4 and not _asks_elsewhere(text))
        )
        if cues().foreign.search(text) and not asked and not cues().human.search(text):
            return Act("chat", text=text)
        if cues().elsewhere.search(text) and not ours and not asked:
            topic = served(text, slots, self.lexicon, heard)
            return service(topic, text, slots) if topic and others < 3 else Act("chat", text=text)
        if (
            chatty
            and (not wanted or is_praise(text))
            and not cues().human.search(text)
            and not asked
            and not ({ref for ref in slots.refs if ref != "this"} and not is_praise(text))
        ):
            return Act("chat")
        if cues().human.search(text) and not slots.facets.get("category"):
            return Act("chat") if asks_who(text) else Act("human")
        topic = served(text, slots, self.lexicon, heard)
        if topic is not None and not (asked and not slots.order_id and topic in ("care", "warranty")):
            if topic == "payment" and cues().checkout.search(text) and _PAYS_NOW.search(text):
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
        done = re.search(r"^(?:did|is|was|has|have|are)\b|[没吗几]|什么|哪些", text) is not None
        if cues().cart.search(text) and not _TAKES_OUT.search(text) and (done or not cues().add.search(text)):
            return Act("cart")
        refining = heard.searched and not _CART.search(text) and (not slots.refs or bool(slots.refused))
        if (
            cues().remove.search(text)
            and not (refining and (slots.facets or slots.refused) and not _SURELY_OUT.search(text))
            and (things or "category" in slots.facets)
        ):
            return with_refs("remove", slots, text, heard, qty=slots.qty)
        comparing = cues().compare.search(text) is not None and not _CART.search(text)
        asking = ("?" in text or text.endswith(("吗", "不"))) and not _REQUEST.search(text)
        if (
            things
            and cues().add.search(text)
            and not comparing
            and not _REFUSES.search(text)
            and not (asking and not _CART.search(text))
            and not (
                heard.searched
                and not _CART.search(text)
                and slots.facets
                and not slots.refs
                and text[0] != "加"
                and slots.qty is None
            )
        ):
            return with_refs("add", slots, text, heard, qty=slots.qty)
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
            cues().room.search(text) is not None
            and re.search(r"\b(?:put|place|stand)\b|[放摆搁]|房间|客厅|家里|卧室|书房", text) is not None
        )
        coloured = "color" in slots.facets and re.search(r"\bcolou?r\b|颜色|色", text) is not None
        if worn and cues().try_on.search(text) and not coloured and not roomy and "room" not in slots.facets:
            return msgspec.structs.replace(with_refs("try_on", slots, text, heard), size=slots.size)
        roomed = cues().room.search(text) is not None or ("room" in slots.facets and bool(slots.refs))
        fits = {"size"} if "room" in slots.facets else set[str]()
        asked = {one.name for one in attributes_in(text, self.lexicon)} - fits
        if meant and roomed and cues().room_verb.search(text) and not wants_another(text, slots) and not asked:
            return Act("show_in_room", room=slots.facets.get("room"), ref=first_ref(slots, text, heard))
        origin = any(one.name == "origin" for one in attributes_in(text, self.lexicon))
        place = None if origin else navigate(text, slots, self.lexicon)
        if place is not None and not (heard.focus and place.ref == "this" and attributes_in(text, self.lexicon)):
            return place
        changed = bool({"color", "material"} & set(slots.facets)) or slots.size is not None or _OTHERWISE.search(text)
        alone = not meant and not heard.shown and not slots.facets and _asks_elsewhere(text)
        strange = alone and cues().gift.search(text) is None and other_words(text, slots, self.lexicon) > 1
        if cues().recommend.search(text) and not strange:
            return recommend(text, slots, heard)
        answer = ask(text, slots, self.lexicon, heard)
        if answer is not None and (answer.attribute not in ("material", "color", "size") or " " in (answer.size or "")):
            return answer
        if (
            cues().variant.search(text)
            and is_variant(slots, heard)
            and (changed or answer is None)
            and not is_question_of(text, slots, heard)
        ):
            return variant(text, slots, heard)
        if answer is not None:
            return answer
        if (
            heard.focus
            and not heard.searched
            and "category" not in slots.facets
            and not slots.price_max
            and ({"color", "material"} & set(slots.facets) or slots.size)
        ):
            return variant(text, slots, heard)
        return None

    def _of_a_wish(self, text: str, slots: Slots, heard: Heard) -> Act | None:
        """Select, refine, search."""
        if (act := selected(text, slots, heard)) is not None:
            return act
        wanted = {k: v for k, v in slots.facets.items() if k != "category"}
        limited = slots.limited
        category = slots.facets.get("category")
        others = other_words(text, slots, self.lexicon)
        if category is None and others < 3 and not cues().elsewhere.search(text) and cues().terse.search(text):
            return facets_of("refine", slots, text=None if wanted or limited else search_text(text, slots))
        certain = category is not None and bool(wanted or limited)
        lone, strange = not (heard.shown or heard.focus or slots.refused), _asks_elsewhere(text)
        if lone and strange and not (certain and others < 2):
            return None
        most = _MOST_OTHER_WORDS if category is None or strange else _MOST_BESIDE_A_CATEGORY
        told = len(wanted) + (slots.price_max is not None or slots.price_min is not None) + (slots.size is not None)
        most += 2 if told > 1 and cues().search.search(text) else 0
        foreign = others > most and not certain
        foreign = foreign or (others > 0 and (category is None or strange) and bool(cues().elsewhere.search(text)))
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
        if _ASKS_FOR.search(text) and (words := search_text(text, slots)) and is_a_name(text, words):
            return Act("search", text=words)
        return None


def _asks_elsewhere(text: str) -> bool:
    """Whether it is a question, and none that a shopper asks for goods."""
    return _QUESTION.search(text) is not None and _SHOP_QUESTION.search(text) is None
