"""What goes through a pipe between the run and a worker: frames of bytes, one after the other."""

import os
import pickle
import struct
from typing import Any

_HEAD = struct.Struct("<4sQ")
#: What each frame begins with, so that foreign bytes in the pipe are noticed.
_MARK = b"TFLW"
#: The longest frame there can be, far beyond what documents and records may have.
_MOST = 1 << 40
_CHUNK = 1 << 20


def packed(value: Any) -> bytes:
    """Return ``value`` as a frame."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return _HEAD.pack(_MARK, len(data)) + data


def send(file: int, frame: bytes) -> None:
    """Write a frame; raises OSError."""
    rest = memoryview(frame)
    while rest:
        rest = rest[os.write(file, rest[:_CHUNK]) :]


def received(file: int) -> Any:
    """Return what the next frame holds; raises EOFError where none comes, or no whole one."""
    mark, size = _HEAD.unpack(_read(file, _HEAD.size))
    if mark != _MARK or size > _MOST:
        message = "these bytes are no frame"
        raise EOFError(message)
    data = _read(file, size)
    try:
        return pickle.loads(data)  # noqa: S301 - what our own worker has written
    except Exception as error:  # a torn frame may raise anything
        raise EOFError from error


def _read(file: int, size: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < size:
        try:
            piece = os.read(file, min(size - len(pieces), _CHUNK))
        except OSError as error:
            raise EOFError from error
        if not piece:
            raise EOFError
        pieces += piece
    return bytes(pieces)
