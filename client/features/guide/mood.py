"""How the shopper feels, from their words: the guide's tone follows, and who is annoyed is offered a person."""

from __future__ import annotations

import re
from typing import Literal

Mood = Literal["plain", "annoyed", "pleased"]

_ANNOYED = re.compile(
    r"\b(?:useless|stupid|idiot|annoying|ridiculous|terrible|awful|horrible|hopeless|rubbish|garbage|crap|damn|wtf|ffs|"
    r"sick of|fed up|waste of time|frustrat\w+|not what i (?:asked|said|meant|want\w*)|wrong again|still wrong|"
    r"you(?:'re| are) not (?:listening|helping)|you don'?t understand|for the (?:third|last|second) time|"
    r"(?:don'?t|do not) like (?:it|this|that|them)|"
    r"i (?:already|just) (?:said|told you)|come on|no no no|doesn'?t work)\b|"
    r"没用|垃圾|烦死|烦人|真烦|太烦|好烦|气死|无语|搞什么|什么玩意|听不懂人话|说了(?:多少|几)遍|我都说了|不是这个意思|"
    r"不对不对|又错|还是不对|笨死|太笨|真笨|智障|浪费时间|受不了|服了"
)
_PLEASED = re.compile(
    r"\b(?:love (?:it|this|that|them|these)|i like (?:it|this|that one|them)|perfect|beautiful|gorgeous|lovely|"
    r"wonderful|amazing|awesome|fantastic|excellent|wow|just what i (?:want|need|was looking)\w*|so nice|stunning)\b|"
    r"太好了|真好看|好漂亮|真漂亮|好看|太美|真美|喜欢(?!的|什么)|完美|太棒|真棒|哇|正是我要|不错(?:哦|啊|呀|!|！|$)"
)
_DENIED = re.compile(r"\b(?:don'?t|do not|not|isn'?t|never)\b[^.!?]{0,12}$|不(?:太|怎么|是很)?$|没$")


def mood_of(said: str) -> Mood:
    """The mood that the words tell of; annoyance before delight, and what is denied is no delight."""
    text = said.lower().replace("’", "'")
    if _ANNOYED.search(text):
        return "annoyed"
    found = _PLEASED.search(text)
    if found is None:
        return "plain"
    return "annoyed" if _DENIED.search(text[: found.start()]) else "pleased"
