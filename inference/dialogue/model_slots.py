"""The model's act with what the word list finds in the same words.

The model tells well what somebody wants to do. Of what is named it sometimes leaves a word out; a word list does not.
"""

from __future__ import annotations

from typing import Final

import msgspec

from inference.dialogue.acts import Act
from inference.dialogue.lexicon import Lexicon
from inference.dialogue.slots import FACETS, Slots, read

_WISHES: Final = ("search", "refine", "recommend")


def with_words(act: Act, text: str, lexicon: Lexicon) -> Act:
    """The act with the facets, prices and sizes of the text; `text` as the rules mended it."""
    slots = read(text, lexicon)
    if act.act in _WISHES and not (act.act == "recommend" and act.ref is not None):
        return _wish(act, slots, lexicon)
    if act.act == "variant":
        named = {kind: slots.facets.get(kind, getattr(act, kind)) for kind in ("color", "material")}
        return msgspec.structs.replace(act, **named, size=slots.size or act.size)
    if act.act == "show_in_room":
        return msgspec.structs.replace(act, room=slots.facets.get("room", act.room))
    if act.act == "service":
        return msgspec.structs.replace(act, order_id=slots.order_id or act.order_id)
    return act


def _wish(act: Act, slots: Slots, lexicon: Lexicon) -> Act:
    refused = {one.kind: one.name for one in slots.refused}
    said = {kind: getattr(act, kind) for kind in FACETS if getattr(act, kind) != refused.get(kind, "")}
    facets = {**said, **slots.facets}
    priced = slots.price_min is not None or slots.price_max is not None
    known = act.text is not None and bool(facets.get("category") or lexicon.find(act.text, *FACETS))
    return Act(
        act.act, facets.get("category"), facets.get("color"), facets.get("material"), facets.get("style"),
        facets.get("room"), facets.get("brand"), slots.price_min if priced else act.price_min,
        slots.price_max if priced else act.price_max, slots.size or act.size, None if known else act.text, act.ref,
        act.refs,
    )  # fmt: skip
