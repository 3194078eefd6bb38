"""The profile on disk: AES-256-GCM (NIST SP 800-38D), one file, replaced whole.

file = magic, where its key is (K: keyring, F: file), id of the key (8 bytes of a SHA-256), nonce (12 bytes, new with
every write), ciphertext and tag; all that stands before the nonce is authenticated too. A file that cannot be read is
kept aside, one at most, until everything is erased.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from client.domain.taste import Kept
from client.profile.keys import Keys, KeyUnreachableError
from client.profile.memory import Loaded, Problem, Profile

MAGIC: Final = b"VITRINE PROFILE 1\n"
_ID_BYTES, _NONCE_BYTES = 8, 12
_HEAD = len(MAGIC) + 1 + _ID_BYTES
_PLACES: Final[dict[bytes, Kept]] = {b"K": "keyring", b"F": "file"}
_MOST_BYTES = 10_000_000


class Vault:
    """A profile in a folder, encrypted. Belongs to one thread."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._file, self._keys = folder / "profile.bin", keys
        self._aside = folder / "profile-unreadable.bin"
        self._closed = False
        self._kept: Kept = keys.usual

    @property
    def file(self) -> Path:
        """Where it lies."""
        return self._file

    def load(self) -> Loaded:
        """What was kept. What cannot be read is put aside, unless its key is only out of reach now."""
        self._closed, self._kept = False, self._keys.usual
        try:
            data = self._file.read_bytes() if self._file.stat().st_size <= _MOST_BYTES else b""
        except FileNotFoundError:
            return Loaded(Profile(), self._kept)
        except OSError:
            self._closed = True
            return Loaded(Profile(), self._kept, "damaged")
        place = _PLACES.get(data[len(MAGIC) : len(MAGIC) + 1]) if data.startswith(MAGIC) else None
        try:
            key = self._keys.find(place or self._kept)
        except KeyUnreachableError:
            self._closed = True  # the file is well, only its key is out of reach: it must not be written over
            return Loaded(Profile(), self._kept, "no_key")
        problem: Problem = "damaged"
        if place is not None and (key is None or _id(key) != data[len(MAGIC) + 1 : _HEAD]):
            problem = "wrong_key"
        elif place is not None and key is not None:
            with suppress(InvalidTag, msgspec.MsgspecError, ValueError):
                profile = _open(data, key)
                self._kept = place
                return Loaded(profile, place)
        self._put_aside()
        return Loaded(Profile(), self._kept, problem)

    def save(self, profile: Profile) -> Problem | None:
        """Keeps it, whole or not at all."""
        if self._closed:
            return "no_key"
        try:
            key = self._keys.find(self._kept) or self._keys.make(self._kept)
            self._write(_sealed(profile, key, self._kept))
        except KeyUnreachableError:
            return "no_key"
        except OSError:
            return "not_written"
        return None

    def erase(self) -> None:
        """Removes file, what was put aside, half-written ones, and the key."""
        for path in (self._file, self._aside, self._partial):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        with suppress(OSError):
            self._keys.erase()
        self._closed, self._kept = False, self._keys.usual

    @property
    def _partial(self) -> Path:
        return self._file.with_name(self._file.name + ".part")

    def _write(self, data: bytes) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        self._partial.replace(self._file)

    def _put_aside(self) -> None:
        with suppress(OSError):
            self._file.replace(self._aside)


def _id(key: bytes) -> bytes:
    return hashlib.sha256(b"vitrine profile key" + key).digest()[:_ID_BYTES]


def _sealed(profile: Profile, key: bytes, kept: Kept) -> bytes:
    head, nonce = MAGIC + (b"K" if kept == "keyring" else b"F") + _id(key), secrets.token_bytes(_NONCE_BYTES)
    return head + nonce + AESGCM(key).encrypt(nonce, msgspec.json.encode(profile), head)


def _open(data: bytes, key: bytes) -> Profile:
    head, nonce, rest = data[:_HEAD], data[_HEAD : _HEAD + _NONCE_BYTES], data[_HEAD + _NONCE_BYTES :]
    return msgspec.json.decode(AESGCM(key).decrypt(nonce, rest, head), type=Profile)


def open_vault(data: Path, config: Path) -> Vault:
    """The vault of this person: the file in their data folder, the key in the keyring or in their configuration."""
    from client.profile.keys import system_keyring

    return Vault(data / "profile", Keys(config / "profile.key", system_keyring()))
