"""What an utterance says of the thing wanted: facets, price, size, number, and which thing is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from inference.dialogue.acts import Described, Ref, described
from inference.dialogue.lexicon import Found, Lexicon

_N = (
    r"(?:us\$|\$|€|£|¥|usd ?|rmb ?)?(\d++(?:\.\d++)?+) ?"
    r"(?:usd|dollars?|bucks?|euros?|eur|pounds?|yuan|rmb|元|块钱|块|美元|刀)?"
)
_NOT_A_LENGTH = (
    r"(?! ?(?:cm|mm|m\b|meters?|metres?|inch|in\b|ft|feet|foot|厘米|公分|米|寸|个|件|双|把|张|码|%|号|款|人|座))"
)
_MAX = re.compile(
    rf"(?:under|below|less than|cheaper than|up to|no more than|not more than|at most|max(?:imum)?(?: of)?|within|"
    rf"not over|"
    rf"(?:my )?budget(?: is| of|:)?(?: about| around)?|spend(?: about| around| at most)?|<=?|lower than|beneath|"
    rf"tops at|"
    rf"不超过|低于|最多|少于|小于|预算(?:是|在|只有|大概)?|不要超过|别超过|便宜过) ?{_N}{_NOT_A_LENGTH}"
)
_MAX_AFTER = re.compile(
    rf"{_N}{_NOT_A_LENGTH} ?(?:or less|or under|or below|max\b|tops\b|at most|以内|以下|之内|之下|内的|封顶)"
)
_MIN = re.compile(
    rf"(?:over|above|more than|at least|from|starting at|min(?:imum)?(?: of)?|>=?|upwards of|高于|超过|至少|"
    rf"不低于|大于) ?"
    rf"{_N}{_NOT_A_LENGTH}"
)
_MIN_AFTER = re.compile(rf"{_N}{_NOT_A_LENGTH} ?(?:or more|and up|or above|以上|起)")
_RANGE = re.compile(rf"(?:between |from )?{_N} ?(?:-|~|–|—|to|and|到|至) ?{_N}{_NOT_A_LENGTH}(?:之间|的)?")
_ABOUT = re.compile(
    rf"(?:around|about|roughly|approximately|大概|大约|差不多) ?{_N}{_NOT_A_LENGTH}|"
    rf"{_N}{_NOT_A_LENGTH} ?(?:左右|上下|ish\b)"
)
_ABOUT_SHARE = 0.2
_DEAREST = 1e12
_LENGTH = re.compile(
    r"(\d+(?:\.\d+)?) ?-?(cm|mm|m|meters?|metres?|centimeters?|centimetres?|inch(?:es)?|in|ft|feet|foot|"
    r"厘米|公分|毫米|米|寸)"
    r"(?![a-z])"
)
_UNITS = {
    "cm": "cm", "centimeter": "cm", "centimetre": "cm", "厘米": "cm", "公分": "cm", "mm": "mm", "毫米": "mm", "m": "m",
    "meter": "m", "metre": "m", "米": "m", "inch": "in", "inche": "in", "in": "in", "寸": "in", "ft": "ft",
    "feet": "ft", "foot": "ft",
}  # fmt: skip
_WORN = re.compile(
    r"\bsize (?:is )?(xxl|xl|xs|[sml]|\d{1,2}(?:\.5)?)\b|\b(xxl|xl|xs)\b|(\d{2}(?:\.5)?) ?码|"
    r"\b(small|medium|large|extra large) size\b|([大中小])码|([smlx]{1,3})码|([smlx]{1,3})号"
)
_SEATS = re.compile(r"(\d)[ -]?(?:seater|seats?\b|seat |person|people|人座?位?|座)|seats (\d)")
_WORN_NAMES = {"small": "S", "medium": "M", "large": "L", "extra large": "XL", "大": "L", "中": "M", "小": "S"}
_QTY = re.compile(
    r"(?:\b(\d{1,3}) ?(?:x|×|times|pieces?|pcs|of (?:them|these|those|it|this|that)|more|units?|pairs?|sets?)\b)|"
    r"(?:(?:buy|order|get|take|add|want|give me|need|remove|drop|make it) (?:me |another |only |"
    r"just )?(\d{1,3})(?! ?(?:cm|mm|m\b|inch|usd|dollars|元|块))\b)|"
    r"(\d{1,3}) ?(?:个|件|双|把|张|盏|条|套|只|瓶|台|支|本|块(?!钱)|份|对)(?!人)|\b(a couple|a pair|"
    r"another|one more)\b|(再来一个|一对|再加一个)"
)
_ONE_OR_TWO = {"a couple": 2, "a pair": 1, "another": 1, "one more": 1, "再来一个": 1, "一对": 2, "再加一个": 1}
ORDER_ID = re.compile(
    r"(?:#|no\.? ?|number ?|号(?:码)?(?:是|为)?|order |订单(?:号)?(?:是|为)?|"
    r"purchase )#?([a-z]{0,3}-?\d{4,}[a-z0-9-]*)|"
    r"#(\w{4,})"
)
FACETS = ("color", "material", "style", "room", "category", "brand")

_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    "sixth": 6, "6th": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "last": -1, "final": -1, "former": 1,
    "latter": 2,
}  # fmt: skip
_ORDINAL = re.compile(
    rf"\b({'|'.join(_ORDINALS)})\b(?! (?:time|of all|floor|thing|week|month|night|year|name|class))|"
    r"第(一|\d+) ?(?:个|款|件|张|把|双|盏|台|只|条)?|(最后(?:一|那|1)?(?:个|款|件|张|把)?)|(前面?那个|头一个)|"
    r"\b(?:number|no\.|option|item|#) ?(\d{1,2})\b(?! ?(?:cm|m\b|usd|dollars))|(?<![\w])(\d{1,2})号(?!码)"
)
_THIS = re.compile(
    r"\b(?:this|that|these|those|it|its|the one)\b|这个|这款|这件|这双|这把|这张|这盏|这台|这条|这只|这套|"
    r"这种|那个|那款|那件|那双|那把|"
    r"那张|那盏|那台|那条|那只|它|手里的|手上的|我拿着的|刚才(?:那个|的)|面前的|眼前的|"
    r"这(?=[\u4e00-\u9fff])|那(?=[\u4e00-\u9fff]{1,4}(?:多少|怎么|有|是|"
    r"能|可以))"
)
_BESIDE = re.compile(
    r"(?:next to|beside|besides|left of|right of|near) (?:it|this|that)|(?:它|这个|那个)?(?:旁边|隔壁|左边|"
    r"右边)的?(?:那个|那款|那件|"
    r"那张|的)"
)
_LOWEST = re.compile(
    r"\b(?:cheapest|least expensive|lowest price[d]?|cheaper|most affordable)\b|最便宜|最低价|便宜点的那|更便宜的那"
)
_HIGHEST = re.compile(r"\b(?:most expensive|priciest|highest price[d]?)\b|最贵|最高价")
_ONE = re.compile(
    r"\b(?:the|that|this|those|these)(?: (?!in |with |and |to |for |one |or |of )[a-z-]+)? $|"
    r"(?:那|这)(?:个|款|件|张|把|双|盏|台|只|条)?(?:最|很|挺)?$"
)
_ONE_AFTER = re.compile(r"^\s*(?:one|thing)\b(?!s)|^的?(?:那|这)(?:个|款|件|张|把|双|盏|台)")
_ONES_AFTER = re.compile(r"^\s*ones\b")


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


def read(text: str, lexicon: Lexicon) -> Slots:
    """The slots of a normalised text."""
    found = _apart(lexicon.find(text, *FACETS))
    facets: dict[str, str] = {}
    more = []
    for one in found:
        if one.kind in facets:
            more.append(one)
        facets.setdefault(one.kind, one.name)
    low, high = _prices(text)
    order = ORDER_ID.search(text)
    return Slots(
        facets, tuple(more), found, low, high, _size(text), _quantity(text),
        (order[1] or order[2]).upper() if order else None, references(text, found),
    )  # fmt: skip


def _apart(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Of words of two kinds at one place the longer counts: 皮 in 皮鞋 is no leather."""
    return tuple(
        one for one in found
        if not any(one.overlaps(other) and other.end - other.start > one.end - one.start for other in found)
    )  # fmt: skip


