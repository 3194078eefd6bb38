"""Understanding by rules: normalise, read the slots, decide the act by the first turn of phrase that fits.

The order of the questions is the order of certainty. What no rule knows is `chat`: the guide says that it did not
understand rather than do something nobody asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from inference.dialogue.acts import Act, ActName, Described, Heard, Ref, described
from inference.dialogue.cues import cues
from inference.dialogue.lexicon import Lexicon
from inference.dialogue.numbers import to_digits
from inference.dialogue.slots import Slots, read
from inference.dialogue.wishes import ask, compare, facets_of, navigate, other_words, search_text, served, service

_MOST_LETTERS = 2000
_ENDLESS = re.compile(r"(\d{40})\d+")
"""No price, size or order is that long, and patterns that look for them would take seconds over it."""
_LONGEST_NAME = 30
"""Letters of a free search: what is longer is talk."""
_MOST_OTHER_WORDS = 4
_ELSEWHERE = re.compile(
    r"^(?:why|when|who|should|how (?:do|does|did|can|to|long|many|far|close|about my)|is it|what (?:is|are|do|"
    r"does|did|time|team)|my |did|has|was)\b|"
    r"\b(?:flight|insurance|bank|account|song|timer|alarm|reservation|recipe|weather|calendar|meeting|"
    r"credit score|taxes)\b|"
    r"为什么|什么时候|天气|航班|机票|银行|闹钟|股票|新闻|几点"
)
_ASKS_FOR = re.compile(
    r"^(?:please |hi |hello |hey |ok |so |um )*(?:do you (?:have|sell|carry|stock)|have you got|got any|"
    r"find(?: me)?|search(?: for)?|look(?:ing)? for|i'?m looking for|"
    r"i am looking for|any|i (?:need|want)(?: to (?:buy|see|get))?|i'?d like|show me|can i (?:get|see|buy)|"
    r"where can i (?:get|buy|find))\b|"
    r"有没有|找|想买|想要|搜|卖不卖|卖.*吗|我要|来(?:一)?个|需要|有.*(?:吗|卖)"
)


class Rules:
    """The understanding of one shop; immutable."""

    def __init__(self, brands: Sequence[str] = ()) -> None:
        self.lexicon = Lexicon(brands)

    def parse(self, utterance: str, heard: Heard | None = None) -> Act:
        """The act of an utterance. Never raises; the same words in the same state give the same act."""
        heard = heard or Heard()
        text = normalised(utterance, self.lexicon)
        if not re.search(r"[a-z0-9\u4e00-\u9fff]", text):
            return Act("chat")
        slots = read(text, self.lexicon)
        return (
            self._of_the_visit(text, slots, heard)
            or self._of_a_thing(text, slots, heard)
            or self._of_a_wish(text, slots, heard)
            or Act("chat", text=utterance.strip()[:_MOST_LETTERS] or None)
        )

    def _of_the_visit(self, text: str, slots: Slots, heard: Heard) -> Act | None:
        """What needs no product: a person, undo, service, the cart, paying, the way, help, manners."""
        bare = cues().polite.sub(" ", text).strip(" .,!?，。！？~") or text.strip(" .,!?，。！？~")
        if cues().human.search(text) and not slots.facets.get("category"):
            return Act("human")
        if cues().chat.search(bare) or (cues().chat.search(text.strip()) and not slots.facets and not slots.refs):
            return Act("chat")
        topic = served(text, slots, self.lexicon)
        if topic is not None:
            return service(topic, slots)
        if cues().undo.search(text):
            return Act("undo")
        if cues().help.search(bare) or cues().help.search(text):
            return Act("help")
        if cues().remove.search(text) and not (cues().only.search(text) and slots.facets and not slots.refs):
            return _with_refs("remove", slots, heard, qty=slots.qty)
        if cues().add.search(text) and (slots.refs or heard.focus or heard.shown or "cart" in text or "购物车" in text):
            return _with_refs("add", slots, heard, qty=slots.qty)
        if cues().cart.search(text):
            return Act("cart")
        if cues().checkout.search(text) and not (navigate(text, slots, self.lexicon) and cues().navigate.search(text)):
            return Act("checkout")
        return None

    def _of_a_thing(self, text: str, slots: Slots, heard: Heard) -> Act | None:
        """What is done with, or asked about, a thing that is meant."""
        if cues().compare.search(text):
            return compare(text, slots, self.lexicon, heard)
        if cues().try_on.search(text):
            return _with_refs("try_on", slots, heard)
        room = slots.facets.get("room")
        meant = bool(slots.refs) or heard.focus
        if meant and cues().room.search(text) and cues().room_verb.search(text) and not _wants_another(text, slots):
            return Act("show_in_room", room=room, ref=_first_ref(slots, heard))
        place = navigate(text, slots, self.lexicon)
        if place is not None:
            return place
        if cues().recommend.search(text):
            return facets_of("recommend", slots, ref=next(iter(slots.refs), None))
        if cues().variant.search(text) and _is_variant(slots, heard):
            return facets_of("variant", slots, ref=_first_ref(slots, heard), only=("color", "material"), sizes=True)
        return ask(text, slots, self.lexicon, heard)

    def _of_a_wish(self, text: str, slots: Slots, heard: Heard) -> Act | None:
        """Select, refine, search."""
        pointed = [ref for ref in slots.refs if ref != "this"]
        if pointed and (cues().select.search(text) or len(text) < 12) and not _starts_a_search(text, slots):
            return Act("select", ref=pointed[0])
        if (
            slots.refs
            and not slots.facets
            and slots.price_max is None
            and cues().select.search(text)
            and len(text) < 60
        ) and not (cues().only.search(text) and heard.searched):
            return Act("select", ref=slots.refs[0])
        wanted = {k: v for k, v in slots.facets.items() if k != "category"}
        limited = slots.price_max is not None or slots.price_min is not None or slots.size is not None
        category = slots.facets.get("category")
        others = other_words(text, slots, self.lexicon)
        certain = category is not None and bool(wanted or limited)
        if (others > _MOST_OTHER_WORDS and not certain) or (others and _ELSEWHERE.search(text)):
            return None
        if heard.searched and category is None and (wanted or limited or cues().only.search(text)):
            return facets_of("refine", slots, text=search_text(text, slots) if not wanted and not limited else None)
        if category is not None:
            return facets_of("search", slots)
        if wanted or limited:
            return facets_of("refine" if cues().only.search(text) else "search", slots)
        if _ASKS_FOR.search(text) and (words := search_text(text, slots)) and len(words) <= _LONGEST_NAME:
            return Act("search", text=words)
        return None


def normalised(utterance: str, lexicon: Lexicon) -> str:
    """Lower case, one width, numbers as digits, small typing errors mended."""
    text = unicodedata.normalize("NFKC", utterance[:_MOST_LETTERS])[:_MOST_LETTERS].lower().replace("’", "'")
    text = _ENDLESS.sub(r"\1", re.sub(r"\s+", " ", text).strip())
    return _ENDLESS.sub(r"\1", to_digits(lexicon.corrected(text, cues().common)))[:_MOST_LETTERS]


def _wants_another(text: str, slots: Slots) -> bool:
    """ "A lamp for my bedroom" looks for one; "how would it look in my bedroom" means one."""
    return "category" in slots.facets and not slots.refs and bool(cues().search.search(text))


def _first_ref(slots: Slots, heard: Heard) -> Ref:
    return slots.refs[0] if slots.refs else "this"


def _is_variant(slots: Slots, heard: Heard) -> bool:
    """A thing is meant, not the list of what was found ("make it leather" after a search)."""
    if heard.focus or heard.shown == 1 or any(ref != "this" for ref in slots.refs):
        return True
    return not heard.searched and (bool(slots.refs) or not slots.facets)


def _starts_a_search(text: str, slots: Slots) -> bool:
    """ "Show me the red sofas" looks for sofas, "the red sofa" and "that red one" mean one."""
    described = [ref for ref in slots.refs if isinstance(ref, Described)]
    plural = re.search(r"\b\w+[^s]s\b(?! one)", text) is not None and not re.search(
        r"\bones?\b|\b(?:that|this)\b", text
    )
    return bool(described) and described[0].category is not None and plural


def _with_refs(name: ActName, slots: Slots, heard: Heard, qty: int | None = None) -> Act:
    """One thing as `ref`, several as `refs`."""
    refs = slots.refs
    if len(refs) > 1:
        refs = tuple(ref for ref in refs if ref != "this") or refs
    if len(refs) > 1:
        return Act(name, refs=refs, qty=qty)
    if refs and not (isinstance(refs[0], Described) and refs[0].category is None and "category" in slots.facets):
        return Act(name, ref=refs[0], qty=qty)
    kinds = {k: v for k, v in slots.facets.items() if k in ("category", "color", "material", "style", "brand")}
    return Act(name, ref=described(kinds) if kinds else "this", qty=qty)
