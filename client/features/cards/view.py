"""The open panel and the notice as cards in the front layer."""

from __future__ import annotations

import math

from panda3d.core import LQuaternionf

from client.features.cards.drift import Drift, drifted
from client.features.cards.feature import BAR, Panels, Surface
from client.headset.api import Pose
from client.interaction.rig import about_x, about_z, compose, head_in_store, heading_of, multiply
from client.interaction.walk import tracked
from client.moment import Moment
from client.store.contents import StoreContents
from scenes.kit.flat_card import FlatCard
from scenes.kit.front_layer import FrontLayer
from scenes.kit.renderer import Renderer

TOAST_AWAY_M = 1.2
_TOAST_BELOW_RAD, _TOAST_LOW_RAD = math.radians(19), math.radians(29)
TOAST_SCALE = 0.8


class CardsView:
    """One card for the panel, small ones for the notice and the row of buttons, which stay low in the view."""

    def __init__(self, renderer: Renderer, layer: FrontLayer, panels: Panels) -> None:
        self._renderer, self._layer, self._panels = renderer, layer, panels
        self._panel: FlatCard | None = None
        self._toast: FlatCard | None = None
        self._bar: FlatCard | None = None
        self._drift = Drift()

    def enter(self, contents: StoreContents) -> None:
        """Panels do not belong to a store."""

    def refresh(self, moment: Moment) -> None:
        """Uploads what changed and places the cards."""
        places = {place.name == BAR: place for place in moment.cards}
        surface, bar = self._panels.open(), self._panels.bar()
        if surface is None or False not in places:
            _hide(self._panel)
        else:
            self._panel = self._shown(self._panel, surface, surface.size_m, places[False].pose)
            # A panel that stands nearer is made smaller, so that it looks the same.
            self._panel.path.set_scale(places[False].size_m[0] / surface.size_m[0])
        if bar is None or True not in places:
            _hide(self._bar)
        else:
            self._bar = self._shown(self._bar, bar, places[True].size_m, places[True].pose)
        toast = self._panels.toast()
        if toast is None:
            _hide(self._toast)
            self._drift = Drift()
        else:
            width, height = toast.size_m
            size = (width * TOAST_SCALE, height * TOAST_SCALE)
            self._toast = self._shown(self._toast, toast, size, self._toast_pose(moment))

    def _toast_pose(self, moment: Moment) -> Pose:
        """Low in the view: in a window with it, in a headset coming along softly, and below what a panel says first."""
        standing = moment.session.standing
        head = head_in_store(standing, moment.sample)
        heading, pitch = heading_of(head.turn), standing.pitch_rad - _TOAST_BELOW_RAD
        if tracked(moment.sample):
            # Turning by stick or teleport is no turning of the head: the notice goes along with the shopper.
            self._drift = drifted(self._drift, heading - standing.heading_rad, moment.sample.frame.time_s)
            heading = (self._drift.heading_rad or 0.0) + standing.heading_rad
            pitch = -(_TOAST_BELOW_RAD if moment.session.panel is None else _TOAST_LOW_RAD)
        turn = multiply(about_z(heading), about_x(pitch))
        return compose(Pose(head.position, turn), Pose((0.0, TOAST_AWAY_M, 0.0)))

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
        """Removes the cards; idempotent."""
        for card in (self._panel, self._toast, self._bar):
            if card is not None:
                card.close()
        self._panel = self._toast = self._bar = None


def _hide(card: FlatCard | None) -> None:
    if card is not None:
        card.path.hide()
