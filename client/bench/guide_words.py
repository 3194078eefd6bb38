"""How well the guide understands words: acts and slots against what people typed, other talk, and service intents.

Files of sayings hold one JSON object a line: `text`, `state` (`Heard`), `act` and `alternatives` (`Act`); a saying is
understood if the act equals any of these, `text` left out and lengths compared by value. Two public sets are read
where they lie: CLINC150 (Larson et al. 2019; CC BY 3.0) for talk that is none of the shop's, and Bitext's questions
to customer service (CDLA-Sharing-1.0).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from client.domain.errors import VitrineError
from client.settings import find_folders

if TYPE_CHECKING:
    from inference.dialogue.acts import Act, Heard

    Understand = Callable[[str, Heard], Act]
    """Words and what they are said to, to their act."""

Figures = Mapping[str, float | int | str | bool]

ENVIRONMENT: Mapping[str, str] = {}
_PATIENT_S = 60.0
"""A measure waits for the model; a shopper would not."""
_PEOPLE = Path(__file__).parents[2] / "tests" / "inference" / "dialogue" / "people"
_METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "in": 0.0254, "ft": 0.3048}
_LENGTH = re.compile(r"^(\d+(?:\.\d+)?) ?(mm|cm|m|in|ft)$")
_NOT_OURS = frozenset({"chat", "help", "human"})
"""Acts that leave the shop as it is: what any talk that is none of the shop's may come to."""
_SERVICE_TOPICS = {
    "track_refund": "refund", "get_refund": "refund", "check_refund_policy": "refund", "edit_account": "account",
    "create_account": "account", "switch_account": "account", "recover_password": "account",
    "delete_account": "account", "registration_problems": "account", "newsletter_subscription": "account",
    "delivery_period": "delivery", "delivery_options": "delivery", "check_invoice": "invoice",
    "get_invoice": "invoice", "track_order": "order_status", "change_order": "change_order",
    "cancel_order": "cancel_order", "check_cancellation_fee": "cancel_order", "check_payment_methods": "payment",
    "payment_issue": "payment", "review": "complaint", "complaint": "complaint",
    "change_shipping_address": "address", "set_up_shipping_address": "address",
    "contact_customer_service": "human", "contact_human_agent": "human",
}  # fmt: skip
"""Bitext's intents to our topics; `human` is our act. `place_order` is no question to customer service."""


class BenchError(VitrineError):
    """What the guide is measured on cannot be read."""


@dataclass(frozen=True)
class Saying:
    """What somebody typed, and the acts that are right."""

    text: str
    heard: Heard
    right: tuple[Act, ...]

    @property
    def language(self) -> str:
        """`zh` where there is a Chinese character, else `en`."""
        return "zh" if re.search(r"[\u3400-\u9fff]", self.text) else "en"


