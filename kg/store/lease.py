"""Who may write to a server's graph: one at a time, for as long as they say that they are there.

A lease is a statement on the server that ends by the server's clock, and is renewed while its owner lives. It is taken
by saying so and then looking whether somebody else has said so, too; then both step back. What it does not part: an
owner that sleeps longer than the lease in the middle of one request.
"""

from __future__ import annotations

import getpass
import os
import random
import socket
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.errors import KgError, StoreError
from kg.store.http import LEASE, STORE
from kg.store.rewriting import KEPT
from kg.store.steps import Step, triple
from kg.store.writing import Writing

if TYPE_CHECKING:
    from kg.store.http import HttpStore

LENGTH = 90  # seconds
_TRIES = 4
_HELD: set[str] = set()  # owners in this process


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's statement that they write until `end` (seconds since 1970)."""

    end: int
    owner: str
    host: str
    process: int
    user: str

    @classmethod
    def read(cls, text: str) -> Claim | None:
        """As it stands on the server; None: something else."""
        end, owner, host, process, user, *more = [*text.split(" "), "", "", "", ""]
        if not end.isdigit() or not process.isdigit() or any(more):
            return None
        return cls(int(end), owner, host, int(process), user)

    def __str__(self) -> str:
        return f"{self.end} {self.owner} {self.host} {self.process} {self.user}"

    def dead(self) -> bool:
        """True where its process was of this machine and is no more, or is this one and has let go."""
        if self.host != _host():
            return False
        if self.process == os.getpid():
            return self.owner not in _HELD
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False


class Lease:
    """The right to write. Raises StoreError on `take` where somebody else has it."""

    def __init__(self, store: HttpStore) -> None:
        self._store, self._writing = store, Writing(store)
        self._mine = Claim(0, uuid.uuid4().hex[:12], _host(), os.getpid(), _user())
        self._renewed = 0.0
        self._stop, self._thread = threading.Event(), threading.Thread(target=self._keep, daemon=True)

    def take(self) -> None:
        """Take it, and keep it until `give_back`."""
        _HELD.add(self._mine.owner)
        self._claims()  # the server tells its clock
        for _ in range(_TRIES):
            live = self._others()
            if not live:
                self._say()
                live = self._others()
                if not live:
                    self._thread.start()
                    return
                self._withdraw()
                time.sleep(random.uniform(0.1, 1.0))
        other = live[0]
        rest = max(1, round(other.end - self._store.wire.now()))
        who = f"{other.user}@{other.host}"
        raise StoreError(
            f"{self._store.path}: in use by another build ({who}); wait until it is done "
            f"(if it was cut off: at most {rest} s)"
        )

    def check(self) -> None:
        """Raise StoreError where it has been lost; called ahead of each change."""
        if not self._mine.end or time.monotonic() - self._renewed < LENGTH / 2:
            return
        if self._others() or str(self._mine) not in self._claims():
            raise StoreError(f"{self._store.path}: another build writes there now; run this again when it is done")
        self._say()

    def give_back(self) -> None:
        """Let others write."""
        self._stop.set()
        _HELD.discard(self._mine.owner)
        with suppress(KgError):
            self._withdraw()

    def _keep(self) -> None:
        while not self._stop.wait(LENGTH / 3):
            # What fails here shows when the next change is made.
            with suppress(KgError):
                if str(self._mine) in self._claims():
                    self._say()

    def _claims(self) -> list[str]:
        return [text for predicate, text in self._store.about_store() if predicate == LEASE]

    def _others(self) -> list[Claim]:
        """The living claims of others; those that have ended are taken out."""
        read = {text: Claim.read(text) for text in self._claims()}
        now = self._store.wire.now()
        ended = [text for text, claim in read.items() if claim is None or claim.end < now or claim.dead()]
        own = [text for text, claim in read.items() if claim and claim.owner == self._mine.owner]
        gone = [text for text in ended if text not in own]
        if gone:
            self._writing.run([_step("DELETE", *gone)])
        return [claim for text, claim in read.items() if claim and text not in (*gone, *own)]

    def _say(self) -> None:
        before, now = self._mine, replace(self._mine, end=int(self._store.wire.now()) + LENGTH)
        if now == before:
            return
        self._mine, self._renewed = now, time.monotonic()
        self._writing.run([_step("INSERT", str(now)), _step("DELETE", *([str(before)] if before.end else []))])

    def _withdraw(self) -> None:
        if self._mine.end:
            gone, self._mine = str(self._mine), replace(self._mine, end=0)
            self._writing.run([_step("DELETE", gone)])


def state(store: HttpStore) -> str:
    """Whether somebody writes there now, or was cut off, for people."""
    said = store.about_store()
    claims = [claim for predicate, text in said if predicate == LEASE and (claim := Claim.read(text))]
    for claim in claims:
        if claim.end >= store.wire.now() and not claim.dead():
            return f"{claim.user}@{claim.host} is writing"
    cut = store.query(f"ASK {{ GRAPH <{KEPT}> {{ ?g <urn:kg:writing> ?any }} }}")
    return "a build was cut off: build again" if cut else "whole"


def _step(what: str, *claims: str) -> Step:
    return Step(what, KEPT, [triple(STORE, LEASE, text) for text in claims])


def _host() -> str:
    return "-".join(socket.gethostname().split()) or "somewhere"


def _user() -> str:
    try:
        return "-".join(getpass.getuser().split())
    except (OSError, KeyError):
        return "somebody"
