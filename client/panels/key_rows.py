"""Which keys stand where, and what they are called."""

from __future__ import annotations

LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SIGNS = ("1234567890", '-/:()&@"+', ".,?!'%#")
SIGN_NAMES = {
    "-": "hyphen", "/": "slash", ":": "colon", "(": "open_bracket", ")": "close_bracket", "&": "and", "@": "at",
    '"': "quote", "+": "plus", ".": "point", ",": "comma", "?": "question", "!": "exclamation", "'": "apostrophe",
    "%": "percent", "#": "number",
}  # fmt: skip
"""Part of the name and of the text `keyboard.sign.*` of every sign."""


def key_name(sign: str) -> str:
    """The element's name of a key that types this."""
    return f"key_{SIGN_NAMES.get(sign, sign)}"


TO_SIGNS, TO_LETTERS = "123 ?", "abc"
"""On the key that changes between letters and signs; the same in every language."""
IS_LATIN, IS_PINYIN = "EN", "拼"
"""On the language key: what is typed now."""
