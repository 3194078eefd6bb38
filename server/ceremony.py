"""Where keys come from and go: the first ones, and each that replaces another. Most of it takes the offline keys."""

from __future__ import annotations

import hashlib

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import DelegatedRole, Delegations, Key, Root, Snapshot, Targets, Timestamp

from server.errors import ServerError
from server.keys import KeyFolder
from server.repository import DELEGATED, TOP, Repository, enough


def initialise(
    repository: Repository, keys: KeyFolder, root_keys: int = 3, root_threshold: int = 2, targets_threshold: int = 1
) -> str:
    """Makes keys and the first signed state; returns the fingerprint that shops are given to trust.

    targets_threshold: that many keys are made for `targets`, and all of them are asked for. Raises ServerError when
    the folder is published already.
    """
    if repository.metadata.exists() and any(repository.metadata.iterdir()):
        raise ServerError(f"{repository.folder} is published already.")
    if not 1 <= root_threshold <= root_keys:
        raise ServerError("The root threshold lies between 1 and the number of root keys.")
    counts = {"root": root_keys, "targets": targets_threshold}
    made = {role: [keys.create(role) for _ in range(counts.get(role, 1))] for role in (*TOP, *DELEGATED)}
    root = Root(consistent_snapshot=True)
    for role in TOP:
        for signer in made[role]:
            root.add_key(signer.public_key, role)
    root.roles["root"].threshold = root_threshold
    root.roles["targets"].threshold = targets_threshold
    repository.metadata.mkdir(parents=True)
    meta = {}
    for role in DELEGATED:
        meta[f"{role}.json"] = repository.put(role, Targets(), made[role])
    targets = Targets(delegations=_delegations({role: made[role] for role in DELEGATED}))
    meta["targets.json"] = repository.put("targets", targets, made["targets"])
    snapshot_meta = repository.put("snapshot", Snapshot(meta=meta), made["snapshot"])
    repository.put("root", root, made["root"])
    repository.stamp(Timestamp(snapshot_meta=snapshot_meta), made["timestamp"])
    return fingerprint(repository)


def fingerprint(repository: Repository) -> str:
    """SHA-256 of the first root, in hex."""
    return hashlib.sha256((repository.metadata / "1.root.json").read_bytes()).hexdigest()


def _delegations(signers: dict[str, list[CryptoSigner]]) -> Delegations:
    roles = {}
    keys: dict[str, Key] = {}
    for role, made in signers.items():
        keyids = [signer.public_key.keyid for signer in made]
        roles[role] = DelegatedRole(role, keyids, len(keyids), terminating=True, paths=[f"{role}/*"])
        keys |= {signer.public_key.keyid: signer.public_key for signer in made}
    return Delegations(keys=keys, roles=roles)


def rotate(repository: Repository, keys: KeyFolder, role: str) -> str:
    """Replaces one key of a role by a new one and signs anew what the old one signed; returns the new key's id."""
    keyids, threshold = repository.keys_of(role)
    if role in DELEGATED:
        targets = repository.targets().signed
        repository.signers(keys, "targets")
        new = keys.create(role)
        targets.revoke_key(keyids[0], role)
        targets.add_key(new.public_key, role)
        return _rotate_delegated(repository, keys, role, targets, new)
    repository.signers(keys, "root")
    needed = {"root": [], "timestamp": ["timestamp"]}.get(role, ["snapshot", "timestamp"])
    for other in needed:
        if other != role:
            repository.signers(keys, other)
    new = keys.create(role)
    # Signed with the old and the new key first: then it is good whichever root a shop holds, at every moment.
    at_first = role != "root" and len(keys.signers(role, keyids)) >= threshold
    if at_first:
        _sign_anew(repository, keys, role, new)
    _hand_over(repository, keys, role, keyids[0], new)
    if role != "root" and not at_first:  # the old key is lost
        _sign_anew(repository, keys, role, None)
    return new.public_key.keyid


def _sign_anew(repository: Repository, keys: KeyFolder, role: str, also: CryptoSigner | None) -> None:
    changed = {"targets": repository.targets().signed} if role == "targets" else {}
    besides = (role, also) if also is not None else None
    repository.commit(keys, changed, always_snapshot=role == "snapshot", also=besides)


def _hand_over(repository: Repository, keys: KeyFolder, role: str, old_keyid: str, new: CryptoSigner) -> None:
    """The next root, which names the new key in place of the old one; signed by the keys of both roots."""
    old_signers = repository.signers(keys, "root")
    root = repository.root().signed
    root.revoke_key(old_keyid, role)
    root.add_key(new.public_key, role)
    root.version += 1
    new_signers = keys.signers("root", root.roles["root"].keyids)
    enough(new_signers, "root", root.roles["root"].threshold, keys)
    both = {signer.public_key.keyid: signer for signer in (*old_signers, *new_signers)}
    repository.put("root", root, list(both.values()))


def _rotate_delegated(repository: Repository, keys: KeyFolder, role: str, targets: Targets, new: CryptoSigner) -> str:
    """`targets` names the new key, and the role is signed with it, in one snapshot."""
    own = repository.targets(role).signed
    snapshot, timestamp = repository.snapshot().signed, repository.timestamp().signed
    target_signers = repository.signers(keys, "targets")
    snapshot_signers, stamp_signers = repository.signers(keys, "snapshot"), repository.signers(keys, "timestamp")
    for name, signed, signers in (("targets", targets, target_signers), (role, own, [new])):
        signed.version = repository.next_version(name, signed.version)
        snapshot.meta[f"{name}.json"] = repository.put(name, signed, signers)
    snapshot.version = repository.next_version("snapshot", snapshot.version)
    timestamp.snapshot_meta = repository.put("snapshot", snapshot, snapshot_signers)
    repository.stamp(timestamp, stamp_signers)
    return new.public_key.keyid
