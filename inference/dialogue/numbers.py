"""Numbers as people say them, in English and Chinese, made digits in place: "two hundred" and 两百 become 200."""

from __future__ import annotations

import re

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "grand": 1000}
_WORD = "|".join([*_ONES, *_TENS, *_SCALES])
_ENGLISH = re.compile(rf"\b(?:(?:a|{_WORD})[\s-]+|(?:hundred|thousand|grand)\s+and\s+)*(?:{_WORD})\b")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万]+")
_TEN_THOUSAND = 10_000
_LONGEST = 40
"""Letters of a number in Chinese; what is longer is none, and may be too large to be written in digits."""
_SHORT = re.compile(r"(?<![a-z0-9_.])(\d+(?:\.\d+)?)\s?(k|w|万|千|百|hundred|thousand|grand)(?![a-z])")
_SHORT_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "grand": 1000,
    "k": 1000,
    "千": 1000,
    "w": _TEN_THOUSAND,
    "万": _TEN_THOUSAND,
    "百": 100,
}
_SINGLE = frozenset({"one", "一"})
"""Alone they are rarely numbers: "this one", 一下. What they count is found by the rules themselves."""


_ROUND = re.compile(r"(?<![\d零〇一二两三四五六七八九十百千万几])([百千万])(?=元|块)")
"""百元 is 100."""
_HALVES = (
    (re.compile(r"\b(?:a|one|1) (meter|foot) and a half\b"), r"1.5 \1"),
    (re.compile(r"\b(\d+) and a half\b"), r"\1.5"),
    (re.compile(r"\bhalf a (meter|foot)\b"), r"0.5 \1"),
    (re.compile(r"半米"), "0.5米"),
    (re.compile(r"(\d+)米半"), r"\1.5米"),
    (re.compile(r"(?<![\d.])(\d)[米m](\d{1,2})(?![\d个.元块米%])"), r"\1.\2米"),
)
"""Lengths said with a half or with the unit in the middle: "a metre and a half", 一米二."""
_HALF_OF_A_UNIT = re.compile(r"\bone and a half\b")
_NUMBERED_ONE = re.compile(r"\b(number|no\.?|option|item|the number) one\b")
_ONE_THING = re.compile(r"一(?=米)|(?<![大小加减换])一(?=号)|(?<=第)一")
_SPOKEN_HUNDREDS = re.compile(
    rf"\b({'|'.join(list(_ONES)[1:10])})[ -]({'|'.join(_TENS)})(?:[ -]({'|'.join(list(_ONES)[1:10])}))?\b"
)
"""\"Two fifty\" is 250."""
_BETWEEN_HUNDREDS = re.compile(r"([一二两三四五六七八九])([二两三四五六七八九])([十百千])")
"""三四百 is from 300 to 400."""


_AND_TENTHS = re.compile(r"(?<![a-z0-9.])(\d{1,2})([kw千万百])(\d)(?![\da-z.个])")
"""1k5 is 1500, 2千3 is 2300."""
_ROUGHLY = (
    (re.compile(r"(?<![\d零〇一二两三四五六七八九十百千万])([百千万])(?=[来把]块?)"), r"一\1"),
    (re.compile(r"几[十百千万](?=块|元)块?钱?元?"), ""),
    (re.compile(r"([百千万])(?:[来把]|十来)(?:块钱?|元)?(?![\u4e00-\u9fff]*[米斤岁])"), r"\1左右"),
    (re.compile(r"([百千万])多(?:块钱?|元)?(?![少大高长重宽米斤岁年天次人个])"), r"\1左右"),
)
"""百来块 is about 100, 两千多 about 2000."""


def to_digits(text: str) -> str:
    """The text, lower case, with number words as digits."""
    for rough, about in _ROUGHLY:
        text = rough.sub(about, text)
    text = _AND_TENTHS.sub(_with_tenths, text)
    text = _ROUND.sub(lambda match: str(_UNITS.get(match[1], _TEN_THOUSAND)), text)
    text = _HALF_OF_A_UNIT.sub("1.5", _NUMBERED_ONE.sub(r"\1 1", _ONE_THING.sub("1", text)))
    text = _SPOKEN_HUNDREDS.sub(_hundreds, _BETWEEN_HUNDREDS.sub(_range, text))
    text = _plain_digits(text)
    for half, digits in _HALVES:
        text = half.sub(digits, text)
    return text


def _with_tenths(match: re.Match[str]) -> str:
    scale = _SHORT_SCALES[match[2]]
    return str(int(match[1]) * scale + int(match[3]) * scale // 10)


def _hundreds(match: re.Match[str]) -> str:
    return str(_ONES[match[1]] * 100 + _TENS[match[2]] + _ONES.get(match[3] or "zero", 0))


def _range(match: re.Match[str]) -> str:
    low, high = _DIGITS[match[1]], _DIGITS[match[2]]
    return f"{match[1]}{match[3]}到{match[2]}{match[3]}" if high == low + 1 else match[0]


def _plain_digits(text: str) -> str:
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    text = _SHORT.sub(lambda m: plain(float(m[1]) * _SHORT_SCALES[m[2]]), text)
    text = _ENGLISH.sub(_from_english, text)
    return _CHINESE.sub(lambda m: _from_chinese(m[0]), text)


def plain(value: float) -> str:
    """A number without a needless point."""
    return str(int(value)) if value.is_integer() else f"{value:g}"


def _from_english(match: re.Match[str]) -> str:
    words = [word for word in re.split(r"[\s-]+", match[0]) if word != "and"]
    if words == ["one"]:
        return match[0]
    total = current = 0
    for word in words:
        if word == "a":
            continue
        if word in _SCALES:
            current = max(1, current) * _SCALES[word]
            if _SCALES[word] >= _SCALES["thousand"]:
                total, current = total + current, 0
        else:
            current += _ONES.get(word, _TENS.get(word, 0))
    lead = "a " if words[0] == "a" and words[1:2] and words[1] not in _SCALES else ""
    return lead + str(total + current)


def _from_chinese(word: str) -> str:
    """Digits with units (一千二百), with the last unit left out (两千五), or said one by one (二零)."""
    if word in _SINGLE or len(word) > _LONGEST or (set(word) <= set(_UNITS) | {"万"} and word != "十"):
        return word
    if not set(word) & (set(_UNITS) | {"万"}):
        return "".join(str(_DIGITS[c]) for c in word) if len(word) > 1 else str(_DIGITS[word])
    total = section = digit = 0
    unit = 1
    for c in word:
        if c == "万":
            total, section, digit, unit = (total + section + digit) * _TEN_THOUSAND, 0, 0, _TEN_THOUSAND
        elif c in _UNITS:
            unit = _UNITS[c]
            section, digit = section + (digit or 1) * unit, 0
        else:
            digit = _DIGITS[c]
            unit = 10 if c in "零〇" else unit
    # 两千五 is 2500: a last digit without a unit counts tenths of the unit before it.
    return str(total + section + digit * (unit // 10 if digit and unit >= 100 else 1))
