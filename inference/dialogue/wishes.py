"""The acts that need more than a turn of phrase: comparing, asking, finding the way, service, searching."""

from __future__ import annotations

import re
from itertools import pairwise

from inference.dialogue.acts import Act, ActName, Described, Heard, Ref, described
from inference.dialogue.cues import cues
from inference.dialogue.lexicon import Found, Lexicon
from inference.dialogue.refs import bare_numbers
from inference.dialogue.slots import Slots

_BOTH = re.compile(
    r"\bboth\b|\b(?:these|those|the|this) (?:2|two)\b|\bthem\b|\bthese\b|\bthe 2\b|[这那](?:两|2)|两个|2个|两款|"
    r"2款|它们|前两|前2|[二2]选一|哪个|which"
)
_TWO = re.compile(r"\b(?:these|those|both|2|two)\b|[这那]?[两2]|它们")
_JOINED = re.compile(r"\b(?:with|to|and|against|or|vs|than|over)\b|[和跟与或比同]|还是|pk")
"""What stands between two things compared."""
_FIRST_TWO = re.compile(r"\bfirst (?:2|two)\b|前(?:面)?(?:2|两)")
_LAST_TWO = re.compile(r"\blast (?:2|two)\b|(?:最后|后面?)(?:2|两)")
_ATTRIBUTES_OF_A_THING = frozenset(
    {
        "price",
        "weight",
        "size",
        "material",
        "color",
        "stock",
        "brand",
        "care",
        "rating",
        "origin",
        "warranty",
        "delivery",
    }
)
_WEAK = frozenset(
    ("high", "fit", "in", "small", "dishes", "pay for it", "capacity", "measure", "maintain", "iron", "domestic",
     "who designed", "大小", "进口", "washing machines", "go for")
)  # fmt: skip
"""Words that alone do not ask for an attribute: "a large lamp"."""
_ASKS_WEAKLY = re.compile(r"\b(?:how|is|are|too|does|do|will|would|can|what)\b|吗|不|多|几")
_STOP = re.compile(
    r"\b(?:show|find|search|look(?:ing)?|for|me|i|want|need|to|buy|a|an|the|some|any|do|you|have|got|please|can|"
    r"could|would|like|sell|is|are|there|not|no|without|"
    r"something|anything|my|of|in|with|see|get|browse|and|that|it|this|one|ones|only|just|hi|hello|what|about|how|"
    r"let|us|let's|i'd|i'm|shop|on|at|or|be|so|if|we|our|your|new|nice|good|cheap|small|big|large|little|bit|"
    r"very|really|"
    r"too|more|than|but|from|by|up|out|was|has|had|will|am|also|maybe|think|thing|things|stuff|kind|sort|which|"
    r"where|when|"
    r"use|put|stand|go|goes|fit|fits|has|make|made|take|give|want|looks?|think|here|now|then|ok|all|color|colour|size|"
    r"price|under|below|over|between|around|less|most|usd|dollars?|euros?|pounds?|bucks|old|big|tall|wide|long|"
    r"high|wall|"
    r"m|cm|style|type|sized?|colou?red|made|pair|set|pls|thanks|preferably|ideally|budget|cost|costs|want|decent|best|"
    r"his|her|their|them|he|she|they|kids?|son|daughter|wife|husband|mum|mom|dad|friend|work|home|house|winter|summer|"
    r"school|wedding|party|trip|gaming|after|need|needs|looking|love|have|having|next|going|it's|don't|got|gets?)\b|"
    r"请|帮我|我|想要|想买|想|要|买|有没有|有|找|找一下|看看|看|给|一下|一个|个|吗|么|呢|吧|的|了|你们|这里|卖|"
    r"需要|搜索|搜|些|点|来|把|下|"
    r"以内|以下|以上|之内|左右|商品|东西|产品|货|是|在|用|和|跟|也|都|就|还|那|这|它|好|大|小|最|很|不|没|能|"
    r"可以|带|放|家|里|上|元|块|钱|张|双|件|款|条|"
    r"台|盏|只|套|种"
)
_MORTAR = re.compile(
    r"\b(?:what|whats|what's|which|is|are|does|do|how|tell|know|the|of|for|at|exactly|actually|right|now|still|"
    r"info|come|comes|really)\b|多少|什么|是|有"
)
_MOST_OTHER_WORDS = 1
_FITS = re.compile(r"\bfits?\b|\btrue\b|\bruns?\b|\busual|\bnormally\b|\bam\b|i'm|准|平时|偏|合|穿")
_SHORT = 25
"""Letters of a question that needs no question word: "price of that one"."""
_PLACE_CUE = re.compile(
    r"section|department|area|zone|aisle|counter|room\b|entrance|exit|door|till|cashier|corner|stuff|things|区|"
    r"台|间|入口|出口|"
    r"门口|大厅|处|部|馆|那边|专区|一块|地方"
)
_BETTER = (
    ("price", r"cheap|expensive|value|dear|afford|cost|price|便宜|贵|划算|性价比|实惠|值"),
    ("weight", r"heav|\blighter\b|weigh|重|更?轻"),
    ("rating", r"\brating|\bstars?\b|review|popular|评分|评价|口碑|好评"),
    (
        "size",
        r"bigger|larger|smaller|taller|wider|longer|biggest|roomier|更大|更小|更高|更宽|哪[个款张]大|"
        r"哪[个款张]小|[比更]较?[大小宽高长]|大[一些]?点",
    ),
)
_AISLES = {
    "furniture": ("sofa", "armchair", "chair", "stool", "bench", "desk", "table", "bed", "cabinet", "shelf"),
    "shoes": ("shoes", "boots", "sneakers", "sandals", "heels", "loafers"),
    "clothes": ("clothes", "jacket", "dress", "skirt", "top", "trousers", "hat", "scarf"),
    "bags": ("bag", "backpack", "handbag", "tote", "suitcase"),
    "electronics": ("electronics", "camera", "earbuds", "headphones", "keyboard", "laptop", "smartphone", "speaker",
                    "tv", "tablet", "watch"),
    "kitchen": ("mug", "plate", "pot", "appliance"),
    "decoration": ("vase", "picture", "mirror", "clock", "plant"),
    "cosmetics": ("cosmetics", "lipstick", "perfume", "nail polish", "skin care", "makeup"),
    "toys": ("toy", "plush toy", "wooden toy", "figure"),
    "lighting": ("lamp", "floor lamp", "table lamp", "pendant lamp"),
    "sport": ("dumbbell", "yoga mat"),
    "textiles": ("rug",),
}  # fmt: skip
_AISLE_OF = {category: place for place, names in _AISLES.items() for category in names}
_FIXED = frozenset({"entrance", "exit", "fitting_room"})
"""Places that can only be gone to: their name alone is enough."""
_NAMES_AN_AISLE = frozenset({"shoes", "clothes", "bag", "toy", "electronics", "cosmetics", "furniture", "makeup"})


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


