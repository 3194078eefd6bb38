"""Prices, sizes and how many, in a normalised text."""

from __future__ import annotations

import re

MEASURE = "个款件张把双盏台只条块顶副幅瓶支本套部辆床棵盆株面盒串枚根袋对位"
"""What Chinese counts things by."""
_CURRENCY = (
    r"(?:usd|dollars?|bucks?|euros?|eur|pounds?|gbp|yuan|rmb|元|欧元|欧(?!式)|美金|港币|英镑|镑|人民币|"
    r"蚊|块钱|块|美元|刀(?!具)|\$|€|£)"
)
_SIGN = r"(?:us\$|\$|€|£|¥|usd ?|rmb ?|eur ?)"
_N = rf"{_SIGN}?(\d++(?:\.\d++)?+) ?{_CURRENCY}?"
_NOT_A_LENGTH = (
    rf"(?! ?(?:cm|mm|m\b|meters?|inch|in\b|ft|feet|foot|x\d|by \d|米|寸|"
    rf"[{MEASURE.replace('块', '').replace('顶', '')}]|码|%|号|人|座|"
    r"years?|yr|people|persons?|seat|kg|星|stars?|days?|weeks?|天|岁|年|月|次))"
)
_MAX = re.compile(
    rf"(?:under|below|less than|less then|sub|cheaper than|(?:no|not|nothing) (?:\w+ ){{0,3}}(?:more|dearer|"
    rf"pricier|more expensive|higher|over) than|for (?=[$€£]?\d{{2}})|spare |贵不过|up to|no more than|"
    rf"not more than|at most|at the most|"
    rf"max(?:imum)?(?: of| is| price)?|within|not over|nothing over|lower than|beneath|tops at|stretch to|go to|"
    rf"go up to|go as high as|not above|nothing above|(?:don't|can't|won't) (?:want to )?(?:go|spend|"
    rf"pay) (?:over|above|"
    rf"more than|past)|afford(?: about)?|up till|cap(?:ped)?(?: it)?(?: at| is)?|limit(?: is| of)?|"
    rf"(?:i )?(?:only )?(?:have|got) (?:only |about )?(?=[\d$€£])|spend(?: about| around| at most| up to)?|<=?|"
    rf"(?:the )?budget(?:'s| is| of|:|,)?(?: (?:now|about|around|only|max))?|make (?:that|it)(?= [$€£]?\d{{3}})|"
    rf"不超过|不超|别超过|别超|不要超过|不能超过|(?<!不)低于|最多|(?<!不)少于|(?<!不)小于|不到|顶多|最高|撑死|"
    rf"上限(?:是)?|控制在|"
    rf"便宜过|不高于|不要高过|预算.{{0,5}}?|只有|加到|提到|出到|给到|压到|降到|花个?) ?{_N}{_NOT_A_LENGTH}"
)
_MAX_AFTER = re.compile(
    rf"{_N}{_NOT_A_LENGTH} ?(?:or less|or under|or below|or cheaper|max\b|maximum|tops\b|at most|"
    rf"at the very most|very most|to spend|budget|"
    rf"is my (?:limit|"
    rf"max|budget)|is the (?:limit|max)|and under|and below|or lower|at the most|以内|以下|之内|之下|内(?!存)|"
    rf"封顶|打住|"
    rf"顶天|搞定|的?预算|为限|能买|可以买|买得到|够不够|就差不多|往下|出头)|{_N}(?:吧)?,?再多"
)
_MIN = re.compile(
    rf"(?:over|above|more than|at least|from|starting at|starting from|min(?:imum)?(?: of)?|>=?|upwards of|"
    rf"no less than|"
    rf"not less than|not under|not below|(?<!不)高于|(?<![不别要能])超过|至少|不低于|(?<!不)大于|起码|最少|"
    rf"不少于|最低) ?{_N}{_NOT_A_LENGTH}"
)
_MIN_AFTER = re.compile(
    rf"{_N}{_NOT_A_LENGTH} ?(?:or more|and up|or above|plus\b|\+|and over|upwards|以上|打底|起(?!来)|往上|朝上)"
)
_RANGE = re.compile(rf"(?:between |from )?{_N} ?(?:-|~|–|—|to|and|or|到|至|和) ?{_N}{_NOT_A_LENGTH}(?:之间|的)?")
_ABOUT = re.compile(
    rf"(?:around|(?<!how )(?<!what )about|roughly|approximately|circa|大概|大约|差不多) ?"
    rf"{_N}{_NOT_A_LENGTH}|{_N}{_NOT_A_LENGTH} ?(?:左右|上下|ish\b|or so|or thereabouts)"
)
_MONEY = re.compile(rf"{_SIGN} ?(\d++(?:\.\d++)?+)|(?<![\d.])(\d++(?:\.\d++)?+) ?{_CURRENCY}(?![a-z头])")
_BARE = re.compile(
    r"^(?:ok |so |then |and |well |no |actually |what about |how about |say |maybe |就|那就|那|,|要|大概)*(\d{2,6})"
    r"(?: ?(?:please|then|is fine|is ok|ok|or so|吧|好了|呢|的|行吗|可以|左右|啦|那种))*[.!?,]*$"
)
_TRAILING = re.compile(r"[a-z\u4e00-\u9fff] ?,? ?(?<![\d.#第号单])(\d{3,4})[.!? ]*$")
_CHEAPEST_TRAILING = 100
_ABOUT_SHARE = 0.2
_DEAREST = 1e12
_CHEAPEST_BARE = 60
"""A smaller number said alone may be a size."""
_SIDES = re.compile(
    r"(\d{2,4}) ?(?:cm|厘米)? ?(?:x|×|\*|by|乘以?) ?(\d{2,4})(?: ?(?:x|×|\*|by|乘) ?\d+)? ?(?:cm|mm|厘米)?"
)
_LENGTH = re.compile(
    r"(\d+(?:\.\d+)?) ?-?(cm|mm|meters?|m|inch(?:es)?|in(?= wide| long| tall| deep| high| tv| screen|$)|(?<=\d)in|ft|"
    r"feet|foot|米|寸)(?![a-z])"
)
_METRES = re.compile(r"(\d(?:\.\d+)?) ?m? ?(?:x|×|by) ?(\d(?:\.\d+)?) ?(?:m\b|meters?|米)")
_UNITS = {"cm": "cm", "mm": "mm", "m": "m", "meter": "m", "米": "m", "inch": "in", "inche": "in", "in": "in",
          "寸": "in", "ft": "ft", "feet": "ft", "foot": "ft"}  # fmt: skip
