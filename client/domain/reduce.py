"""`reduce(session, action) -> (session, changes)`: the only way a visit changes. It never raises."""

from __future__ import annotations

import math
from typing import assert_never

from msgspec.structs import replace

from client.domain import actions as a
from client.domain.cart import MAX_COMPARED, ItemRef
from client.domain.finding import remembered, toggled
from client.domain.session import (
    NO_CHANGES,
    UNDO_DEPTH,
    Change,
    Gathered,
    Held,
    Notice,
    SearchState,
    Session,
    Standing,
)
from client.domain.talking import reduce_talk
from client.domain.taste import Taste
from client.domain.turning import about_x, about_z, angle_of, multiply, unit

Reduced = tuple[Session, frozenset[Change]]

NEAREST_M, FURTHEST_M = 0.35, 2.0
LEAST_SCALE, MOST_SCALE = 0.25, 4.0
_MAX_PITCH_RAD = math.radians(89.0)
_MAX_COORDINATE_M = 10_000.0
_MAX_WISHES = 200
_TURNED_RAD = 0.8
"""From here on somebody looked at another side of what they hold."""
_MOST_ASKED_ABOUT = 2


def reduce(session: Session, action: a.Action) -> Reduced:
    """The session after an action, and which of its parts changed. Total: any well-typed action is accepted."""
    after, changes = _reduced(session, action)
    taste = _felt(session, after, action)
    return (after, changes) if taste == after.taste else (replace(after, taste=taste), changes | {Change.TASTE})


def _felt(before: Session, after: Session, action: a.Action) -> Taste:
    """What an action tells about the shopper's taste."""
    taste = after.taste
    match action:
        case a.PickUp():
            return taste.touched(action.sku, "picked")
        case a.Turn() | a.Carry() if after.held is not None and angle_of(after.held.turn) > _TURNED_RAD:
            return taste.touched(after.held.item.sku, "turned", after.held.item.variant)
        case a.AddToCart() if after.gathered.cart != before.gathered.cart:
            return taste.touched(action.item.sku, "cart", action.item.variant)
        case a.SetQuantity() if action.quantity <= 0 and after.gathered.cart != before.gathered.cart:
            return taste.touched(action.item.sku, "removed")
        case a.ToggleWish() if action.item in after.gathered.wishes:
            return taste.touched(action.item.sku, "wished", action.item.variant)
        case a.OpenPanel() if action.panel == "product" and action.item is not None:
            return taste.touched(action.item.sku, "looked", action.item.variant)
        case a.Answered() if after.talk != before.talk:
            return _asked(taste, action)
        case a.UseCatalogue() if after.catalogue != before.catalogue:
            return taste.anew()
        case _:
            return _said(taste, action)


def _asked(taste: Taste, answer: a.Answered) -> Taste:
    """An answer whose facts are of one product (or two that were compared) was asked for about them."""
    about = tuple(dict.fromkeys(source.sku for source in answer.line.sources))
    for sku in about if len(about) <= _MOST_ASKED_ABOUT else ():
        taste = taste.touched(sku, "asked")
    return taste


def _said(taste: Taste, action: a.Action) -> Taste:
    """What the shopper says of their taste themselves, what is kept of it, and what is offered for it."""
    match action:
        case a.Offered():
            return taste.offering(action.number, action.offers, action.leads)
        case a.Touched():
            return taste.touched(action.sku, action.kind) if action.kind != "refused" else taste.refusing(action.sku)
        case a.NotForMe():
            return taste.refusing(action.sku)
        case a.ForgetTaste():
            return taste.without(action.sku)
        case a.RestoreTaste():
            return taste.restored()
        case a.Recalled():
            return taste.recalled(action.known, action.kept)
        case a.Steer():
            return taste.steered(action.steering)
        case a.AskTaste():
            return taste.asking(action.questions)
        case a.ChooseTaste():
            return taste.choosing(action.sku)
        case a.ExportTaste():
            return taste.exported()
        case _:
            return taste


def _reduced(session: Session, action: a.Action) -> Reduced:
    match action:
        case a.Offered() | a.Touched() | a.NotForMe() | a.ForgetTaste() | a.RestoreTaste() | a.Recalled() | a.Steer():
            return session, NO_CHANGES
        case a.AskTaste() | a.ChooseTaste() | a.ExportTaste():
            return session, NO_CHANGES
        case a.Move() | a.LookAt() | a.PickUp() | a.PutBack() | a.ChooseVariant() | a.ShowDimensions():
            return _reduce_body(session, action)
        case a.Turn() | a.Carry() | a.TrueSize() | a.Recentre():
            return _reduce_held(session, action)
        case a.AddToCart() | a.SetQuantity() | a.ToggleWish() | a.ToggleCompare() | a.Undo():
            return _reduce_gathered(session, action)
        case _:
            return _reduce_shop(session, action)


def _changed(before: Session, after: Session, *changes: Change) -> Reduced:
    return (after, frozenset(changes)) if after != before else (before, NO_CHANGES)


