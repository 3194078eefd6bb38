"""Content in and out of messages: small things in the message, arrays and long texts in shared memory."""

from __future__ import annotations

import numpy as np

from inference.runtime.messages import INLINE_BYTES, LONG, MOST_ARRAYS, Content
from inference.runtime.segments import SegmentError, Segments, take
from inference.runtime.values import Payload


def pack(payload: Payload, segments: Segments) -> Content:
    """Shares the arrays. Raises SegmentError."""
    if len(payload.arrays) > MOST_ARRAYS or LONG in payload.arrays:
        raise SegmentError("These are too many arrays for one message.")
    shared = {name: segments.share(array) for name, array in payload.arrays.items()}
    if len(payload.data) <= INLINE_BYTES:
        return Content(payload.data, shared)
    shared[LONG] = segments.share(np.frombuffer(payload.data, np.uint8))
    return Content(b"", shared)


def unpack(content: Content) -> Payload:
    """Maps the arrays. Raises SegmentError."""
    if len(content.arrays) > MOST_ARRAYS + 1:
        raise SegmentError("These are too many arrays for one message.")
    arrays = {name: take(shared) for name, shared in content.arrays.items()}
    long = arrays.pop(LONG, None)
    return Payload(content.data if long is None else long.tobytes(), arrays)
