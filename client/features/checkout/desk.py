"""The checkout desk: hands a cart over to the merchant's own shop, as a link and as an order file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from client.catalog.api import Catalog
from client.domain.actions import CheckedOut, Notify
from client.domain.cart import Cart
from client.domain.session import Notice, OrderDraft
from client.domain.totals import priced
from client.features.checkout.order import order_file, plain_order
from client.features.checkout.template import CheckoutError, parse_template

_TRIES = 1000


class CheckoutDesk:
    """Makes orders. It trusts no price but the catalogue's of this moment."""

    def __init__(self, catalog: Catalog, folder: Path, now: Callable[[], datetime]) -> None:
        self._catalog = catalog
        self._folder = folder
        self._now = now

    def check_out(self, cart: Cart) -> CheckedOut | Notify:
        """The action that answers a press on Checkout: the order, or a notice that says why there is none."""
        try:
            return CheckedOut(self.hand_over(cart))
        except CheckoutError as problem:
            return Notify(Notice("checkout_failed", (("reason", str(problem)),)))

    def hand_over(self, cart: Cart) -> OrderDraft:
        """Writes the order file and makes the link (the order in plain text where the shop has no cart link).

        Raises CheckoutError when nothing can be ordered, the template is wrong or the file cannot be written.
        """
        lines = priced(cart, self._catalog.product)
        orderable = lines.orderable()
        if not orderable:
            raise CheckoutError("There is nothing in the cart that can be ordered.")
        info, now = self._catalog.info, self._now()
        order, path = self._free_name(now)
        if info.checkout_url:
            skus = [(line.line.item.buy_sku(), line.line.quantity) for line in orderable]
            link = parse_template(info.checkout_url).link(skus, order)
        else:
            link = plain_order(lines, order)
        content = order_file(lines, order, now.isoformat(), info.version, link)
        _write(path, msgspec.json.format(msgspec.json.encode(content), indent=2))
        return OrderDraft(link, str(path), lines.totals_text())

    def _free_name(self, now: datetime) -> tuple[str, Path]:
        """An order number from the time that no file in the folder has yet."""
        stem = f"{now:%Y%m%d-%H%M%S}"
        for number in range(1, _TRIES):
            order = stem if number == 1 else f"{stem}-{number}"
            path = self._folder / f"order-{order}.json"
            if not path.exists():
                return order, path
        raise CheckoutError(f"There are too many orders of this second in {self._folder}.")


def _write(path: Path, content: bytes) -> None:
    """All or nothing: a power cut leaves either no file or the whole one."""
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".order-", delete=False) as stream:
            temporary = Path(stream.name)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as cause:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise CheckoutError(f"The order file cannot be written to {path.parent}: {cause.strerror}.") from cause
