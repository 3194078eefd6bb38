"""The whole training on little data, and that llama.cpp makes of the file what PyTorch makes of the network."""

from __future__ import annotations

import json
import random
import urllib.request
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("tokenizers")
xllamacpp = pytest.importorskip("xllamacpp")

from build_scripts.train.dialogue import command, data, learning, measure  # noqa: E402
from inference.dialogue.acts import Heard  # noqa: E402
from inference.dialogue.lexicon import Lexicon  # noqa: E402
from inference.dialogue.model import DialogueModel  # noqa: E402
from inference.dialogue.model_prompt import prompt, words_of  # noqa: E402

pytestmark = [pytest.mark.training, pytest.mark.slow]

_ODD = (
    "iPhone 15 Pro Max 手机壳，¥299.00！", "我要 a green 沙发 under ¥3,999", "日本語テスト", "emoji 😀👍🏽",
    "①②③ ½ ４２ Ⅷ",    "don't I'M we'll", "全角：，。！？「」", "café naïve Ünïcode", "한국어 텍스트",
    "中英文without空格123abc", "   leading",
    "a  b   c", "۱۲۳ ٣٤", "∑∂≈ç√∫", "<b>html</b> & \"quotes\"", "\u3000全角空格\u3000",
)  # fmt: skip


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dialogue")
    assert command.main(["--smoke", "--seconds", "6", "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def call(trained: Path) -> Any:
    """llama.cpp's own server on this machine, with the exact file."""
    params = xllamacpp.CommonParams()
    params.model.path = str(trained / "exact.gguf")
    params.n_ctx, params.n_parallel, params.n_gpu_layers, params.warmup, params.verbosity = 512, 1, 0, False, -1
    params.ui = params.use_jinja = params.enable_chat_template = False
    params.hostnames = ["127.0.0.1"]
    server = xllamacpp.Server(params)

    def ask(path: str, body: dict[str, object]) -> Any:
        content = json.dumps(body).encode()
        request = urllib.request.Request(server.listening_address + path, content, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    return ask


def mixed(count: int) -> list[str]:
    rng = random.Random(5)
    letters = list("我要的沙发绿色鞋子12345 abcXYZ,.!?，。！？￥$é😀\t'\"{}:[]")
    texts = [prompt(one.words, one.heard) + one.answer for one in islice(data.samples(3), count)]
    return [
        *texts,
        *_ODD,
        *("".join(rng.choice(letters) for _ in range(rng.randint(3, 40))) for _ in range(count // 2)),
    ]


def test_the_ids_of_tokens_are_equal(trained: Path, call: Any) -> None:
    tokenizer = learning.tokenizer_of(trained)
    for text in mixed(200):
        ids = call("/tokenize", {"content": text, "add_special": False, "parse_special": True})["tokens"]
        assert ids == tokenizer.encode(text).ids, text


def test_the_scores_are_those_of_the_network(trained: Path, call: Any) -> None:
    tokenizer, network = learning.tokenizer_of(trained), learning.load(trained / "checkpoint.pt")
    largest = 0.0
    for sample in islice(data.samples(4), 12):
        ids = tokenizer.encode(prompt(sample.words, sample.heard)).ids
        asked = {
            "prompt": ids,
            "n_predict": 1,
            "temperature": 0,
            "n_probs": network.shape.tokens,
            "cache_prompt": False,
        }
        told = call("/completion", asked)["completion_probabilities"][0]["top_logprobs"]
        with torch.no_grad():
            ours = torch.log_softmax(network(torch.tensor([ids]))[0, -1], -1)
        assert len(told) > network.shape.tokens * 0.9
        largest = max(largest, *(abs(float(ours[one["id"]]) - one["logprob"]) for one in told))
    assert largest < 0.01


def test_the_small_file_answers_under_its_grammar(trained: Path) -> None:
    model = DialogueModel(measure.asked(trained / "vitrine-dialogue.gguf"), Lexicon())
    for said in ("show me red sofas under 800", "把第二个加入购物车", "asdf ' \" \\ {} 😀"):
        read = model.read(said, Heard(shown=3))
        assert read is not None, said
        assert read.sure <= 0
    assert words_of("asdf")


def test_it_goes_on_where_it_was_stopped(trained: Path) -> None:
    before = json.loads((trained / "report.json").read_text())["course"]
    assert command.main(["--smoke", "--seconds", str(before["seconds"] + 3), "--out", str(trained)]) == 0
    after = json.loads((trained / "report.json").read_text())["course"]
    assert after["steps"] > before["steps"]
    assert after["samples"] > before["samples"]
    assert after["curve"][: len(before["curve"])] == before["curve"]


def test_an_adapter_bends_the_model_as_the_network_is_bent(trained: Path, tmp_path: Path) -> None:
    from build_scripts.train.dialogue import adapter

    goods = adapter.Goods({"en": ["Caesar Warm-Up Pant"], "zh": ["暖身长裤"]}, ["Brunnwick"])
    samples = list(islice(adapter.samples(goods, 5), 300))
    assert sum("pant" in one.words or "长裤" in one.words for one in samples) > 30
    torch.manual_seed(1)
    network = adapter.bend(learning.load(trained / "checkpoint.pt"))
    for name, weight in network.named_parameters():
        if weight.requires_grad:
            torch.nn.init.normal_(weight, std=0.2 if name.endswith("up") else 0.05)
    adapter.write(tmp_path / "adapter.gguf", network)
    base = trained / "exact.gguf"
    asked = prompt("show me red sofas", Heard())
    plain, bent = measure.asked(base)(asked, ""), measure.asked(base, adapter=tmp_path / "adapter.gguf")(asked, "")
    assert plain != bent
    tokenizer = learning.tokenizer_of(trained)
    ids = tokenizer.encode(asked).ids
    with torch.no_grad():
        first = int(network(torch.tensor([ids]))[0, -1].argmax())
    expected = tokenizer.decode([first])
    assert bent.text.startswith(expected) or not bent.text
