"""Changes of a server's graphs, as steps that are taken in order and do no harm when they are taken twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

TRIPLES = 2_000  # triples of an update: Virtuoso's compiler fails at some 5,000
BYTES = 1_000_000  # bytes of an update, where it can be cut


@dataclass(frozen=True, slots=True)
class Step:
    """INSERT or DELETE of triples in a graph (None: the default one); or, without them, an update as it stands."""

    what: str
    graph: str | None = None
    triples: Sequence[ox.Triple] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What of a step goes into one request: `said` is the update or each triple as text."""

    what: str
    graph: str | None
    said: tuple[str, ...]

    def text(self) -> str:
        """As SPARQL."""
        if not self.what.isalpha():
            return self.said[0]
        data = " .\n".join(self.said)
        return f"{self.what} DATA {{ {f'GRAPH <{self.graph}> {{ {data} }}' if self.graph else data} }}"


def triple(subject: str, predicate: str, value: str) -> ox.Triple:
    """A triple of two IRIs and a plain text."""
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.Literal(value))


def requests(steps: Iterable[Step]) -> Iterator[list[Part]]:
    """The steps in as few requests as their sizes allow, in their order."""
    waiting: list[Part] = []
    triples = size = 0
    for part in _parts(steps):
        count, length = len(part.said), sum(map(len, part.said))
        if waiting and (triples + count > TRIPLES or size + length > BYTES):
            yield waiting
            waiting, triples, size = [], 0, 0
        waiting.append(part)
        triples, size = triples + count, size + length
    if waiting:
        yield waiting


def _parts(steps: Iterable[Step]) -> Iterator[Part]:
    """The steps, those that are too large in several."""
    for step in steps:
        if step.triples is None:
            yield Part(step.what, step.graph, (step.what,))
            continue
        said: list[str] = []
        size = 0
        for one in step.triples:
            text = f"{one.subject} {one.predicate} {one.object}"
            if said and (len(said) >= TRIPLES or size + len(text) > BYTES):
                yield Part(step.what, step.graph, tuple(said))
                said, size = [], 0
            said.append(text)
            size += len(text)
        if said:
            yield Part(step.what, step.graph, tuple(said))


def halves(parts: Sequence[Part]) -> tuple[list[Part], list[Part]] | None:
    """A request that is too large for a server as two; None: it cannot be cut."""
    if len(parts) > 1:
        middle = len(parts) // 2
        return list(parts[:middle]), list(parts[middle:])
    part = parts[0]
    middle = len(part.said) // 2
    if not middle:
        return None
    return [Part(part.what, part.graph, part.said[:middle])], [Part(part.what, part.graph, part.said[middle:])]