def compare(text: str, slots: Slots, lexicon: Lexicon, heard: Heard) -> Act | None:
    """The things side by side; an attribute when one is asked for. None when no two things can be meant."""
    refs = tuple(ref for ref in slots.refs if ref != "this") if len(slots.refs) > 2 else slots.refs
    refs = tuple(ref for ref in refs if not (isinstance(ref, Described) and ref.price)) or refs
    if len(numbers := bare_numbers(text, heard.shown)) > 1 and len([r for r in refs if isinstance(r, int)]) < 2:
        refs = numbers
    elif not refs and (told := _told_apart(text, slots)):
        refs = told
    elif _LAST_TWO.search(text):
        refs = (-2, -1)
    elif _FIRST_TWO.search(text) or (len([r for r in refs if r != "this"]) < 2 and _pair(text, refs, heard)):
        refs = (1, 2)
    elif len(refs) == 1 and slots.found and not (isinstance(refs[0], int) and len(slots.found) < 2):
        refs = _with_a_kind(text, slots, refs)
    elif not refs and len(slots.found) > 1:
        refs = tuple(dict.fromkeys(described({one.kind: one.name}) for one in slots.found))[:2]
    elif len(refs) == 1 and isinstance(refs[0], int) and numbers:
        refs = tuple(dict.fromkeys((*refs, *numbers)))
    if len(refs) < 2 and not heard.shown and not heard.focus:
        return None
    attribute = next((f.name for f in lexicon.find(text, "attribute") if f.name in _ATTRIBUTES_OF_A_THING), None)
    return Act("compare", refs=refs, attribute=_better(text) or attribute)


