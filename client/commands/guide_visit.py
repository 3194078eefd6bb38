"""`vitrine guide visit`: a scripted visit that talks with the guide, its transcript and a picture of every step."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from client.commands.options import add_store_arguments, catalog_root, settings_of

if TYPE_CHECKING:
    from client.app import OpenShop
    from client.domain.session import Session
    from client.domain.talk import Line
    from client.pilot import Pilot
    from client.texts import Texts

_SETTLE_S: Final = 60.0
_RATE_HZ: Final = 12.0
_HEAD: Final = """# A talk with the guide, {lang}

Made by `vitrine guide visit --lang {lang} --out DIR` in the demo shop. What the shopper says stands behind `>`;
what the world does, in brackets.
"""


@dataclass(frozen=True)
class Step:
    """One thing said. `name` of its picture; `panel`: said on the guide's panel, else while one looks at the store."""

    name: str
    said: str
    panel: bool = True


SCRIPTS: Final[dict[str, tuple[Step, ...]]] = {
    "en": (
        Step("wish", "a dark green velvet sofa under 800 that fits a 2 m wall"),
        Step("refine", "maybe up to 1500"),
        Step("go", "yes please"),
        Step("compare", "compare the first two"),
        Step("made-of", "what is the second one made of?"),
        Step("colour", "could i have the second one in oatmeal?", panel=False),
        Step("undo", "undo that", panel=False),
        Step("which", "how much is the chair?", panel=False),
        Step("which-one", "the left one", panel=False),
        Step("beside", "what about the one next to it?", panel=False),
        Step("returns", "can i send it back if it does not fit?"),
        Step("order", "where is my order A-1001?"),
        Step("goodbye", "thanks, goodbye"),
    ),
    "zh-CN": (
        Step("wish", "想要一个墨绿色的丝绒沙发，八百以内，两米的墙要放得下"),
        Step("refine", "一千五以内也行"),
        Step("go", "好的"),
        Step("compare", "比较一下前两个"),
        Step("made-of", "第二个是什么做的？"),
        Step("colour", "第二个换成燕麦色看看", panel=False),
        Step("undo", "撤销", panel=False),
        Step("which", "那个椅子多少钱？", panel=False),
        Step("which-one", "左边那个", panel=False),
        Step("beside", "它旁边那个呢？", panel=False),
        Step("returns", "买回去不合适可以退货吗？"),
        Step("order", "我的订单 A-1001 到哪了？"),
        Step("goodbye", "好的，谢谢，再见"),
    ),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `vitrine guide visit`."""
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder for transcript.md and pictures")
    parser.add_argument("--no-pictures", action="store_true", help="the transcript only")
    add_store_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Visits, talks, writes."""
    from client.app import ShopOptions, headless_output, open_shop
    from client.headset.scripted import ScriptedHeadset
    from client.pilot import Pilot

    settings, folders = settings_of(args)
    args.out.mkdir(parents=True, exist_ok=True)
    options = ShopOptions(settings, folders, catalog_root(settings, folders), pictures=not args.no_pictures)
    with open_shop(options, lambda: headless_output(settings)) as opened:
        pilot = Pilot(opened.shop, ScriptedHeadset(settings.width, settings.height, _RATE_HZ)).run(1)
        steps = SCRIPTS[settings.language]
        told = [take(opened, pilot, step, args, number) for number, step in enumerate(steps, 1)]
    partial = args.out / "transcript.md.part"
    partial.write_text("\n".join((_HEAD.format(lang=settings.language), *told)), "utf-8")
    partial.replace(args.out / "transcript.md")
    print(f"transcript.md of {len(told)} steps is in {args.out}.")
    return 0


def take(opened: OpenShop, pilot: Pilot, step: Step, args: argparse.Namespace, number: int) -> str:
    """One step: said, answered, seen; its lines of the transcript."""
    from client.domain import actions as a
    from client.texts import Texts

    before = pilot.session
    say = opened.shop.visit.dispatcher("panel")
    if step.panel and before.panel != "guide":
        say(a.OpenPanel("guide"))
    elif not step.panel and before.panel is not None:
        say(a.ClosePanel())
    say(a.Notify(None))  # what was written before has been read
    pilot.run(1)
    say(a.Say(step.said))
    pilot.run(1).run_until(lambda: not pilot.session.talk.waiting, what="the guide's answer").run(2)
    if not args.no_pictures and pilot.last is not None:
        seen = opened.stage.still_picture(opened.shop, pilot.last, _SETTLE_S, anew=False)
        seen.save(args.out / f"{number:02d}-{step.name}.png")
    after, texts = pilot.session, Texts(pilot.session.language)
    return "\n".join(transcript(step.said, after.talk.lines[-1], done(before, after), texts)) + "\n"


def transcript(said: str, line: Line, doings: tuple[str, ...], texts: Texts) -> list[str]:
    """What was said, answered and done, as Markdown."""
    from client.features.guide.answers import field_name

    told = [f"> {said}", "", *(f"{part}  " for part in line.text.splitlines() if part)]
    for fact in line.table:
        told.append(f"- {field_name(fact.field, texts)}: {' | '.join(value or '—' for value in fact.values)}")
    if line.cited:
        told.append(f"- *{texts.say('guide.source', name=line.cited)}*")
    told += [f"- *({doing})*" for doing in doings]
    return told


def done(before: Session, after: Session) -> tuple[str, ...]:
    """What the world did, in a few words."""
    found = []
    if after.standing != before.standing:
        found.append("goes there")
    for sku, variant in after.chosen:
        if dict(before.chosen).get(sku) != variant:
            found.append(f"on the shelf: {variant}")
    if set(before.chosen) - set(after.chosen):
        found.append("on the shelf: as it was")
    if after.held != before.held:
        found.append(f"in the hand: {after.held.item.sku if after.held is not None else 'nothing'}")
    if after.talk.asked:
        found.append(f"lit up: {', '.join(f'{n} {sku}' for n, sku in enumerate(after.talk.asked, 1))}")
    if after.gathered != before.gathered:
        found.append("cart and lists changed")
    return tuple(found)
