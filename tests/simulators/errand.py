"""What the visitors of the made-up shop come for, and what all of them have in the end, whatever they see it with."""

from __future__ import annotations

from client.domain.cart import Cart, CartLine, ItemRef
from client.domain.session import Gathered
from client.pilot.visit import Errand, Had

ERRAND = Errand("chair-1", "mug", "mug-2", variant="chair-1-2", pinyin="taideng")

_CHAIR, _MUG = ItemRef("chair-1", "chair-1-2"), ItemRef("mug-2")
HAD = Had(
    gathered=Gathered(Cart((CartLine(_CHAIR, 1), CartLine(_MUG, 1))), (_CHAIR,)),
    chosen=(("chair-1", "chair-1-2"),),
    language="zh-CN",
    searched="台灯",
    order_total="$92.50",
    held=_CHAIR,
    panel="product",
    panel_item=_CHAIR,
    help_seen=True,
    undo=3,
)
