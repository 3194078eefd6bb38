"""What an utterance says of the thing wanted: facets, price, size, number, and which thing is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from inference.dialogue.acts import Ref
from inference.dialogue.amounts import prices, quantity, size
from inference.dialogue.cues import cues
from inference.dialogue.lexicon import Found, Lexicon
from inference.dialogue.refs import references

ORDER_ID = re.compile(
    r"(?:#|no\.? ?|numbers?(?:'s| is)? ?|号(?:码)?(?:是|为)?|orders? |订单(?:号)?(?:是|为)?|purchase |parcel |"
    r"package |"
    r"单子?|快递)#?([a-z]{0,3}-?\d{4,}[a-z0-9-]*)|#([a-z0-9]{4,})"
)
_LONE_NUMBER = re.compile(r"(?<![a-z0-9.$€£])([a-z]{0,3}-?\d{4,12})(?![a-z0-9]|元|块)")
_OF_A_KIND = re.compile(r"[\u4e00-\u9fff]的$")
"""不要皮的沙发: the sofa is wanted, the leather is not."""
_OF_A_SORT = re.compile(
    r"\b(?:big|large|huge|small|tiny|expensive|pricey|cheap|heavy|tall|high|long|short|wide|bulky|fancy|old|dark|light|"
    r"bright|boring|ugly|plain|soft|hard) $"
)
"""I do not want a big sofa: the sofa is wanted, big it is not to be."""
FACETS = ("color", "material", "style", "room", "category", "brand")
_CLAUSE = re.compile(
    r"[,.!?;:]| but | just | only | instead| show | rather | give | want the |我?要(?!求)|换|来[个点]|看看|找"
)
"""Where the reach of a "not" ends."""
_OWNED = re.compile(
    r"^(?:hi |hello |hey |so |,|\s)*"
    r"(?:i (?:already |do |just )?(?:have|own|got|bought)|i've got|we (?:have|own|got)|my|our)\b[^?]*?"
    r"\b(?:needs?|wants?|looking for|look for|show me|find|after|get me|would like|i'd like|search for|missing)\b"
)
"""What somebody has, before what is wanted."""
_FOR_WHAT = re.compile(
    r"\b(?:something|anything|some thing|a thing) (?:(?:\w+ )?(?:for|to (?:hold|keep|store|hang|put|protect|carry|"
    r"clean|match|go with|go on|put on|put under))) (?:(?:my|the|all|our|his|her|their|some|a|an|\d+) )*(?:\w+ )?$"
)


_HOLDS = re.compile(r"(?:放|装|摆|收纳|存|挂|搁|盛|插|铺|盖|擦|收|配|搭|垫)(?:得下|下|我的?)?$")


@dataclass(frozen=True)
class Slots:
    """Everything found; `facets` name to value, the first of each kind (a second one is in `more`)."""

    facets: dict[str, str] = field(default_factory=dict)
    more: tuple[Found, ...] = ()
    found: tuple[Found, ...] = ()
    price_min: float | None = None
    price_max: float | None = None
    size: str | None = None
    qty: int | None = None
    order_id: str | None = None
    refs: tuple[Ref, ...] = ()
    refused: tuple[Found, ...] = ()
    """Facets that were named only to say that they are not wanted."""

    @property
    def limited(self) -> bool:
        """Whether a price or a size was said."""
        return self.price_max is not None or self.price_min is not None or self.size is not None


def read(text: str, lexicon: Lexicon) -> Slots:
    """The slots of a normalised text."""
    every = _apart(lexicon.find(text, *FACETS, "nothing"))
    refused = tuple(one for one in every if _is_refused(text, one, every))
    refused += tuple(one for one in every if one.kind == "category" and _is_purpose(text, one, every))
    every = _without_owned(text, every)
    unwanted = {(one.kind, one.name) for one in refused}
    found = tuple(one for one in every if (one.kind, one.name) not in unwanted)
    facets: dict[str, str] = {}
    more = []
    for one in found:
        if one.kind in facets:
            more.append(one)
        facets.setdefault(one.kind, one.name)
    low, high = prices(text)
    order = ORDER_ID.search(text)
    return Slots(
        facets, tuple(more), found, low, high, size(text, facets.get("category")), quantity(text),
        (order[1] or order[2]).upper() if order else None, references(text, found), refused,
    )  # fmt: skip


def lone_number(text: str) -> str | None:
    """A number that can only be an order's where an order is talked about."""
    match = _LONE_NUMBER.search(text)
    return match[1].upper() if match else None


def _is_refused(text: str, one: Found, every: tuple[Found, ...]) -> bool:
    """Whether a "not", "anything but", 不要 reaches this word, or "is ugly", 不好看 follows it."""
    before = _CLAUSE.split(cues().refuse.sub(lambda match: "\x00" * len(match[0]), text[: one.start]))[-1]
    reach = before.rsplit("\x00", 1)
    if one.kind == "category" and len(reach) == 2 and _OF_A_KIND.search(reach[1]):
        return False
    if one.kind == "category" and len(reach) == 2 and _OF_A_SORT.search(reach[1]):
        return False
    if len(reach) == 2 and len(re.findall(r"[a-z']+", reach[1])) <= 3 and len(reach[1]) < 24:
        return True
    after = cues().refuse_after.match(text[one.end :])
    # 沙发不要黑色: what follows the refusal is refused, not what stands before it.
    return after is not None and not any(other.start == one.end + after.end() for other in every)


def _without_owned(text: str, every: tuple[Found, ...]) -> tuple[Found, ...]:
    """ "My sofa is grey, I need a rug": the sofa is there already, and grey is no wish."""
    owned = _OWNED.search(text)
    if owned is None:
        return every
    after = tuple(one for one in every if one.start >= owned.end())
    before = [one.kind for one in every if one.start < owned.end()]
    wanted = any(one.kind == "category" for one in after)
    return after if wanted and "category" in before else every


def _is_purpose(text: str, one: Found, every: tuple[Found, ...]) -> bool:
    """ "Something for coats" looks for no coat, 放电视的柜子 for no television."""
    after = _HOLDS.search(text[: one.start]) is not None and text[one.end :].startswith("的")
    if after and any(other.kind == "category" and other.start > one.end for other in every):
        return True
    return _FOR_WHAT.search(text[: one.start]) is not None and not any(
        other.kind == "category" and other.start < one.start for other in every
    )


def _apart(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Of words of two kinds at one place the longer counts: 皮 in 皮鞋 is no leather."""
    return tuple(
        one
        for one in found
        if not any(
            one.overlaps(other)
            and other.kind != one.kind
            and (other.end - other.start, other.kind == "nothing" and other.start < one.start)
            > (one.end - one.start, False)
            for other in found
        )
        and one.kind != "nothing"
    )
