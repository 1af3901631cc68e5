"""What a server keeps beside the graph, out of sight of queries: a record for each article as it was read, and others.

A record is some bytes under an IRI, in the graph KEPT. Its pieces are written first, under the digest of the whole, and
then the digest, which makes it hold; so whenever the writing ends, the old bytes are there or the new ones.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.store.rewriting import KEPT
from kg.store.steps import Step, triple

if TYPE_CHECKING:
    from kg.store.http import HttpStore
    from kg.store.writing import Writing

HOLDS, PIECE = "urn:kg:digest", "urn:kg:piece"
_PIECE = 45_000  # bytes of a record in a piece: a literal of 60,000 characters


@dataclass(frozen=True, slots=True)
class Record:
    """`payload`: under the IRI `subject`."""

    subject: str
    payload: bytes

    @property
    def digest(self) -> str:
        """What tells these bytes from others."""
        return hashlib.sha256(self.payload).hexdigest()[:32]

    def pieces(self) -> list[str]:
        """The record as literals: digest, number, of how many, base64."""
        cuts = [self.payload[at : at + _PIECE] for at in range(0, max(len(self.payload), 1), _PIECE)]
        digest = self.digest
        return [f"{digest} {i} {len(cuts)} {b64encode(cut).decode()}" for i, cut in enumerate(cuts)]


class Records:
    """The records of a server. Without `writing`, for reading alone."""

    def __init__(self, store: HttpStore, writing: Writing | None = None) -> None:
        self._store, self._writing = store, writing

    def all(self) -> dict[str, str]:
        """Subject -> digest of every record."""
        rows = self._store._rows(f"SELECT ?s ?d {{ GRAPH <{KEPT}> {{ ?s <{HOLDS}> ?d }} }}")
        # Two where a change was cut off between them: either is whole.
        return dict(sorted((str(subject), str(digest)) for subject, digest in rows))

    def fetch(self, wanted: Mapping[str, str]) -> dict[str, bytes]:
        """Subject -> payload of records with these digests. Raises StoreError: one is not whole."""
        values = " ".join(f"<{subject}>" for subject in wanted)
        query = f"SELECT ?s ?o {{ VALUES ?s {{ {values} }} GRAPH <{KEPT}> {{ ?s <{PIECE}> ?o }} }}"
        pieces: dict[str, dict[int, tuple[int, str]]] = {subject: {} for subject in wanted}
        for subject, piece in self._store._rows(query):
            digest, number, many, data = str(piece).split(" ", 3)
            if digest == wanted[str(subject)]:
                pieces[str(subject)][int(number)] = (int(many), data)
        return {subject: self._whole(subject, found, wanted[subject]) for subject, found in pieces.items()}

    def _whole(self, subject: str, pieces: dict[int, tuple[int, str]], digest: str) -> bytes:
        payload = b"".join(b64decode(pieces[number][1]) for number in sorted(pieces))
        if not pieces or Record(subject, payload).digest != digest:
            raise StoreError(
                f"{self._store.path}: what it keeps of {subject} is damaged; remove that article and build it again"
            )
        return payload

    def put(self, records: Sequence[Record], before: Mapping[str, str]) -> dict[str, str]:
        """Keep these records; `before`: the digests of what was there. Gives their digests. Raises StoreError."""
        now = {record.subject: record.digest for record in records}
        new = [record for record in records if before.get(record.subject) != record.digest]
        old = {record.subject: before[record.subject] for record in new if record.subject in before}
        steps = [
            Step("INSERT", KEPT, [triple(r.subject, PIECE, piece) for r in new for piece in r.pieces()]),
            Step("INSERT", KEPT, [triple(r.subject, HOLDS, r.digest) for r in new]),
        ]
        self._for_writing().run([*steps, *_drop(old)])
        self._check(now)
        return now

    def remove(self, subjects: Iterable[str], before: Mapping[str, str]) -> None:
        """Forget records; `before`: their digests. Raises StoreError."""
        self._for_writing().run(_drop({subject: before[subject] for subject in subjects if subject in before}))

    def _check(self, now: Mapping[str, str]) -> None:
        """That the server has taken what it was given."""
        values = " ".join(f"<{subject}>" for subject in now)
        rows = self._store._rows(f"SELECT ?s ?d {{ VALUES ?s {{ {values} }} GRAPH <{KEPT}> {{ ?s <{HOLDS}> ?d }} }}")
        if {(str(s), str(d)) for s, d in rows} != set(now.items()):
            raise StoreError(f"{self._store.path}: said that it had stored what it has not; is it a SPARQL server?")

    def _for_writing(self) -> Writing:
        if not self._writing:
            raise StoreError(f"{self._store.path}: opened for reading; open it with write=True")
        return self._writing


def _drop(old: Mapping[str, str]) -> Iterator[Step]:
    """First that they hold, then their pieces, whatever they are."""
    yield Step("DELETE", KEPT, [triple(subject, HOLDS, digest) for subject, digest in old.items()])
    for subject, digest in old.items():
        piece = f"GRAPH <{KEPT}> {{ <{subject}> <{PIECE}> ?o"
        yield Step(f'DELETE {{ {piece} }} }} WHERE {{ {piece} FILTER(STRSTARTS(STR(?o), "{digest}")) }} }}')
