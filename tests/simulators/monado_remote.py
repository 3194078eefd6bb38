"""Moves head and hands of Monado's `remote` driver (version 25): one packet of 376 bytes an update, over TCP.

The layout is that of `struct r_remote_data` in Monado's src/xrt/drivers/remote/r_interface.h, natural alignment.
"""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass, field

from client.headset.api import Pose

_VIEW = "4f7f4x"
_HEAD = struct.Struct(f"<{_VIEW}{_VIEW}7f?3x")
_HAND = struct.Struct("<7f3f3f5f3f2f1f2f13?3x")
_MAGIC = b"mndrmt3\0"
SIZE = 8 + _HEAD.size + 2 * _HAND.size
assert SIZE == 376


def _flat(pose: Pose) -> tuple[float, ...]:
    """The shop's axes and order to OpenXR's: x y z w, then the position."""
    (px, py, pz), (w, x, y, z) = pose.position, pose.turn
    return (x, z, -y, w, px, pz, -py)


@dataclass
class RemoteHand:
    """What one hand or its controller does. `buttons`: of "a", "b", "system"."""

    pose: Pose = field(default_factory=Pose)
    trigger: float = 0.0
    squeeze: float = 0.0
    stick: tuple[float, float] = (0.0, 0.0)
    buttons: tuple[str, ...] = ()
    active: bool = True
    bare: bool = False
    """It holds no controller and is seen itself."""
    curls: tuple[float, float, float, float, float] = (0.0,) * 5
    """How far the fingers are bent, the little finger first, the thumb last: 0 to 1."""

    def packed(self) -> bytes:
        """Its part of the packet."""
        pressed = [name in self.buttons for name in ("system", "a", "b")]
        doubled = [value for value in pressed for _ in ("click", "touch")]
        switches = [
            self.active,
            self.active and not self.bare,
            *doubled,
            self.trigger > 0.9,
            self.trigger > 0.0,
            False,
            False,
            False,
        ]
        return _HAND.pack(
            *_flat(self.pose), *(0.0,) * 6, *self.curls, self.trigger, self.squeeze, self.squeeze, *self.stick,
            0.0, 0.0, 0.0, *switches,
        )  # fmt: skip


@dataclass
class Remote:
    """A connection to the driver; change `head`, `left`, `right`, then `send`. Poses in the runtime's space, Z up."""

    port: int
    head: Pose = field(default_factory=lambda: Pose((0.0, 0.0, 1.6)))
    left: RemoteHand = field(default_factory=lambda: RemoteHand(Pose((-0.2, 0.3, 1.2))))
    right: RemoteHand = field(default_factory=lambda: RemoteHand(Pose((0.2, 0.3, 1.2))))
    _socket: socket.socket | None = None

    def connect(self, timeout_s: float = 60.0) -> Remote:
        """Connects as soon as the driver listens, and reads the two packets that it greets with."""
        until = time.monotonic() + timeout_s
        while True:
            try:
                self._socket = socket.create_connection(("127.0.0.1", self.port), 2.0)
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        greeting = 2 * SIZE
        while greeting > 0:
            received = self._socket.recv(greeting)
            if not received:
                raise EOFError("the driver closed the connection")
            greeting -= len(received)
        return self

    def send(self) -> None:
        """Sends everything; a pose is seen one or two frames later."""
        if self._socket is None:
            raise ValueError("not connected")
        nothing = (0.0,) * 4 + (0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)
        head = _HEAD.pack(*nothing, *nothing, *_flat(self.head), False)
        self._socket.sendall(_MAGIC + head + self.left.packed() + self.right.packed())

    def close(self) -> None:
        """Ends the connection; idempotent."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
