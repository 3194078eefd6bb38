"""What may leave this machine, where its owner agreed to it: one coarse answer in four weeks, true or not by chance.

The question: was anything of department D touched in the period that ended last? D is drawn among all departments of
the catalogue, whatever was touched. The answer is randomised response (Warner, 1965): true with probability
e^epsilon / (1 + e^epsilon), which is epsilon-differentially private for everything done in the period (Dwork and Roth,
"The algorithmic foundations of differential privacy", 2014, chapter 3.2). It is drawn once a period and never again, so
asking again tells nothing more. A receiver who counts n answers of a department of which a share y says yes estimates
(y - q) / (1 - 2 q) with q = 1 / (1 + e^epsilon).
"""

from __future__ import annotations

import datetime
import http.client
import json
import math
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from client.domain.errors import VitrineError
from client.domain.product import Sku
from client.profile.memory import Profile, Report

EPSILON: Final = 1.0
PERIOD_DAYS: Final = 28
TIMEOUT_S = 5.0
_FIRST: Final = datetime.date(2024, 1, 1)


class ShareError(VitrineError):
    """An address that cannot be shared with, or that took nothing."""


def truth_probability(epsilon: float = EPSILON) -> float:
    """How likely an answer is true."""
    return math.exp(epsilon) / (1.0 + math.exp(epsilon))


def last_period(today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of the period that ended before today."""
    number = (today - _FIRST).days // PERIOD_DAYS - 1
    first = _FIRST + datetime.timedelta(days=number * PERIOD_DAYS)
    return first, first + datetime.timedelta(days=PERIOD_DAYS - 1)


def drawn(
    profile: Profile,
    department_of: Callable[[Sku], str | None],
    departments: Sequence[str],
    today: datetime.date,
    chance: random.Random,
) -> Report | None:
    """The answer for the period that ended last; None where there is nothing to ask. As drawn before, if it was."""
    first, last = last_period(today)
    period = first.isoformat()
    if profile.report is not None and profile.report.period >= period:
        return profile.report
    if not departments:
        return None
    department = chance.choice(sorted(departments))
    touched = any(first <= one.day <= last and department_of(one.sku) == department for one in profile.done)
    answer = touched if chance.random() < truth_probability() else not touched
    return Report(period, department, answer)


def body(report: Report) -> bytes:
    """Exactly what is sent: no name, no number of a machine, no hour."""
    said: Mapping[str, object] = {
        "format": 1, "period": report.period, "days": PERIOD_DAYS, "department": report.department,
        "touched": report.touched, "epsilon": EPSILON,
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def send(address: str, report: Report) -> None:
    """One POST. https, or http to this machine alone. Raises ShareError in words."""
    parts = urlsplit(address)
    local = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if not parts.hostname or parts.scheme not in ("https", "http") or (parts.scheme == "http" and not local):
        raise ShareError(f"Counts are shared over https only; {address!r} is no such address.")
    make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    data = body(report)
    try:
        connection = make(parts.hostname, parts.port, timeout=TIMEOUT_S)
        try:
            connection.putrequest("POST", parts.path or "/", skip_accept_encoding=True)
            connection.putheader("Content-Type", "application/json")
            connection.putheader("Content-Length", str(len(data)))
            connection.endheaders(data)
            status = connection.getresponse().status
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ShareError(f"The counts could not be shared: {error}.") from error
    if not 200 <= status < 300:
        raise ShareError(f"The counts were not taken (HTTP {status}).")
