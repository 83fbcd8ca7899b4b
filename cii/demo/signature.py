"""A scribble in place of what a person would have drawn on the screen."""

import struct
import zlib
from functools import cache
from math import sin

WIDTH, HEIGHT, MARGIN = 320, 104, 30


@cache
def scribble(number: int) -> bytes:
    """A PNG with one wavy line; another number draws another one."""
    rows = [bytearray(b"\xff" * WIDTH) for _ in range(HEIGHT)]
    for step in range(4 * (WIDTH - 2 * MARGIN)):
        x = MARGIN + step / 4
        wave = sin(x / (7 + number % 5)) * 22 + sin(x / (19 + number % 7)) * 14
        for row in rows[int(HEIGHT / 2 + wave) : int(HEIGHT / 2 + wave) + 2]:
            row[int(x)] = 0x22
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check
