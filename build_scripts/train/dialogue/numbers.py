"""Amounts, sizes, numbers and order numbers as people say them."""

from __future__ import annotations

import random
from typing import Final

_ONES: Final = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
]  # fmt: skip
_TENS: Final = {
    20: "twenty",
    30: "thirty",
    40: "forty",
    50: "fifty",
    60: "sixty",
    70: "seventy",
    80: "eighty",
    90: "ninety",
}
_ZH: Final = "零一二三四五六七八九"
_NTH: Final = {
    1: ("first", "1st"), 2: ("second", "2nd"), 3: ("third", "3rd"), 4: ("fourth", "4th"), 5: ("fifth", "5th"),
    6: ("sixth", "6th"), 7: ("seventh", "7th"), 8: ("eighth", "8th"), 9: ("ninth", "9th"),
}  # fmt: skip
_ORDINAL_WEIGHTS: Final = (8, 8, 7, 4, 3, 2, 1, 1, 1)


def amount(rng: random.Random, least: float = 5) -> int:
    """A price people name: round, more often low."""
    scale = rng.choice((1, 1, 5, 10, 10, 10, 50, 50, 100, 100, 500, 1000))
    value = scale * rng.randint(1, 30 if scale < 100 else 12)
    return value if value > least else int(least * rng.choice((1.5, 2, 3))) + 5


def say_amount(value: int, language: str, rng: random.Random) -> tuple[str, str, str]:
    """Before, the number itself, after: "$", "800", " dollars"."""
    if language == "zh":
        number = chinese(value) if rng.random() < 0.45 else str(value)
        return "", number, ""
    number = str(value)
    if value % 1000 == 0 and rng.random() < 0.3:
        number = rng.choice((f"{value // 1000}k", f"{spelled(value // 1000)} thousand"))
    elif rng.random() < 0.22:
        number = spelled(value)
    elif value >= 1000 and rng.random() < 0.3:
        number = f"{value:,}"
    before = rng.choice(("$", "$", "€", "£", "", "", "", "", "", "")) if number[0].isdigit() else ""
    after = (
        ""
        if before
        else rng.choice(("", "", "", "", " dollars", " euros", " bucks", " usd", " eur", " pounds", " quid"))
    )
    return before, number, after


def spelled(value: int) -> str:
    """An English number word, up to 99,999."""
    if value >= 1000:
        rest = f" {spelled(value % 1000)}" if value % 1000 else ""
        return f"{spelled(value // 1000)} thousand{rest}"
    if value >= 100:
        rest = f" and {spelled(value % 100)}" if value % 100 else ""
        return f"{_ONES[value // 100]} hundred{rest}"
    if value <= 12:
        return _ONES[value]
    if value in _TENS:
        return _TENS[value]
    if value > 20:
        return f"{_TENS[value - value % 10]}-{_ONES[value % 10]}"
    return {
        13: "thirteen",
        14: "fourteen",
        15: "fifteen",
        16: "sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
    }[value]


def chinese(value: int) -> str:
    """A Chinese number word, up to 99,999."""
    if value >= 10_000:
        return chinese(value // 10_000) + "万" + (chinese(value % 10_000) if value % 10_000 else "")
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            two = "两" if digit == 2 and unit >= 100 else _ZH[digit]
            text += ("零" if gap and text else "") + (name if not text and unit == 10 and digit == 1 else two + name)
        gap = not digit and bool(text)
    return text


def nth(rng: random.Random, beside: int | None = None) -> tuple[str, int]:
    """An English ordinal; another one than `beside`."""
    value = rng.choices(range(1, 10), _ORDINAL_WEIGHTS)[0]
    while value == beside:
        value = rng.choices(range(1, 10), _ORDINAL_WEIGHTS)[0]
    return rng.choices(_NTH[value], (4, 1))[0], value


def size(language: str, rng: random.Random) -> str:
    """A length, or two sides."""
    if rng.random() < 0.12:
        sides = (rng.choice((60, 80, 90, 120, 140, 160)), rng.choice((120, 160, 200, 230, 300)))
        return rng.choice(("{} by {}", "{}x{}", "{} x {}", "{}*{}" if language == "zh" else "{}x{} cm")).format(*sides)
    if language == "zh":
        number = rng.choice(
            (str(rng.randint(1, 4)), f"{rng.randint(1, 3)}.{rng.randint(1, 9)}", chinese(rng.randint(1, 3)))
        )
        centimetres = f"{rng.choice((40, 50, 60, 80, 90, 100, 120, 140, 150, 160, 180, 200))}"
        return rng.choice((f"{number}米", f"{centimetres}厘米", f"{centimetres}公分", f"{centimetres}cm", f"{number}m"))
    number = rng.choice(
        (str(rng.randint(1, 4)), f"{rng.randint(1, 3)}.{rng.randint(1, 9)}", spelled(rng.randint(2, 4)))
    )
    centimetres = str(rng.choice((40, 50, 60, 75, 80, 90, 100, 120, 140, 150, 160, 180, 200)))
    feet = str(rng.randint(3, 9))
    return rng.choice((
        f"{number} m", f"{number} meter", f"{number} metre", f"{number} meters",
        f"{centimetres} cm", f"{centimetres}cm", f"{centimetres} centimeters", f"{feet} feet", f"{feet} ft",
        f"{rng.randint(10, 90)} inch", f"{rng.randint(10, 90)} inches",
    ))  # fmt: skip


def worn(language: str, rng: random.Random) -> str:
    """A size one wears, without the word "size" in English."""
    shoe = f"{rng.randint(35, 46)}"
    if language == "zh":
        return rng.choice((f"{shoe}码", f"{rng.choice(('s', 'm', 'l', 'xl', 'xxl'))}码", f"{rng.choice('大中小')}码"))
    return rng.choice(
        (
            shoe,
            shoe,
            "s",
            "m",
            "l",
            "xl",
            "xxl",
            "xs",
            "small",
            "medium",
            "large",
            f"{rng.randint(6, 12)}",
            "8.5",
            "9.5",
        )
    )


def seats(language: str, rng: random.Random) -> str:
    """How many sit there."""
    value = rng.randint(2, 8)
    if language == "zh":
        said = "两" if value == 2 else _ZH[value]
        return rng.choice((f"{said}人", f"{said}人座", f"{value}人", f"{said}座"))
    said = rng.choice((spelled(value), str(value)))
    return rng.choice((f"{said} people", f"{said} persons", f"{said} person", f"{said} seats"))


def order(rng: random.Random) -> str:
    """An order number."""
    digits = "".join(rng.choice("0123456789") for _ in range(rng.choice((4, 5, 5, 6, 8))))
    return rng.choice(("", "", "", "", "a", "vt-", "ab", "no")) + digits
