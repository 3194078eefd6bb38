"""Which things are meant: ordinals, "this", described ones."""

from __future__ import annotations

import re

from inference.dialogue.acts import Described, Ref, described
from inference.dialogue.amounts import MEASURE
from inference.dialogue.lexicon import Found

_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8, "ninth": 9, "9th": 9, "tenth": 10, "last": -1,
    "final": -1, "former": 1, "latter": 2,
}  # fmt: skip
_ORDINAL = re.compile(
    r"\b(second|third|2nd|3rd)(?:[ -]to)?[ -]last\b|倒数第(\d)|"
    rf"\b({'|'.join(_ORDINALS)})\b(?! (?:time|of all|floor|thing|week|month|night|year|name|class|aid|hand))|"
    rf"第(\d+) ?[{MEASURE}]?|(最后(?:一|那|1)?(?:[{MEASURE}])?|最右边?|(?<![它个])右(?:手)?边的?那?[{MEASURE}]?|"
    rf"末尾那|rightmost|far right|\bright one\b|"
    rf"one on the right)|"
    rf"(前面?那个|[头打]头?一?[{MEASURE}](?=$|[^\u4e00-\u9fff]|给|看|多|拿|我)|头一[{MEASURE}]|最左边?|"
    rf"(?<![它个])左(?:手)?边的?那?[{MEASURE}]?|leftmost|"
    rf"far left|"
    rf"\bleft one\b|one on the left|最前面)|"
    r"\b(?:number|no\.?|option|item|#) ?(\d{1,2})\b(?! ?(?:cm|m\b|usd|dollars))|#(\d{1,2})\b|"
    r"(?<![a-z0-9])([12]?\d)号(?!码|线)"
)
_BARE_NUMBER = re.compile(
    rf"(?<![a-z0-9.$€£#第-])(\d)(?![a-z0-9_.%-]|[\u4e00-\u9fff](?<![和跟与同比或还哪有])|[{MEASURE}码米元块折天年岁] ?|"
    r" ?(?:cm|mm|m\b|meters?|inch|in\b(?! stock)|ft|feet|seat|people|person|usd|dollars|euros?|pounds?|bucks|"
    r"of |x\b|more|pieces|pcs|pairs?|sets?))"
)
_THIS = re.compile(
    r"\b(?:this|that|these|those|it|its|it's|them|they|the one|the thing)\b(?! (?:is all|be all|will be all))|"
    rf"[这那](?:[{MEASURE}]|家伙|玩意|东西|货)|它们?|手里的?|手上的?|我拿着的|刚才(?:那个|的)|面前的|眼前的|"
    rf"此款|本款|该款|"
    r"这(?=[\u4e00-\u9fff])(?!里|边|么|样|儿|单|次|时|几|店|裡)|那(?=[\u4e00-\u9fff]{1,4}(?:多少|怎么|有|是|能|"
    r"可以))(?!里|么|就|边|儿)"
)
_OF_THE_WISH = re.compile(
    r"\b(?:need|want|looking for|look for|after|search|find|buy|get|see|have|sell|show me) (?:of )?(?:me )?"
    r"(?:a|an|some|any) .*(?:[,.;]|\band|\bbut|\bthat|\bwhere|\bwhich|\bso|\bbecause)[ ]?(?:\w+ )?$"
)
"""What an "it" after it means: "I need a wardrobe, it must be white"."""
_SAID_BEFORE = 120
_RELATIVE = re.compile(r"\b(?:something|anything|one|ones|stuff|thing|things|some) $")
"""What a "that" after it tells more about."""
_BESIDE = re.compile(
    r"(?:next to|beside|besides|left of|right of|near) (?:it|this|that)\b|"
    r"(?:它|这个|那个)(?:旁边|隔壁|左边|右边)的?(?:那[个款件张把双盏台])?|(?:旁边|隔壁)的?那[个款件张把双盏台]"
)
_LOWEST = re.compile(
    r"\b(?:cheapest|least expensive|lowest price[d]?|most affordable|the cheaper one|most budget)\b|最便宜|"
    r"最低价|便宜点的那|更便宜的那"
)
_HIGHEST = re.compile(r"\b(?:most expensive|priciest|highest price[d]?|dearest)\b|最贵|最高价")
_ONE = re.compile(
    r"\b(?:the|that|this|those|these)(?: (?!in |with |but |and |to |for |one |or |of |is |are |it |colou?r |size |"
    r"price |style )[a-z-]+)? $|"
    rf"(?:那|这)[{MEASURE}]?(?:最|很|挺)?$"
)
_NOT_POINTED = re.compile(r"\b(?:in|for|to|into|with|from|on|by|near|behind|against|made of) the (?:[a-z-]+ )?$")
_ONE_AFTER = re.compile(rf"^\s*(?:one|thing)\b(?!s)|^ ?的?(?:那|这)[{MEASURE}]")
_ASKED = re.compile(r"\b(?:is|are|isn't|aren't|was) $")
""" "Is this oak?" tells nothing of it."""
_ONES_AFTER = re.compile(r"^\s*ones\b")
_JOINS = re.compile(rf"[\s的]*(?:[那这][{MEASURE}]?)?[\s的]*")
_INSIDE = re.compile(r"[那这]")


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
    marks += _described(text, found, marks)
    named = {one.end for one in found}
    for match in _THIS.finditer(text):
        if match[0] == "that" and (match.start() - 1 in named or _RELATIVE.search(text[: match.start()])):
            continue
        if match[0] in ("it", "they", "them", "one") and _OF_THE_WISH.search(
            text[max(0, match.start() - _SAID_BEFORE) : match.start()]
        ):
            continue
        if not any(
            match.start() < end and (start < match.end() or not text[match.end() : start].strip())
            for start, end, _ in marks
        ):
            marks.append((match.start(), match.end(), "this"))
    marks.sort(key=lambda mark: mark[0])
    kept: list[Ref] = []
    for _, _, ref in marks:
        if ref not in kept:
            kept.append(ref)
    return tuple(kept)


