"""Whole numbers as the keys of a table: where each stands is found for thousands of them at once, by one look each.

Hash and displace: the upper bits of a key's hash choose a bucket, the bucket's displacement moves its keys to places
that are free.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_LEAST = 6  # bits of the number of places
_FREE = -1  # no key is negative


class Table:
    """Keys at their places. `keys[place]` is the key there, or -1; `shifts[bucket]` what moves a bucket's keys."""

    def __init__(self, keys: Ints, shifts: Ints) -> None:
        self.keys, self.shifts = keys, shifts
        self._bucket = np.uint64(64 - (len(shifts) - 1).bit_length())
        self._mask = np.uint64(len(keys) - 1)
        self._moves = shifts.astype(np.uint64)

    def find(self, keys: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """The place of each key, and whether it is there."""
        places = _places(keys, self._bucket, self._moves, self._mask)
        return places, self.keys.take(places) == keys


def _hashed(keys: Ints) -> NDArray[np.uint64]:
    hashed = keys.view(np.uint64) * _FACTOR
    hashed ^= hashed >> np.uint64(29)
    hashed *= _FACTOR
    return hashed


def _places(keys: Ints, bucket: np.uint64, moves: NDArray[np.uint64], mask: np.uint64) -> Ints:
    # In place throughout: thousands of keys pass here, and fresh memory costs as much as the reckoning.
    hashed = _hashed(keys)
    part = hashed >> bucket
    move = moves.take(part.view(np.int64))
    # The step is odd and another for each key, so that keys of a bucket part at some displacement.
    np.right_shift(hashed, np.uint64(8), out=part)
    part |= np.uint64(1)
    move *= part
    hashed >>= np.uint64(24)
    move += hashed
    move &= mask
    return move.view(np.int64)


def build(keys: Iterable[int]) -> Table:
    """A table of distinct keys, none of them negative. The same keys give the same table.

    >>> table = build([7, 3, 500])
    >>> places, there = table.find(np.array([3, 4, 500]))
    >>> there.tolist(), table.keys[places[there]].tolist()
    ([True, False, True], [3, 500])
    """
    wanted = np.array(sorted(keys), np.int64)
    bits = max(_LEAST, len(wanted).bit_length() + 1)
    stored, shifts = np.full(1 << bits, _FREE, np.int64), np.zeros(1 << (bits - 3), np.int64)
    bucket, mask = np.uint64(64 - (bits - 3)), np.uint64(len(stored) - 1)
    hashed = _hashed(wanted)
    members: dict[int, list[int]] = defaultdict(list)
    for index, number in enumerate((hashed >> bucket).tolist()):
        members[number].append(index)
    starts, steps = (hashed >> np.uint64(24)).tolist(), ((hashed >> np.uint64(8)) | np.uint64(1)).tolist()
    taken = bytearray(len(stored))
    for number in sorted(members, key=lambda number: (-len(members[number]), number)):
        shift = 0
        while True:
            at = [(starts[index] + shift * steps[index]) & int(mask) for index in members[number]]
            if len(set(at)) == len(at) and not any(taken[place] for place in at):
                break
            shift += 1
        shifts[number] = shift
        for place, index in zip(at, members[number], strict=True):
            taken[place] = 1
            stored[place] = wanted[index]
    return Table(stored, shifts)
