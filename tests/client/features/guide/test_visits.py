"""Two whole visits by word, from the wish to the goodbye; `vitrine guide visit` makes them in the demo shop."""

from __future__ import annotations

import pytest

from client.commands.guide_visit import SCRIPTS
from client.domain import actions as a
from client.domain.session import Session
from client.domain.talk import Line
from client.domain.text import Language
from scenes.showroom.values import Placement
from tests.client.features.guide.talking import Talking

_EN = ("a dark green velvet armchair under 800 that fits a 2 m wall", "up to 1500 would be fine", "yes please",
       "compare it with the sofa", "what is the first one made of?", "could i have the first one in night velvet?",
       "undo that", "can i send it back?", "thanks, goodbye")  # fmt: skip
_ZH = ("想要一个墨绿色的丝绒扶手椅，八百以内，两米的墙要放得下", "一千五以内也行", "好的", "把它和沙发比较一下",
       "第一个是什么做的？", "第一个换成夜蓝色看看", "撤销", "可以退货吗？", "谢谢，再见")  # fmt: skip


@pytest.mark.parametrize(("language", "said"), [("en", _EN), ("zh-CN", _ZH)])
def test_a_visit_from_the_wish_to_the_goodbye(talking: Talking, language: Language, said: tuple[str, ...]) -> None:
    talking.policies.mkdir()
    (talking.policies / "returns.md").write_text("# Returns\n\nWithin 30 days.\n", "utf-8")
    talking.places = {"ARM-001": Placement("ARM-001", 0.0, 3.0, 0.0, 0.0, 0)}
    talking.do(a.SetLanguage(language))
    talking.do(a.OpenPanel("guide"))
    wish, refine, go, compare, made_of, colour, undo, returns, goodbye = (_step(talking, one) for one in said)
    assert wish[0].products[0] == refine[0].products[0] == "ARM-001"
    assert "$1,299.00" in wish[0].text
    assert "82" in wish[0].text or "0.82" in wish[0].text
    assert go[1].standing == talking.spot, "the world follows"
    assert set(compare[0].products) == {"ARM-001", "SOFA-3"}, compare[0]
    assert any(row.differs() for row in compare[0].table)
    assert made_of[0].sources[0].field == "material"
    assert colour[1].chosen_variant("ARM-001") == "ARM-001-NIGHT"
    assert undo[1].chosen_variant("ARM-001") == compare[1].chosen_variant("ARM-001")
    assert returns[0].cited.startswith("returns.md")
    assert goodbye[0].text in ("Goodbye, and thank you for coming.", "谢谢光临，慢走，欢迎再来！")
    assert talking.session.talk.misses == 0


def _step(talking: Talking, said: str) -> tuple[Line, Session]:
    line = talking.say(said)
    return line, talking.session


def test_the_scripts_of_both_languages_take_the_same_steps() -> None:
    assert [step.name for step in SCRIPTS["en"]] == [step.name for step in SCRIPTS["zh-CN"]]
