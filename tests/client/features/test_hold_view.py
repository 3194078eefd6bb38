"""What is loaded for the hand: the product that is held now, and never the one before under its name."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any, cast

import pytest

pytest.importorskip("panda3d")

from panda3d.core import NodePath

from client.domain.cart import ItemRef
from client.domain.session import NO_CHANGES, Held, Session
from client.features.hold.view import HoldView
from client.headset.api import Frame, Pose, Sample
from client.interaction.values import HeldThing, Intents
from client.moment import Moment
from scenes.showroom.content import ItemContent


def test_nothing_is_shown_of_what_was_held_before_and_nothing_is_read_in_vain() -> None:
    go_on, started, read = threading.Event(), threading.Event(), list[str]()

    def load(content: ItemContent) -> None:
        started.set()
        go_on.wait(20.0)
        read.append(content.item_id)

    def content_of(contents: object, sku: str, variant: str | None, language: str) -> ItemContent:
        return cast(ItemContent, SimpleNamespace(item_id=sku))

    view = HoldView(
        cast(Any, SimpleNamespace(programs=None)), cast(Any, SimpleNamespace(root=NodePath("layer"))), content_of, load,
        cast(Any, None),
    )  # fmt: skip

    def hold(sku: str, variant: str | None = None) -> int:
        session = Session(held=Held(ItemRef(sku, variant)))
        contents = SimpleNamespace(held_thing=lambda sku: HeldThing(sku, (0.1, 0.1, 0.1), size_known=True))
        sample = Sample(Frame(0, 0.0, 0.01), (), Pose())
        view.refresh(Moment(session, NO_CHANGES, sample, Intents(), cast(Any, contents), (), 0.0))
        return int(view._root.get_num_children())

    hold("chair")
    assert started.wait(20.0)
    view._root.attach_new_node("chair's model")
    assert hold("chair", "red") == 1, "another version replaces it when it is there"
    assert hold("lamp") == 0
    hold("mug")
    go_on.set()
    view.settle(20.0)
    view.close()
    view.close()
    assert read == ["chair", "mug"]
