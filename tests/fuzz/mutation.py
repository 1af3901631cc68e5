"""Inputs changed at random, by the byte and by the word: what is tried without a fuzzer that sees the code."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

LONGEST = 400  # bytes of a mutated input: short ones are fast, and a fault seldom needs more


def mutated(data: bytes, others: Sequence[bytes], words: Sequence[bytes], chance: Random, most: int = LONGEST) -> bytes:
    """Another input made of this one, parts of others, and words; at most `most` bytes."""
    changed = bytearray(data)
    for _ in range(1 << chance.randrange(5)):
        at = chance.randrange(len(changed) + 1)
        end = min(len(changed), at + chance.choice((1, 1, 3, 6, 30)))
        step = chance.randrange(7)
        if step == 0:
            del changed[at:end]
        elif step == 1 and at < len(changed):
            changed[at] = chance.randrange(256)
        elif step == 2:
            changed[at:at] = changed[at:end] * chance.choice((1, 1, 1, 2, 8))
        elif step == 3 and others:
            other = chance.choice(others)
            begin = chance.randrange(len(other) + 1)
            changed[at:end] = other[begin : begin + chance.choice((3, 12, 60))]
        elif step == 4:
            changed[at:at] = chr(chance.choice((chance.randrange(128), chance.randrange(0x3000, 0xFFFF)))).encode(
                "utf-8", "ignore"
            )
        elif words:
            changed[at : at if step == 5 else end] = chance.choice(words)
    return bytes(changed[:most])
