"""Signing keys on disk: Ed25519, encrypted with a passphrase, one file a key, named by role and key id."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from securesystemslib.signer import CryptoSigner, SSlibKey

from client.catalog.layout import replacing
from server.errors import KeyTrouble

SHORTEST_PASSPHRASE: Final = 12


@dataclass(frozen=True)
class KeyFolder:
    """A folder of keys and the passphrase that opens them. Keep root keys in a folder that is not on the server."""

    folder: Path
    passphrase: bytes

    def create(self, role: str) -> CryptoSigner:
        """Makes a key for a role and writes it, readable by its owner only."""
        if len(self.passphrase) < SHORTEST_PASSPHRASE:
            raise KeyTrouble(f"The passphrase needs at least {SHORTEST_PASSPHRASE} characters.")
        private = Ed25519PrivateKey.generate()
        signer = CryptoSigner(private, _public(private))
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(self.passphrase))
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with replacing(self._file(role, signer.public_key.keyid)) as temporary:
            temporary.write_bytes(pem)
            os.chmod(temporary, 0o600)  # noqa: PTH101
        return signer

    def _file(self, role: str, keyid: str) -> Path:
        return self.folder / f"{role}-{keyid[:16]}.pem"

    def signers(self, role: str, keyids: list[str]) -> list[CryptoSigner]:
        """The keys of a role that are in the folder, of those that may sign."""
        found = []
        for keyid in keyids:
            file = self._file(role, keyid)
            if not file.is_file():
                continue
            try:
                private = load_pem_private_key(file.read_bytes(), self.passphrase)
            except (ValueError, TypeError, UnsupportedAlgorithm) as cause:
                raise KeyTrouble(
                    f"The key {file.name} does not open: the passphrase is wrong, or it is damaged."
                ) from cause
            if not isinstance(private, Ed25519PrivateKey) or _public(private).keyid != keyid:
                raise KeyTrouble(f"The file {file.name} holds another key than its name says.")
            found.append(CryptoSigner(private, _public(private)))
        return found


def _public(private: Ed25519PrivateKey) -> SSlibKey:
    return SSlibKey.from_crypto(private.public_key())
