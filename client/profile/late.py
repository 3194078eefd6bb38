"""Vault and sharing as a visit uses them: nothing of them is loaded before a thread beside the frame needs it."""

from __future__ import annotations

import datetime
import logging
import secrets
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from client.catalog.api import open_catalog
from client.domain.errors import VitrineError
from client.domain.product import Sku
from client.profile.memory import Loaded, Problem, Profile, Store
from client.profile.sharing import ShareError, drawn, send
from client.settings import Settings

_log = logging.getLogger("vitrine")


class LateVault:
    """A vault that is opened when it is first asked. Belongs to one thread after that."""

    def __init__(self, data: Path, config: Path) -> None:
        self._data, self._config = data, config
        self._vault: Store | None = None

    def _opened(self) -> Store:
        if self._vault is None:
            from client.profile.vault import open_vault

            self._vault = open_vault(self._data, self._config)
        return self._vault

    def load(self) -> Loaded:
        """What was kept."""
        return self._opened().load()

    def save(self, profile: Profile) -> Problem | None:
        """Keeps it."""
        return self._opened().save(profile)

    def erase(self) -> None:
        """Removes everything."""
        self._opened().erase()


def sharing_agreed(settings: Settings) -> bool:
    """Whether the shopper said yes and to whom; on a kiosk nobody did."""
    return settings.profile and settings.share_counts and bool(settings.share_with) and not settings.kiosk


def share_once(
    store: Store, root: Path, address: str, profile: Profile,
    today: Callable[[], datetime.date] = datetime.date.today,
) -> Profile:  # fmt: skip
    """Draws this period's answer, keeps it, then sends it unless it was sent; the profile with what was said.

    It is kept before it is sent: what was drawn once is never drawn again.
    """
    try:
        with_report = _with_report(root, profile, today())
        report = with_report.report
        if report is None or report.sent:
            return with_report
        if store.save(with_report) is not None:
            return profile
        send(address, report)
        sent = replace(with_report, report=replace(report, sent=True))
        store.save(sent)
    except ShareError as error:
        _log.warning("%s", error)
        return with_report
    except VitrineError as error:
        _log.warning("nothing is shared: %s", error)
        return profile
    return sent


def _with_report(root: Path, profile: Profile, today: datetime.date) -> Profile:
    catalog = open_catalog(root)
    try:

        def department_of(sku: Sku) -> str | None:
            product = catalog.product(sku)
            return product.category[0] if product is not None and product.category else None

        departments = [department.key for department in catalog.departments()]
        report = drawn(profile, department_of, departments, today, secrets.SystemRandom())
    finally:
        catalog.close()
    return replace(profile, report=report)
