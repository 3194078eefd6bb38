"""A visit with open ears."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec.structs import replace

from client.domain import actions as a
from client.domain.comfort import Comfort
from client.domain.session import Notice, Session
from client.domain.text import Language
from client.features.sound.feature import CAPTION_S, SoundFeature
from client.features.sound.playing import middle_of, sound_feature
from client.pilot import Pilot
from client.sound.desk import Desk
from client.sound.shop_sounds import lengths_s
from tests.simulators.plain_shop import plain_shop
from tests.simulators.player_contract import RecordingPlayer


class Voice:
    there = True

    def __init__(self) -> None:
        self.said: list[tuple[str, Language]] = []

    def speak(self, text: str, language: Language) -> None:
        self.said.append((text, language))

    def close(self) -> None:
        pass


@contextmanager
def hearing(comfort: Comfort, voice: Voice | None = None) -> Iterator[tuple[Pilot, RecordingPlayer]]:
    player = RecordingPlayer()
    with plain_shop(comfort=comfort) as pilot:
        shop = pilot.shop

        def title_of(sku: str, session: Session) -> str:
            product = shop.keeper.current.product(sku)
            return product.title.get(session.language) if product else ""

        made = sound_feature(False, shop.visit.dispatcher("shop"), lambda: shop.keeper.current)
        assert made._voice.there is False  # what ships
        feature = SoundFeature(
            player, voice or made._voice, Desk(lengths_s()), shop.visit.dispatcher("shop"),
            lambda sku: middle_of(shop.keeper.current, sku), title_of,
        )  # fmt: skip
        shop.visit.features = (*shop.visit.features, feature)
        pilot.run(2)
        yield pilot, player


def say(pilot: Pilot, *actions: a.Action) -> None:
    for action in actions:
        pilot.shop.visit.dispatcher("panel")(action)
        pilot.run(12)


def test_a_short_visit_is_heard_in_order() -> None:
    with hearing(Comfort()) as (pilot, player):
        sku = next(iter(pilot.shop.keeper.current.spots))
        item = pilot.shop.keeper.current.products[sku]
        say(pilot, a.PickUp(sku))
        held = pilot.session.held
        assert held is not None
        say(pilot, a.AddToCart(held.item), a.PutBack())
        assert item.sku == sku
        heard = [name for name in player.names if name != "tick"]
        assert heard == ["take", "add", "put_back"], "panels that open and close with it are not heard as well"
        assert pilot.session.notice is None, "no captions unless they are wanted"


def test_captions_come_one_at_a_time_and_go() -> None:
    with hearing(Comfort(captions=True)) as (pilot, _):
        sku = next(iter(pilot.shop.keeper.current.spots))
        say(pilot, a.PickUp(sku))
        assert pilot.session.notice is not None
        assert pilot.session.notice.key == "caption_taken"
        held = pilot.session.held
        assert held is not None
        say(pilot, a.AddToCart(held.item))
        assert pilot.session.notice is not None
        assert pilot.session.notice.key == "caption_added"
        assert pilot.last is not None
        pilot.run(round(CAPTION_S / pilot.last.frame.dt_s) + 3)
        assert pilot.session.notice is None


def test_a_caption_tells_the_side() -> None:
    with hearing(Comfort(captions=True)) as (pilot, player):
        contents = pilot.shop.keeper.current
        sku, spot = next(iter(contents.spots.items()))
        say(pilot, a.Move(spot.x_m - 1.5, spot.y_m, 0.0), a.PickUp(sku), a.PutBack())
        assert pilot.session.notice == Notice("caption_put_back", (("left", ""), ("right", " →")))
        name, _, at = player.played[-1]
        assert name == "put_back"
        assert at is not None
        assert at[0] > 0.3


def test_a_caption_never_covers_a_sentence_of_the_shop() -> None:
    with hearing(Comfort(captions=True)) as (pilot, player):
        sku = next(iter(pilot.shop.keeper.current.spots))
        say(pilot, a.Notify(Notice("compare_full")), a.PickUp(sku))
        assert pilot.session.notice == Notice("compare_full")
        assert "refused" in player.names
        assert "take" in player.names


def test_a_headset_that_is_put_on_brings_its_own_loudspeakers() -> None:
    with hearing(Comfort()) as (pilot, player):
        pilot.run(5)
        assert player.reopened == 0
        pilot.headset.eyes = 2
        pilot.run(5)
        assert player.reopened == 1
        pilot.headset.eyes = 1
        pilot.run(5)
        assert player.reopened == 2


def test_captions_are_there_without_any_sound() -> None:
    with hearing(Comfort(captions=True, volume=0.0)) as (pilot, player):
        say(pilot, a.PickUp(next(iter(pilot.shop.keeper.current.spots))))
        assert pilot.session.notice is not None
        assert player.played == []


def test_asking_for_a_voice_that_is_not_there_is_answered() -> None:
    with hearing(Comfort()) as (pilot, _):
        say(pilot, a.SetComfort(replace(pilot.session.comfort, read_aloud=True)))
        assert pilot.session.notice == Notice("no_voice")


def test_a_voice_reads_what_the_look_rests_on_once() -> None:
    voice = Voice()
    with hearing(Comfort(read_aloud=True), voice) as (pilot, _):
        contents = pilot.shop.keeper.current
        sku = next(iter(contents.spots))
        feature = pilot.shop.visit.features[-1]
        assert pilot.last is not None
        looking = replace(pilot.session, looking_at=sku)
        for index in range(90):
            frame = replace(pilot.last.frame, time_s=100.0 + index / 90)
            feature.update(looking, frozenset(), replace(pilot.last, frame=frame))
        assert voice.said == [(contents.products[sku].title.get("en"), "en")]
