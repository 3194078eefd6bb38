"""Global Trade Item Numbers (GTIN-8, -12, -13, -14), check digit by GS1 General Specifications 7.9."""

from __future__ import annotations

from client.domain.errors import DomainError

LENGTHS = (8, 12, 13, 14)


def check_digit(body: str) -> int:
    """The check digit for the digits before it: weights 3, 1, 3, ... from the right."""
    weighted = sum(int(digit) * (3 if i % 2 == 0 else 1) for i, digit in enumerate(reversed(body)))
    return -weighted % 10


def parse_gtin(text: str) -> str:
    """The digits of a valid GTIN; spaces and dashes are dropped. Raises DomainError otherwise."""
    digits = text.replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in LENGTHS:
        raise DomainError(f"{text!r} is not a GTIN: it needs 8, 12, 13 or 14 digits")
    if int(digits[-1]) != check_digit(digits[:-1]):
        raise DomainError(f"GTIN {digits}: the check digit should be {check_digit(digits[:-1])}")
    return digits