_LETTER = r"xxxl|xxl|xl|xs|[sml]"
_NAMED = r"extra small|extra large|x-?large|small|medium|large"
_WORN = re.compile(
    rf"\bsize(?:s| is|:)? (?:a |an |about )?({_LETTER}|\d{{1,2}}(?:\.5)?|{_NAMED})\b(?! (?:cm|inch))|"
    rf"(?<![a-z])(xxxl|xxl|xl|xs)(?![a-z])|(?<![\d.])(\d{{1,2}}(?:\.5)?) ?码|(?:码子?|码数|尺码|鞋码|穿|平时|"
    rf"的是?)是?(\d{{2}}(?:\.5)?)(?![\d元块])|"
    rf"\b({_NAMED}) (?:size|one|please)\b|([大中小])(?:码|号)|([smlx]{{1,4}}) ?(?:码|号)|"
    rf"有(?:没有|没)?([smlx]{{1,4}})(?=的|吗|没|不|么)|"
    rf"(?<![\d.第])(3[4-9]|4[0-8])号|"
    rf"\b(?:in|as) (?:an? |the |size )?({_NAMED}|{_LETTER})(?= ?(?:$|[.,!?]|please|too|instead|thanks|there|"
    rf"available))|"
    rf"\b(?:uk|eu|eur|us|w)[ -]?(\d{{1,2}}(?:\.5)?)\b|"
    rf"\b(?:in|a|take|wear|i'm) (?:an? |usually (?:a )?|usually )?(\d{{1,2}}(?:\.5)?)(?= ?(?:$|[.,!?]|please|"
    rf"in stock|available|too|"
    rf"instead|for|left))|(?<![\w.])(\d\d\.5)(?![\d%])|^([sml]|xl)(?: please)?[?.!]*$",
    re.ASCII,  # Chinese beside a letter ends a word.
)
_SAID_SIZE = re.compile(r"\bsizes? (?:is )?\d{1,2}(?:\.5)?\b|(?<![\d.])\d{1,2}(?:\.5)? ?码")
_WORN_NAMES = {"small": "S", "medium": "M", "large": "L", "extra large": "XL", "x-large": "XL", "xlarge": "XL",
               "extra small": "XS", "大": "L", "中": "M", "小": "S"}  # fmt: skip
