"""Price cards: what stands on them is whole."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.kit.fonts import find_fonts
from scenes.kit.labels import CARD_PX, PAPER_TONE, CardText, draw_card


@pytest.mark.parametrize("price", ["$8.00", "$1,240.00", "$123,456.00", "CN¥12,345,678.00"])
def test_a_price_is_never_cut(price: str) -> None:
    """The same figures as a card twice as wide would show: none is missing, none replaced by dots."""
    fonts = find_fonts()
    plain, strong = fonts.load(28), fonts.load(52, strong=True)
    card = draw_card(CardText("", price), plain, strong)
    ink = np.flatnonzero((card[60:-4, 6:-6] < PAPER_TONE - 60).any(axis=0))
    edges = np.flatnonzero(np.diff(ink) > 1)
    alone = strong.font_variant(size=40)
    mask = np.asarray(alone.getmask(price)).reshape(alone.getmask(price).size[::-1])
    columns = np.flatnonzero((mask > 60).any(axis=0))
    assert len(edges) == len(np.flatnonzero(np.diff(columns) > 1)), "as many figures as the price has"
    assert ink.max() < CARD_PX[0] - 20