def _prices(text: str) -> tuple[float | None, float | None]:
    if match := _RANGE.search(text):
        low, high = _amount(match[1]), _amount(match[2])
        if low < high and high >= 5:
            return low, high
    low_match, high_match = _MIN.search(text) or _MIN_AFTER.search(text), _MAX.search(text) or _MAX_AFTER.search(text)
    if low_match is not None and high_match is not None and low_match.start(1) == high_match.start(1):
        low_match = None
    low_value = _amount(low_match[1]) if low_match else None
    high_value = _amount(high_match[1]) if high_match else None
    if low_value is None and high_value is None and (about := _ABOUT.search(text)):
        value = _amount(about[1] or about[2])
        if value >= 5:
            return round(value * (1 - _ABOUT_SHARE), 2), round(value * (1 + _ABOUT_SHARE), 2)
    return low_value, high_value


def _amount(digits: str) -> float:
    """However many digits somebody types, a price stays a number that can be written down."""
    return min(float(digits), _DEAREST)


def _size(text: str) -> str | None:
    if match := _LENGTH.search(text):
        unit = match[2] if match[2] in _UNITS else match[2].rstrip("s")
        return f"{match[1]} {_UNITS.get(unit, unit)}"
    if match := _WORN.search(text):
        worn = next(group for group in match.groups() if group)
        return _WORN_NAMES.get(worn, worn.upper())
    if match := _SEATS.search(text):
        return f"{match[1] or match[2]} seats"
    return None