def _finite(value: float, limit: float) -> float:
    return max(-limit, min(limit, value)) if math.isfinite(value) else 0.0


def _wrapped(angle_rad: float) -> float:
    return math.remainder(angle_rad, math.tau) if math.isfinite(angle_rad) else 0.0


_BodyAction = a.Move | a.LookAt | a.PickUp | a.PutBack | a.ChooseVariant | a.ShowDimensions


def _reduce_body(session: Session, action: _BodyAction) -> Reduced:
    """Where the shopper stands, looks, and what is in the hand."""
    match action:
        case a.Move():
            standing = Standing(
                _finite(action.x_m, _MAX_COORDINATE_M),
                _finite(action.y_m, _MAX_COORDINATE_M),
                _wrapped(action.heading_rad),
                _finite(action.pitch_rad, _MAX_PITCH_RAD),
            )
            return _changed(session, replace(session, standing=standing), Change.STANDING)
        case a.LookAt():
            return _changed(session, replace(session, looking_at=action.sku), Change.LOOKING_AT)
        case a.PickUp():
            held = Held(ItemRef(action.sku, session.chosen_variant(action.sku)))
            return _changed(session, replace(session, held=held), Change.HELD)
        case a.PutBack():
            after = replace(session, held=None, dimensions_shown=False)
            return _changed(session, after, Change.HELD, Change.DIMENSIONS)
        case a.ChooseVariant():
            return _choose(session, action)
        case a.ShowDimensions():
            return _changed(session, replace(session, dimensions_shown=action.shown), Change.DIMENSIONS)
        case _:
            assert_never(action)


_HeldAction = a.Turn | a.Carry | a.TrueSize | a.Recentre


def _reduce_held(session: Session, action: _HeldAction) -> Reduced:
    """How the product in the hand is held; with nothing in it nothing happens."""
    held = session.held
    if held is None:
        return session, NO_CHANGES
    match action:
        case a.Turn():
            turned = _turned(held, action)
        case a.Carry():
            x, y, z = action.at
            at = (_finite(x, _MAX_COORDINATE_M), _finite(y, _MAX_COORDINATE_M), _finite(z, _MAX_COORDINATE_M))
            turned = replace(held, at=at, turn=unit(action.turn), scale=_scale(action.scale), hands=action.hands)
        case a.TrueSize():
            turned = replace(held, scale=1.0)
        case a.Recentre():
            turned = Held(held.item)
        case _:
            assert_never(action)
    return _changed(session, replace(session, held=turned), Change.HELD)


def _turned(held: Held, action: a.Turn) -> Held:
    """Like on a turntable that can be tilted: about the product's own height first, then towards the shopper."""
    tilt, spin = about_x(_wrapped(action.pitch_rad)), about_z(_wrapped(action.yaw_rad))
    return replace(
        held,
        turn=unit(multiply(tilt, multiply(held.turn, spin))),
        distance_m=max(NEAREST_M, min(FURTHEST_M, held.distance_m - _finite(action.nearer_m, FURTHEST_M))),
        scale=_scale(held.scale * action.grow),
    )


def _scale(scale: float) -> float:
    return max(LEAST_SCALE, min(MOST_SCALE, scale)) if math.isfinite(scale) else 1.0


def _choose(session: Session, action: a.ChooseVariant) -> Reduced:
    chosen = dict(session.chosen)
    if action.variant is None:
        chosen.pop(action.sku, None)
    else:
        chosen[action.sku] = action.variant
    after = replace(session, chosen=tuple(sorted(chosen.items())))
    item = ItemRef(action.sku, action.variant)
    if session.held is not None and session.held.item.sku == action.sku:
        after = replace(after, held=replace(session.held, item=item))
    if session.panel_item is not None and session.panel_item.sku == action.sku:
        after = replace(after, panel_item=item)
    return _changed(session, after, Change.CHOSEN, Change.HELD, Change.PANEL)


_GatheredAction = a.AddToCart | a.SetQuantity | a.ToggleWish | a.ToggleCompare | a.Undo


def _reduce_gathered(session: Session, action: _GatheredAction) -> Reduced:
    """Cart, wish list and compare list; each change can be undone."""
    before = session.gathered
    match action:
        case a.AddToCart():
            wanted = before.cart.quantity(action.item) + max(0, action.quantity)
            gathered = replace(before, cart=before.cart.with_quantity(action.item, wanted))
        case a.SetQuantity():
            gathered = replace(before, cart=before.cart.with_quantity(action.item, action.quantity))
        case a.ToggleWish():
            gathered = replace(before, wishes=_toggled(before.wishes, action.item, _MAX_WISHES))
        case a.ToggleCompare():
            gathered = replace(before, compared=_toggled(before.compared, action.item, MAX_COMPARED))
            if gathered == before:
                return _changed(session, replace(session, notice=Notice("compare_full")), Change.NOTICE)
        case a.Undo():
            if not session.undo:
                return session, NO_CHANGES
            return _gather(session, session.undo[-1], session.undo[:-1])
        case _:
            assert_never(action)
    if gathered == before:
        return session, NO_CHANGES
    return _gather(session, gathered, (*session.undo, before)[-UNDO_DEPTH:])