def _told_apart(text: str, slots: Slots) -> tuple[Ref, ...]:
    """红的和蓝的哪个便宜: two things by what they are like, where a joining word stands between."""
    named = [one for one in slots.found if one.kind in ("color", "category", "material", "brand")]
    for one, other in pairwise(named):
        between = text[one.end : other.start]
        if one.kind == other.kind and one.name != other.name and len(between) <= 8 and _JOINED.search(between):
            return described({one.kind: one.name}), described({other.kind: other.name})
    return ()


def _pair(text: str, refs: tuple[Ref, ...], heard: Heard) -> bool:
    if any(ref != "this" for ref in refs) or (heard.focus and heard.shown < 2):
        return False
    if not heard.shown and not _TWO.search(text):
        return False
    return _BOTH.search(text) is not None or (heard.shown == 2 and len(refs) < 2)


def _with_a_kind(text: str, slots: Slots, refs: tuple[Ref, ...]) -> tuple[Ref, ...]:
    """ "This with a red sofa": the other thing by what it is like."""
    named = [one for one in slots.found if one.kind in ("color", "category", "material", "brand", "style")]
    joined = _JOINED.search(text)
    other = {one.kind: one.name for one in named if joined is not None and one.start >= joined.end()}
    if "this" in refs and other:
        return (*refs, described(other))
    if "this" not in refs and len(named) >= 2:
        return tuple(described({one.kind: one.name}) for one in named[:2])
    return refs


def _better(text: str) -> str | None:
    return next((name for name, words in _BETTER if re.search(words, text)), None)


def attributes_in(text: str, lexicon: Lexicon) -> list[Found]:
    """The attributes named, those that a thing can have first; weak words only where nothing else is."""
    every = [
        Found("attribute", name, match.start(), match.end())
        for name, asks in cues().asks.items()
        for match in [asks.search(text)]
        if match is not None
    ]
    every.sort(key=lambda one: one.start)
    every += lexicon.find(text, "attribute")
    strong = [one for one in every if text[one.start : one.end] not in _WEAK]
    if not strong and not _ASKS_WEAKLY.search(text):
        return []
    named = strong or every
    if any(one.name == "weight" for one in named):
        named = [one for one in named if one.name != "price"]
    if any(one.name == "origin" for one in named):
        named = [one for one in named if one.name not in ("delivery", "material", "brand")]
    care = [one for one in named if one.name == "care"]
    return care or named


def ask(text: str, slots: Slots, lexicon: Lexicon, heard: Heard) -> Act | None:
    """A question about a thing that is meant, or about the one before one's eyes."""
    found = attributes_in(text, lexicon)
    meant = bool(slots.refs) or heard.focus or heard.shown == 1
    if not found:
        return _is_it_so(text, slots) if meant else None
    if not (cues().question.search(text) or (meant and len(text) < _SHORT)) or (
        (slots.price_max is not None or slots.price_min is not None) and not meant
    ):
        return None
    attributes = [one.name for one in found]
    if heard.searched and not heard.focus and slots.size and " " not in slots.size and attributes[0] == "size":
        return None
    worn = slots.size is not None and " " not in slots.size and "x" not in slots.size
    if heard.focus and worn and attributes[0] == "size" and not _FITS.search(text):
        return None
    category = slots.facets.get("category")
    refs = slots.refs or bare_numbers(text, heard.shown)
    if not meant and not refs:
        if category is None or other_words(text, slots, lexicon) > _MOST_OTHER_WORDS:
            return None
        if cues().search.search(text) and attributes == ["stock"]:
            return None
        if slots.limited or (slots.size is None and attributes[0] == "size" and not _ASKS_WEAKLY.search(text)):
            return None
    ref: Ref = "this"
    if refs:
        ref = next((one for one in refs if one != "this"), refs[0])
    elif not heard.focus and category is not None:
        kinds = {k: v for k, v in slots.facets.items() if k in ("category", "color", "material", "brand")}
        ref = described(kinds)
    measured = slots.size if attributes[0] == "size" else None
    return Act("ask", ref=ref, attribute=attributes[0], size=measured)


