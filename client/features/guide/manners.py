"""Courtesies are neither wishes nor questions, and a farewell is not answered with a greeting."""

from __future__ import annotations

import re

_MANNERS = (
    ("farewell", re.compile(r"\b(?:good ?bye|bye|see you|farewell|ciao|later|good night)\b|再见|拜拜|晚安")),
    ("thanked", re.compile(r"\b(?:thanks?|thank you|thx|cheers)\b|谢|感谢")),
    ("who", re.compile(r"\b(?:who are you|your name|are you (?:a |an )?\w+)\b|你是|你叫什么")),
    ("greets", re.compile(r"\b(?:hi|hello|hey|good (?:morning|evening|afternoon|day)|how are you)\b"
                          r"|[你您]好|嗨|哈喽|[上午]好")),
    ("noted", re.compile(r"^(?:ok(?:ay)?|cool|great|nice|awesome|perfect|wow|lol|yes|yeah|yep|no|nope|sure|sorry)\b"
                         r"|^(?:好|嗯|行|可以|不|太好|哈哈|没事|是|对|厉害|真棒)")),
)  # fmt: skip


def manner(said: str) -> str:
    """Which courtesy it is, as the end of a text key; the strongest of several, a greeting where none is known."""
    text = said.strip().lower()
    return next((name for name, pattern in _MANNERS if pattern.search(text)), "greets")
