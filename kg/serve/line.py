"""What goes between the server and a process that answers: two lengths, a message as JSON, the bytes of an answer.

The server waits for no process: one that is paused, or has no turn on a busy machine, may stop in the middle of what
it says, and all others are answered meanwhile.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any

Message = tuple[dict[str, Any], bytes | None]

_LENGTHS = struct.Struct("!QQ")  # bytes of the message; bytes of the answer and one, 0 where there is none


def _framed(said: dict[str, Any], body: bytes | None) -> bytes:
    message = json.dumps(said).encode()
    return _LENGTHS.pack(len(message), 0 if body is None else len(body) + 1) + message + (body or b"")


def _parts(length: bytes | bytearray) -> tuple[int, int | None]:
    message, body = _LENGTHS.unpack(length)
    return message, body - 1 if body else None


def say(line: socket.socket, said: dict[str, Any], body: bytes | None = None) -> None:
    """Send, and wait until it is sent. Raises OSError: nobody is there."""
    line.sendall(_framed(said, body))


def hear(line: socket.socket) -> Message:
    """Wait for a message. Raises EOFError, OSError: nobody is there."""
    message, body = _parts(_exactly(line, _LENGTHS.size))
    said: dict[str, Any] = json.loads(_exactly(line, message))
    return said, None if body is None else bytes(_exactly(line, body))


def _exactly(line: socket.socket, size: int) -> bytearray:
    data = bytearray(size)
    left = memoryview(data)
    while left:
        if not (count := line.recv_into(left)):
            raise EOFError
        left = left[count:]
    return data


async def tell(line: socket.socket, said: dict[str, Any]) -> None:
    """Send while others are served; `line` is one that does not block. Raises OSError: nobody is there."""
    await asyncio.get_running_loop().sock_sendall(line, _framed(said, None))


async def told(line: socket.socket) -> Message:
    """A message, while others are served; `line` is one that does not block. Raises EOFError, OSError."""
    message, body = _parts(await _told_exactly(line, _LENGTHS.size))
    said: dict[str, Any] = json.loads(await _told_exactly(line, message))
    return said, None if body is None else bytes(await _told_exactly(line, body))


async def _told_exactly(line: socket.socket, size: int) -> bytearray:
    data = bytearray(size)
    left = memoryview(data)
    while left:
        if not (count := await asyncio.get_running_loop().sock_recv_into(line, left)):
            raise EOFError
        left = left[count:]
    return data
