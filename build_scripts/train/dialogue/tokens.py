"""Byte-level BPE over utterances and answers. llama.cpp splits text with the same expression (`qwen2`): ids are equal.

While the merges are learnt every Chinese letter stands alone: whole clauses of the phrases would become tokens, and
what is copied must be writable letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from inference.dialogue.model_prompt import MARKS

PRE: Final = "qwen2"
_SPLIT: Final = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
"""The expression of Qwen2's tokenizer, which llama.cpp knows by that name."""
_EAST_ASIAN: Final = r"[\u3000-\u9fff\uff00-\uffef]"


def learn(texts: Iterable[str], size: int) -> Tokenizer:
    """Learns `size` tokens from texts; the marks have the first ids."""
    tokenizer = Tokenizer(models.BPE())
    bytes_only = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    words = pre_tokenizers.Split(Regex(_SPLIT), "isolated")
    alone = pre_tokenizers.Split(Regex(_EAST_ASIAN), "isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([alone, words, bytes_only])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=list(MARKS), initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        min_frequency=2, show_progress=False,
    )  # fmt: skip
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([words, bytes_only])
    return tokenizer
