"""Offers and tastes in words of the shop's language. Pure: values to sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from client.domain.product import Sku
from client.domain.taste import Offer, Steering, Taste, Touch
from client.texts import Texts

_SHOWN_REASONS = 2
_LEAST_SHARE = 0.15
_WORTH_TELLING = 0.1
"""What speaks against an offer is told when it takes this part of what speaks for it."""


@dataclass(frozen=True)
class Words:
    """How a product is called, and how that is said."""

    texts: Texts
    name: Callable[[Sku], str]

    def why(self, offer: Offer) -> str:
        """What an offer comes from, what speaks against it, and what would change it."""
        say = self.texts.say
        parts = [self._because(offer)]
        against = next((reason for reason in offer.against if self._heavy(offer, reason.points)), None)
        if against is not None:
            parts.append(say("for_you.although", reason=self.done(against.touch)))
        if offer.needs:
            parts.append(say("for_you.needs", name=self.name(offer.needs[0])))
        return ("" if self.texts.language == "zh-CN" else " ").join(part for part in parts if part)

    def _because(self, offer: Offer) -> str:
        named = [r for n, r in enumerate(offer.because[:_SHOWN_REASONS]) if n == 0 or r.share >= _LEAST_SHARE]
        reasons = [self.done(reason.touch) for reason in named]
        reasons += [self.steered(name) for name, points in offer.steered if points > 0][:1]
        if not reasons:
            return ""
        return self.texts.say("for_you.because", reasons=self.texts.say("for_you.separator").join(reasons))

    def _heavy(self, offer: Offer, points: float) -> bool:
        speaks = sum(reason.points for reason in offer.because)
        return -points > _WORTH_TELLING * max(speaks, 1e-9)

    def done(self, touch: Touch) -> str:
        """What was done with a product, and when where it was on another day."""
        said = self.texts.say(f"for_you.{touch.kind}", name=self.name(touch.sku))
        if touch.days is None:
            return said
        return self.texts.say("for_you.before", what=said, when=self._when(touch.days))

    def _when(self, days: int) -> str:
        if days == 0:
            return self.texts.say("for_you.today")
        return self.texts.say("for_you.days_ago", count=days)

    def steered(self, name: str) -> str:
        """What the shopper asked for themselves, by its name in an offer."""
        if name.startswith("lean "):
            return self.texts.say("for_you.asked_more", fact=self.fact(name.removeprefix("lean ")))
        return self.texts.say("for_you.asked_dearer" if name == "price dearer" else "for_you.asked_cheaper")

    def fact(self, fact: str) -> str:
        """A fact such as "material oak" as a word."""
        family, _, value = fact.partition(" ")
        return self.texts.material(value) if family == "material" else self.texts.styles(value)

    def kept(self, taste: Taste) -> str:
        """Where all this stays."""
        return self.texts.say(f"for_you.kept_{taste.kept}")


def leanings(taste: Taste, most: int) -> tuple[str, ...]:
    """Facts to steer by: those the shopper leans to, then those that what they did leads to."""
    chosen = [fact for fact, _ in taste.known.steering.leanings]
    return tuple(dict.fromkeys((*chosen, *(fact for fact, _ in taste.leads))))[:most]


def leaned(steering: Steering, fact: str, lean: float) -> Steering:
    """After a press on more or less of something; the same once more takes it back."""
    return steering.towards(fact, 0.0 if steering.leaning(fact) == lean else lean)
