"""Turning what files and feeds contain into names and texts people read, and guessing categories from names."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Final

from client.domain.text import LocalText
from client.texts import Texts

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Z][a-z])")
_BREAKING: Final = frozenset(
    {"address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
    | {"li", "ol", "p", "pre", "section", "table", "tr", "ul"}
)
_UNSEEN: Final = frozenset({"script", "style", "template", "title"})
_SPACING: Final = frozenset({"td", "th"})
_NO_TAG = re.compile(r"<(?![a-zA-Z/!?][^<>]{0,4000}>)")
_CJK = re.compile(r"[\u3400-\u9fff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")
_MAX_DESCRIPTION = 5000
_MAX_MARKUP = 40_000
"""Characters of markup that are looked at; a parser may be slow on what is made to be slow."""
_MAX_TITLE = 300
_MAX_CATEGORY = 100

# (words in the name, category path with labels); the first that fits wins, so special ones stand first
_GUESSES: Final[tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = (
    ("sofa couch loveseat settee 沙发", (("Furniture", "家具"), ("Sofas", "沙发"))),
    ("armchair chair stool bench seat recliner 椅 凳", (("Furniture", "家具"), ("Chairs", "椅子"))),
    ("desk table nightstand workbench 桌 茶几", (("Furniture", "家具"), ("Tables", "桌子"))),
    ("bed mattress crib quilt pillow 床 被", (("Furniture", "家具"), ("Beds", "床"))),
    ("bookshelf shelf shelves rack cabinet wardrobe dresser drawer cupboard bookcase holder 柜 架",
     (("Furniture", "家具"), ("Storage", "收纳"))),
    ("lamp light spotlight chandelier lantern 灯", (("Lighting", "灯具"),)),
    ("tv television tablet laptop computer phone camera speaker headphone monitor conditioner airconditioner "
     "airconditionerb airconditionerc 电视 电脑 手机 相机 音箱 空调", (("Electronics", "电器"),)),
    ("cooking kitchen pan pot kettle fridge oven stove sink rangehood utensils tableware plate bowl cup mug bottle "
     "seasoning vase 锅 碗 杯 厨", (("Kitchen", "厨房"),)),
    ("shoe sneaker boot sandal 鞋", (("Shoes", "鞋"),)),
    ("bag backpack handbag purse suitcase 包", (("Bags", "箱包"),)),
    ("shirt dress jacket coat trousers skirt jeans hat 衣 裤 裙", (("Clothes", "服装"),)),
    ("book magazine 书", (("Books", "图书"),)),
    ("toy car ball cube doll puzzle game 玩具 球", (("Toys", "玩具"),)),
    ("bicycle bike dumbbell fitness yoga treadmill 自行车 哑铃 健身", (("Sports", "运动"),)),
    ("carpet rug curtain mirror clock horologe board trash picture plant wicker cloth 地毯 窗帘 镜 钟",
     (("Home", "家居"),)),
    ("wall floor ceiling window door column logo shopwindow stairs 墙 门 窗", (("Building", "建筑构件"),)),
)  # fmt: skip


def human_name(stem: str) -> str:
    """A file name as a title: `bookstore_AirConditionerC_01` becomes `Bookstore air conditioner C 01`."""
    spaced = _CAMEL.sub(" ", re.sub(r"[_\-.+]+", " ", stem))
    words = spaced.split()
    if not words:
        return stem
    kept = [w if w.isupper() or any(c.isdigit() for c in w) else w.lower() for w in words]
    if len(kept) > 1 and re.fullmatch(r"0\d+", kept[-1]):  # a file number, not a name
        kept.pop()
    kept[0] = kept[0][:1].upper() + kept[0][1:]
    return " ".join(kept)[:_MAX_TITLE]


class _Words(HTMLParser):
    """Collects what a reader of the markup would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._said: list[str] = []
        self._unseen = 0

    @staticmethod
    def of(markup: str) -> str:
        """The words of the markup."""
        words = _Words()
        # A "<" that begins no tag is a word; told so, the parser does not look for its end again and again.
        words.feed(_NO_TAG.sub("&lt;", markup))
        words.close()
        return "".join(words._said)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Breaks the line where a browser would."""
        self._unseen += tag in _UNSEEN
        self._between(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<br/>`."""
        self._between(tag)

    def handle_endtag(self, tag: str) -> None:
        """Breaks the line where a browser would."""
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self._between(tag)

    def handle_data(self, data: str) -> None:
        """Keeps the words."""
        if not self._unseen:
            self._said.append(data)

    def _between(self, tag: str) -> None:
        if tag in _BREAKING or tag in _SPACING:
            self._said.append("\n" if tag in _BREAKING else " ")


def plain_text(markup: str) -> str:
    """HTML as text: without tags and entities, paragraphs and list items on lines of their own.

    What was escaped twice, as exports of exports do (`&amp;reg;`), is read twice; a text without markup stays as it is.
    """
    text = markup[:_MAX_MARKUP].replace("\r", "")
    for _ in range(2):
        if "<" not in text and "&" not in text:
            break
        text = _Words.of(text)
    lines = (" ".join(line.split()) for line in _CONTROLS.sub(" ", text).split("\n"))
    return "\n".join(line for line in lines if line)[:_MAX_DESCRIPTION].strip()


def title_text(text: str) -> str:
    """A title on one line, without markup."""
    return " ".join(plain_text(text).split())[:_MAX_TITLE]


def local(text: str) -> LocalText:
    """A text of unknown language: Chinese when at least a third of its letters are Chinese."""
    letters = sum(c.isalpha() for c in text)
    if letters and 3 * len(_CJK.findall(text)) >= letters:
        return LocalText(zh_cn=text)
    return LocalText(en=text)


def guess_category(name: str) -> tuple[tuple[str, ...], tuple[LocalText, ...]]:
    """Category path and labels from words of a name, English or Chinese; empty when none is known."""
    words = {w.lower() for w in re.findall(r"[A-Za-z]+", _CAMEL.sub(" ", name))}
    words |= {w[:-1] for w in words if w.endswith("s")}
    for known, path in _GUESSES:
        for key in known.split():
            if (key in name) if _CJK.match(key) else (key in words):
                return tuple(en for en, _ in path), tuple(LocalText(en, zh) for en, zh in path)
    return (), ()


def category_path(text: str, separators: Sequence[str] = (">", "/")) -> tuple[str, ...]:
    """`Home > Furniture > Sofas` as a path, by the first separator that occurs."""
    cleaned = html.unescape(html.unescape(text))
    for separator in separators:
        if separator in cleaned:
            parts = (" ".join(p.split())[:_MAX_CATEGORY] for p in cleaned.split(separator) if p.strip())
            return tuple(parts)[:6]
    return (" ".join(cleaned.split())[:_MAX_CATEGORY],) if cleaned.strip() else ()


def safe_sku(text: str) -> str:
    """A SKU without control characters and outer blanks, at most 128 characters."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]+", " ", text).split())[:128]


def options_label(options: Sequence[tuple[str, str]]) -> LocalText:
    """A variant's label from its options: `Navy, M`; in Chinese too where a colour or material is a usual one."""
    values = [value for _, value in options if value]
    chinese = [Texts("zh-CN").material(value) for value in values]
    return LocalText(", ".join(values), "、".join(chinese) if chinese != values else "")
