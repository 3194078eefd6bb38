"""The merchant's cart link: a template, and a cart's link made from it.

Grammar of a template::

    template := text with exactly one repeat and any number of {order}
    repeat   := unit separator "..."
    unit     := "[" piece "]"  |  piece      the brackets are left out of the link
    piece    := text "{sku}" text "{qty}" text       in either order, each exactly once

Without brackets the unit begins at its first placeholder and ends at its second. The unit is written once per cart
line and joined by the separator: `https://shop/cart/{sku}:{qty},...` becomes `https://shop/cart/A:2,B:1`, and
`https://shop/add?[sku={sku}&n={qty}]&...` becomes `https://shop/add?sku=A&n=2&sku=B&n=1`. Values are percent-encoded
(RFC 3986, everything but letters, digits and `-._~`); what stands between them must hold a character that encoding
never yields, so that the shop can tell where a value ends. Only https links to a named host are made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from client.domain.errors import VitrineError

Line = tuple[str, int]
"""SKU and quantity."""

_BRACKETED = re.compile(r"\[(?P<unit>[^\[\]]*)\](?P<separator>[^{}\[\].]+)\.\.\.")
_BARE = re.compile(r"(?P<unit>\{(?:sku|qty)\}[^{}\[\]]*\{(?:sku|qty)\})(?P<separator>[^{}\[\].]+)\.\.\.")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_ENCODED = re.compile(r"[A-Za-z0-9._~%-]*")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\"<>\\^`|]")


class CheckoutError(VitrineError):
    """The cart cannot be handed over; the sentence says why."""


@dataclass(frozen=True)
class LinkTemplate:
    """A template that was read and found good: text before the lines, one line's unit, separator, text after."""

    before: str
    unit: str
    separator: str
    after: str

    def link(self, lines: Sequence[Line], order: str) -> str:
        """The link of these lines; raises CheckoutError when there are none."""
        if not lines:
            raise CheckoutError("There is nothing in the cart that can be ordered.")
        repeated = self.separator.join(self._line(sku, quantity) for sku, quantity in lines)
        number = quote(order, safe="")
        return self.before.replace("{order}", number) + repeated + self.after.replace("{order}", number)

    def read(self, link: str, order: str) -> tuple[Line, ...]:
        """The lines of a link that `link` made with this order number: its inverse, for checks."""
        number = quote(order, safe="")
        before, after = self.before.replace("{order}", number), self.after.replace("{order}", number)
        if not (link.startswith(before) and link.endswith(after)):
            raise CheckoutError("This link was not made from this template.")
        middle = link[len(before) : len(link) - len(after)]
        value = r"[A-Za-z0-9._~%-]*"
        pattern = re.escape(self.unit).replace(r"\{sku\}", f"(?P<sku>{value})").replace(r"\{qty\}", r"(?P<qty>\d+)")
        unit, lines, place = re.compile(pattern), [], 0
        while place < len(middle):
            found = unit.match(middle, place)
            if found is None:
                raise CheckoutError("This link was not made from this template.")
            lines.append((unquote(found["sku"]), int(found["qty"])))
            place = found.end() + len(self.separator)
        return tuple(lines)

    def _line(self, sku: str, quantity: int) -> str:
        return self.unit.replace("{qty}", str(quantity)).replace("{sku}", quote(sku, safe=""))


def parse_template(text: str) -> LinkTemplate:
    """Reads a merchant's template; raises CheckoutError in words a merchant understands."""
    found = _BRACKETED.search(text) or _BARE.search(text)
    if found is None:
        raise CheckoutError(
            "The shop's cart link needs a part that repeats for every product, such as {sku}:{qty},... "
            "as in https://shop.example/cart/{sku}:{qty},..."
        )
    template = LinkTemplate(text[: found.start()], found["unit"], found["separator"], text[found.end() :])
    _check_unit(template)
    _check_address(template)
    return template


def _check_unit(template: LinkTemplate) -> None:
    if sorted(_PLACEHOLDER.findall(template.unit)) != ["{qty}", "{sku}"]:
        raise CheckoutError("The repeated part of the shop's cart link needs {sku} and {qty}, each once.")
    outside = set(_PLACEHOLDER.findall(template.before + template.after)) - {"{order}"}
    if outside:
        raise CheckoutError(f"The shop's cart link has a part nobody can fill: {', '.join(sorted(outside))}.")
    start, between, end = _PLACEHOLDER.split(template.unit)
    for gap in (between, end + template.separator + start):
        if _ENCODED.fullmatch(gap):
            raise CheckoutError(
                f"In the shop's cart link {gap!r} cannot keep two values apart; use a sign such as : or , or &."
            )


def _check_address(template: LinkTemplate) -> None:
    whole = template.before + template.unit + template.separator + template.after
    if _FORBIDDEN.search(whole) or not whole.isascii():
        raise CheckoutError("The shop's cart link has a space or sign that no web address may have.")
    try:
        address = urlsplit(template.before)
        host, port = address.hostname, address.port
    except ValueError as cause:
        raise CheckoutError("The shop's cart link is not a web address.") from cause
    del port
    if address.scheme != "https":
        raise CheckoutError("The shop's cart link must begin with https://, so that nobody can read it on its way.")
    if not host or "{" in address.netloc or "@" in address.netloc or not (address.path or address.query):
        raise CheckoutError("The shop's cart link must name the shop's host, as in https://shop.example/cart/...")