def _quantity(text: str) -> int | None:
    for match in _QTY.finditer(text):
        if text[max(0, match.start() - 1) : match.start()] == "第" or re.match(r" ?(?:inch|cm)", text[match.end() :]):
            continue
        word = next(group for group in match.groups() if group)
        return _ONE_OR_TWO[word] if word in _ONE_OR_TWO else max(1, int(word))
    return None


def references(text: str, found: tuple[Found, ...]) -> tuple[Ref, ...]:
    """The things meant, in their order: ordinals, described ones ("that red one"), "this"."""
    marks: list[tuple[int, int, Ref]] = []
    for match in _ORDINAL.finditer(text):
        marks.append((match.start(), match.end(), _ordinal(match)))
    for match in _BESIDE.finditer(text):
        marks.append((match.start(), match.end(), Described(next_to="this")))
    for pattern, price in ((_LOWEST, "lowest"), (_HIGHEST, "highest")):
        for match in pattern.finditer(text):
            marks.append((match.start(), match.end(), Described(price=price)))  # type: ignore[arg-type]
    marks += _described(text, found)
    for match in _THIS.finditer(text):
        if not any(start <= match.end() + 1 and match.start() < end for start, end, _ in marks):
            marks.append((match.start(), match.end(), "this"))
    marks.sort(key=lambda mark: mark[0])
    kept: list[Ref] = []
    for _, _, ref in marks:
        if ref not in kept:
            kept.append(ref)
    return tuple(kept)


def _ordinal(match: re.Match[str]) -> int:
    word, chinese, last, former, number, numbered = match.groups()
    if word:
        return _ORDINALS[word]
    if last:
        return -1
    if former:
        return 1
    return int(number or numbered or {"一": "1"}.get(chinese, chinese))


def _described(text: str, found: tuple[Found, ...]) -> list[tuple[int, int, Ref]]:
    """Runs of facets with "the ... one", "that ...", 那个……, ……的那个 around them."""
    marks: list[tuple[int, int, Ref]] = []
    run: list[Found] = []
    for one in [*(f for f in found if f.kind in ("color", "material", "style", "category", "brand")), None]:
        if one is not None and run and re.fullmatch(r"[\s,，的]*", text[run[-1].end : one.start]):
            run.append(one)
            continue
        if run:
            before, after = text[: run[0].start], text[run[-1].end :]
            pointed, said = _ONE.search(before), _ONE_AFTER.search(after)
            if _ONES_AFTER.search(after):
                pass
            elif said or (pointed and not re.search(r"(?:in|for|to) the $", before)):
                start = pointed.start() if pointed else run[0].start
                end = run[-1].end + (said.end() if said else 0)
                ref: Ref = described({f.kind: f.name for f in run})
                near = pointed is not None and re.match(r"th[ie]s|这", pointed[0]) is not None
                marks.append((start, end, "this" if near and {f.kind for f in run} == {"category"} else ref))
        run = [one] if one is not None else []
    return marks