_CLOTHES = frozenset(
    {"boots", "sneakers", "sandals", "heels", "loafers", "shoes", "jacket", "trousers", "top", "dress", "skirt"}
)
_SAT_AT = frozenset({None, "sofa", "armchair", "chair", "bench", "table", "dining table", "coffee table", "desk"})
_TABLES = frozenset({"table", "dining table"})
_TABLE_FOR = re.compile(r"\bfor (?:us )?(\d|1[0-2])(?= ?(?:$|[.,!?]|please|or|and|to|of us))")
_BARE_WORN = re.compile(
    r"(?<![\w.$€£#-])(3\d|4\d|50)(\.5)?(?! ?(?:元|块|dollars|bucks|euros?|pounds|%|\d))(?![\w.]|以|之|内)"
)
_NAMED_LAST = re.compile(rf"[a-z]{{2}},? ({_NAMED}|{_LETTER})(?: please)?[.!? ]*$")
"""A size at the end, after the clothes it is said of: "black t-shirt large"."""
_SEATS = re.compile(r"(\d)[ -]?(?:seater|seats?\b|seat |person|people|人座?位?|座)|seats (\d)")
_QTY = re.compile(
    r"(?:\b(\d{1,3}) ?(?:x|×|times|pieces?|pcs|of (?:them|these|those|it|this|that|the|number)|more|units?|"
    r"pairs?|sets?)\b)|"
    r"(?:\b(?:buy|order|get|take|add|want|give me|need|remove|drop|make it|grab|x) (?:me |another |only |"
    r"just )?(\d{1,3})(?! ?(?:cm|mm|m\b|inch|usd|dollars|元|块|st|nd|rd|th))\b)|"
    rf"(?<![第.\d])(\d{{1,3}}) ?[{MEASURE}](?!人|钱)|\b(a couple|a pair|another|one more|one less|one fewer|twice)\b|"
    r"\b(\d{1,2}) (?!more\b|of\b)(?:[a-z]+ ){1,2}(?:less|fewer)\b|^(\d{1,2}),?(?: please)?[.! ]*$|"
    r"\b(?:reduce|lower|drop|cut|decrease)\b.* by (\d{1,2})\b|\b(one) [a-z]+ too many\b|^(another)\b|"
    rf"((?:再来|再加|多来|多加|多要|多拿|少|减|去掉|少要|少买|少拿|减掉|减少|拿掉|删掉|删|退掉|扣掉|拿走)一[{MEASURE}]|一对)"
)
_ONE_OR_TWO = {
    "twice": 2,
    "one": 1,
    "a couple": 2,
    "a pair": 1,
    "another": 1,
    "one more": 1,
    "one less": 1,
    "one fewer": 1,
    "一对": 2,
}


def prices(text: str) -> tuple[float | None, float | None]:
    """Lowest and highest price that is wanted."""
    text = _LENGTH.sub(" ~ ", _SIDES.sub(" ~ ", _SAID_SIZE.sub(" ~ ", text)))
    if (match := _RANGE.search(text)) and (low := _amount(match[1])) < (high := _amount(match[2])):
        return low, high
    highest = _MAX.search(text) or _MAX_AFTER.search(text)
    lowest = _MIN.search(text) or _MIN_AFTER.search(text)
    if highest is not None and lowest is not None and (low := _first(lowest)) < (high := _first(highest)):
        return low, high
    if highest is not None:
        return None, _first(highest)
    if lowest is not None:
        return _first(lowest), None
    if (about := _ABOUT.search(text)) and (value := _first(about)) >= 5:
        return round(value * (1 - _ABOUT_SHARE), 2), round(value * (1 + _ABOUT_SHARE), 2)
    if money := _MONEY.search(text):
        return None, _first(money)
    if (bare := _BARE.match(text)) and _first(bare) >= _CHEAPEST_BARE:
        return None, _first(bare)
    if (last := _TRAILING.search(text)) and _first(last) >= _CHEAPEST_TRAILING:
        return None, _first(last)
    return None, None


def _first(match: re.Match[str]) -> float:
    return _amount(next(group for group in match.groups() if group))


def _amount(digits: str) -> float:
    """However many digits somebody types, a price stays a number that can be written down."""
    return min(float(digits), _DEAREST)


def size(text: str, category: str | None) -> str | None:
    """A length with its unit, two sides, a worn size, or seats."""
    if match := _SIDES.search(text):
        return f"{match[1]}x{match[2]}"
    if match := _METRES.search(text):
        return f"{match[1]}x{match[2]}"
    if match := _LENGTH.search(text):
        unit = match[2] if match[2] in _UNITS else match[2].rstrip("s")
        return f"{match[1]} {_UNITS.get(unit, unit)}"
    if match := _WORN.search(text):
        worn = next(group for group in match.groups() if group)
        return _WORN_NAMES.get(worn, worn.upper())
    if category in _CLOTHES and (match := _BARE_WORN.search(text)):
        return match[0]
    if category in _CLOTHES and (match := _NAMED_LAST.search(text)):
        return _WORN_NAMES.get(match[1], match[1].upper())
    if category in _SAT_AT and (match := _SEATS.search(text)):
        return f"{match[1] or match[2]} seats"
    if category in _TABLES and (match := _TABLE_FOR.search(text)):
        return f"{match[1]} seats"
    return None


def quantity(text: str) -> int | None:
    """How many."""
    for match in _QTY.finditer(text):
        if text[max(0, match.start() - 1) : match.start()] == "第" or re.match(r" ?(?:inch|cm)", text[match.end() :]):
            continue
        word = next(group for group in match.groups() if group)
        return max(1, int(word)) if word.isdigit() else _ONE_OR_TWO.get(word, 1)
    return None
