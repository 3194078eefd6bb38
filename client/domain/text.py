"""Languages the shop speaks, and texts that exist in several of them."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

Language = Literal["en", "zh-CN"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class LocalText(msgspec.Struct, frozen=True):
    """A text in the shop's languages; a missing one falls back to the other."""

    en: str = ""
    zh_cn: str = msgspec.field(default="", name="zh-CN")

    def get(self, language: Language) -> str:
        """The text in this language, else in the other one, else the empty string."""
        if language == "zh-CN":
            return self.zh_cn or self.en
        return self.en or self.zh_cn

    def all(self) -> str:
        """Every language in one string, for indexing."""
        return " ".join(part for part in (self.en, self.zh_cn) if part)
