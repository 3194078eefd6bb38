"""Where parallel and English texts come from besides the frames. What is not installed is left out and told.

Licences: the shop's own texts and products (this project), names of sweethome3d-furniture (CC0 and CC BY 3.0), names of
Unicode CLDR (Unicode licence), definitions and examples of Princeton WordNet 3.0 (WordNet licence).
"""

from __future__ import annotations

import random
import re
import tomllib
import xml.etree.ElementTree as ElementTree
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from build_scripts.environment import ROOT
from build_scripts.train.sentences.frames import Pair
from inference.sentences.pieces import is_chinese

SYSTEM: Final = Path("/usr/share")
_MEMBERS: Final = 160
"""Products of each family whose texts are read."""
_USED: Final = 5


def shop_texts() -> list[Pair]:
    """The sentences of the shop itself."""
    english, chinese = (_flat(_toml(ROOT / "client" / "texts" / f"{name}.toml")) for name in ("en", "zh-CN"))
    pairs = ((english[key], chinese[key]) for key in english if key in chinese)
    return [(_readable(one), _readable(other)) for one, other in pairs if _has_chinese(other)]


def guide_words() -> list[Pair]:
    """What people say for things, from the guide's word lists: each English way with each Chinese one."""
    found: dict[Pair, None] = {}
    for table in _toml(ROOT / "inference" / "dialogue" / "words.toml").values():
        for entry in table.values() if isinstance(table, dict) else ():
            if isinstance(entry, dict) and "en" in entry and "zh" in entry:
                ways = [word for word in entry["zh"] if len(word) > 1] or entry["zh"]
                found.update({(english, chinese): None for english in entry["en"] for chinese in ways[:4]})
    return list(found)


def product_texts(seed: int, members: int = _MEMBERS) -> list[Pair]:
    """Titles, features and descriptions of products of the parametric families."""
    from inference.families.library import families, with_articles

    found: dict[Pair, None] = {}
    for index, family in enumerate(families()):
        rng = np.random.default_rng([seed, index])
        for _ in range(members):
            texts = family.describe(family.sample(rng))
            found[(texts.noun_en, texts.noun_zh)] = None
            found[(f"{texts.noun_en}, {texts.feature_en}", f"{texts.noun_zh}，{texts.feature_zh}")] = None
            found[(with_articles(texts.description_en), texts.description_zh)] = None
    return list(found)


def furniture_names(folder: Path = SYSTEM / "sweethome3d" / "furniture") -> list[Pair]:
    """Names of real furniture models, as their catalogues name them."""
    found: dict[Pair, None] = {}
    for path in sorted(folder.glob("*.sh3f")):
        with zipfile.ZipFile(path) as archive:
            tables = {name: _properties(archive, name) for name in ("", "_zh_CN")}
        for key, english in tables[""].items():
            chinese = tables["_zh_CN"].get(key, "")
            if key.split("#")[0] in ("name", "category") and _has_chinese(chinese):
                found[(_readable(english), chinese)] = None
    return list(found)


def unicode_names(folder: Path = SYSTEM / "unicode" / "cldr" / "common") -> list[Pair]:
    """What small pictures show (with their search words), and names of languages and countries."""
    found: dict[Pair, None] = {}
    names = [_annotations(folder / "annotations" / f"{language}.xml") for language in ("en", "zh")]
    for key, english in names[0].items():
        chinese = names[1].get(key, "")
        if _has_chinese(chinese):
            found[(english.replace(" | ", ", "), chinese.replace(" | ", "，"))] = None
    shown = [_display_names(folder / "main" / f"{language}.xml") for language in ("en", "zh")]
    for key, english in shown[0].items():
        if _has_chinese(shown[1].get(key, "")):
            found[(english, shown[1][key])] = None
    return list(found)


def dictionary_texts(folder: Path = SYSTEM / "wordnet") -> tuple[list[str], dict[str, list[str]]]:
    """English definitions and examples; and single words by part of speech (noun, verb, adj)."""
    texts: dict[str, None] = {}
    words: dict[str, list[str]] = {}
    for part in ("noun", "verb", "adj", "adv"):
        path = folder / f"data.{part}"
        for line in path.read_text("utf-8", "replace").splitlines() if path.is_file() else ():
            if line.startswith("  "):
                continue
            fields, _, gloss = line.partition(" | ")
            first = fields.split()[4]
            word = re.sub(r"\(.*\)", "", first).replace("_", " ")
            words.setdefault(part, []).append(word)
            for said in re.split(r"; (?=\")|(?<=\"); ", gloss.strip()):
                text = said.strip(' "')
                if 8 <= len(text) <= 140:
                    texts[text] = None
    seen = Counter(re.findall(r"[a-z]+", " ".join(texts)))
    return list(texts), {part: _usual(found, seen) for part, found in words.items()}


