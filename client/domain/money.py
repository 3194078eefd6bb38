"""Money as exact decimals with an ISO 4217 currency. Money never goes through float."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import msgspec

from client.domain.errors import DomainError

MINOR_DIGITS: Final[dict[str, int]] = {
    "BHD": 3, "CLP": 0, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "OMR": 3, "TND": 3, "VND": 0,
}  # fmt: skip
"""Currencies whose number of decimals is not 2 (ISO 4217)."""

SYMBOLS: Final[dict[str, str]] = {
    "USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "JPY": "JP¥", "KRW": "₩", "INR": "₹", "SAR": "SAR ",
}  # fmt: skip

_CURRENCY = re.compile(r"[A-Z]{3}")
_CODE_IN_TEXT = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_NUMBER = re.compile(r"(?=.*[0-9])[0-9.,]{1,24}", re.ASCII)
_MAX_AMOUNT = Decimal("1e12")


class Money(msgspec.Struct, frozen=True, order=False):
    """An amount in one currency. Zero or more; refunds and discounts are not prices."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise DomainError("money must be a Decimal")
        if not _CURRENCY.fullmatch(self.currency):
            raise DomainError(f"{self.currency!r} is not an ISO 4217 currency code")
        if not self.amount.is_finite() or self.amount < 0 or self.amount > _MAX_AMOUNT:
            raise DomainError(f"{self.amount} is not a price")

    def times(self, quantity: int) -> Money:
        """This amount for `quantity` pieces."""
        return Money(self.amount * quantity, self.currency)

    def plus(self, other: Money) -> Money:
        """The sum; raises DomainError when the currencies differ."""
        if other.currency != self.currency:
            raise DomainError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.amount + other.amount, self.currency)

    def rounded(self) -> Money:
        """Rounded half up to the currency's minor unit."""
        digits = MINOR_DIGITS.get(self.currency, 2)
        return Money(self.amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP), self.currency)

    def text(self) -> str:
        """As a price tag shows it: `$1,299.00`, `SAR 265.00`."""
        digits = MINOR_DIGITS.get(self.currency, 2)
        symbol = SYMBOLS.get(self.currency, f"{self.currency} ")
        return f"{symbol}{self.rounded().amount:,.{digits}f}"


def parse_money(text: str, default_currency: str | None = None) -> Money:
    """Reads `12.50 USD`, `USD 12.50`, `$12.50`, `1.299,00 EUR`, `1,299`; raises DomainError in words."""
    rest = text.strip()
    code = _CODE_IN_TEXT.search(rest)
    currency = code.group(0) if code else None
    if code:
        rest = rest.replace(code.group(0), "", 1)
    for known, symbol in SYMBOLS.items():
        if symbol.strip() in rest:
            currency = currency or known
            rest = rest.replace(symbol.strip(), "", 1)
            break
    currency = currency or default_currency
    digits = re.sub(r"[\s']", "", rest)
    if not _NUMBER.fullmatch(digits):
        raise DomainError(f"{text!r} is not a price")
    if currency is None:
        raise DomainError(f"the price {text!r} names no currency")
    return Money(Decimal(_plain_number(digits)), currency)


def _plain_number(digits: str) -> str:
    """Drops thousands separators; the last separator is the decimal one unless three digits follow it."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return digits
    whole, fraction = re.sub(r"[.,]", "", digits[:last]), digits[last + 1 :]
    single = digits.count(".") + digits.count(",") == 1
    if len(fraction) == 3 and (digits[last] == "," or not single):
        return whole + fraction
    return f"{whole or '0'}.{fraction or '0'}"
