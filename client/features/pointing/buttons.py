"""The hands' own buttons in the store: the way back to true size, and turning for hands without a stick."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from panda3d.core import LQuaternionf

from client.domain.text import Language
from client.interaction.controls import TRUE_SIZE
from client.moment import Moment
from client.store.contents import StoreContents
from client.texts import Texts
from scenes.kit.flat_card import FlatCard
from scenes.kit.front_layer import FrontLayer
from scenes.kit.renderer import Renderer

_POINTED_SHARE = 1.06

Write = Callable[[str], NDArray[np.uint8]]
"""Words as a small picture: (height, width, 4) RGBA, row 0 on top."""


class ButtonsView:
    """A card a button, made anew when its words change."""

    def __init__(self, renderer: Renderer, layer: FrontLayer, write: Write) -> None:
        self._renderer, self._write = renderer, write
        self._root = layer.root.attach_new_node("buttons")
        self._cards: dict[str, tuple[str, FlatCard]] = {}

    def enter(self, contents: StoreContents) -> None:
        """Buttons do not belong to a store."""

    def refresh(self, moment: Moment) -> None:
        """Shows the buttons there are, the one that is pointed at a little larger."""
        wanted = {place.name: place for place in moment.intents.controls}
        for name in tuple(self._cards):
            if name not in wanted:
                self._cards.pop(name)[1].close()
        for name, place in wanted.items():
            card = self._card(name, words(name, moment))
            pointed = moment.intents.pointed.target == "panel" and moment.intents.pointed.name == name
            card.path.set_pos(*place.pose.position)
            card.path.set_quat(LQuaternionf(*place.pose.turn))
            card.path.set_scale(place.size_m[1] * (_POINTED_SHARE if pointed else 1.0))

    def _card(self, name: str, said: str) -> FlatCard:
        made = self._cards.get(name)
        if made is not None and made[0] == said:
            return made[1]
        if made is not None:
            made[1].close()
        pixels = self._write(said)
        height, width = pixels.shape[:2]
        card = FlatCard(self._renderer, self._root, (width / height, 1.0), (width, height), on_top=True)
        card.upload_rgba(pixels)
        self._cards[name] = (said, card)
        return card

    def close(self) -> None:
        """Removes the cards; idempotent."""
        for _, card in self._cards.values():
            card.close()
        self._cards.clear()
        if not self._root.is_empty():
            self._root.remove_node()


def words(name: str, moment: Moment) -> str:
    """What a button says."""
    held = moment.session.held
    scale = held.scale if held is not None else 1.0
    return said(name, scale, moment.session.language)


def said(name: str, scale: float, language: Language) -> str:
    """A button's words; the scale with one figure after the point, two below one half."""
    if name == TRUE_SIZE:
        return Texts(language).say("hands.true_size", times=f"{scale:.2f}" if scale < 0.5 else f"{scale:.1f}")
    return Texts(language).say(f"hands.{name}")
