"""Ties the sounds to whatever this machine can play them with."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from client.domain import actions as a
from client.domain.product import Sku
from client.domain.session import Session
from client.features.sound.feature import SoundFeature
from client.headset.api import Vec3
from client.sound.desk import Desk
from client.sound.ports import LatePlayer, NoVoice, Player, Silence
from client.sound.shop_sounds import lengths_s, make_sounds
from client.store.contents import StoreContents, shown_size


def sound_feature(
    audible: bool, dispatch: Callable[[a.Action], None], contents: Callable[[], StoreContents]
) -> SoundFeature:
    """The feature over the store that stands now. Where it is not `audible` (a tour, a replay), it still captions."""
    player: Player = LatePlayer(make_sounds, open_player) if audible else Silence("Nobody is there to hear.")

    def title_of(sku: Sku, session: Session) -> str:
        product = contents().product(sku)
        return product.title.get(session.language) if product is not None else ""

    return SoundFeature(
        player, NoVoice(), Desk(lengths_s()), dispatch, lambda sku: middle_of(contents(), sku), title_of
    )


def open_player(sounds: Mapping[str, bytes]) -> Player:
    """The system's usual sound device, or silence with its reason. Takes a second; for a thread."""
    from scenes.kit.speaker import NoSoundError, open_speaker

    try:
        return open_speaker(sounds)
    except NoSoundError as why:
        return Silence(f"The shop is silent: {why}.")


def middle_of(contents: StoreContents, sku: Sku) -> Vec3 | None:
    """The middle of a product where it stands, metres in the store; None when it does not stand here."""
    spot, product = contents.spots.get(sku), contents.products.get(sku)
    if spot is None or product is None:
        return None
    return (spot.x_m, spot.y_m, spot.z_m + shown_size(product)[2] / 2)