@dataclass(frozen=True)
class Score:
    """Counts over some sayings."""

    said: int = 0
    exact: int = 0
    slots_right: int = 0
    slots_got: int = 0
    slots_meant: int = 0
    refs: int = 0
    refs_right: int = 0

    def __add__(self, other: Score) -> Score:
        mine, theirs = vars(self), vars(other)
        return Score(**{name: mine[name] + theirs[name] for name in mine})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which sayings, and where the public sets are."""
    parser.add_argument(
        "--data",
        metavar="FILE",
        type=Path,
        action="append",
        help="sayings (JSON lines); repeatable; else the sealed ones",
    )
    parser.add_argument("--public", metavar="DIR", type=Path, help="folder with clinc150_30pct.json, bitext_half.csv")
    parser.add_argument("--rules", action="store_true", help="the rules alone, without the model behind them")
    parser.add_argument("--by-act", action="store_true", help="also the share understood of each act")


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    words = [word for file in args.data or () for word in ("--data", str(file))]
    words += ["--public", str(args.public)] if args.public is not None else []
    words += ["--rules"] if args.rules else []
    return [*words, "--by-act"] if args.by_act else words


def measure(args: argparse.Namespace) -> Figures:
    """The figures of what the guide understands with; BenchError in words when a file cannot be read."""
    from client.guide_models import understanding
    from client.local_models import LocalModels, model_lists
    from inference.dialogue.rules import Rules

    files = args.data or sorted(_PEOPLE.glob("*_sealed.jsonl"))
    if args.rules:
        return measured(Rules().parse, files, args.public, args.by_act)
    with LocalModels(model_lists(find_folders(os.environ))) as models:
        return measured(understanding(models, _PATIENT_S)(Rules()), files, args.public, args.by_act)


def measured(understand: Understand, files: Sequence[Path], public: Path | None, by_act: bool = False) -> Figures:
    """`understand` over files of sayings and, where `public` holds them, over the public sets."""
    from inference.dialogue.acts import Heard

    figures = _of_sayings(understand, [saying for file in files for saying in sayings(file)], by_act)
    if public is None:
        return figures
    clinc, bitext = public / "clinc150_30pct.json", public / "bitext_half.csv"
    nothing = Heard()
    if clinc.is_file():
        told = json.loads(clinc.read_text("utf-8"))
        for field, part in (("oos_recall", "oos_test"), ("other_domains_recall", "test")):
            acts = [understand(text, nothing).act for text, _ in told[part]]
            figures[field] = round(sum(act in _NOT_OURS for act in acts) / len(acts), 4)
    if bitext.is_file():
        figures["service_macro_f1"] = round(_macro_f1(understand, bitext, nothing), 4)
    return figures


def sayings(file: Path) -> list[Saying]:
    """The sayings of a file; BenchError when it is none."""
    from inference.dialogue.acts import Act, Heard

    try:
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
        return [
            Saying(
                row["text"], msgspec.convert(row.get("state", {}), Heard),
                tuple(msgspec.convert(act, Act) for act in (row["act"], *row.get("alternatives", ()))),
            )
            for row in rows
        ]  # fmt: skip
    except OSError as cause:
        raise BenchError(f"{file.name} cannot be read: {cause.strerror}.") from cause
    except (ValueError, KeyError, TypeError, msgspec.ValidationError) as cause:
        raise BenchError(f"{file.name} holds something that is no saying: {cause}.") from cause


def understood(got: Act, right: Iterable[Act]) -> bool:
    """Whether an act equals one of those that are right."""
    mine = comparable(got)
    return any(mine == comparable(act) for act in right)


def comparable(act: Act) -> dict[str, object]:
    """An act's slots as they are compared: without `text`, lengths in millimetres, letters in one case."""
    slots: dict[str, object] = {k: v for k, v in msgspec.to_builtins(act).items() if k != "text"}
    if isinstance(size := slots.get("size"), str):
        length = _LENGTH.match(size.strip().lower())
        slots["size"] = round(float(length[1]) * _METRES[length[2]] * 1000) if length else size.replace(" ", "").upper()
    return slots


def _of_sayings(understand: Understand, said: Sequence[Saying], by_act: bool) -> dict[str, float | int | str | bool]:
    total: dict[str, Score] = {}
    for one in said:
        score = _score(understand(one.text, one.heard), one.right)
        for key in (one.language, f"{one.language}_{one.right[0].act}", "all"):
            total[key] = total.get(key, Score()) + score
    figures: dict[str, float | int | str | bool] = {"sayings": len(said)}
    for language in ("en", "zh"):
        if language in total:
            figures[f"act_exact_{language}"] = _share(total[language].exact, total[language].said)
            figures[f"ref_accuracy_{language}"] = _share(total[language].refs_right, total[language].refs)
    if "all" in total:
        every = total["all"]
        figures["slot_f1"] = _share(2 * every.slots_right, every.slots_got + every.slots_meant)
    if by_act:
        named = {key: value for key, value in sorted(total.items()) if "_" in key}
        figures |= {key: f"{value.exact}/{value.said}" for key, value in named.items()}
    return figures


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def _score(got: Act, right: tuple[Act, ...]) -> Score:
    """Against the right act that is nearest."""
    mine = set(_pairs(got))
    best = max(right, key=lambda act: (understood(got, (act,)), len(mine & set(_pairs(act)))))
    meant = set(_pairs(best))
    wanted = best.ref is not None or bool(best.refs)
    return Score(
        1, int(understood(got, (best,))), len(mine & meant), len(mine), len(meant), int(wanted),
        int(wanted and (got.ref, got.refs) == (best.ref, best.refs)),
    )  # fmt: skip


def _pairs(act: Act) -> Iterable[tuple[str, str]]:
    return ((name, json.dumps(value, sort_keys=True)) for name, value in comparable(act).items() if name != "act")


def _macro_f1(understand: Understand, file: Path, nothing: Heard) -> float:
    """Mean F1 over our topics of service (and the act `human`) that Bitext's intents stand for."""
    right, got, meant = Counter[str](), Counter[str](), Counter[str]()
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            topic = _SERVICE_TOPICS.get(row["intent"])
            if topic is None:
                continue
            act = understand(row["instruction"], nothing)
            said = (act.topic or act.act) if act.act in ("service", "human") else act.act
            right[topic] += said == topic
            got[said] += 1
            meant[topic] += 1
    return sum(2 * right[topic] / (got[topic] + meant[topic]) for topic in meant) / len(meant)
