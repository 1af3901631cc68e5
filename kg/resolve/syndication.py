"""Articles that are one text printed several times: signatures in, clusters of article ids out.

A signature is a MinHash over the runs of five characters, letters and Han alone: the share of runs that two texts
have in common is the chance that they agree in any of its numbers. Bands of it find candidates without comparing all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.lang import normal_name

if TYPE_CHECKING:
    import numpy as np

Signature = tuple[int, ...]

SHINGLE = 5
SIZE = 96  # numbers in a signature
BAND = 3  # numbers in a band: two texts half alike meet in one of the bands with a chance of 0.98
ALIKE = 0.5  # from this share on, one text is a printing of the other
LEAST = 20  # shingles: shorter texts say too little
_KEPT = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_PRIME = (1 << 31) - 1


@cache
def _factors() -> tuple[Any, Any]:
    """Multipliers and addends of the hash functions: fixed for ever, or stored signatures would mean nothing."""
    import numpy as np

    state, numbers = 20210326, []
    for _ in range(2 * SIZE):
        state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        numbers.append((state >> 33) % (_PRIME - 1) + 1)
    return np.array(numbers[:SIZE], dtype=np.uint64), np.array(numbers[SIZE:], dtype=np.uint64)


def signature(text: str) -> Signature:
    """A short sketch of a text, by which near-duplicates are found; plain integers, for JSON. Empty for a text of a
    few words. Made where an article is read."""
    import numpy as np

    plain = _KEPT.sub("", normal_name(text))
    if len(plain) - SHINGLE + 1 < LEAST:
        return ()
    codes = np.frombuffer(plain.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    shingles = np.zeros(len(codes) - SHINGLE + 1, dtype=np.uint64)
    for offset in range(SHINGLE):
        shingles = (shingles * np.uint64(1_000_003) + codes[offset : offset + len(shingles)]) % np.uint64(_PRIME)
    return tuple(int(number) for number in _least(np.unique(shingles)))


def _least(shingles: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    import numpy as np

    factors, addends = _factors()
    least = np.full(SIZE, _PRIME, dtype=np.uint64)
    for start in range(0, len(shingles), 4096):
        part = shingles[start : start + 4096, None]
        least = np.minimum(least, ((part * factors + addends) % np.uint64(_PRIME)).min(axis=0))
    return least


def alike(a: Sequence[int], b: Sequence[int]) -> float:
    """The share of shingles in common, as the signatures tell it (0 to 1, give or take 0.05)."""
    return sum(x == y for x, y in zip(a, b, strict=True)) / SIZE if a and b else 0.0


def near_duplicates(signatures: Mapping[str, Sequence[int]]) -> tuple[tuple[str, ...], ...]:
    """The clusters (two articles or more, sorted) of articles that tell one text, by their ids. Any order gives the
    same."""
    names = sorted(name for name, sketch in signatures.items() if sketch)
    parent = {name: name for name in names}

    def find(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for block in _blocks(names, signatures):
        first = block[0]
        for position, one in enumerate(block):
            # Those alike are mostly one cluster by now: with the first and the next it is linear.
            for other in dict.fromkeys((first, *block[position + 1 : position + 3])):
                roots = sorted((find(one), find(other)))
                if roots[0] != roots[1] and alike(signatures[one], signatures[other]) >= ALIKE:
                    parent[roots[1]] = roots[0]
    clusters: dict[str, list[str]] = defaultdict(list)
    for name in names:
        clusters[find(name)].append(name)
    return tuple(tuple(cluster) for _, cluster in sorted(clusters.items()) if len(cluster) > 1)


def _blocks(names: Sequence[str], signatures: Mapping[str, Sequence[int]]) -> Iterator[list[str]]:
    """The articles that agree in a whole band, in the order of their ids: one band in memory at a time."""
    for start in range(0, SIZE, BAND):
        found: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for name in names:
            found[tuple(signatures[name][start : start + BAND])].append(name)
        yield from (block for block in found.values() if len(block) > 1)
