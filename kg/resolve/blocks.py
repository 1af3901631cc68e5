"""Which things are compared: those that share a key. Never all pairs; the work grows with the number of names."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from kg.resolve.lines import spellings
from kg.resolve.scores import loose
from kg.resolve.shortening import front
from kg.resolve.thing import Thing
from kg.resolve.words import known_names, name_parts

_FULL = 24  # things of one block that are compared each with each; of more, each with the next ones
_NEXT = 4
_SHORT = {"Company", "University", "Region", "Industry"}


def keys(thing: Thing) -> Iterator[str]:
    """The keys of the blocks that a thing is in."""
    taken = thing.anatomy
    own = thing.form
    yield f"f:{taken.form}"
    yield f"f:{own}"
    for form in sorted(thing.alias_forms | thing.former_forms):
        yield f"f:{form}"
    if name := known_names().get(own):
        yield f"k:{name}"
    if len(taken.places) == 1:
        yield f"b:{taken.places[0]}{taken.stem}"
    if thing.type == "Region" or taken.bare:
        return
    yield f"s:{taken.stem}"
    if thing.type in ("Company", "Research", "Institution", "Fund"):
        for word in name_parts("business"):
            if taken.stem.endswith(word) and len(taken.stem) > len(word) + 1:
                yield f"s:{taken.stem.removesuffix(word)}"
    if thing.type == "Project":
        for spelling in spellings(thing.label):
            yield f"l:{spelling}"
    if words := loose(thing):
        yield f"o:{words}"
    if thing.type not in _SHORT and len(taken.stem) > 3:
        yield from _ends(taken.stem)
    if taken.bracket and taken.places:
        yield f"b:{taken.places[0]}{own.rpartition(')')[2]}"


def _ends(stem: str) -> Iterator[str]:
    """The first and last characters: a short form keeps them, or leaves out only regions in front."""
    start = front(stem)
    for begin in sorted({0, start}):
        yield f"e:{stem[begin : begin + 2]}{stem[-2:]}"


def pairs(things: Sequence[Thing], every: Iterable[Iterable[str]]) -> Iterator[tuple[int, int]]:
    """The pairs (of indices, the smaller first) of things that share a key, each once, in order."""
    import numpy as np

    hashes, owners = array("Q"), array("Q")
    for thing, own in zip(things, every, strict=True):
        for key in dict.fromkeys(own):
            hashes.append(int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big"))
            owners.append(thing.index)
    if not hashes:
        return
    keyed, owned = np.frombuffer(hashes, dtype=np.uint64), np.frombuffer(owners, dtype=np.uint64)
    order = np.lexsort((owned, keyed))
    keyed, owned = keyed[order], owned[order]
    del hashes, owners, order
    starts = np.flatnonzero(np.concatenate(([True], keyed[1:] != keyed[:-1])))
    ends = np.append(starts[1:], len(keyed))
    several = ends - starts > 1
    found = set()
    for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
        block = owned[start:end].tolist()
        reach = len(block) if len(block) <= _FULL else _NEXT
        for position, one in enumerate(block):
            for other in block[position + 1 : position + 1 + reach]:
                found.add((one, other) if one < other else (other, one))
    yield from sorted(found)
