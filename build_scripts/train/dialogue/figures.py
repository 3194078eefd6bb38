"""All figures of docs/models/dialogue.md: rules alone, model alone, both; kept phrases, people's words, other data."""

from __future__ import annotations

import csv
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from build_scripts.environment import ROOT
from build_scripts.train.dialogue import data, measure
from build_scripts.train.dialogue.measure import Parse, Said
from inference.dialogue.acts import Act, Heard
from inference.dialogue.model import DialogueModel
from inference.dialogue.model_slots import with_words
from inference.dialogue.rules import Evidence, Rules
from inference.dialogue.understanding import Trust, decided

PEOPLE: Final = ROOT / "tests" / "inference" / "dialogue" / "people"
_ROWS: Final = 600
_TOPICS: Final = {
    "track_refund": "refund", "get_refund": "refund", "check_refund_policy": "refund", "edit_account": "account",
    "create_account": "account", "switch_account": "account", "recover_password": "account",
    "delete_account": "account", "registration_problems": "account", "newsletter_subscription": "account",
    "delivery_period": "delivery", "delivery_options": "delivery", "check_invoice": "invoice",
    "get_invoice": "invoice", "track_order": "order_status", "change_order": "change_order",
    "cancel_order": "cancel_order", "check_cancellation_fee": "cancel_order", "check_payment_methods": "payment",
    "payment_issue": "payment", "review": "complaint", "complaint": "complaint", "change_shipping_address": "address",
    "set_up_shipping_address": "address", "contact_customer_service": "human", "contact_human_agent": "human",
}  # fmt: skip
"""Bitext's intents as the guide's topics."""


def figures(
    model: Path, seed: int, count: int, shared: Path | None, say: Callable[[str], None], sealed: bool = False
) -> dict[str, object]:
    """Everything as one JSON object; `shared` is where CLINC150 and Bitext lie, if they do."""
    rules = Rules()
    remembered = measure.Remembered(DialogueModel(measure.asked(model), rules.lexicon))

    known: dict[tuple[str, Heard], Evidence] = {}

    def by_rules(text: str, heard: Heard) -> Evidence:
        if (text, heard) not in known:
            known[text, heard] = rules.parse_with_evidence(text, heard)
        return known[text, heard]

    def both(text: str, heard: Heard, trust: Trust | None = None) -> Act:
        told = by_rules(text, heard)
        return decided(told, remembered.read(told.text, heard), trust or Trust(), rules.lexicon)

    def alone(text: str, heard: Heard) -> Act:
        return remembered.alone(by_rules(text, heard).text, heard)

    def worded(text: str, heard: Heard) -> Act:
        told = by_rules(text, heard)
        return with_words(remembered.alone(told.text, heard), told.text, rules.lexicon)

    ways: dict[str, Parse] = {
        "rules": lambda text, heard: by_rules(text, heard).act, "model": alone, "model_and_words": worded, "both": both,
    }  # fmt: skip
    sets = {"kept": measure.of_samples(data.measured(seed, count))}
    for half in ("look", *(("sealed",) if sealed else ())):
        files = sorted(PEOPLE.glob(f"*_{half}.jsonl"))
        sets[half] = [one for file in files for one in measure.people(file)]
    told: dict[str, object] = {}
    for name, said in sets.items():
        begun = time.perf_counter()
        told[name] = {way: _plain(said, parse) for way, parse in ways.items()}
        say(f"{name}: {json.dumps(told[name])} ({time.perf_counter() - begun:.0f} s)")
    tried = [sets["look"], sets["kept"], _outside_open(shared)]
    told["trust"] = _trusted(tried, both)
    say(json.dumps(told["trust"]))
    if shared is not None:
        told["oos_recall"] = {way: outside(shared / "clinc150_30pct.json", parse) for way, parse in ways.items()}
        told["service_macro_f1"] = {
            way: service(shared / "bitext_half.csv", parse, seed) for way, parse in ways.items()
        }
        say(json.dumps({name: told[name] for name in ("oos_recall", "service_macro_f1")}))
    return told


def _plain(said: Sequence[Said], parse: Parse) -> dict[str, float]:
    return {name: round(one.right / one.all, 3) for name, one in sorted(measure.score(said, parse).items())}


def _outside_open(shared: Path | None) -> list[Said]:
    """Out-of-scope questions of CLINC150's other splits: what trust is chosen by, never what is told."""
    if shared is None:
        return []
    told = json.loads((shared / "clinc150_30pct.json").read_text("utf-8"))
    return [Said(text, Heard(), (Act("chat"),), "en", "chat") for text, _ in (*told["oos_train"], *told["oos_val"])]


def _trusted(tried: Sequence[Sequence[Said]], both: Callable[[str, Heard, Trust], Act]) -> list[list[float]]:
    """How right both together are: (doubt, sure, against), then people's open half, kept phrases, other talk."""
    rows = []
    for doubt in (0.35, 0.5, 0.65):
        for sure in (-0.01, -0.02, -0.05, -0.1, -0.3):
            for against in (0.0, -0.002, -0.01, -0.03):
                trust = Trust(doubt, sure, against)
                rows.append([doubt, sure, against, *(_share(said, both, trust) for said in tried if said)])
    return rows


def _share(said: Sequence[Said], both: Callable[[str, Heard, Trust], Act], trust: Trust) -> float:
    told = measure.score(said, lambda text, heard: both(text, heard, trust))["all"]
    return round(told.right / told.all, 3)


def outside(file: Path, parse: Parse) -> float:
    """Share of CLINC150's out-of-scope test questions that come to no act of the shop."""
    told = json.loads(file.read_text("utf-8"))["oos_test"]
    left = sum(parse(text, Heard()).act in ("chat", "help", "human") for text, _ in told)
    return round(left / len(told), 3)


def service(file: Path, parse: Parse, seed: int) -> float:
    """Macro F1 over the topics that Bitext's customers ask about, on rows drawn by a seed."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = [
            (row["instruction"], _TOPICS[row["intent"]]) for row in csv.DictReader(opened) if row["intent"] in _TOPICS
        ]
    right, said, meant = Counter[str](), Counter[str](), Counter[str]()
    for text, topic in random.Random(seed).sample(rows, min(_ROWS, len(rows))):  # noqa: S311 - which rows
        act = parse(text, Heard())
        got = act.topic or act.act
        right[topic] += got == topic
        said[got] += 1
        meant[topic] += 1
    return round(sum(2 * right[topic] / (said[topic] + meant[topic]) for topic in meant) / len(meant), 3)