def _usual(words: Iterable[str], seen: Mapping[str, int]) -> list[str]:
    """The words that definitions use; the others are too rare to be asked for."""
    return [word for word in dict.fromkeys(words) if len(word) > 2 and seen.get(word, 0) >= _USED]


_CARRIERS: Final = (
    "how do i {verb} my {noun}",
    "what is {noun}",
    "i need to {verb} the {noun}",
    "can you {verb} it",
    "where is the {noun}",
    "the {adj} {noun}",
    "{adj} {noun} and {noun}",
    "i would like {noun} and {noun}",
    "tell me about {noun}",
    "my {noun} is {adj}",
    "do you have {adj} {noun}",
    "why is the {noun} so {adj}",
    "please {verb} the {noun} for me",
    "i want to know if i can {verb} {noun}",
    "can i get the {noun} with {noun}",
    "is it possible to {verb} a {noun}",
    "i don't want {noun}",
    "how much {noun} is there",
    "when can i {verb}",
    "who is the {noun}",
    "help me {verb} {noun}",
    "i have a problem with my {noun}",
    "what time is the {noun}",
    "set {noun} to {noun}",
    "i need help {verb}ing {noun}",
    "is there {noun} near the {noun}",
    "{noun} for {noun}",
    "a {noun} made of {noun}",
    "{noun}, {adj}, {noun}",
    "i'd like to change the {noun} of my {noun}",
    "could you help me to {verb} the {noun}",
    "does {noun} include {noun}",
)


def carried(words: Mapping[str, list[str]], count: int, rng: random.Random) -> list[str]:
    """English sentences of everyday shape about anything: breadth for the English side."""
    if not words:
        return []
    found = []
    for _ in range(count):
        said = rng.choice(_CARRIERS)
        found.append(re.sub(r"\{(\w+)\}", lambda match: rng.choice(words[match[1]]), said))
    return found


def guide_english(folder: Path = ROOT / "build_scripts" / "train" / "dialogue" / "phrases") -> list[str]:
    """The plain lines of the guide's English phrases: what people say to it, without those that hold slots."""
    found: dict[str, None] = {}
    for path in sorted(folder.glob("en_*.txt")):
        for line in path.read_text("utf-8").splitlines():
            text = re.sub(r"\[[^\]]*\]", "", re.sub(r"\(([^()|]*)\|[^()]*\)", r"\1", line)).strip()
            if text and text[0] not in "#@=" and not set(text) & set("<>{}()[]|") and " " in text:
                found[text] = None
    return list(found)


def _toml(path: Path) -> Mapping[str, object]:
    return tomllib.loads(path.read_text("utf-8"))


def _flat(table: Mapping[str, object], above: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            found.update(_flat(value, f"{above}{key}."))
        elif isinstance(value, str):
            found[above + key] = value
    return found


def _readable(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\{[^}]*\}", " ", text)).strip(" .:，。：")


def _has_chinese(text: str) -> bool:
    return any(is_chinese(letter) for letter in text)


def _properties(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    try:
        text = archive.read(f"PluginFurnitureCatalog{name}.properties").decode("latin-1")
    except KeyError:
        return {}
    lines = (line.partition("=") for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return {key.strip(): re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), value).strip()
            for key, _, value in lines}  # fmt: skip


def _annotations(path: Path) -> dict[str, str]:
    return {f"{one.get('cp')} {one.get('type', '')}": one.text or "" for one in _elements(path, "annotation")}


def _display_names(path: Path) -> dict[str, str]:
    return {
        f"{tag} {one.get('type')}": one.text or ""
        for tag in ("language", "territory")
        for one in _elements(path, tag)
        if one.get("alt") is None
    }


def _elements(path: Path, tag: str) -> Iterator[ElementTree.Element]:
    """Of a file of the distribution's own, so a plain parser will do."""
    if path.is_file():
        yield from ElementTree.parse(path).getroot().iter(tag)  # noqa: S314
