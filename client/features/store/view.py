"""Shows the store one stands in: builds its nodes, follows the eye, the language, the gaze and the hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from client.domain.product import Sku
from client.domain.session import Change, Session
from client.domain.text import Language
from client.interaction.rig import head_in_store
from client.moment import Moment
from client.store.contents import StoreContents
from scenes.showroom.content import ItemContent


class StandingStore(Protocol):
    """A built store; `scenes.showroom.build.Showroom` is one."""

    failed: dict[str, str]
    """What could not be loaded, and why."""

    def update(self, eye_xyz: tuple[float, float, float], dt_s: float) -> None:
        """Loads and shows what is near; bounded work."""

    def wait_loaded(self, eye_xyz: tuple[float, float, float], timeout_s: float = 60.0) -> bool:
        """Waits until everything that the eye asks for is in."""

    def forget_near(self) -> None:
        """What is loaded next depends on the eye's place alone."""

    def highlight(self, item_id: str | None) -> None:
        """Marks a product."""

    def lift(self, item_id: str) -> None:
        """Takes a product off its place."""

    def put_back(self, item_id: str) -> None:
        """Puts it back."""

    def show_variant(self, item_id: str, material_variant: str | None) -> None:
        """Shows a material variant."""

    def set_texts(self, content: Mapping[str, ItemContent], sign_texts: Mapping[str, str]) -> None:
        """Writes all signs and labels anew."""

    def renew(self, content: Mapping[str, ItemContent]) -> None:
        """Some products have other files, names or prices."""

    def close(self) -> None:
        """Removes it."""


Build = Callable[[StoreContents, Language], StandingStore]
TextsOf = Callable[[StoreContents, Language], tuple[Mapping[str, ItemContent], Mapping[str, str]]]
"""What labels and signs say in a language."""
ContentOf = Callable[[StoreContents, Sku, str | None, Language], ItemContent | None]
"""What one product is shown by now."""


class StoreView:
    """One built store at a time."""

    def __init__(self, build: Build, texts_of: TextsOf, content_of: ContentOf, language: Language) -> None:
        self._build, self._texts_of, self._content_of, self._language = build, texts_of, content_of, language
        self._contents: StoreContents | None = None
        self.store: StandingStore | None = None
        self._lifted: Sku | None = None
        self._chosen: dict[Sku, Sku] = {}

    def enter(self, contents: StoreContents) -> None:
        """Builds another store in place of this one."""
        if self.store is not None:
            self.store.close()
        self._contents, self._lifted, self._chosen = contents, None, {}
        self.store = self._build(contents, self._language)

    def refresh(self, moment: Moment) -> None:
        """Follows the visit."""
        store, session, changes = self.store, moment.session, moment.changes
        if store is None:
            return
        if Change.LANGUAGE in changes and session.language != self._language:
            self._language = session.language
            store.set_texts(*self._texts_of(moment.contents, session.language))
        self._renew(store, moment)
        if Change.CHOSEN in changes:
            self._wear(store, session)
        if Change.HELD in changes:
            self._lift(store, session)
        if Change.LOOKING_AT in changes or Change.HELD in changes:
            store.highlight(None if session.held is not None else session.looking_at)
        eye = head_in_store(session.standing, moment.sample).position
        store.update(eye, min(0.1, max(0.0, moment.sample.frame.dt_s)))

    def _renew(self, store: StandingStore, moment: Moment) -> None:
        """The same store of another version of the catalogue, or files that came since."""
        contents = moment.contents
        before, fresh = self._contents, set(moment.arrived)
        if before is not None and contents is not before:
            self._contents = contents
            fresh |= {sku for sku, product in contents.products.items() if product != before.products.get(sku)}
            if [(d.key, d.label) for d in contents.departments] != [(d.key, d.label) for d in before.departments]:
                store.set_texts(*self._texts_of(contents, self._language))
        if fresh:
            found = {sku: self._content_of(contents, sku, None, self._language) for sku in fresh}
            store.renew({sku: content for sku, content in found.items() if content is not None})

    def forget_near(self) -> None:
        """Before a picture that must come out the same whatever way led there."""
        if self.store is not None:
            self.store.forget_near()

    def settle(self, moment: Moment, timeout_s: float) -> None:
        """Waits until everything that is to be seen from here is in."""
        if self.store is not None:
            eye = head_in_store(moment.session.standing, moment.sample).position
            self.store.wait_loaded(eye, timeout_s)

    def _wear(self, store: StandingStore, session: Session) -> None:
        """Puts every product into the variant chosen for it; those no longer chosen go back to how they come."""
        wanted = dict(session.chosen)
        for sku in sorted({*wanted, *self._chosen}):
            if wanted.get(sku) != self._chosen.get(sku) and self._contents is not None:
                product = self._contents.products.get(sku)
                variant = product.variant(wanted.get(sku)) if product is not None else None
                store.show_variant(sku, variant.material_variant if variant is not None else None)
        self._chosen = wanted

    def _lift(self, store: StandingStore, session: Session) -> None:
        held = session.held.item.sku if session.held is not None else None
        if held == self._lifted:
            return
        if self._lifted is not None:
            store.put_back(self._lifted)
        if held is not None:
            store.lift(held)
        self._lifted = held

    def close(self) -> None:
        """Removes the store; idempotent."""
        if self.store is not None:
            self.store.close()
            self.store = None
