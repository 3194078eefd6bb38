"""The key of the profile: in the system's keyring where there is one, else in a file that only this person can read."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from client.domain.errors import VitrineError
from client.domain.taste import Kept

KEY_BYTES = 32
SERVICE, USER = "vitrine", "profile key"


class KeyUnreachableError(VitrineError):
    """There is a keyring, but it gives no key now (it is locked, or its owner said no)."""


class Keyring(Protocol):
    """What is asked of a keyring; the package `keyring` is one."""

    def get_password(self, service: str, user: str) -> str | None:
        """What is kept; None where nothing is."""

    def set_password(self, service: str, user: str, password: str) -> None:
        """Keeps it."""

    def delete_password(self, service: str, user: str) -> None:
        """Forgets it."""


class Keys:
    """One key, made at the first need. `keyring`: None where the system has none that can be used."""

    def __init__(self, file: Path, keyring: Keyring | None) -> None:
        self._file, self._keyring = file, keyring

    @property
    def usual(self) -> Kept:
        """Where a key would be put now."""
        return "keyring" if self._keyring is not None else "file"

    def find(self, kept: Kept) -> bytes | None:
        """The key that is kept there, None where there is none. Raises KeyUnreachableError when it cannot be told."""
        return self._from_keyring() if kept == "keyring" else self._from_file()

    def make(self, kept: Kept) -> bytes:
        """A new key, kept there. Raises KeyUnreachableError or OSError when it cannot be."""
        key = secrets.token_bytes(KEY_BYTES)
        if kept != "keyring" or self._keyring is None:
            self._write(key)
            return key
        try:
            self._keyring.set_password(SERVICE, USER, base64.b64encode(key).decode())
        except Exception as error:  # backends raise what they like
            raise KeyUnreachableError(f"The keyring takes no key: {error}.") from error
        return key

    def erase(self) -> None:
        """Forgets the key wherever it is."""
        self._file.unlink(missing_ok=True)
        if self._keyring is not None:
            with suppress(Exception):  # a key that is not there, or a keyring that is locked
                self._keyring.delete_password(SERVICE, USER)

    def _from_keyring(self) -> bytes | None:
        if self._keyring is None:
            raise KeyUnreachableError("The key is in a keyring, and there is none here now.")
        try:
            text = self._keyring.get_password(SERVICE, USER)
        except Exception as error:  # backends raise what they like
            raise KeyUnreachableError(f"The keyring gives no key: {error}.") from error
        return _key(text) if text is not None else None

    def _from_file(self) -> bytes | None:
        try:
            return _key(self._file.read_text("ascii"))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise KeyUnreachableError(f"The key file {self._file} cannot be read: {error}.") from error

    def _write(self, key: bytes) -> None:
        """Readable by nobody else from its first byte on (on Windows the folder's own rights hold)."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        partial = self._file.with_name(self._file.name + ".part")
        partial.unlink(missing_ok=True)
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(base64.b64encode(key).decode())
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(self._file)


def system_keyring() -> Keyring | None:
    """The system's keyring; None where there is none, such as on Linux without a secret service."""
    import keyring
    from keyring.errors import KeyringLocked

    with suppress(Exception):  # whatever a backend raises, it is none that can be used
        backend = keyring.get_keyring()
        if _encrypts(backend):
            with suppress(KeyringLocked):  # it is there, and may be opened before it is needed
                backend.get_password(SERVICE, "is anybody there")
            return backend
    return None


def _encrypts(backend: object) -> bool:
    """Only what the system itself protects, never a plain file of some further package."""
    return type(backend).__module__ in (
        "keyring.backends.Windows", "keyring.backends.macOS", "keyring.backends.SecretService",
        "keyring.backends.kwallet", "keyring.backends.chainer", "keyring.backends.libsecret",
    )  # fmt: skip


def _key(text: str) -> bytes | None:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None