_IS_IT = re.compile(
    r"^(?:and |so |ok |but |)?(?:is|are|isn't|aren't) (?:it|this|that|these|they|those|the)\b|\b(?:it|this|"
    r"that)'?s? (?:is )?real(?:ly)?\b|^(?:real|genuine|solid|pure|actual|true) \w+\?|"
    r"\bwhat (?:is|are) (?:it|this|that|they|these)\b|"
    r"^[这它那].{0,5}是(?!不是要).{1,8}(?:吗|吧|么|嘛|不|还是)|是不是|是.{1,6}(?:的吗|做的吗|的么)"
)


_IS_OF = re.compile(r"^(?!.*(?:有|换|要|来|找|买|看|卖)).*[\u4e00-\u9fff](?:吗|么|\?|不)\??$")
"""真皮吗 asks; 有真皮的吗 looks for another."""


def _is_it_so(text: str, slots: Slots) -> Act | None:
    """ "Is it real leather?" asks for the material, "is this blue?" for the colour."""
    if not (_IS_IT.search(text) or ("material" in slots.facets and _IS_OF.search(text))):
        return None
    for kind in ("material", "color"):
        if kind in slots.facets:
            ref = next((one for one in slots.refs if one != "this"), "this")
            return Act("ask", ref=ref, attribute=kind, **{kind: slots.facets[kind]})  # type: ignore[arg-type]
    return None


def other_words(text: str, slots: Slots, lexicon: Lexicon) -> int:
    """How many words are neither of the lexicon nor the mortar of a question: a question about something else."""
    kept = text
    for one in sorted((*slots.found, *slots.refused, *lexicon.find(text, "attribute")), key=lambda one: -one.start):
        kept = kept[: one.start] + " " + kept[one.end :]
    return len(
        re.findall(r"[a-z']+|[\u4e00-\u9fff]{1,3}", _STOP.sub(" ", _MORTAR.sub(" ", cues().polite.sub(" ", kept))))
    )


def navigate(text: str, slots: Slots, lexicon: Lexicon) -> Act | None:
    """A place of the shop, or the place of the things named."""
    places = lexicon.find(text, "place")
    spoken = len(re.sub(r"\bthe\b|[\s?!.]", "", text))
    alone = any(place.name in _FIXED and place.end - place.start >= spoken for place in places)
    if not alone and not cues().navigate.search(text):
        return None
    categories = list(dict.fromkeys(one.name for one in slots.found if one.kind == "category"))
    in_section = _PLACE_CUE.search(text) is not None
    if places and (places[0].name in _FIXED or in_section or not categories or categories[0] == places[0].name):
        return Act("navigate", place=places[0].name)
    if places and _AISLE_OF.get(categories[0]) == places[0].name:
        return Act("navigate", place=places[0].name)
    aisles = {_AISLE_OF.get(name) for name in categories}
    if (
        len(aisles) == 1
        and (aisle := aisles.pop())
        and (in_section or len(categories) > 1 or categories[0] in _NAMES_AN_AISLE)
    ):
        return Act("navigate", place=aisle)
    if places:
        return Act("navigate", place=places[0].name)
    if slots.refs and not categories:
        return Act("navigate", ref=slots.refs[0])
    return Act("navigate", category=categories[0]) if categories else None
