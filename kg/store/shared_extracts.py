"""The articles as they were read, where the graph is on a server: the server keeps them, this machine has a copy.

Each article's extract, each thing that is to be remembered, and each row of the history is a record on the server
(`kg.store.records`), from which the copy is brought up to date when it is opened. What is changed here is changed there
first.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.store.extracts import Extract, Extracts, packed_notes
from kg.store.lock import lock
from kg.store.records import Record, Records

if TYPE_CHECKING:
    from kg.store.http import HttpStore

_KEY, _LOG = "urn:kg:key/", "urn:kg:log/"
_FETCHED = 50  # records that are asked for at a time


class SharedExtracts(Extracts):
    """`Extracts` that are on a server."""

    def __init__(self, store: HttpStore, records: Records | None = None) -> None:
        """Open the copy and bring it up to date. Raises StoreError: the server does not answer, or keeps it damaged."""
        self._records = records or Records(store)
        self._held, folder = _copy_of(store.address)
        super().__init__(folder, write=folder is not None)
        try:
            self._catch_up()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the copy."""
        super().close()
        if self._held:
            self._held.close()

    def _catch_up(self) -> None:
        with self._guard():
            found = self._db.execute("SELECT substr(key, 2), value FROM kept WHERE key LIKE '#%'").fetchall()
        self._digests: dict[str, str] = dict(found)
        theirs = self._records.all()
        self._forget([subject for subject in self._digests if subject not in theirs])
        waiting = iter(sorted(subject for subject, digest in theirs.items() if self._digests.get(subject) != digest))
        while some := list(islice(waiting, _FETCHED)):
            wanted = {subject: theirs[subject] for subject in some}
            self._take(self._records.fetch(wanted))
            self._note(wanted)

    def _note(self, digests: Mapping[str, str]) -> None:
        """Say that the copy has these records now: last, so that what is cut off before is fetched again."""
        self._digests |= digests
        with self._guard(), self._db:
            rows = [(f"#{subject}", digest) for subject, digest in digests.items()]
            self._db.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)

    def _take(self, records: dict[str, bytes]) -> None:
        """Put records of the server into the copy."""
        extracts = []
        for subject, payload in records.items():
            if subject.startswith(_KEY):
                super().remember(subject.removeprefix(_KEY), payload.decode())
            elif subject.startswith(_LOG):
                with self._guard(), self._db:
                    number = int(subject.removeprefix(_LOG))
                    self._db.execute("INSERT OR REPLACE INTO log VALUES (?, ?)", (number, payload))
            else:
                extracts.append(_unpacked(subject, payload))
        super().put(extracts)

    def _forget(self, subjects: Iterable[str]) -> None:
        for subject in subjects:
            with self._guard(), self._db:
                self._db.execute("DELETE FROM kept WHERE key = ?", (f"#{subject}",))
                if subject.startswith(_KEY):
                    self._db.execute("DELETE FROM kept WHERE key = ?", (subject.removeprefix(_KEY),))
                elif subject.startswith(_LOG):
                    self._db.execute("DELETE FROM log WHERE n = ?", (int(subject.removeprefix(_LOG)),))
                else:
                    self._db.execute("DELETE FROM article WHERE iri = ?", (subject,))
            self._digests.pop(subject, None)

    def put(self, extracts: Sequence[Extract]) -> None:
        """See `Extracts.put`."""
        self._send([Record(extract.iri, _packed(extract)) for extract in extracts])

    def remove(self, iris: Iterable[str]) -> list[str]:
        """See `Extracts.remove`."""
        ids = self.ids()
        there = [iri for iri in iris if iri in ids]
        self._records.remove(there, self._digests)
        self._forget(there)
        return [ids[iri] for iri in there]

    def remember(self, key: str, value: str) -> None:
        """See `Extracts.remember`."""
        if self.recall(key) != value or _KEY + key not in self._digests:
            self._send([Record(_KEY + key, value.encode())])

    def write_log(self, row: dict[str, Any]) -> None:
        """See `Extracts.write_log`."""
        payload = zlib.compress(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode(), 3)
        with self._guard():
            number = self._db.execute("SELECT COALESCE(MAX(n), 0) + 1 FROM log").fetchone()[0]
        self._send([Record(f"{_LOG}{number}", payload)])

    def _send(self, records: Sequence[Record]) -> None:
        """To the server first, then into the copy."""
        digests = self._records.put(records, self._digests)
        self._take({record.subject: record.payload for record in records})
        self._note(digests)


def _copy_of(address: str) -> tuple[IO[str] | None, Path | None]:
    """The folder of this machine's copy, held; None where it cannot be had: the copy is then kept nowhere."""
    first = address.split(maxsplit=1)[0]
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    plain = re.sub(r"//[^/@]*@", "//", address)
    name = re.sub(r"\W+", "-", re.sub(r"^\w+://([^/@]*@)?", "", first)).strip("-")
    folder = home / "kg" / f"{name[:60]}-{hashlib.sha256(plain.encode()).hexdigest()[:8]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = lock(folder, write=True)
    except (OSError, StoreError):
        return None, None
    return held, folder if held else None


def _packed(extract: Extract) -> bytes:
    said = {"id": extract.id, "base": extract.base, "mark": extract.mark}
    said |= {"notes": b64encode(packed_notes(extract.notes)).decode(), "triples": b64encode(extract.triples).decode()}
    return zlib.compress(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"), 3)


def _unpacked(iri: str, payload: bytes) -> Extract:
    said = json.loads(zlib.decompress(payload))
    return Extract(iri, said["id"], said["base"], said["mark"], b64decode(said["notes"]), b64decode(said["triples"]))
