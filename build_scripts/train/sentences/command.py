"""`python -m build_scripts train sentences`: data, teacher, student, INT8 file, table of measures."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from build_scripts.environment import ROOT

if TYPE_CHECKING:
    from build_scripts.train.sentences.data import Data
    from build_scripts.train.sentences.network import Student
    from build_scripts.train.sentences.teacher import Teacher
    from inference.sentences.api import FloatArray

DIM: Final = 128
_PIECES: Final = 11_000
_THIN: Final = 192
_LAYERS: Final = (0, 3, 5)
"""Of the teacher's six; of the triples that were tried, these are nearest to it before anything is learnt."""
_MOST: Final = 48
MODEL: Final = "sentences.onnx"
_VOCABULARY: Final = "vocabulary.txt"


def main(arguments: Sequence[str]) -> int:
    """Trains, exports, measures; or with --measure only measures a file."""
    parser = argparse.ArgumentParser(prog="train sentences", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "train" / "sentences")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--batch", type=int, default=160, help="Chinese texts in a step")
    parser.add_argument("--share", type=float, default=1.0, help="of the texts that can be made without end")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--smoke", action="store_true", help="everything on a little data, in under a minute")
    parser.add_argument("--start", type=Path, help="weights to go on from (student.safetensors of a run before)")
    parser.add_argument("--measure", type=Path, help="measure this file only")
    parser.add_argument("--ship", action="store_true", help="file into models_cache, figures into its card")
    parser.add_argument("--texts", type=Path, default=ROOT.parent / "shared" / "data", help="foreign English texts")
    options = parser.parse_args(arguments)

    import torch

    from build_scripts.train.sentences.data import SMOKE, Amounts, gather
    from build_scripts.train.sentences.learn import keep_memory

    keep_memory()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    data = gather(options.seed, SMOKE if options.smoke else Amounts().share(options.share))
    _say(f"{len(data.pairs)} pairs, {len(data.english)} English texts, held out: "
         f"{ {name: len(pairs) for name, pairs in data.held_out.items()} }")  # fmt: skip
    path = options.measure or options.out / MODEL
    if options.measure is None:
        _train(options, data, path)
    measures = _measured(path, data, options.texts, options.seed)
    (options.out / "measures.json").write_text(json.dumps(measures, indent=1, ensure_ascii=False), "utf-8")
    _say(json.dumps(measures, indent=1, ensure_ascii=False))
    if options.ship:
        from build_scripts.train.sentences.ship import ship

        curve = path.with_name("curve.json")
        ship(path, measures, json.loads(curve.read_text("utf-8")) if curve.is_file() else [], ROOT / "models_cache")
    return 0


def _train(options: argparse.Namespace, data: Data, path: Path) -> None:
    from safetensors.torch import load_file

    from build_scripts.train.sentences.data import vocabulary
    from build_scripts.train.sentences.export import export
    from build_scripts.train.sentences.learn import Plan, learn, warm_chinese
    from build_scripts.train.sentences.measure import Encoder, across
    from build_scripts.train.sentences.network import student_of
    from build_scripts.train.sentences.teacher import Teacher, main_directions
    from inference.sentences.pieces import Pieces

    teacher = Teacher()
    targets = _targets(teacher, data, options.out)
    matrix, shift = main_directions(targets[1], DIM)
    asked = targets[1] @ matrix.numpy().T
    asked /= np.maximum(np.linalg.norm(asked, axis=1, keepdims=True), 1e-6)
    names = _names(options.start, lambda: vocabulary(data, list(teacher.vocabulary), _PIECES))
    (options.out / _VOCABULARY).write_text("\n".join(names), "utf-8")
    pieces = Pieces(names)
    student = student_of(teacher.weights, teacher.vocabulary, names, (matrix, shift), (_MOST, _THIN, _LAYERS))
    warm_chinese(student, pieces, data)
    if options.start is not None:
        student.load_state_dict(load_file(options.start))
    rng = random.Random(options.seed)  # noqa: S311 - data, not secrets
    few = {name: rng.sample(pairs, min(200, len(pairs))) for name, pairs in data.held_out.items()}
    plan = Plan(4, batch=32) if options.smoke else Plan(options.steps, options.batch)

    def look(now: Student) -> dict[str, float]:
        return _recall(now, pieces, few["frames"] + few["unicode"] + few["own"])

    learn(student, pieces, data, (targets[0], targets[1], asked), plan, options.seed, options.out, look)
    export(student, names, options.out / "whole.onnx", whole=True)
    export(student, names, path)
    _say(f"Before INT8: {across(Encoder(options.out / 'whole.onnx'), data.held_out)['all']}")


def _names(start: Path | None, made: Callable[[], list[str]]) -> list[str]:
    """Weights of a run before go with its own pieces, whatever the texts have become since."""
    if start is None:
        return made()
    return start.with_name(_VOCABULARY).read_text("utf-8").split("\n")


def _recall(student: Student, pieces: object, pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    import torch

    from build_scripts.train.sentences.measure import recall
    from inference.sentences.pieces import Pieces, padded

    assert isinstance(pieces, Pieces)
    student.eval()
    sides = []
    with torch.inference_mode():
        for side in range(2):
            numbers, mask = padded([pieces.numbers(pair[side], _MOST) for pair in pairs])
            sides.append(student(torch.from_numpy(numbers), torch.from_numpy(mask)).float().numpy())
    student.train()
    return {"recall": round(recall(*sides), 3)}


def _targets(teacher: Teacher, data: Data, out: Path) -> tuple[dict[str, int], FloatArray]:
    """Each English text's row, and the teacher's vectors. What it read is kept: texts change little between runs."""
    texts = list(dict.fromkeys((*(pair[0] for pair in data.pairs), *data.english)))
    row = {text: at for at, text in enumerate(texts)}
    digests = b"".join(hashlib.blake2b(one.encode(), digest_size=8).digest() for one in texts)
    keys = np.frombuffer(digests, np.uint64)
    kept = out / "teacher.npz"
    vectors = np.zeros((len(texts), teacher.dim), np.float32)
    read = np.zeros(len(texts), np.bool_)
    if kept.is_file():
        with np.load(kept, allow_pickle=False) as file:
            known, place = np.unique(file["keys"], return_index=True)
            at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            read = known[at] == keys
            vectors[read] = file["vectors"][place[at[read]]]
    begun = time.perf_counter()
    new = np.flatnonzero(~read)
    vectors[new] = teacher.vectors([texts[at] for at in new])
    _say(f"The teacher read {len(new)} of {len(texts)} texts in {time.perf_counter() - begun:.0f} s.")
    np.savez(kept, keys=keys, vectors=vectors)
    return row, vectors


def _measured(path: Path, data: Data, folder: Path, seed: int) -> dict[str, object]:
    from build_scripts.train.sentences.measure import Encoder, across, foreign_texts, like_teacher, speed
    from build_scripts.train.sentences.teacher import Teacher

    encoder, teacher = Encoder(path), Teacher(precise=True)
    texts = foreign_texts(folder, seed)
    texts["own"] = [pair[0] for pair in data.held_out["own"]]
    texts["frames"] = [pair[0] for pair in data.held_out["frames"]][:1000]
    return {
        "bytes": path.stat().st_size,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "dim": encoder.dim,
        "learnt_from": {"pairs": len(data.pairs), "english": len(data.english)},
        "recall_at_1": across(encoder, data.held_out),
        "spearman": like_teacher(encoder, teacher, texts, seed),
        "speed": speed(encoder, [side for pair in data.held_out["frames"][:1000] for side in pair]),
    }


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
