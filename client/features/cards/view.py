"""The open panel and the notice as cards in the front layer."""

from __future__ import annotations

import math

from panda3d.core import LQuaternionf

from client.features.cards.feature import Panels, Surface
from client.headset.api import Pose
from client.interaction.rig import about_x, about_z, compose, head_in_store, heading_of, multiply
from client.moment import Moment
from client.store.contents import StoreContents
from scenes.kit.flat_card import FlatCard
from scenes.kit.front_layer import FrontLayer
from scenes.kit.renderer import Renderer

_TOAST_AWAY_M = 1.2
_TOAST_BELOW_RAD = math.radians(19)
_TOAST_SCALE = 0.62


class CardsView:
    """One card for the panel, a small one for the notice, which stays low in the view."""

    def __init__(self, renderer: Renderer, layer: FrontLayer, panels: Panels) -> None:
        self._renderer, self._layer, self._panels = renderer, layer, panels
        self._panel: FlatCard | None = None
        self._toast: FlatCard | None = None

    def enter(self, contents: StoreContents) -> None:
        """Panels do not belong to a store."""

    def refresh(self, moment: Moment) -> None:
        """Uploads what changed and places the cards."""
        surface = self._panels.open()
        if surface is None or not moment.cards:
            _hide(self._panel)
        else:
            self._panel = self._shown(self._panel, surface, surface.size_m, moment.cards[0].pose)
        toast = self._panels.toast()
        if toast is None:
            _hide(self._toast)
        else:
            width, height = toast.size_m
            size = (width * _TOAST_SCALE, height * _TOAST_SCALE)
            self._toast = self._shown(self._toast, toast, size, self._toast_pose(moment))

    def _toast_pose(self, moment: Moment) -> Pose:
        head = head_in_store(moment.session.standing, moment.sample)
        pitch = moment.session.standing.pitch_rad - _TOAST_BELOW_RAD
        turn = multiply(about_z(heading_of(head.turn)), about_x(pitch))
        return compose(Pose(head.position, turn), Pose((0.0, _TOAST_AWAY_M, 0.0)))

    def _shown(self, card: FlatCard | None, surface: Surface, size_m: tuple[float, float], pose: Pose) -> FlatCard:
        picture = surface.picture()
        if card is None or card.size_px != surface.size_px:
            if card is not None:
                card.close()
            card = FlatCard(self._renderer, self._layer.root, size_m, surface.size_px)
        if picture is not None:
            card.upload(picture)
        card.path.show()
        card.path.set_pos(*pose.position)
        card.path.set_quat(LQuaternionf(*pose.turn))
        return card

    def close(self) -> None:
        """Removes both cards; idempotent."""
        for card in (self._panel, self._toast):
            if card is not None:
                card.close()
        self._panel = self._toast = None


def _hide(card: FlatCard | None) -> None:
    if card is not None:
        card.path.hide()
