"""A model file that python-crfsuite wrote, as arrays: to the last bit, which its own listing rounds off.

The format is CRFsuite's: a header of twelve words, the weights in records of twenty bytes, labels and attributes as
constant databases (CQDB), of which the list from number to text is read.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_HEADER = struct.Struct("<4sI4s9I")
_DATABASE = struct.Struct("<4s5I")
_RECORD = np.dtype([("type", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
_COUNT = struct.Struct("<I")  # of the records, the third word before them


@dataclass(frozen=True, slots=True)
class Learned:
    """What a file holds: `state` (attribute, label) and `moves` (label, label) with their weights."""

    labels: list[str]
    attributes: list[str]
    state: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]
    moves: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]

    def transitions(self) -> NDArray[np.float64]:
        """(from, to): the weight of each step; 0 of one that was never seen."""
        found = np.zeros((len(self.labels), len(self.labels)))
        source, target, weight = self.moves
        found[source, target] = weight
        return found


def read(path: Path) -> Learned:
    """Read a model file. Raises ValueError: it is none."""
    content = path.read_bytes()
    magic, _, kind, _, _, labels, attributes, at, label_base, attribute_base, _, _ = _HEADER.unpack_from(content)
    if (magic, kind) != (b"lCRF", b"FOMC"):
        raise ValueError(f"{path}: no model file of python-crfsuite")
    (count,) = _COUNT.unpack_from(content, at + 8)
    records = np.frombuffer(content, _RECORD, count, at + 12)

    def of_type(number: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        chosen = records[records["type"] == number]
        return chosen["source"].astype(np.int64), chosen["label"].astype(np.int64), chosen["weight"].copy()

    return Learned(
        _texts(content, label_base, labels), _texts(content, attribute_base, attributes), of_type(0), of_type(1)
    )


def _texts(content: bytes, base: int, count: int) -> list[str]:
    """The texts of a database, by number."""
    *_, listed = _DATABASE.unpack_from(content, base)
    found = []
    for offset in np.frombuffer(content, "<u4", count, base + listed).tolist():
        _, size = struct.unpack_from("<II", content, base + offset)
        found.append(content[base + offset + 8 : base + offset + 7 + size].decode("utf-8"))
    return found