def bare_numbers(text: str, shown: int) -> tuple[Ref, ...]:
    """Digits alone that can be places in what was shown: "is 1 in stock", "2 and 3"."""
    numbers = [int(match[1]) for match in _BARE_NUMBER.finditer(text)]
    return tuple(dict.fromkeys(number for number in numbers if 1 <= number <= shown))


def _ordinal(match: re.Match[str]) -> int:
    from_last, from_last_zh, word, chinese, last, former, number, hashed, numbered = match.groups()
    if from_last or from_last_zh:
        return -int(from_last_zh) if from_last_zh else -_ORDINALS[from_last]
    if word:
        return _ORDINALS[word]
    if last:
        return -1
    return 1 if former else int(number or hashed or numbered or chinese)


def _described(text: str, found: tuple[Found, ...], ordinals: list[tuple[int, int, Ref]]) -> list[tuple[int, int, Ref]]:
    """Runs of facets with "the ... one", "that ...", 那个……, ……的那个 around them."""
    marks: list[tuple[int, int, Ref]] = []
    run: list[Found] = []
    inside = False
    for one in [*(f for f in found if f.kind in ("color", "material", "style", "category", "brand")), None]:
        if one is not None and run and _JOINS.fullmatch(between := text[run[-1].end : one.start]):
            inside = inside or _INSIDE.search(between) is not None
            run.append(one)
            continue
        if run and not any(start <= run[0].start <= end + 1 for start, end, _ in ordinals):
            marks += _pointed(text, run, inside)
        run, inside = ([one] if one is not None else []), False
    return marks


def _pointed(text: str, run: list[Found], inside: bool) -> list[tuple[int, int, Ref]]:
    before, after = text[: run[0].start], text[run[-1].end :]
    pointed, said = _ONE.search(before), _ONE_AFTER.search(after)
    if _ONES_AFTER.search(after) or not (said or inside or (pointed and not _NOT_POINTED.search(before))):
        return []
    asked = pointed is not None and _ASKED.search(before[: pointed.start()]) is not None
    if asked and not said and not {"category", "brand"} & {one.kind for one in run}:
        return []
    start = pointed.start() if pointed else run[0].start
    kinds: dict[str, str] = {}
    for one in run:
        kinds.setdefault(one.kind, one.name)
    near = pointed is not None and re.match(r"th[ie]s|这", pointed[0]) is not None
    bare_near = near and not said and set(kinds) == {"category"}
    return [(start, run[-1].end + (said.end() if said else 0), "this" if bare_near else described(kinds))]
