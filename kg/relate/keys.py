"""Words -> 64-bit keys, so that what is seen of a pair can be put together by adding arrays of numbers.

A feature is a name, a scope (the kinds of the pair, the order of the two, or nothing) and a text; its key is the sum of
theirs, modulo 2^64. Keys depend on the words alone: they are the same in every process and in every model.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Ints = NDArray[np.int64]

_MASK = (1 << 64) - 1
# What parts the words of a sequence: an odd number, so that every word still counts with all its bits.
_NEXT = 0x9E3779B97F4A7C15
NEXT = np.uint64(_NEXT)


@lru_cache(maxsize=262_144)
def key(text: str) -> int:
    """The key of a text: the same everywhere, another one for every other text.

    >>> key("签署") == key("签署"), key("签署") == key("签订")
    (True, False)
    """
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def keys(texts: Iterable[str]) -> Keys:
    """The keys of several texts."""
    return np.array([key(text) for text in texts], np.uint64)


def named(scope: str, name: str, text: str) -> int:
    """The key of a feature without its scope's own: `scope` is ``K`` (kinds), ``T`` (order) or empty (neither)."""
    return (key(f"{scope}:{name}") + key(text)) & _MASK


@lru_cache(maxsize=1024)
def name_key(scope: str, name: str) -> np.uint64:
    """The key of a feature's name: what `named` adds to that of its text."""
    return np.uint64(key(f"{scope}:{name}"))


def sequence(texts: Iterable[str]) -> int:
    """The key of texts one after the other, as `followed` makes it of arrays.

    >>> int(followed(keys(["甲"]), keys(["乙"]))[0]) == sequence(["甲", "乙"])
    True
    """
    total = 0
    for text in texts:
        total = (total * _NEXT + key(text)) & _MASK
    return total


def followed(first: Keys, second: Keys) -> Keys:
    """The keys of sequences that go on with one text more."""
    return first * NEXT + second


def ranges(starts: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """The numbers start, start + 1, … of each range, one range after the other, and the range that each is of.

    >>> [part.tolist() for part in ranges(np.array([7, 3]), np.array([2, 1]))]
    [[7, 8, 3], [0, 0, 1]]
    """
    rows = np.repeat(np.arange(len(starts)), lengths)
    places = np.arange(len(rows))
    places += np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    return places, rows
