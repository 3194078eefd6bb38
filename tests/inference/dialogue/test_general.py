"""Special and general words are the lexicon's own, and no word is a special case of two."""

from __future__ import annotations

from inference.dialogue.general import GENERAL, SPECIALS
from inference.dialogue.lexicon import Lexicon


def test_every_word_is_one_of_the_lexicon() -> None:
    lexicon = Lexicon()
    for general, specials in SPECIALS.items():
        for word in (general, *specials):
            assert word in {one.name for one in lexicon.find(word, "category", "color", "material")}, word


def test_no_word_is_a_special_case_of_two_or_general_itself() -> None:
    assert len(GENERAL) == sum(len(specials) for specials in SPECIALS.values())
    assert not set(GENERAL) & set(SPECIALS)
