"""Fits the model to a merchant's catalogue: its names in everybody's phrases, an adapter of some hundred kilobytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Final

from build_scripts.train.dialogue.phrases import held

_MOST_PRODUCTS: Final = 20_000
FILE: Final = "adapter.gguf"


def goods(catalog: Path, kept: bool) -> tuple[dict[str, list[str]], list[str]]:
    """Names of things by language, and brands; of the products' own names those kept for measuring, or the others."""
    from client.catalog.reader import open_current

    things: dict[str, set[str]] = {"en": set(), "zh": set()}
    brands: set[str] = set()
    with open_current(catalog) as opened:
        for product in opened.products(limit=_MOST_PRODUCTS):
            own = held(product.sku, "merchant") or held(product.sku, "merchant too")
            labels = [product.title] if own == kept else []
            for text in (*labels, *(() if kept else product.category_label[-1:])):
                things["en"].add(_plain(text.en))
                things["zh"].add(_plain(text.zh_cn))
            brands.add(_plain(product.brand))
    return {language: sorted(names - {""}) for language, names in things.items()}, sorted(brands - {""})


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() or c in "'&-" else " " for c in text).split())


def fit(
    base: Path, catalog: Path, out: Path, seed: int, seconds: float, tokens: int, say: Callable[[str], None]
) -> None:
    """Trains the adapter for the model whose training lies in `base`; leaves it with a report of what it gains."""
    import torch

    from build_scripts.train.dialogue import adapter, data, learning, measure

    torch.manual_seed(seed)
    tokenizer, network = learning.tokenizer_of(base), adapter.bend(learning.load(base / "checkpoint.pt"))
    own = adapter.Goods(*goods(catalog, kept=False))
    batches = data.batches(adapter.samples(own, seed), tokenizer, tokens, seed)
    out.mkdir(parents=True, exist_ok=True)
    learning.learn(network, batches, learning.Plan(seconds, rate=1e-3), out / "adapter.pt", say)
    adapter.write(out / FILE, network)
    kept = list(islice(adapter.samples(adapter.Goods(*goods(catalog, kept=True)), seed + 1), 200))
    report = {
        way: measure.exact_answers(kept, measure.asked(base / "vitrine-dialogue.gguf", adapter=laid))
        for way, laid in (("without", None), ("with", out / FILE))
    }
    say(f"answers about goods it never saw: {json.dumps(report)}")
    (out / "adapter.json").write_text(json.dumps(report) + "\n", "utf-8")
