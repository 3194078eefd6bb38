"""What the merchant says about returns, delivery and the like: Markdown files, shown as they are."""

from __future__ import annotations

import re
from pathlib import Path

_LONGEST_BYTES = 100_000
_LONGEST_PASSAGE = 900
_TOPIC = re.compile(r"[a-z_]{1,40}")
_OF = {"refund": "returns", "order_status": "orders", "cancel_order": "orders", "change_order": "orders"}
"""Topics answered by another topic's file where they have none of their own."""


def policy_in(folder: Path, topic: str, language: str) -> str | None:
    """The passage about a topic, in the language or else in any: `returns.zh-CN.md`, `returns.md`; None without one."""
    if not _TOPIC.fullmatch(topic):
        return None
    for name in (topic, _OF.get(topic, "")):
        for file in (f"{name}.{language}.md", f"{name}.md"):
            if name and (text := _read(folder / file)) is not None:
                return text
    return None


def _read(path: Path) -> str | None:
    try:
        if path.stat().st_size > _LONGEST_BYTES:
            return None
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    plain = re.sub(r"^#+\s*|[*_`]|\[([^\]]*)\]\([^)]*\)", lambda m: m[1] or "", text, flags=re.MULTILINE).strip()
    if not plain:
        return None
    if len(plain) <= _LONGEST_PASSAGE:
        return plain
    return plain[:_LONGEST_PASSAGE].rsplit("\n", 1)[0].rstrip() + " …"
