"""Texts are cut as the teacher's own tokeniser cuts them, and nothing a shopper types breaks the cutting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.sentences.pieces import SPECIAL, Pieces, padded, words

VOCABULARY = (*SPECIAL, "so", "##fa", "##s", "red", "the", "沙", "发", ",", "i", "'", "m", "4", "##k", "cafe", "-", "!")


def test_words_have_neither_case_nor_accents_and_each_chinese_character_is_one() -> None:
    assert words("Red CAFÉ,红沙发 4Ｋ") == ["red", "cafe", ",", "红", "沙", "发", "4k"]


def test_the_longest_piece_goes_first_and_a_word_with_an_unknown_part_is_unknown() -> None:
    pieces = Pieces(VOCABULARY)
    assert pieces.numbers("sofas", 48) == [2, 4, 5, 6, 3]
    assert pieces.numbers("sofaz", 48) == [2, 1, 3]
    assert pieces.numbers("", 48) == [2, 3]


def test_a_long_text_is_cut_and_still_ended() -> None:
    numbers = Pieces(VOCABULARY).numbers("red " * 100, 48)
    assert len(numbers) == 48
    assert (numbers[0], numbers[-1]) == (2, 3)


def test_rows_are_padded_to_the_longest() -> None:
    numbers, mask = padded([[2, 3], [2, 7, 3]])
    assert numbers.tolist() == [[2, 3, 0], [2, 7, 3]]
    assert mask.tolist() == [[1, 1, 0], [1, 1, 1]]


def test_a_vocabulary_begins_with_the_special_pieces() -> None:
    with pytest.raises(ValueError, match="special"):
        Pieces(["red"])


@given(st.text(max_size=80))
def test_any_text_is_cut(text: str) -> None:
    numbers = Pieces(VOCABULARY).numbers(text, 48)
    assert 2 <= len(numbers) <= 48
    assert all(0 <= number < len(VOCABULARY) for number in numbers)


@given(st.text("sofared the沙发,.i'm4kéÉ -!\t", max_size=60))
def test_it_cuts_as_the_library_does(text: str) -> None:
    tokenizers = pytest.importorskip("tokenizers")
    models, normalizers, before = tokenizers.models, tokenizers.normalizers, tokenizers.pre_tokenizers
    known = {piece: number for number, piece in enumerate(VOCABULARY)}
    library = tokenizers.Tokenizer(models.WordPiece(known, unk_token="[UNK]"))
    library.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.BertNormalizer()])
    library.pre_tokenizer = before.BertPreTokenizer()
    assert Pieces(VOCABULARY).numbers(text, 500)[1:-1] == library.encode(text, add_special_tokens=False).ids