def _gather(session: Session, gathered: Gathered, undo: tuple[Gathered, ...]) -> Reduced:
    """An order is that of the cart as it was: with another cart there is none yet."""
    same_cart = gathered.cart == session.gathered.cart
    after = replace(session, gathered=gathered, undo=undo, order=session.order if same_cart else None)
    changes = {Change.GATHERED} if after.order == session.order else {Change.GATHERED, Change.ORDER}
    return after, frozenset(changes)


def _toggled(items: tuple[ItemRef, ...], item: ItemRef, limit: int) -> tuple[ItemRef, ...]:
    if item in items:
        return tuple(other for other in items if other != item)
    return (*items, item) if len(items) < limit else items


_ShopAction = (
    a.OpenPanel | a.ClosePanel | a.SetLanguage | a.Search | a.SearchFound | a.SearchLike | a.Narrow | a.ShowDepartment
    | a.CheckedOut | a.Notify | a.NewVisit | a.SetComfort | a.UseCatalogue | a.Say | a.Saying | a.Answered
    | a.GuideActs | a.TakeBack
)  # fmt: skip
_HouseAction = a.SetLanguage | a.NewVisit | a.SetComfort | a.UseCatalogue


def _reduce_shop(session: Session, action: _ShopAction) -> Reduced:
    """Panels, search, departments, checkout, notices, and what is the house's."""
    match action:
        case a.OpenPanel():
            after = replace(_searched(session), panel=action.panel, panel_item=action.item, panel_field=action.field)
            return _changed(session, after, Change.PANEL)
        case a.ClosePanel():
            after = replace(
                _searched(session),
                panel=None,
                panel_item=None,
                help_seen=session.help_seen or session.panel == "help",
            )
            return _changed(session, after, Change.PANEL, Change.HELP)
        case a.Search() | a.SearchFound() | a.SearchLike() | a.Narrow():
            return _reduce_search(session, action)
        case a.ShowDepartment():
            after = replace(session, department=action.department, page=max(0, action.page), held=None, looking_at=None)
            return _changed(session, after, Change.DEPARTMENT, Change.HELD, Change.LOOKING_AT)
        case a.CheckedOut():
            after = replace(session, order=action.order, panel="checkout", panel_item=None)
            return _changed(session, after, Change.ORDER, Change.PANEL)
        case a.Notify():
            return _changed(session, replace(session, notice=action.notice), Change.NOTICE)
        case a.Say() | a.Saying() | a.Answered() | a.GuideActs() | a.TakeBack():
            return reduce_talk(session, action)
        case a.SetLanguage() | a.NewVisit() | a.SetComfort() | a.UseCatalogue():
            return _reduce_house(session, action)
        case _:
            assert_never(action)


_SearchAction = a.Search | a.SearchFound | a.SearchLike | a.Narrow


def _reduce_search(session: Session, action: _SearchAction) -> Reduced:
    """What is looked for, how it is narrowed, what was found."""
    before = session.search
    match action:
        case a.Search():
            state = SearchState(action.query, running=bool(action.query.strip()), recent=before.recent)
        case a.Narrow():
            chosen = toggled(before.chosen, action.kind, action.value) if action.kind else ()
            if chosen == before.chosen or not before.query.strip():
                return session, NO_CHANGES
            state = replace(before, chosen=chosen, running=True)
        case a.SearchFound():
            if (action.query, action.like, action.chosen) != (before.query, before.like, before.chosen):
                return session, NO_CHANGES
            state = replace(before, found=action.found, told=action.told, running=False)
        case a.SearchLike():
            state = SearchState(running=True, like=action.like, recent=before.recent)
        case _:
            assert_never(action)
    return _changed(session, replace(session, search=state), Change.SEARCH)


def _searched(session: Session) -> Session:
    """Whoever leaves the search with something found is likely to want it again."""
    search = session.search
    if session.panel != "search" or not search.found:
        return session
    return replace(session, search=replace(search, recent=remembered(search.recent, search.query)))


def _reduce_house(session: Session, action: _HouseAction) -> Reduced:
    """Who is here and what suits them, and which catalogue is in use."""
    match action:
        case a.SetLanguage():
            return _changed(session, replace(session, language=action.language), Change.LANGUAGE)
        case a.NewVisit():
            fresh = Session(
                language=session.language, catalogue=session.catalogue, comfort=session.house, house=session.house
            )
            return _changed(session, fresh, *Change)
        case a.SetComfort():
            return _changed(session, replace(session, comfort=action.comfort.within_bounds()), Change.COMFORT)
        case a.UseCatalogue():
            return _changed(session, replace(session, catalogue=action.version), Change.CATALOGUE)
        case _:
            assert_never(action)
